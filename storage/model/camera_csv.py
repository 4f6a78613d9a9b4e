"""A site's cameras as a table that a spreadsheet opens: written without any login, and read back with errors by line.

The columns are described for administrators in docs/ref/cameras_csv.md. Nothing of a file with an error is used,
unless a person takes its good lines alone.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from resources.words import Language, sentence
from storage.model import camera_cells as cells
from storage.model.camera_cells import BadCell, clean, escaped, unescaped
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.people import Agency

LARGEST_BYTES = 4 * 1024 * 1024
MOST_CAMERAS = 5000
_ZONES_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the camera's field, its head in both languages, and what reads a cell of it."""

    field: str
    indonesian: str
    english: str
    read: Callable[[str], object] = cells.read_text
    empty_stays: bool = False  # an empty cell leaves what stands, instead of taking it away

    def head(self, language: Language) -> str:
        return self.indonesian if language is Language.INDONESIAN else self.english


COLUMNS = (
    Column("number", "nomor", "number", cells.read_number),
    Column("name", "nama", "name", cells.read_name),
    Column("main_url", "alamat_utama", "main_url", cells.read_main_url),
    Column("sub_url", "alamat_kedua", "sub_url", cells.read_url),
    Column("place", "lokasi", "place"),
    Column("latitude", "lintang", "latitude", cells.read_latitude),
    Column("longitude", "bujur", "longitude", cells.read_longitude),
    Column("heading", "arah", "heading", cells.read_heading),
    Column("agency_id", "dinas", "agency"),
    Column("group", "kelompok", "group"),
    Column("enabled", "aktif", "enabled", cells.read_yes, empty_stays=True),
    Column("analyse", "analisis", "analyse", cells.read_yes, empty_stays=True),
    Column("record", "rekam", "record", cells.read_yes, empty_stays=True),
    Column("transport", "transpor", "transport", cells.read_transport, empty_stays=True),
    Column("aspect", "rasio", "aspect", cells.read_aspect),
    Column("onvif_url", "alamat_onvif", "onvif_url", cells.read_onvif_url),
    Column("ptz", "ptz", "ptz", cells.read_yes, empty_stays=True),
    Column("replay_url", "alamat_rekaman", "replay_url", cells.read_url),
    Column("zones", "zona", "zones", empty_stays=True),
)
"""As they are written, in this order."""
LOGIN_COLUMNS = (
    Column("username", "pengguna", "username", empty_stays=True),
    Column("password", "kata_sandi", "password", empty_stays=True),
)
"""Read where they are there, and never written."""
_BY_HEAD = {head: c for c in (*COLUMNS, *LOGIN_COLUMNS) for head in (c.indonesian, c.english)}


class Standing(StrEnum):
    """What a line is beside the cameras that stand."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class CameraLine:
    """One line as `SaveCamera` takes it: the id and version of the camera that stands, or a new id and version 0."""

    line: int
    standing: Standing
    camera: Camera
    changed: tuple[str, ...] = ()  # fields of the camera, "username" and "password"
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong on one line of the file (the first is 1); `column` is its head as the file has it, or empty."""

    line: int
    column: str
    problem: str  # one of camera_cells.PROBLEMS
    sentence: str  # in the language chosen now


@dataclass(frozen=True, slots=True)
class CameraFile:
    """What a file says; with an error there are no lines. `ignored` are columns that nothing knows.

    Beside errors, `good` are the lines without one: for a person who wants those alone, knowingly. Of a number that
    stands twice no line is good, since nobody can tell which one is meant.
    """

    lines: tuple[CameraLine, ...] = ()
    errors: tuple[LineError, ...] = ()
    ignored: tuple[str, ...] = ()
    good: tuple[CameraLine, ...] = ()


def write_cameras(cameras: Iterable[Camera], agencies: Iterable[Agency], language: Language) -> bytes:
    """The file's bytes: UTF-8 with a byte order mark, which spreadsheets need, by number; no login is in it.

    In Indonesian the heads are Indonesian, with semicolons and decimal commas, as a spreadsheet set to it expects.
    """
    indonesian = language is Language.INDONESIAN
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if indonesian else ",")
    writer.writerow([column.head(language) for column in COLUMNS])
    codes = {agency.id: agency.code for agency in agencies}
    for camera in sorted(cameras, key=lambda camera: camera.number):
        writer.writerow([_written(camera, column.field, codes, indonesian=indonesian) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def read_cameras(content: bytes, current: Iterable[Camera], agencies: Iterable[Agency]) -> CameraFile:
    """Every line beside the cameras that stand, matched by number, or every error of the file.

    Commas or semicolons; heads in either language. A column that is not there leaves what stands.
    """
    try:
        text = _decoded(content)
        head, rows = _table(text)
    except _BadFile as refused:
        return CameraFile(errors=(_error(refused.line, refused.column, refused),))
    reader = _Reader(head, {camera.number: camera for camera in current}, agencies)
    lines = [reader.read(number, row) for number, row in rows]
    ignored = tuple(one for one in head if one and _known(one) is None)
    if reader.errors:
        wrong = {one.line for one in reader.errors} | reader.doubled
        good = tuple(line for line in lines if line is not None and line.line not in wrong)
        return CameraFile(errors=tuple(reader.errors), ignored=ignored, good=good)
    return CameraFile(lines=tuple(line for line in lines if line is not None), ignored=ignored)


class _BadFile(BadCell):
    """The file as a whole is refused, at a line."""

    def __init__(self, problem: str, line: int = 1, *, column: str = "", what: str = "") -> None:
        super().__init__(problem, what)
        self.line, self.column = line, column


class _Reader:
    """Reads the rows of one file; collects what is wrong with them."""

    def __init__(self, head: list[str], current: Mapping[int, Camera], agencies: Iterable[Agency]) -> None:
        self.errors: list[LineError] = []
        self.doubled: set[int] = set()  # lines whose number stands on a later one too
        self._head = head
        self._current = current
        self._agencies: dict[str, UUID] = {}
        for agency in agencies:
            self._agencies.setdefault(clean(agency.name).casefold(), agency.id)
            self._agencies[agency.code.casefold()] = agency.id
        self._lines: dict[int, int] = {}  # by number: the line that it stands on

    def read(self, line: int, row: list[str]) -> CameraLine | None:
        before = len(self.errors)
        values = dict(self._values(line, row))
        number = values.get("number")
        if number is None:  # nobody knows which camera the rest of the line is about
            self._check_needed(line, values, ())
            return None
        standing = self._current.get(number)
        self._check_needed(line, values, () if standing else ("name", "main_url"))
        if self._lines.setdefault(number, line) != line:
            self.doubled.add(self._lines[number])
            self._wrong(line, "number", BadCell("duplicate", str(self._lines[number])))
        self._check_zones(line, values.pop("zones", ""), standing)
        self._check_point(line, values, standing)
        return self._line(line, values, standing) if len(self.errors) == before else None

    def _values(self, line: int, row: list[str]) -> Iterator[tuple[str, Any]]:
        if any(cell.strip() for cell in row[len(self._head) :]):
            self.errors.append(_error(line, "", BadCell("cells", str(len(row)))))
        for head, cell in zip(self._head, row, strict=False):
            column = _known(head)
            cell = cell if column in LOGIN_COLUMNS else unescaped(cell)  # a password's blanks are its own
            if column is None or (column.empty_stays and not cell):
                continue
            try:
                agency = column.field == "agency_id"
                yield column.field, cells.read_agency(cell, self._agencies) if agency else column.read(cell)
            except BadCell as refused:
                self.errors.append(_error(line, head, refused))

    def _line(self, line: int, values: dict[str, Any], standing: Camera | None) -> CameraLine:
        login = {name: values.pop(name) for name in ("username", "password") if name in values}
        if standing is None:
            return CameraLine(line, Standing.NEW, Camera(new_id(), **{"version": 0, **values}), **login)
        # What differs in its blanks alone is the same.
        changed = {name: value for name, value in values.items() if _plain(getattr(standing, name)) != value}
        what = (*(column.field for column in COLUMNS if column.field in changed), *login)
        kind = Standing.CHANGED if what else Standing.UNCHANGED
        return CameraLine(line, kind, replace(standing, **changed), what, **login)

    def _check_needed(self, line: int, values: Mapping[str, Any], needed: tuple[str, ...]) -> None:
        """What a line cannot be without, where its cell was not refused by itself."""
        told = {column.field for one in self.errors if one.line == line and (column := _known(one.column))}
        for name in ("number", *needed):
            if name not in values and name not in told:
                self._wrong(line, name, BadCell("needed"))

    def _check_point(self, line: int, values: Mapping[str, Any], standing: Camera | None) -> None:
        old = {name: getattr(standing, name, None) for name in ("latitude", "longitude")}
        new = {name: values.get(name, value) for name, value in old.items()}
        if new != old and (new["latitude"] is None) != (new["longitude"] is None):
            self._wrong(line, "latitude" if new["latitude"] is None else "longitude", BadCell("half_a_point"))

    def _check_zones(self, line: int, cell: str, standing: Camera | None) -> None:
        """Zones are drawn on the picture: a file can only name those that are there."""
        names = [clean(zone.name) for zone in standing.zones] if standing else []
        if cell == clean(_ZONES_BETWEEN.join(names)):
            return
        for name in (clean(part) for part in cell.split(_ZONES_BETWEEN.strip())):
            if name and name not in names:
                self._wrong(line, "zones", BadCell("zone", name))

    def _wrong(self, line: int, name: str, refused: BadCell) -> None:
        head = next((one for one in self._head if (column := _known(one)) and column.field == name), name)
        self.errors.append(_error(line, head, refused))


def _error(line: int, column: str, refused: BadCell) -> LineError:
    return LineError(line, column, refused.problem, sentence(refused))


def _plain(value: object) -> object:
    return clean(value) if type(value) is str else value


def _known(head: str) -> Column | None:
    return _BY_HEAD.get("_".join(clean(head).casefold().replace("-", " ").replace("_", " ").split()))


def _written(camera: Camera, name: str, codes: Mapping[UUID, str], *, indonesian: bool) -> str:
    if name == "agency_id":
        return codes.get(camera.agency_id, "") if camera.agency_id else ""
    if name == "zones":
        return escaped(_ZONES_BETWEEN.join(clean(zone.name) for zone in camera.zones))
    value = getattr(camera, name)
    if isinstance(value, bool):
        return ("ya" if value else "tidak") if indonesian else ("yes" if value else "no")
    if value is None or isinstance(value, int | float):
        return cells.figure(value, comma=indonesian)
    return escaped(str(value))


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST_BYTES:
        raise _BadFile("too_large", what=f"{LARGEST_BYTES // 1024**2} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _BadFile("encoding", content.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:  # UTF-16, or no text at all
        raise _BadFile("encoding", text.count("\n", 0, text.index("\0")) + 1)
    return text


def _table(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The heads, and each row that is not blank with the line that it begins on; raises _BadFile."""
    lines = io.StringIO(text, newline=None).read().split("\n")
    skipped, delimiter = 0, ""
    if lines[0].strip().lower() in ("sep=,", "sep=;"):  # a spreadsheet's own way to say so
        skipped, delimiter = 1, lines[0].strip()[-1]
    first = next((line for line in lines[skipped:] if line.strip()), "")
    delimiter = delimiter or (";" if first.count(";") > first.count(",") else ",")
    reader = csv.reader((f"{line}\n" for line in lines[skipped:]), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((skipped + begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _BadFile("not_csv", skipped + begins) from error
    if len(rows) < 2:
        raise _BadFile("empty")
    (head_line, head), *rest = rows
    head = [clean(one) for one in head]
    _check_head(head_line, head)
    if len(rest) > MOST_CAMERAS:
        raise _BadFile("too_many", rest[MOST_CAMERAS][0], what=str(MOST_CAMERAS))
    return head, rest


def _check_head(line: int, head: list[str]) -> None:
    known = [column.field for one in head if (column := _known(one))]
    if "number" not in known:
        raise _BadFile("no_number_column", line)
    twice = [one for one in head if (column := _known(one)) and known.count(column.field) > 1]
    if twice:
        raise _BadFile("columns", line, column=twice[-1], what=", ".join(twice))
