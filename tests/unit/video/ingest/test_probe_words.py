"""A probe's result as lines for a person."""

from collections.abc import Iterator

import pytest

from resources.words import Language, set_language
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
