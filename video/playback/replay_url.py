"""A recorder's address with places for the time: `{since}` and `{until}`, in the forms that recorders use."""

import re
from datetime import UTC
from zoneinfo import ZoneInfo

from resources.errors import SiagaError
from video.ingest.urls import is_rtsp
from video.playback.clock import SECOND_US, to_time

_PLACE = re.compile(r"\{(since|until)(_local)?(?::([^{}]*))?\}")
_USUAL = "%Y%m%dT%H%M%SZ"
# What strftime may be asked for: letters that all platforms know and that give the same in every language.
_FORM = re.compile(r"(?:%[YymdHMSjf%]|[A-Za-z0-9_:.+T/ -])+")


class BadReplayUrl(SiagaError):
    """The recorder's address cannot be filled in: not RTSP, without `{since}`, or with other things in braces."""

    word = "playback.error.bad_replay_url"


def check_replay_url(url: str) -> None:
    """Raises BadReplayUrl; for who edits a camera."""
    fill_replay_url(url, 0, SECOND_US, "UTC")


def fill_replay_url(url: str, since_us: int, until_us: int, zone: str) -> str:
    """The address for a span of UTC microseconds; `_local` places are in `zone`. Raises BadReplayUrl."""
    found = [match.group(1) for match in _PLACE.finditer(url)]
    if not is_rtsp(url) or "since" not in found:
        raise BadReplayUrl()
    times = {"since": since_us, "until": until_us}

    def written(match: "re.Match[str]") -> str:
        return _written(times[match.group(1)], zone if match.group(2) else None, match.group(3) or _USUAL)

    filled = _PLACE.sub(written, url)
    if "{" in filled or "}" in filled:
        raise BadReplayUrl()
    return filled


def _written(at_us: int, zone: str | None, form: str) -> str:
    if form == "epoch":
        return str(at_us // SECOND_US)
    if form == "epoch_ms":
        return str(at_us // 1000)
    if not _FORM.fullmatch(form):
        raise BadReplayUrl()
    return to_time(at_us).astimezone(ZoneInfo(zone) if zone else UTC).strftime(form)
