"""Commands as writes under row policies; the server's triggers judge them, number them and name the actor."""

from functools import singledispatch
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.model.ids import new_id
from storage.model.tickets import Act, AssignmentState, TicketState
from storage.model.transitions import ASSIGNMENT_ACTS, TRANSFER_ACTS, transition
from storage.pg import tables as t
from storage.pg.carry_on import carry_on
from storage.pg.hand_on import answer_transfer, keep_routing, propose_transfer
from storage.pg.keep_report import keep_report
from storage.pg.rows import from_camera
from storage.service.commands import ActOnTicket, Command, EditTicket, OpenTicket, SaveCamera
from storage.service.errors import Forbidden, Invalid, NotFound, Stale

_EDITED = ("title", "category", "priority", "place", "description", "landmark", "area_code", "latitude", "longitude")


def take_key(connection: sa.Connection, command: Command) -> bool:
    """Whether this command is new. Waits for a transaction that is doing the same command now."""
    taken = insert(t.command).values(key=command.key, kind=type(command).__name__).on_conflict_do_nothing()
    return connection.execute(taken.returning(t.command.c.key)).first() is not None


@singledispatch
def write(command: object, connection: sa.Connection) -> None:
    """Do one command in this transaction; raises RecordError subclasses and the driver's errors."""
    raise TypeError(f"not a command: {type(command).__name__}")


@write.register
def _open_ticket(command: OpenTicket, connection: sa.Connection) -> None:
    values = {name: getattr(command, name) for name in (*_EDITED, "camera_id")}
    values["area_code"] = command.area_code or None
    given = {"road": command.road, "exercise_id": command.exercise_id}  # the intake may name neither
    values |= {name: value for name, value in given.items() if value is not None}
    connection.execute(sa.insert(t.ticket).values(id=command.ticket_id, **values))
    carry_on(command, connection)
    if command.report is not None:
        keep_report(connection, command.ticket_id, command.report)
    if command.still is not None:
        still = {"ticket_id": command.ticket_id, "camera_id": command.camera_id, "jpeg": command.still}
        connection.execute(sa.insert(t.still).values(id=new_id(), **still))
    for agency_id in command.agency_ids:
        _dispatch(connection, command.ticket_id, agency_id, seen_version=1, text="")
    if command.routing is not None:
        keep_routing(connection, command.ticket_id, command.routing)


@write.register
def _act_on_ticket(command: ActOnTicket, connection: sa.Connection) -> None:
    state, owner_id = _hold(connection, command.ticket_id, command.expected_version)
    if command.act is Act.DISPATCH:
        if command.agency_id is None:
            raise Invalid(field="agency")
        _dispatch(connection, command.ticket_id, command.agency_id, command.expected_version, command.text)
    elif command.act is Act.PROPOSE_TRANSFER:
        propose_transfer(command, connection)
    elif command.act in TRANSFER_ACTS:
        answer_transfer(command, connection)
    elif command.act in ASSIGNMENT_ACTS:
        _act_on_assignment(connection, command)
    else:
        values: dict[str, Any] = {"act": command.act, "said": command.text}
        line = transition(state, command.act)
        if line is not None and line.end is not state:
            values["state"] = line.end
        if command.act is Act.PAUSE:
            values["paused"] = command.pause or ""
        if command.act is Act.CLAIM or (command.act is Act.ACKNOWLEDGE and owner_id is None):
            values["owner_id"] = sa.func.siaga.my_person_id()
        _update_ticket(connection, command.ticket_id, command.expected_version, values)


@write.register
def _edit_ticket(command: EditTicket, connection: sa.Connection) -> None:
    _hold(connection, command.ticket_id, command.expected_version)
    values = {name: getattr(command, name) for name in _EDITED if getattr(command, name) is not None}
    if command.area_code == "":
        values["area_code"] = None
    if command.clock_class is not None:
        values["clock_class"] = command.clock_class
    if command.clear_point:
        values |= {"latitude": None, "longitude": None}
    _update_ticket(connection, command.ticket_id, command.expected_version, {"act": Act.EDIT, "said": "", **values})


@write.register
def _save_camera(command: SaveCamera, connection: sa.Connection) -> None:
    camera = command.camera
    if camera.version == 0:
        connection.execute(sa.insert(t.camera).values(id=camera.id, **from_camera(camera)))
    else:
        mine = (t.camera.c.id == camera.id) & (t.camera.c.version == camera.version)
        if connection.execute(sa.update(t.camera).where(mine).values(**from_camera(camera))).rowcount == 0:
            seen = connection.execute(sa.select(t.camera.c.version).where(t.camera.c.id == camera.id)).scalar()
            if seen is None:
                raise NotFound
            raise Forbidden if seen == camera.version else Stale
    if command.username is not None or command.password is not None:
        setting = sa.func.siaga.set_camera_secret(camera.id, command.username, command.password)
        connection.execute(sa.select(setting))


def _hold(connection: sa.Connection, ticket_id: UUID, expected_version: int) -> tuple[TicketState, UUID | None]:
    """The ticket's state and owner at the expected version; raises NotFound or Stale."""
    query = sa.select(t.ticket.c.state, t.ticket.c.version, t.ticket.c.owner_id).where(t.ticket.c.id == ticket_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound
    if row.version != expected_version:
        raise Stale
    return TicketState(row.state), row.owner_id


def _update_ticket(connection: sa.Connection, ticket_id: UUID, expected_version: int, values: dict[str, Any]) -> None:
    mine = (t.ticket.c.id == ticket_id) & (t.ticket.c.version == expected_version)
    if connection.execute(sa.update(t.ticket).where(mine).values(**values)).rowcount == 0:
        # Another transaction came in between; where none did, the row policy refused.
        _hold(connection, ticket_id, expected_version)
        raise Forbidden


def _dispatch(connection: sa.Connection, ticket_id: UUID, agency_id: UUID, seen_version: int, text: str) -> None:
    values = {"ticket_id": ticket_id, "agency_id": agency_id, "seen_version": seen_version, "said": text}
    connection.execute(sa.insert(t.assignment).values(id=new_id(), **values))


def _act_on_assignment(connection: sa.Connection, command: ActOnTicket) -> None:
    if command.assignment_id is None:
        raise Invalid(field="assignment")
    if command.act is Act.DECLINE and command.to_desk == (command.agency_id is not None):
        raise Invalid(field="next_owner")
    mine = (t.assignment.c.id == command.assignment_id) & (t.assignment.c.ticket_id == command.ticket_id)
    state = connection.execute(sa.select(t.assignment.c.state).where(mine)).scalar()
    if state is None:
        raise NotFound
    line = transition(AssignmentState(state), command.act)
    values = {
        "state": state if line is None else line.end,
        "act": command.act,
        "said": command.text,
        "next_agency_id": command.agency_id,
        "seen_version": command.expected_version,
    }
    if connection.execute(sa.update(t.assignment).where(mine).values(**values)).rowcount == 0:
        raise Forbidden
