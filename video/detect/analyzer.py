"""One camera's pictures over time: motion, traffic by zone, stopped vehicles, darkness."""

import cv2
import numpy as np

from video.detect.arrays import AnyArray, Gray
from video.detect.boxes import SteadyBoxes, fraction, rectangles
from video.detect.darkness import Darkness
from video.detect.scene import Observation, Scene
from video.detect.stopped import Standing
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
        seen = scene.observe(picture, step)
        height, width = picture.shape
        things = [rect for rect in rectangles(seen.mask) if not scene.is_light(rect, picture)]
        boxes = self._boxes.update(things, width, height)
        sightings += self._judge_zones(picture, seen, step, stamp)
        return self._analysis(stamp, boxes, self._standing_boxes()), tuple(sightings)

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

    def _judge_zones(self, picture: Gray, seen: Observation, step: Step, stamp: FrameStamp) -> list[Sighting]:
        sightings: list[Sighting] = []
        for watch in self._watches:
            began, ended = watch.update(picture, seen, step)
            sightings += [self._standing_sighting(watch, thing, stamp, began=True) for thing in began]
            sightings += [self._standing_sighting(watch, thing, stamp, began=False) for thing in ended]
            state = watch.meter.state
            if state is not TrafficState.UNKNOWN and state is not watch.reported:
                watch.reported = state
                sightings.append(self._traffic_sighting(watch, stamp))
        return sightings

    def _traffic_sighting(self, watch: ZoneWatch, stamp: FrameStamp) -> Sighting:
        reading = watch.reading()
        return Sighting(
            self._camera_id,
            SightingKind.CONGESTION,
            began=reading.state is not TrafficState.FREE,
            stamp=stamp,
            zone_id=reading.zone_id,
            state=reading.state,
            occupancy=reading.occupancy,
            speed=reading.speed,
        )

    def _standing_sighting(self, watch: ZoneWatch, thing: Standing, stamp: FrameStamp, *, began: bool) -> Sighting:
        kind = SightingKind.STOPPED_VEHICLE
        return Sighting(self._camera_id, kind, began, stamp, zone_id=watch.zone.id, box=self._box(watch, thing))

    def _box(self, watch: ZoneWatch, thing: Standing) -> Box | None:
        if watch.view is None:
            return None
        return fraction(watch.view.in_picture(thing.rect), watch.view.picture_width, watch.view.picture_height)

    def _standing_boxes(self) -> tuple[Box, ...]:
        shown = [self._box(watch, thing) for watch in self._watches for thing in watch.standing()]
        return tuple(box for box in shown if box is not None)


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
