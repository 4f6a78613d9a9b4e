"""The fakes' rules of routing, transfers in the feed, and exercises."""

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from storage.model.crews import Unit
from storage.model.exercise import MARK, Exercise
from storage.model.feed import Change, Kind
from storage.model.people import Person, Role
from storage.model.routing import Routing, RoutingRule
from storage.model.shapes import Shape
from storage.model.tickets import Ticket, Transfer
from storage.service.commands import EndExercise, ImportRoutingRules, OpenTicket, SaveRoutingRule, StartExercise
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale
from storage.testing_commands import Kept

if TYPE_CHECKING:
    from storage.testing import FakeSite

RoutingCommand = SaveRoutingRule | ImportRoutingRules | StartExercise | EndExercise
_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_LONGEST = 120
_LONGEST_NAME = 200


class RoutingBook:
    """Everything of it that the logins share."""

    def __init__(self) -> None:
        self.rules: dict[UUID, RoutingRule] = {}
        self.routings: dict[UUID, Routing] = {}  # by ticket
        self.exercises: dict[UUID, Exercise] = {}
        self.units: dict[UUID, Unit] = {}
        self.transfers: dict[UUID, Transfer] = {}
        self.transfer_versions: defaultdict[UUID, int] = defaultdict(int)

    @property
    def running(self) -> Exercise | None:
        return next((one for one in self.exercises.values() if one.ended_at is None), None)


class FakeRouting:
    """`RoutingRules` and `Exercises` of storage.service in memory."""

    _site: "FakeSite"
    _person_id: UUID

    def routing_rules(self) -> tuple[RoutingRule, ...]:
        self._site.reach()
        if self._site.people[self._person_id].role in (Role.AGENCY, Role.INTAKE):
            raise Forbidden
        return tuple(sorted(self._site.routing.rules.values(), key=_by_name))

    def exercise(self) -> Exercise | None:
        self._site.reach()
        if self._site.people[self._person_id].role is Role.INTAKE:
            raise Forbidden
        return self._site.routing.running


def do_routing_command(site: "FakeSite", person: Person, command: RoutingCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if isinstance(command, StartExercise | EndExercise):
        return (_exercised(site, person, command),)
    if not _able(person) or person.role not in _KEEPERS:
        raise Forbidden
    rules = (command.rule,) if isinstance(command, SaveRoutingRule) else command.rules
    for rule in rules:
        _check(site, rule)
    if isinstance(command, SaveRoutingRule):
        return (_saved(site, person, command.rule),)
    known = site.routing.rules
    changed = [r for r in rules if r.id not in known or replace(known[r.id], version=r.version) != r]
    return tuple(_kept(site, person, rule) for rule in sorted(changed, key=_id))


def in_exercise(site: "FakeSite", kept: Kept, command: OpenTicket) -> Kept:
    """The new ticket as the exercise's that it names; raises Invalid where none such runs, or it has a real alarm."""
    if command.exercise_id is None:
        return kept
    running = site.routing.running
    if running is None or running.id != command.exercise_id or command.alarm_id is not None:
        raise Invalid(field="exercise")
    return replace(kept, ticket=replace(kept.ticket, exercise=True, number=f"{MARK}{kept.ticket.number}"))


def tell_transfers(site: "FakeSite", before: Kept | None, now: Ticket, login: str) -> tuple[Change, ...]:
    """What the feed tells of proposals that came or were answered."""
    old = {one.id: one for one in (before.ticket.transfers if before else ())}
    new = {one.id: one for one in now.transfers}
    told = []
    for one in sorted(old.keys() ^ new.keys()):
        site.routing.transfers[one] = {**old, **new}[one]
        site.routing.transfer_versions[one] += 1
        told.append(site.tell(Kind.TRANSFER, one, site.routing.transfer_versions[one], login))
    return tuple(told)


def hears_of_transfer(site: "FakeSite", change: Change, person: Person) -> bool:
    """Whether an agency's person has a part in it."""
    one = site.routing.transfers[change.id]
    return person.agency_id in (one.from_agency_id, one.to_agency_id)


def transfers_seen(ticket: Ticket, person: Person) -> tuple[Transfer, ...]:
    """Those that a person may see: an agency's people those from or to their own."""
    if person.role is not Role.AGENCY:
        return ticket.transfers
    return tuple(one for one in ticket.transfers if person.agency_id in (one.from_agency_id, one.to_agency_id))


def _exercised(site: "FakeSite", person: Person, command: StartExercise | EndExercise) -> Change:
    if not _able(person) or person.role is not Role.SUPERVISOR:
        raise Forbidden
    exercises = site.routing.exercises
    if isinstance(command, StartExercise):
        if not command.name.strip() or len(command.name) > _LONGEST_NAME:
            raise Invalid(field="name")
        if site.routing.running is not None or command.exercise_id in exercises:
            raise AlreadyTaken(field="exercise" if site.routing.running else "id")
        exercises[command.exercise_id] = Exercise(command.exercise_id, command.name, site.now, person.name)
        return site.tell(Kind.EXERCISE, command.exercise_id, 1, person.login)
    known = exercises.get(command.exercise_id)
    if known is None:
        raise NotFound
    if known.ended_at is not None:
        raise Stale
    exercises[known.id] = replace(known, ended_at=site.now)
    return site.tell(Kind.EXERCISE, known.id, 2, person.login)


def _saved(site: "FakeSite", person: Person, rule: RoutingRule) -> Change:
    known = site.routing.rules.get(rule.id)
    if rule.version == 0 and known is not None:
        raise AlreadyTaken(field="id")
    if rule.version != 0 and known is None:
        raise NotFound
    if known is not None and known.version != rule.version:
        raise Stale
    return _kept(site, person, rule)


def _kept(site: "FakeSite", person: Person, rule: RoutingRule) -> Change:
    known = site.routing.rules.get(rule.id)
    version = 1 if known is None else known.version + 1
    site.routing.rules[rule.id] = replace(rule, version=version)
    return site.tell(Kind.ROUTING_RULE, rule.id, version, person.login)


def _check(site: "FakeSite", rule: RoutingRule) -> None:
    if not rule.name.strip() or len(rule.name) > _LONGEST:
        raise Invalid(field="name")
    if rule.agency_id not in site.agencies:
        raise Invalid(field="agency")
    if rule.category and rule.category not in site.categories:
        raise Invalid(field="category")
    if rule.boundary:
        try:
            Shape(rule.boundary)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise Invalid(field="boundary") from error


def _able(person: Person) -> bool:
    return person.active and not person.must_change_password


def _by_name(rule: RoutingRule) -> tuple[str, UUID]:
    return rule.name, rule.id


def _id(rule: RoutingRule) -> UUID:
    return rule.id
