"""How `evidence verify` tells a time that a folder states: as the clocks of its place showed it, and in UTC."""

import pytest

from console.commands.evidence import local_and_utc


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Jakarta", "2026-11-24 14:15:00 WIB (UTC+07:00), 2026-11-24T07:15:00Z"),
        ("Asia/Jayapura", "2026-11-24 16:15:00 WIT (UTC+09:00), 2026-11-24T07:15:00Z"),
        ("Asia/Dubai", "2026-11-24 11:15:00 UTC+04:00, 2026-11-24T07:15:00Z"),
    ],
)
def test_a_time_stands_in_the_zone_of_its_place_with_its_distance_and_in_utc(zone: str, told: str) -> None:
    assert local_and_utc("2026-11-24T07:15:00Z", zone) == told


@pytest.mark.parametrize("zone", ["", "Asia", "Mars/Utopia", "../../etc/passwd", "/etc/localtime", "a\0b", "x" * 9000])
def test_a_zone_that_is_none_leaves_utc_alone(zone: str) -> None:
    assert local_and_utc("2026-11-24T07:15:00Z", zone) == "2026-11-24T07:15:00Z"


@pytest.mark.parametrize("text", ["kemarin", "0001-01-01T00:00:00Z", "\x1b[2J"])
def test_what_is_no_time_is_repeated_as_one_plain_line(text: str) -> None:
    told = local_and_utc(text, "America/New_York")
    assert "UTC" not in told
    assert "\x1b" not in told
