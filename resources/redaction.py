"""What keeps credentials out of every log and every `repr`: ours, libraries', libav's (DESIGN 5)."""

import logging
import re
import traceback
from dataclasses import Field, fields
from typing import Any, ClassVar
from urllib.parse import quote

HIDDEN = "***"
_SHORTEST_SECRET = 4

_PATTERNS = (
    # scheme://user:password@host, up to the last @ of the word: a password may itself hold one.
    (re.compile(r"(?P<keep>\b[a-z][a-z0-9+.\-]*://)[^\s'\"<>]*@", re.IGNORECASE), rf"\g<keep>{HIDDEN}@"),
    # Authorization: Digest ..., and its bare form in libav's traces.
    (re.compile(r"(?P<keep>\b(?:proxy-)?authorization\s*[:=]\s*)[^\r\n]+", re.IGNORECASE), rf"\g<keep>{HIDDEN}"),
    # password=..., "passwd": "...", ?pwd=..., token=...
    (
        re.compile(
            r"(?P<keep>\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key)['\"]?\s*[=:]\s*)"
            r"(?:'[^']*'|\"[^\"]*\"|[^\s,;&)}\]]+)",
            re.IGNORECASE,
        ),
        rf"\g<keep>{HIDDEN}",
    ),
)


def redact(text: str) -> str:
    """`text` without credentials in URLs, headers and key-value pairs."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.\-]*://)(?:.*@)?", re.IGNORECASE | re.DOTALL)
# ?user=..&pwd=.., also as makers put it into the path: /user=admin_password=.._channel=1
_SECRET_PAIR = re.compile(
    r"(?P<keep>[?&;/_#][^?&;/=#]*(?:pas|pwd|psw|secret|token|auth|sig|key|cred|user|usr|login)[^?&;/=#]*=)[^&;]*",
    re.IGNORECASE,
)


def shown_url(url: str) -> str:
    """An address as it may be shown: no login, and no value of a query's key that names a secret.

    What stands before the last @ is taken for a login: a password may hold any letter, and be put in unquoted.
    """
    address = _ADDRESS.match(url)
    if address is None:
        return url
    rest = url[address.end() :]
    login = f"{HIDDEN}@" if address.end() > address.end("scheme") else ""
    return address["scheme"] + login + _SECRET_PAIR.sub(rf"\g<keep>{HIDDEN}", rest)


class ShownSafely:
    """A base for dataclasses that hold addresses, made with `repr=False`: `repr` shows no credential of them."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __repr__(self) -> str:
        shown = (f"{one.name}={_shown(getattr(self, one.name))}" for one in fields(self) if one.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"


def _shown(value: object) -> str:
    return repr(shown_url(value) if isinstance(value, str) else value)


class RedactingFilter(logging.Filter):
    """Redacts message, arguments and traceback of every record that passes; attach it to handlers.

    `hide` adds a secret that is then replaced wherever it stands, plain or percent-encoded.
    """

    def __init__(self) -> None:
        super().__init__()
        self._secrets: frozenset[str] = frozenset()

    def hide(self, secret: str) -> None:
        """Replace `secret` from now on; what is shorter than 4 characters would hit ordinary words and is left."""
        if len(secret) >= _SHORTEST_SECRET:
            self._secrets |= {secret, quote(secret, safe="")}

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text, record.exc_info = self.clean(record.exc_text), None
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True

    def clean(self, text: str) -> str:
        """`text` without the known secrets and without what looks like one."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        return redact(text)


def redact_handlers(logger: logging.Logger, redaction: RedactingFilter) -> None:
    """Put the filter on every handler of `logger`: a filter on a logger would miss what its children log."""
    for handler in logger.handlers:
        if redaction not in handler.filters:
            handler.addFilter(redaction)
