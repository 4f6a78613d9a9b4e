"""The probes of alarms, their rules and outages."""

import json
from collections.abc import Callable
from uuid import UUID

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]
NEW_TICKET = UUID(int=4188)


def alarm_acting(world: World) -> Statements:
    acts = {
        "acknowledge": "act = 'acknowledge'",
        "shelve": "act = 'shelve', reason = 'Pasar tumpah', shelved_until = now() + interval '1 hour'",
        "false_alarm": "act = 'false_alarm', reason = ''",
    }
    return [(f"UPDATE siaga.alarm SET {asked} WHERE id = %s", (world.alarm,)) for asked in acts.values()]


def ticket_opening(world: World) -> Statements:
    insert = "INSERT INTO siaga.ticket (id, title, category, priority) VALUES (%s, 'Kamera padam', 'other', 3)"
    return [(insert, (NEW_TICKET,))]


def carrying_on(world: World) -> Statements:
    return [("UPDATE siaga.alarm SET act = 'ticket', ticket_id = %s WHERE id = %s", (NEW_TICKET, world.alarm))]


def rule_saving(world: World) -> Statements:
    insert = (
        "INSERT INTO siaga.alarm_rule (id, kind, priority, min_duration_s, cooldown_s, camera_id)"
        " VALUES (%s, 'dark', 3, 10, 60, %s)"
    )
    return [
        (insert, (new_id(), world.camera)),
        ("UPDATE siaga.alarm_rule SET enabled = false WHERE kind = 'dark'", ()),
    ]


def alarm_raising(world: World) -> Statements:
    new = {"kind": "camera_lost", "priority": 3, "held_s": 31, "cooldown_s": 0, "occupancy": 0, "speed": 0}
    new.update(id=str(new_id()), camera_id=str(world.camera))
    return [
        ("SELECT siaga.raise_alarms(%s)", (json.dumps([new]),)),
        ("SELECT siaga.return_alarms(ARRAY[%s]::uuid[])", (world.alarm,)),
        ("SELECT siaga.keep_alarm_still(%s, '\\xffd8ffe0')", (world.alarm,)),
        ("SELECT siaga.end_shelving()", ()),
        ("SELECT count(*) FROM siaga.unanalysed(0)", ()),
        ("SELECT siaga.write_outages('[]')", ()),
    ]


def alarm_forging(world: World) -> Statements:
    forged = {
        "state = 'cleared', active = false, closed_at = now()": (),
        "priority = 4": (),
        "raised_at = '2020-01-01'": (),
        "acknowledged_by = %s": (world.city.person("operator3").me().id,),
        "shelved_by = %s": (world.city.person("operator3").me().id,),
        "version = 9": (),
    }
    insert = (
        "INSERT INTO siaga.alarm (id, kind, family, camera_id, priority, occupancy, speed, held_s, cooldown_s)"
        " VALUES (%s, 'dark', 'dark', %s, 3, 0, 0, 11, 60)"
    )
    outage = "INSERT INTO siaga.outage (id, camera_id, station_id, began_at) VALUES (%s, %s, %s, now())"
    station = world.doors.station("station1").me().id
    return [
        *((f"UPDATE siaga.alarm SET {change} WHERE id = %s", (*v, world.alarm)) for change, v in forged.items()),
        (insert, (new_id(), world.camera)),
        ("DELETE FROM siaga.alarm", ()),
        ("DELETE FROM siaga.alarm_rule", ()),
        (outage, (new_id(), world.camera, station)),
    ]


def of_alarm(statement: str) -> Callable[[World], Statements]:
    """A statement with one `%s`, filled with the world's alarm."""
    return lambda world: [(statement, (world.alarm,))]
