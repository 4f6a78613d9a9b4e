"""An attempt over a raw connection with a valid password, how the server refuses it, and who gets through with it."""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from security.conftest import LOGINS, World

from storage.model.people import Machine, Role

Statement = tuple[str, tuple[object, ...]]
Tried = Callable[[World], Statement]
Someone = Role | Machine

NO_ROW = "no row"
"""The statement is let through, and there is nothing for it to see or change."""
PASSED = "passed"
SUPERUSER = "superuser"
EVERYBODY: tuple[Someone, ...] = tuple(LOGINS)
DESK = (Role.OPERATOR, Role.SUPERVISOR)


@dataclass(frozen=True)
class Attack:
    """`control` gets through with the very same statement, or with `controlled` where the same cannot pass for anybody.

    A superuser is let through with the triggers set aside, which only a superuser may do: they refuse one too. `before`
    goes before both, in the same transaction.
    """

    what: str
    by: tuple[Someone, ...]
    refused: str
    tried: Tried
    control: Someone | str = SUPERUSER
    controlled: Tried | None = None
    before: tuple[Tried, ...] = ()


def everybody_but(*those: Someone) -> tuple[Someone, ...]:
    return tuple(one for one in EVERYBODY if one not in those)


def plain(statement: str, *values: object) -> Tried:
    return lambda world: (statement, values)


def about(statement: str, *which: str) -> Tried:
    """A statement whose `%s` are attributes of the world, or of its routing: "mine", "routing.offer"."""

    def tried(world: World) -> Statement:
        return statement, tuple(_found(world, name) for name in which)

    return tried


def outcome(connection: psycopg.Connection, statement: Statement, before: list[Statement]) -> str:
    """PASSED, NO_ROW or the SQLSTATE; whatever it did is rolled back. An error of `before` is the test's own."""
    with connection.transaction(force_rollback=True):
        for earlier in before:
            _execute(connection, earlier)
        try:
            cursor = _execute(connection, statement)
            touched = cursor.rowcount
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as error:
            return str(error.sqlstate)
        return NO_ROW if touched == 0 else PASSED


def attempted(world: World, attack: Attack, by: Someone) -> str:
    return outcome(world.raw(by), attack.tried(world), [earlier(world) for earlier in attack.before])


def controlled(world: World, attack: Attack) -> str:
    """What comes of the control: PASSED, or the suite has a typing error."""
    before = [earlier(world) for earlier in attack.before]
    if attack.control == SUPERUSER:
        before.insert(0, ("SET LOCAL session_replication_role = replica", ()))
    return outcome(world.raw(attack.control), (attack.controlled or attack.tried)(world), before)


def _execute(connection: psycopg.Connection, statement: Statement) -> psycopg.Cursor:
    words, values = statement
    return connection.execute(words, values or None)  # without values a "%" is a "%"


def _found(world: World, name: str) -> object:
    found: object = world
    for part in name.split("."):
        found = getattr(found, part)
    return found
