import re
import stat

import pytest

import main
from console.commands.autostart import NotHere, NotWritten, autostart_file, end_autostart, quoted, write_autostart
from console.entry import Credentials, NoStation, NoWall, read_station, read_wall, write_secret


def exec_of(file):
    """The arguments that a session makes of the entry: the file's own escapes first, then those of `Exec`."""
    line = next(line for line in file.read_text("utf-8").splitlines() if line.startswith("Exec="))
    value = re.sub(r"\\(.)", r"\1", line.removeprefix("Exec="))
    quoted_parts = re.findall(r'"((?:\\.|[^"\\])*)"', value)
    return [re.sub(r"\\(.)", r"\1", part).replace("%%", "%") for part in quoted_parts]


def test_the_entry_names_the_interpreter_and_the_program_of_this_installation(tmp_path):
    where = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    file = write_autostart(["/opt/siaga/bin/python", "/opt/siaga/main.py", "wall"], where)
    assert file == tmp_path / "config" / "autostart" / "siaga-wall.desktop"
    assert exec_of(file) == ["/opt/siaga/bin/python", "/opt/siaga/main.py", "wall"]
    assert file.read_text("utf-8").startswith("[Desktop Entry]\nType=Application\n")


@pytest.mark.parametrize(
    "part", ["dengan spasi", 'tanda "kutip"', "dua\\garis", "100 %", "$HOME `x`", "host=db dbname=siaga"]
)
def test_any_argument_reaches_the_program_as_it_was_given(tmp_path, part):
    file = write_autostart(["/usr/bin/python3", part], {"XDG_CONFIG_HOME": str(tmp_path)})
    assert exec_of(file)[1] == part
    assert quoted(part).startswith('"')


def test_without_xdg_config_home_it_stands_in_the_homes_config(tmp_path):
    assert autostart_file({"HOME": str(tmp_path)}, "linux") == tmp_path / ".config/autostart/siaga-wall.desktop"


def test_a_relative_xdg_config_home_is_passed_over(tmp_path):
    where = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "config"}
    assert autostart_file(where, "linux").is_relative_to(tmp_path / ".config")


def test_it_is_taken_away_again_and_taking_away_what_is_not_there_is_no_error(tmp_path):
    where = {"XDG_CONFIG_HOME": str(tmp_path)}
    file = write_autostart(["python", "wall"], where)
    end_autostart(where)
    end_autostart(where)
    assert not file.exists()


def test_a_platform_without_such_files_is_said():
    with pytest.raises(NotHere):
        autostart_file({}, "win32")


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "autostart").write_text("ini berkas")
    with pytest.raises(NotWritten):
        write_autostart(["python"], {"XDG_CONFIG_HOME": str(tmp_path)})


def test_the_command_line_writes_what_it_was_told_for_the_next_start(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    settings = tmp_path / "settings.toml"
    settings.write_text("")
    words = ["--settings", str(settings), "--lang", "id", "wall", "--screen", "DELL 1", "--database", "host=db"]
    assert main.main([*words, "--autostart"]) == 0
    file = tmp_path / "autostart" / "siaga-wall.desktop"
    assert str(file) in capsys.readouterr().out
    assert exec_of(file)[2:] == words
    assert main.main(["--settings", str(settings), "wall", "--no-autostart"]) == 0
    assert not file.exists()


def test_the_stations_file_holds_the_walls_login_beside_its_own_and_an_old_one_is_still_read(tmp_path):
    file = tmp_path / "station.json"
    write_secret(file, {"login": "station_a", "password": "s"})
    assert read_station(file) == Credentials("station_a", "s")
    with pytest.raises(NoWall):
        read_wall(file)
    write_secret(file, {"login": "station_a", "password": "s", "wall": {"login": "wall_a", "password": "w"}})
    assert read_station(file) == Credentials("station_a", "s")
    assert read_wall(file) == Credentials("wall_a", "w")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "password='w'" not in repr(read_wall(file))


def test_a_machine_without_a_station_is_told_so_before_the_wall_opens(tmp_path):
    with pytest.raises(NoStation):
        read_station(tmp_path / "station.json")
