"""A site's own places: what a file brings in, and what each kind of bad file is told."""

import json
import time

import pytest

from resources.words import Language, say_in
from storage.geo import check_boundaries
from storage.model.places_file import (
    LARGEST_BYTES,
    MOST_ENTRIES,
    PROBLEMS,
    BadPlaces,
    decoded,
    read_csv,
    read_geojson,
    with_known_ids,
)

HEAD = "kind,name,kecamatan,desa,code,latitude,longitude\n"
SQUARE = [[107.1, -6.3], [107.2, -6.3], [107.2, -6.2], [107.1, -6.2], [107.1, -6.3]]
BOW = [[107.1, -6.3], [107.2, -6.2], [107.2, -6.3], [107.1, -6.2], [107.1, -6.3]]
AREA = {"code": "32.16.09.2003", "kecamatan": "Cikarang Utara", "desa": "Karangasih"}


def feature(kind, coordinates, **properties):
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def problem(read, text):
    with pytest.raises(BadPlaces) as refused:
        read(text)
    return refused.value


def test_a_csv_brings_landmarks_and_areas():
    places, areas = read_csv(
        HEAD
        + "landmark,Masjid Al-Ikhlas,Cikarang Utara,Karangasih,,-6.25,107.15\n"
        + ",Pasar Baru,Cikarang Utara,,,,\n\n"
        + ",,Cikarang Utara,Karangasih,32.16.09.2003,,\n"
    )
    assert [(p.name, p.kecamatan, p.desa, p.latitude, p.longitude) for p in places] == [
        ("Masjid Al-Ikhlas", "Cikarang Utara", "Karangasih", -6.25, 107.15),
        ("Pasar Baru", "Cikarang Utara", "", None, None),
    ]
    assert [(a.code, a.kecamatan, a.desa, a.boundary) for a in areas] == [
        ("32.16.09.2003", "Cikarang Utara", "Karangasih", "")
    ]


def test_columns_may_come_in_any_order_with_semicolons_and_decimal_commas():
    text = "Longitude;Latitude;Name;Desa;Kecamatan;Note\n107,15;-6,25;Stasiun;Karangasih;Cikarang Utara;dekat\n"
    ((place,), areas) = read_csv(text)
    assert (place.name, place.latitude, place.longitude, areas) == ("Stasiun", -6.25, 107.15, ())


def test_a_name_with_a_comma_and_quotation_marks_is_whole():
    ((place,), _) = read_csv('name,kecamatan,desa\n"Toko ""Jaya"", depan",Setu,Ciledug\n')
    assert place.name == 'Toko "Jaya", depan'


def test_the_same_landmark_in_a_later_file_is_the_same_place():
    ((first,), _) = read_csv("name,kecamatan,desa\nPasar,Setu,Ciledug\n")
    ((later,), _) = read_csv("name,kecamatan,desa,latitude,longitude\nPasar,Setu,Ciledug,-6.3,107.0\n")
    ((other,), _) = read_csv("name,kecamatan,desa\nPasar,Setu,Burangkeng\n")
    assert first.id == later.id != other.id


def test_a_landmark_that_the_record_knows_keeps_its_id():
    ((known,), _) = read_csv("name,kecamatan,desa\nPasar,Setu,Ciledug\n")
    known = type(known)(AREA_ID, known.name, known.kecamatan, known.desa)
    places, _ = read_csv("name,kecamatan,desa,latitude,longitude\nPasar,Setu,Ciledug,-6.3,107\nBaru,Setu,Ciledug,,\n")
    matched = with_known_ids(places, [known])
    assert [(p.id == AREA_ID, p.latitude) for p in matched] == [(True, -6.3), (False, None)]


AREA_ID = read_csv("name,kecamatan,desa\nX,,\n")[0][0].id


@pytest.mark.parametrize(
    ("text", "expected", "where"),
    [
        ("", "empty", ""),
        (" \n\n", "empty", ""),
        (HEAD, "empty", ""),
        ("name,desa\nPasar,Ciledug\n", "columns", ""),
        ("kecamatan,desa\nSetu,Ciledug\n", "columns", ""),
        ("name,kecamatan,desa,latitude\nPasar,Setu,Ciledug,-6\n", "columns", ""),
        ("name,name,kecamatan,desa\nPasar,Pasar,Setu,Ciledug\n", "columns", ""),
        (HEAD + 'landmark,"Pasar,Setu,Ciledug,,,\n', "not_csv", "2"),
        (HEAD + f"landmark,{'x' * 200_000},Setu,Ciledug,,,\n", "not_csv", "2"),
        (HEAD + "kota,Pasar,Setu,Ciledug,,,\n", "kind", "2"),
        (HEAD + "landmark,,Setu,Ciledug,,,\n", "name", "2"),
        (HEAD + f"landmark,{'x' * 121},Setu,Ciledug,,,\n", "too_long", "2"),
        (HEAD + "area,,,Ciledug,32.16.02.2001,,\n", "area_names", "2"),
        (HEAD + "area,,Setu,Ciledug,3216022001,,\n", "code", "2"),
        (HEAD + "landmark,Pasar,Setu,Ciledug,,-6.3,\n", "half_a_point", "2"),
        (HEAD + "landmark,Pasar,Setu,Ciledug,,selatan,107\n", "no_number", "2"),
        (HEAD + "landmark,Pasar,Setu,Ciledug,,107.1,-6.3\n", "swapped", "2"),
        (HEAD + "landmark,Pasar,Setu,Ciledug,,48.8,2.3\n", "outside", "2"),
        (HEAD + "landmark,Pasar,Setu,Ciledug,,nan,107\n", "outside", "2"),
        (HEAD + "landmark,A,Setu,,,,\nlandmark,a,setu,,,,\n", "duplicate_name", "3"),
        (HEAD + 2 * "area,,Setu,Ciledug,32.16.02.2001,,\n", "duplicate_code", "3"),
    ],
)
def test_a_bad_csv_is_refused_with_its_line(text, expected, where):
    error = problem(read_csv, text)
    assert error.problem == expected
    assert error.facts["where"].endswith(where)
    assert bool(error.facts["where"]) == bool(where)


def test_geojson_brings_points_as_landmarks_and_polygons_as_areas_with_their_boundary():
    (place,), areas = read_geojson(
        collection(
            feature("Point", [107.15, -6.25, 12.0], name="Stasiun", kecamatan="Cikarang Utara", desa="Karangasih"),
            feature("Polygon", [SQUARE], **AREA),
            feature("MultiPolygon", [[SQUARE]], **{**AREA, "code": "32.16.09.2004"}),
        )
    )
    assert (place.name, place.latitude, place.longitude) == ("Stasiun", -6.25, 107.15)
    assert [area.code for area in areas] == ["32.16.09.2003", "32.16.09.2004"]
    assert json.loads(areas[0].boundary) == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}
    check_boundaries(areas)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "empty"),
        ("{", "not_geojson"),
        ("[" * 100_000, "not_geojson"),
        ("[1]", "not_geojson"),
        ('{"type": "Feature"}', "not_geojson"),
        (collection(), "empty"),
        (collection("Pasar"), "geometry"),
        (collection({"type": "Feature", "geometry": None, "properties": {}}), "geometry"),
        (collection(feature("LineString", SQUARE)), "geometry"),
        (collection(feature("Point", ["107", "-6"], name="Pasar")), "geometry"),
        (collection(feature("Point", [], name="Pasar")), "geometry"),
        (collection(feature("Polygon", [SQUARE[:-1]], **AREA)), "geometry"),
        (collection(feature("Polygon", [SQUARE[0]], **AREA)), "geometry"),
        (collection(feature("Polygon", [], **AREA)), "geometry"),
        (collection(feature("Point", [-6.25, 107.15], name="Pasar")), "swapped"),
        (collection(feature("Point", [2.3, 48.8], name="Pasar")), "outside"),
        (collection(feature("Point", [float("nan"), -6.0], name="Pasar")), "outside"),
        (collection(feature("Polygon", [[[y, x] for x, y in SQUARE]], **AREA)), "swapped"),
        (collection(feature("Point", [107.15, -6.25])), "name"),
        (collection(feature("Polygon", [SQUARE], kecamatan="Setu", desa="Ciledug")), "code"),
        (collection(*[feature("Polygon", [SQUARE], **AREA)] * 2), "duplicate_code"),
    ],
)
def test_a_bad_geojson_is_refused(text, expected):
    assert problem(read_geojson, text).problem == expected


def test_a_boundary_that_crosses_itself_is_refused_by_the_name_of_its_area():
    _, areas = read_geojson(collection(feature("Polygon", [BOW], **AREA)))
    error = problem(check_boundaries, areas)
    assert (error.problem, error.facts["what"]) == ("crossing", "Karangasih (32.16.09.2003)")


def test_a_boundary_of_more_than_a_megabyte_is_refused():
    ring = [[107.0 + n * 1e-6, -6.0 - n % 2 * 1e-6] for n in range(60_000)]
    error = problem(read_geojson, collection(feature("Polygon", [[*ring, ring[0]]], **AREA)))
    assert (error.problem, error.facts["what"]) == ("too_large", "1 MB")


def test_a_file_in_another_encoding_is_refused_with_the_line_of_the_letter():
    assert decoded("\ufeffnama".encode()) == "nama"
    for content in (b"name\nCaf\xe9\n", "name\nPasar\n".encode("utf-16")):
        error = problem(decoded, content)
        assert error.problem == "encoding"
        assert error.facts["where"]


def test_a_file_that_is_too_large_is_refused():
    assert problem(decoded, bytes(LARGEST_BYTES + 1)).problem == "too_large"


def test_ten_megabytes_are_read_or_refused_within_seconds():
    begun = time.monotonic()
    rows = "".join(f"landmark,Pasar {n},Setu,Ciledug {n},,-6.3,107.1\n" for n in range(MOST_ENTRIES + 1))
    assert problem(read_csv, HEAD + rows).problem == "too_many"
    assert problem(read_csv, "x" * 10_000_000).problem in ("columns", "not_csv")
    assert problem(read_csv, "\n".join(["a,b"] * 2_500_000)).problem == "columns"
    assert problem(read_geojson, "x" * 10_000_000).problem == "not_geojson"
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("what", sorted(PROBLEMS))
def test_every_problem_has_its_sentence(language, what):
    error = BadPlaces(what, "baris 2", what="sesuatu")
    said = say_in(language, error.word, **error.facts)
    assert said.endswith(".")
    assert "{" not in said
