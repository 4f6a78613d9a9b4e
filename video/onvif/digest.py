"""HTTP's digest login, the client's side (RFC 7616: MD5 and SHA-256, with and without qop)."""

import hashlib
import re
import secrets

from video.onvif.values import Login

_FIELD = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_HASHES = {"MD5": "md5", "SHA-256": "sha256"}


class DigestAnswer:
    """Answers the newest challenge of one server; `learn` takes it, `header` gives what to send."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._said: dict[str, str] = {}
        self._count = 0

    def learn(self, challenges: list[str]) -> bool:
        """Whether one of the WWW-Authenticate values can be answered."""
        for challenge in challenges:
            scheme, _, rest = challenge.strip().partition(" ")
            said = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(rest)}
            known = said.get("algorithm", "MD5").upper().removesuffix("-SESS") in _HASHES
            qops = [part.strip() for part in said.get("qop", "auth").split(",")]
            if scheme.lower() == "digest" and said.get("nonce") and known and "auth" in qops and self._login.username:
                self._said, self._count = said, 0
                return True
        return False

    def header(self, method: str, path: str) -> str:
        """The Authorization header's value; empty while there was no challenge."""
        said = self._said
        if not said:
            return ""
        self._count += 1
        count, ours = f"{self._count:08x}", secrets.token_hex(8)
        secret = self._hash(f"{self._login.username}:{said.get('realm', '')}:{self._login.password}")
        if said.get("algorithm", "").upper().endswith("-SESS"):
            secret = self._hash(f"{secret}:{said['nonce']}:{ours}")
        middle = [said["nonce"], count, ours, "auth"] if "qop" in said else [said["nonce"]]
        response = self._hash(":".join([secret, *middle, self._hash(f"{method}:{path}")]))
        fields = {"username": self._login.username, "realm": said.get("realm", ""), "nonce": said["nonce"]}
        fields |= {"uri": path, "response": response}
        text = ", ".join(f'{name}="{_quoted(value)}"' for name, value in fields.items())
        if "opaque" in said:
            text += f', opaque="{said["opaque"]}"'
        if "algorithm" in said:
            text += f", algorithm={said['algorithm']}"
        return f"Digest {text}" + (f', qop=auth, nc={count}, cnonce="{ours}"' if "qop" in said else "")

    def _hash(self, text: str) -> str:
        name = _HASHES[self._said.get("algorithm", "MD5").upper().removesuffix("-SESS")]
        return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
