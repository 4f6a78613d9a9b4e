"""The handover: what one shift hands to the next, signed by both; then the desk changes hands."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from console.presenters.handover_paper import differences, from_json, gather, with_notes
from console.presenters.jobs import Jobs
from console.presenters.shift import AT_A_DESK, ShiftPresenter
from console.presenters.signing import NotAtADesk, Signer, Signing, Typed
from resources.errors import SiagaError
from storage.model.feed import Change, Kind
from storage.model.people import Person
from storage.model.shifts import Handover, ShiftPlan, ShiftSpan, Side, Signature
from storage.service.errors import AlreadyTaken, Stale
from storage.service.record import Record
from widgets.common.figures import clock as clock_word
from widgets.shift.values import Difference, HandedCamera, HandoverState, Paper, Signed

ChangePerson = Callable[[str, str], None]
"""Makes the incoming person's login the desk's session (SessionPresenter.sign_in)."""

_SHOWN = frozenset({Kind.TICKET, Kind.ALARM, Kind.SHIFT})


class HandoverView(Protocol):
    def show_handover(self, paper: Paper, state: HandoverState) -> None: ...
    def show_handover_busy(self, busy: bool) -> None: ...
    def show_handover_error(self, error: SiagaError) -> None: ...
    def show_handed_over(self, paper: Paper, state: HandoverState) -> None:
        """Both have signed: say so and leave."""
        ...


class OtherDesk(SiagaError):
    """Another desk prepared this shift's handover after ours; facts: name, at."""

    word = "shift.error.other_desk"


class NobodySignedIn(SiagaError):
    """There is nobody who could hand over."""

    word = "shift.error.nobody"


@dataclass(frozen=True, slots=True)
class _Look:
    """What the record says of a shift's handover: the paper as it stands and the handover prepared last."""

    turn: int
    now: Paper
    latest: Handover | None


class HandoverPresenter:
    """One handover at this desk. Leaving the page, or a failure, keeps the notes and whatever was signed."""

    def __init__(
        self,
        view: HandoverView,
        jobs: Jobs,
        signer: Signer,
        shift: ShiftPresenter,
        plan: ShiftPlan,
        clock: Callable[[], datetime],
        cameras_out: Callable[[], tuple[HandedCamera, ...]],
        change_person: ChangePerson,
    ) -> None:
        self._view, self._jobs, self._signer = view, jobs, signer
        self._shift, self._plan, self._clock = shift, plan, clock
        self._cameras_out, self._change_person = cameras_out, change_person
        self._record: Record | None = None
        self._person: Person | None = None
        self._notes: dict[tuple[UUID, datetime], str] = {}
        self._turn = 0
        self._span: ShiftSpan | None = None
        self._clear()

    def _clear(self) -> None:
        """A reading or signing that is still under way belongs to nobody from here on."""
        self._turn += 1
        self._open = self._busy = self._looking = self._look_again = False
        self._paper: Paper | None = None
        self._known: Paper | None = None  # what stood when differences were last shown
        self._prepared: Handover | None = None
        self._differences: tuple[Difference, ...] = ()
        self._elsewhere = ""

    def begin(self, record: Record, person: Person) -> None:
        self._record, self._person = record, person

    def end(self) -> None:
        self._record = self._person = None
        self._clear()

    def open(self) -> None:
        """Read what stands and show it; a handover that this person has signed and nobody took goes on.

        One that both have signed is shown as it was signed: the shift is handed over.
        """
        if self._record is None or self._person is None:
            self._view.show_handover_error(NobodySignedIn())
        elif self._person.role not in AT_A_DESK:
            self._view.show_handover_error(NotAtADesk(name=self._person.name))
        else:
            self._clear()
            self._open = True
            self._span = self._shift.span
            self._set_busy(True)
            self._look(self._opened)

    def leave(self, notes: str) -> None:
        """The page is closed; the notes wait for the next time."""
        self.keep_notes(notes)
        self._clear()

    def keep_notes(self, notes: str) -> None:
        if self._person is not None and self._span is not None and self._outgoing() is None:
            self._notes[self._person.id, self._span.starts_at] = notes

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says that something changed: say what, while the page is open."""
        if self._open and self._paper is not None and any(change.kind in _SHOWN for change in changes):
            if self._looking or self._busy:
                self._look_again = True
            else:
                self._look(self._looked)

    def prepare_again(self, notes: str) -> None:
        """Put the page together anew; the outgoing person signs again."""
        handed_over = self._prepared is not None and self._prepared.complete
        if self._paper is None or self._busy or handed_over:
            return
        self._prepared = None
        self.keep_notes(notes)
        self._set_busy(True)
        self._look(self._gathered)

    def sign_outgoing(self, password: str, notes: str) -> None:
        """Prepare what is shown with these notes, and sign it."""
        person, paper = self._person, self._paper
        if person is None or paper is None or self._busy or self._outgoing() is not None:
            return
        self.keep_notes(notes)
        self._paper = with_notes(paper, notes)
        self._set_busy(True)
        work = partial(
            self._signer.outgoing, Typed(person.login, password), self._paper, self._gatherer(), self._prepared
        )
        self._jobs.submit(work, partial(self._outgoing_done, self._turn), partial(self._failed, self._turn))

    def sign_incoming(self, login: str, password: str) -> None:
        """Sign as the incoming person; afterwards the desk is theirs."""
        desk, known, prepared, span = self._record, self._known, self._prepared, self._span
        if desk is None or known is None or span is None or self._busy or prepared is None:
            return
        if self._outgoing() is None or prepared.complete:
            return
        self._set_busy(True)
        typed = Typed(login, password)
        work = partial(self._signer.incoming, typed, known, self._gatherer(), prepared, desk, self._next(span))
        done = partial(self._incoming_done, self._turn, self._person, typed)
        self._jobs.submit(work, done, partial(self._failed, self._turn))

    def _next(self, span: ShiftSpan) -> ShiftSpan:
        """The shift after this one, or the running one where the handover is long overdue."""
        return self._plan.at(max(span.ends_at, self._clock()))

    def _gatherer(self) -> Callable[[Record], Paper]:
        """Reads the record; the cameras are those of this moment, since they are not the record's."""
        assert self._span is not None
        assert self._person is not None
        span, name, out, now = self._span, self._person.name, self._cameras_out(), self._clock()

        def read(record: Record) -> Paper:
            return gather(record, span, name, out, now)

        return read

    def _look(self, done: Callable[["_Look"], None]) -> None:
        record, span, read, turn = self._record, self._span, self._gatherer(), self._turn
        assert record is not None
        assert span is not None
        self._looking = True

        def work() -> _Look:
            made = [
                one
                for one in record.handovers(since=span.starts_at)
                if (one.shift_name, one.shift_starts_at) == (span.name, span.starts_at)
            ]
            return _Look(turn, read(record), max(made, key=_made, default=None))

        self._jobs.submit(work, done, partial(self._failed, turn))

    def _opened(self, look: _Look) -> None:
        if look.turn != self._turn or self._person is None:
            return
        latest, self._elsewhere = look.latest, ""
        if latest is not None and latest.complete:
            self._resume(look, latest)
            return
        if latest is not None and latest.signatures:
            signature = latest.signatures[0]
            if signature.person_id == self._person.id:
                self._resume(look, latest)
                return
            self._elsewhere = signature.person_name
        self._gathered(look)

    def _resume(self, look: _Look, latest: Handover) -> None:
        try:
            self._paper = from_json(latest.content)
        except SiagaError as error:
            self._gathered(look)
            self._view.show_handover_error(error)
            return
        self._prepared, self._known = latest, look.now
        self._differences = () if latest.complete else differences(self._paper, look.now)
        self._show()

    def _gathered(self, look: _Look) -> None:
        if look.turn == self._turn and self._person is not None and self._span is not None:
            notes = self._notes.get((self._person.id, self._span.starts_at), self._paper.notes if self._paper else "")
            self._paper = self._known = replace(look.now, notes=notes)
            self._differences = ()
            self._show()

    def _looked(self, look: _Look) -> None:
        """While nobody has signed the page follows; after that it stands, and what changed is said beside it."""
        if look.turn != self._turn or self._paper is None:
            return
        if self._busy:  # a signature that was asked for meanwhile: nobody signs twice, and it looks for itself
            self._looking, self._look_again = False, True
            return
        if look.latest is not None and look.latest.complete:
            self._resume(look, look.latest)
            return
        self._take(look.now)
        self._show()

    def _take(self, now: Paper) -> None:
        """Say what has changed since the page was put together; take it onto a page that nobody has signed."""
        assert self._paper is not None
        fresh = differences(self._paper, now)
        if self._outgoing() is None:
            self._differences = tuple(dict.fromkeys((*self._differences, *fresh)))
            self._paper = replace(now, notes=self._paper.notes)
        else:
            self._differences = fresh
        self._known = now

    def _outgoing_done(self, turn: int, signing: Signing) -> None:
        if turn != self._turn:
            return
        if signing.handover is None:
            self._take(signing.now)
        else:
            self._prepared, self._known, self._differences = signing.handover, signing.now, ()
        self._show()

    def _incoming_done(self, turn: int, outgoing: Person | None, typed: Typed, signing: Signing) -> None:
        """The desk changes hands also when the page was left while the signature was under way: it stands."""
        if self._person is not outgoing or self._person is None or self._span is None:
            return
        if signing.handover is None:
            if turn == self._turn:
                self._take(signing.now)
                self._show()
            return
        self._prepared = signing.handover
        paper, state = from_json(signing.handover.content), self._state()
        self._clear()
        self._view.show_handover_busy(False)
        self._view.show_handed_over(paper, state)
        self._notes.pop((self._person.id, self._span.starts_at), None)  # kept once more as the page was left
        if signing.unfinished is not None:
            self._view.show_handover_error(signing.unfinished)
        self._change_person(typed.login, typed.password)

    def _failed(self, turn: int, error: SiagaError) -> None:
        if turn != self._turn:
            return
        self._looking = False
        handed_over = isinstance(error, AlreadyTaken) and error.facts["field"] == "handover"
        if (isinstance(error, Stale) or handed_over) and self._paper is not None:
            self._look(self._superseded)
            return
        self._set_busy(False)
        self._view.show_handover_error(error)

    def _superseded(self, look: _Look) -> None:
        """Another desk's handover of this shift stands now: ours begins anew, its notes kept."""
        if look.turn != self._turn:
            return
        if look.latest is not None and look.latest.complete:
            self._resume(look, look.latest)
            return
        self._prepared = None
        self._gathered(look)
        if look.latest is not None:
            at = clock_word(look.latest.prepared_at, seconds=False)
            self._view.show_handover_error(OtherDesk(name=look.latest.prepared_by, at=at))

    def _show(self) -> None:
        self._looking = False
        self._set_busy(False)
        if self._paper is not None:
            self._view.show_handover(self._paper, self._state())
        if self._look_again:
            self._look_again = False
            self._look(self._looked)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._view.show_handover_busy(busy)

    def _outgoing(self) -> Signature | None:
        return self._signature(Side.OUTGOING)

    def _signature(self, side: Side) -> Signature | None:
        signatures = self._prepared.signatures if self._prepared is not None else ()
        return next((one for one in signatures if one.side is side), None)

    def _state(self) -> HandoverState:
        assert self._person is not None
        assert self._span is not None
        return HandoverState(
            outgoing_name=self._person.name,
            next_shift=self._next(self._span).name,
            digest=self._prepared.digest if self._prepared is not None else "",
            outgoing=_signed(self._outgoing()),
            incoming=_signed(self._signature(Side.INCOMING)),
            elsewhere=self._elsewhere,
            differences=self._differences,
        )


def _signed(signature: Signature | None) -> Signed | None:
    return Signed(signature.person_name, signature.at) if signature is not None else None


def _made(handover: Handover) -> tuple[datetime, UUID]:
    """The server's own order of a shift's handovers."""
    return handover.prepared_at, handover.id
