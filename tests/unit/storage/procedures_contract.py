"""A ticket's procedure, whichever implementation answers."""

from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.demo_values import JPEG, NOBODY
from unit.storage.links_contract import link

from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.procedures import (
    SKIP,
    NoticeKind,
    ProcedureNotice,
    ProcedureRun,
    StepState,
    lines,
    progress,
    standing,
)
from storage.model.tickets import Act, TimelineEntry
from storage.service.commands import AnswerStep, EditTicket, SeeNotice, SkipStep
from storage.service.errors import (
    Forbidden,
    Invalid,
    LinkRefused,
    NotAllowedNow,
    NotFound,
    RecordError,
    Stale,
    StepNotOpen,
)
from storage.service.record import Outcome


def a_fire(city: City, *agencies: str) -> UUID:
    return city.open(*agencies, category="fire")


def run(city: City, ticket: UUID, by: str = "operator1") -> ProcedureRun:
    found = city.person(by).procedure_run(ticket)
    assert found is not None
    return found


def answering(city: City, ticket: UUID, step: str, answer: str = "done", **more: object) -> AnswerStep:
    version = city.detail(ticket).ticket.version
    fields = {"key": new_id(), "ticket_id": ticket, "expected_version": version, "step": step, "answer": answer}
    return AnswerStep(**{**fields, **more})  # type: ignore[arg-type]


def answer(city: City, ticket: UUID, step: str, answer: str = "done", by: str = "operator1", **more: object) -> Outcome:
    return city.person(by).execute(answering(city, ticket, step, answer, **more))


def skip(city: City, ticket: UUID, step: str, reason: str = "Radio mati", by: str = "operator1") -> Outcome:
    version = city.detail(ticket).ticket.version
    return city.person(by).execute(
        SkipStep(key=new_id(), ticket_id=ticket, expected_version=version, step=step, reason=reason)
    )


def state(city: City, ticket: UUID, step: str) -> StepState:
    return next(line.state for line in lines(run(city, ticket)) if line.step.key == step)


def last(city: City, ticket: UUID) -> TimelineEntry:
    return city.detail(ticket).timeline[-1]


def notices(city: City, ticket: UUID, by: str = "supervisor1") -> list[ProcedureNotice]:
    return [one for one in city.person(by).procedure_notices() if one.ticket_id == ticket]


def closed(city: City, text: str = "") -> UUID:
    ticket = a_fire(city)
    for act in (Act.ACKNOWLEDGE, Act.RESOLVE):
        city.act(ticket, act)
    city.act(ticket, Act.CLOSE, text=text)
    return ticket


def refused(city: City, error: type[RecordError], ticket: UUID, step: str, given: str = "done", **more: object) -> None:
    before = run(city, ticket)
    with pytest.raises(error):
        answer(city, ticket, step, given, **more)  # type: ignore[arg-type]
    assert run(city, ticket) == before


class ProcedureContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_ticket_has_its_categorys_procedure_from_the_moment_it_opens(self, city: City) -> None:
        found = run(city, a_fire(city))
        assert (found.procedure.category, found.procedure.version, found.answers) == ("fire", 1, ())
        assert found.ticket_version == 1
        assert progress(found)[0] == 0

    def test_one_that_the_intake_opens_has_it_too(self, city: City) -> None:
        ticket = city.open(by="intake1", category="fire")
        assert run(city, ticket).procedure.category == "fire"

    def test_a_category_without_a_procedure_has_none(self, city: City) -> None:
        ticket = city.open(category="other")
        assert city.operator.procedure_run(ticket) is None
        with pytest.raises(Invalid):
            answer(city, ticket, "tutup")

    def test_a_ticket_that_is_not_there_or_not_seen_is_not_found(self, city: City) -> None:
        with pytest.raises(NotFound):
            city.operator.procedure_run(NOBODY)
        theirs = a_fire(city, "damkar")
        with pytest.raises(NotFound):
            city.person("pupr1").procedure_run(theirs)
        with pytest.raises(NotFound):
            answer(city, theirs, "padam", by="pupr1")

    def test_an_edited_category_brings_its_procedure_and_an_old_one_goes_on_where_it_was(self, city: City) -> None:
        ticket = a_fire(city)
        answer(city, ticket, "keluar")
        self.recategorise(city, ticket, "flood")
        assert (run(city, ticket).procedure.category, run(city, ticket).answers) == ("flood", ())
        refused(city, Invalid, ticket, "keluar")
        answer(city, ticket, "aman")
        self.recategorise(city, ticket, "fire")
        assert [one.step for one in run(city, ticket).answers] == ["keluar"]
        answer(city, ticket, "damkar")
        assert [one.step for one in run(city, ticket).answers] == ["keluar", "damkar"]

    @staticmethod
    def recategorise(city: City, ticket: UUID, category: str) -> None:
        version = city.detail(ticket).ticket.version
        city.operator.execute(EditTicket(key=new_id(), ticket_id=ticket, expected_version=version, category=category))

    def test_an_answer_stands_with_who_gave_it_and_is_one_change_of_the_ticket(self, city: City) -> None:
        ticket = a_fire(city)
        told = answer(city, ticket, "keluar", note="Tiga orang di luar").changes
        assert [(one.kind, one.id, one.version) for one in told] == [(Kind.TICKET, ticket, 2)]
        (given,) = run(city, ticket).answers
        assert (given.step, given.answer, given.by, given.note) == (
            "keluar",
            "done",
            "Operator 1",
            "Tiga orang di luar",
        )
        assert run(city, ticket).ticket_version == city.detail(ticket).ticket.version == 2
        assert state(city, ticket, "keluar") is StepState.ANSWERED

    def test_the_audit_names_procedure_version_step_words_and_answer(self, city: City) -> None:
        ticket = a_fire(city)
        answer(city, ticket, "apa", "pabrik", note="Gudang cat")
        entry, facts = last(city, ticket), dict(last(city, ticket).facts)
        assert (entry.act, entry.actor, entry.text) == ("answer_step", "Operator 1", "Gudang cat")
        assert facts.pop("id") == str(run(city, ticket).answers[0].id)
        assert facts == {
            "category": "fire",
            "version": "1",
            "step": "apa",
            "n": "3",
            "answer": "pabrik",
            "text_id": "Apa yang terbakar?",
            "text_en": "What is burning?",
            "answer_id": "Pabrik, gudang, atau bahan kimia",
            "answer_en": "Factory, warehouse or chemicals",
        }

    def test_a_picture_becomes_the_tickets_in_the_answers_own_transaction(self, city: City) -> None:
        ticket, camera = a_fire(city), city.operator.cameras()[0]
        told = answer(city, ticket, "asap", "yes", still=JPEG, camera_id=camera.id).changes
        assert [(one.kind, one.version) for one in told] == [(Kind.TICKET, 2)]
        (given,) = run(city, ticket).answers
        assert city.detail(ticket).still_ids == (given.still_id,)
        assert given.still_id is not None
        still = city.operator.still(given.still_id)
        assert (still.jpeg, still.camera_id) == (JPEG, camera.id)
        assert dict(last(city, ticket).facts)["sha256"] == still.sha256

    def test_a_refused_answer_keeps_no_picture_and_a_bad_picture_no_answer(self, city: City) -> None:
        ticket = a_fire(city)
        refused(city, Invalid, ticket, "asap", "maybe", still=JPEG)
        refused(city, Invalid, ticket, "asap", "yes", still=b"GIF89a")
        refused(city, Invalid, ticket, "asap", "yes", still=JPEG, camera_id=NOBODY)
        assert city.detail(ticket).still_ids == ()

    def test_a_branch_is_refused_until_its_question_led_there(self, city: City) -> None:
        ticket = a_fire(city)
        refused(city, StepNotOpen, ticket, "ambulans")
        answer(city, ticket, "orang", "no")
        refused(city, StepNotOpen, ticket, "ambulans")
        with pytest.raises(StepNotOpen):
            skip(city, ticket, "ambulans")
        answer(city, ticket, "orang", "yes", reason="Satu orang baru terlihat")
        answer(city, ticket, "ambulans")
        assert state(city, ticket, "ambulans") is StepState.ANSWERED

    def test_two_conditions_must_both_hold(self, city: City) -> None:
        ticket = city.open(category="street_vendors")
        answer(city, ticket, "letak", "jalan")
        refused(city, StepNotOpen, ticket, "arus")
        answer(city, ticket, "izin", "no")
        answer(city, ticket, "arus")

    def test_order_is_advice_a_later_step_that_applies_is_taken(self, city: City) -> None:
        ticket = a_fire(city)
        answer(city, ticket, "damkar")
        assert state(city, ticket, "keluar") is StepState.NEXT
        assert state(city, ticket, "damkar") is StepState.ANSWERED

    def test_what_is_answered_stays_and_a_correction_says_why(self, city: City) -> None:
        ticket = a_fire(city)
        answer(city, ticket, "orang", "yes")
        refused(city, Invalid, ticket, "orang", "no", reason=" \n")
        answer(city, ticket, "orang", "no", reason="Salah dengar")
        assert [(one.answer, one.reason) for one in run(city, ticket).answers] == [("yes", ""), ("no", "Salah dengar")]
        assert standing(run(city, ticket).answers)["orang"].answer == "no"
        assert (last(city, ticket).act, last(city, ticket).text) == ("correct_step", "Salah dengar")

    def test_only_the_steps_own_answers_are_taken(self, city: City) -> None:
        ticket = a_fire(city)
        for given in ("no", "selesai", "", SKIP):
            refused(city, Invalid, ticket, "keluar", given)
        refused(city, Invalid, ticket, "langkah_lain", "done")

    def test_words_that_are_too_long_are_refused(self, city: City) -> None:
        ticket = a_fire(city)
        refused(city, Invalid, ticket, "keluar", note="x" * 2001)
        refused(city, Invalid, ticket, "keluar", reason="x" * 2001)

    def test_a_stale_answer_is_refused_with_its_picture(self, city: City) -> None:
        ticket = a_fire(city)
        late = answering(city, ticket, "asap", "yes", still=JPEG)
        answer(city, ticket, "keluar", by="operator2")
        with pytest.raises(Stale):
            city.operator.execute(late)
        assert city.detail(ticket).still_ids == ()

    def test_twice_is_once(self, city: City) -> None:
        command = answering(city, a_fire(city), "asap", "yes", still=JPEG)
        first = city.operator.execute(command)
        assert city.operator.execute(command) == first
        assert len(run(city, command.ticket_id).answers) == 1

    def test_a_resolved_ticket_still_takes_answers_and_a_closed_one_none(self, city: City) -> None:
        ticket = a_fire(city)
        for act in (Act.ACKNOWLEDGE, Act.RESOLVE):
            city.act(ticket, act)
        answer(city, ticket, "tutup")
        city.act(ticket, Act.CLOSE)
        refused(city, NotAllowedNow, ticket, "keluar")
        refused(city, NotAllowedNow, ticket, "keluar", still=JPEG)
        with pytest.raises(NotAllowedNow):
            skip(city, ticket, "keluar")

    def test_a_duplicate_is_worked_at_the_ticket_that_it_doubles(self, city: City) -> None:
        parent, ticket = a_fire(city), a_fire(city)
        link(city, ticket, parent)
        refused(city, LinkRefused, ticket, "keluar")
        for act in (Act.ACKNOWLEDGE, Act.RESOLVE, Act.CLOSE):
            city.act(parent, act)
        assert city.detail(ticket).ticket.state == "closed"
        assert [one.ticket_id for one in city.person("supervisor1").procedure_notices()].count(ticket) == 0

    def test_a_supervisors_step_is_a_supervisors(self, city: City) -> None:
        ticket = a_fire(city)
        answer(city, ticket, "meluas", "yes")
        refused(city, Forbidden, ticket, "eskalasi")
        answer(city, ticket, "eskalasi", by="supervisor1")
        assert state(city, ticket, "eskalasi") is StepState.ANSWERED

    def test_an_agency_answers_its_own_steps_of_its_own_tickets(self, city: City) -> None:
        ticket = a_fire(city, "damkar", "polri")
        refused(city, Forbidden, ticket, "keluar", by="damkar1")
        refused(city, Forbidden, ticket, "padam", by="polri1")
        answer(city, ticket, "padam", by="damkar1", still=JPEG)
        assert run(city, ticket, "damkar1").answers == run(city, ticket).answers
        assert run(city, ticket).answers[0].by == city.person("damkar1").me().name

    def test_others_of_the_house_read_and_do_not_answer(self, city: City) -> None:
        ticket = a_fire(city)
        for login in ("administrator1", "wall1", "auditor1"):
            assert run(city, ticket, login) == run(city, ticket)
            refused(city, Forbidden, ticket, "keluar", by=login)

    def test_the_intake_reads_no_procedure(self, city: City) -> None:
        ticket = city.open(by="intake1", category="fire")
        with pytest.raises(Forbidden):
            city.person("intake1").procedure_run(ticket)
        with pytest.raises(Forbidden):
            city.person("intake1").procedure_notices()


class SkippedContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_skipped_step_needs_a_reason_and_stands_in_the_timeline(self, city: City) -> None:
        ticket = a_fire(city)
        with pytest.raises(StepNotOpen):
            skip(city, ticket, "pln")
        answer(city, ticket, "apa", "rumah")
        with pytest.raises(Invalid):
            skip(city, ticket, "pln", reason=" ")
        skip(city, ticket, "pln", reason="Listrik sudah padam")
        assert state(city, ticket, "pln") is StepState.SKIPPED
        assert (last(city, ticket).act, last(city, ticket).text) == ("skip_step", "Listrik sudah padam")

    def test_supervisors_are_told_of_it_by_the_feed_and_until_one_has_seen_it(self, city: City) -> None:
        ticket, before = a_fire(city), city.operator.feed_position()
        told = skip(city, ticket, "keluar").changes
        (notice,) = notices(city, ticket)
        assert {(one.kind, one.id) for one in told} == {(Kind.TICKET, ticket), (Kind.PROCEDURE, notice.id)}
        heard = city.person("supervisor1").changes_since(before)
        assert (Kind.PROCEDURE, notice.id) in {(one.kind, one.id) for one in heard}
        number = city.detail(ticket).ticket.number
        assert (notice.kind, notice.steps, notice.ticket_number) == (NoticeKind.SKIPPED, 1, number)
        assert (notice.by, notice.reason) == ("Operator 1", "Radio mati")
        assert notice.text == run(city, ticket).procedure.steps[0].text
        seen = city.person("supervisor1").execute(SeeNotice(key=new_id(), notice_id=notice.id)).changes
        assert [(one.kind, one.id, one.version) for one in seen] == [(Kind.PROCEDURE, notice.id, 2)]
        assert notices(city, ticket) == []
        assert (last(city, ticket).act, last(city, ticket).actor) == ("see_steps", "Supervisor 1")
        again = city.person("supervisor1").execute(SeeNotice(key=new_id(), notice_id=notice.id))
        assert again.changes == ()

    def test_an_agency_that_hears_of_no_notice_reads_in_no_timeline_that_one_was_seen(self, city: City) -> None:
        ticket = a_fire(city, "damkar")
        skip(city, ticket, "keluar")
        before = city.person("damkar1").ticket(ticket)
        position = city.operator.feed_position()
        (notice,) = notices(city, ticket)
        city.person("supervisor1").execute(SeeNotice(key=new_id(), notice_id=notice.id))
        assert city.person("damkar1").changes_since(position) == ()
        assert city.person("damkar1").ticket(ticket) == before
        assert last(city, ticket).act == "see_steps"

    def test_only_a_supervisor_says_that_they_have_seen_it(self, city: City) -> None:
        ticket = a_fire(city)
        skip(city, ticket, "keluar")
        (notice,) = notices(city, ticket, "operator1")
        for login in ("operator1", "administrator1", "damkar1", "wall1", "auditor1"):
            with pytest.raises(Forbidden):
                city.person(login).execute(SeeNotice(key=new_id(), notice_id=notice.id))
        with pytest.raises(Invalid):
            city.person("supervisor1").execute(SeeNotice(key=new_id(), notice_id=NOBODY))
        assert notices(city, ticket) == [notice]
        assert notices(city, ticket, "auditor1") == notices(city, ticket, "administrator1") == [notice]
        assert notices(city, ticket, "damkar1") == notices(city, ticket, "wall1") == []

    def test_a_skipped_step_can_still_be_done_and_an_answered_one_be_taken_back(self, city: City) -> None:
        ticket = a_fire(city)
        skip(city, ticket, "keluar")
        answer(city, ticket, "keluar")
        assert last(city, ticket).act == "answer_step"
        skip(city, ticket, "keluar", reason="Tertukar dengan tiket lain")
        assert state(city, ticket, "keluar") is StepState.SKIPPED
        assert len(notices(city, ticket)) == 2

    def test_a_closing_is_taken_and_what_it_left_is_told(self, city: City) -> None:
        ticket = closed(city, text="Kebakaran kecil, padam sendiri")
        (notice,) = notices(city, ticket)
        assert (notice.kind, notice.reason) == (NoticeKind.LEFT, "Kebakaran kecil, padam sendiri")
        expected = [line for line in lines(run(city, ticket)) if line.step.must and line.state in _TO_DO]
        assert (notice.steps, notice.text) == (len(expected), expected[0].step.text)
        told = next(entry for entry in city.detail(ticket).timeline if entry.act == "steps_left")
        facts = dict(told.facts)
        assert facts.pop("id") == str(notice.id)
        left = ", ".join(line.step.key for line in expected)
        assert facts == {"category": "fire", "n": str(len(expected)), "step": left}

    def test_a_closing_that_leaves_nothing_tells_nobody(self, city: City) -> None:
        ticket = city.open(category="fallen_tree")
        while any(line.state in _TO_DO for line in lines(run(city, ticket))):
            line = next(line for line in lines(run(city, ticket)) if line.state in _TO_DO)
            answer(city, ticket, line.step.key, line.step.answers[-1])
        for act in (Act.ACKNOWLEDGE, Act.RESOLVE):
            city.act(ticket, act)
        told = city.act(ticket, Act.CLOSE).changes
        assert Kind.PROCEDURE not in {one.kind for one in told}
        assert notices(city, ticket) == []
        other = city.open(category="other")
        for act in (Act.ACKNOWLEDGE, Act.RESOLVE, Act.CLOSE):
            city.act(other, act)
        assert notices(city, other) == []


_TO_DO = frozenset({StepState.NEXT, StepState.OPEN})
