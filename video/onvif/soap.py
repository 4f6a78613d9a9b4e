"""Envelopes out, answers in: SOAP 1.2 with a WS-UsernameToken, and what a fault means."""

import hashlib
import re
import secrets
from base64 import b64encode
from datetime import datetime
from xml.sax.saxutils import escape

from video.onvif.answers import Node, Unreadable, read_xml
from video.onvif.values import Login

_ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
_SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest"
_BASE64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
_SCHEMA = "http://www.onvif.org/ver10/schema"

# Faults that say "not with this login", by code; some cameras say it in words alone.
_LOGIN_CODES = {"NotAuthorized", "FailedAuthentication", "FailedCheck", "InvalidSecurity", "InvalidSecurityToken"}
_LOGIN_WORDS = re.compile(r"not\s*authori[sz]ed|unauthori[sz]ed|authenticat|time check failed", re.IGNORECASE)
_UNKNOWN_CODES = {"ActionNotSupported", "OptionalActionNotImplemented", "NoSuchService", "NotImplemented"}
_UNKNOWN_WORDS = re.compile(r"not (supported|implemented)|unknown (action|method)", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]{1,40}")


class LoginRefused(Exception):
    """The login was not taken; stays inside this room, where it becomes one of the errors."""


class FaultAnswered(Exception):
    """Any other fault: `code` has letters alone, `unknown_act` says that the act is not known there."""

    def __init__(self, code: str, *, unknown_act: bool) -> None:
        super().__init__(code)
        self.code = code
        self.unknown_act = unknown_act


def envelope(namespace: str, operation: str, inner: str, login: Login, created: datetime | None) -> bytes:
    """One call, its token made at `created` (UTC) as the camera shall read it; None or no name: no token."""
    header = _token(login, created) if login.username and created is not None else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<s:Envelope xmlns:s="{_ENVELOPE}">{header}<s:Body>'
        f'<o:{operation} xmlns:o="{namespace}" xmlns:tt="{_SCHEMA}">{inner}</o:{operation}>'
        "</s:Body></s:Envelope>"
    ).encode()


def content_type(namespace: str, operation: str) -> str:
    return f'application/soap+xml; charset=utf-8; action="{namespace}/{operation}"'


def element(name: str, text: str) -> str:
    """`<o:name>text</o:name>`, escaped."""
    return f"<o:{name}>{escape(text)}</o:{name}>"


def response_in(data: bytes, operation: str) -> Node:
    """The element that answers `operation`. Raises Unreadable, LoginRefused, FaultAnswered."""
    root = read_xml(data)
    body = root.child("Body")
    if root.name != "Envelope" or body is None:
        raise Unreadable
    if (fault := body.child("Fault")) is not None:
        raise _meaning(fault)
    response = body.child(f"{operation}Response")
    if response is None:
        raise Unreadable
    return response


def _meaning(fault: Node) -> LoginRefused | FaultAnswered:
    values = [node.text.strip().rpartition(":")[2] for node in fault.walk() if node.name in ("Value", "faultcode")]
    codes = [value for value in values if _CODE.fullmatch(value)]
    words = " ".join(node.text for node in fault.walk() if node.name in ("Text", "faultstring"))[:1000]
    if _LOGIN_CODES & set(codes) or _LOGIN_WORDS.search(words):
        return LoginRefused()
    unknown = bool(_UNKNOWN_CODES & set(codes) or _UNKNOWN_WORDS.search(words))
    return FaultAnswered(codes[-1] if codes else "Fault", unknown_act=unknown)


def _token(login: Login, created: datetime) -> str:
    nonce = secrets.token_bytes(16)
    stamp = created.strftime("%Y-%m-%dT%H:%M:%S.") + f"{created.microsecond // 1000:03d}Z"
    secret = hashlib.sha1(nonce + stamp.encode() + login.password.encode(), usedforsecurity=False).digest()
    return (
        f'<s:Header><w:Security s:mustUnderstand="1" xmlns:w="{_SECURITY}" xmlns:u="{_UTILITY}"><w:UsernameToken>'
        f"<w:Username>{escape(login.username)}</w:Username>"
        f'<w:Password Type="{_PROFILE}">{b64encode(secret).decode()}</w:Password>'
        f'<w:Nonce EncodingType="{_BASE64}">{b64encode(nonce).decode()}</w:Nonce>'
        f"<u:Created>{stamp}</u:Created>"
        "</w:UsernameToken></w:Security></s:Header>"
    )
