"""Signing a handover: each signature by a connection of its own that the signer's typed password opened.

What runs here belongs on the database executor. A connection is closed whatever comes of it, so that the desk's own
login never signs for somebody else and the server's `session_user` is whoever typed the password.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from uuid import UUID

from console.presenters.handover_paper import differences, to_json
from console.presenters.session import DemoPersonRefused, OpenRecord
from console.presenters.shift import AT_A_DESK
from resources.errors import SiagaError
from storage.model.ids import new_id
from storage.model.people import Person
from storage.model.shifts import Handover, ShiftSpan, Side
from storage.service.commands import PrepareHandover, SignHandover, SignInToShift, SignOutOfShift
from storage.service.errors import AlreadyTaken, RecordError
from storage.service.record import Record
from widgets.shift.values import Difference, Paper

Gather = Callable[[Record], Paper]
"""Reads what stands now under a login."""


class SamePerson(SiagaError):
    """Nobody hands over to themselves; facts: name."""

    word = "shift.error.same_person"


class NotAtADesk(SiagaError):
    """A role that signs no handover; facts: name."""

    word = "shift.error.not_at_a_desk"


class MustChangeFirst(SiagaError):
    """A one-time password signs nothing; facts: name."""

    word = "shift.error.must_change"


class OtherContent(SiagaError):
    """The record gave back another content than the one that is to be signed."""

    word = "shift.error.other_content"


@dataclass(frozen=True, slots=True)
class Signing:
    """What came of a wish to sign: either what had changed meanwhile (nothing is signed then), or the handover."""

    now: Paper
    differences: tuple[Difference, ...] = ()
    handover: Handover | None = None
    signer: Person | None = None
    unfinished: SiagaError | None = None  # signed, but a shift's sign-in or sign-out after it failed


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed to sign; `repr` shows no password."""

    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signer:
    """Opens the connections; `demo` says whether demo people may sign here."""

    open_record: OpenRecord
    demo: bool

    def outgoing(self, typed: Typed, shown: Paper, gather: Gather, prepared: Handover | None) -> Signing:
        """Prepare what is shown, unless it is prepared already, and sign it as the outgoing person."""
        with closing(self.open_record(typed.login, typed.password)) as record:
            signer = self._known(record)
            now = gather(record)
            changed = differences(shown, now)
            if changed:
                return Signing(now, changed)
            content = to_json(shown)
            if prepared is None or prepared.content != content:
                prepared = _prepare(record, shown.span, content)
            return Signing(now, handover=_sign(record, signer, prepared, Side.OUTGOING), signer=signer)

    def incoming(
        self, typed: Typed, known: Paper, gather: Gather, prepared: Handover, desk: Record, next_span: ShiftSpan
    ) -> Signing:
        """Sign as the incoming person and take the shift over; `desk` is the outgoing person's own record.

        `known` is what stood when changes were last shown; what changed since is shown first.
        """
        with closing(self.open_record(typed.login, typed.password)) as record:
            signer = self._known(record)
            before = next(one for one in prepared.signatures if one.side is Side.OUTGOING)
            if before.person_id == signer.id:
                raise SamePerson(name=signer.name)
            now = gather(record)
            changed = differences(known, now)
            if changed:
                return Signing(now, changed)
            handover = _sign(record, signer, prepared, Side.INCOMING)
            unfinished = _take_over(desk, record, next_span)
            return Signing(now, handover=handover, signer=signer, unfinished=unfinished)

    def _known(self, record: Record) -> Person:
        person = record.me()
        if person.demo and not self.demo:
            raise DemoPersonRefused(login=person.login)
        if person.role not in AT_A_DESK:
            raise NotAtADesk(name=person.name)
        if person.must_change_password:
            raise MustChangeFirst(name=person.name)
        return person


def _prepare(record: Record, span: ShiftSpan, content: str) -> Handover:
    handover_id: UUID = new_id()
    record.execute(PrepareHandover(key=new_id(), handover_id=handover_id, span=span, content=content))
    prepared = record.handover(handover_id)
    if prepared.content != content:
        raise OtherContent
    return prepared


def _sign(record: Record, signer: Person, prepared: Handover, side: Side) -> Handover:
    """Sign the server's digest; a signature whose answer was lost the first time counts."""
    try:
        record.execute(SignHandover(key=new_id(), handover_id=prepared.id, side=side, digest=prepared.digest))
    except AlreadyTaken:
        standing = record.handover(prepared.id)
        if not any(one.side is side and one.person_id == signer.id for one in standing.signatures):
            raise
        return standing
    return record.handover(prepared.id)


def _take_over(desk: Record, incoming: Record, next_span: ShiftSpan) -> SiagaError | None:
    """The incoming person is on the next shift, the outgoing one on none; both signatures stand whatever happens."""
    try:
        incoming.execute(SignInToShift(key=new_id(), span=next_span))
        desk.execute(SignOutOfShift(key=new_id()))
    except RecordError as error:
        return error
    return None
