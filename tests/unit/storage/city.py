"""The city that a contract test acts in: logins by name, and short ways to do what most tests begin with."""

from typing import Protocol
from uuid import UUID

from storage.model.clock_values import PauseReason
from storage.model.ids import new_id
from storage.model.tickets import Act, Priority, TicketDetail
from storage.model.transitions import TRANSFER_ACTS
from storage.service.commands import ActOnTicket, OpenTicket
from storage.service.outbox_port import Outbox
from storage.service.record import Outcome, Record, StationRecord

EVERY = 100_000
"""A limit that no list reaches: tests of one module share their record, and a list begins with the oldest."""


class Doors(Protocol):
    """How one implementation lets logins in."""

    def person(self, login: str) -> Record: ...
    def station(self, login: str) -> StationRecord: ...
    def notifier(self) -> Outbox: ...
    def let_pass(self, seconds: float) -> None: ...


class City:
    """Doors with handles; `city.operator1` is that login's record."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self.operator = doors.person("operator1")
        self.agencies = {agency.code: agency.id for agency in self.operator.agencies()}

    def person(self, login: str) -> Record:
        return self._doors.person(login)

    def station(self, login: str) -> StationRecord:
        return self._doors.station(login)

    def notifier(self) -> Outbox:
        return self._doors.notifier()

    def let_pass(self, seconds: float) -> None:
        self._doors.let_pass(seconds)

    def open(self, *agencies: str, by: str = "operator1", **fields: object) -> UUID:
        """A new ticket's id, dispatched to the agencies with these codes."""
        command = self.opening(*agencies, **fields)
        self.person(by).execute(command)
        return command.ticket_id

    def opening(self, *agencies: str, **fields: object) -> OpenTicket:
        values: dict[str, object] = {
            "key": new_id(),
            "ticket_id": new_id(),
            "title": "Lalu lintas terhenti",
            "category": "congestion",
            "priority": Priority.HIGH,
            "place": "Jl. Urip Sumoharjo",
            "agency_ids": tuple(self.agencies[code] for code in agencies),
        }
        return OpenTicket(**{**values, **fields})  # type: ignore[arg-type]

    def act(
        self,
        ticket: UUID,
        act: Act,
        by: str = "operator1",
        *,
        of: str = "",
        to: str = "",
        text: str = "",
        why: str = "",
    ) -> Outcome:
        """One act on what stands now; `of` names the agency whose assignment it is, `to` the one it goes to."""
        return self.person(by).execute(self.acting(self.detail(ticket), act, of=of, to=to, text=text, why=why))

    def acting(
        self, seen: TicketDetail, act: Act, *, of: str = "", to: str = "", text: str = "", why: str = ""
    ) -> ActOnTicket:
        assignments = [a for a in seen.ticket.assignments if of and a.agency_id == self.agencies[of]]
        return ActOnTicket(
            key=new_id(),
            ticket_id=seen.ticket.id,
            expected_version=seen.ticket.version,
            act=act,
            assignment_id=assignments[-1].id if assignments else None,
            agency_id=self.agencies[to] if to else None,
            to_desk=act is Act.DECLINE and not to,
            transfer_id=seen.ticket.transfers[0].id if act in TRANSFER_ACTS and seen.ticket.transfers else None,
            text=text,
            pause=PauseReason(why) if why else None,
        )

    def detail(self, ticket: UUID) -> TicketDetail:
        """As the operator sees it."""
        return self.operator.ticket(ticket)
