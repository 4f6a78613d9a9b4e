"""A handover's content: gathered from the record, written as canonical JSON, read back and compared.

The JSON is canonical, so that the same paper has the same digest on every machine: keys sorted, no spaces, UTF-8 as it
is, no floats, times in UTC to the microsecond as ISO 8601 with "Z". `format` is 1:

    {"at", "cameras": [{"name", "number", "since", "state"}], "format", "log": [{"at", "author", "text"}], "notes",
     "outgoing", "shelved": [{"camera", "id", "kind", "priority", "reason", "shelved_by", "until"}],
     "shift": {"ends_at", "name", "starts_at"},
     "tickets": [{"age_s", "agencies": [{"dispatched_at", "name", "since", "state"}], "id", "number", "opened_at",
                  "owner", "place", "priority", "state", "title", "waiting_since"}]}
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from resources.errors import SiagaError
from storage.model.alarms import Alarm, AlarmKind, AlarmState
from storage.model.cameras import Camera
from storage.model.links import own_rows
from storage.model.shifts import ShiftSpan
from storage.model.tickets import AssignmentState, Priority, Ticket, TicketState
from storage.service.record import Record
from video.events import StreamHealth, StreamState
from widgets.shift.values import (
    Difference,
    HandedAgency,
    HandedAlarm,
    HandedCamera,
    HandedLine,
    HandedTicket,
    Paper,
)

FORMAT = 1
OUT = frozenset({StreamState.LOST, StreamState.FROZEN, StreamState.QUARANTINED, StreamState.WAITING})
"""States in which a camera shows the next shift nothing that can be believed."""


class UnreadablePaper(SiagaError):
    """The record holds a handover that this console does not understand."""

    word = "shift.error.unreadable"


def gather(record: Record, span: ShiftSpan, outgoing: str, cameras_out: Iterable[HandedCamera], now: datetime) -> Paper:
    """Read what stands now; several queries, so it belongs on the database executor."""
    cameras = {camera.id: camera for camera in record.cameras()}
    tickets = sorted(own_rows(record.tickets()), key=lambda one: (one.priority, one.created_at, str(one.id)))
    shelved = [alarm for alarm in record.alarms() if alarm.state is AlarmState.SHELVED]
    log = record.log_entries(since=span.starts_at)
    return Paper(
        at=now,
        span=span,
        outgoing=outgoing,
        tickets=tuple(_ticket(one) for one in tickets),
        shelved=tuple(_alarm(one, cameras.get(one.camera_id)) for one in shelved),
        cameras=tuple(sorted(cameras_out, key=lambda one: one.number)),
        log=tuple(HandedLine(one.at, one.author, one.text) for one in log),
    )


def cameras_out(
    cameras: Iterable[Camera], health: Mapping[str, StreamHealth], now: datetime
) -> tuple[HandedCamera, ...]:
    """The enabled cameras without a believable picture, from the video room's health by camera id."""
    out = []
    for camera in cameras:
        known = health.get(str(camera.id))
        state = known.state if known is not None else StreamState.WAITING
        if camera.enabled and state in OUT:
            age_s = known.age_s if known is not None else None
            since = None if age_s is None else (now - timedelta(seconds=age_s)).replace(microsecond=0)
            out.append(HandedCamera(camera.number, camera.name, state, since))
    return tuple(out)


def _ticket(ticket: Ticket) -> HandedTicket:
    agencies = tuple(
        HandedAgency(one.agency_name, one.state, one.dispatched_at, one.changed_at) for one in ticket.assignments
    )
    return HandedTicket(
        str(ticket.id),
        ticket.number,
        ticket.title,
        ticket.place,
        ticket.priority,
        ticket.state,
        ticket.created_at,
        ticket.owner_name,
        agencies,
    )


def _alarm(alarm: Alarm, camera: Camera | None) -> HandedAlarm:
    name = f"{camera.number} {camera.name}" if camera is not None else ""
    return HandedAlarm(
        str(alarm.id), alarm.kind, name, alarm.priority, alarm.shelved_until, alarm.reason, alarm.shelved_by
    )


def to_json(paper: Paper) -> str:
    """The paper as canonical JSON: what is signed."""
    tree = {
        "format": FORMAT,
        "at": _iso(paper.at),
        "shift": {
            "name": paper.span.name,
            "starts_at": _iso(paper.span.starts_at),
            "ends_at": _iso(paper.span.ends_at),
        },
        "outgoing": paper.outgoing,
        "tickets": [_ticket_tree(one, paper.at) for one in paper.tickets],
        "shelved": [_alarm_tree(one) for one in paper.shelved],
        "cameras": [
            {"number": one.number, "name": one.name, "state": one.state.value, "since": _iso(one.since)}
            for one in paper.cameras
        ],
        "log": [{"at": _iso(one.at), "author": one.author, "text": one.text} for one in paper.log],
        "notes": paper.notes,
    }
    return json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _ticket_tree(one: HandedTicket, at: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "place": one.place,
        "priority": int(one.priority),
        "state": one.state.value,
        "owner": one.owner,
        "opened_at": _iso(one.opened_at),
        "waiting_since": _iso(one.waiting_since),
        "age_s": max(0, (at - one.opened_at) // timedelta(seconds=1)),
        "agencies": [
            {
                "name": part.name,
                "state": part.state.value,
                "dispatched_at": _iso(part.dispatched_at),
                "since": _iso(part.since),
            }
            for part in one.agencies
        ],
    }


def _alarm_tree(one: HandedAlarm) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "camera": one.camera,
        "priority": int(one.priority),
        "until": _iso(one.until),
        "reason": one.reason,
        "shelved_by": one.shelved_by,
    }


def from_json(content: str) -> Paper:
    """The paper that a handover's content holds; raises UnreadablePaper for another format."""
    try:
        tree = json.loads(content)
        if tree["format"] != FORMAT:
            raise UnreadablePaper(str(tree["format"]))
        return _paper(tree)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise UnreadablePaper(str(error)) from error


def _paper(tree: dict[str, Any]) -> Paper:
    shift = tree["shift"]
    return Paper(
        at=_moment(tree["at"]),
        span=ShiftSpan(_text(shift["name"]), _moment(shift["starts_at"]), _moment(shift["ends_at"])),
        outgoing=_text(tree["outgoing"]),
        tickets=tuple(_ticket_of(one) for one in tree["tickets"]),
        shelved=tuple(_alarm_of(one) for one in tree["shelved"]),
        cameras=tuple(
            HandedCamera(int(one["number"]), _text(one["name"]), StreamState(one["state"]), _perhaps(one["since"]))
            for one in tree["cameras"]
        ),
        log=tuple(HandedLine(_moment(one["at"]), _text(one["author"]), _text(one["text"])) for one in tree["log"]),
        notes=_text(tree["notes"]),
    )


def _ticket_of(one: dict[str, Any]) -> HandedTicket:
    agencies = tuple(
        HandedAgency(
            _text(part["name"]), AssignmentState(part["state"]), _moment(part["dispatched_at"]), _moment(part["since"])
        )
        for part in one["agencies"]
    )
    return HandedTicket(
        _text(one["id"]),
        _text(one["number"]),
        _text(one["title"]),
        _text(one["place"]),
        Priority(one["priority"]),
        TicketState(one["state"]),
        _moment(one["opened_at"]),
        _text(one["owner"]),
        agencies,
    )


def _alarm_of(one: dict[str, Any]) -> HandedAlarm:
    return HandedAlarm(
        _text(one["id"]),
        AlarmKind(one["kind"]),
        _text(one["camera"]),
        Priority(one["priority"]),
        _perhaps(one["until"]),
        _text(one["reason"]),
        _text(one["shelved_by"]),
    )


def differences(before: Paper, now: Paper) -> tuple[Difference, ...]:
    """What is not as it was; that time passed, and what a person typed, is no difference."""
    found: list[Difference] = []
    old, new = {one.id: one for one in before.tickets}, {one.id: one for one in now.tickets}
    found += [Difference("ticket_new", _name(one)) for key, one in new.items() if key not in old]
    found += [Difference("ticket_gone", _name(one)) for key, one in old.items() if key not in new]
    found += [Difference("ticket_changed", _name(one)) for key, one in new.items() if key in old and old[key] != one]
    was, now_shelved = {one.id: one for one in before.shelved}, {one.id: one for one in now.shelved}
    found += [Difference("alarm_new", one.camera) for key, one in now_shelved.items() if was.get(key) != one]
    found += [Difference("alarm_gone", one.camera) for key, one in was.items() if key not in now_shelved]
    out_then, out_now = {one.number: one for one in before.cameras}, {one.number: one for one in now.cameras}
    found += [Difference("camera_new", f"{n} {one.name}") for n, one in out_now.items() if n not in out_then]
    found += [Difference("camera_gone", f"{n} {one.name}") for n, one in out_then.items() if n not in out_now]
    found += [Difference("log_new", one.author) for one in now.log if one not in before.log]
    return tuple(found)


def _name(ticket: HandedTicket) -> str:
    return f"{ticket.number} {ticket.title}" if ticket.number else ticket.title


def with_notes(paper: Paper, notes: str) -> Paper:
    """The same paper with what was typed, without the blank around it."""
    return replace(paper, notes=notes.strip())


def _iso(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _moment(text: str) -> datetime:
    """Of a time zone, and in a year whose first and last day every other zone has too."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1 < moment.year < 9999:
        raise ValueError(text)
    return moment


def _text(value: object) -> str:
    """Text that can be written anywhere: JSON may hold half a character."""
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()
    return value


def _perhaps(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)
