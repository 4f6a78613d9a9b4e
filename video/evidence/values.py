"""What is asked of an export and what comes of it. Times are UTC in microseconds, spans half open."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CameraSpan:
    """One camera between its marks; `number` and `name` as people know it."""

    camera_id: str
    number: int
    name: str
    mark_in_us: int
    mark_out_us: int


@dataclass(frozen=True, slots=True)
class MarkedMoment:
    """A bookmark that lies within the marks, with its text."""

    camera_id: str
    at_us: int
    text: str


@dataclass(frozen=True, slots=True)
class StillPicture:
    """A JPEG to lie beside the films, as it was taken."""

    camera_id: str
    at_us: int
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Everything that the manifest will say beside what the ring holds.

    `clock_offset_us` is the station's clock minus the record's at the export, None where the record could not be
    asked. `time_zone` is an IANA name, for the texts.
    """

    export_id: str
    spans: tuple[CameraSpan, ...]
    reason: str
    person_name: str
    person_login: str
    site_name: str
    station_id: str
    software: str
    exported_at_us: int
    clock_offset_us: int | None
    time_zone: str
    ticket_number: str = ""
    bookmarks: tuple[MarkedMoment, ...] = ()
    stills: tuple[StillPicture, ...] = ()


@dataclass(frozen=True, slots=True)
class FilmPart:
    """One MP4: its name, the times of its first picture and of the end of its last, and what is in it."""

    name: str
    first_us: int
    end_us: int
    packets: int
    key_frames: int
    begins_with_key: bool
    codec: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Film:
    """What became of one span: its files in order, and the stretches between its marks without a packet."""

    span: CameraSpan
    parts: tuple[FilmPart, ...]
    gaps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that the manifest names."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A folder that is whole under its final name. `files` and `size` count everything in it, sums and key too."""

    export_id: str
    folder: Path
    manifest_sha256: str
    key_fingerprint: str
    files: int
    size: int
    gaps_us: int
    films: tuple[Film, ...]
