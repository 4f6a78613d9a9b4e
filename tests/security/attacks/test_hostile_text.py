"""Words that are more than words, in every text of every command by the ordinary door: kept as they are, or refused."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any, get_args

import psycopg
import pytest
from pg.record.doors import PgDoors, template_of
from security.attacks.examples import EXAMPLES, WORDLESS
from unit.storage.city import City

from storage.model.search import TicketFilter
from storage.pg.embedded import EmbeddedServer
from storage.service.commands import Command
from storage.service.errors import AlreadyTaken, Invalid, NotFound, Stale, StepNotOpen

HOSTILE = {
    "nul": "a\0b",
    "half": "a\ud800b",
    "huge": "x" * 1_000_000,
    "words": "');DROP TABLE x;--\\\"%s%(a)s{0}:x$1$$\u202e\u2066\U0001f691",
}
REFUSED = (Invalid, NotFound, Stale, StepNotOpen, AlreadyTaken)
Path = tuple[str | int, ...]


@pytest.fixture(scope="module")
def doors(each_postgres: EmbeddedServer) -> Iterator[PgDoors]:
    doors = PgDoors(template_of(each_postgres))
    yield doors
    doors.close()


@pytest.fixture(scope="module")
def admin(doors: PgDoors) -> psycopg.Connection:
    return doors.admin()


def texts(value: object) -> Iterator[Path]:
    """The way to every text in a command, an enumeration's aside."""
    if type(value) is str:
        yield ()
    elif isinstance(value, tuple):
        yield from ((n, *way) for n, one in enumerate(value) for way in texts(one))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from ((f.name, *way) for f in fields(value) for way in texts(getattr(value, f.name)))


def put(value: Any, way: Path, text: str) -> Any:
    if not way:
        return text
    first, rest = way[0], way[1:]
    if isinstance(first, int):
        return (*value[:first], put(value[first], rest, text), *value[first + 1 :])
    return replace(value, **{first: put(getattr(value, first), rest, text)})


def rows_of(admin: psycopg.Connection, key: object) -> dict[str, list[object]] | None:
    """What the transaction of a command has written, by table; None where there was none."""
    made = admin.execute("SELECT made_in::text FROM siaga.command WHERE key = %s", (key,)).fetchone()
    if made is None:
        return None
    tables = [r[0] for r in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'siaga'").fetchall()]
    parts = (f"SELECT '{t}' AS t, to_jsonb(x)::text FROM siaga.\"{t}\" x WHERE xmin = %(xid)s::xid" for t in tables)
    found: dict[str, list[object]] = {}
    for table, row in admin.execute(" UNION ALL ".join(parts), {"xid": made[0]}).fetchall():
        found.setdefault(table, []).append(json.loads(row))
    return found


def holds(value: object, text: str) -> bool:
    if isinstance(value, dict):
        return any(holds(one, text) for one in value.values())
    if isinstance(value, list):
        return any(holds(one, text) for one in value)
    return value == text


NOT_KEPT = {
    ("KeepExport", "made_by"),  # the server says who it was
    ("AskErasure", "caller_number"),  # stands for the reports that have it
    ("OpenTicket", "contact"),  # only what is sealed has one
    ("TakePtz", "reason"),  # only what is taken over has one
}


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)
def test_a_text_is_kept_as_it_is_or_refused_and_nothing_else_is_done(
    doors: PgDoors, admin: psycopg.Connection, kind: type
) -> None:
    city = City(doors)
    login, plain = EXAMPLES[kind](city)
    city.person(login).execute(plain)
    usual = rows_of(admin, plain.key)
    assert usual is not None
    for way in texts(plain):
        _, command = EXAMPLES[kind](city)
        for name, text in HOSTILE.items():
            hostile = put(command, way, text)
            before = feed(admin)
            try:
                city.person(login).execute(hostile)
            except REFUSED:
                assert rows_of(admin, hostile.key) is None, (way, name)
                assert feed(admin) == before, (way, name)
                continue
            written = rows_of(admin, hostile.key)
            assert written is not None
            assert set(written) <= set(usual), (way, name)
            assert (kind.__name__, way[-1]) in NOT_KEPT or any(holds(r, text) for r in written.values()), (way, name)
            _, command = EXAMPLES[kind](city)


def test_what_is_looked_for_is_looked_for_as_it_is(doors: PgDoors) -> None:
    city = City(doors)
    for text in HOSTILE.values():
        for login in ("operator1", "dishub1"):
            looks: dict[str, Callable[[], object]] = {
                "tickets": partial(city.person(login).find_tickets, TicketFilter(text=text)),
                "area": partial(city.person(login).find_tickets, TicketFilter(area_code=text)),
                "category": partial(city.person(login).find_tickets, TicketFilter(categories=(text,))),
            }
            if login == "operator1":
                looks["number"] = partial(city.operator.number_history, text)
            for look in looks.values():
                with suppress(Invalid):
                    look()


def feed(admin: psycopg.Connection) -> object:
    return admin.execute("SELECT number FROM siaga.feed_counter").fetchone()


def test_every_command_with_words_is_tried() -> None:
    assert set(EXAMPLES) | WORDLESS == set(get_args(Command))
    assert not set(EXAMPLES) & WORDLESS
