"""What goes with a ticket's agency: how it was found, and how it is asked to hand on to another."""

from uuid import UUID

import sqlalchemy as sa

from storage.model.ids import new_id
from storage.model.routing import Routing
from storage.pg import routing_tables as r
from storage.service.commands import ActOnTicket
from storage.service.errors import Invalid


def keep_routing(connection: sa.Connection, ticket_id: UUID, routing: Routing) -> None:
    """What was proposed for a new ticket, after its dispatches: the server adds what was chosen."""
    if not routing.candidates:
        return
    values = {
        "candidates": [one.agency_id for one in routing.candidates],
        "rule": routing.candidates[0].rule,
        "doubts": [doubt.value for doubt in routing.doubts],
        "distance_m": routing.distance_m,
    }
    connection.execute(sa.insert(r.routing).values(ticket_id=ticket_id, **values))


def propose_transfer(command: ActOnTicket, connection: sa.Connection) -> None:
    if command.assignment_id is None:
        raise Invalid(field="assignment")
    if command.agency_id is None:
        raise Invalid(field="agency")
    values = {
        "assignment_id": command.assignment_id,
        "to_agency_id": command.agency_id,
        "reason": command.text,
        "seen_version": command.expected_version,
    }
    connection.execute(sa.insert(r.transfer).values(id=new_id(), **values))


def answer_transfer(command: ActOnTicket, connection: sa.Connection) -> None:
    if command.transfer_id is None:
        raise Invalid(field="transfer")
    asked = (command.transfer_id, command.act.value, command.text, command.expected_version)
    connection.execute(sa.select(sa.func.siaga.answer_transfer(*asked)))
