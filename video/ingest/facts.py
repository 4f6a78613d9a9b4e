"""What the video room tells the console, as frozen values."""

from dataclasses import dataclass

from video.events import Analysis, CameraId, Sighting, StreamHealth


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """A stream's state or its reason changed; the figures are those of that moment."""

    health: StreamHealth


@dataclass(frozen=True, slots=True)
class Analysed:
    """One analysed frame, at most 5 a second and camera; a late listener gets the newest only."""

    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Sighted:
    """Something worth writing down; none is left out while the worker lives."""

    sighting: Sighting


@dataclass(frozen=True, slots=True)
class PictureReady:
    """A view has its first picture of a new generation."""

    camera_id: CameraId
    view: str


@dataclass(frozen=True, slots=True)
class WorkerRestarted:
    """A worker ended and was replaced; `cause` is a key of resources/words, `cameras` were moved."""

    cause: str
    cameras: tuple[CameraId, ...]


Fact = HealthChanged | Analysed | Sighted | PictureReady | WorkerRestarted
