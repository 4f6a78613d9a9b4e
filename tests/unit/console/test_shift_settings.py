from datetime import time

import pytest

from console.settings import BadSettings, read_settings
from resources.words import sentence


def settings_of(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text)
    return read_settings(file)


def test_the_plan_is_made_of_the_settings_shifts_and_zone(tmp_path):
    plan = settings_of(tmp_path, 'shifts = [["Siang", "07:00"], ["Malam", "19:00"]]\n').shift_plan
    assert plan.begins == (("Siang", time(7)), ("Malam", time(19)))
    assert str(plan.zone) == "Asia/Jakarta"


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_day_may_have_one_or_several_shifts(tmp_path, count):
    rows = ", ".join(f'["Shift {n}", "{n * 5:02d}:00"]' for n in range(count))
    assert len(settings_of(tmp_path, f"shifts = [{rows}]\n").shifts) == count


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shifts = []\n", "sedikitnya satu shift"),
        ('shifts = [["Pagi", "06:00"], ["Malam", "22:00"], ["Siang", "14:00"]]\n', "shift Siang mulai 14:00"),
        ('shifts = [["Pagi", "06:00"], ["Siang", "06:00"]]\n', "urutkan menurut jam mulai"),
        ('shifts = [["Pagi", "06:00"], ["pagi ", "14:00"]]\n', "nama yang sama"),
        ('shifts = [[" ", "06:00"]]\n', "nama shift"),
        (f'shifts = [["{"p" * 61}", "06:00"]]\n', "nama shift"),
        ('time_zone = "Asia/Cikarang"\n', "Asia/Cikarang"),
        ('time_zone = "../etc"\n', "zona waktu"),
    ],
)
def test_shifts_that_cannot_be_are_refused_with_a_sentence(tmp_path, text, said):
    with pytest.raises(BadSettings) as caught:
        settings_of(tmp_path, text)
    assert said in sentence(caught.value)
    assert "Value error" not in sentence(caught.value)
