import pytest

from video.playback.replay_url import BadReplayUrl, check_replay_url, fill_replay_url

SINCE_US = 1_795_502_400_000_000  # 2026-11-24 06:40:00 UTC


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        (
            "rtsp://nvr/tracks/101?starttime={since}&endtime={until}",
            "rtsp://nvr/tracks/101?starttime=20261124T064000Z&endtime=20261124T064100Z",
        ),
        (
            "rtsp://nvr/playback?starttime={since_local:%Y_%m_%d_%H_%M_%S}&endtime={until_local:%Y_%m_%d_%H_%M_%S}",
            "rtsp://nvr/playback?starttime=2026_11_24_13_40_00&endtime=2026_11_24_13_41_00",
        ),
        ("rtsps://nvr/1?from={since:epoch}&to={until:epoch_ms}", "rtsps://nvr/1?from=1795502400&to=1795502460000"),
        ("rtsp://nvr/{since:%d%m%Y}/a%20b", "rtsp://nvr/24112026/a%20b"),
    ],
)
def test_times_stand_in_the_form_that_the_recorder_wants(template: str, filled: str) -> None:
    assert fill_replay_url(template, SINCE_US, SINCE_US + 60_000_000, "Asia/Jakarta") == filled


@pytest.mark.parametrize(
    "template",
    [
        "rtsp://nvr/live",
        "rtsp://nvr/{until}",
        "http://nvr/{since}",
        "rtsp://nvr/{since}/{name}",
        "rtsp://nvr/{since.__class__}",
        "rtsp://nvr/{since:%c}",
        "rtsp://nvr/{since:{until}}",
        "rtsp://nvr/{since}}",
    ],
)
def test_an_address_with_anything_else_in_braces_or_without_a_beginning_is_refused(template: str) -> None:
    with pytest.raises(BadReplayUrl):
        check_replay_url(template)
