"""Opening a camera or a file with PyAV; the only place where a login meets a URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from resources.errors import SiagaError
from video.ingest.reasons import Reason
from video.ingest.settings import VideoSettings
from video.ingest.translation import reason_of
from video.ingest.urls import file_path, is_rtsp, with_login


class NoPictures(SiagaError):
    """A stream cannot be opened or read on; `reason` is its sentence. Holds nothing of the URL."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.word = reason.value


# First frame after 1.1 s instead of 5.0 (COMPONENTS); the size and codec of H.264 stand in its first key frame.
_PROBING = {"analyzeduration": "200000", "probesize": "200000", "fflags": "nobuffer"}


@contextmanager
def opened(
    url: str, username: str, password: str, settings: VideoSettings
) -> Iterator[tuple[InputContainer, VideoStream]]:
    """An open container and its first video stream; closed by the thread that opened it, and by no other.

    Raises NoPictures. A close from another thread during a read is a segfault (measured 7 of 7).
    """
    container = _open(url, username, password, settings)
    try:
        if not container.streams.video:
            raise NoPictures(Reason.NOT_VIDEO)
        stream = container.streams.video[0]
        if stream.codec_context is None:
            raise NoPictures(Reason.NOT_VIDEO)
        stream.codec_context.thread_count = 1
        yield container, stream
    finally:
        container.close()


def _open(url: str, username: str, password: str, settings: VideoSettings) -> InputContainer:
    began_s = monotonic()
    timeouts = (settings.open_timeout_s, settings.read_timeout_s)
    try:
        if is_rtsp(url):
            options = {
                **_PROBING,
                "rtsp_transport": "tcp",
                "protocol_whitelist": "rtsp,rtp,tcp,tls,crypto",
                "allowed_media_types": "video",
            }
            return av.open(with_login(url, username, password), options=options, timeout=timeouts)
        path = file_path(url)
        if path is None:
            raise NoPictures(Reason.BAD_URL)
        return av.open(str(path), options={"protocol_whitelist": "file"}, timeout=timeouts)
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = reason_of(error, monotonic() - began_s, settings.open_timeout_s)
    raise NoPictures(reason)  # outside the handler: the library's text holds the URL with its login
