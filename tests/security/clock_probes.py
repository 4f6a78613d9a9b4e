"""What the lines of the matrix about tickets' clocks are proved with."""

import json

from security.conftest import World

from storage.model.ids import new_id

Statements = list[tuple[str, tuple[object, ...]]]


def pausing(world: World) -> Statements:
    return [("UPDATE siaga.ticket SET act = 'pause', paused = 'citizen', said = '' WHERE id = %s", (world.mine,))]


def rule_setting(world: World) -> Statements:
    target = (
        "INSERT INTO siaga.clock_target (id, clock_class, goal, unit, amount, replaces)"
        " SELECT %s, 'emergency', 'answer', 'seconds', 20, id FROM siaga.clock_target"
        " WHERE clock_class = 'emergency' AND goal = 'answer' AND category IS NULL"
    )
    hours = (
        "INSERT INTO siaga.work_week (id, since, hours)"
        " VALUES (%s, '2031-01-01', ARRAY['08:00-16:00', '', '', '', '', '', ''])"
    )
    return [
        (target, (new_id(),)),
        ("INSERT INTO siaga.clock_category (id, category, clock_class) VALUES (%s, 'x', 'incident')", (new_id(),)),
        (hours, (new_id(),)),
        ("INSERT INTO siaga.site_day (id, day, kind, name) VALUES (%s, '2031-01-02', 'off', 'x')", (new_id(),)),
    ]


def alarm_raising(world: World) -> Statements:
    seen = world.city.detail(world.mine).ticket.version
    alarm = {"id": str(new_id()), "kind": "sla_breach", "about_ticket": str(world.mine), "version": seen}
    alarm |= {"priority": 2, "held_s": 1.0, "subject": "x"}
    return [
        ("SELECT siaga.raise_clock_alarms(%s)", (json.dumps([alarm]),)),
        ("SELECT * FROM siaga.open_clocks()", ()),
    ]


def forging(world: World) -> Statements:
    event = "INSERT INTO siaga.clock_event (ticket_id, at, act) VALUES (%s, now(), 'acknowledge')"
    return [
        (event, (world.mine,)),
        ("SELECT siaga.write_clock_event(%s, 'acknowledge', NULL, NULL, '', false)", (world.mine,)),
        ("UPDATE siaga.clock_event SET at = now() - interval '1 hour' WHERE ticket_id = %s", (world.mine,)),
        ("DELETE FROM siaga.clock_event WHERE ticket_id = %s", (world.mine,)),
        ("UPDATE siaga.clock_target SET amount = 900", ()),
        ("DELETE FROM siaga.clock_target WHERE goal = 'reply'", ()),
        ("UPDATE siaga.clock_category SET clock_class = 'complaint'", ()),
        ("UPDATE siaga.work_week SET hours = ARRAY['', '', '', '', '', '', '00:00-00:01']", ()),
        ("UPDATE siaga.ticket SET paused = 'citizen' WHERE id = %s", (world.mine,)),
        ("UPDATE siaga.ticket SET act = 'note', said = 'x', paused = 'citizen' WHERE id = %s", (world.mine,)),
        ("UPDATE siaga.ticket SET act = 'note', said = 'x', clock_class = 'oversight' WHERE id = %s", (world.mine,)),
    ]
