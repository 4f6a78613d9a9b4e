import pytest

from console.settings import BadSettings, read_settings
from resources.words import Language, sentence


def test_without_a_file_every_setting_has_its_default(tmp_path):
    settings = read_settings(tmp_path / "none.toml")
    assert settings.language is Language.INDONESIAN
    assert settings.database == ""


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    file = tmp_path / "settings.toml"
    file.write_text('language = "en"\nlease_s = 20.0\n')
    monkeypatch.setenv("SIAGA_LEASE_S", "30")
    settings = read_settings(file)
    assert (settings.language, settings.lease_s) == (Language.ENGLISH, 30.0)


@pytest.mark.parametrize(
    "content",
    [b"language = ", b'language = "fr"', b"lease_s = 'long'", b"unknown_setting = 1", b"\xff\xfe\x00"],
)
def test_a_settings_file_that_cannot_be_used_is_named_and_left_as_it_is(tmp_path, content):
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(BadSettings) as caught:
        read_settings(file)
    assert str(file) in sentence(caught.value)
    assert file.read_bytes() == content


def test_a_password_in_a_broken_file_is_not_repeated(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('database = 5\nlease_s = "geheim"\n')
    with pytest.raises(BadSettings) as caught:
        read_settings(file)
    assert "geheim" not in sentence(caught.value)
