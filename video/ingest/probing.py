"""The measuring half of a probe; runs where an abort of libav harms nobody."""

from dataclasses import replace
from time import monotonic

import av

from video.ingest.opening import NoPictures, opened
from video.ingest.probe import ProbeResult
from video.ingest.reasons import Reason
from video.ingest.settings import VideoSettings
from video.ingest.translation import reason_of
from video.ingest.urls import is_rtsp

_WATCH_S = 3.0
_AUTH_TIMEOUT_S = 3.0


def measure(url: str, login: tuple[str, str], timeout_s: float) -> ProbeResult:
    """Open, decode for about three seconds of stream time, and find out whether a login is asked for."""
    settings = VideoSettings(open_timeout_s=timeout_s, read_timeout_s=min(4.0, timeout_s))
    began_s = monotonic()
    try:
        result = _watch(url, login, settings, began_s, timeout_s)
    except NoPictures as error:
        result = ProbeResult(error.reason.value)
    except (av.FFmpegError, OSError) as error:
        result = ProbeResult(reason_of(error, monotonic() - began_s, timeout_s).value)
    if not is_rtsp(url):
        return result
    return replace(result, auth_needed=_asks_for_login(url, login, result))


def _watch(url: str, login: tuple[str, str], settings: VideoSettings, began_s: float, timeout_s: float) -> ProbeResult:
    result = ProbeResult()
    frames = size = 0
    first_s = last_s = 0.0
    with opened(url, *login, settings) as (container, stream):
        result = replace(result, codec=stream.codec_context.name)
        for packet in container.demux(stream):
            size += packet.size if frames else 0
            for frame in packet.decode():
                now_s = frame.time if frame.time is not None else monotonic()
                if not frames:
                    result = replace(
                        result, width=frame.width, height=frame.height, first_frame_s=monotonic() - began_s
                    )
                    first_s = now_s
                frames, last_s = frames + 1, now_s
            if frames and (last_s - first_s >= _WATCH_S or monotonic() - began_s > timeout_s):
                break
    if not frames:
        return replace(result, reason=Reason.NOT_VIDEO.value)
    span_s = last_s - first_s
    if span_s <= 0:
        return result
    return replace(result, fps=(frames - 1) / span_s, kbps=size * 8 / 1000 / span_s)


def _asks_for_login(url: str, login: tuple[str, str], result: ProbeResult) -> bool | None:
    """Whether the camera lets nobody in without one; found out by trying without."""
    if result.reason == Reason.WRONG_PASSWORD:
        return True
    if not result.works:
        return None
    if not login[0]:
        return False
    try:
        with opened(url, "", "", VideoSettings(open_timeout_s=_AUTH_TIMEOUT_S)):
            return False
    except NoPictures as error:
        return True if error.reason is Reason.WRONG_PASSWORD else None
