"""Opening a camera or a file with PyAV; the only place where a login meets a URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

import av
from av.codec.hwaccel import HWAccel
from av.container import InputContainer
from av.video.stream import VideoStream

from resources.errors import SiagaError
from resources.redaction import ShownSafely
from video.ingest.hardware import DEVICE_MAY_BE_WHY
from video.ingest.reasons import Reason
from video.ingest.settings import VideoSettings
from video.ingest.translation import reason_of
from video.ingest.urls import file_path, is_encrypted, is_http, is_rtsp, with_login

TCP, UDP = "tcp", "udp"


class NoPictures(SiagaError):
    """A stream cannot be opened or read on; `reason` is its sentence. Holds nothing of the URL."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.word = reason.value


@dataclass(frozen=True, slots=True, repr=False)
class Address(ShownSafely):
    """Where a stream is and how it is reached; `repr` shows no credential."""

    url: str
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    transport: str = TCP  # how RTP travels
    whole: bool = False  # packets that were read to find out the codec are given too: a recording begins with them


# First frame after 1.1 s instead of 5.0 (COMPONENTS); the size and codec of H.264 stand in its first key frame.
_PROBING = {"analyzeduration": "200000", "probesize": "200000", "fflags": "nobuffer"}
_PROBING_WHOLE = {name: value for name, value in _PROBING.items() if name != "fflags"}

# What libav may speak and read; a playlist, an SDP or a redirect is somebody else's text (docs/design/video.md).
_RTSP = {"allowed_media_types": "video", "format_whitelist": "rtsp,sdp,mpegts"}
_HTTP = {
    "protocol_whitelist": "http,https,tcp,tls,crypto",
    "format_whitelist": "mpjpeg,hls,mpegts,mov,aac,mp3,webvtt",
    "recv_buffer_size": "262144",  # what waits here unread is a delay that a stream without time cannot show
    "live_start_index": "-2",  # of HLS: the last segment but one
}
_FILE = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,matroska,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,mjpeg,flv,asf,ogg,ivf,nut,mxf",
}


@contextmanager
def opened(
    url: str,
    username: str,
    password: str,
    settings: VideoSettings,
    transport: str = TCP,
    hardware: str = "",
    whole: bool = False,
) -> Iterator[tuple[InputContainer, VideoStream]]:
    """An open container and its first video stream; closed by the thread that opened it, and by no other.

    `hardware` is the kind of device to decode with; where it is not to be had the stream is opened in software, which
    its codec context tells (`is_hwaccel`). `whole`: no packet is lost to probing, at the price of a delay. Raises
    NoPictures, also for a picture over `max_pixels`.
    A close from another thread during a read is a segfault (measured 7 of 7).
    """
    container = _open(Address(url, username, password, transport, whole), settings, hardware)
    try:
        if not container.streams.video:
            raise NoPictures(Reason.NOT_VIDEO)
        stream = container.streams.video[0]
        codec = stream.codec_context
        if codec is None:
            raise NoPictures(Reason.NOT_VIDEO)
        if codec.width * codec.height > settings.max_pixels:
            raise NoPictures(Reason.TOO_LARGE)
        codec.thread_count = 1
        codec.options = {**codec.options, "max_pixels": str(settings.max_pixels)}
        yield container, stream
    finally:
        container.close()


def transport_of(url: str, wished: str, format_name: str) -> str:
    """How an open stream travels: "tcp", "udp", "hls", "http" or "file"."""
    if is_rtsp(url):
        return UDP if wished == UDP and not is_encrypted(url) else TCP
    if is_http(url):
        return "hls" if format_name == "hls" else "http"
    return "file"


def _open(address: Address, settings: VideoSettings, hardware: str) -> InputContainer:
    began_s = monotonic()
    try:
        return _open_with(address, settings, hardware)
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = reason_of(error, monotonic() - began_s, settings.open_timeout_s)
    if hardware and reason in DEVICE_MAY_BE_WHY:
        return _open(address, settings, "")
    raise NoPictures(reason)  # outside the handler: the library's text holds the URL with its login


def _open_with(address: Address, settings: VideoSettings, hardware: str) -> InputContainer:
    timeouts = (settings.open_timeout_s, settings.read_timeout_s)
    device = HWAccel(hardware, allow_software_fallback=True) if hardware else None
    url = address.url
    if is_rtsp(url) or is_http(url):
        options = (_PROBING_WHOLE if address.whole else _PROBING) | (_rtsp(address) if is_rtsp(url) else _HTTP)
        target = with_login(url, address.username, address.password)
        return av.open(target, options=options, timeout=timeouts, hwaccel=device)
    path = file_path(url)
    if path is None:
        raise NoPictures(Reason.BAD_URL)
    return av.open(str(path), options=_FILE, timeout=timeouts, hwaccel=device)


def _rtsp(address: Address) -> dict[str, str]:
    if transport_of(address.url, address.transport, "") == UDP:
        return _RTSP | {"rtsp_transport": UDP, "protocol_whitelist": "rtsp,rtp,udp,tcp", "buffer_size": "1000000"}
    encrypted = ",tls,crypto" if is_encrypted(address.url) else ""
    return _RTSP | {"rtsp_transport": TCP, "protocol_whitelist": "rtsp,rtp,tcp" + encrypted}
