"""From a wish to the camera: how long until it hears, and until it stops when its mover lets go or is slow to.

`python -m benchmarks.ptz` prints JSON. The camera is a scripted one over HTTP on loopback with a login in each call;
`--delay 0.1` makes it answer that much later, as one behind a radio link does.
"""

import argparse
import json
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.onvif_server import PASSWORD, USER, CameraServer, services

from video.onvif.camera import OnvifCamera
from video.onvif.driver import PtzDriver
from video.onvif.settings import OnvifSettings
from video.onvif.values import Login, Velocity


def now() -> datetime:
    return datetime.now(UTC)


def wait_for(server: CameraServer, operation: str, since_s: float) -> float:
    """Milliseconds from `since_s` until the camera heard `operation`."""
    while True:
        heard = [one.at_s for one in server.asked if one.operation == operation and one.at_s >= since_s]
        if heard:
            return (heard[0] - since_s) * 1000
        if time.monotonic() - since_s > 10:
            raise TimeoutError(operation)
        time.sleep(0.0005)


def figures(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    at_95 = ordered[int(len(ordered) * 0.95)]
    return {"median_ms": statistics.median(ordered), "p95_ms": at_95, "max_ms": ordered[-1]}


def measure(rounds: int, delay_s: float) -> dict[str, object]:
    server = CameraServer()

    def answer(element: str) -> str:
        time.sleep(delay_s)
        return element

    server.answers = {
        "GetServices": services(server, "ptz"),
        "ContinuousMove": lambda _: answer("<ContinuousMoveResponse/>"),
        "Stop": lambda _: answer("<StopResponse/>"),
    }
    camera = OnvifCamera(server.place, Login(USER, PASSWORD), OnvifSettings(), utc_now=now)
    driver = PtzDriver(camera, "main")
    began_s = time.monotonic()
    driver.start()
    driver.wish(Velocity(pan=0.1))
    first = wait_for(server, "ContinuousMove", began_s)
    moves, stops = [], []
    for _ in range(rounds):
        driver.stop()
        time.sleep(0.05 + 2 * delay_s)
        began_s = time.monotonic()
        driver.wish(Velocity(pan=0.5))
        moves.append(wait_for(server, "ContinuousMove", began_s))
        began_s = time.monotonic()
        driver.stop()
        stops.append(wait_for(server, "Stop", began_s))
    driver.close()
    server.close()
    return {
        "answers_after_s": delay_s,
        "first_move_with_clock_and_services_ms": first,
        "wish_to_move": figures(moves),
        "release_to_stop": figures(stops),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--delay", type=float, default=0.0)
    given = parser.parse_args()
    print(json.dumps(measure(given.rounds, given.delay), indent=2))


if __name__ == "__main__":
    main()
