"""Numbers, lengths and times as they stand in a report, in both languages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from support.shift_values import SINCE, UNTIL, ZONE

from console.reports.speech import NOTHING, Speech
from resources.words import Language

ID, EN = Speech(Language.INDONESIAN, ZONE), Speech(Language.ENGLISH, ZONE)


def spaced(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        (0, "0 dtk", "0 s"),
        (42.4, "42 dtk", "42 s"),
        (59.6, "1 mnt", "1 min"),
        (60, "1 mnt", "1 min"),
        (492, "8 mnt 12 dtk", "8 min 12 s"),
        (3600, "1 jam", "1 h"),
        (7500, "2 jam 5 mnt", "2 h 5 min"),
        (86400, "1 hari", "1 d"),
        (100_000, "1 hari 3 jam", "1 d 3 h"),
        (None, NOTHING, NOTHING),
    ],
)
def test_a_length_of_time_is_told_by_its_two_largest_parts(seconds, indonesian, english):
    assert spaced(ID.duration(seconds)) == indonesian
    assert spaced(EN.duration(seconds)) == english


def test_numbers_follow_the_language():
    assert (ID.number(1234.5, 1), EN.number(1234.5, 1)) == ("1.234,5", "1,234.5")
    assert ID.number(999) == "999"


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, NOTHING), (0, 9, "0 %"), (9, 9, "100 %"), (999, 1000, "99 %"), (1, 1000, "1 %"), (31, 37, "84 %")],
)
def test_a_share_is_never_rounded_to_all_or_none(part, whole, told):
    assert spaced(ID.share(part, whole)) == told


def test_a_shift_of_one_day_has_one_date():
    assert ID.span(SINCE, UNTIL) == "Selasa, 24 November 2026, 14:00–22:00 WIB"
    assert EN.span(SINCE, UNTIL) == "Tuesday, 24 November 2026, 14:00–22:00 WIB"


def test_a_shift_over_midnight_has_both_dates():
    night = ID.span(UNTIL, UNTIL + timedelta(hours=8))
    assert night == "Selasa, 24 November 2026 22:00 – Rabu, 25 November 2026 06:00 WIB"


def test_midnight_belongs_to_the_day_that_ends():
    evening = datetime(2026, 11, 24, 16, tzinfo=ZONE)
    assert ID.span(evening, evening + timedelta(hours=8)) == "Selasa, 24 November 2026, 16:00–00:00 WIB"


def test_times_are_those_of_the_sites_zone():
    papua = Speech(Language.INDONESIAN, ZoneInfo("Asia/Jayapura"))
    assert papua.moment(SINCE) == "24 November 2026 16:00 WIT"


def test_a_time_names_its_day_only_where_two_could_be_meant():
    assert ID.time(SINCE + timedelta(hours=1), SINCE, UNTIL) == "15:00"
    assert ID.time(SINCE - timedelta(minutes=3), SINCE, UNTIL) == "13:57"
    assert ID.time(SINCE - timedelta(hours=9), SINCE, UNTIL) == "24/11 05:00"
    assert ID.time(SINCE, SINCE, SINCE + timedelta(days=2)) == "24/11 14:00"
    assert ID.time(None, SINCE, UNTIL) == NOTHING
