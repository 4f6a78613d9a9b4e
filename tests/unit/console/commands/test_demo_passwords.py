"""The demo's passwords on the command line: from the closed file alone."""

import pytest

import main
from console.commands.demo_passwords import DemoNeverStarted, ReadByOthers
from console.nodes.demo_people import DemoSecrets, keep_secrets

PEOPLE = (("operator1", "Operator 1", "kata-sandi-1"), ("dishub1", "Petugas Dishub", "kata-sandi-2"))


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("SIAGA_DATA_DIR", str(tmp_path))
    return tmp_path / "demo" / "secrets.json"


def asked():
    arguments = main.parser().parse_args(["demo", "--passwords"])
    assert not main.wants_keeper(arguments)
    return main.run(arguments)


def test_each_person_is_named_with_login_and_password(file, capsys):
    keep_secrets(file, DemoSecrets(station_login="station1", station_password="rahasia", people=PEOPLE))
    assert asked() == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split() for line in said[1:]] == [
        ["Operator", "1", "operator1", "kata-sandi-1"],
        ["Petugas", "Dishub", "dishub1", "kata-sandi-2"],
    ]
    assert "rahasia" not in "".join(said)


def test_before_the_first_start_a_sentence_says_so(file):
    with pytest.raises(DemoNeverStarted):
        asked()


def test_a_file_that_others_can_read_is_not_told(file, capsys):
    keep_secrets(file, DemoSecrets(people=PEOPLE))
    file.chmod(0o640)
    with pytest.raises(ReadByOthers):
        asked()
    assert capsys.readouterr().out == ""
