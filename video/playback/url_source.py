"""A camera's packets from a recorder (NVR), by its RTSP URL with a time; it comes at normal speed."""

import threading
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from time import monotonic

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from video.ingest.opening import NoPictures, opened
from video.ingest.reasons import Reason
from video.ingest.settings import VideoSettings
from video.ingest.translation import reason_of
from video.playback.clock import SECOND_US
from video.playback.orders import Recorder
from video.playback.replay_url import BadReplayUrl, fill_replay_url
from video.playback.settings import PlaybackSettings
from video.playback.source import Unit
from video.recording.segment import Header, Kind, Record

NOTHING_SENT = "playback.reason.recorder_empty"
_NO_MORE = ("", Reason.NOT_FOUND.value, Reason.NOT_VIDEO.value)  # how recorders say that they have no more
_WAITING_MOST = 3_000
_BEGINS_WITHIN_S = 10
RECORDED_ELSEWHERE = 0
"""Stands for the segment of everything that a recorder sends."""


class _Reading:
    """One opening of the recorder, in a thread of its own, which alone closes it."""

    def __init__(
        self, recorder: Recorder, camera_id: str, since_us: int, settings: PlaybackSettings, wake: Callable[[], None]
    ) -> None:
        self.units: deque[Unit] = deque()
        self.failure = ""
        self.done = False
        self.began = False
        self._recorder = recorder
        self._camera_id = camera_id
        self._since_us = since_us
        self._settings = settings
        self._wake = wake
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="siaga-recorder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; it may be inside a read for as long as the read timeout."""
        self._stop.set()

    def _run(self) -> None:
        settings = self._settings
        until_us = self._since_us + round(settings.recorder_span_s * SECOND_US)
        began_s = monotonic()
        try:
            url = fill_replay_url(self._recorder.url, self._since_us, until_us, settings.recorder_zone)
            opening = VideoSettings(open_timeout_s=settings.open_timeout_s, read_timeout_s=settings.read_timeout_s)
            with opened(url, self._recorder.username, self._recorder.password, opening, whole=True) as (
                container,
                stream,
            ):
                self._read(container, stream)
        except NoPictures as error:
            self.failure = error.reason.value
        except BadReplayUrl as error:
            self.failure = error.word
        except (av.FFmpegError, OSError) as error:
            if not self.began:
                self.failure = reason_of(error, monotonic() - began_s, settings.read_timeout_s).value
        finally:
            self.done = True
            self._wake()

    def _read(self, container: InputContainer, stream: VideoStream) -> None:
        codec = stream.codec_context
        time_base = stream.time_base or Fraction(1, 90_000)
        aspect = stream.sample_aspect_ratio or None
        header = Header(
            self._camera_id, codec.name, bytes(codec.extradata or b""), codec.width, codec.height, time_base, aspect, ""
        )
        first: int | None = None
        ticks = 0
        for packet in container.demux(stream):
            if self._stop.is_set():
                return
            if packet.size == 0:
                continue
            # libav gives the first packets of RTSP no time: they stand at the beginning
            given = packet.dts if packet.dts is not None else packet.pts
            ticks = ticks if given is None else given
            if first is None:  # RTSP counts from what was asked for; another beginning is not believed
                first = 0 if 0 <= ticks * time_base < _BEGINS_WITHIN_S else ticks
            at_us = self._since_us + round((ticks - first) * time_base * SECOND_US)
            pts = ticks if packet.pts is None else packet.pts
            record = Record(Kind.PACKET, bytes(packet), at_us, at_us, pts, packet.dts, packet.is_keyframe)
            self.began = True
            while len(self.units) >= _WAITING_MOST and not self._stop.wait(0.05):
                pass  # nobody takes them: the recorder is held back
            self.units.append(Unit(header, record, RECORDED_ELSEWHERE, at_us))
            self._wake()


class UrlSource:
    """Opens the recorder at each seek, and again where a span ends. `wake` is called when something has come."""

    live = True

    def __init__(
        self, recorder: Recorder, camera_id: str, settings: PlaybackSettings, wake: Callable[[], None]
    ) -> None:
        self._recorder = recorder
        self._camera_id = camera_id
        self._settings = settings
        self._wake = wake
        self._reading: _Reading | None = None
        self._newest_us = 0
        self._continued = False  # it goes on where a span ended that had pictures
        self.failure = ""
        self.ended = False

    @property
    def recorder(self) -> Recorder:
        return self._recorder

    def seek(self, at_us: int) -> None:
        self.close()
        self._open(at_us)

    def next(self) -> Unit | None:
        reading = self._reading
        if reading is None:
            return None
        done = reading.done  # asked first: what came before it is in `units`
        if reading.units:
            unit = reading.units.popleft()
            self._newest_us = unit.at_us
            return unit
        if done:
            self._after(reading)
        return None

    def key_before(self, at_us: int) -> Unit | None:
        """A recorder is not looked through backwards."""
        return None

    def close(self) -> None:
        """End the connection; its thread does so as soon as its read ends."""
        if self._reading is not None:
            self._reading.stop()
            self._reading = None
        self.failure, self.ended = "", False

    def _open(self, at_us: int, continued: bool = False) -> None:
        self._newest_us, self._continued = at_us, continued
        self._reading = _Reading(self._recorder, self._camera_id, at_us, self._settings, self._wake)

    def _after(self, reading: _Reading) -> None:
        """The span is over: on with the next one, unless this one held nothing."""
        self._reading = None
        if reading.began:
            self._open(self._newest_us + 1, continued=True)
        elif self._continued and reading.failure in _NO_MORE:
            self.ended = True
        else:
            self.failure = reading.failure or NOTHING_SENT
