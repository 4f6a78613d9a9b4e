"""The page for people in each folder, from the manifest alone, Indonesian and English."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from resources.words import Language, say_in
from video.evidence.key import grouped
from video.evidence.naming import MANIFEST, PUBLIC_KEY, SIGNATURE, SUMS, TEXTS
from video.evidence.plain import one_line

_LANGUAGES = dict(zip(TEXTS, (Language.INDONESIAN, Language.ENGLISH), strict=True))
_RULE = "-" * 72
# Any system with OpenSSL 3 and coreutils; what they print is said in the words.
_SHELL = (
    f"sha256sum -c {SUMS}",
    f"openssl pkeyutl -verify -pubin -inkey {PUBLIC_KEY} -rawin -in {MANIFEST} -sigfile {SIGNATURE}",
    f"openssl pkey -pubin -in {PUBLIC_KEY} -outform DER | tail -c 32 | sha256sum",
)


def texts(manifest: dict[str, Any]) -> dict[str, bytes]:
    """Each file's bytes by its name; line ends that the oldest editor of a PC shows."""
    return {name: "\r\n".join(_page(manifest, language)).encode() + b"\r\n" for name, language in _LANGUAGES.items()}


def _page(manifest: dict[str, Any], language: Language) -> list[str]:
    page = _Page(manifest, language)
    return [
        *page.head(),
        *(line for camera in manifest["cameras"] for line in page.camera(camera)),
        *page.extras(),
        *page.checks(),
    ]


class _Page:
    def __init__(self, manifest: dict[str, Any], language: Language) -> None:
        self._manifest = manifest
        self._language = language
        self._zone = ZoneInfo(manifest["time_zone"])
        self._numbers = {camera["id"]: f"{camera['number']} {camera['name']}" for camera in manifest["cameras"]}

    def head(self) -> list[str]:
        stated = self._manifest
        offset_us = stated["exported"]["clock_offset_us"]
        offset = (
            self._say("evidence.page.clock_unknown")
            if offset_us is None
            else self._say("evidence.page.clock", seconds=_signed(offset_us))
        )
        return [
            self._say("evidence.page.title"),
            one_line(stated["site"]),
            _RULE,
            self._say("evidence.page.ticket", ticket=one_line(stated["ticket"]) or "-"),
            self._say("evidence.page.person", name=one_line(stated["person"]["name"]), login=stated["person"]["login"]),
            self._say("evidence.page.reason", reason=one_line(stated["reason"])),
            self._say("evidence.page.exported", at=self._at(stated["exported"]["at_us"])),
            offset,
            self._say("evidence.page.station", station=one_line(stated["station"]["id"]), software=stated["software"]),
            self._say("evidence.page.export", id=stated["export_id"]),
            "",
            self._say("evidence.page.original"),
        ]

    def camera(self, camera: dict[str, Any]) -> list[str]:
        marks = {"begin": self._at(camera["mark_in_us"]), "end": self._at(camera["mark_out_us"])}
        lines = [
            "",
            self._say("evidence.page.camera", number=camera["number"], name=one_line(camera["name"])),
            "  " + self._say("evidence.page.marks", **marks),
        ]
        for part in camera["files"]:
            lines += ["  " + part["name"], f"    {self._at(part['first_us'])} - {self._at(part['end_us'])}"]
        for gap in camera["gaps"]:
            seconds = f"{gap['length_us'] / 1_000_000:.1f}"
            between = {"begin": self._at(gap["begin_us"]), "end": self._at(gap["end_us"]), "seconds": seconds}
            lines.append("  " + self._say("evidence.page.gap", **between))
        if not camera["gaps"]:
            lines.append("  " + self._say("evidence.page.no_gap"))
        return lines

    def extras(self) -> list[str]:
        lines = []
        for mark in self._manifest["bookmarks"]:
            where = {"camera": one_line(self._numbers.get(mark["camera_id"], "-")), "at": self._at(mark["at_us"])}
            lines.append(self._say("evidence.page.bookmark", text=one_line(mark["text"]), **where))
        for still in self._manifest["stills"]:
            where = {"camera": one_line(self._numbers.get(still["camera_id"], "-")), "at": self._at(still["at_us"])}
            lines.append(self._say("evidence.page.still", name=still["name"], **where))
        return ["", *lines] if lines else []

    def checks(self) -> list[str]:
        sums, signature, key = (f"    {command}" for command in _SHELL)
        return [
            "",
            _RULE,
            self._say("evidence.page.check"),
            self._say("evidence.page.fingerprint"),
            "    " + grouped(self._manifest["station"]["key_fingerprint"]),
            self._say("evidence.page.fingerprint_where"),
            "",
            self._say("evidence.page.with_siaga"),
            "    python main.py evidence verify FOLDER --key FINGERPRINT",
            "",
            self._say("evidence.page.without"),
            self._say("evidence.page.step_sums"),
            sums,
            self._say("evidence.page.step_signature"),
            signature,
            self._say("evidence.page.step_key"),
            key,
            "",
            self._say("evidence.page.limits"),
        ]

    def _at(self, at_us: int) -> str:
        """Local time with its zone's letters, and UTC beside it."""
        at = datetime.fromtimestamp(at_us // 1000 / 1000, UTC)
        local = at.astimezone(self._zone)
        utc = f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d} UTC"
        return f"{local:%Y-%m-%d %H:%M:%S} {local:%Z} ({utc})"

    def _say(self, key: str, /, **facts: str | int) -> str:
        return say_in(self._language, key, **facts)


def _signed(length_us: int) -> str:
    """Seconds with their sign, to the millisecond; what is less than half of one has no sign."""
    length_ms = round(length_us / 1000)
    return f"{length_ms / 1000:+.3f}" if length_ms else "0.000"
