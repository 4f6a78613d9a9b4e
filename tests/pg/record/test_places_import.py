"""`main.py places import` against a real record: all of a file or nothing of it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pg.record.doors import PgDoors

from console.commands import places as command
from console.commands.places import UnknownFormat, UnreadableFile, import_places
from main import main
from resources.words import Language, set_language
from storage.model.gazetteer import Gazetteer
from storage.model.places_file import LARGEST_BYTES, BadPlaces
from storage.service.errors import AlreadyTaken, BadLogin, Forbidden, Invalid

HEAD = "name,kecamatan,desa,code,latitude,longitude\n"
SQUARE = [[107.1, -6.3], [107.2, -6.3], [107.2, -6.2], [107.1, -6.2], [107.1, -6.3]]
AREA = {"code": "32.16.09.2003", "kecamatan": "Cikarang Utara", "desa": "Karangasih"}


@pytest.fixture(autouse=True)
def password(doors: PgDoors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIAGA_ADMINISTRATOR_PASSWORD", doors.passwords["administrator1"])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language(Language.ENGLISH)
    yield
    set_language(Language.INDONESIAN)


def written(folder: Path, text: str, name: str = "places.csv") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def landmarks(doors: PgDoors) -> dict[str, tuple[float | None, float | None]]:
    return {place.name: (place.latitude, place.longitude) for place in doors.person("operator1").places()}


def test_a_csv_comes_in_whole_and_says_how_much(doors, tmp_path, capsys):
    file = written(tmp_path, HEAD + "Pasar Uji,Setu,Ciledug,,-6.3,107.05\n,Setu,Ciledug,32.16.90.2001,,\n")
    assert import_places(file, doors.dsn, "administrator1") == 0
    assert "1 landmarks and 1 desa" in capsys.readouterr().out
    assert landmarks(doors)["Pasar Uji"] == (-6.3, 107.05)
    assert "32.16.90.2001" in {area.code for area in doors.person("operator1").areas()}


def test_a_landmark_of_the_seed_is_moved_and_not_doubled(doors, tmp_path):
    assert "Stasiun Cikarang" in landmarks(doors)
    before = len(doors.person("operator1").places())
    file = written(tmp_path, HEAD + "Stasiun Cikarang,Cikarang Utara,Karangasih,,-6.25,107.14\n")
    import_places(file, doors.dsn, "administrator1")
    assert landmarks(doors)["Stasiun Cikarang"] == (-6.25, 107.14)
    assert len(doors.person("operator1").places()) == before


def test_an_imported_boundary_finds_the_area_of_a_point(doors, tmp_path):
    polygon = {"type": "Polygon", "coordinates": [SQUARE]}
    features = [{"type": "Feature", "geometry": polygon, "properties": AREA}]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    import_places(written(tmp_path, text, "batas.geojson"), doors.dsn, "administrator1")
    found = Gazetteer(doors.person("operator1").areas()).area_at(-6.25, 107.15)
    assert found is not None
    assert found.code == AREA["code"]


def test_a_file_with_one_bad_line_brings_in_nothing(doors, tmp_path):
    file = written(tmp_path, HEAD + "Pasar Baik,Setu,Ciledug,,,\nPasar Buruk,Setu,Ciledug,,107,-6\n")
    with pytest.raises(BadPlaces):
        import_places(file, doors.dsn, "administrator1")
    assert "Pasar Baik" not in landmarks(doors)


def test_a_file_is_checked_before_anybody_signs_in(tmp_path):
    with pytest.raises(BadPlaces):
        import_places(written(tmp_path, ""), "host=127.0.0.1 port=1 dbname=none", "administrator1")


def test_a_wrong_password_and_a_role_without_the_right_bring_in_nothing(doors, tmp_path, monkeypatch):
    file = written(tmp_path, HEAD + "Pasar Gelap,Setu,Ciledug,,,\n")
    with pytest.raises(BadLogin):
        import_places(file, doors.dsn, "operator1")
    monkeypatch.setenv("SIAGA_ADMINISTRATOR_PASSWORD", doors.passwords["operator1"])
    with pytest.raises(Forbidden):
        import_places(file, doors.dsn, "operator1")
    assert "Pasar Gelap" not in landmarks(doors)


def test_the_password_is_asked_for_where_the_environment_has_none(doors, tmp_path, monkeypatch):
    monkeypatch.delenv("SIAGA_ADMINISTRATOR_PASSWORD")
    asked = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return doors.passwords["administrator1"]

    monkeypatch.setattr(command.getpass, "getpass", answer)
    import_places(written(tmp_path, HEAD + "Pasar Tanya,Setu,Ciledug,,,\n"), doors.dsn, "administrator1")
    assert asked == ["administrator1: "]
    assert "Pasar Tanya" in landmarks(doors)


def test_a_file_that_is_not_there_too_large_or_of_no_known_kind_is_refused(doors, tmp_path):
    with pytest.raises(UnreadableFile):
        import_places(tmp_path / "none.csv", doors.dsn, "administrator1")
    with pytest.raises(UnknownFormat):
        import_places(written(tmp_path, HEAD, "places.xlsx"), doors.dsn, "administrator1")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(LARGEST_BYTES * 4)
    with pytest.raises(BadPlaces) as refused:
        import_places(huge, doors.dsn, "administrator1")
    assert refused.value.problem == "too_large"


def test_a_letter_that_the_database_does_not_keep_is_refused_whole(doors, tmp_path):
    with pytest.raises((Invalid, AlreadyTaken)):
        import_places(written(tmp_path, HEAD + "Pasar\0Nol,Setu,Ciledug,,,\n"), doors.dsn, "administrator1")


def test_two_thousand_landmarks_come_in_at_once(doors, tmp_path, capsys):
    rows = "".join(f"Warung {n} {'x' * 100},Setu,Desa {n % 50},,-6.3,107.1\n" for n in range(2_000))
    told = "SELECT act, facts FROM siaga.audit WHERE subject = 'places' AND actor = 'administrator1' ORDER BY number"
    before = len(doors.admin().execute(told).fetchall())
    import_places(written(tmp_path, HEAD + rows), doors.dsn, "administrator1")
    assert "2000" in capsys.readouterr().out
    assert doors.admin().execute(told).fetchall()[before:] == [("insert", {"place": 2_000})]
    assert len([name for name in landmarks(doors) if name.startswith("Warung ")]) == 2_000


def test_the_command_line_gives_a_sentence_and_a_code(doors, tmp_path, capsys):
    file = written(tmp_path, HEAD + "Pasar,Setu,Ciledug,,107.05,-6.3\n")
    words = ["places", "import", str(file), "--database", doors.dsn, "--administrator", "administrator1"]
    assert main(["--lang", "en", *words]) == 2
    assert "line 2 latitude and longitude seem to be swapped (107.05, -6.3)" in capsys.readouterr().err
