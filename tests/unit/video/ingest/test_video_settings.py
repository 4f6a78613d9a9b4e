"""The video room's settings."""

import pytest

from resources.words import sentence
from video.ingest.settings import BadVideoSetting, VideoSettings


@pytest.mark.parametrize(
    "bad", [{"read_timeout_s": -1.0}, {"backoff_floor_s": 20.0, "backoff_cap_s": 10.0}, {"hardware": "gpu"}]
)
def test_a_setting_out_of_range_is_refused_by_name(bad: dict[str, float | str]) -> None:
    with pytest.raises(BadVideoSetting) as refused:
        VideoSettings(**bad)  # type: ignore[arg-type]
    assert next(iter(bad)) in sentence(refused.value)
