"""What a headless demo tells of itself: each camera beside what the demo expects, and what is in the record."""

from collections import Counter
from typing import Any

from console.app import Desk
from console.nodes.demo import DemoCity, camera_id
from resources.words import say
from storage.pg.record import connect_person
from video.events import CameraId, StreamHealth
from video.synthetic.city import SyntheticCamera, demo_city


def account_of(desk: Desk, city: DemoCity) -> tuple[dict[str, Any], list[str]]:
    """The account as JSON has it, and a sentence for each camera that is not as expected."""
    health = desk.video.supervisor.health()
    cameras: list[dict[str, Any]] = []
    wrong: list[str] = []
    for camera in demo_city():
        own_id = CameraId(str(camera_id(camera.number)))
        own = health.get(own_id, StreamHealth(own_id))
        expected = city.expected(camera)
        cameras.append(_line(desk, camera, own, sorted(state.value for state in expected)))
        if own.state not in expected:
            words = {name: say(f"console.count.{state.value}") for name, state in (("state", own.state),)}
            hoped = " / ".join(say(f"console.count.{state.value}") for state in sorted(expected))
            wrong.append(say("console.demo.unexpected", number=camera.number, expected=hoped, **words))
    return {"cameras": cameras, **_record(desk), "report": None, "database": city.version}, wrong


def _line(desk: Desk, camera: SyntheticCamera, own: StreamHealth, expected: list[str]) -> dict[str, Any]:
    return {
        "id": camera.number,
        "name": camera.name,
        "state": own.state.value,
        "expected": expected,
        "decoded": own.decoded,
        "painted": desk.window.grid.painted(own.camera_id),
        "reconnects": own.reconnects,
        "delay_s": None if own.delay_s is None else round(own.delay_s, 3),
    }


def _record(desk: Desk) -> dict[str, Any]:
    first = desk.entry.first
    assert first is not None
    record = connect_person(desk.entry.dsn, first.login, first.password)
    try:
        sightings = len(record.sightings(since=desk.started_at))
        tickets = Counter(ticket.state.value for ticket in record.tickets(open_only=False))
    finally:
        record.close()
    return {"sightings": sightings, "alarms": 0, "tickets": dict(tickets)}
