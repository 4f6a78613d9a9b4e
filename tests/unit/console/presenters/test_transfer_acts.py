"""Declining and handing on at the desk: what is asked, what is sent, and what is shown of one that has gone."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.demo_values import fake_site
from unit.storage.test_fakes import FakeDoors
from unit.storage.transfer_contract import proposed

from console.presenters.jobs import ImmediateJobs
from console.presenters.tickets import Question, TicketsPresenter
from resources.words import Language, set_language
from storage.model.feed import Change
from storage.model.tickets import Act, AssignmentState, Ticket, TicketDetail, TicketState, TimelineEntry
from storage.testing import FakeSite
from widgets.incidents.wording import assignment_word, entry_sentence, is_returned, state_word


class View:
    """What the presenter shows: the last of each, and every error."""

    def __init__(self) -> None:
        self.shown: dict[str, object] = {}
        self.errors: list[object] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        def note(*values: object) -> None:
            self.shown[name] = values[0] if values else None
            if name == "show_error":
                self.errors.append(values[0])

        return note

    @property
    def detail(self) -> TicketDetail:
        found = self.shown["show_detail"]
        assert isinstance(found, TicketDetail)
        return found

    @property
    def question(self) -> Question:
        found = self.shown["show_question"]
        assert isinstance(found, Question)
        return found


class Desk:
    def __init__(self, site: FakeSite, login: str, ticket: UUID) -> None:
        self.view, self._site = View(), site
        self._seen = len(site.changes)
        self.presenter = TicketsPresenter(self.view, ImmediateJobs())  # type: ignore[arg-type]
        record = site.person(login)
        self.presenter.begin(record, record.me())
        self.presenter.select(ticket)

    def hear(self) -> None:
        """What the feed tells this person since the last time."""
        record = self.presenter._record
        assert record is not None
        changes: tuple[Change, ...] = record.changes_since(self._seen)
        self._seen = len(self._site.changes)
        self.presenter.changed(changes)

    def id_of(self, act: Act) -> UUID:
        found = dict(self.view.detail.acts)[act]
        assert found is not None
        return found


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    """Before each test, and for whoever comes after."""
    set_language(Language.INDONESIAN)
    yield
    set_language(Language.INDONESIAN)


@pytest.fixture
def site() -> FakeSite:
    return fake_site()


@pytest.fixture
def city(site: FakeSite) -> City:
    return City(FakeDoors(site))


def test_a_decline_asks_who_is_next_and_nobody_means_the_desk(site: FakeSite, city: City) -> None:
    ticket = city.open("dishub")
    desk = Desk(site, "dishub1", ticket)
    part = desk.id_of(Act.DECLINE)
    desk.presenter.begin_act(Act.DECLINE, part)
    assert (desk.view.question.needs_text, desk.view.question.offers_agency) == (True, True)
    desk.presenter.act(Act.DECLINE, part, text="Bukan wilayah kami")
    assert desk.view.errors == []
    seen = city.detail(ticket).ticket
    assert is_returned(seen)
    assert state_word(seen) == "kembali ke pusat: perlu dinas"


def test_a_transfer_is_proposed_and_answered_from_two_desks(site: FakeSite, city: City) -> None:
    ticket = city.open("dishub")
    holder = Desk(site, "dishub1", ticket)
    part = holder.id_of(Act.PROPOSE_TRANSFER)
    holder.presenter.begin_act(Act.PROPOSE_TRANSFER, part)
    assert (holder.view.question.needs_text, holder.view.question.needs_agency) == (True, True)
    holder.presenter.act(Act.PROPOSE_TRANSFER, part, text="Jalan nasional", agency_id=city.agencies["polri"])
    asked = Desk(site, "polri1", ticket)
    assert state_word(asked.view.detail.ticket) == "diminta mengambil alih"
    asked.presenter.act(Act.ACCEPT_TRANSFER, asked.id_of(Act.ACCEPT_TRANSFER))
    assert asked.view.errors == []
    assert asked.view.detail.ticket.assignments[0].state is AssignmentState.ACCEPTED
    holder.hear()
    assert assignment_word(holder.view.detail.ticket.assignments[0]) == "dialihkan ke Polri"


def test_who_refuses_sees_the_ticket_no_longer_and_no_error(site: FakeSite, city: City) -> None:
    ticket = proposed(city, to="damkar")
    asked = Desk(site, "damkar1", ticket)
    refusal = asked.id_of(Act.REFUSE_TRANSFER)
    asked.presenter.begin_act(Act.REFUSE_TRANSFER, refusal)
    assert asked.view.question.needs_text
    asked.presenter.act(Act.REFUSE_TRANSFER, refusal, text="Bukan kebakaran")
    asked.hear()
    assert asked.view.shown["show_detail"] is None
    assert asked.view.shown["show_tickets"] == ()
    assert asked.view.errors == []


def test_a_ticket_with_an_agency_at_work_is_not_called_returned(site: FakeSite, city: City) -> None:
    ticket = city.open("dishub", "polri")
    city.act(ticket, Act.DECLINE, of="dishub", text="Petugas habis")
    seen: Ticket = city.detail(ticket).ticket
    assert seen.state is TicketState.IN_PROGRESS
    assert not is_returned(seen)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("act", "facts", "names"),
    [
        ("propose_transfer", {"agency": "Dishub", "next_agency": "Polri"}, ("Dishub", "Polri", "Budi")),
        ("refuse_transfer", {"agency": "Dishub", "next_agency": "Polri"}, ("Dishub", "Polri", "Budi")),
        ("withdraw_transfer", {"agency": "Dishub", "next_agency": "Polri"}, ("Polri", "Budi")),
        ("transfer", {"agency": "Dishub", "next_agency": "Polri"}, ("Dishub", "Polri")),
        ("decline", {"agency": "Dishub", "next_agency": "Polri"}, ("Dishub", "Polri")),
        ("decline", {"agency": "Dishub"}, ("Dishub", "Budi")),
        ("send_unit", {"agency": "Dishub", "crew": "Dishub 2"}, ("Dishub 2", "Budi")),
        ("route", {"agency": "PUPR", "rule": "Jalan provinsi", "followed": "true"}, ("PUPR", "Jalan provinsi")),
        ("route", {"agency": "PUPR, Dishub", "doubts": "border,no_road", "distance_m": "40"}, ("PUPR, Dishub", "40")),
        ("route", {"agency": "PUPR", "doubts": "what_comes_later"}, ("PUPR",)),
    ],
)
def test_the_timeline_tells_each_in_a_sentence(
    city: City, language: Language, act: str, facts: dict[str, str], names: tuple[str, ...]
) -> None:
    set_language(language)
    entry = TimelineEntry(city.detail(city.open()).ticket.created_at, "Budi", act, tuple(facts.items()))
    said = entry_sentence(entry)
    assert all(name in said for name in names)
    other = entry_sentence(TimelineEntry(entry.at, "Budi", "decline", (("agency", "Dishub"), ("next_agency", "Polri"))))
    assert act != "decline" or "next_agency" in facts or said != other
