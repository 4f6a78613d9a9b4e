"""The acts that are offered are the acts that are accepted, in every state and for every role."""

from dataclasses import replace

import pytest
from unit.storage.city import City

from storage.model.tickets import Act, TicketDetail, TicketState
from storage.service.commands import ActOnTicket
from storage.service.errors import Forbidden, NotAllowedNow, NotFound
from storage.service.record import Record

Step = tuple[Act, dict[str, str]]
AT_WORK: dict[str, str] = {"of": "dishub"}
REASON = {"text": "Alasan"}
TO_OTHERS = (Act.DISPATCH, Act.PROPOSE_TRANSFER)
TO_DISHUB: Step = (Act.DISPATCH, {"to": "dishub"})

WAYS: dict[str, tuple[tuple[Step, ...], TicketState]] = {
    "new": ((), TicketState.NEW),
    "acknowledged": (((Act.ACKNOWLEDGE, {}),), TicketState.ACKNOWLEDGED),
    "dispatched": ((TO_DISHUB,), TicketState.IN_PROGRESS),
    "accepted": ((TO_DISHUB, (Act.ACCEPT, AT_WORK)), TicketState.IN_PROGRESS),
    "under way": ((TO_DISHUB, (Act.ACCEPT, AT_WORK), (Act.SET_OUT, AT_WORK)), TicketState.IN_PROGRESS),
    "on scene": (
        (TO_DISHUB, (Act.ACCEPT, AT_WORK), (Act.SET_OUT, AT_WORK), (Act.ARRIVE, AT_WORK)),
        TicketState.IN_PROGRESS,
    ),
    "all ended": (
        (TO_DISHUB, (Act.ACCEPT, AT_WORK), (Act.SET_OUT, AT_WORK), (Act.COMPLETE, AT_WORK)),
        TicketState.IN_PROGRESS,
    ),
    "paused": (((Act.PAUSE, {"why": "citizen"}),), TicketState.NEW),
    "resolved": (((Act.ACKNOWLEDGE, {}), (Act.RESOLVE, {})), TicketState.RESOLVED),
    "closed": (((Act.ACKNOWLEDGE, {}), (Act.RESOLVE, {}), (Act.CLOSE, {})), TicketState.CLOSED),
    "rejected": (((Act.REJECT, REASON),), TicketState.REJECTED),
    "reopened": (
        ((Act.ACKNOWLEDGE, {}), (Act.RESOLVE, {}), (Act.REOPEN, REASON)),
        TicketState.IN_PROGRESS,
    ),
}


class ActContract:
    """Subclassed by the tests; they give the fixture `city`."""

    @pytest.mark.parametrize("login", ["operator2", "supervisor1", "dishub1", "wall1"])
    @pytest.mark.parametrize("way", list(WAYS))
    def test_exactly_the_offered_acts_are_accepted(self, city: City, way: str, login: str) -> None:
        record = city.person(login)
        seen = led_to(city, way)
        offered = offered_to(record, seen)
        # EDIT is a command of its own; the ticket contract proves its offer.
        for act in [act for act in Act if act not in offered and act is not Act.EDIT]:
            with pytest.raises((Forbidden, NotAllowedNow, NotFound)):
                record.execute(complete(city, seen, act))
        assert city.detail(seen.ticket.id) == seen
        for act in offered - {Act.EDIT}:
            seen = led_to(city, way)
            record.execute(complete(city, seen, act))
            assert city.detail(seen.ticket.id).timeline[-1].act == act.value


def led_to(city: City, way: str) -> TicketDetail:
    """A new ticket, led along one of the ways by the operator."""
    steps, state = WAYS[way]
    ticket = city.open()
    for act, arguments in steps:
        city.act(ticket, act, **arguments)
    detail = city.detail(ticket)
    assert detail.ticket.state is state
    return detail


def offered_to(record: Record, seen: TicketDetail) -> set[Act]:
    try:
        return {act for act, _ in record.ticket(seen.ticket.id).acts}
    except NotFound:  # an agency without a part in it
        return set()


def complete(city: City, seen: TicketDetail, act: Act) -> ActOnTicket:
    """The act with everything that it could need; where there is no assignment, one that does not exist."""
    why = "citizen" if act is Act.PAUSE else ""
    command = city.acting(seen, act, why=why, of="dishub", to="polri" if act in TO_OTHERS else "", text="Alasan")
    nobodys = command.key
    return replace(
        command,
        assignment_id=command.assignment_id or nobodys,
        transfer_id=command.transfer_id or nobodys,
    )
