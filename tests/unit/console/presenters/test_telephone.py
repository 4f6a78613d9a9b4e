from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from support import callers
from support.small_site import DISHUB, small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.places import place_search
from console.presenters.telephone import (
    LONGEST_CALL_S,
    NEAR_M,
    TelephonePresenter,
    open_command,
    report_of,
    similar,
)
from resources.words import Language, set_language
from storage.model.callers import Channel, NumberHistory
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.links import Likeness
from storage.model.people import Person, Role
from storage.model.tickets import Priority, TicketState
from storage.service.commands import AddReport, NoteNuisance, OpenTicket
from storage.service.errors import Forbidden, Unreachable
from widgets.common.places import PlaceChoice, meant
from widgets.telephone.drafts import TITLE_MOST, CallDraft

OPERATOR = Person(new_id(), "operator1", "Operator 1", Role.OPERATOR)
MOSQUE = PlaceChoice("Masjid Al-Ikhlas", "32.16.07.2001", "Cikarang Selatan", "Sukaresmi", -6.3, 107.1)
CALL = CallDraft(
    number="0812 9876 5432",
    words="Pohon tumbang, ada motor di bawahnya!",
    category="fallen_tree",
    priority=Priority.HIGH,
    place="dpn mesjid al ikhlas",
    choice=MOSQUE,
    agency_ids=(DISHUB.id,),
    caller_name="Bu Ani",
)


class View:
    def __init__(self):
        self.allowed = self.search = self.error = self.history = self.similar = self.choices = None
        self.sending = []
        self.taken = []
        self.nuisances = 0

    def show_may_take_calls(self, allowed):
        self.allowed = allowed

    def show_choices(self, categories, agencies):
        self.choices = (categories, agencies)

    def show_place_search(self, search):
        self.search = search

    def show_history(self, number, history):
        self.history = (number, history)

    def show_similar(self, tickets, metres):
        self.similar, self.metres = tickets, metres

    def show_sending(self, sending):
        self.sending.append(sending)

    def show_error(self, error):
        self.error = error

    def show_taken(self, ticket_id):
        self.taken.append(ticket_id)

    def show_nuisance_noted(self):
        self.nuisances += 1


@pytest.fixture
def record():
    return callers.CallRecord()


@pytest.fixture
def view():
    return View()


@pytest.fixture
def presenter(view, record):
    made = TelephonePresenter(view, ImmediateJobs())
    made.begin(record, OPERATOR)
    return made


def test_a_call_becomes_a_ticket_with_the_callers_own_words_beside_the_place(presenter, view, record):
    presenter.open_ticket(CALL)
    (command,) = record.done
    assert isinstance(command, OpenTicket)
    assert (command.place, command.landmark, command.area_code) == (CALL.place, MOSQUE.landmark, MOSQUE.area_code)
    assert (command.latitude, command.longitude) == (MOSQUE.latitude, MOSQUE.longitude)
    assert command.agency_ids == (DISHUB.id,)
    assert command.report.channel is Channel.TELEPHONE
    assert command.report.words == CALL.words
    assert (command.report.caller_name, command.report.caller_number) == ("Bu Ani", "0812 9876 5432")
    assert view.taken == [command.ticket_id]
    assert view.sending == [True, False]


def test_a_title_is_made_of_category_and_place_where_none_is_written(presenter, record):
    presenter.open_ticket(CALL)
    presenter.open_ticket(replace(CALL, title="Pohon besar menutup dua lajur"))
    assert [command.title for command in record.done] == [
        "Pohon tumbang, dpn mesjid al ikhlas",
        "Pohon besar menutup dua lajur",
    ]


def test_a_made_title_follows_the_language_and_is_never_too_long(record):
    set_language(Language.ENGLISH)
    long = open_command(replace(CALL, place="x" * 200), record.categories()[0])
    set_language(Language.INDONESIAN)
    assert long.title.startswith("Fallen tree, xxx")
    assert len(long.title) == TITLE_MOST


def test_without_the_callers_place_the_gazetteers_words_stand_for_it(record):
    command = open_command(replace(CALL, place=""), None)
    assert command.place == "Masjid Al-Ikhlas, Sukaresmi, Cikarang Selatan"


def test_a_failed_sending_is_said_and_sent_again_under_the_same_key(presenter, view, record):
    record.down = Unreachable(host="db")
    presenter.open_ticket(CALL)
    assert isinstance(view.error, Unreachable)
    assert view.taken == []
    record.down = None
    presenter.open_ticket(CALL)
    first, again = record.asked
    assert (again.key, again.ticket_id) == (first.key, first.ticket_id), (
        "an answer that was lost is not a second ticket"
    )
    assert view.taken == [again.ticket_id]


def test_how_long_the_call_took_is_that_of_its_first_sending(presenter, record):
    record.down = Unreachable(host="db")
    presenter.open_ticket(replace(CALL, handled_s=18.0))
    record.down = None
    presenter.open_ticket(replace(CALL, handled_s=95.0))
    first, again = record.asked
    assert again.key == first.key
    assert again.report.handled_s == 18.0


def test_a_form_that_was_left_open_for_days_is_no_refused_report():
    assert report_of(replace(CALL, handled_s=200_000.0)).handled_s == LONGEST_CALL_S


def test_what_was_changed_after_a_failure_is_a_new_command(presenter, record):
    record.down = Unreachable(host="db")
    presenter.open_ticket(CALL)
    record.down = None
    presenter.open_ticket(replace(CALL, words="Dua motor"))
    assert record.asked[0].key != record.asked[1].key


def test_two_calls_that_tell_the_same_are_two_tickets(presenter, record):
    presenter.open_ticket(CALL)
    presenter.start()
    presenter.open_ticket(CALL)
    assert len({command.key for command in record.done}) == 2


def test_a_call_about_a_known_ticket_is_one_more_report_of_it(presenter, view, record):
    ticket_id = new_id()
    presenter.add_report(ticket_id, CALL)
    (command,) = record.done
    assert isinstance(command, AddReport)
    assert (command.ticket_id, command.report.words) == (ticket_id, CALL.words)
    assert view.taken == [ticket_id]


def test_a_nuisance_is_noted_with_its_number_or_without(presenter, view, record):
    presenter.note_nuisance("0812")
    presenter.note_nuisance("")
    assert [(type(one), one.channel, one.caller_number) for one in record.done] == [
        (NoteNuisance, Channel.TELEPHONE, "0812"),
        (NoteNuisance, Channel.TELEPHONE, ""),
    ]
    assert view.nuisances == 2
    assert view.taken == []


def test_what_a_number_is_known_for_is_told_with_the_number(presenter, view, record):
    record.histories["0812"] = NumberHistory(reports=2, nuisances=3)
    presenter.ask_history("0812")
    assert view.history == ("0812", NumberHistory(2, 3))


@pytest.mark.parametrize(("role", "allowed"), [(Role.OPERATOR, True), (Role.SUPERVISOR, True), (Role.AGENCY, False)])
def test_calls_are_taken_at_the_desk_and_not_at_an_agency(view, record, role, allowed):
    presenter = TelephonePresenter(view, ImmediateJobs())
    presenter.begin(record, replace(OPERATOR, role=role))
    assert view.allowed is allowed
    presenter.end()
    assert view.allowed is False
    assert not presenter.signed_in


def test_a_gazetteer_that_changed_is_read_again(presenter, view, record):
    assert view.search("sukamaju", 5) == ()
    record.place_rows = (*record.place_rows, callers.place("Balai Desa Sukamaju"))
    presenter.changed((Change(1, Kind.PLACES, new_id(), 1, "x", callers.NOW),))
    assert [hit.landmark for hit in view.search("sukamaju", 5)] == ["Balai Desa Sukamaju"]


def test_a_refusal_while_reading_the_form_is_said(view, record):
    record.down = Forbidden()
    TelephonePresenter(view, ImmediateJobs()).begin(record, OPERATOR)
    assert isinstance(view.error, Forbidden)


def like(**facts):
    return callers.ticket(category="fallen_tree", **facts)


NORTH_M = 1 / 111_195


@pytest.mark.parametrize(
    ("ticket", "is_like"),
    [
        (like(area_code=MOSQUE.area_code), True),
        (like(landmark="masjid al ikhlas"), True),
        (like(place="Dpn. Mesjid Al-Ikhlas"), True),
        (like(latitude=-6.3 + (NEAR_M - 20) * NORTH_M, longitude=107.1), True),
        (like(latitude=-6.3 + (NEAR_M + 20) * NORTH_M, longitude=107.1), False),
        (like(area_code="32.16.07.2002", place="Lain"), False),
        (like(), False),
        (callers.ticket(category="flood", area_code=MOSQUE.area_code), False),
        (like(area_code=MOSQUE.area_code, state=TicketState.CLOSED), False),
    ],
)
def test_alike_is_the_same_category_at_the_same_place_and_open(ticket, is_like):
    assert bool(similar(CALL, (ticket,))) is is_like


def test_the_newest_ticket_that_is_alike_comes_first(presenter, view):
    old, new = like(area_code=MOSQUE.area_code, age_s=900), like(area_code=MOSQUE.area_code, age_s=60)
    presenter.tickets_known((old, new))
    presenter.ask_likeness(CALL)
    assert view.similar == (new, old)
    presenter.ask_likeness(replace(CALL, category=""))
    assert view.similar == ()


def test_what_the_record_finds_comes_first_with_its_distance_and_each_once(presenter, record, view):
    near, known = like(), like(area_code=MOSQUE.area_code)
    record.alike_rows = (
        Likeness(near, 120.0, timedelta(minutes=12), True, False, 0.8),
        Likeness(known, None, timedelta(minutes=1), True, False, 0.6),
    )
    presenter.tickets_known((known,))
    presenter.ask_likeness(CALL)
    assert (view.similar, view.metres) == ((near, known), {near.id: 120.0})
    assert (record.drafts[-1].category, record.drafts[-1].area_code) == (CALL.category, MOSQUE.area_code)
    record.down = Unreachable(host="db")
    view.error = None
    presenter.ask_likeness(replace(CALL, words="lagi"))
    assert (view.similar, view.error) == ((known,), None), "what the list knows stays a help"


def test_a_whole_kecamatan_is_kept_as_a_landmark_since_a_ticket_has_the_code_of_a_desa(record):
    found = place_search(record.areas(), record.places())("cikarang barat", 9)
    assert PlaceChoice("Kec. Cikarang Barat") in found
    assert [hit.area_code for hit in found if hit.desa] == ["32.16.08.2001"]


def test_a_landmark_takes_the_code_of_its_desa(record):
    (hit,) = place_search(record.areas(), record.places())("masjid", 9)
    assert hit == MOSQUE


def test_a_callers_words_are_searched_from_their_end(record):
    search = place_search(record.areas(), record.places())
    assert [hit.landmark for hit in meant(search, "itu lho depan masjid al ikhlas", 5)] == ["Masjid Al-Ikhlas"]
    assert meant(search, "di sana", 5) == ()


@pytest.fixture
def site():
    made = small_site()
    made.areas = {area.code: area for area in callers.AREAS}
    return made


def at_the_desk(site, view, login="operator1"):
    presenter = TelephonePresenter(view, ImmediateJobs())
    record = site.person(login)
    presenter.begin(record, record.me())
    return presenter, record


SMALL_CALL = replace(CALL, category="other")


def test_the_record_keeps_the_callers_words_as_they_were_written(site, view):
    presenter, record = at_the_desk(site, view)
    presenter.open_ticket(SMALL_CALL)
    assert view.error is None
    ticket = record.ticket(view.taken[0]).ticket
    (report,) = record.reports(ticket.id)
    assert (report.words, report.caller_name, report.caller_number) == (CALL.words, "Bu Ani", CALL.number)
    assert (ticket.place, ticket.landmark, ticket.desa) == ("dpn mesjid al ikhlas", "Masjid Al-Ikhlas", "Sukaresmi")
    assert (ticket.channel, ticket.reports) == ("telephone", 1)
    assert [one.agency_name for one in ticket.assignments] == ["Dishub"]


def test_a_second_call_about_it_is_a_second_report(site, view):
    presenter, record = at_the_desk(site, view)
    presenter.open_ticket(SMALL_CALL)
    presenter.tickets_known(record.tickets())
    presenter.ask_likeness(replace(SMALL_CALL, place="lain"))
    (known,) = view.similar
    presenter.start()
    presenter.add_report(known.id, replace(SMALL_CALL, words="Sudah macet panjang"))
    assert [one.words for one in record.reports(known.id)] == [CALL.words, "Sudah macet panjang"]


def test_a_number_is_known_however_it_is_written(site, view):
    presenter, _ = at_the_desk(site, view)
    presenter.note_nuisance("0812-9876-5432")
    presenter.open_ticket(SMALL_CALL)
    presenter.ask_history("+62 812 98765432")
    assert view.history == ("+62 812 98765432", NumberHistory(reports=1, nuisances=1))


def test_an_agencys_people_read_the_callers_number_of_their_own_ticket(site, view):
    presenter, _ = at_the_desk(site, view)
    presenter.open_ticket(SMALL_CALL)
    (report,) = site.person("dishub1").reports(view.taken[0])
    assert report.caller_number == CALL.number


def test_an_answer_that_comes_while_the_next_call_is_written_down_leaves_its_form_open(view, record):
    """A slow answer, Escape, and the telephone rings again."""
    waiting = []
    presenter = TelephonePresenter(view, ImmediateJobs())
    presenter.begin(record, OPERATOR)
    presenter._jobs = SimpleNamespace(submit=lambda *job: waiting.append(job))
    presenter.start()
    presenter.open_ticket(CALL)
    presenter.start()
    presenter.open_ticket(replace(CALL, words="Banjir"))
    first, second = waiting
    ImmediateJobs().submit(*first)
    assert (view.taken, view.sending) == ([], [True, True])
    ImmediateJobs().submit(*second)
    assert (view.taken, view.sending) == ([record.done[1].ticket_id], [True, True, False])
