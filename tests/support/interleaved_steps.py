"""Steps of a generated shift, and the command that a person makes of one by what stands on their screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TypeVar
from uuid import UUID

from storage.model.callers import Channel, NewReport, Report
from storage.model.clock_values import PauseReason
from storage.model.ids import new_id
from storage.model.links import Link, LinkKind
from storage.model.people import Person, Role
from storage.model.procedures import ProcedureNotice, ProcedureRun
from storage.model.tickets import Act, Priority, TicketDetail
from storage.model.transitions import ASSIGNMENT_ACTS, TRANSFER_ACTS
from storage.service.commands import (
    ActOnTicket,
    AddReport,
    AddStill,
    AnswerStep,
    Command,
    EditTicket,
    LinkTicket,
    OpenTicket,
    SeeNotice,
    SkipStep,
    UnlinkTicket,
)

LOGINS = ("operator1", "operator2", "supervisor1", "dishub1", "damkar1", "pupr1")
AGENCIES = ("dishub", "damkar", "pupr")
_JPEG = b"\xff\xd8\xff\xe0"
_DESK = (Role.OPERATOR, Role.SUPERVISOR)
T = TypeVar("T")


class What(StrEnum):
    ACT = "act"  # one of those offered
    WILD = "wild"  # one of all, mostly not offered
    OPEN = "open"
    EDIT = "edit"
    REPORT = "report"
    STILL = "still"
    LINK = "link"
    UNLINK = "unlink"
    ANSWER = "answer"
    SKIP = "skip"
    SEE = "see"


_WEIGHTS = {What.ACT: 14, What.LINK: 3, What.UNLINK: 2, What.ANSWER: 2}
_WHATS = [what for what in What for _ in range(_WEIGHTS.get(what, 1))]
_FIELD = (*[What.ACT] * 12, What.ANSWER, What.ANSWER, What.SKIP, What.WILD, *What)
"""An agency's people have fewer things to do; the rest they try too, and are refused."""


@dataclass(frozen=True)
class Step:
    """What somebody does next; `ticket` and `pick` count among what they see then."""

    who: str
    what: What
    ticket: int
    pick: int
    stale: bool  # by the picture of before
    again: bool  # sent by two connections at once
    cut: bool  # the connections of this login are ended meanwhile


def steps(seed: int, count: int) -> tuple[Step, ...]:
    """The same ones for the same seed."""
    chance = Random(seed)
    people = chance.choices(LOGINS, k=count)
    return tuple(
        Step(
            who=who,
            what=chance.choice(_FIELD if who.startswith(AGENCIES) else _WHATS),
            ticket=chance.randrange(6),
            pick=chance.randrange(10_000),
            stale=chance.random() < 0.3,
            again=chance.random() < 0.2,
            cut=chance.random() < 0.1,
        )
        for who in people
    )


@dataclass(frozen=True)
class Seen:
    """One ticket as a login sees it, with all that a screen shows of it."""

    detail: TicketDetail
    run: ProcedureRun | None
    reports: tuple[Report, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Screen:
    """What stands on somebody's screen, in the order of tickets' ids."""

    tickets: dict[UUID, Seen]
    notices: tuple[ProcedureNotice, ...]


@dataclass(frozen=True)
class Typing:
    """One person at one step: who, what they see, and the words that they write (no other step has the same)."""

    me: Person
    agencies: tuple[UUID, ...]
    step: Step
    screen: Screen
    words: str

    def command(self) -> Command | None:
        """None where what is seen gives no ground for it."""
        seen = _pick(sorted(self.screen.tickets), self.step.ticket)
        if self.step.what is What.OPEN:
            return self._opening()
        if self.step.what is What.SEE:
            notice = _pick(self.screen.notices, self.step.pick)
            return None if notice is None else SeeNotice(key=new_id(), notice_id=notice.id)
        return None if seen is None else self._on(self.screen.tickets[seen])

    def _on(self, seen: Seen) -> Command | None:
        ticket, words, pick = seen.detail.ticket, self.words, self.step.pick
        at = {"key": new_id(), "ticket_id": ticket.id, "expected_version": ticket.version}
        match self.step.what:
            case What.ACT | What.WILD:
                return self._acting(seen.detail)
            case What.EDIT:
                fields = {("title", "place", "description")[pick % 3]: words, "priority": Priority(1 + pick % 4)}
                fields |= {"category": ("fire", "accident", "flood")[pick % 5]} if pick % 5 < 3 else {}
                return EditTicket(**at, **fields)  # type: ignore[arg-type]
            case What.REPORT:
                return AddReport(key=new_id(), ticket_id=ticket.id, report=NewReport(Channel.TELEPHONE, words=words))
            case What.STILL:
                return AddStill(key=new_id(), ticket_id=ticket.id, jpeg=still_of(words))
            case What.ANSWER | What.SKIP:
                return self._answering(seen)
            case _:
                return self._linking(seen)

    def _opening(self) -> OpenTicket:
        chosen = tuple(one for n, one in enumerate(self.agencies) if self.step.pick >> n & 1)
        fields = {"title": self.words, "category": "fire", "priority": Priority.HIGH, "place": "Jl. Industri"}
        return OpenTicket(key=new_id(), ticket_id=new_id(), agency_ids=chosen, **fields)  # type: ignore[arg-type]

    def _acting(self, seen: TicketDetail) -> ActOnTicket:
        pick, ticket = self.step.pick, seen.ticket
        if self.step.what is What.ACT and seen.acts:
            act, of = seen.acts[pick % len(seen.acts)]
        else:
            act, of = list(Act)[pick % len(Act)], None
            parts = ticket.transfers if act in TRANSFER_ACTS else ticket.assignments
            if parts and act in ASSIGNMENT_ACTS | TRANSFER_ACTS:
                of = parts[pick % len(parts)].id
        to = self.agencies[pick // 7 % len(self.agencies)]
        named = act in (Act.DISPATCH, Act.PROPOSE_TRANSFER) or (act is Act.DECLINE and pick % 2 == 1)
        return ActOnTicket(
            key=new_id(),
            ticket_id=ticket.id,
            expected_version=ticket.version,
            act=act,
            assignment_id=of if act in ASSIGNMENT_ACTS else None,
            transfer_id=of if act in TRANSFER_ACTS else None,
            agency_id=to if named else None,
            to_desk=act is Act.DECLINE and not named,
            text=self.words,
            pause=list(PauseReason)[pick % len(PauseReason)] if act is Act.PAUSE else None,
        )

    def _answering(self, seen: Seen) -> AnswerStep | SkipStep | None:
        step = _pick(seen.run.procedure.steps if seen.run else (), self.step.pick)
        if step is None:
            return None
        ticket = seen.detail.ticket
        at = {"key": new_id(), "ticket_id": ticket.id, "expected_version": ticket.version, "step": step.key}
        if self.step.what is What.SKIP:
            return SkipStep(**at, reason=self.words)  # type: ignore[arg-type]
        still = still_of(f"step {self.words}") if self.step.pick % 3 == 0 and self.me.role in _DESK else None
        answer = step.answers[self.step.pick % len(step.answers)]
        return AnswerStep(**at, answer=answer, reason=self.words, still=still)  # type: ignore[arg-type]

    def _linking(self, seen: Seen) -> LinkTicket | UnlinkTicket | None:
        child = seen.detail.ticket
        if self.step.what is What.UNLINK:
            linked = [one.detail.ticket for one in self.screen.tickets.values()]
            child = _pick([t for t in linked if t.duplicate_of or t.part_of], self.step.ticket) or child
            return UnlinkTicket(key=new_id(), child_id=child.id, child_version=child.version, reason=self.words)
        others = [one.detail.ticket for key, one in sorted(self.screen.tickets.items()) if key != child.id]
        parent = _pick(others, self.step.pick)
        if parent is None:
            return None
        return LinkTicket(
            key=new_id(),
            link_id=new_id(),
            kind=LinkKind.PART if self.step.pick % 3 == 0 else LinkKind.DUPLICATE,
            child_id=child.id,
            child_version=child.version,
            parent_id=parent.id,
            parent_version=parent.version,
            reason=self.words,
        )


def still_of(words: str) -> bytes:
    """A picture that no other step has."""
    return _JPEG + words.encode()


def _pick(among: Sequence[T], at: int) -> T | None:
    return among[at % len(among)] if among else None
