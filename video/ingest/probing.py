"""What `probe` does in the process of its own, where a stream that aborts libav harms nobody."""

from dataclasses import replace
from time import monotonic

import av

from video.ingest.login_asked import Login, login_asked
from video.ingest.opening import TCP, Address, NoPictures, opened, transport_of
from video.ingest.playout import Timing, timing_of
from video.ingest.probe import ProbeResult
from video.ingest.reasons import Reason
from video.ingest.settings import VideoSettings
from video.ingest.translation import reason_of
from video.ingest.urls import is_encrypted, is_remote

_WATCH_S = 3.0
_KEY_WATCH_S = 5.0  # so long where no second key frame has come: many cameras send one each two or four seconds
_AUTH_TIMEOUT_S = 3.0


def measure(url: str, login: tuple[str, str], timeout_s: float, transport: str = TCP) -> ProbeResult:
    """Open, decode for three to five seconds of stream time, and find out which login is asked for."""
    settings = VideoSettings(open_timeout_s=timeout_s, read_timeout_s=min(4.0, timeout_s))
    address = Address(url, *login, transport)
    began_s = monotonic()
    try:
        result = _watch(address, settings, began_s, timeout_s)
    except NoPictures as error:
        result = ProbeResult(error.reason.value)
    except (av.FFmpegError, OSError) as error:
        result = ProbeResult(reason_of(error, monotonic() - began_s, timeout_s).value)
    if not is_remote(url):
        return result
    asked = login_asked(url, min(_AUTH_TIMEOUT_S, timeout_s)) if _answers(result) else None
    return replace(
        result,
        transport=result.transport or transport_of(url, transport, ""),
        encrypted=is_encrypted(url),
        auth=asked.value if asked is not None else "",
        auth_needed=_needed(asked, result),
    )


def _watch(address: Address, settings: VideoSettings, began_s: float, timeout_s: float) -> ProbeResult:
    frames = size = 0
    first_s = last_s = key_s = longest_s = 0.0
    keys = 0
    where = (address.url, address.username, address.password)
    with opened(*where, settings, address.transport) as (container, stream):
        format_name = container.format.name
        stamped = timing_of(is_remote(address.url), format_name) is not Timing.ARRIVAL
        result = ProbeResult(
            codec=stream.codec_context.name, transport=transport_of(address.url, address.transport, format_name)
        )
        for packet in container.demux(stream):
            size += packet.size if frames else 0
            for frame in packet.decode():
                now_s = frame.time if stamped and frame.time is not None else monotonic()
                if not frames:
                    result = replace(
                        result, width=frame.width, height=frame.height, first_frame_s=monotonic() - began_s
                    )
                    first_s = key_s = now_s
                frames, last_s = frames + 1, now_s
                longest_s = max(longest_s, last_s - key_s)
                if frame.key_frame:
                    keys, key_s = keys + 1, now_s
            enough_s = _WATCH_S if keys > 1 else _KEY_WATCH_S
            if monotonic() - began_s > timeout_s or (frames and last_s - first_s >= enough_s):
                break
    if not frames:
        return replace(result, reason=Reason.NO_PICTURE.value)
    span_s = last_s - first_s
    if span_s <= 0:
        return result
    rate = (frames - 1) / span_s
    return replace(result, fps=rate, kbps=size * 8 / 1000 / span_s, key_every_s=longest_s)


def _answers(result: ProbeResult) -> bool:
    return result.works or result.reason in (Reason.WRONG_PASSWORD, Reason.NO_PICTURE, Reason.NOT_VIDEO)


def _needed(asked: Login | None, result: ProbeResult) -> bool | None:
    """Whether the camera lets nobody in without a login."""
    if asked is None:
        return True if result.reason == Reason.WRONG_PASSWORD else None
    return asked is not Login.NONE
