"""The station's Ed25519 key: made once, read by its owner alone, known by a fingerprint on paper."""

import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from video.evidence.durable import sync_folder
from video.evidence.errors import BadFingerprint, BadKey, KeyOpenToOthers

FILE_NAME = "station-key.pem"
_GROUP = 8
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
# What comes along when a fingerprint is copied from a PDF, a terminal or a sheet of paper.
_BETWEEN = re.compile(r"[\s:\-\u00a0\u200b]+")
_LARGEST = 10_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`repr` shows nothing of the private half."""

    private: Ed25519PrivateKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.private.public_key())

    @property
    def public_pem(self) -> bytes:
        return pem_of(self.private.public_key())

    def sign(self, content: bytes) -> bytes:
        """64 bytes, over `content` as it is (RFC 8032, no prehash), so that openssl can check a file."""
        return self.private.sign(content)


def station_key(file: Path) -> SigningKey:
    """The key in `file`, made if there is none; who makes it at the same time gets the same. Raises BadKey."""
    if not os.path.lexists(file):
        try:
            _make(file)
        except OSError as error:
            raise BadKey(str(error), file=str(file), what=error.strerror or "") from error
    return read_key(file)


def read_key(file: Path) -> SigningKey:
    """Raises BadKey where it is missing or is no Ed25519 key, KeyOpenToOthers where others could have copied it."""
    try:
        content = _private_content(file)
        key = serialization.load_pem_private_key(content, password=None)
    except OSError as error:
        raise BadKey(str(error), file=str(file), what=error.strerror or "") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey(type(error).__name__, file=str(file), what="PEM") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey("another kind of key", file=str(file), what="Ed25519")
    return SigningKey(key)


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """SHA-256 of the public key's 32 bytes, 64 hex digits."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def grouped(fingerprint: str) -> str:
    """For people: eight groups of eight."""
    return " ".join(fingerprint[at : at + _GROUP] for at in range(0, len(fingerprint), _GROUP))


def parse_fingerprint(given: str) -> str:
    """All 64 digits, with or without the groups. Raises BadFingerprint: a part of one can be matched by trying."""
    digits = _BETWEEN.sub("", given).lower()
    if not _FINGERPRINT.fullmatch(digits):
        raise BadFingerprint(given=given[:100])
    return digits


def pem_of(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _private_content(file: Path) -> bytes:
    """The file's bytes, its rights looked at on the open file, so that it cannot be exchanged in between."""
    if file.is_symlink():
        raise KeyOpenToOthers(file=str(file))
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as opened:
        kept = os.fstat(handle)
        ours = not hasattr(os, "geteuid") or (kept.st_uid == os.geteuid() and not kept.st_mode & _OTHERS)
        if not stat.S_ISREG(kept.st_mode) or not ours:
            raise KeyOpenToOthers(file=str(file))
        return opened.read(_LARGEST)


def _make(file: Path) -> None:
    """Write beside and link, which fails where another process was first: then theirs is the key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(fresh, file)
        except FileExistsError:
            return
    finally:
        fresh.unlink()
    sync_folder(file.parent)
