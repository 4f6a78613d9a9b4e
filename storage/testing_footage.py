"""The fakes' recorded pictures and cameras' hours, judged as the server's triggers and functions do."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.alarms import Alarm
from storage.model.camera_health import CameraHour, CameraTrouble, worst_first
from storage.model.feed import Change, Kind
from storage.model.footage import (
    BOOKMARK_MOST,
    LOCK_DAYS_MOST,
    LOCK_SPAN_MOST,
    REASON_MOST,
    Bookmark,
    EvidenceExport,
    FootageLock,
    RecordingStation,
)
from storage.model.people import Person, Role, Station
from storage.model.ptz import PtzHold
from storage.service.commands import KeepExport, LockFootage, ReleaseFootage, RemoveBookmark, SetBookmark
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale
from storage.testing_shifts import READERS, assert_desk

if TYPE_CHECKING:
    from storage.testing import FakeSite

FootageCommand = SetBookmark | RemoveBookmark | LockFootage | ReleaseFootage | KeepExport
_HOUR_S = 3600.0
_SECONDS = ("watched_s", "lost_s", "frozen_s", "late_s", "tampered_s")


@dataclass(slots=True)
class FootageBook:
    """What the site keeps of recorded pictures, moved cameras and cameras' hours."""

    bookmarks: dict[UUID, Bookmark] = field(default_factory=dict)
    makers: dict[UUID, UUID] = field(default_factory=dict)  # by bookmark: the person
    removed: set[UUID] = field(default_factory=set)
    locks: dict[UUID, FootageLock] = field(default_factory=dict)
    exports: dict[UUID, EvidenceExport] = field(default_factory=dict)
    versions: Counter[UUID] = field(default_factory=Counter)  # by camera, of bookmarks, locks and exports together
    holds: dict[UUID, PtzHold] = field(default_factory=dict)  # by camera; one that has run out stays
    hold_versions: Counter[UUID] = field(default_factory=Counter)
    hours: dict[tuple[UUID, datetime], CameraHour] = field(default_factory=dict)

    def locked(self, now: datetime) -> tuple[FootageLock, ...]:
        return tuple(lock for lock in self.locks.values() if lock.released_at is None and lock.expires_at > now)


class FakeFootage:
    """`storage.service.record.Footage` in memory; a base of FakeRecord, which gives the site and the person."""

    _site: "FakeSite"
    _person_id: UUID

    def bookmarks(self, *, since: datetime, until: datetime, camera_id: UUID | None = None) -> tuple[Bookmark, ...]:
        book = self._footage()
        standing = [mark for mark in book.bookmarks.values() if mark.id not in book.removed]
        found = [mark for mark in standing if since <= mark.at < until and camera_id in (None, mark.camera_id)]
        return tuple(sorted(found, key=lambda mark: (mark.at, mark.id)))

    def footage_locks(self) -> tuple[FootageLock, ...]:
        return self._footage().locked(self._site.now)

    def recording_stations(self) -> tuple[RecordingStation, ...]:
        self._site.reach()
        if self._site.people[self._person_id].role in (Role.AGENCY, Role.INTAKE):
            raise Forbidden
        site, stations = self._site, {one.id: one for one in self._site.stations.values()}
        held = [site.cameras[one.camera_id] for one in site.leases.values() if one.until > site.now]
        recorded = sorted((one for one in held if one.enabled and one.record), key=lambda one: one.number)
        keepers = ((one.id, stations[site.leases[one.id].station_id]) for one in recorded)
        return tuple(RecordingStation(camera_id, keeper.login, keeper.name) for camera_id, keeper in keepers)

    def exports(self, *, since: datetime) -> tuple[EvidenceExport, ...]:
        found = [export for export in self._footage().exports.values() if export.made_at >= since]
        return tuple(sorted(found, key=lambda export: (export.made_at, export.id), reverse=True))

    def alarms_between(self, since: datetime, until: datetime, camera_id: UUID) -> tuple[Alarm, ...]:
        self._site.reach()
        if self._site.people[self._person_id].role in (Role.AGENCY, Role.INTAKE):
            raise Forbidden
        of_camera = [alarm for alarm in self._site.alarms.values() if alarm.camera_id == camera_id]
        found = [alarm for alarm in of_camera if _held(alarm, since, until)]
        return tuple(sorted(found, key=lambda alarm: (alarm.raised_at, alarm.id)))

    def ptz_holds(self) -> tuple[PtzHold, ...]:
        holds = [hold for hold in self._footage().holds.values() if hold.until > self._site.now]
        return tuple(sorted(holds, key=lambda hold: self._site.cameras[hold.camera_id].number))

    def camera_troubles(self, *, since: datetime) -> tuple[CameraTrouble, ...]:
        book, cameras = self._footage(), sorted(self._site.cameras.values(), key=lambda camera: camera.number)
        recent = [hour for hour in book.hours.values() if hour.hour >= since]
        return worst_first(
            _trouble(camera.id, [hour for hour in recent if hour.camera_id == camera.id])
            for camera in cameras
            if camera.enabled
        )

    def camera_hours(self, camera_id: UUID, *, since: datetime) -> tuple[CameraHour, ...]:
        mine = [hour for hour in self._footage().hours.values() if hour.camera_id == camera_id and hour.hour >= since]
        return tuple(sorted(mine, key=lambda hour: hour.hour))

    def server_now(self) -> datetime:
        self._site.reach()
        return self._site.now

    def _footage(self) -> FootageBook:
        """Raises Forbidden for an agency, the wall and the intake."""
        self._site.reach()
        if self._site.people[self._person_id].role not in READERS:
            raise Forbidden
        return self._site.footage


class FakeStationFootage:
    """This part of `storage.service.record.StationRecord` in memory; a base of FakeStationRecord."""

    _site: "FakeSite"
    _station: Station

    def write_camera_hours(self, hours: tuple[CameraHour, ...]) -> None:
        self._site.reach()
        mine = [hour for hour in hours if self._holds(hour.camera_id)]
        added = dict(self._site.footage.hours)
        for new in mine:
            point = (new.camera_id, new.hour)
            added[point] = _checked(new) if point not in added else _added(added[point], new)
        self._site.footage.hours = added

    def footage_locks(self) -> tuple[FootageLock, ...]:
        self._site.reach()
        return tuple(replace(lock, locked_by="") for lock in self._site.footage.locked(self._site.now))

    def _holds(self, camera_id: UUID) -> bool:
        lease = self._site.leases.get(camera_id)
        return lease is not None and lease.station_id == self._station.id and lease.until > self._site.now


def do_footage_command(site: "FakeSite", person: Person, command: FootageCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if isinstance(command, ReleaseFootage):
        return _release(site, person, command)
    assert_desk(person)
    if isinstance(command, SetBookmark):
        return _set_bookmark(site, person, command)
    if isinstance(command, RemoveBookmark):
        return _remove_bookmark(site, person, command)
    if isinstance(command, LockFootage):
        return _lock(site, person, command)
    return _keep_export(site, person, command.export)


def _set_bookmark(site: "FakeSite", person: Person, command: SetBookmark) -> tuple[Change, ...]:
    book = site.footage
    if not command.text.strip() or len(command.text) > BOOKMARK_MOST:
        raise Invalid(field="bookmark")
    if command.bookmark_id in book.bookmarks:
        raise AlreadyTaken(field="id")
    _check_named(site, command.camera_id, command.ticket_id)
    book.bookmarks[command.bookmark_id] = Bookmark(
        command.bookmark_id, command.camera_id, command.at, command.text, person.name, site.now, command.ticket_id
    )
    book.makers[command.bookmark_id] = person.id
    return (_told(site, command.camera_id, person),)


def _remove_bookmark(site: "FakeSite", person: Person, command: RemoveBookmark) -> tuple[Change, ...]:
    book = site.footage
    mark = book.bookmarks.get(command.bookmark_id)
    if mark is None or mark.id in book.removed:
        raise NotFound
    if book.makers[mark.id] != person.id and person.role is not Role.SUPERVISOR:
        raise Forbidden
    book.removed.add(mark.id)
    return (_told(site, mark.camera_id, person),)


def _lock(site: "FakeSite", person: Person, command: LockFootage) -> tuple[Change, ...]:
    book, span = site.footage, command.span
    _check_reason(command.reason)
    if not timedelta() < span.until - span.since <= LOCK_SPAN_MOST:
        raise Invalid(field="span")
    if not 1 <= command.days <= LOCK_DAYS_MOST:
        raise Invalid(field="days")
    if command.lock_id in book.locks:
        raise AlreadyTaken(field="id")
    _check_named(site, span.camera_id, command.ticket_id)
    book.locks[command.lock_id] = FootageLock(
        id=command.lock_id,
        camera_id=span.camera_id,
        since=span.since,
        until=span.until,
        reason=command.reason,
        locked_by=person.name,
        locked_at=site.now,
        expires_at=site.now + timedelta(days=command.days),
        ticket_id=command.ticket_id,
    )
    return (_told(site, span.camera_id, person),)


def _release(site: "FakeSite", person: Person, command: ReleaseFootage) -> tuple[Change, ...]:
    able = person.active and not person.must_change_password
    if not able or person.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Forbidden
    lock = site.footage.locks.get(command.lock_id)
    if lock is None:
        raise NotFound
    if lock.released_at is not None or lock.expires_at <= site.now:
        raise Stale
    _check_reason(command.reason)
    site.footage.locks[lock.id] = replace(lock, released_at=site.now, released_by=person.name)
    return (_told(site, lock.camera_id, person),)


def _keep_export(site: "FakeSite", person: Person, export: EvidenceExport) -> tuple[Change, ...]:
    _check_reason(export.reason)
    _check_folder(export)
    if export.id in site.footage.exports:
        raise AlreadyTaken(field="id")
    for span in export.spans:
        if span.since >= span.until:
            raise Invalid(field="span")
        _check_named(site, span.camera_id, export.ticket_id)
    if not export.spans:
        raise Invalid(field="spans")
    site.footage.exports[export.id] = replace(export, made_by=person.name, made_at=site.now)
    return tuple(_told(site, camera_id, person) for camera_id in sorted(span.camera_id for span in export.spans))


def _check_folder(export: EvidenceExport) -> None:
    if not export.folder.strip() or re.search(r"[/\\]", export.folder) or len(export.folder) > 255:
        raise Invalid(field="folder")
    if not re.fullmatch("[0-9a-f]{64}", export.manifest_sha256):
        raise Invalid(field="manifest_sha256")
    if not export.key_fingerprint.strip() or len(export.key_fingerprint) > 200:
        raise Invalid(field="key_fingerprint")
    if export.files < 1:
        raise Invalid(field="files")
    if export.bytes < 0:
        raise Invalid(field="bytes")
    if not (export.gaps_s >= 0 and isfinite(export.gaps_s)):
        raise Invalid(field="gaps_s")


def _check_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > REASON_MOST:
        raise Invalid(field="reason")


def _check_named(site: "FakeSite", camera_id: UUID, ticket_id: UUID | None) -> None:
    if camera_id not in site.cameras:
        raise Invalid(field="camera")
    if ticket_id is not None and ticket_id not in site.tickets:
        raise Invalid(field="ticket")


def _told(site: "FakeSite", camera_id: UUID, person: Person) -> Change:
    site.footage.versions[camera_id] += 1
    return site.tell(Kind.FOOTAGE, camera_id, site.footage.versions[camera_id], person.login)


def _held(alarm: Alarm, since: datetime, until: datetime) -> bool:
    seen = alarm.active or (alarm.returned_at is not None and alarm.returned_at >= since)
    return seen and alarm.raised_at - timedelta(seconds=alarm.held_s) < until


def _checked(hour: CameraHour) -> CameraHour:
    """No longer than an hour is; raises Invalid as the table's constraints do."""
    if hour.hour.timestamp() % _HOUR_S:
        raise Invalid(field="hour")
    for name in (*_SECONDS, "reconnects", "delay_s", "bytes"):
        if getattr(hour, name) < 0:
            raise Invalid(field=name)
    seconds = {name: min(_HOUR_S, getattr(hour, name)) for name in _SECONDS}
    return replace(hour, **seconds)


def _added(old: CameraHour, new: CameraHour) -> CameraHour:
    """The hour with what came since; an hour has no more than its seconds."""
    seconds = {name: min(_HOUR_S, getattr(old, name) + getattr(_checked(new), name)) for name in _SECONDS}
    return replace(
        old,
        reconnects=old.reconnects + new.reconnects,
        delay_s=max(old.delay_s, new.delay_s),
        bytes=old.bytes + new.bytes,
        **seconds,
    )


def _trouble(camera_id: UUID, hours: list[CameraHour]) -> CameraTrouble:
    return CameraTrouble(
        camera_id=camera_id,
        watched_s=sum((hour.watched_s for hour in hours), 0.0),
        lost_s=sum((hour.lost_s for hour in hours), 0.0),
        frozen_s=sum((hour.frozen_s for hour in hours), 0.0),
        late_s=sum((hour.late_s for hour in hours), 0.0),
        reconnects=sum(hour.reconnects for hour in hours),
        delay_s=max((hour.delay_s for hour in hours), default=0.0),
        bytes=sum(hour.bytes for hour in hours),
        tampered_s=sum((hour.tampered_s for hour in hours), 0.0),
    )
