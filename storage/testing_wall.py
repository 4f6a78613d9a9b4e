"""The fakes' wall: what is pushed there, and the figures beside it."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from storage import testing_facts
from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.model.wall import WallFigures, WallPush
from storage.service.commands import PushToWall, ReleaseWall
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale
from storage.testing_shifts import assert_desk

if TYPE_CHECKING:
    from storage.testing import FakeSite

WallCommand = PushToWall | ReleaseWall
_MOST_CAMERAS = 4


class FakeWall:
    """`storage.service.record.Wall` in memory; a base of FakeRecord, which gives the site and the person."""

    _site: "FakeSite"
    _person_id: UUID

    def wall_push(self) -> WallPush | None:
        self._assert_house()
        return standing(self._site)

    def wall_figures(self, *, since: datetime) -> WallFigures:
        self._assert_house()
        return testing_facts.wall_figures(self._site, since)

    def _assert_house(self) -> None:
        self._site.reach()
        if self._site.people[self._person_id].role in (Role.AGENCY, Role.INTAKE):
            raise Forbidden


def standing(site: "FakeSite") -> WallPush | None:
    """What was pushed last and not released."""
    return next((push for push in site.wall_pushes.values() if push.released_at is None), None)


def do_wall_command(site: "FakeSite", person: Person, command: WallCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    assert_desk(person)
    if isinstance(command, PushToWall):
        return _push(site, person, command)
    push = site.wall_pushes.get(command.push_id)
    if push is None:
        raise NotFound
    if push.released_at is not None:
        raise Stale
    return (_release(site, person, push),)


def _push(site: "FakeSite", person: Person, command: PushToWall) -> tuple[Change, ...]:
    cameras = command.camera_ids
    if not 1 <= len(cameras) <= _MOST_CAMERAS or len(set(cameras) & site.cameras.keys()) != len(cameras):
        raise Invalid(field="cameras")
    if not command.reason.strip() or len(command.reason) > 500:
        raise Invalid(field="reason")
    if command.push_id in site.wall_pushes:
        raise AlreadyTaken(field="id")
    number = ""
    if command.ticket_id is not None:
        if command.ticket_id not in site.tickets:
            raise Invalid(field="ticket")
        number = site.tickets[command.ticket_id].ticket.number or ""
    former = standing(site)
    ended = () if former is None else (_release(site, person, former),)
    push = WallPush(command.push_id, cameras, command.ticket_id, number, command.reason, person.name, site.now)
    site.wall_pushes[push.id] = push
    return *ended, site.tell(Kind.WALL, push.id, 1, person.login)


def _release(site: "FakeSite", person: Person, push: WallPush) -> Change:
    site.wall_pushes[push.id] = replace(push, released_at=site.now, released_by=person.name)
    return site.tell(Kind.WALL, push.id, 2, person.login)
