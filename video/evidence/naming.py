"""Names that FAT, exFAT, NTFS and every shell take alike."""

import re
import unicodedata
from datetime import UTC, datetime

from resources.redaction import redact
from video.evidence.values import CameraSpan

MANIFEST, SIGNATURE, PUBLIC_KEY, SUMS = "manifest.json", "manifest.sig", "public-key.pem", "SHA256SUMS"
TEXTS = ("BACA-SAYA.txt", "README.txt")
RESERVED = frozenset({MANIFEST, SIGNATURE, PUBLIC_KEY, SUMS})
"""What every folder holds and no manifest lists."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
_SLUG_MOST = 40
# Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_plain(name: str) -> bool:
    """One part of a path, ASCII, no ending dot: the same on every system."""
    return bool(_PLAIN.fullmatch(name)) and not name.endswith(".") and not _DEVICES.fullmatch(name)


def slug(text: str) -> str:
    """`Simpang SGA (utara)` as simpang-sga-utara; empty where nothing of it is ASCII."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_SLUG_MOST].strip("-")


def stamp(at_us: int) -> str:
    """20261124T071500Z."""
    return datetime.fromtimestamp(at_us // 1_000_000, UTC).strftime("%Y%m%dT%H%M%SZ")


def film_stem(place: int, span: CameraSpan) -> str:
    """01-k12-simpang-sga: `place` in the request keeps two spans of one camera apart."""
    return "-".join(part for part in (f"{place:02d}", f"k{span.number}", slug(redact(span.name))) if part)


def film_name(stem: str, first_us: int, part: int) -> str:
    ending = f"-part-{part}" if part > 1 else ""
    return f"{stem}-{stamp(first_us)}{ending}.mp4"


def folder_name(ticket_number: str, exported_at_us: int) -> str:
    """What a folder may be called: bukti-bks-2026-001234-20261124T071500Z."""
    return "-".join(part for part in ("bukti", slug(redact(ticket_number)), stamp(exported_at_us)) if part)
