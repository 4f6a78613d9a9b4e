"""Alarm rules, without Qt: what the cameras show becomes an alarm of the site, is returned when it is over.

Driven by the station's round. Which alarms are open is read from the record each time: after a station took over from
another, or restarted, there is nothing of its own to remember.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Protocol
from uuid import UUID

from console.nodes.conditions import FROM_PICTURES, NO_PICTURE, Condition, Conditions, Point, seen_in
from console.nodes.noticed import Noticed
from resources.errors import SiagaError
from storage.model.alarms import Alarm, AlarmKind, AlarmRule, NewAlarm
from storage.model.ids import new_id
from storage.service.record import StationAlarms
from video.events import Analysis, CameraId, CameraSource, StreamHealth, StreamState

log = logging.getLogger(__name__)
SETTLE_S = 60.0
"""How long a camera must be ours before we say that something seen by its former owner is over."""
STILL_WITHIN_S = 120.0
"""A later picture does not show what was seen."""
_SEEING = frozenset({StreamState.LIVE, StreamState.LATE, StreamState.RECEIVING})


class Promised(Protocol):
    """A still that is being taken: a future, of which only this is needed."""

    def done(self) -> bool: ...
    def exception(self) -> BaseException | None: ...
    def result(self) -> bytes: ...


class Sight(Protocol):
    """The part of the video supervisor that alarms need."""

    def health(self) -> Mapping[CameraId, StreamHealth]: ...
    def analysis(self, camera_id: CameraId) -> Analysis | None: ...
    def still(self, camera_id: CameraId) -> Promised: ...


@dataclass(slots=True)
class _Owned:
    """A camera that this station analyses, since when, and when its analysis last went on."""

    since_s: float
    sequence: int = -1
    went_on_s: float = 0.0


class AlarmNode:
    """`tick` does one round for the cameras that this station owns."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self._conditions = Conditions()
        self._owned: dict[UUID, _Owned] = {}
        self._rules: tuple[AlarmRule, ...] | None = None
        self._stills: dict[UUID, Promised] = {}
        self._met_s: dict[UUID, float] | None = None
        self._noticed: dict[Point, Noticed] = {}

    def rules_changed(self) -> None:
        self._rules = None

    def tick(
        self,
        record: StationAlarms,
        sources: Mapping[UUID, CameraSource],
        owned: frozenset[UUID],
        now_s: float,
        noticed: tuple[Noticed, ...] = (),
    ) -> None:
        """Look, raise, return, keep the stills; `now_s` is of the monotonic clock. Raises SiagaError.

        `noticed` holds now, and stands for more than one camera's own picture.
        """
        self._noticed = {one.point: one for one in noticed if one.point.camera_id in owned}
        if self._rules is None:
            self._rules = record.alarm_rules()
        self._own(owned, now_s)
        self._look({camera_id: sources[camera_id] for camera_id in owned if camera_id in sources}, now_s)
        record.end_shelving()
        missing = self._missing(record)
        open_alarms = record.open_alarms()
        self._raise(record, open_alarms, missing)
        self._return(record, open_alarms, now_s)
        self._keep_stills(record, self._fresh(open_alarms, now_s))

    def _own(self, owned: frozenset[UUID], now_s: float) -> None:
        gone = self._owned.keys() - owned
        self._conditions.forget(frozenset(gone))
        self._owned = {camera_id: self._owned.get(camera_id, _Owned(now_s, -1, now_s)) for camera_id in owned}

    def _look(self, sources: Mapping[UUID, CameraSource], now_s: float) -> None:
        health = self._sight.health()
        seen: dict[Point, tuple[float, float]] = {}
        unknown = []
        for camera_id, source in sources.items():
            own = health.get(source.camera_id)
            if own is None:
                continue
            if own.state in NO_PICTURE:
                seen[Point(camera_id, None, AlarmKind.CAMERA_LOST)] = (0.0, 0.0)
            analysis = self._sight.analysis(source.camera_id) if source.analyse else None
            if own.state not in _SEEING or analysis is None or not self._went_on(camera_id, analysis, now_s):
                if source.analyse:  # else a person ended it, and what was seen until then is over
                    unknown.append(camera_id)
                if own.state in _SEEING and source.analyse and now_s > self._owned[camera_id].went_on_s:
                    seen[Point(camera_id, None, AlarmKind.ANALYSIS_STOPPED)] = (0.0, 0.0)
                continue
            seen.update(seen_in(analysis, source.zones))
        seen.update(dict.fromkeys(self._noticed, (0.0, 0.0)))
        covered = {camera_id for one in self._noticed.values() for camera_id in one.instead}
        lost = [Point(camera_id, None, AlarmKind.CAMERA_LOST) for camera_id in covered]
        for point in lost:
            seen.pop(point, None)
        self._conditions.drop(lost)
        self._conditions.see(now_s, seen, unknown)

    def _went_on(self, camera_id: UUID, analysis: Analysis, now_s: float) -> bool:
        owned = self._owned[camera_id]
        if analysis.stamp.sequence == owned.sequence:
            return False
        owned.sequence, owned.went_on_s = analysis.stamp.sequence, now_s
        return True

    def _missing(self, record: StationAlarms) -> tuple[NewAlarm, ...]:
        """Cameras that nobody analyses, whoever should; each by its own rule."""
        kind = AlarmKind.ANALYSIS_STOPPED
        due_s = {rule.min_duration_s for rule in self._rules or () if rule.kind is kind and rule.enabled}
        found = []
        for min_duration_s in sorted(due_s):
            for camera_id in record.unanalysed(for_s=min_duration_s):
                rule = self._rule(kind, camera_id, None)
                if rule is not None and rule.min_duration_s == min_duration_s:
                    found.append(
                        NewAlarm(new_id(), kind, camera_id, None, rule.priority, min_duration_s, rule.cooldown_s)
                    )
        return tuple(found)

    def _raise(self, record: StationAlarms, open_alarms: tuple[Alarm, ...], missing: tuple[NewAlarm, ...]) -> None:
        standing = {(alarm.camera_id, alarm.zone_id, alarm.kind.family): alarm for alarm in open_alarms}
        due: dict[tuple[UUID, UUID | None, str], NewAlarm] = {}
        for new in (*missing, *filter(None, map(self._due, self._conditions.held()))):
            place = (new.camera_id, new.zone_id, new.kind.family)
            if place not in due or new.priority < due[place].priority:
                due[place] = new
        wanted = [
            new
            for place, new in due.items()
            if place not in standing or not standing[place].active or new.priority < standing[place].priority
        ]
        if wanted:
            record.raise_alarms(tuple(wanted))

    def _due(self, condition: Condition) -> NewAlarm | None:
        point = condition.point
        rule = self._rule(point.kind, point.camera_id, point.zone_id)
        if rule is None or condition.held_s < rule.min_duration_s:
            return None
        noticed = self._noticed.get(point)
        return NewAlarm(
            id=new_id(),
            kind=point.kind,
            camera_id=point.camera_id,
            zone_id=point.zone_id,
            priority=rule.priority,
            held_s=condition.held_s,
            cooldown_s=rule.cooldown_s,
            occupancy=condition.occupancy,
            speed=condition.speed,
            subject=noticed.subject if noticed else "",
            affected=noticed.affected if noticed else 1,
        )

    def _return(self, record: StationAlarms, open_alarms: tuple[Alarm, ...], now_s: float) -> None:
        holding = {(c.point.camera_id, c.point.zone_id, c.point.kind.family) for c in self._conditions.held()}
        unanalysed: frozenset[UUID] | None = None
        over = []
        for alarm in open_alarms:
            if not alarm.active or (alarm.camera_id, alarm.zone_id, alarm.kind.family) in holding:
                continue
            if alarm.kind is AlarmKind.ANALYSIS_STOPPED:
                unanalysed = frozenset(record.unanalysed(for_s=0.0)) if unanalysed is None else unanalysed
                if alarm.camera_id not in unanalysed:
                    over.append(alarm.id)
                continue
            owned = self._owned.get(alarm.camera_id)
            if owned is not None and now_s - owned.since_s >= SETTLE_S:
                over.append(alarm.id)
        if over:
            record.return_alarms(tuple(over))

    def _fresh(self, open_alarms: tuple[Alarm, ...], now_s: float) -> tuple[Alarm, ...]:
        """Those that came a moment ago, by our own clock: the server's may differ. Who was there before us is old."""
        met = self._met_s
        self._met_s = {one.id: -inf if met is None else met.get(one.id, now_s) for one in open_alarms}
        return tuple(one for one in open_alarms if now_s - self._met_s[one.id] <= STILL_WITHIN_S)

    def _keep_stills(self, record: StationAlarms, open_alarms: tuple[Alarm, ...]) -> None:
        """Ask for the picture that shows an alarm, and keep it when it is there, a round or more later."""
        wanting = {
            alarm.id: alarm
            for alarm in open_alarms
            if alarm.active and alarm.still_id is None and self._is_shown(alarm)
        }
        for alarm_id in tuple(self._stills):
            if alarm_id not in wanting:
                del self._stills[alarm_id]
        for alarm_id, alarm in wanting.items():
            future = self._stills.get(alarm_id)
            if future is None:
                self._stills[alarm_id] = self._sight.still(CameraId(str(alarm.camera_id)))
            elif future.done():
                del self._stills[alarm_id]
                self._keep(record, alarm_id, future)

    def _is_shown(self, alarm: Alarm) -> bool:
        return alarm.kind in FROM_PICTURES and alarm.camera_id in self._owned

    def _keep(self, record: StationAlarms, alarm_id: UUID, future: Promised) -> None:
        error = future.exception()
        if error is None:
            record.keep_alarm_still(alarm_id, future.result())
        elif isinstance(error, SiagaError):
            log.info("no still of alarm %s yet: %s", alarm_id, error)
        else:
            log.error("taking the still of alarm %s failed", alarm_id, exc_info=error)

    def _rule(self, kind: AlarmKind, camera_id: UUID | None, zone_id: UUID | None) -> AlarmRule | None:
        """The rule nearest to the point: its zone's, else its camera's, else the site's; None where it is off."""
        fitting = [
            rule
            for rule in self._rules or ()
            if rule.kind is kind and rule.camera_id in (None, camera_id) and rule.zone_id in (None, zone_id)
        ]
        nearest = max(fitting, key=_nearness, default=None)
        return nearest if nearest is not None and nearest.enabled else None


def _nearness(rule: AlarmRule) -> tuple[bool, bool]:
    return rule.zone_id is not None, rule.camera_id is not None
