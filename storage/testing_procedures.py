"""The fakes' procedures, judged as the server's triggers do."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.acts import is_theirs
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.links import LinkRefusal
from storage.model.people import Person, Role
from storage.model.procedures import (
    NOTE_MOST,
    SKIP,
    NoticeKind,
    Procedure,
    ProcedureNotice,
    ProcedureRun,
    Step,
    StepAnswer,
    conditions,
    left_open,
    may_answer,
    standing,
)
from storage.model.tickets import OPEN_STATES, Act, Ticket, TimelineEntry
from storage.service.commands import ActOnTicket, AnswerStep, EditTicket, OpenTicket, SeeNotice, SkipStep
from storage.service.errors import Forbidden, Invalid, LinkRefused, NotAllowedNow, Stale, StepNotOpen
from storage.testing_commands import Desk, Kept, with_still

if TYPE_CHECKING:
    from storage.testing import FakeRecord, FakeSite

StepCommand = AnswerStep | SkipStep
ProcedureCommand = AnswerStep | SkipStep | SeeNotice


@dataclass(slots=True)
class ProcedureBook:
    """What the site knows of procedures."""

    newest: dict[str, Procedure] = field(default_factory=dict)  # by category
    fixed: dict[tuple[UUID, str], Procedure] = field(default_factory=dict)  # by ticket and category
    answers: dict[tuple[UUID, str], tuple[StepAnswer, ...]] = field(default_factory=dict)
    notices: dict[UUID, ProcedureNotice] = field(default_factory=dict)
    seen: set[UUID] = field(default_factory=set)

    def ship(self, procedures: Iterable[Procedure]) -> None:
        """These are the newest from now; tickets keep what they have."""
        self.newest |= {one.category: one for one in procedures}

    def fix(self, ticket: Ticket) -> None:
        if ticket.category in self.newest:
            self.fixed.setdefault((ticket.id, ticket.category), self.newest[ticket.category])

    def run(self, ticket: Ticket) -> ProcedureRun | None:
        at = (ticket.id, ticket.category)
        if at not in self.fixed:
            return None
        return ProcedureRun(ticket.id, ticket.version, self.fixed[at], self.answers.get(at, ()))


class FakeProcedures:
    """`storage.service.procedure_port.Procedures` in memory; a base of FakeRecord."""

    _site: "FakeSite"
    _person_id: UUID

    def procedure_run(self: "FakeRecord", ticket_id: UUID) -> ProcedureRun | None:  # type: ignore[misc]
        return self._site.procedures.run(self.ticket(ticket_id).ticket)

    def procedure_notices(self) -> tuple[ProcedureNotice, ...]:
        self._site.reach()
        role = self._site.people[self._person_id].role
        if role is Role.INTAKE:
            raise Forbidden
        if role in (Role.AGENCY, Role.WALL):
            return ()
        book = self._site.procedures
        return tuple(one for one in book.notices.values() if one.id not in book.seen)


def do_step_command(site: "FakeSite", desk: Desk, kept: Kept, command: StepCommand) -> tuple[Change, ...]:
    """Answer or skip one step of the ticket; `kept` is seen by who asks."""
    answer, told = _answered(site, desk, kept, command)
    at = (kept.ticket.id, kept.ticket.category)
    if isinstance(command, AnswerStep) and command.still is not None:
        kept = with_still(desk, kept, command.still, command.camera_id)
        still = kept.stills[-1]
        answer = replace(answer, still_id=still.id)
        told = replace(told, facts=tuple(sorted((*told.facts, ("sha256", still.sha256)))))
    site.procedures.answers[at] = (*_given(site, kept.ticket), answer)
    ticket = replace(kept.ticket, version=kept.ticket.version + 1, changed_at=desk.now)
    site.tickets[ticket.id] = replace(kept, ticket=ticket, timeline=(*kept.timeline, told))
    changes = [site.tell(Kind.TICKET, ticket.id, ticket.version, desk.person.login)]
    if answer.answer == SKIP:
        step = site.procedures.fixed[at].step(answer.step)
        assert step is not None
        changes.append(_notify(site, desk, ticket, NoticeKind.SKIPPED, (step,), answer.reason, answer.id))
    return tuple(changes)


def see_notice(site: "FakeSite", person: Person, command: SeeNotice) -> tuple[Change, ...]:
    book = site.procedures
    if person.role is not Role.SUPERVISOR or not person.active or person.must_change_password:
        raise Forbidden
    if command.notice_id not in book.notices:
        raise Invalid(field="notice")
    if command.notice_id in book.seen:
        return ()
    book.seen.add(command.notice_id)
    kept = site.tickets[book.notices[command.notice_id].ticket_id]
    entry = TimelineEntry(site.now, person.name, "see_steps", (("id", str(command.notice_id)),))
    site.tickets[kept.ticket.id] = replace(kept, timeline=(*kept.timeline, entry))
    return (site.tell(Kind.PROCEDURE, command.notice_id, 2, person.login),)


def after_ticket_command(
    site: "FakeSite", desk: Desk, command: OpenTicket | ActOnTicket | EditTicket, ticket_id: UUID
) -> tuple[Change, ...]:
    """What the server's triggers do beside a ticket's own command."""
    kept = site.tickets[ticket_id]
    site.procedures.fix(kept.ticket)
    run = site.procedures.run(kept.ticket)
    if run is None or not isinstance(command, ActOnTicket) or command.act is not Act.CLOSE:
        return ()
    left = tuple(line.step for line in left_open(run))
    if not left:
        return ()
    notice_id = new_id()
    facts = {"id": str(notice_id), "category": kept.ticket.category, "n": str(len(left))}
    entry = desk.entry("steps_left", step=", ".join(step.key for step in left), **facts)
    site.tickets[ticket_id] = replace(kept, timeline=(*kept.timeline[:-1], entry, kept.timeline[-1]))
    return (_notify(site, desk, kept.ticket, NoticeKind.LEFT, left, command.text, notice_id),)


def _answered(site: "FakeSite", desk: Desk, kept: Kept, command: StepCommand) -> tuple[StepAnswer, TimelineEntry]:
    ticket = kept.ticket
    procedure, step = _step_of(site, desk, ticket, command)
    _assert_may(desk, kept, step)
    given = standing(_given(site, ticket))
    if conditions(procedure, {key: one.answer for key, one in given.items()})[step.key] is not True:
        raise StepNotOpen
    before = given[step.key].answer if step.key in given else SKIP
    answer = command.answer if isinstance(command, AnswerStep) else SKIP
    note = command.note if isinstance(command, AnswerStep) else ""
    if answer != SKIP and answer not in step.answers:
        raise Invalid(field="answer")
    if not command.reason.strip() and (answer == SKIP or before != SKIP):
        raise Invalid(field="text")
    for name, words in (("note", note), ("reason", command.reason)):
        if len(words) > NOTE_MOST:
            raise Invalid(field=name)
    made = StepAnswer(new_id(), step.key, answer, desk.person.name, desk.now, note, command.reason)
    act = "skip_step" if answer == SKIP else "answer_step" if before == SKIP else "correct_step"
    words = "\n".join(part for part in (command.reason, note) if part)
    return made, desk.entry(act, words, **_facts(procedure, step, made))


def _step_of(site: "FakeSite", desk: Desk, ticket: Ticket, command: StepCommand) -> tuple[Procedure, Step]:
    """The step, of a ticket that takes answers now."""
    if not desk.able() or desk.person.role not in (Role.OPERATOR, Role.SUPERVISOR, Role.AGENCY):
        raise Forbidden
    if command.expected_version != ticket.version:
        raise Stale
    if ticket.state not in OPEN_STATES:
        raise NotAllowedNow(act="", state=ticket.state.value)
    if ticket.duplicate_of is not None:
        raise LinkRefused(why=LinkRefusal.DUPLICATE)
    procedure = site.procedures.fixed.get((ticket.id, ticket.category))
    step = procedure.step(command.step) if procedure is not None else None
    if procedure is None or step is None:
        raise Invalid(field="step")
    return procedure, step


def _assert_may(desk: Desk, kept: Kept, step: Step) -> None:
    person = desk.person
    code = desk.agencies[person.agency_id].code if person.agency_id is not None else None
    if not may_answer(step, person.role, code):
        raise Forbidden
    if person.role is Role.AGENCY and not any(is_theirs(one, person) for one in kept.ticket.assignments):
        raise Forbidden


def _facts(procedure: Procedure, step: Step, answer: StepAnswer) -> dict[str, str]:
    facts = {
        "id": str(answer.id),
        "category": procedure.category,
        "version": str(procedure.version),
        "step": step.key,
        "n": str(procedure.steps.index(step) + 1),
        "answer": answer.answer,
        "text_id": step.text.id,
        "text_en": step.text.en,
    }
    for option in step.options:
        if option.key == answer.answer:
            facts |= {"answer_id": option.text.id, "answer_en": option.text.en}
    return facts


def _given(site: "FakeSite", ticket: Ticket) -> tuple[StepAnswer, ...]:
    return site.procedures.answers.get((ticket.id, ticket.category), ())


def _notify(
    site: "FakeSite", desk: Desk, ticket: Ticket, kind: NoticeKind, steps: tuple[Step, ...], reason: str, own_id: UUID
) -> Change:
    number = ticket.number or ""
    notice = ProcedureNotice(
        own_id, ticket.id, number, kind, len(steps), steps[0].text, reason, desk.person.name, desk.now
    )
    site.procedures.notices[own_id] = notice
    return site.tell(Kind.PROCEDURE, own_id, 1, desk.person.login)
