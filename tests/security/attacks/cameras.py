"""Cameras, their logins, leases, moved cameras and recorded pictures; a station without a lease."""

import json
from uuid import UUID

from security.attacks.attack import DESK, NO_ROW, Attack, Statement, Tried, about, everybody_but, plain
from security.conftest import World

from storage.model.ids import new_id
from storage.model.people import Machine, Role

SECRET_READERS = (Role.STATION, Machine.BACKUP)
KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
STATION = (Role.STATION,)
LOCK = (
    "INSERT INTO siaga.footage_lock (id, camera_id, since, until, reason, days)"
    " VALUES (gen_random_uuid(), %s, '{since}', '{until}', 'x', 30)"
)
NEW_CAMERA = "INSERT INTO siaga.camera (id, number, name, main_url) VALUES (gen_random_uuid(), 901, 'x', 'rtsp://{login}10.0.0.1/')"
TAKE = "SELECT siaga.take_ptz(%s, '{reason}')"


def claimed(world: World) -> Statement:
    """`world.camera`'s lease, as every camera's that is free."""
    return "SELECT siaga.claim_leases(ARRAY(SELECT id FROM siaga.camera), 60)", ()


def sighting(world: World) -> Statement:
    insert = (
        "INSERT INTO siaga.sighting (id, camera_id, epoch, kind, began, state, occupancy, speed, seen_at)"
        " VALUES (%s, %s, coalesce((SELECT epoch FROM siaga.lease WHERE camera_id = %s), 1), 'congestion', true,"
        " 'dense', 0.5, 0.5, now())"
    )
    return insert, (new_id(), world.camera, world.camera)


def forged_sighting(world: World) -> Statement:
    insert = (
        "INSERT INTO siaga.sighting (id, camera_id, station_id, epoch, kind, began, state, occupancy, speed, seen_at)"
        " SELECT gen_random_uuid(), %s, id, 1, 'congestion', true, 'dense', 0.5, 0.5, now() FROM siaga.station"
    )
    return insert, (world.camera,)


def hours(world: World) -> Statement:
    hour = {"camera_id": str(world.camera), "hour": "2026-11-24T05:00:00Z", "watched_s": 3600, "reconnects": 0}
    hour |= {"lost_s": 0, "frozen_s": 0, "late_s": 0, "delay_s": 0, "bytes": 0, "tampered_s": 0}
    return "SELECT FROM siaga.write_camera_hours(%s) n WHERE n > 0", (json.dumps([hour]),)


def outage(world: World) -> Statement:
    gone = {"id": str(new_id()), "camera_id": str(world.camera), "began_at": "2026-11-24T05:00:00Z"}
    return "SELECT FROM siaga.write_outages(%s) n WHERE n > 0", (json.dumps([gone]),)


def alarm(world: World) -> Statement:
    seen = {"id": str(new_id()), "camera_id": str(world.camera), "kind": "congestion", "priority": 2, "held_s": 60}
    seen |= {"cooldown_s": 0, "occupancy": 0.9, "speed": 0}
    return "SELECT FROM siaga.raise_alarms(%s)", (json.dumps([seen]),)


def clock_alarm(world: World) -> Statement:
    late = {"id": str(new_id()), "about_ticket": str(world.mine), "kind": "sla_breach", "priority": 1, "held_s": 1}
    return "SELECT FROM siaga.raise_clock_alarms(%s)", (json.dumps([late | {"version": 0, "subject": "x"}]),)


def clock_alarm_now(world: World) -> Statement:
    statement, (text,) = clock_alarm(world)
    (late,) = json.loads(str(text))
    return statement, (json.dumps([late | {"version": world.city.detail(world.mine).ticket.version}]),)


CAMERAS = [
    Attack(
        "read a camera's login",
        everybody_but(*SECRET_READERS),
        "42501",
        plain("SELECT FROM siaga.camera_secret"),
        Role.STATION,
    ),
    Attack(
        "set a camera's login",
        everybody_but(*KEEPERS),
        "42501",
        about("SELECT siaga.set_camera_secret(%s, 'x', 'x')", "camera"),
        Role.SUPERVISOR,
    ),
    Attack(
        "write a camera's login past the function",
        everybody_but(),
        "42501",
        about(
            "INSERT INTO siaga.camera_secret (camera_id) VALUES (%s)"
            " ON CONFLICT (camera_id) DO UPDATE SET password = 'x'",
            "camera",
        ),
    ),
    Attack(
        "put a login into an address that everybody reads",
        KEEPERS,
        "23514",
        plain(NEW_CAMERA.format(login="admin:x@")),
        Role.SUPERVISOR,
        plain(NEW_CAMERA.format(login="")),
    ),
    Attack(
        "change a camera",
        everybody_but(*KEEPERS),
        "42501",
        about("UPDATE siaga.camera SET main_url = 'rtsp://10.0.0.9/' WHERE id = %s", "camera"),
        Role.SUPERVISOR,
    ),
    Attack(
        "take a lease without being a station",
        everybody_but(Role.STATION),
        "42501",
        about("SELECT siaga.claim_leases(ARRAY[%s]::uuid[], 60)", "camera"),
        Role.STATION,
    ),
    Attack(
        "write a lease past the function",
        everybody_but(),
        "42501",
        plain("UPDATE siaga.lease SET until = now() + interval '1 year', epoch = 99"),
    ),
    Attack("write a sighting in a station's name", everybody_but(), "42501", forged_sighting),
    Attack(
        "move a camera that another moves",
        (Role.OPERATOR,),
        "SG004",
        about(TAKE.format(reason="x"), "moved"),
        Role.SUPERVISOR,
    ),
    Attack(
        "take a camera over without a reason",
        KEEPERS,
        "SG004",
        about(TAKE.format(reason=""), "moved"),
        Role.SUPERVISOR,
        about(TAKE.format(reason="x"), "moved"),
    ),
    Attack(
        "move a camera without being of the desk",
        everybody_but(*KEEPERS, Role.OPERATOR),
        "42501",
        about(TAKE.format(reason="x"), "movable"),
        Role.OPERATOR,
    ),
    Attack("write who moves a camera", everybody_but(), "42501", plain("UPDATE siaga.ptz_hold SET until = now()")),
    Attack(
        "lock recorded pictures of an absurd span",
        DESK,
        "SG002",
        about(LOCK.format(since="0001-01-03", until="9999-01-01"), "camera"),
        Role.OPERATOR,
        about(LOCK.format(since="2026-11-01", until="2026-12-02"), "camera"),
    ),
    Attack(
        "lock recorded pictures for ever",
        DESK,
        "23514",
        about(LOCK.format(since="2026-11-01", until="2026-11-02").replace("30)", "400)"), "camera"),
        Role.OPERATOR,
        about(LOCK.format(since="2026-11-01", until="2026-11-02"), "camera"),
    ),
    Attack(
        "let locked pictures go",
        everybody_but(*KEEPERS),
        "42501",
        about("UPDATE siaga.footage_lock SET released_at = now(), release_reason = 'x' WHERE id = %s", "lock"),
        Role.SUPERVISOR,
    ),
    Attack(
        "remove another's bookmark",
        (Role.OPERATOR,),
        NO_ROW,
        about("UPDATE siaga.bookmark SET removed_at = now() WHERE id = %s", "their_bookmark"),
        Role.SUPERVISOR,
    ),
    Attack(
        "write a camera's hours past the function",
        everybody_but(),
        "42501",
        plain("UPDATE siaga.camera_hour SET lost_s = 0"),
    ),
    Attack("call a ticket late that was acted on since", STATION, NO_ROW, clock_alarm, Role.STATION, clock_alarm_now),
]
TICKET = UUID(int=2021)
ALARM = UUID(int=2022)
ZONES = "UPDATE siaga.camera SET zones = '{}' WHERE id = %s"
AREA = "UPDATE siaga.area SET boundary = '{}'"
DRAWN = '{"type": "Polygon", "coordinates": [[[107, -6], [107.1, -6], [107.1, -6.1], [POINT]]]}'
RULE = "INSERT INTO siaga.routing_rule (id, name, agency_id, boundary) VALUES (gen_random_uuid(), 'x', %s, %s)"


def drawing(point: str) -> Tried:
    return lambda world: (RULE, (world.city.agencies["pupr"], DRAWN.replace("POINT", point)))


def seen(at: str) -> Tried:
    def tried(world: World) -> Statement:
        statement, values = sighting(world)
        return statement.replace("now()", f"'{at}'"), values

    return tried


def lost(held: str) -> Tried:
    def tried(world: World) -> Statement:
        gone = {"id": str(ALARM), "camera_id": str(world.movable), "kind": "camera_lost", "priority": 3, "speed": 0}
        return "SELECT FROM siaga.raise_alarms(%s)", (
            json.dumps([gone | {"held_s": held, "cooldown_s": 0, "occupancy": 0}]),
        )

    return tried


def routed(distance: str) -> Tried:
    insert = "INSERT INTO siaga.routing (ticket_id, candidates, distance_m) VALUES (%s, ARRAY[%s]::uuid[], %s)"
    return lambda world: (insert, (TICKET, world.city.agencies["pupr"], distance))


opened = plain("INSERT INTO siaga.ticket (id, title, category, priority) VALUES (%s, 'x', 'congestion', 2)", TICKET)
UNREADABLE = [
    Attack(
        "give a camera zones that no client can read",
        KEEPERS,
        "SG002",
        about(ZONES.format("[1]"), "camera"),
        Role.SUPERVISOR,
        about(ZONES.format("[]"), "camera"),
    ),
    Attack(
        "give a camera a zone without a name or with endless points",
        KEEPERS,
        "SG002",
        about(ZONES.format('[{"id": "00000000-0000-0000-0000-000000000001", "polygon": [[1e400, 0]]}]'), "camera"),
        Role.SUPERVISOR,
        about(
            ZONES.format('[{"id": "00000000-0000-0000-0000-000000000001", "name": "x", "polygon": [[0.5, 1]]}]'),
            "camera",
        ),
    ),
    Attack(
        "draw an area that no client can read",
        KEEPERS,
        "SG002",
        plain(AREA.format("x")),
        Role.SUPERVISOR,
        plain(AREA.format("")),
    ),
    Attack(
        "draw a routing rule with a point that is none",
        KEEPERS,
        "SG002",
        drawing('"x", 0'),
        Role.SUPERVISOR,
        drawing("107, -6"),
    ),
    Attack(
        "write a sighting of a year that no client knows",
        STATION,
        "SG002",
        seen("20000-01-01"),
        Role.STATION,
        sighting,
        (claimed,),
    ),
    Attack("write a sighting of no time", STATION, "SG002", seen("infinity"), Role.STATION, sighting, (claimed,)),
    Attack("raise an alarm that has held for ever", STATION, "SG002", lost("Infinity"), Role.STATION, lost("1")),
    Attack("raise an alarm that has held for no number", STATION, "SG002", lost("NaN"), Role.STATION, lost("1")),
    Attack(
        "propose an agency at an endless distance",
        DESK,
        "SG002",
        routed("Infinity"),
        Role.OPERATOR,
        routed("5"),
        (opened,),
    ),
]
"""One row that no client could read ends every list that it stands in."""
UNLEASED: dict[str, Tried] = {
    "write a sighting without a lease": sighting,
    "write a camera's hours without a lease": hours,
    "write a camera's outage without a lease": outage,
    "raise a picture's alarm while another station has the lease": alarm,
}
"""What a station does to a camera that another one holds; it gets through once it holds the camera itself."""
