"""Who reports in confidence or without a name, whichever implementation answers."""

from datetime import timedelta
from uuid import UUID

import pytest
from unit.storage.audit_contract import erase, head_now, verdict_of
from unit.storage.callers_contract import a_number, a_report, add_report, close
from unit.storage.city import City

from storage.model.callers import Channel, NewReport, NumberHistory, Openness, Report
from storage.model.feed import Kind
from storage.model.identity import OPEN_FOR, Identity, SealState, Unsealing
from storage.model.ids import new_id
from storage.service.commands import AskErasure, AskUnsealing, DecideUnsealing, NoteNuisance, OpenIdentity
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, Stale
from storage.service.record import Outcome

NAME, CONTACT = "Ibu Kartini Rahasia", "lewat kakak, sesudah magrib"
NOT_THE_DESK = ["administrator1", "dishub1", "wall1", "auditor1", "intake1"]


def in_confidence(**fields: object) -> NewReport:
    values: dict[str, object] = {"openness": Openness.CONFIDENTIAL, "caller_name": NAME, "contact": CONTACT}
    return a_report(**{"caller_number": a_number(), **values, **fields})


def sealed(city: City, *agencies: str, report: NewReport | None = None, by: str = "operator1") -> Report:
    """The confidential report of a new ticket, as the desk reads it."""
    ticket = city.open(*agencies, report=report or in_confidence(), by=by)
    (kept,) = city.operator.reports(ticket)
    return kept


def asking(report: UUID, reason: str = "Perlu bertanya ciri pelaku") -> AskUnsealing:
    return AskUnsealing(key=new_id(), unsealing_id=new_id(), report_id=report, reason=reason)


def ask(city: City, report: Report, by: str = "operator1") -> UUID:
    command = asking(report.id)
    city.person(by).execute(command)
    return command.unsealing_id


def deciding(unsealing: UUID, *, grant: bool = True, reason: str = "") -> DecideUnsealing:
    return DecideUnsealing(key=new_id(), unsealing_id=unsealing, grant=grant, reason=reason)


def decide(city: City, unsealing: UUID, *, grant: bool = True, reason: str = "", by: str = "supervisor1") -> Outcome:
    return city.person(by).execute(deciding(unsealing, grant=grant, reason=reason))


def read(city: City, unsealing: UUID, by: str = "operator1") -> Identity:
    city.person(by).execute(OpenIdentity(key=new_id(), unsealing_id=unsealing))
    return city.person(by).identity(unsealing)


def unsealed(city: City, report: Report) -> UUID:
    """A request of operator1's that was granted."""
    unsealing = ask(city, report)
    decide(city, unsealing)
    return unsealing


def standing(city: City, ticket: UUID) -> Unsealing:
    return city.operator.unsealings(ticket)[-1]


class SealedReportContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_confidential_report_shows_neither_name_nor_number(self, city: City) -> None:
        report = sealed(city, "dishub")
        assert (report.openness, report.caller_name, report.caller_number) == (Openness.CONFIDENTIAL, "", "")
        assert report.words == a_report().words
        for login in ("supervisor1", "auditor1", "dishub1"):
            assert city.person(login).reports(report.ticket_id) == (report,)

    def test_of_an_anonymous_report_nothing_of_who_is_kept(self, city: City) -> None:
        report = sealed(city, report=in_confidence(openness=Openness.ANONYMOUS))
        assert (report.openness, report.caller_name, report.caller_number) == (Openness.ANONYMOUS, "", "")
        with pytest.raises(Invalid) as refused:
            city.operator.execute(asking(report.id))
        assert refused.value.facts["field"] == "seal"

    def test_one_more_report_may_be_confidential_and_its_neighbour_open(self, city: City) -> None:
        ticket = city.open(report=a_report())
        add_report(city, ticket, in_confidence())
        first, second = city.operator.reports(ticket)
        assert (first.openness, first.caller_name) == (Openness.OPEN, "Bu Siti")
        assert (second.openness, second.caller_name) == (Openness.CONFIDENTIAL, "")

    def test_the_intake_seals_what_it_brings_in(self, city: City) -> None:
        report = sealed(city, report=in_confidence(channel=Channel.PUBLIC), by="intake1")
        assert (report.openness, report.caller_name) == (Openness.CONFIDENTIAL, "")
        assert read(city, unsealed(city, report)).name == NAME

    @pytest.mark.parametrize(("field", "most"), [("caller_name", 120), ("caller_number", 40), ("contact", 200)])
    def test_what_is_too_long_to_be_sealed_is_refused_by_its_field(self, city: City, field: str, most: int) -> None:
        with pytest.raises(Invalid) as refused:
            city.open(report=in_confidence(**{field: "1" * (most + 1)}))
        assert refused.value.facts["field"] == field

    def test_a_sealed_number_is_in_no_history_and_no_message_and_its_nuisance_calls_still_are(self, city: City) -> None:
        """A count would tell whoever tries a number that it reported in confidence."""
        number = a_number()
        city.open(report=in_confidence(caller_number=number))
        assert city.operator.number_history(number) == NumberHistory(0, 0)
        city.operator.execute(NoteNuisance(key=new_id(), channel=Channel.TELEPHONE, caller_number=number))
        assert city.operator.number_history(number) == NumberHistory(0, 1)

    def test_neither_timeline_nor_feed_tells_who_it_was(self, city: City) -> None:
        report = sealed(city)
        told = f"{city.detail(report.ticket_id)} {city.operator.changes_since(0, limit=10_000)}"
        assert NAME not in told
        assert CONTACT not in told


class UnsealingContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_two_lift_a_seal_and_who_asked_reads_it(self, city: City) -> None:
        report = sealed(city)
        before = city.operator.server_now()
        unsealing = unsealed(city, report)
        found = read(city, unsealing)
        assert (found.name, found.contact) == (NAME, CONTACT)
        assert found.number.startswith("0812")
        assert before + OPEN_FOR <= found.until <= city.operator.server_now() + OPEN_FOR
        assert NAME not in repr(found)

    def test_asking_granting_and_each_reading_stand_in_the_tickets_timeline(self, city: City) -> None:
        report = sealed(city)
        unsealing = unsealed(city, report)
        for _ in range(2):
            read(city, unsealing)
        told = [(one.act, one.actor, one.text) for one in city.detail(report.ticket_id).timeline[-4:]]
        assert told == [
            ("ask_unsealing", "Operator 1", "Perlu bertanya ciri pelaku"),
            ("grant_unsealing", "Supervisor 1", ""),
            ("read_identity", "Operator 1", ""),
            ("read_identity", "Operator 1", ""),
        ]
        assert standing(city, report.ticket_id).readings == 2

    def test_agencies_and_the_wall_do_not_see_in_the_timeline_that_a_seal_was_lifted(self, city: City) -> None:
        report = sealed(city, "dishub")
        read(city, unsealed(city, report))
        for login in ("dishub1", "wall1"):
            acts = {one.act for one in city.person(login).ticket(report.ticket_id).timeline}
            assert "open" in acts
            assert not {"ask_unsealing", "grant_unsealing", "read_identity"} & acts
        assert "read_identity" in {one.act for one in city.person("auditor1").ticket(report.ticket_id).timeline}

    def test_each_step_is_news_for_the_desk_and_not_for_agencies_and_the_wall(self, city: City) -> None:
        report = sealed(city, "dishub")
        before = city.operator.feed_position()
        unsealing = unsealed(city, report)
        read(city, unsealing)
        heard = [(one.kind, one.id, one.version) for one in city.operator.changes_since(before)]
        assert heard == [(Kind.IDENTITY, unsealing, version) for version in (1, 2, 3)]
        for login in ("dishub1", "wall1"):
            assert city.person(login).changes_since(before) == ()

    def test_a_request_waits_for_a_supervisor_until_it_is_decided(self, city: City) -> None:
        report = sealed(city)
        unsealing = ask(city, report)
        (waiting,) = [one for one in city.person("supervisor1").unsealings() if one.id == unsealing]
        assert (waiting.report_id, waiting.ticket_id) == (report.id, report.ticket_id)
        assert waiting.ticket_number == city.detail(report.ticket_id).ticket.number
        assert (waiting.asked_login, waiting.asked_by) == ("operator1", "Operator 1")
        assert waiting.state(city.operator.server_now()) is SealState.ASKED
        decide(city, unsealing)
        assert unsealing not in {one.id for one in city.person("supervisor1").unsealings()}
        found, now = standing(city, report.ticket_id), city.operator.server_now()
        assert (found.decided_by, found.state(now)) == ("Supervisor 1", SealState.OPEN)
        assert found.state(now + OPEN_FOR + timedelta(seconds=1)) is SealState.SHUT

    def test_a_refusal_has_a_reason_and_opens_nothing(self, city: City) -> None:
        report = sealed(city)
        unsealing = ask(city, report)
        with pytest.raises(Invalid) as refused:
            decide(city, unsealing, grant=False)
        assert refused.value.facts["field"] == "reason"
        decide(city, unsealing, grant=False, reason="Tidak perlu untuk penanganan")
        found = standing(city, report.ticket_id)
        assert (found.state(city.operator.server_now()), found.said) == (
            SealState.REFUSED,
            "Tidak perlu untuk penanganan",
        )
        with pytest.raises(Forbidden):
            read(city, unsealing)
        assert ask(city, report) != unsealing

    def test_a_supervisor_who_asks_needs_another_person(self, city: City) -> None:
        report = sealed(city)
        unsealing = ask(city, report, "supervisor1")
        with pytest.raises(Forbidden):
            decide(city, unsealing)
        assert standing(city, report.ticket_id).granted is None

    def test_an_operator_grants_nothing(self, city: City) -> None:
        unsealing = ask(city, sealed(city))
        for login in ("operator1", "operator2"):
            with pytest.raises(Forbidden):
                decide(city, unsealing, by=login)

    def test_only_who_asked_reads_what_was_granted(self, city: City) -> None:
        unsealing = unsealed(city, sealed(city))
        read(city, unsealing)
        for login in ("operator2", "supervisor1"):
            with pytest.raises(Forbidden):
                read(city, unsealing, login)
            with pytest.raises(Forbidden):
                city.person(login).identity(unsealing)

    def test_nothing_is_shown_before_it_is_granted_and_before_the_reading_is_written_down(self, city: City) -> None:
        unsealing = ask(city, sealed(city))
        with pytest.raises(Forbidden):
            read(city, unsealing)
        decide(city, unsealing)
        with pytest.raises(Forbidden):
            city.operator.identity(unsealing)

    @pytest.mark.parametrize("login", NOT_THE_DESK)
    def test_nobody_but_the_desk_asks_decides_or_reads(self, city: City, login: str) -> None:
        report = sealed(city, "dishub")
        unsealing = ask(city, report)
        for command in (asking(report.id), deciding(unsealing), OpenIdentity(key=new_id(), unsealing_id=unsealing)):
            with pytest.raises(Forbidden):
                city.person(login).execute(command)
        with pytest.raises(Forbidden):
            city.person(login).identity(unsealing)

    @pytest.mark.parametrize("login", ["administrator1", "dishub1", "wall1", "intake1"])
    def test_requests_are_for_the_desk_and_the_auditor_to_read(self, city: City, login: str) -> None:
        report = sealed(city, "dishub")
        ask(city, report)
        assert len(city.person("auditor1").unsealings(report.ticket_id)) == 1
        with pytest.raises(Forbidden):
            city.person(login).unsealings()

    def test_a_request_is_made_once_decided_once_and_has_a_reason(self, city: City) -> None:
        report = sealed(city)
        unsealing = ask(city, report)
        with pytest.raises(AlreadyTaken) as taken:
            ask(city, report)
        assert taken.value.facts["field"] == "seal"
        ask(city, report, "operator2")  # another person's own
        decide(city, unsealing)
        with pytest.raises(Stale):
            decide(city, unsealing, by="supervisor1")
        for reason in ("  ", "x" * 501):
            with pytest.raises(Invalid):
                city.operator.execute(asking(report.id, reason))

    def test_what_is_open_or_not_there_has_no_seal(self, city: City) -> None:
        (report,) = city.operator.reports(city.open(report=a_report()))
        for command in (asking(report.id), asking(new_id())):
            with pytest.raises(Invalid):
                city.operator.execute(command)
        with pytest.raises(Invalid):
            decide(city, new_id())

    def test_a_closed_tickets_seal_is_lifted_as_well(self, city: City) -> None:
        report = sealed(city)
        close(city, report.ticket_id)
        assert read(city, unsealed(city, report)).name == NAME

    def test_erasing_takes_the_identity_and_the_words_of_its_seal_and_the_chain_stays_whole(self, city: City) -> None:
        report = sealed(city)
        unsealing, waiting = unsealed(city, report), ask(city, report, "operator2")
        read(city, unsealing)
        head = head_now(city.operator)
        city.operator.keep_audit_head(head)
        erase(city, report_ids=(report.id,))
        with pytest.raises(Forbidden):
            decide(city, waiting, by="operator1")
        with pytest.raises(Stale):
            decide(city, waiting)
        with pytest.raises(Invalid):
            city.operator.execute(asking(report.id))
        for one in city.operator.unsealings(report.ticket_id):
            assert (one.reason, one.said) == ("", "")
            assert one.state(city.operator.server_now()) in (SealState.SHUT, SealState.REFUSED)
        assert verdict_of(city.person("auditor1"), head).proven

    def test_a_number_alone_does_not_name_its_confidential_reports_for_erasing(self, city: City) -> None:
        """Or a supervisor would learn, alone, which ticket a number reported in confidence."""
        number = a_number()
        sealed(city, report=in_confidence(caller_number=number))
        with pytest.raises(Invalid):
            city.person("supervisor1").execute(
                AskErasure(key=new_id(), erasure_id=new_id(), reason="Permintaan", caller_number=number)
            )
