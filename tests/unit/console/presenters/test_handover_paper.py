import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from support.shift_desk import PLAN, SHIFT_BEGINS
from support.small_site import camera

from console.presenters.handover_paper import UnreadablePaper, cameras_out, differences, from_json, to_json, with_notes
from storage.model.alarms import AlarmKind
from storage.model.tickets import AssignmentState, Priority, TicketState
from video.events import CameraId, StreamHealth, StreamState
from widgets.shift.values import HandedAgency, HandedAlarm, HandedCamera, HandedLine, HandedTicket, Paper

AT = SHIFT_BEGINS + timedelta(hours=7, seconds=1, microseconds=5)
TICKET = HandedTicket(
    "t1",
    "BKS-2026-004188",
    "Pohon tumbang",
    "Jl. Kalimalang",
    Priority.HIGH,
    TicketState.IN_PROGRESS,
    SHIFT_BEGINS,
    "Operator 1",
    (HandedAgency("PUPR", AssignmentState.DISPATCHED, SHIFT_BEGINS, SHIFT_BEGINS + timedelta(minutes=5)),),
)
PAPER = Paper(
    at=AT,
    span=PLAN.at(SHIFT_BEGINS),
    outgoing="Operator 1",
    tickets=(TICKET,),
    shelved=(HandedAlarm("a1", AlarmKind.DARK, "102 Pasar", Priority.LOW, AT, "Perbaikan lampu", "Operator 2"),),
    cameras=(HandedCamera(107, "Plaza", StreamState.LOST, None),),
    log=(HandedLine(SHIFT_BEGINS, "Operator 1", 'PJU padam, "simpang" ↯\nbaris kedua'),),
    notes="Tunggu Dishub",
)


def test_a_paper_comes_back_from_its_json_as_it_was():
    assert from_json(to_json(PAPER)) == PAPER


def test_the_json_is_canonical():
    content = to_json(PAPER)
    tree = json.loads(content, parse_float=lambda text: pytest.fail(f"a float: {text}"))
    assert content == json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert "↯" in content
    assert tree["at"] == "2026-11-24T14:00:01.000005Z"
    assert tree["tickets"][0]["age_s"] == 25201
    assert tree["tickets"][0]["waiting_since"] == "2026-11-24T07:05:00.000000Z"


def test_the_zone_in_which_a_moment_was_read_makes_no_difference_to_the_json():
    elsewhere = replace(PAPER, at=AT.astimezone(timezone(timedelta(hours=7))))
    assert to_json(elsewhere) == to_json(PAPER)


def test_that_time_passed_and_that_a_note_was_typed_is_no_difference():
    later = with_notes(replace(PAPER, at=AT + timedelta(minutes=9)), " lain ")
    assert later.notes == "lain"
    assert differences(PAPER, later) == ()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (replace(PAPER, tickets=()), [("ticket_gone", "BKS-2026-004188 Pohon tumbang")]),
        (
            replace(PAPER, tickets=(replace(TICKET, state=TicketState.RESOLVED),)),
            [("ticket_changed", "BKS-2026-004188 Pohon tumbang")],
        ),
        (replace(PAPER, shelved=()), [("alarm_gone", "102 Pasar")]),
        (replace(PAPER, cameras=()), [("camera_gone", "107 Plaza")]),
        (replace(PAPER, log=(*PAPER.log, HandedLine(AT, "Operator 2", "Hujan"))), [("log_new", "Operator 2")]),
    ],
)
def test_what_changed_is_named(now, expected):
    assert [(one.what, one.name) for one in differences(PAPER, now)] == expected


@pytest.mark.parametrize("content", ["{}", "[]", '{"format":2}', "null", '{"format":1}'])
def test_another_format_is_refused(content):
    with pytest.raises(UnreadablePaper):
        from_json(content)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("notes", "5"),
        ("notes", "null"),
        ("notes", '"\\ud800"'),
        ("at", '"2026-11-24T07:00:00"'),
        ("at", '"9999-12-31T23:59:59Z"'),
        ("cameras", '[{"number":1e999,"name":"Plaza","state":"lost","since":null}]'),
        ("log", "[" * 5000 + "]" * 5000),
    ],
)
def test_a_content_that_another_program_made_up_is_refused_and_ends_no_report(field, value):
    """The server takes any JSON."""
    tree = {name: json.dumps(part) for name, part in json.loads(to_json(PAPER)).items()}
    content = ",".join(f'"{name}":{part}' for name, part in {**tree, field: value}.items())
    with pytest.raises(UnreadablePaper):
        from_json("{" + content + "}")


def test_cameras_without_a_believable_picture_are_out_since_their_last_one():
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)
    lost, live, unknown, off = camera(101), camera(102), camera(103), camera(104, enabled=False)
    health = {
        str(lost.id): StreamHealth(CameraId(str(lost.id)), StreamState.LOST, age_s=90.25),
        str(live.id): StreamHealth(CameraId(str(live.id)), StreamState.LIVE, age_s=0.1),
    }
    out = cameras_out((lost, live, unknown, off), health, now)
    assert [(one.number, one.state) for one in out] == [(101, StreamState.LOST), (103, StreamState.WAITING)]
    assert out[0].since == datetime(2026, 11, 24, 7, 58, 29, tzinfo=UTC)
    assert out[1].since is None
