"""Several who answer one step at the same time: one has, the others are told, and no picture of theirs stays."""

from functools import partial

from pg.record.doors import PgDoors
from pg.record.test_at_once import LOGINS, together
from unit.storage.city import City
from unit.storage.demo_values import JPEG
from unit.storage.procedures_contract import answering, notices, run, skip

from storage.model.ids import new_id
from storage.service.commands import SeeNotice
from storage.service.errors import Stale


def test_of_several_who_answer_at_once_one_has_and_the_others_are_told(city: City, doors: PgDoors) -> None:
    for login in LOGINS:
        doors.person(login)
    for still in (None, JPEG):
        ticket = city.open(category="fire")
        commands = [answering(city, ticket, "asap", "yes", still=still) for _ in LOGINS]
        calls = [partial(doors.person(n).execute, c) for n, c in zip(LOGINS, commands, strict=True)]
        results = together(calls)
        assert sum(isinstance(result, Stale) for result in results) == len(LOGINS) - 1
        assert len(run(city, ticket).answers) == 1
        assert len(city.detail(ticket).still_ids) == (still is not None)


def test_a_notice_that_is_seen_while_its_ticket_is_worked_waits_and_does_not_deadlock(
    city: City, doors: PgDoors
) -> None:
    for login in LOGINS:
        doors.person(login)
    ticket = city.open(category="fire")
    for _ in range(2):
        skip(city, ticket, "keluar")
        for notice in notices(city, ticket):
            see = SeeNotice(key=new_id(), notice_id=notice.id)
            answer = answering(city, ticket, "keluar", "done", reason="Sudah")
            done = together([partial(doors.person("supervisor1").execute, see), partial(city.operator.execute, answer)])
            assert [result for result in done if isinstance(result, Exception)] == []
        assert notices(city, ticket) == []
