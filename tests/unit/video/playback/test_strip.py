from video.playback.strip import Shot, Strip


def shot(at_us: int, size: int = 10) -> Shot[str]:
    return Shot(at_us, str(at_us), size)


def strip_of(*times: int, limit: int = 1_000) -> Strip[str]:
    strip: Strip[str] = Strip(limit)
    strip.extend(shot(at_us) for at_us in times)
    return strip


def times(strip: Strip[str]) -> list[int]:
    return [one.at_us for one in strip.until(10**9)]


def frame(found: Shot[str] | None) -> str | None:
    return found.frame if found is not None else None


def test_the_newest_at_or_before_a_moment_is_found_and_the_first_after_it() -> None:
    strip = strip_of(10, 20, 30)
    assert [frame(strip.at(at_us)) for at_us in (9, 10, 29, 99)] == [None, "10", "20", "30"]
    assert [frame(strip.after(at_us)) for at_us in (9, 10, 30)] == ["10", "20", None]


def test_a_shot_that_is_not_later_is_left_out() -> None:
    assert times(strip_of(10, 20, 20, 15, 30)) == [10, 20, 30]


def test_beyond_its_limit_the_oldest_give_way_but_never_the_last_two() -> None:
    assert times(strip_of(10, 20, 30, 40, limit=30)) == [20, 30, 40]
    assert times(strip_of(10, 20, 30, limit=1)) == [20, 30]


def test_what_comes_before_pushes_out_the_latest_and_keeps_what_was_asked_for() -> None:
    strip = strip_of(50, 60, 70, limit=40)
    strip.prepend([shot(20), shot(30), shot(40), shot(50)])
    assert times(strip) == [20, 30, 40, 50]


def test_what_is_older_than_what_is_shown_is_forgotten() -> None:
    strip = strip_of(10, 20, 30)
    strip.forget_before(25)
    assert times(strip) == [20, 30]
