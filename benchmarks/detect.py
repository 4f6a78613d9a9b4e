"""How well and how fast does the detector see? Prints JSON.

    python -m benchmarks.detect [--tuning 1001,4002] [--held-out 5001,5002] [--footage FOLDER]

Three questions, peers in the same run on the same pictures, one thread:
- motion: F-measure on CDnet "highway" against OpenCV's MOG2 and KNN, with ms a frame and the ratio to ours;
- footage: the zones' classes on real clips (light = FREE, medium = DENSE, heavy = CONGESTED or STOPPED); clips are
  short, so each is played forwards and backwards until 40 s have been seen;
- synthetic: the zones' states on the demo city's cameras with other seeds, outside 30 s around each true change,
  after 30 s of getting to know the street; and the stopped vehicles that were reported.
The footage may not be copied into the project: it lies in `../shared/footage`; what is absent is reported as null.
"""

import argparse
import csv
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from video.detect import motion
from video.detect.analyzer import CameraAnalyzer
from video.detect.background import Background
from video.events import CameraId, FrameStamp, SightingKind, TrafficState, Zone
from video.synthetic.city import SyntheticCamera, demo_city
from video.synthetic.render import Renderer, tell
from video.synthetic.scene import FRAMES_PER_S

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"
SIZE = (320, 180)
WARM_UP_S = 30.0
CHANGE_WINDOW_S = 30.0
CLIP_SEEN_S = 40.0
CLASSES = {
    "light": {TrafficState.FREE},
    "medium": {TrafficState.DENSE},
    "heavy": {TrafficState.CONGESTED, TrafficState.STOPPED},
}
_FIXED_VIEW_FRAMES = {"bangkok_two_roadways.mp4": 240}
_MOVING_CAMERA = {"hongkong_moving_camera.mp4"}

Gray = np.ndarray[Any, np.dtype[np.uint8]]
Masker = Callable[[Gray], Gray]


def median_masker() -> Masker:
    """Our motion mask alone, as the analyzer makes it, fed at 25 frames a second."""
    state: dict[str, Any] = {}

    def mask(luma: Gray) -> Gray:
        if not state:
            state.update(background=Background(luma), before=luma, noise=2.0, now_s=0.0)
        change = cv2.absdiff(state["before"], luma)
        state["noise"] += 0.1 * (motion.noise_level(change) - state["noise"])
        state["before"], state["now_s"] = luma, state["now_s"] + 0.04
        background = state["background"]
        seen = motion.foreground(background.picture, background.unrest, luma, state["noise"])
        background.learn(luma, state["now_s"])
        return seen

    return mask


def opencv_masker(subtractor: Any) -> Masker:
    kernel = np.ones((7, 7), np.uint8)
    return lambda luma: cv2.morphologyEx(cv2.medianBlur(subtractor.apply(luma), 5), cv2.MORPH_CLOSE, kernel)


def score_motion(folder: Path) -> dict[str, Any] | None:
    """F-measure over all frames with pixel truth, and the time for a frame."""
    root = folder / "cdnet_highway_dev"
    if not root.is_dir():
        return None
    first = int((root / "temporalROI.txt").read_text().split()[0])
    region = cv2.imread(str(root / "ROI.bmp"), cv2.IMREAD_GRAYSCALE) > 0
    maskers = {
        "siaga": median_masker(),
        "MOG2": opencv_masker(cv2.createBackgroundSubtractorMOG2(detectShadows=False)),
        "MOG2 varThreshold 32": opencv_masker(cv2.createBackgroundSubtractorMOG2(varThreshold=32, detectShadows=False)),
        "KNN": opencv_masker(cv2.createBackgroundSubtractorKNN(detectShadows=False)),
    }
    counts = {name: np.zeros(3) for name in maskers}
    spent = dict.fromkeys(maskers, 0.0)
    pictures = sorted((root / "input").glob("in*.jpg"))
    for index, path in enumerate(pictures, start=1):
        luma = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        truth = cv2.imread(str(root / "groundtruth" / f"gt{path.stem[2:]}.png"), cv2.IMREAD_GRAYSCALE)
        for name, masker in maskers.items():
            start = time.process_time()
            mask = masker(luma) > 0
            spent[name] += time.process_time() - start
            if index >= first:
                there, free = (truth == 255) & region, (truth <= 50) & region
                counts[name] += (mask & there).sum(), (mask & free).sum(), (~mask & there).sum()
    ours = spent["siaga"]
    return {
        name: {
            "f_measure": round(float(2 * hit / (2 * hit + false + missed)), 4),
            "ms_per_frame": round(spent[name] / len(pictures) * 1e3, 3),
            "time_ratio": round(spent[name] / ours, 2),
        }
        for name, (hit, false, missed) in counts.items()
    }


def clip_frames(path: Path) -> list[tuple[float, Gray]]:
    """A clip's luma at 5 Hz, 320 wide."""
    frames: list[tuple[float, Gray]] = []
    with av.open(str(path)) as container:
        rate = float(container.streams.video[0].average_rate or 25)
        for index, frame in enumerate(container.decode(video=0)):
            if index >= _FIXED_VIEW_FRAMES.get(path.name, 1 << 30):
                break
            at_s = index / rate
            if at_s >= len(frames) * 0.2 - 1e-6:
                luma = frame.to_ndarray(format="gray")
                size = (SIZE[0], round(luma.shape[0] * SIZE[0] / luma.shape[1]))
                frames.append((at_s, cv2.resize(luma, size, interpolation=cv2.INTER_AREA)))
    return frames


def there_and_back(frames: list[tuple[float, Gray]]) -> Iterator[tuple[float, Gray]]:
    """A clip forwards and backwards until 40 s have been seen."""
    step_s = (frames[-1][0] - frames[0][0]) / max(1, len(frames) - 1)
    count, turn = 0, list(range(len(frames))) + list(range(len(frames) - 2, 0, -1))
    while count * step_s < max(CLIP_SEEN_S, frames[-1][0]):
        yield count * step_s, frames[turn[count % len(turn)]][1]
        count += 1


def score_footage(folder: Path) -> dict[str, Any] | None:
    if not (folder / "labels.csv").is_file():
        return None
    rows: list[dict[str, Any]] = []
    for row in csv.DictReader((folder / "labels.csv").read_text("utf-8").splitlines()):
        name = Path(row["file"]).name
        if not row["roi"] or not row["file"].startswith("clips/") or name in _MOVING_CAMERA:
            continue
        labelled = json.loads(row["roi"])
        zones = tuple(Zone(z["name"], z["name"], tuple((x, y) for x, y in z["polygon"])) for z in labelled)
        analyzer = CameraAnalyzer(CameraId(name), zones)
        for index, (at_s, luma) in enumerate(there_and_back(clip_frames(folder / row["file"]))):
            analysis, _ = analyzer.feed(luma, FrameStamp(index, at_s, at_s))
        for zone, reading in zip(labelled, analysis.zones, strict=True):
            right = reading.state in CLASSES[zone["cls"]]
            facts = {"zone": zone["name"], "class": zone["cls"], "state": reading.state, "right": right}
            rows.append(facts | {"occupancy": reading.occupancy, "speed": reading.speed})
    right = sum(row["right"] for row in rows)
    return {"right": right, "zones": len(rows), "accuracy": round(right / len(rows), 3), "each": rows}


def score_camera(camera: SyntheticCamera, seed: int) -> dict[str, Any]:
    """One camera with one seed: two rounds of its loop at 5 Hz (one where it is longer than 5 minutes)."""
    story = tell(camera.with_seed(seed).scene)
    renderer = Renderer(story, 640, 360)
    loop = story.scene.frames
    rounds = 1 if story.scene.loop_s > 300 else 2
    numbers = [n for n in range(rounds * loop) if n % 5 in (0, 2)]
    pictures: dict[int, Gray] = {}
    analyzer = CameraAnalyzer(CameraId(str(camera.number)), camera.zones)
    states: list[tuple[TrafficState, ...]] = []
    stopped = dark = 0
    spent = 0.0
    for sequence, n in enumerate(numbers):
        if n % loop not in pictures:
            gray = cv2.cvtColor(renderer.picture(n % loop), cv2.COLOR_BGR2GRAY)
            pictures[n % loop] = cv2.resize(gray, SIZE, interpolation=cv2.INTER_LINEAR)
        at_s = n / FRAMES_PER_S
        start = time.process_time()
        analysis, sightings = analyzer.feed(pictures[n % loop], FrameStamp(sequence, at_s, at_s))
        spent += time.process_time() - start
        states.append(tuple(zone.state for zone in analysis.zones))
        stopped += sum(s.began for s in sightings if s.kind is SightingKind.STOPPED_VEHICLE)
        dark += sum(s.began for s in sightings if s.kind is SightingKind.DARK)
    right = near_right = counted = near = 0
    for zone in range(len(camera.zones)):
        truth = [story.truth.state(n, zone) for n in numbers]
        hidden = [bool(story.truth.dark[n % loop]) for n in numbers]
        steps = range(1, len(numbers))
        changes = [numbers[i] for i in steps if truth[i] != truth[i - 1] or hidden[i] != hidden[i - 1]]
        for i, n in enumerate(numbers):
            if n / FRAMES_PER_S <= WARM_UP_S or hidden[i]:
                continue
            hit = states[i][zone] is truth[i]
            if all(abs(n - change) / FRAMES_PER_S > CHANGE_WINDOW_S for change in changes):
                right, counted = right + hit, counted + 1
            else:
                near_right, near = near_right + hit, near + 1
    return {
        "camera": camera.number,
        "seed": seed,
        "right": round(right / counted, 4) if counted else None,
        "frames": counted,
        "right_near_changes": round(near_right / near, 4) if near else None,
        "stopped_vehicles": stopped,
        "dark": dark,
        "ms_per_frame": round(spent / len(numbers) * 1e3, 3),
    }


def score_synthetic(seeds: list[int]) -> dict[str, Any]:
    each = [score_camera(camera, seed) for seed in seeds for camera in demo_city()]
    frames = sum(row["frames"] for row in each)
    right = sum((row["right"] or 0.0) * row["frames"] for row in each)
    judged = [row["right"] for row in each if row["right"] is not None]
    return {
        "right": round(right / frames, 4) if frames else None,
        "worst": min(judged, default=None),
        "ms_per_frame": round(float(np.mean([row["ms_per_frame"] for row in each])), 3) if each else None,
        "each": each,
    }


def _seeds(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuning", type=_seeds, default=[1001, 4002], help="seeds that were looked at while tuning")
    parser.add_argument("--held-out", type=_seeds, default=[5001, 5002], help="seeds that were not")
    parser.add_argument("--footage", type=Path, default=FOOTAGE)
    told = parser.parse_args()
    cv2.setNumThreads(1)
    result = {
        "motion": score_motion(told.footage),
        "footage": score_footage(told.footage),
        "synthetic": {"tuning": score_synthetic(told.tuning), "held_out": score_synthetic(told.held_out)},
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
