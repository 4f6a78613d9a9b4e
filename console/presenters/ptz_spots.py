"""The presets of a camera in hand: gone to, kept, replaced, taken away; and where it looks."""

from collections.abc import Callable
from functools import partial

from console.presenters.jobs import Jobs
from console.presenters.ptz_values import Hand, Look, PtzView, Spot
from resources.errors import SiagaError
from resources.words import say
from storage.model.cameras import Camera


class PtzSpots:
    """Of one camera at a time; `used` is told of each wish. What comes back of a camera let go since is nobody's."""

    def __init__(self, view: PtzView, hands: Jobs, used: Callable[[], None]) -> None:
        self._view, self._hands, self._used = view, hands, used
        self._camera: Camera | None = None
        self._hand: Hand | None = None
        self._spots: tuple[Spot, ...] = ()
        self._looking = self._silent = False

    def begin(self, camera: Camera, hand: Hand) -> None:
        self._camera, self._hand, self._spots = camera, hand, ()
        self._looking = self._silent = False
        self._read(hand)

    def end(self) -> None:
        self._camera = self._hand = None
        self._spots = ()

    def tick(self) -> None:
        """Once a second: ask where it looks, until it once does not tell."""
        hand = self._hand
        if hand is None or self._looking or self._silent:
            return
        self._looking = True

        def done(look: Look | None) -> None:
            if self._hand is hand:
                self._looking, self._silent = False, look is None
                self._view.show_look(look)

        def failed(_: SiagaError) -> None:
            """Moving it says what is wrong; this was nobody's wish."""
            if self._hand is hand:
                self._looking, self._silent = False, True
                self._view.show_look(None)

        self._hands.submit(hand.look, done, failed)

    def go_to(self, number: int) -> None:
        """To the preset of this number, 1 for the first one."""
        if self._hand is None:
            return
        if not 1 <= number <= len(self._spots):
            self._view.say(say("ptz.no_spot", n=number))
            return
        spot = self._spots[number - 1]
        self._ask(self._hand, partial(self._hand.go_to, spot), say("ptz.gone_to", name=spot.name))

    def go_home(self) -> None:
        if self._hand is not None:
            self._ask(self._hand, self._hand.go_home, say("ptz.gone_home"))

    def offer(self, *, may_keep: bool) -> None:
        """Ask for the name of a preset of where the camera looks now, or which one is to go."""
        if self._camera is None or self._hand is None:
            return
        if may_keep:
            self._view.ask_preset(self._camera, self._spots)
        else:
            self._view.say(say("ptz.may_not_save"))

    def save(self, name: str, token: str) -> None:
        """As a new preset, or in place of the one with this token."""
        if self._hand is not None:
            words = say("ptz.replaced" if token else "ptz.saved", name=name)
            self._ask(self._hand, partial(self._hand.save, name, token), words)
            self._read(self._hand)

    def remove(self, token: str) -> None:
        spot = next((one for one in self._spots if one.token == token), None)
        if self._hand is not None and spot is not None:
            self._ask(self._hand, partial(self._hand.remove, spot), say("ptz.removed", name=spot.name))
            self._read(self._hand)

    def _ask(self, hand: Hand, work: Callable[[], None], words: str) -> None:
        self._used()

        def done(_: None) -> None:
            if self._hand is hand:
                self._view.say(words)

        def failed(error: SiagaError) -> None:
            if self._hand is hand:
                self._view.show_error(error)

        self._hands.submit(work, done, failed)

    def _read(self, hand: Hand) -> None:
        def done(spots: tuple[Spot, ...]) -> None:
            if self._hand is hand:
                self._spots = spots
                self._view.show_spots(spots)

        def failed(error: SiagaError) -> None:
            if self._hand is hand:
                self._view.show_spots(())
                self._view.show_error(error)

        self._hands.submit(hand.spots, done, failed)
