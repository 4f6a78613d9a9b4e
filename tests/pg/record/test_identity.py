"""Sealed reports beside consoles of the revision before, and seals while several act on them at once."""

from pg.record.doors import PgDoors
from pg.record.test_at_once import together
from unit.storage.audit_contract import erasing, head_now, verdict_of
from unit.storage.city import City
from unit.storage.identity_contract import NAME, ask, asking, deciding, read, sealed, unsealed

from storage.model.callers import Openness
from storage.model.identity import Identity
from storage.model.ids import new_id
from storage.service.commands import CarryOutErasure
from storage.service.errors import AlreadyTaken, NotFound, RecordError, SealShut, Stale

# As they stand in that revision's console.
READ = (
    "SELECT channel, words, caller_name, caller_number, handled_s, received_by FROM siaga.report WHERE ticket_id = %s"
)
WRITE = (
    "INSERT INTO siaga.report (id, ticket_id, channel, words, caller_name, caller_number, number_key, handled_s)"
    " VALUES (%s, %s, 'telephone', 'Macet', 'Bu Siti', '0812', '0812', 12)"
)


def test_a_console_of_the_third_revision_reads_a_sealed_report_as_one_without_name_and_number(
    doors: PgDoors, city: City
) -> None:
    report = sealed(city)
    found = doors.raw("operator1").execute(READ, (report.ticket_id,)).fetchall()
    assert found == [("telephone", report.words, "", "", None, "operator1")]


def test_what_a_console_of_the_third_revision_writes_is_an_open_report(doors: PgDoors, city: City) -> None:
    ticket = city.open()
    doors.raw("operator1").execute(WRITE, (new_id(), ticket))
    (report,) = city.operator.reports(ticket)
    assert (report.openness, report.caller_name, report.caller_number) == (Openness.OPEN, "Bu Siti", "0812")


def test_of_a_grant_and_a_refusal_at_once_one_stands_and_the_other_is_told(city: City) -> None:
    supervisor = city.person("supervisor1")
    for _ in range(6):
        report = sealed(city)
        unsealing = ask(city, report)
        grant, refuse = deciding(unsealing), deciding(unsealing, grant=False, reason="Tidak perlu")
        results = together([lambda one=one: supervisor.execute(one) for one in (grant, refuse)])
        (lost,) = [one for one in results if isinstance(one, RecordError)]
        assert isinstance(lost, Stale)
        (found,) = city.operator.unsealings(report.ticket_id)
        assert found.granted is (results.index(lost) == 1)
        acts = [one.act for one in city.detail(report.ticket_id).timeline]
        assert acts.count("grant_unsealing") + acts.count("refuse_unsealing") == 1


def test_who_asks_twice_at_once_has_asked_once(city: City) -> None:
    report = sealed(city)
    results = together([lambda: city.operator.execute(asking(report.id)) for _ in range(2)])
    (lost,) = [one for one in results if isinstance(one, RecordError)]
    assert isinstance(lost, AlreadyTaken)
    assert len(city.operator.unsealings(report.ticket_id)) == 1


def test_an_identity_that_is_erased_while_it_is_read_is_read_before_or_not_at_all(city: City) -> None:
    administrator = city.person("administrator1")
    for _ in range(6):
        report = sealed(city)
        unsealing = unsealed(city, report)
        erase = CarryOutErasure(key=new_id(), erasure_id=erasing(city, report_ids=(report.id,)))
        read_it, erased = together(
            [lambda one=unsealing: read(city, one), lambda one=erase: administrator.execute(one)]
        )
        assert not isinstance(erased, RecordError)
        if isinstance(read_it, Identity):
            assert read_it.name == NAME
        else:
            assert isinstance(read_it, SealShut | NotFound)  # and not Busy: nobody waits for the other in a ring
    head = head_now(city.operator)
    city.operator.keep_audit_head(head)
    assert verdict_of(city.person("auditor1"), head).proven
