"""One camera's pictures over time: motion, traffic by zone, stopped vehicles, darkness."""

import cv2
import numpy as np

from video.detect.arrays import AnyArray, Flags, Gray
from video.detect.boxes import Rect, SteadyBoxes, fraction, rectangles
from video.detect.darkness import Darkness
from video.detect.scene import Observation, Scene
from video.detect.stopped import HELD_AFTER_S, STANDING_AFTER_S, Standing, StoppedVehicles, is_ghost
from video.detect.timeline import Step, Timeline
from video.detect.zone_watch import ZoneWatch
from video.events import Analysis, Box, CameraId, FrameStamp, Sighting, SightingKind, TrafficState, Zone

LARGEST_SIDE = 320
_LEAST_SIDE = 8


class CameraAnalyzer:
    """Feed it a camera's luma pictures in order; it says what each shows and what is worth writing down.

    Deterministic: the same pictures and stamps give the same answers. It keeps no clock of its own and
    does no I/O. Not for use by two threads at once.
    """

    def __init__(self, camera_id: CameraId, zones: tuple[Zone, ...]) -> None:
        self._camera_id = camera_id
        self._watches = [ZoneWatch(zone) for zone in zones]
        self._timeline = Timeline()
        self._darkness = Darkness()
        self._boxes = SteadyBoxes()
        self._stopped = StoppedVehicles()
        self._scene: Scene | None = None

    def feed(self, luma: AnyArray, stamp: FrameStamp) -> tuple[Analysis, tuple[Sighting, ...]]:
        """Take the next picture, (h, w) uint8 of any size (about 320 x 180 at about 5 Hz is meant).

        Gives what this frame shows and the facts that began or ended with it. Never raises for a picture's
        content or size: one too small to see anything in gives an empty analysis.
        """
        step = self._timeline.advance(stamp)
        picture = _fit(luma)
        if picture is None:
            return self._analysis(stamp, (), ()), ()
        sightings = self._judge_light(picture, step, stamp)
        scene = self._scene_for(picture)
        if self._darkness.dark or self._darkness.suspect:
            self._boxes.clear()
            scene.skip(picture)
            return self._analysis(stamp, (), ()), tuple(sightings)
        seen = scene.observe(picture, step, flow_wanted=bool(self._watches))
        height, width = picture.shape
        boxes = self._boxes.update(rectangles(seen.mask), width, height)
        sightings += self._judge_zones(seen, step, stamp)
        sightings += self._judge_standing(scene, seen, picture, step, stamp)
        shown = tuple(fraction(thing.rect, width, height) for thing in self._stopped.standing)
        return self._analysis(stamp, boxes, shown), tuple(sightings)

    def _analysis(self, stamp: FrameStamp, boxes: tuple[Box, ...], stopped: tuple[Box, ...]) -> Analysis:
        zones = tuple(watch.reading() for watch in self._watches)
        return Analysis(self._camera_id, stamp, boxes, zones, stopped, self._darkness.dark)

    def _scene_for(self, picture: Gray) -> Scene:
        if self._scene is None or self._scene.shape != picture.shape:
            self._scene = Scene(picture)
            self._boxes.clear()
            for watch in self._watches:
                watch.resize(picture.shape[1], picture.shape[0])
        return self._scene

    def _judge_light(self, picture: Gray, step: Step, stamp: FrameStamp) -> list[Sighting]:
        if step.forgotten:
            self._forget_traffic()
        if not self._darkness.update(picture, step.dt_s):
            return []
        self._forget_traffic()
        return [Sighting(self._camera_id, SightingKind.DARK, self._darkness.dark, stamp)]

    def _forget_traffic(self) -> None:
        for watch in self._watches:
            watch.meter.forget()

    def _judge_zones(self, seen: Observation, step: Step, stamp: FrameStamp) -> list[Sighting]:
        sightings: list[Sighting] = []
        for watch in self._watches:
            if step.joined:
                watch.update(seen, step)
            state = watch.meter.state
            if state is TrafficState.UNKNOWN or state is watch.reported:
                continue
            watch.reported = state
            reading = watch.reading()
            sightings.append(
                Sighting(
                    self._camera_id,
                    SightingKind.CONGESTION,
                    began=state is not TrafficState.FREE,
                    stamp=stamp,
                    zone_id=watch.zone.id,
                    state=state,
                    occupancy=reading.occupancy,
                    speed=reading.speed,
                )
            )
        return sightings

    def _judge_standing(
        self, scene: Scene, seen: Observation, picture: Gray, step: Step, stamp: FrameStamp
    ) -> list[Sighting]:
        found: list[tuple[Rect, str]] = []
        for rect, pixels in scene.still.blobs(HELD_AFTER_S):
            watch = self._zone_under(rect, pixels)
            if watch is None or is_ghost(rect, pixels, seen.edge, scene.background_edge):
                scene.absorb(rect, pixels, picture)
                continue
            x, y, w, h = rect
            stood_s = float(np.median(scene.still.seconds[y : y + h, x : x + w][pixels]))
            if stood_s >= STANDING_AFTER_S and watch.is_vehicle(rect) and watch.flows():
                found.append((rect, watch.zone.id))
        began, ended = self._stopped.update(found, step.dt_s)
        height, width = picture.shape
        return [
            self._stopped_sighting(thing, stamp, begins, width, height)
            for things, begins in ((began, True), (ended, False))
            for thing in things
        ]

    def _stopped_sighting(self, thing: Standing, stamp: FrameStamp, began: bool, width: int, height: int) -> Sighting:
        return Sighting(
            self._camera_id,
            SightingKind.STOPPED_VEHICLE,
            began,
            stamp,
            zone_id=thing.zone_id,
            box=fraction(thing.rect, width, height),
        )

    def _zone_under(self, rect: Rect, pixels: Flags) -> ZoneWatch | None:
        return next((watch for watch in self._watches if watch.holds(rect, pixels)), None)


def _fit(luma: AnyArray) -> Gray | None:
    """The picture at the size that the detectors work at, or None where there is nothing to see."""
    if luma.ndim != 2 or min(luma.shape) < _LEAST_SIDE:
        return None
    picture = np.ascontiguousarray(luma, dtype=np.uint8)
    largest = max(picture.shape)
    if largest <= LARGEST_SIDE:
        return picture.copy()
    factor = LARGEST_SIDE / largest
    size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
    if min(size) < _LEAST_SIDE:
        return None
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
