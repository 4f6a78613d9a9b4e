"""A site's cameras as a file: what is written, what is read back, and what each wrong line is told."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.words import Language, say_in, set_language
from storage.model.camera_cells import PROBLEMS, clean
from storage.model.camera_csv import (
    COLUMNS,
    LARGEST_BYTES,
    LOGIN_COLUMNS,
    MOST_CAMERAS,
    CameraFile,
    CameraLine,
    LineError,
    Standing,
    read_cameras,
    write_cameras,
)
from storage.model.cameras import Camera, CameraZone, Transport
from storage.model.ids import new_id
from storage.model.people import Agency

PAGE = Path(__file__).parents[3] / "docs" / "ref" / "cameras_csv.md"
DISHUB, POLRI = Agency(new_id(), "dishub", "Dinas Perhubungan"), Agency(new_id(), "polri", "Polri")
AGENCIES = (DISHUB, POLRI)
HEAD = "number,name,main_url"
GOOD = "101,Simpang SGC,rtsp://10.0.0.5/1"
ZONE = CameraZone(new_id(), "arah utara", ((0.1, 0.2), (0.9, 0.2), (0.5, 1.0)))
FULL = Camera(
    new_id(),
    101,
    "Simpang SGC",
    "rtsp://10.0.0.5/1",
    sub_url="rtsp://10.0.0.5/2",
    place="Cikarang Utara",
    latitude=-6.2607,
    longitude=107.1528,
    heading=92.5,
    agency_id=DISHUB.id,
    group="Gardu 3",
    analyse=False,
    record=False,
    transport=Transport.UDP,
    aspect="16:9",
    onvif_url="http://10.0.0.5/onvif/device_service",
    ptz=True,
    replay_url="rtsp://10.0.0.9/?dari={since}&sampai={until}",
    zones=(ZONE, replace(ZONE, id=new_id(), name="arah selatan")),
    version=7,
)


def read(text: str | bytes, *current: Camera) -> CameraFile:
    return read_cameras(text.encode() if isinstance(text, str) else text, current, AGENCIES)


def line_of(text: str, *current: Camera) -> CameraLine:
    file = read(text, *current)
    assert file.errors == ()
    (line,) = file.lines
    return line


def wrong(text: str | bytes, *current: Camera) -> LineError:
    file = read(text, *current)
    assert file.lines == ()
    (error,) = file.errors
    return error


@pytest.mark.parametrize("language", list(Language))
def test_what_was_written_is_read_back_as_unchanged(language: Language) -> None:
    written = write_cameras([FULL], AGENCIES, language)
    (line,) = read(written, FULL).lines
    assert (line.standing, line.camera, line.changed, line.line) == (Standing.UNCHANGED, FULL, (), 2)
    (new,) = read(written, replace(FULL, number=102, zones=()), replace(FULL, number=101, zones=FULL.zones)).lines
    assert new.camera.id == FULL.id


@pytest.mark.parametrize("language", list(Language))
def test_written_cameras_are_new_where_nobody_knows_them(language: Language) -> None:
    bare = replace(FULL, zones=())
    (line,) = read(write_cameras([bare], AGENCIES, language)).lines
    assert line.standing is Standing.NEW
    assert line.camera == replace(bare, id=line.camera.id, version=0)
    assert line.camera.id != bare.id


def test_a_written_file_opens_in_a_spreadsheet_of_its_language() -> None:
    indonesian = write_cameras([FULL], AGENCIES, Language.INDONESIAN)
    assert indonesian.startswith(b"\xef\xbb\xbfnomor;nama;alamat_utama;")
    assert b";-6,2607;107,1528;92,5;dishub;" in indonesian
    english = write_cameras([FULL], AGENCIES, Language.ENGLISH)
    assert b",-6.2607,107.1528,92.5,dishub," in english
    assert english.endswith(b"\r\n")


def test_no_login_is_ever_written() -> None:
    heads = {head for column in LOGIN_COLUMNS for head in (column.indonesian, column.english)}
    for language in Language:
        head = write_cameras([FULL], AGENCIES, language).decode("utf-8-sig").splitlines()[0]
        assert heads.isdisjoint(re.split("[,;]", head))


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "＝", "'", "\t=", "\n@"])
def test_no_cell_is_taken_for_a_formula(first: str) -> None:
    camera = replace(FULL, name=f"{first}cmd|' /C calc'!A0", zones=())
    written = write_cameras([camera], AGENCIES, Language.ENGLISH)
    row = next(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert row["name"].startswith("'")
    assert row["latitude"] == "-6.2607"
    (line,) = read(written, camera).lines
    assert (line.standing, line.camera) == (Standing.UNCHANGED, camera)


def test_heads_are_known_in_either_language_however_they_are_written() -> None:
    text = "Nomor;Nama;Alamat utama;Latitude;BUJUR;Kata-Sandi\n101;Simpang;rtsp://10.0.0.5/1;-6,25;107,15;rahasia 1\n"
    line = line_of(text)
    assert (line.camera.latitude, line.camera.longitude, line.password) == (-6.25, 107.15, "rahasia 1")
    assert "rahasia" not in repr(line)


@pytest.mark.parametrize("start", ["", "\ufeff", "sep=,\n", "\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_what_spreadsheets_put_before_and_after_lines_is_no_matter(start: str, end: str) -> None:
    line = line_of(f"{start}{HEAD}\r\n{GOOD}{end}")
    assert line.camera.name == "Simpang SGC"
    assert line.line == 2 + start.count("\n")


def test_a_column_that_is_not_there_leaves_what_stands_and_an_empty_cell_takes_it_away() -> None:
    line = line_of("number,heading\n101,180\n", FULL)
    assert (line.standing, line.changed) == (Standing.CHANGED, ("heading",))
    assert line.camera == replace(FULL, heading=180.0)
    emptied = line_of("number,place,latitude,longitude,heading,agency,aspect\n101,,,,,,\n", FULL)
    gone = {"place": "", "latitude": None, "longitude": None, "heading": None, "agency_id": None, "aspect": ""}
    assert emptied.camera == replace(FULL, **gone)


def test_an_empty_yes_or_no_and_an_empty_transport_leave_what_stands() -> None:
    text = "number,enabled,analyse,record,ptz,transport,zones,username,password\n101,,,,,,,,\n"
    assert line_of(text, FULL).standing is Standing.UNCHANGED
    fresh = line_of(f"{HEAD},record,transport\n{GOOD},,\n").camera
    assert (fresh.record, fresh.transport) == (True, Transport.TCP)


def test_a_row_that_is_cut_short_leaves_what_stands() -> None:
    assert line_of("number,name,place\n101\n", FULL).standing is Standing.UNCHANGED


def test_a_login_alone_is_a_change() -> None:
    line = line_of("number,username,password\n101,, =geheim  2 \n", FULL)
    assert (line.standing, line.changed) == (Standing.CHANGED, ("password",))
    assert (line.username, line.password, line.camera) == (None, " =geheim  2 ", FULL)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ya", True), ("TRUE", True), ("Benar", True), ("1", True), ("no", False), ("SALAH", False), ("tidak", False)],
)
def test_yes_and_no_are_read_as_spreadsheets_write_them(typed: str, meant: bool) -> None:
    assert line_of(f"{HEAD},record\n{GOOD},{typed}\n").camera.record is meant


@pytest.mark.parametrize("typed", ["16:9", "16:09", "16:09:00", "16/9", "16x9", "016 : 9"])
def test_an_aspect_that_a_spreadsheet_took_for_a_time_is_one_still(typed: str) -> None:
    assert line_of(f"{HEAD},aspect\n{GOOD},{typed}\n").camera.aspect == "16:9"


def test_a_number_that_a_spreadsheet_made_a_fraction_is_whole() -> None:
    assert line_of("number;heading\n101,0;−0\n", FULL).camera.number == 101


@pytest.mark.parametrize("typed", ["dishub", "DISHUB", "dinas  perhubungan"])
def test_an_agency_is_known_by_code_or_name(typed: str) -> None:
    assert line_of(f"{HEAD},agency\n{GOOD},{typed}\n").camera.agency_id == DISHUB.id


def test_unknown_columns_are_named_and_passed_over() -> None:
    file = read(f"{HEAD},Catatan,\n{GOOD},dekat pasar,\n")
    assert (file.ignored, len(file.lines), file.errors) == (("Catatan",), 1, ())


@pytest.mark.parametrize(
    ("column", "cell", "problem"),
    [
        ("sub_url", "kamera 1", "url"),
        ("sub_url", "rtsp://u:rahasia@10.0.0.5/1", "credentials"),
        ("sub_url", "admin:rahasia@10.0.0.5/1", "credentials"),
        ("onvif_url", "rtsp://10.0.0.5", "onvif_url"),
        ("replay_url", "https://u@h/{since}", "credentials"),
        ("heading", "utara", "no_figure"),
        ("heading", "360", "heading"),
        ("heading", "nan", "no_figure"),
        ("agency", "Dinas Angkasa", "agency"),
        ("record", "mungkin", "yes_or_no"),
        ("transport", "sctp", "transport"),
        ("aspect", "lebar", "aspect"),
        ("aspect", "0:3", "aspect"),
        ("zones", "arah timur", "zone"),
        ("name", "x" * 121, "name"),
        ("name", " ", "name"),
        ("main_url", "", "url"),
    ],
)
def test_a_cell_that_cannot_be_is_told_with_its_line_and_column(column: str, cell: str, problem: str) -> None:
    error = wrong(f"\nnumber,{column}\n101,{cell}\n", FULL)
    assert (error.line, error.column, error.problem) == (3, column, problem)
    assert "rahasia" not in error.sentence


@pytest.mark.parametrize(
    ("point", "problem", "column"),
    [
        ("107.15,-6.25", "swapped", "latitude"),
        ("-6.25,181", "longitude", "longitude"),
        ("200,107", "latitude", "latitude"),
        ("-6.25,", "half_a_point", "longitude"),
        (",107.15", "half_a_point", "latitude"),
    ],
)
def test_a_point_that_cannot_be_is_told(point: str, problem: str, column: str) -> None:
    error = wrong(f"number,latitude,longitude\n101,{point}\n", FULL)
    assert (error.column, error.problem) == (column, problem)


@pytest.mark.parametrize("number", ["0", "100000", "1.5", "seratus", ""])
def test_a_number_that_cannot_be_is_told_and_nothing_else_of_its_line(number: str) -> None:
    error = wrong(f"number,zones\n{number},arah timur\n", FULL)
    assert (error.line, error.column, error.problem) == (2, "number", "number")


def test_a_number_that_stands_twice_is_told_with_the_first_line() -> None:
    error = wrong(f"{HEAD}\n{GOOD}\n\n{GOOD}\n")
    assert (error.line, error.problem) == (4, "duplicate")
    assert "2" in error.sentence


def test_a_new_camera_needs_a_name_and_an_address() -> None:
    file = read("number,name\n101,Simpang\n102\n")
    assert [(e.line, e.column, e.problem) for e in file.errors] == [
        (2, "main_url", "needed"),
        (3, "name", "needed"),
        (3, "main_url", "needed"),
    ]


def test_a_line_without_a_number_is_told() -> None:
    error = wrong("name,number\nSimpang\n", FULL)
    assert (error.line, error.column, error.problem) == (2, "number", "needed")


def test_every_error_of_the_file_is_told_and_no_line_is_given() -> None:
    file = read(f"{HEAD},heading\n{GOOD},400\n102,,rtsp://h/1,x\n103,Baik,rtsp://h/2,90\n")
    assert [(e.line, e.problem) for e in file.errors] == [(2, "heading"), (3, "name"), (3, "no_figure")]
    assert file.lines == ()


def test_a_quoted_cell_over_several_lines_does_not_shift_the_lines_after_it() -> None:
    error = wrong(f'{HEAD},place,heading\n101,"Simpang\nSGC",rtsp://h/1,"a\n\nb",\n102,B,rtsp://h/2,,x\n')
    assert error.line == 6


@pytest.mark.parametrize(
    ("content", "problem", "line"),
    [
        (b"", "empty", 1),
        (b"\n \n", "empty", 1),
        (b";;\n;;\n", "empty", 1),
        (HEAD.encode(), "empty", 1),
        (b"name,main_url\nA,rtsp://h/1\n", "no_number_column", 1),
        (b"number,nomor\n1,1\n", "columns", 1),
        (b'number,name\n101,"Simpang\n', "not_csv", 2),
        (b"number,name\n101,Simp\xe9ng\n", "encoding", 2),
        ("number,name\n101,A\n".encode("utf-16"), "encoding", 1),
        (b"number\n" + b"1" * LARGEST_BYTES, "too_large", 1),
        (b"number\n" + b"".join(b"%d\n" % n for n in range(1, MOST_CAMERAS + 2)), "too_many", MOST_CAMERAS + 2),
    ],
    ids=["none", "blank", "empty cells", "no row", "no number", "twice", "torn", "latin", "utf-16", "large", "many"],
)
def test_a_file_that_is_no_table_of_cameras_is_told(content: bytes, problem: str, line: int) -> None:
    error = wrong(content)
    assert (error.problem, error.line) == (problem, line)


def test_a_separator_in_a_cell_without_quotes_is_told() -> None:
    assert wrong("number,place\n101,Jl. Urip, Cikarang\n", FULL).problem == "cells"


def test_every_problem_has_its_sentence_in_the_chosen_language() -> None:
    for language in Language:
        for problem in PROBLEMS:
            assert say_in(language, f"camera_csv.bad.{problem}", what="x")
    set_language(Language.ENGLISH)
    try:
        english = wrong("number,heading\n101,x\n", FULL).sentence
    finally:
        set_language(Language.INDONESIAN)
    assert (english, wrong("number,heading\n101,x\n", FULL).sentence) == (
        say_in(Language.ENGLISH, "camera_csv.bad.no_figure", what="x"),
        say_in(Language.INDONESIAN, "camera_csv.bad.no_figure", what="x"),
    )


def test_the_page_tells_every_column_in_both_languages() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (.+) \|$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    assert [row[:2] for row in rows] == [(c.indonesian, c.english) for c in (*COLUMNS, *LOGIN_COLUMNS)]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
URL = st.builds("rtsp://10.0.0.{}/{}".format, st.integers(0, 255), st.text("abc=+-@,;'\"?&", max_size=10))
DEGREES = st.floats(-90, 90)
POINT = st.none() | st.tuples(DEGREES, DEGREES)


@st.composite
def cameras(draw: st.DrawFn) -> list[Camera]:
    numbers = draw(st.lists(st.integers(1, 99_999), min_size=1, max_size=4, unique=True))
    return [draw(camera(number)) for number in numbers]


@st.composite
def camera(draw: st.DrawFn, number: int) -> Camera:
    latitude, longitude = draw(POINT) or (None, None)
    zones = tuple(CameraZone(UUID(int=n), name, ()) for n, name in enumerate(draw(st.lists(TEXT, max_size=2))))
    return Camera(
        id=UUID(int=number),
        number=number,
        name=draw(TEXT.filter(clean)),
        main_url=draw(URL),
        sub_url=draw(st.just("") | URL),
        place=draw(TEXT),
        latitude=latitude,
        longitude=longitude,
        heading=draw(st.none() | st.floats(0, 360, exclude_max=True)),
        agency_id=draw(st.sampled_from([None, DISHUB.id, POLRI.id])),
        group=draw(TEXT),
        enabled=draw(st.booleans()),
        record=draw(st.booleans()),
        transport=draw(st.sampled_from(Transport)),
        aspect=draw(st.just("") | st.builds("{}:{}".format, st.integers(1, 9999), st.integers(1, 9999))),
        ptz=draw(st.booleans()),
        replay_url=draw(st.just("") | URL),
        zones=zones,
        version=draw(st.integers(1, 9)),
    )


@settings(max_examples=150, deadline=None)
@given(cameras(), st.sampled_from(Language))
def test_whatever_the_cameras_are_their_file_changes_nothing(given: list[Camera], language: Language) -> None:
    file = read_cameras(write_cameras(given, AGENCIES, language), given, AGENCIES)
    assert file.errors == ()
    assert [line.camera for line in file.lines] == sorted(given, key=lambda one: one.number)
    assert {line.standing for line in file.lines} == {Standing.UNCHANGED}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | TEXT.map(str.encode) | st.text("number,nam;\"\n'=1. ", max_size=60).map(str.encode))
def test_whatever_the_bytes_are_the_answer_is_lines_or_errors(content: bytes) -> None:
    file = read_cameras(content, [FULL], AGENCIES)
    assert (file.lines == ()) != (file.errors == ())


def test_beside_errors_the_good_lines_are_told_apart_and_none_of_a_number_that_stands_twice() -> None:
    rows = ("201,A,rtsp://a/1", "202,,rtsp://a/2", "203,C,rtsp://a/3", "203,D,rtsp://a/4", "204,E,rtsp://a/5")
    found = read_cameras("\n".join((HEAD, *rows)).encode(), (), AGENCIES)
    assert found.lines == ()
    assert [line.camera.number for line in found.good] == [201, 204]


def test_without_errors_all_lines_are_the_lines() -> None:
    found = read_cameras(f"{HEAD}\n{GOOD}\n".encode(), (), AGENCIES)
    assert (len(found.lines), found.good) == (1, ())
