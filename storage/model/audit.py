"""The audit's bytes: what is hashed, row by row, and what a station signs. `r0004/10_audit.sql` makes the same bytes.

Everything is a JSON text in one form (`canonical`), UTF-8. Digests are SHA-256. docs/design/audit.md says it in words.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

ROW_FORM = "siaga-audit-1"
HEAD_FORM = "siaga-audit-head-1"
NOTHING = bytes(32)
"""The digest over no rows."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ESCAPED = re.compile(r'[\x00-\x1f"\\]')
_SHORT = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row as it stands in the record. `salt` is None where nothing was personal, and where it was erased."""

    number: int
    subject: str
    subject_id: UUID
    position: int
    act: str
    actor: str
    at_us: int
    facts: dict[str, Any]  # numbers as int or Decimal: a float has lost digits
    said: str
    personal: tuple[str, ...]
    salt: bytes | None
    sealed: bytes | None
    digest: bytes

    @property
    def chain(self) -> tuple[str, UUID]:
        return self.subject, self.subject_id


@dataclass(frozen=True, slots=True)
class Rolled:
    """A digest over the digests of all rows up to number `last`; `at` is when that was all there was."""

    last: int = 0
    rows: int = 0
    digest: bytes = NOTHING
    at: datetime = _EPOCH


@dataclass(frozen=True, slots=True)
class AuditHead:
    """What the whole audit was at a moment, with a station's signature. `record_us` names the record it is of."""

    record_us: int
    taken_us: int
    last: int
    rows: int
    digest: bytes
    public_key: bytes = field(default=b"")
    signature: bytes = field(default=b"", repr=False)

    @property
    def taken_at(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self.taken_us)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key, 64 hex digits, as on a shift's report."""
        return hashlib.sha256(self.public_key).hexdigest()


def microseconds(at: datetime) -> int:
    """Since 1970 in UTC; a moment of the record has no finer part."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def canonical(value: Any) -> str:
    """A JSON text as PostgreSQL's jsonb writes it.

    Names of an object by their length in UTF-8 and then their bytes, ", " and ": " between, letters as they are but
    for quote, backslash and control characters; numbers written out, with the decimals that they came with.
    """
    kind = type(value)  # exact kinds: a million rows pass here
    if kind is str:
        return f'"{_ESCAPED.sub(_escaped, value)}"'
    if kind is int:
        return str(value)
    if kind is dict:
        names = sorted(value, key=_order) if len(value) > 1 else value
        return "{" + ", ".join([f"{canonical(name)}: {canonical(value[name])}" for name in names]) + "}"
    if kind is list or kind is tuple:
        return "[" + ", ".join([canonical(one) for one in value]) + "]"
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is Decimal:
        return format(value if value else abs(value), "f")
    raise TypeError(f"no canonical form: {kind.__name__}")


def read_json(text: str) -> Any:
    """A JSON text with every digit of its numbers."""
    return json.loads(text, parse_float=Decimal)


def row_bytes(row: AuditRow, previous: bytes) -> bytes:
    """What a row's digest is over; `previous` is the digest of the chain's row before, empty at its first."""
    plain = {name: value for name, value in row.facts.items() if name not in row.personal}
    parts = (
        ROW_FORM,
        row.subject,
        str(row.subject_id),
        row.position,
        row.number,
        row.act,
        row.actor,
        row.at_us,
        plain,
        row.personal,
        None if row.sealed is None else row.sealed.hex(),
        previous.hex(),
    )
    return canonical(parts).encode()


def digest_of(row: AuditRow, previous: bytes) -> bytes:
    return hashlib.sha256(row_bytes(row, previous)).digest()


def seal_of(row: AuditRow, salt: bytes) -> bytes:
    """The salted digest of what is personal: the facts that `personal` names, and what was said."""
    held = {name: row.facts[name] for name in row.personal if name in row.facts}
    return hashlib.sha256(salt + canonical((held, row.said)).encode()).digest()


def rolled_on(digest: bytes, number: int, row_digest: bytes) -> bytes:
    """The digest over all rows, one row later."""
    return hashlib.sha256(digest + number.to_bytes(8, "big", signed=True) + row_digest).digest()


def head_bytes(head: AuditHead) -> bytes:
    """What a station signs."""
    parts = (HEAD_FORM, head.record_us, head.taken_us, head.last, head.rows, head.digest.hex())
    return canonical(parts).encode()


def head_line(head: AuditHead) -> str:
    """A head as a line of the file that is kept outside; without the line's end."""
    values = {"form": HEAD_FORM, "record": head.record_us, "taken": head.taken_us, "last": head.last}
    values |= {"rows": head.rows, "digest": head.digest.hex()}
    return canonical({**values, "key": head.public_key.hex(), "signature": head.signature.hex()})


def read_head(line: str) -> AuditHead:
    """Raises ValueError for what is no head's line."""
    values = json.loads(line)
    if not isinstance(values, dict) or values.get("form") != HEAD_FORM:
        raise ValueError("not a head of the audit")
    try:
        record, taken, last, rows = (values[name] for name in ("record", "taken", "last", "rows"))
        digest, key, signature = (bytes.fromhex(values[name]) for name in ("digest", "key", "signature"))
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    numbers = all(type(one) is int for one in (record, taken, last, rows))
    if not numbers or (len(digest), len(key), len(signature)) != (32, 32, 64):
        raise ValueError("not a head of the audit")
    return AuditHead(record, taken, last, rows, digest, key, signature)


def _escaped(found: re.Match[str]) -> str:
    letter = found.group()
    return _SHORT.get(letter) or f"\\u{ord(letter):04x}"


def _order(name: str) -> tuple[int, bytes]:
    raw = name.encode()
    return len(raw), raw
