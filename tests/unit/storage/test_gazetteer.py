"""Places searched as somebody types, and the area that a point lies in."""

import json
from importlib.resources import files
from random import Random

import pytest
from shapely.geometry import Point, shape

from storage.model.callers import Area
from storage.model.cameras import Place
from storage.model.gazetteer import Gazetteer
from storage.model.ids import new_id
from storage.model.places_file import read_csv

_, AREAS = read_csv(files("resources").joinpath("places", "kabupaten-bekasi.csv").read_text("utf-8"))
MOSQUE = Place(new_id(), "Masjid Al-Ikhlas", "Cikarang Utara", "Karangbaru", -6.2652, 107.144)
STATION = Place(new_id(), "Stasiun Cikarang", "Cikarang Utara", "Karangasih", -6.2554, 107.1449)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(AREAS, (MOSQUE, STATION, Place(new_id(), "Café Sérang")))


def names(found):
    return [one.landmark or one.desa or one.kecamatan for one in found]


def test_what_is_called_so_comes_first(gazetteer):
    assert names(gazetteer.search("Setiamekar"))[0] == "Setiamekar"
    assert names(gazetteer.search("serang"))[:1] == ["Serang"]


def test_every_word_begins_a_word_of_the_name_or_of_where_it_lies(gazetteer):
    (found,) = gazetteer.search("mas kar cik ut")
    assert (found.landmark, found.desa, found.latitude) == ("Masjid Al-Ikhlas", "Karangbaru", -6.2652)
    assert found.area_code == "32.16.09.2002"
    assert gazetteer.search("masjid tambun") == ()


def test_a_landmark_comes_before_a_desa_and_a_desa_before_a_kecamatan(gazetteer):
    found = gazetteer.search("cikarang", 20)
    assert names(found)[:2] == ["Cikarangkota", "Cikarang Barat"]
    assert names(found).index("Cikarang Utara") < names(found).index("Stasiun Cikarang")
    assert names(gazetteer.search("stasiun c"))[0] == "Stasiun Cikarang"


@pytest.mark.parametrize("typed", ["al ikhlas", "AL-IKHLAS", "ikhlas masjid", "masjid al-ikh", "  ikhlas  "])
def test_case_dashes_and_the_order_of_words_do_not_matter(gazetteer, typed):
    assert names(gazetteer.search(typed)) == ["Masjid Al-Ikhlas"]


def test_accents_and_spaces_within_a_name_do_not_matter(gazetteer):
    assert names(gazetteer.search("cafe ser")) == ["Café Sérang"]
    assert names(gazetteer.search("karang baru"))[0] == "Karangbaru"


def test_a_kecamatan_is_found_without_a_code(gazetteer):
    found = [one for one in gazetteer.search("tambun selatan", 30) if not one.desa]
    assert [(one.kecamatan, one.area_code) for one in found] == [("Tambun Selatan", None)]


@pytest.mark.parametrize("typed", ["", "  ", "-", "xyz"])
def test_nothing_is_found_for_nothing(gazetteer, typed):
    assert gazetteer.search(typed) == ()


def test_no_more_is_found_than_was_asked_for(gazetteer):
    assert len(gazetteer.search("su", 5)) == 5


def test_an_area_is_known_by_its_code(gazetteer):
    assert gazetteer.area("32.16.09.2002") in AREAS
    assert gazetteer.area("99") is None


def square(west, south, size):
    points = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return [list(point) for point in points]


def area(code, *polygons):
    return Area(code, "Setu", f"Desa {code}", json.dumps({"type": "MultiPolygon", "coordinates": polygons}))


def test_a_point_lies_in_the_area_whose_boundary_holds_it_and_in_no_hole():
    ring = area("1", [square(107.0, -6.4, 0.2), square(107.05, -6.35, 0.1)])
    inner = area("2", [square(107.06, -6.34, 0.02)], [square(108.0, -6.4, 0.1)])
    gazetteer = Gazetteer((ring, inner, Area("3", "Setu", "Tanpa batas")))
    assert gazetteer.area_at(-6.39, 107.01) == ring
    assert gazetteer.area_at(-6.33, 107.07) == inner
    assert gazetteer.area_at(-6.35, 108.05) == inner
    assert gazetteer.area_at(-6.31, 107.12) is None
    assert gazetteer.area_at(0.0, 0.0) is None


def test_the_area_of_a_point_is_the_one_that_shapely_finds():
    random = Random(7)
    around = [(107 + random.uniform(0.1, 0.3), angle) for angle in sorted(random.uniform(0, 6.28) for _ in range(60))]
    points = [[r * 0.001 + 107 + (r - 107) * (1 - (a - 3.14) ** 2 / 10), -6.3 + (a - 3.14) * 0.05] for r, a in around]
    star = [[107.0, -6.5], *points, [107.0, -6.1], [107.0, -6.5]]
    only = Area("1", "Setu", "Uji", json.dumps({"type": "Polygon", "coordinates": [star]}))
    gazetteer, theirs = Gazetteer((only,)), shape(json.loads(only.boundary))
    tried = [(random.uniform(-6.6, -6.0), random.uniform(106.9, 107.5)) for _ in range(2_000)]
    ours = [gazetteer.area_at(latitude, longitude) is only for latitude, longitude in tried]
    assert ours == [theirs.contains(Point(longitude, latitude)) for latitude, longitude in tried]
    assert 50 < sum(ours) < 1_950
