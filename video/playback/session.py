"""A session in the playback process: one clock, and players that keep to it."""

from collections.abc import Callable, Iterable
from time import monotonic

from video.events import CameraId
from video.playback.aim import Aim
from video.playback.clock import SECOND_US, MediaClock
from video.playback.orders import CameraOrder, SessionOrder, Wish
from video.playback.page import Guard
from video.playback.player import Player
from video.playback.reports import SessionReport, StillTaken
from video.playback.settings import PlaybackSettings
from video.playback.state import Condition
from video.recording.ring import Ring

_NOTHING_HERE = (Condition.GAP, Condition.END)
_STILL_AFTER_S = 3.0  # material that has not grown for so long is played to its end


class PlayedSession:
    """Owned by the process's main thread; `tick` many times a second."""

    def __init__(
        self,
        order: SessionOrder,
        ring: Ring,
        guard: Guard,
        settings: PlaybackSettings,
        answer: Callable[[StillTaken], None],
    ) -> None:
        self._name = order.session
        self._ring = ring
        self._guard = guard
        self._settings = settings
        self._answer = answer
        self._players: dict[CameraId, Player] = {}
        self._leaving: list[Player] = []
        self._number = -1
        self._epoch = 0
        self._clock = MediaClock(order.wish.clock.anchor_us)
        self._playing = self._waiting = False
        self._holding_since_s: float | None = None
        self._stepper: Player | None = None
        self._material: tuple[int, float] = (0, 0.0)  # the newest known at the end, and since when
        self.apply(order)

    @property
    def busy(self) -> bool:
        """Whether it must be looked after often."""
        return self._playing or self._stepper is not None or not self._arrived

    def clock(self) -> MediaClock:
        """For the players, from their threads: a frozen value, replaced as a whole."""
        return self._clock

    def apply(self, order: SessionOrder) -> None:
        """Bring the session to the order's wish."""
        wanted = {camera.camera_id: camera for camera in order.cameras}
        for camera_id in self._players.keys() - wanted.keys():
            player = self._players.pop(camera_id)
            player.stop()
            self._leaving.append(player)
        fresh = [self._put(camera) for camera in order.cameras]
        self._players = {camera_id: self._players[camera_id] for camera_id in wanted}
        if order.wish.number > self._number:
            self._take(order.wish)
            return
        for newcomer in fresh:
            if newcomer is not None:
                self._aim([newcomer])

    def take_still(self, camera_id: CameraId, request: int) -> None:
        player = self._players.get(camera_id)
        if player is None:
            self._answer(StillTaken(request, None))
        else:
            player.take_still(request)

    def tick(self, now_s: float) -> None:
        self._leaving = [player for player in self._leaving if not player.join(0)]
        if self._stepper is not None:
            self._end_step(now_s)
        elif self._holding_since_s is not None:
            self._end_hold(now_s)
        elif self._playing:
            self._pass_gap(now_s)
            self._keep_to_the_end(now_s)

    def report(self) -> SessionReport:
        cameras = tuple((camera_id, player.figures()) for camera_id, player in self._players.items())
        settled = self._stepper is None and self._arrived
        return SessionReport(self._name, self._number, self._clock, self._playing, self._waiting, settled, cameras)

    def stuck(self, after_s: float) -> bool:
        return any(player.stuck(after_s) for player in self._players.values())

    def stop(self) -> list[Player]:
        """Ask all players to end; they are handed over to be joined."""
        players = [*self._players.values(), *self._leaving]
        for player in players:
            player.stop()
        self._players.clear()
        return players

    @property
    def _arrived(self) -> bool:
        return all(player.ready(self._epoch) for player in self._players.values())

    def _put(self, order: CameraOrder) -> Player | None:
        """The camera's player if it is a new one."""
        player = self._players.get(order.camera_id)
        if player is not None:
            player.apply(order)
            return None
        player = Player(order, self._ring, self._guard, self._settings, self.clock, self._answer)
        self._players[order.camera_id] = player
        return player

    def _take(self, wish: Wish) -> None:
        now_s = monotonic()
        running = self._clock.running
        jump = wish.jump or self._needs_jump(wish)
        self._number, self._playing, self._waiting, self._stepper = wish.number, wish.playing, False, None
        if wish.playing and running and not jump:
            self._clock = self._clock.paced(wish.clock.rate, now_s)
            self._wake()
            return
        self._holding_since_s = now_s if wish.playing else None
        at_us = wish.clock.anchor_us if wish.jump or not self._epoch else self._clock.position_us(now_s)
        self._clock = MediaClock(at_us, now_s, wish.clock.rate)
        if wish.steps and self._players:
            self._stepper = self._leader()
            self._aim([self._stepper], wish.steps)
        else:
            self._aim(self._players.values())

    def _needs_jump(self, wish: Wish) -> bool:
        """Whether players cannot just go on: they run the other way, have seen key frames alone, or need a recorder."""
        before, after, keys = self._clock.rate, wish.clock.rate, self._settings.keys_alone_from
        slower = before >= keys > after
        return before * after < 0 or slower or any(player.from_recorder for player in self._players.values())

    def _leader(self) -> Player:
        players = list(self._players.values())
        return next((one for one in players if one.showing.condition is Condition.PLAYING), players[0])

    def _aim(self, players: Iterable[Player], steps: int = 0) -> None:
        self._epoch += 1
        now_s = monotonic()
        aim = Aim(self._epoch, self._clock.position_us(now_s), self._clock.rate, self._playing, steps)
        for player in list(players):
            player.aim(aim)

    def _wake(self) -> None:
        for player in self._players.values():
            player.wake()

    def _end_step(self, now_s: float) -> None:
        """Once the leader stands at its frame, the others follow to that moment."""
        stepper = self._stepper
        if stepper is None or not stepper.ready(self._epoch):
            return
        at_us = stepper.showing.stepped_us
        self._stepper = None
        if at_us is not None:
            self._clock = self._clock.moved(at_us, now_s)
        self._aim(self._players.values())

    def _end_hold(self, now_s: float) -> None:
        """Start the clock once all have arrived, or the patience with those that have not is over."""
        late = [player for player in self._players.values() if not player.ready(self._epoch)]
        settings = self._settings
        patience_s = settings.hold_for_recorder_s if any(one.from_recorder for one in late) else settings.hold_s
        if not late or now_s - (self._holding_since_s or 0.0) > patience_s:
            self._holding_since_s = None
            self._clock = self._clock.started(now_s)
            self._wake()

    def _pass_gap(self, now_s: float) -> None:
        """Where nobody has a recording, go to where the next one has."""
        figures = [player.figures() for player in self._players.values()]
        hopeful = [one for one in figures if one.condition is not Condition.FAILED]
        ends = [one.until_us for one in hopeful if one.condition is Condition.GAP and one.until_us is not None]
        if not ends or any(one.condition not in _NOTHING_HERE for one in hopeful):
            return
        at_us, forwards = self._clock.position_us(now_s), self._clock.rate > 0
        target_us = min(ends) if forwards else max(ends)
        if (target_us > at_us) is forwards and target_us != at_us:
            self._clock = self._clock.moved(target_us, now_s)
            self._wake()

    def _keep_to_the_end(self, now_s: float) -> None:
        """At the end of all recordings the clock waits; backwards, at the beginning, it stops."""
        players = [one for one in self._players.values() if one.showing.condition is not Condition.FAILED]
        if self._waiting:
            self._go_on(players, now_s)
            return
        if not players or any(one.showing.condition is not Condition.END for one in players):
            return
        known = [one.end_us for one in players if one.end_us is not None]
        at_us = self._clock.position_us(now_s)
        clock = self._clock.held(now_s)
        if clock.rate < 0:
            self._clock = clock.moved(max(at_us, min(known, default=at_us)), now_s)
            self._playing = False
            self._aim(self._players.values())
            return
        clock = clock.moved(min(at_us, max(known, default=at_us)), now_s)
        self._clock = clock.paced(min(clock.rate, 1.0), now_s)
        self._waiting, self._material = True, (0, now_s)
        self._wake()

    def _go_on(self, players: list[Player], now_s: float) -> None:
        """Play again once enough has been written, or a little that is all that will come."""
        newest_us = max((one.material_us or 0 for one in players), default=0)
        if newest_us != self._material[0]:
            self._material = (newest_us, now_s)
        ready_us = newest_us - self._clock.position_us(now_s)
        still = now_s - self._material[1] > _STILL_AFTER_S
        if ready_us >= self._settings.resume_after_s * SECOND_US or (ready_us > 0 and still):
            self._waiting = False
            self._clock = self._clock.started(now_s)
            self._wake()
