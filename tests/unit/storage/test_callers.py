"""Telephone numbers as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.model.callers import NewReport, normal_number


@pytest.mark.parametrize(
    "typed",
    [
        "0812-3456-7890",
        "0812 3456 7890",
        "+6281234567890",
        "62 812 3456 7890",
        "0062 81234567890",
        "(+62) 812.3456.7890",
    ],
)
def test_a_mobile_number_is_one_however_it_is_typed(typed):
    assert normal_number(typed) == "081234567890"


@pytest.mark.parametrize("typed", ["(021) 555-0101", "+62 21 5550101", "+62 (0)21 555 0101", "62215550101"])
def test_a_landline_is_one_however_it_is_typed(typed):
    assert normal_number(typed) == "0215550101"


@pytest.mark.parametrize("typed", ["", " ", "-", "anonim", "tidak tampil", "+"])
def test_what_holds_no_digit_is_no_number(typed):
    assert normal_number(typed) == ""


def test_short_numbers_stay_as_they_are():
    assert [normal_number(number) for number in ("110", "112", "62112")] == ["110", "112", "62112"]


def test_a_number_of_another_country_is_none_of_ours():
    assert normal_number("+1 650 555 0100") == normal_number("001-650-555-0100") == "+16505550100"
    assert normal_number("+65 6555 0100") != normal_number("6565550100")


@given(st.text(max_size=40))
def test_a_normal_number_is_digits_and_normal_already(typed):
    number = normal_number(typed)
    assert number.removeprefix("+").isdecimal() or number == ""
    assert number.isascii()
    assert normal_number(number) == number


def test_a_reports_caller_stands_in_no_log():
    shown = repr(NewReport("telephone", "Banjir", "Bu Siti", "08125550101"))
    assert "Siti" not in shown
    assert "0812" not in shown
