"""A probe's result as lines for a person."""

from collections.abc import Iterator

import pytest

from resources.words import Language, say, set_language
from video.ingest.probe import ProbeResult, describe


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    set_language(request.param)
    yield request.param
    set_language(Language.INDONESIAN)


def test_a_camera_that_sends_is_described_by_what_was_measured(language: Language) -> None:
    result = ProbeResult("", "tcp", "h264", 1280, 720, 12.5, 900.4, 1.14, auth_needed=True)
    text = "\n".join(describe(result))
    assert "1280" in text
    assert "H264" in text
    assert ("12,5" if language is Language.INDONESIAN else "12.5") in text
    assert "900 kbit" in text


def test_a_camera_that_does_not_send_is_described_by_its_reason_alone(language: Language) -> None:
    assert len(describe(ProbeResult("stream.reason.refused"))) == 1
    assert describe(ProbeResult("stream.reason.refused")) != describe(ProbeResult("stream.reason.not_video"))


def test_a_login_that_the_network_can_read_is_said_and_one_that_it_cannot_is_not_called_so(language: Language) -> None:
    plain = ProbeResult(transport="http", auth_needed=True, auth="basic")
    encrypted = ProbeResult(transport="http", auth_needed=True, auth="basic", encrypted=True)
    readable = say("stream.probe.auth_readable")
    assert readable in describe(plain)
    assert readable not in describe(encrypted)


def test_every_way_that_a_stream_travels_has_its_own_line(language: Language) -> None:
    lines = {tuple(describe(ProbeResult(transport=one))) for one in ("tcp", "udp", "http", "hls", "file")}
    assert len(lines) == 5
