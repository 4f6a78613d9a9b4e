"""The fakes' alarms and outages as a station raises and ends them, decided as the server's functions do."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.alarms import LISTED, Alarm, AlarmKind, AlarmRule, AlarmState, NewAlarm, Outage
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.people import Station
from storage.model.tickets import Still, TimelineEntry
from storage.service.errors import Invalid
from storage.testing_alarms import ANYONES, changed, known_alarm, return_alarm, sorted_rules, unshelved
from storage.testing_commands import LARGEST_STILL_BYTES

if TYPE_CHECKING:
    from storage.testing import FakeSite

_S = AlarmState


class FakeStationAlarms:
    """`storage.service.record.StationAlarms` in memory; a base of FakeStationRecord, which gives site and station."""

    _site: "FakeSite"
    _station: Station

    def alarm_rules(self) -> tuple[AlarmRule, ...]:
        self._site.reach()
        return sorted_rules(self._site)

    def open_alarms(self) -> tuple[Alarm, ...]:
        self._site.reach()
        unclosed = [alarm for alarm in self._site.alarms.values() if alarm.closed_at is None]
        still_open = [replace(alarm, acknowledged_by="", shelved_by="") for alarm in unclosed]
        return tuple(sorted(still_open, key=lambda alarm: (alarm.raised_at, alarm.id)))

    def raise_alarms(self, alarms: tuple[NewAlarm, ...]) -> tuple[UUID, ...]:
        self._site.reach()
        order = sorted(alarms, key=_in_order)
        raised = [self._raised(new) for new in order if self._may_raise(new)]
        return tuple(alarm_id for alarm_id in raised if alarm_id is not None)

    def return_alarms(self, alarm_ids: tuple[UUID, ...]) -> None:
        self._site.reach()
        for alarm in [self._site.alarms[i] for i in alarm_ids if i in self._site.alarms]:
            from_pictures = alarm.kind not in ANYONES | {AlarmKind.ANALYSIS_STOPPED}
            if alarm.closed_at is not None or not alarm.active:
                continue
            if from_pictures and self._holder(alarm.camera_id) not in (None, self._station.id):
                continue
            return_alarm(self._site, alarm, self._station.login)

    def keep_alarm_still(self, alarm_id: UUID, jpeg: bytes) -> None:
        self._site.reach()
        site, alarm = self._site, known_alarm(self._site, alarm_id)
        others = alarm.kind not in ANYONES and self._holder(alarm.camera_id) not in (None, self._station.id)
        if alarm.still_id is not None or others:
            return
        if len(jpeg) > LARGEST_STILL_BYTES or not jpeg.startswith(b"\xff\xd8\xff"):
            raise Invalid(field="still")
        digest = sha256(jpeg).hexdigest()
        still = Still(new_id(), alarm.ticket_id, alarm.camera_id, site.now, digest, jpeg)
        site.alarm_stills[alarm_id] = still
        if alarm.ticket_id is not None:
            self._add_to_ticket(alarm.ticket_id, still)
        changed(site, alarm, self._station.login, still_id=still.id)

    def end_shelving(self) -> int:
        self._site.reach()
        shelved = [a for a in self._site.alarms.values() if a.state is _S.SHELVED and a.shelved_until is not None]
        over = [a for a in shelved if a.shelved_until is not None and a.shelved_until <= self._site.now]
        for alarm in over:
            changed(self._site, alarm, self._station.login, state=unshelved(alarm))
        return len(over)

    def unanalysed(self, *, for_s: float) -> tuple[UUID, ...]:
        self._site.reach()
        site, since = self._site, self._site.now - timedelta(seconds=for_s)
        free = []
        for camera in sorted(site.cameras.values(), key=lambda camera: camera.number):
            lease = site.leases.get(camera.id)
            last = max([site.camera_changed_at.get(camera.id, site.founded_at), *([lease.until] if lease else [])])
            if camera.enabled and camera.analyse and last <= since:
                free.append(camera.id)
        return tuple(free)

    def open_outages(self) -> tuple[Outage, ...]:
        self._site.reach()
        going_on = [outage for outage in self._site.outages.values() if outage.ended_at is None]
        return tuple(sorted(going_on, key=lambda outage: (outage.began_at, outage.id)))

    def write_outages(self, outages: tuple[Outage, ...]) -> None:
        self._site.reach()
        for outage in outages:
            if self._holder(outage.camera_id) == self._station.id:
                self._write_outage(outage)

    def _holder(self, camera_id: UUID) -> UUID | None:
        lease = self._site.leases.get(camera_id)
        return lease.station_id if lease is not None and lease.until > self._site.now else None

    def _may_raise(self, new: NewAlarm) -> bool:
        camera, holder = self._site.cameras.get(new.camera_id), self._holder(new.camera_id)
        if camera is None or not camera.enabled:
            return False
        if new.kind in ANYONES:
            return True
        mine = holder == self._station.id or (holder is None and new.kind is AlarmKind.ANALYSIS_STOPPED)
        return camera.analyse and mine

    def _raised(self, new: NewAlarm) -> UUID | None:
        """The id that is news to people, if any."""
        site = self._site
        point = (new.camera_id, new.zone_id, new.kind.family)
        same = [a for a in site.alarms.values() if (a.camera_id, a.zone_id, a.kind.family) == point]
        for old in same:
            if old.closed_at is None:
                return self._raised_again(old, new)
        cooling = site.now - timedelta(seconds=new.cooldown_s)
        if new.id in site.alarms or any(a.closed_at is not None and a.closed_at > cooling for a in same):
            return None
        site.alarms[new.id] = Alarm(
            id=new.id,
            kind=new.kind,
            camera_id=new.camera_id,
            zone_id=new.zone_id,
            priority=new.priority,
            state=_S.UNACKNOWLEDGED,
            active=True,
            raised_at=site.now,
            changed_at=site.now,
            version=1,
            occupancy=new.occupancy,
            speed=new.speed,
            held_s=new.held_s,
            subject=new.subject,
            affected=new.affected,
        )
        site.tell(Kind.ALARM, new.id, 1, self._station.login)
        return new.id

    def _raised_again(self, old: Alarm, new: NewAlarm) -> UUID | None:
        if old.id == new.id:
            return old.id
        again = {"active": True, "returned_at": None}
        if old.state not in LISTED:
            if not old.active:
                changed(self._site, old, self._station.login, **again)
            return None
        worse = new.priority < old.priority
        if old.active and not worse:
            return None
        taken = ("kind", "priority", "occupancy", "speed", "held_s", "subject", "affected")
        measured = {name: getattr(new, name) for name in taken if worse}
        changed(self._site, old, self._station.login, state=_S.UNACKNOWLEDGED, **again, **measured)
        return old.id

    def _write_outage(self, outage: Outage) -> None:
        known = self._site.outages.get(outage.id)
        if known is None:
            for former in [o for o in self.open_outages() if o.camera_id == outage.camera_id]:
                ended_at = max(former.began_at, outage.began_at)
                self._site.outages[former.id] = replace(former, ended_at=ended_at)
            known = replace(outage, ended_at=None)
            self._site.outages[outage.id] = known
        if known.ended_at is None and outage.ended_at is not None and known.camera_id == outage.camera_id:
            self._site.outages[known.id] = replace(known, ended_at=max(known.began_at, outage.ended_at))

    def _add_to_ticket(self, ticket_id: UUID, still: Still) -> None:
        site, kept = self._site, self._site.tickets[ticket_id]
        facts = {"sha256": still.sha256}
        if still.camera_id is not None:
            facts["camera"] = site.cameras[still.camera_id].name
        entry = TimelineEntry(site.now, self._station.name, "still", tuple(sorted(facts.items())))
        ticket = replace(kept.ticket, version=kept.ticket.version + 1, changed_at=site.now)
        site.tickets[ticket_id] = replace(
            kept, ticket=ticket, timeline=(*kept.timeline, entry), stills=(*kept.stills, still)
        )
        site.tell(Kind.TICKET, ticket_id, ticket.version, self._station.login)


def _in_order(new: NewAlarm) -> tuple[UUID, bool, UUID, str, int]:
    """As the server goes through them: those without a zone last, of a kind the least urgent first."""
    return new.camera_id, new.zone_id is None, new.zone_id or UUID(int=0), new.kind.value, -new.priority
