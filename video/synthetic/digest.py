"""RTSP's digest login (RFC 2617 as RFC 2326 uses it: MD5, with or without qop)."""

import hashlib
import hmac
import re
import secrets

REALM = "Siaga"
_FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')


class DigestLogin:
    """Asks one connection for a name and password, and judges the answer; no name means no login."""

    def __init__(self, username: str, password: str) -> None:
        self._username = username
        self._secret = f"{username}:{REALM}:{password}"
        self._nonce = secrets.token_hex(16)

    @property
    def challenge(self) -> str:
        return f'Digest realm="{REALM}", nonce="{self._nonce}", algorithm=MD5'

    def admits(self, method: str, authorization: str | None) -> bool:
        """Whether this request may pass."""
        if not self._username:
            return True
        if authorization is None or not authorization.lower().startswith("digest "):
            return False
        said = {name: quoted or bare for name, quoted, bare in _FIELD.findall(authorization[7:])}
        if said.get("username") != self._username or said.get("nonce") != self._nonce:
            return False
        middle = [self._nonce]
        if said.get("qop"):
            middle += [said.get("nc", ""), said.get("cnonce", ""), said["qop"]]
        act = _md5(f"{method}:{said.get('uri', '')}")
        expected = _md5(":".join([_md5(self._secret), *middle, act]))
        return hmac.compare_digest(expected, said.get("response", ""))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
