"""Declining and handing on: a ticket always has an owner who agreed, and the times say who held it."""

from dataclasses import replace
from uuid import UUID

import pytest
from unit.storage.callers_contract import a_report, add_report
from unit.storage.city import EVERY, City

from storage.model.feed import Kind
from storage.model.tickets import Act, Assignment, AssignmentState, Ticket
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, RecordError, Stale

WHY = "Jalan nasional, bukan jalan kabupaten"


def proposed(city: City, by: str = "dishub1", to: str = "polri") -> UUID:
    """A ticket that dishub has accepted and proposes to another."""
    ticket = city.open("dishub")
    city.act(ticket, Act.ACCEPT, of="dishub")
    city.act(ticket, Act.PROPOSE_TRANSFER, by, of="dishub", to=to, text=WHY)
    return ticket


def part_of(ticket: Ticket, agency: UUID) -> Assignment:
    return next(one for one in ticket.assignments if one.agency_id == agency)


class TransferContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_proposal_leaves_the_ticket_with_who_holds_it(self, city: City) -> None:
        ticket = proposed(city)
        seen = city.detail(ticket)
        (waiting,) = seen.ticket.transfers
        assert (waiting.from_agency, waiting.to_agency, waiting.reason) == ("Dishub", "Polri", WHY)
        (held,) = seen.ticket.assignments
        assert held.state is AssignmentState.ACCEPTED
        assert waiting.assignment_id == held.id
        last = seen.timeline[-1]
        assert (last.act, last.text) == ("propose_transfer", WHY)
        assert dict(last.facts) == {"agency": "Dishub", "next_agency": "Polri"}
        city.act(ticket, Act.SET_OUT, "dishub1", of="dishub")
        assert city.detail(ticket).ticket.transfers == (waiting,), "the holder goes on meanwhile"

    def test_who_is_asked_sees_the_ticket_until_they_have_answered(self, city: City) -> None:
        ticket = proposed(city, to="damkar")
        asked = city.person("damkar1")
        add_report(city, ticket, a_report())
        assert [one.id for one in asked.tickets(limit=EVERY) if one.id == ticket] == [ticket]
        assert asked.ticket(ticket).ticket.assignments == ()
        assert {act for act, _ in asked.ticket(ticket).acts} == {Act.ACCEPT_TRANSFER, Act.REFUSE_TRANSFER}
        assert asked.reports(ticket) == (), "who called is not theirs to read yet"
        before = asked.feed_position()
        city.act(ticket, Act.REFUSE_TRANSFER, "damkar1", text="Bukan kebakaran")
        assert [one.id for one in asked.tickets(limit=EVERY) if one.id == ticket] == []
        with pytest.raises(NotFound):
            asked.ticket(ticket)
        assert Kind.TRANSFER in {change.kind for change in asked.changes_since(before)}, "their list has to know"

    def test_an_acceptance_hands_the_ticket_on_at_that_moment(self, city: City) -> None:
        ticket = proposed(city)
        city.let_pass(0.01)
        city.act(ticket, Act.ACCEPT_TRANSFER)
        seen = city.detail(ticket)
        before, after = (part_of(seen.ticket, city.agencies[code]) for code in ("dishub", "polri"))
        assert (before.state, before.handed_to, before.reason) == (AssignmentState.REJECTED, "Polri", WHY)
        assert (after.state, after.handed_to) == (AssignmentState.ACCEPTED, "")
        assert before.dispatched_at < before.changed_at == after.dispatched_at, "no moment is nobody's, none is both's"
        assert seen.ticket.transfers == ()
        assert [entry.act for entry in seen.timeline[-3:]] == ["transfer", "dispatch", "accept"]

    def test_a_refusal_needs_a_reason_and_leaves_everything_where_it_was(self, city: City) -> None:
        ticket = proposed(city)
        with pytest.raises(Invalid):
            city.act(ticket, Act.REFUSE_TRANSFER, text=" ")
        city.act(ticket, Act.REFUSE_TRANSFER, text="Kami tidak ada unit")
        seen = city.detail(ticket)
        assert seen.ticket.transfers == ()
        assert [one.state for one in seen.ticket.assignments] == [AssignmentState.ACCEPTED]
        assert (seen.timeline[-1].act, seen.timeline[-1].text) == ("refuse_transfer", "Kami tidak ada unit")
        city.act(ticket, Act.PROPOSE_TRANSFER, of="dishub", to="pupr", text=WHY)

    def test_a_proposal_needs_a_reason_and_another_agency_that_has_no_part_yet(self, city: City) -> None:
        ticket = city.open("dishub", "polri")
        for to, text, refusal in (("pupr", " ", Invalid), ("dishub", WHY, Invalid), ("polri", WHY, AlreadyTaken)):
            with pytest.raises(refusal):
                city.act(ticket, Act.PROPOSE_TRANSFER, of="dishub", to=to, text=text)
        city.act(ticket, Act.PROPOSE_TRANSFER, of="dishub", to="pupr", text=WHY)
        with pytest.raises(AlreadyTaken):
            city.act(ticket, Act.PROPOSE_TRANSFER, of="dishub", to="damkar", text=WHY)

    def test_nobody_answers_for_another_agency(self, city: City) -> None:
        ticket = proposed(city, to="pupr")
        for login, act in (
            ("dishub1", Act.ACCEPT_TRANSFER),
            ("damkar1", Act.ACCEPT_TRANSFER),
            ("damkar1", Act.WITHDRAW_TRANSFER),
            ("wall1", Act.ACCEPT_TRANSFER),
            ("auditor1", Act.REFUSE_TRANSFER),
        ):
            with pytest.raises((Forbidden, NotFound)):
                city.act(ticket, act, login, text=WHY)
        with pytest.raises((Forbidden, NotFound)):
            city.act(ticket, Act.PROPOSE_TRANSFER, "damkar1", of="dishub", to="polri", text=WHY)
        assert len(city.detail(ticket).ticket.transfers) == 1

    def test_who_proposed_may_withdraw(self, city: City) -> None:
        ticket = proposed(city)
        city.act(ticket, Act.WITHDRAW_TRANSFER, "dishub1")
        assert city.detail(ticket).ticket.transfers == ()
        assert city.detail(ticket).timeline[-1].act == "withdraw_transfer"

    @pytest.mark.parametrize("end", ["declined", "done", "dispatched"])
    def test_a_proposal_that_nothing_is_left_of_lapses(self, city: City, end: str) -> None:
        ticket = proposed(city)
        if end == "declined":
            city.act(ticket, Act.DECLINE, of="dishub", text="Tidak ada unit")
        elif end == "done":
            for act in (Act.SET_OUT, Act.COMPLETE):
                city.act(ticket, act, of="dishub")
        else:
            city.act(ticket, Act.DISPATCH, to="polri")
        seen = city.detail(ticket)
        assert seen.ticket.transfers == ()
        assert seen.timeline[-1].act == "withdraw_transfer"

    def test_an_answer_to_an_old_picture_is_refused_as_stale(self, city: City) -> None:
        ticket = proposed(city)
        seen = city.detail(ticket)
        city.act(ticket, Act.SET_OUT, of="dishub")
        with pytest.raises(Stale):
            city.operator.execute(city.acting(seen, Act.ACCEPT_TRANSFER))

    def test_an_answered_transfer_cannot_be_answered_again(self, city: City) -> None:
        ticket = proposed(city)
        seen = city.detail(ticket)
        city.act(ticket, Act.REFUSE_TRANSFER, text=WHY)
        late = replace(city.acting(seen, Act.ACCEPT_TRANSFER), expected_version=city.detail(ticket).ticket.version)
        with pytest.raises(RecordError):
            city.operator.execute(late)
        assert len(city.detail(ticket).ticket.assignments) == 1

    def test_a_decline_says_who_is_next_or_that_the_desk_has_it_again(self, city: City) -> None:
        ticket = city.open("dishub")
        unsaid = replace(city.acting(city.detail(ticket), Act.DECLINE, of="dishub", text=WHY), to_desk=False)
        both = replace(unsaid, to_desk=True, agency_id=city.agencies["polri"])
        itself = replace(unsaid, agency_id=city.agencies["dishub"])
        for command in (unsaid, both, itself):
            with pytest.raises(Invalid):
                city.person("dishub1").execute(command)
        city.act(ticket, Act.DECLINE, "dishub1", of="dishub", text=WHY)
        seen = city.detail(ticket)
        assert [one.state for one in seen.ticket.assignments] == [AssignmentState.REJECTED]
        assert "next_agency" not in dict(seen.timeline[-1].facts)
