"""What a headless demo tells of itself: each camera beside what the demo expects, and what is in the record."""

from collections import Counter
from pathlib import Path
from typing import Any

from console.app import Desk
from console.clock import utc_now
from console.nodes.demo import DemoCity, camera_id
from console.reports.file import write_whole
from console.reports.making import read_material, set_report
from console.settings import Settings
from resources.words import language, say
from storage.pg.record import connect_person
from video.events import CameraId, StreamHealth
from video.synthetic.city import SyntheticCamera, demo_city

REPORT = "laporan-shift.pdf"


def account_of(desk: Desk, city: DemoCity, settings: Settings, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """The account as JSON has it, and a sentence for each camera that is not as expected.

    Writes the report of the time since the desk was started into `folder`. Raises SiagaError.
    """
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
    return {"cameras": cameras, **_record(desk, settings, folder), "database": city.version}, wrong


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


def _record(desk: Desk, settings: Settings, folder: Path) -> dict[str, Any]:
    first = desk.entry.first
    assert first is not None
    record = connect_person(desk.entry.dsn, first.login, first.password)
    try:
        sightings = len(record.sightings(since=desk.started_at))
        tickets = Counter(ticket.state.value for ticket in record.tickets(open_only=False))
        material = read_material(record, settings, desk.started_at, utc_now())
    finally:
        record.close()
    file = folder / REPORT
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, set_report(material, language()).pdf)
    alarms = sum(line.raised for line in material.facts.alarms)
    return {"sightings": sightings, "alarms": alarms, "tickets": dict(tickets), "report": str(file)}
