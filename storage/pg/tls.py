"""Which addresses of a database are safe to send a password to, and why a secured connection was not made.

A shared server is reached by TLS with its name checked against a known authority (`sslmode=verify-full`), or not at
all: libpq's own default (`prefer`) falls back to plain text when somebody in between says there is no TLS.
"""

import os
import re
from ipaddress import ip_address

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.service.errors import RecordError, Unreachable

VERIFIED = "verify-full"
_KNOWS_REQUIRE_AUTH = 160_000  # libpq; the wheel that is installed brings a newer one


class PlainAddress(RecordError):
    """The address leads over a network without TLS whose certificate is checked; facts: host."""

    word = "operations.tls.plain"


class PasswordInAddress(RecordError):
    """An address that came with a password in it: every process of the machine can read that."""

    word = "operations.tls.password"


class WrongName(RecordError):
    """The server's certificate is for another name; facts: host."""

    word = "operations.tls.wrong_name"


class UnknownAuthority(RecordError):
    """Nobody known vouches for the server's certificate, or it has run out; facts: host."""

    word = "operations.tls.unknown_authority"


class NoTls(RecordError):
    """The server offers no TLS; facts: host."""

    word = "operations.tls.none"


class NoRootFile(RecordError):
    """The file with the authority's certificate is not there; facts: file."""

    word = "operations.tls.no_root"


class NotScram(RecordError):
    """The server does not prove that it knows the password by SCRAM; facts: host."""

    word = "operations.tls.not_scram"


def secured(dsn: str) -> str:
    """The address as it is safe to sign in at with a password: SCRAM alone over TCP, and TLS over a network.

    Takes what libpq takes of its environment (PGHOST, PGHOSTADDR, PGSSLMODE, PGSERVICE) into account. Raises
    PlainAddress, and Unreachable for what libpq cannot read.
    """
    parts = _parts(dsn)
    if not _is_remote(parts) and not _hosts(parts):
        return dsn
    if _is_remote(parts) and _told(parts, "sslmode") != VERIFIED:
        raise PlainAddress(host=str(_told(parts, "host") or _told(parts, "hostaddr") or _told(parts, "service")))
    if psycopg.pq.version() < _KNOWS_REQUIRE_AUTH:
        return dsn
    return make_conninfo(dsn, **{"require_auth": "scram-sha-256", **_given(parts, "require_auth")})


def assert_no_password(dsn: str) -> None:
    """Raises PasswordInAddress, before the address goes anywhere."""
    if _parts(dsn).get("password"):
        raise PasswordInAddress


def is_secured_by_tls(dsn: str) -> bool:
    """Whether a client without TLS cannot come in by this address."""
    return _told(_parts(dsn), "sslmode") in ("require", "verify-ca", VERIFIED)


def tls_problem(words: str, host: str) -> RecordError | None:
    """What libpq's words say about TLS or SCRAM, or None where they are about something else."""
    if missing := re.search(r'root certificate file "([^"]+)" does not exist', words):
        return NoRootFile(file=missing[1])
    for sign, problem in _SIGNS:
        if sign in words:
            return problem(host=host)
    return None


_SIGNS: tuple[tuple[str, type[RecordError]], ...] = (
    ("does not match host name", WrongName),
    ("certificate verify failed", UnknownAuthority),
    ("server does not support SSL", NoTls),
    ('requirement "scram-sha-256" failed', NotScram),
)


def _parts(dsn: str) -> dict[str, str]:
    try:
        found = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        pass
    else:
        return {name: str(value) for name, value in found.items() if value is not None}
    raise Unreachable(host="?")


def _told(parts: dict[str, str], name: str) -> str:
    return parts.get(name) or os.environ.get(f"PG{name.upper()}", "")


def _given(parts: dict[str, str], name: str) -> dict[str, str]:
    return {name: parts[name]} if name in parts else {}


def _hosts(parts: dict[str, str]) -> list[str]:
    """Those that lead over TCP: libpq takes the number where both are there."""
    named = _told(parts, "hostaddr") or _told(parts, "host")
    return [host for host in named.split(",") if host and not host.startswith(("/", "@"))]


def _is_remote(parts: dict[str, str]) -> bool:
    # What a service file names is not looked up: it is taken for a network.
    return bool(_told(parts, "service")) or not all(_is_loopback(host) for host in _hosts(parts))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
