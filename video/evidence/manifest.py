"""The manifest: what a folder holds and where it comes from, written by an export and read by the verifier."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from resources.redaction import redact
from video.evidence.canonical import NotCanonical, parsed
from video.evidence.naming import RESERVED, is_plain
from video.evidence.values import CameraSpan, ExportRequest, Film, FilmPart, ListedFile

FORMAT, VERSION = "siaga-evidence", 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FILES_MOST = 10_000
_NUMBER_MOST = 2**63


class BadManifest(ValueError):
    """It is not one of ours, or says what cannot be."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a manifest states, as far as a verifier needs it. Its texts may be anybody's: print them with care."""

    fingerprint: str
    files: tuple[ListedFile, ...]
    site: str
    person: str
    exported_at: str
    time_zone: str
    ticket: str
    reason: str
    cameras: tuple[str, ...]
    gaps_us: int


def utc_text(at_us: int) -> str:
    """2026-11-24T07:15:00.123456Z, always with six digits."""
    return (_EPOCH + timedelta(microseconds=at_us)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def manifest_values(
    request: ExportRequest, fingerprint: str, films: tuple[Film, ...], stills: tuple[tuple[str, str, int], ...]
) -> dict[str, Any]:
    """All but the list of files. What people typed loses whatever looks like a credential.

    `stills`: name, camera's id and time of each.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "export_id": request.export_id,
        "site": redact(request.site_name),
        "software": request.software,
        "station": {"id": redact(request.station_id), "key_fingerprint": fingerprint},
        "exported": {
            **_moment("at", request.exported_at_us),
            "clock_offset_us": request.clock_offset_us,
        },
        "time_zone": request.time_zone,
        "person": {"name": redact(request.person_name), "login": redact(request.person_login)},
        "reason": redact(request.reason),
        "ticket": redact(request.ticket_number),
        "cameras": [_camera(film) for film in films],
        "bookmarks": [
            {"camera_id": mark.camera_id, **_moment("at", mark.at_us), "text": redact(mark.text)}
            for mark in request.bookmarks
        ],
        "stills": [{"name": name, "camera_id": camera, **_moment("at", at_us)} for name, camera, at_us in stills],
    }


def with_files(values: dict[str, Any], files: list[ListedFile]) -> dict[str, Any]:
    """The whole manifest: the files by name, texts included."""
    listed = [{"name": one.name, "bytes": one.size, "sha256": one.sha256} for one in files]
    return {**values, "files": sorted(listed, key=_name)}


def sums_text(files: tuple[ListedFile, ...]) -> bytes:
    """What `sha256sum -c` reads: one line a file, by name."""
    lines = [f"{one.sha256}  {one.name}\n" for one in sorted(files, key=lambda one: one.name)]
    return "".join(lines).encode()


def read_manifest(data: bytes) -> Stated:
    """Raises BadManifest, whatever the bytes are."""
    try:
        values = parsed(data)
        if values["format"] != FORMAT or values["version"] != VERSION:
            raise BadManifest("another format")
        stated = Stated(
            fingerprint=_text(values["station"]["key_fingerprint"]),
            files=_files(values["files"]),
            site=_text(values["site"]),
            person=_text(values["person"]["name"]),
            exported_at=_text(values["exported"]["at"]),
            time_zone=_text(values["time_zone"]),
            ticket=_text(values["ticket"]),
            reason=_text(values["reason"]),
            cameras=tuple(f"{camera['number']} {_text(camera['name'])}" for camera in values["cameras"]),
            gaps_us=sum(_number(gap["length_us"]) for camera in values["cameras"] for gap in camera["gaps"]),
        )
        films = [_text(part["name"]) for camera in values["cameras"] for part in camera["files"]]
        stills = [_text(still["name"]) for still in values["stills"]]
    except NotCanonical as error:
        raise BadManifest(str(error)) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise BadManifest(type(error).__name__) from None
    if not {*films, *stills} <= {one.name for one in stated.files} or len(set(films)) < len(films):
        raise BadManifest("a picture that is no file")
    return stated


def _files(values: Any) -> tuple[ListedFile, ...]:
    if not isinstance(values, list) or not 0 < len(values) <= _FILES_MOST:
        raise BadManifest("no files")
    files = tuple(ListedFile(_text(one["name"]), _number(one["bytes"]), _text(one["sha256"])) for one in values)
    names = [one.name.casefold() for one in files]
    reserved = {name.casefold() for name in RESERVED}
    if not all(is_plain(one.name) for one in files) or len(set(names)) < len(names) or reserved & set(names):
        raise BadManifest("names")
    return files


def _camera(film: Film) -> dict[str, Any]:
    span: CameraSpan = film.span
    return {
        "id": span.camera_id,
        "number": span.number,
        "name": redact(span.name),
        **_moment("mark_in", span.mark_in_us),
        **_moment("mark_out", span.mark_out_us),
        "files": [_part(part) for part in film.parts],
        "gaps": [
            {**_moment("begin", begin_us), **_moment("end", end_us), "length_us": end_us - begin_us}
            for begin_us, end_us in film.gaps
        ],
    }


def _part(part: FilmPart) -> dict[str, Any]:
    return {
        "name": part.name,
        **_moment("first", part.first_us),
        **_moment("end", part.end_us),
        "packets": part.packets,
        "key_frames": part.key_frames,
        "begins_with_key": part.begins_with_key,
        "codec": part.codec,
        "width": part.width,
        "height": part.height,
    }


def _moment(name: str, at_us: int) -> dict[str, Any]:
    return {name: utc_text(at_us), f"{name}_us": at_us}


def _name(listed: dict[str, Any]) -> str:
    return str(listed["name"])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _NUMBER_MOST:
        raise TypeError("no size")
    return value
