"""A running playback room and what the tests ask of it again and again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.ring import BEGIN_US, FRAME_US
from support.video_room import until
from video.events import CameraId
from video.frames import Picture
from video.playback.clock import SECOND_US, to_time, to_us
from video.playback.entry import run_playback
from video.playback.room import PlaybackRoom
from video.playback.settings import PlaybackSettings
from video.playback.state import CameraPlayback, Condition, PlaybackFact, PlaybackState
from video.synthetic.framecode import read_frame_number

SESSION = "desk"
VIEW = "tile"


class PlayedRoom:
    """One session; moments are in frames since the rings' beginning."""

    def __init__(self, root: Path, run: Callable[..., Any] = run_playback, **settings: Any) -> None:
        self.facts: list[PlaybackFact] = []
        self.room = PlaybackRoom(PlaybackSettings(**settings), root, self.facts.append, run)
        self.room.start()
        self.cameras: tuple[CameraId, ...] = ()

    def open(self, cameras: str, frame: float = 0, size: tuple[int, int] = (320, 180)) -> None:
        """Open the session with these cameras (names apart by blanks) and show them all."""
        self.cameras = tuple(CameraId(name) for name in cameras.split())
        self.room.open(SESSION, self.cameras, to_time(at(frame)))
        for camera in self.cameras:
            self.room.show(SESSION, camera, VIEW, size)

    def seek(self, frame: float) -> None:
        self.room.seek(SESSION, to_time(at(frame)))

    def play(self, rate: float = 1.0) -> None:
        self.room.play(SESSION, rate)

    def pause(self) -> None:
        self.room.pause(SESSION)

    def step(self, frames: int) -> None:
        self.room.step(SESSION, frames)

    @property
    def state(self) -> PlaybackState:
        state = self.room.state(SESSION)
        assert state is not None
        return state

    @property
    def frame(self) -> float:
        """The session's position."""
        return (to_us(self.state.position) - BEGIN_US) / FRAME_US

    def camera(self, name: str) -> CameraPlayback:
        return self.state.cameras[CameraId(name)]

    def picture(self, name: str) -> Picture | None:
        reader = self.room.reader(SESSION, CameraId(name), VIEW)
        return reader.newest() if reader is not None else None

    def shown(self, name: str) -> int | None:
        """The number burnt into the picture that is shown; None where there is none to read."""
        picture = self.picture(name)
        return read_frame_number(picture.pixels) if picture is not None else None

    def until_shown(self, frame: int, *names: str, within_s: float = 6.0) -> float:
        """Wait until all these cameras show just this frame."""
        wanted = [frame] * len(names or self.cameras)
        return self._until(
            lambda: [self.shown(name) for name in names or self.cameras] == wanted, within_s, f"frame {frame}"
        )

    def until_past(self, frame: float, *names: str, within_s: float = 6.0) -> float:
        """Wait until all these cameras show a frame later than this one."""
        return self._until(
            lambda: all((self.shown(name) or -1) > frame for name in names or self.cameras),
            within_s,
            f"later than {frame}",
        )

    def until_condition(self, name: str, condition: Condition, within_s: float = 6.0) -> float:
        return self._until(lambda: self.camera(name).condition is condition, within_s, f"{name} in {condition}")

    def _until(self, condition: Callable[[], object], within_s: float, what: str) -> float:
        try:
            return until(condition, within_s, what)
        except AssertionError as error:
            shown = [self.shown(name) for name in self.cameras]
            raise AssertionError(f"{error}; instead {shown} at {self.frame}, {self.state}") from None


def at(frame: float) -> int:
    """UTC in microseconds."""
    return BEGIN_US + round(frame * FRAME_US)


def stamped(picture: Picture) -> float:
    """The frame that a picture's stamp names."""
    return (picture.stamp.pts_s * SECOND_US - BEGIN_US) / FRAME_US
