"""What every outbox keeps, whichever implementation answers."""

from uuid import UUID, uuid4

import pytest
from unit.storage.callers_contract import a_report, add_report
from unit.storage.city import City
from unit.storage.contacts_contract import a_contact, save

from storage.model.messages import Message, MessageKind, MessageState, SendOutcome
from storage.model.tickets import Act, TicketState
from storage.service.errors import Invalid, Stale


def number_of(city: City, ticket: UUID) -> str:
    return city.detail(ticket).ticket.number


def taken(city: City, ticket: UUID, *, seconds: float = 60.0) -> list[Message]:
    """What is due of this ticket; what is due of others is taken with it."""
    number = number_of(city, ticket)
    return [one for one in city.notifier().claim(most=500, seconds=seconds) if one.ticket_number == number]


def told(city: City, ticket: UUID) -> set[tuple[MessageKind, TicketState, str]]:
    return {(one.kind, one.ticket_state, one.address) for one in taken(city, ticket)}


class OutboxContract:
    def test_a_report_with_a_number_is_answered_with_the_tickets_number(self, city: City) -> None:
        ticket = city.open(report=a_report())
        (message,) = taken(city, ticket)
        assert (message.kind, message.ticket_state, message.address) == (
            MessageKind.REPORT_RECEIVED,
            TicketState.NEW,
            "08125550101",
        )
        assert (message.ticket_number, message.category, message.agency) == (
            number_of(city, ticket),
            "congestion",
            "",
        )
        assert message.attempt == 1
        assert "0812" not in repr(message)

    def test_a_report_without_a_number_and_a_ticket_of_a_camera_tell_nobody(self, city: City) -> None:
        assert taken(city, city.open(report=a_report(caller_number=""))) == []
        assert taken(city, city.open()) == []

    def test_every_reporter_hears_of_every_new_state(self, city: City) -> None:
        ticket = city.open(report=a_report())
        add_report(city, ticket, a_report(caller_number="0813-555-0102"))
        first = {(MessageKind.REPORT_RECEIVED, TicketState.NEW, number) for number in ("08125550101", "08135550102")}
        assert told(city, ticket) == first
        city.act(ticket, Act.ACKNOWLEDGE)
        city.act(ticket, Act.NOTE, text="Dicek")
        assert told(city, ticket) == {
            (MessageKind.REPORT_STATE, TicketState.ACKNOWLEDGED, number) for number in ("08125550101", "08135550102")
        }

    def test_a_dispatch_goes_to_the_first_contact_of_its_agency(self, city: City) -> None:
        save(city, a_contact(city, "polri", name="Jaga", phone="021-555-0999", position=-5))
        ticket = city.open("polri")
        (message,) = taken(city, ticket)
        assert (message.kind, message.agency, message.address) == (MessageKind.DISPATCH, "polri", "021-555-0999")
        assert message.ticket_state is TicketState.IN_PROGRESS

    def test_a_message_that_is_taken_is_nobody_elses_and_one_that_is_sent_never_comes_again(self, city: City) -> None:
        ticket = city.open(report=a_report())
        (message,) = taken(city, ticket)
        assert taken(city, ticket) == []
        notifier = city.notifier()
        assert notifier.settle(message.id, message.claim, SendOutcome.SENT) is MessageState.SENT
        assert notifier.settle(message.id, message.claim, SendOutcome.SENT) is MessageState.SENT
        assert taken(city, ticket) == []

    def test_one_whose_sender_fell_silent_comes_again_under_its_own_id(self, city: City) -> None:
        ticket = city.open(report=a_report())
        (first,) = taken(city, ticket, seconds=0.2)
        city.let_pass(0.25)
        (second,) = taken(city, ticket)
        assert (second.id, second.attempt) == (first.id, 2)
        assert second.claim != first.claim
        with pytest.raises(Stale):
            city.notifier().settle(first.id, first.claim, SendOutcome.SENT)
        assert city.notifier().settle(second.id, second.claim, SendOutcome.SENT) is MessageState.SENT

    @pytest.mark.parametrize("outcome", [SendOutcome.FAILED, SendOutcome.UNKNOWN])
    def test_what_did_not_go_out_waits_for_its_next_try(self, city: City, outcome: SendOutcome) -> None:
        ticket = city.open(report=a_report())
        (message,) = taken(city, ticket)
        assert city.notifier().settle(message.id, message.claim, outcome) is MessageState.WAITING
        assert taken(city, ticket) == []

    def test_a_refused_address_is_not_tried_again(self, city: City) -> None:
        ticket = city.open(report=a_report())
        (message,) = taken(city, ticket)
        assert city.notifier().settle(message.id, message.claim, SendOutcome.REFUSED) is MessageState.FAILED

    def test_nobody_settles_what_they_have_not_taken(self, city: City) -> None:
        with pytest.raises(Stale):
            city.notifier().settle(uuid4(), uuid4(), SendOutcome.SENT)

    def test_so_many_or_for_so_long_is_not_taken(self, city: City) -> None:
        for most, seconds in ((0, 60.0), (501, 60.0), (1, 0.0), (1, 3601.0)):
            with pytest.raises(Invalid):
                city.notifier().claim(most=most, seconds=seconds)
