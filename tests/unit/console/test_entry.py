import stat

import pytest

from console.entry import Credentials, NoStation, read_station, write_secret
from resources.words import sentence


def test_a_secret_file_is_readable_by_its_owner_alone_and_read_again(tmp_path):
    file = tmp_path / "deep" / "station.json"
    write_secret(file, {"login": "s1", "password": "rahasia"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_station(file) == Credentials("s1", "rahasia")


def test_credentials_do_not_show_their_password():
    assert "rahasia" not in repr(Credentials("s1", "rahasia"))


@pytest.mark.parametrize("content", [None, "", "{}", "[1]", '{"login": "x"}'])
def test_a_machine_without_a_usable_station_file_is_told_to_enrol(tmp_path, content):
    file = tmp_path / "station.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(NoStation) as caught:
        read_station(file)
    assert "enrol" in sentence(caught.value)
