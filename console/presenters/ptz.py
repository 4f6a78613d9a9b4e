"""Who moves a camera: taking hold of it, keeping hold while it is used, letting go, and what is wished meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.ptz_holds import PtzHolds
from console.presenters.ptz_spots import PtzSpots
from console.presenters.ptz_values import REST, Hand, HoldLine, PtzView, Speed
from resources.errors import SiagaError
from resources.words import say
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.model.ptz import HOLD_S, PtzHold
from storage.service.commands import ReleasePtz, TakePtz
from storage.service.errors import Forbidden, PtzHeld
from storage.service.record import Outcome, Record

MOVERS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR})
KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who may take over and keep presets; the server decides of the first."""
RENEW_EVERY_S = 10.0
UNUSED_S = 60.0
"""After so long without a wish the camera is let go: it may be wanted elsewhere."""


@dataclass(slots=True)
class _Held:
    camera: Camera
    deadline_s: float
    used_s: float
    renewed_s: float
    hand: Hand | None = None
    speed: Speed = REST
    renewing: bool = False


class PtzPresenter:
    """One camera at a time is in this person's hand.

    `jobs` runs what is asked of the record, `hands` what waits for a camera; `now_s` is the monotonic clock.
    """

    def __init__(
        self,
        view: PtzView,
        jobs: Jobs,
        hands: Jobs,
        open_hand: Callable[[Camera], Hand],
        now_s: Callable[[], float],
    ) -> None:
        self._view, self._jobs, self._hands = view, jobs, hands
        self._open_hand, self._now_s = open_hand, now_s
        self._record: Record | None = None
        self._person: Person | None = None
        self._session = 0
        self._held: _Held | None = None
        self._taking: UUID | None = None
        self._asked: Camera | None = None  # whose taking over waits for a reason
        self._lost: Camera | None = None  # whose new holder is not told yet
        self._holds = PtzHolds(jobs, now_s, self._holds_read)
        self.spots = PtzSpots(view, hands, self._used)

    # --- people ---

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record, self._person = record, person
        self._holds.begin(record)

    def end(self) -> None:
        """Whoever leaves lets go."""
        self._let_go(tell=True)
        self._session += 1
        self._record = self._person = None
        self._taking = self._asked = None
        self._lost = None
        self._holds.end()

    @property
    def held(self) -> Camera | None:
        return self._held.camera if self._held is not None else None

    # --- taking and letting go ---

    def turn(self, camera: Camera | None) -> None:
        """Take this camera, or let it go where it is held."""
        if camera is None or not camera.ptz:
            self._view.say(say("ptz.no_ptz"))
        elif self._record is None or self._person is None:
            self._view.ask_sign_in()
        elif self._held is not None and self._held.camera.id == camera.id:
            self.release()
        elif self._person.role not in MOVERS:
            self._view.say(say("ptz.may_not"))
        else:
            self._want(camera)

    def _want(self, camera: Camera) -> None:
        """A supervisor is asked for the reason first where another is known to hold it."""
        hold = self._holds.of(camera.id)
        if hold is not None and not self._is_mine(hold) and self._may_take_over():
            self._asked = camera
            self._view.ask_reason(camera, hold.holder_name)
        else:
            self._take(camera, "")

    def take_over(self, reason: str) -> None:
        """With the reason that was asked for."""
        if self._asked is not None:
            self._take(self._asked, reason)

    def leave_it(self) -> None:
        """No reason was given."""
        self._asked = None

    def release(self) -> None:
        """Give it back."""
        if self._held is not None:
            self._view.say(say("ptz.released", number=self._held.camera.number))
            self._let_go(tell=True)
            self._holds.read()

    def _take(self, camera: Camera, reason: str) -> None:
        record, session, asked_s = self._record, self._session, self._now_s()
        if record is None or self._taking is not None:
            return
        if self._held is not None:
            self._let_go(tell=True)
        self._taking = camera.id
        command = TakePtz(key=new_id(), camera_id=camera.id, reason=reason)

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            if session == self._session:
                self._taking = self._asked = None
                self._taken(camera, asked_s)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._taking = None
                self._not_taken(camera, error)

        self._jobs.submit(work, done, failed)

    def _taken(self, camera: Camera, asked_s: float) -> None:
        # The server counts from a moment after the asking: this end is never later than its own.
        held = self._held = _Held(camera, asked_s + HOLD_S, self._now_s(), asked_s)
        self._view.show_taken_over()
        self._view.show_held(camera, may_save=self._may_take_over())
        self._view.show_spots(None)
        self._holds.read()
        open_hand = self._open_hand

        def work() -> Hand:
            return open_hand(camera)

        def opened(hand: Hand) -> None:
            if self._held is not held:
                self._hands.submit(hand.close, _nothing, self._view.show_error)
                return
            held.hand = hand
            hand.allow_until(held.deadline_s)
            self._wish(held)
            self.spots.begin(camera, hand)

        def failed(error: SiagaError) -> None:
            if self._held is held:
                self._view.show_error(error)
                self._let_go(tell=True)
                self._holds.read()

        self._hands.submit(work, opened, failed)

    def _not_taken(self, camera: Camera, error: SiagaError) -> None:
        if isinstance(error, PtzHeld) and self._may_take_over():
            self._asked = camera
            self._view.ask_reason(camera, str(error.facts.get("name", "")))
        else:
            self._view.show_error(error)
        self._holds.read()

    def _let_go(self, *, tell: bool) -> None:
        """Stop at once, then close; `tell` gives the hold back, where the record can be reached."""
        held, self._held = self._held, None
        if held is None:
            return
        self.spots.end()
        if held.hand is not None:
            held.hand.allow_until(0.0)  # what still waits for its turn is not done any more
            held.hand.stop()
            self._hands.submit(held.hand.close, _nothing, self._view.show_error)
        if tell and self._record is not None:
            record, command = self._record, ReleasePtz(key=new_id(), camera_id=held.camera.id)

            def work() -> Outcome:
                return record.execute(command)

            # A hold that could not be given back runs out by itself.
            self._jobs.submit(work, _nothing, _nothing)
        self._view.show_held(None, may_save=False)

    # --- moving ---

    def move(self, speed: Speed) -> None:
        """Move so until told otherwise; `REST` stops."""
        held = self._held
        if held is None:
            return
        held.speed = speed
        if speed != REST:
            held.used_s = self._now_s()
        self._wish(held)

    def repeat(self) -> None:
        """To be called some times a second: a wish that nobody repeats is let go by the camera's driver."""
        held = self._held
        if held is not None and held.speed != REST:
            held.used_s = self._now_s()
            self._wish(held)

    def _wish(self, held: _Held) -> None:
        if held.hand is None:
            return
        if held.speed == REST or self._now_s() >= held.deadline_s:
            held.hand.stop()
        else:
            held.hand.wish(held.speed)

    def offer_save(self) -> None:
        """Ask what is to become of the presets; for who may keep them."""
        self.spots.offer(may_keep=self._may_take_over())

    def _used(self) -> None:
        if self._held is not None:
            self._held.used_s = self._now_s()

    def camera_failed(self, camera_id: UUID, error: SiagaError) -> None:
        """The driver could not bring a wish through: it is forgotten, and so it is here."""
        held = self._held
        if held is not None and held.camera.id == camera_id:
            held.speed = REST
            self._view.show_error(error)

    # --- what time and others do ---

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        held = self._held
        if held is not None and not any(one.id == held.camera.id and one.ptz and one.enabled for one in cameras):
            self.release()

    def changed(self, changes: tuple[Change, ...]) -> None:
        mine = [change for change in changes if change.kind is Kind.PTZ]
        if not mine or self._person is None:
            return
        held, login = self._held, self._person.login
        if held is not None and any(one.id == held.camera.id and one.actor != login for one in mine):
            # At once: who and why is read afterwards.
            self._lose(held)
        self._holds.read()

    def tick(self) -> None:
        """Once a second: renew, let go of what is not used, see holds run out."""
        now_s = self._now_s()
        held = self._held
        if held is not None:
            self._keep(held, now_s)
        self.spots.tick()
        self._holds.tick()

    def _keep(self, held: _Held, now_s: float) -> None:
        if now_s >= held.deadline_s:
            self._view.say(say("ptz.ran_out", number=held.camera.number), loud=True)
            self._let_go(tell=False)
            self._view.show_ended(held.camera, say("ptz.ended.ran_out"))
        elif now_s - held.used_s >= UNUSED_S:
            self._view.say(say("ptz.unused", number=held.camera.number))
            self._let_go(tell=True)
            self._view.show_ended(held.camera, say("ptz.ended.unused"))
            self._holds.read()
        elif now_s - held.renewed_s >= RENEW_EVERY_S and not held.renewing:
            self._renew(held, now_s)

    def _renew(self, held: _Held, now_s: float) -> None:
        record = self._record
        if record is None:
            return
        held.renewing = True
        command = TakePtz(key=new_id(), camera_id=held.camera.id)

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            held.renewing = False
            held.renewed_s, held.deadline_s = now_s, now_s + HOLD_S
            if self._held is held and held.hand is not None:
                held.hand.allow_until(held.deadline_s)

        def failed(error: SiagaError) -> None:
            held.renewing = False
            if self._held is held and isinstance(error, PtzHeld | Forbidden):
                self._lose(held)
                self._holds.read()
            # Any other: tried again at the next second, until the hold has run out.

        self._jobs.submit(work, done, failed)

    def _lose(self, held: _Held) -> None:
        self._lost = held.camera
        self._let_go(tell=False)

    def _holds_read(self, holds: Mapping[UUID, PtzHold]) -> None:
        lines = {one: HoldLine(hold.holder_name, hold.since, self._is_mine(hold)) for one, hold in holds.items()}
        self._view.show_holds(lines)
        held = self._held
        if held is not None and not (held.camera.id in lines and lines[held.camera.id].mine):
            self._lose(held)
        camera, self._lost = self._lost, None
        if camera is not None:
            self._tell_lost(camera, holds.get(camera.id))

    def _tell_lost(self, camera: Camera, hold: PtzHold | None) -> None:
        if hold is None or self._is_mine(hold):
            self._view.say(say("ptz.lost", number=camera.number), loud=True)
            self._view.show_ended(camera, say("ptz.ended.lost"))
        else:
            words = "ptz.taken_over" if hold.reason else "ptz.taken"
            self._view.say(say(words, number=camera.number, name=hold.holder_name, reason=hold.reason), loud=True)

    def _is_mine(self, hold: PtzHold) -> bool:
        return self._person is not None and hold.holder == self._person.login

    def _may_take_over(self) -> bool:
        return self._person is not None and self._person.role in KEEPERS


def _nothing(_: object) -> None:
    """Nobody waits for it."""
