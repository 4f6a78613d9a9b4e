"""`main.py evidence verify FOLDER --key FINGERPRINT` and `main.py evidence key`: without Qt, without the record."""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from resources.words import Language, language, say
from video.evidence.key import FILE_NAME, grouped, parse_fingerprint, station_key
from video.evidence.plain import one_line
from video.evidence.verify import Verdict, verify

WHOLE, NOT_WHOLE = 0, 1


def verify_folder(folder: Path, key: str, *, as_json: bool = False) -> int:
    """Print what was found, a sentence for each finding; 0 if the folder is whole and, with `key`, its own.

    `key` is a fingerprint with or without its groups, empty: only integrity is checked, and that is said.
    Raises BadFingerprint.
    """
    verdict = verify(folder, parse_fingerprint(key) if key else None)
    told = json.dumps(_values(verdict), indent=1) if as_json else "\n".join(_sentences(verdict))
    sys.stdout.write(told + "\n")
    return WHOLE if verdict.whole else NOT_WHOLE


def show_key(data_dir: Path) -> int:
    """Print the fingerprint of this station's key, which is made if there is none. Raises BadKey."""
    key = station_key(data_dir / FILE_NAME)
    sys.stdout.write(say("evidence.command.fingerprint") + "\n" + grouped(key.fingerprint) + "\n")
    return 0


def _sentences(verdict: Verdict) -> list[str]:
    """What a folder states comes after what was found, and of one that is not whole it is not repeated."""
    found = [say(f"evidence.fault.{one.fault.value}", name=one_line(one.name)) for one in verdict.findings]
    if not verdict.whole or verdict.stated is None:
        return [say("evidence.verify.not_whole"), *found, *_key_inside(verdict)]
    stated = verdict.stated
    texts = {name: one_line(getattr(stated, name)) for name in ("site", "person", "ticket", "reason")}
    lines = [
        say("evidence.verify.whole", n=len(stated.files)),
        say("evidence.verify.signer_known" if verdict.signer_known else "evidence.verify.signer_unknown"),
        *_key_inside(verdict),
        say(
            "evidence.verify.stated",
            at=local_and_utc(stated.exported_at, stated.time_zone),
            **{**texts, "ticket": texts["ticket"] or "-"},
        ),
        *(say("evidence.verify.camera", camera=one_line(camera)) for camera in stated.cameras),
    ]
    return [*lines, say("evidence.verify.gaps", seconds=_seconds(stated.gaps_us))]


def local_and_utc(utc_text: str, zone: str) -> str:
    """A stated moment as the clocks of its place showed it, with how far they are from UTC, and UTC beside it.

    Both texts may be anybody's: what is no moment, or names no zone, is repeated as it stands.
    """
    try:
        local = datetime.fromisoformat(utc_text).astimezone(ZoneInfo(zone))
    except (ValueError, KeyError, OSError, OverflowError):
        return one_line(utc_text)
    offset = f"{local:%z}"
    letters = f"{local:%Z}"
    name = f"{letters} (UTC{offset[:3]}:{offset[3:5]})" if letters.isalpha() else f"UTC{offset[:3]}:{offset[3:5]}"
    return f"{local:%Y-%m-%d %H:%M:%S} {name}, {one_line(utc_text)}"


def _seconds(length_us: int) -> str:
    """With the language's decimal sign, and without the widgets' words for it: this command loads no Qt."""
    text = f"{length_us / 1_000_000:.1f}"
    return text.replace(".", ",") if language() is Language.INDONESIAN else text


def _key_inside(verdict: Verdict) -> list[str]:
    if not verdict.fingerprint:
        return []
    return [say("evidence.verify.key_inside", fingerprint=grouped(verdict.fingerprint))]


def _values(verdict: Verdict) -> dict[str, object]:
    """For programs; ASCII alone, so that no name in it can play with a terminal."""
    return {
        "whole": verdict.whole,
        "signer_known": verdict.signer_known,
        "key_fingerprint": verdict.fingerprint,
        "findings": [{"fault": one.fault.value, "name": one.name} for one in verdict.findings],
        "stated": asdict(verdict.stated) if verdict.stated is not None else None,
    }
