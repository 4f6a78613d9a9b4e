"""Procedures come with an upgrade, new versions beside the old, and a ticket keeps the one that it began with."""

from dataclasses import replace
from typing import Any

import psycopg
import pytest
from alembic import command
from pg.record.doors import PgDoors
from support.cluster import fresh_database
from unit.storage.city import City
from unit.storage.procedures_contract import answer, run

from storage.model.procedure_file import shipped
from storage.pg.embedded import EmbeddedServer
from storage.pg.engine import admin_engine
from storage.pg.migrate import migrate
from storage.pg.procedure_shipping import ship_procedures

FOUNDED = """
    INSERT INTO siaga.agency (id, code, name) SELECT gen_random_uuid(), c, c FROM unnest(%s::text[]) c;"""
CATEGORIES = """
    INSERT INTO siaga.category (code, name_id, name_en, priority, agency_code, position) VALUES
    ('fire', 'Kebakaran', 'Fire', 1, 'damkar', 3), ('camera_fault', 'Gangguan', 'Fault', 4, 'polri', 10),
    ('other', 'Lainnya', 'Other', 4, 'satpolpp', 11)"""


def test_a_record_of_before_gets_its_missing_categories_and_their_procedures(
    cluster: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin_dsn, upgrade = fresh_database(cluster), command.upgrade

    def only_before(config: Any, _revision: str) -> None:
        upgrade(config, "r0003")

    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", only_before)
        migrate(admin_dsn)
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute(FOUNDED, (["damkar", "polri", "satpolpp"],))
        admin.execute(CATEGORIES)
        migrate(admin_dsn)
        order = admin.execute("SELECT code FROM siaga.category ORDER BY position").fetchall()
        brought = admin.execute("SELECT category, version FROM siaga.procedure ORDER BY category").fetchall()
    assert [code for (code,) in order] == ["fire", "street_vendors", "crowd", "crime", "camera_fault", "other"]
    assert brought == [("crime", 1), ("crowd", 1), ("fire", 1), ("street_vendors", 1)]


def test_a_new_version_is_for_new_tickets_and_an_old_one_cannot_be_changed(doors: PgDoors, city: City) -> None:
    before = city.open(category="waste")
    answer(city, before, "tempat")
    first = next(one for one in shipped() if one.category == "waste")
    second = replace(first, version=2, steps=first.steps[:1] + first.steps[-1:])
    engine = admin_engine(doors.admin_dsn)
    with engine.begin() as connection:
        ship_procedures(connection, (replace(first, steps=first.steps[-1:]), second))
    engine.dispose()
    assert run(city, before).procedure == first
    assert run(city, city.open(category="waste")).procedure == second
    answer(city, before, "bakar", "no")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        doors.admin().execute("UPDATE siaga.procedure SET body = body")


def test_erasing_a_row_of_the_audit_takes_the_words_of_its_answer(doors: PgDoors, city: City) -> None:
    ticket = city.open(category="waste")
    answer(city, ticket, "tempat", note="Bu Ani, 0812 9876 5432")
    admin = doors.admin()
    rows = admin.execute(
        "SELECT array_agg(number) FROM siaga.audit WHERE subject_id = %s AND act = 'answer_step'", (ticket,)
    ).fetchone()
    assert rows is not None
    supervisor, administrator = doors.raw("supervisor1"), doors.raw("administrator1")
    asked = supervisor.execute(
        "SELECT siaga.ask_erasure(e.id, 'Diminta', '{}', '', %s), e.id FROM (SELECT gen_random_uuid() AS id) e", rows
    ).fetchone()
    assert asked is not None
    supervisor.commit()
    administrator.execute("SELECT siaga.carry_out_erasure(%s)", (asked[1],))
    administrator.commit()
    (given,) = run(city, ticket).answers
    assert (given.note, given.step, given.answer) == ("", "tempat", "done")
