"""Is a folder what a station signed? Reads nothing but the folder; needs no record, no console, no network."""

import errno
import hashlib
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from video.evidence.durable import PlainFile
from video.evidence.key import fingerprint_of, pem_of
from video.evidence.manifest import BadManifest, Stated, read_manifest, sums_text
from video.evidence.naming import MANIFEST, PUBLIC_KEY, RESERVED, SIGNATURE, SUMS
from video.evidence.values import ListedFile

_MANIFEST_MOST = 16_000_000
_SMALL_MOST = 4_000_000
_BLOCK = 1024 * 1024
_NAMES_MOST = 20_000


class Fault(StrEnum):
    """What is wrong with a folder."""

    NO_FOLDER = "no_folder"
    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"
    LINK = "link"
    NO_FILE = "no_file"
    UNREADABLE = "unreadable"
    BAD_MANIFEST = "bad_manifest"
    BAD_KEY = "bad_key"
    BAD_SIGNATURE = "bad_signature"
    OTHER_KEY = "other_key"


@dataclass(frozen=True, slots=True)
class Finding:
    fault: Fault
    name: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`whole`: nothing is wrong. `signer_known`: the key was compared with a fingerprint from outside, and is it.

    `fingerprint` is that of the key inside, empty where none can be read; `stated` is None where the manifest cannot
    be read, and is what somebody wrote, not what was proved, unless `whole`.
    """

    findings: tuple[Finding, ...]
    fingerprint: str
    signer_known: bool
    stated: Stated | None

    @property
    def whole(self) -> bool:
        return not self.findings


def verify(folder: Path, fingerprint: str | None) -> Verdict:
    """Look at every byte of the folder. `fingerprint`: 64 hex digits from the shift report, None: of nobody's key."""
    try:
        found = _entries(folder)
    except OSError:
        return Verdict((Finding(Fault.NO_FOLDER, folder.name),), "", False, None)
    if MANIFEST not in found:  # a wrong folder may hold anything: there is nothing to compare it with
        return Verdict((Finding(Fault.MISSING, MANIFEST),), "", False, None)
    return _Check(folder, found, fingerprint).verdict()


class _Check:
    def __init__(self, folder: Path, found: dict[str, Fault | None], fingerprint: str | None) -> None:
        self._folder, self._found, self._wanted = folder, found, fingerprint
        self._findings = [Finding(fault, name) for name, fault in sorted(found.items()) if fault is not None]

    def verdict(self) -> Verdict:
        manifest = self._content(MANIFEST, _MANIFEST_MOST)
        stated = self._stated(manifest)
        key = self._key(stated)
        inside = fingerprint_of(key) if key is not None else ""
        if key is not None and manifest is not None:
            self._signature(key, manifest)
        if inside and self._wanted is not None and inside != self._wanted:
            self._fault(Fault.OTHER_KEY, PUBLIC_KEY)
        if stated is not None and manifest is not None:
            self._files(stated, manifest)
        findings = tuple(dict.fromkeys(self._findings))
        known = self._wanted is not None and inside == self._wanted and not findings
        return Verdict(findings, inside, known, stated)

    def _fault(self, fault: Fault, name: str) -> None:
        self._findings.append(Finding(fault, name))

    def _stated(self, manifest: bytes | None) -> Stated | None:
        if manifest is None:
            return None
        try:
            return read_manifest(manifest)
        except BadManifest:
            self._fault(Fault.BAD_MANIFEST, MANIFEST)
            return None

    def _key(self, stated: Stated | None) -> Ed25519PublicKey | None:
        """The key inside, if it is written as we write it and is the one that the manifest names."""
        content = self._content(PUBLIC_KEY, _SMALL_MOST)
        if content is None:
            return None
        try:
            key = serialization.load_pem_public_key(content)
        except (ValueError, UnsupportedAlgorithm):
            key = None
        named = stated is None or not isinstance(key, Ed25519PublicKey) or fingerprint_of(key) == stated.fingerprint
        if not isinstance(key, Ed25519PublicKey) or pem_of(key) != content or not named:
            self._fault(Fault.BAD_KEY, PUBLIC_KEY)
        return key if isinstance(key, Ed25519PublicKey) else None

    def _signature(self, key: Ed25519PublicKey, manifest: bytes) -> None:
        signature = self._content(SIGNATURE, _SMALL_MOST)
        if signature is None:
            return
        try:
            key.verify(signature, manifest)
        except InvalidSignature:
            self._fault(Fault.BAD_SIGNATURE, MANIFEST)

    def _files(self, stated: Stated, manifest: bytes) -> None:
        listed = {one.name: one for one in stated.files}
        for name in sorted(self._found.keys() - listed.keys() - RESERVED):
            self._fault(Fault.EXTRA, name)
        for one in stated.files:
            self._file(one)
        whole = ListedFile(MANIFEST, len(manifest), hashlib.sha256(manifest).hexdigest())
        sums = self._content(SUMS, _SMALL_MOST)
        if sums is not None and sums != sums_text((*stated.files, whole)):
            self._fault(Fault.CHANGED, SUMS)

    def _file(self, listed: ListedFile) -> None:
        if not self._is_there(listed.name):
            return
        try:
            same = _digest(self._folder / listed.name, listed.size) == listed.sha256
        except OSError:
            self._fault(Fault.UNREADABLE, listed.name)
            return
        if not same:
            self._fault(Fault.CHANGED, listed.name)

    def _is_there(self, name: str) -> bool:
        """Whether it is a file that may be opened; what is wrong with it has been found already if it is none."""
        if name not in self._found:
            self._fault(Fault.MISSING, name)
        return name in self._found and self._found[name] is None

    def _content(self, name: str, most: int) -> bytes | None:
        if not self._is_there(name):
            return None
        try:
            with PlainFile(self._folder / name) as handle:
                content = handle.read(most + 1)
        except OSError:
            self._fault(Fault.UNREADABLE, name)
            return None
        if len(content) > most:
            self._fault(Fault.CHANGED, name)
            return None
        return content


def _entries(folder: Path) -> dict[str, Fault | None]:
    """Everything in the folder by name, with what bars us from opening it."""
    found: dict[str, Fault | None] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            kind = None if entry.is_file(follow_symlinks=False) else Fault.NO_FILE
            found[entry.name] = Fault.LINK if entry.is_symlink() else kind
            if len(found) > _NAMES_MOST:
                raise OSError(errno.E2BIG, os.strerror(errno.E2BIG))
    return found


def _digest(path: Path, size: int) -> str:
    """SHA-256 of a file of this size; empty for another size, which is not read."""
    with PlainFile(path) as file:
        if file.size() != size:
            return ""
        digest, left = hashlib.sha256(), size
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            digest.update(block)
            left -= len(block)
        return digest.hexdigest() if left == 0 else ""
