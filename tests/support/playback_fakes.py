"""A player that does what it is told at once, and views that keep what they were shown."""

from dataclasses import dataclass, field, replace
from typing import Any

from console.presenters.playback import Played
from widgets.playback.values import Place, TilePlace, Transport


class Shown:
    """Any view: each `show_…` call is kept by its name, the newest last."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("show_"):
            raise AttributeError(name)

        def show(*args: Any, **more: Any) -> None:
            self.calls.append((name, (*args, *more.values())))

        return show

    def of(self, name: str) -> list[tuple[Any, ...]]:
        return [args for called, args in self.calls if called == name]

    def last(self, name: str) -> tuple[Any, ...]:
        return self.of(name)[-1]


@dataclass
class FakePlayer:
    """Stands where it is put; `wait(us)` lets time pass."""

    transport: Transport | None = None
    cameras: tuple[str, ...] = ()
    told: list[tuple[str, Any]] = field(default_factory=list)

    def open(self, cameras, at_us):
        self.cameras, self.transport = cameras, Transport(at_us)
        self.told.append(("open", at_us))

    def set_cameras(self, cameras):
        self.cameras = cameras
        self.told.append(("set_cameras", cameras))

    def play(self, rate):
        assert self.transport is not None
        self.transport = replace(self.transport, rate=rate, playing=True)
        self.told.append(("play", rate))

    def pause(self):
        assert self.transport is not None
        self.transport = replace(self.transport, playing=False)
        self.told.append(("pause", None))

    def step(self, frames):
        assert self.transport is not None
        self.transport = replace(self.transport, at_us=self.transport.at_us + frames * 40_000, playing=False)
        self.told.append(("step", frames))

    def seek(self, at_us):
        assert self.transport is not None
        self.transport = replace(self.transport, at_us=at_us)
        self.told.append(("seek", at_us))

    def played(self):
        if self.transport is None:
            return None
        return Played(self.transport, {one: TilePlace(Place.SHOWN) for one in self.cameras})

    def close(self):
        self.transport = None
        self.told.append(("close", None))

    def wait(self, us):
        assert self.transport is not None
        if self.transport.playing:
            self.transport = replace(self.transport, at_us=self.transport.at_us + round(us * self.transport.rate))


@dataclass
class FakeRing:
    """Spans and motion by camera id."""

    held: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    moved: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    asked: int = 0

    def spans(self, camera_id, since_us, until_us):
        self.asked += 1
        found = ((max(a, since_us), min(b, until_us)) for a, b in self.held.get(camera_id, ()))
        return tuple((a, b) for a, b in found if a < b)

    def motion(self, camera_id, since_us, until_us):
        return tuple(one for one in self.moved.get(camera_id, ()) if since_us <= one[0] < until_us)
