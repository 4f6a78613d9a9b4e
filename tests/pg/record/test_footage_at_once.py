"""Recorded pictures, PTZ holds and cameras' hours while several write, and what only the server's clock decides."""

from datetime import timedelta
from uuid import UUID

import pytest
from pg.record.doors import PgDoors
from pg.record.test_at_once import LOGINS, together
from unit.storage.alarms_contract import watched
from unit.storage.camera_health_contract import an_hour, hours_of
from unit.storage.city import City
from unit.storage.city_contract import added
from unit.storage.footage_contract import LATER, NOON, an_export, keeping, locking, marking
from unit.storage.ptz_contract import give_back, hold_of, movable, take

from storage.model.footage import Span
from storage.model.ids import new_id
from storage.service.commands import ReleaseFootage, RemoveBookmark
from storage.service.errors import NotFound, PtzHeld, RecordError, Stale

OPERATORS = ("operator1", "operator2", "operator3")
AUDIT = "SELECT act, actor, facts, said FROM siaga.audit WHERE subject = %s AND subject_id = %s ORDER BY number"


def run_out(doors: PgDoors, camera_id: UUID) -> None:
    """The hold of this camera ended a moment ago."""
    ended = "UPDATE siaga.ptz_hold SET until = clock_timestamp() - interval '1 ms' WHERE camera_id = %s"
    assert doors.admin().execute(ended, (camera_id,)).rowcount == 1


@pytest.mark.parametrize("held_before", [False, True], ids=["never held", "a hold that ran out"])
def test_of_several_who_take_a_camera_at_once_exactly_one_has_it(city: City, doors: PgDoors, held_before: bool) -> None:
    for login in OPERATORS:
        doors.person(login)
    for _ in range(5):
        camera = movable(city)
        if held_before:
            take(city, camera, "supervisor1")
            run_out(doors, camera)
        results = together([lambda n=n, c=camera: take(city, c, n) for n in OPERATORS])
        lost = [result for result in results if isinstance(result, PtzHeld)]
        hold = hold_of(city, camera)
        assert hold is not None
        assert len(lost) == len(OPERATORS) - 1
        assert {error.facts["name"] for error in lost} == {hold.holder_name}
        assert not isinstance(results[OPERATORS.index(hold.holder)], RecordError)


def test_a_hold_that_ran_out_holds_nothing_and_is_nobodys_to_give_back(city: City, doors: PgDoors) -> None:
    camera = movable(city)
    take(city, camera)
    run_out(doors, camera)
    assert hold_of(city, camera) is None
    assert give_back(city, camera).changes == ()
    take(city, camera, "operator2")
    hold = hold_of(city, camera)
    assert hold is not None
    assert (hold.holder, hold.taken_from) == ("operator2", "")


def test_taking_taking_over_and_giving_back_are_audited_and_renewing_is_not(city: City, doors: PgDoors) -> None:
    camera = movable(city)
    number = next(one.number for one in city.operator.cameras() if one.id == camera)
    take(city, camera)
    take(city, camera)
    take(city, camera, "supervisor1", reason="Kebakaran di pasar")
    give_back(city, camera, "supervisor1")
    assert doors.admin().execute(AUDIT, ("ptz", camera)).fetchall() == [
        ("take", "operator1", {"camera": number}, ""),
        ("take_over", "supervisor1", {"camera": number, "from": "Operator 1"}, "Kebakaran di pasar"),
        ("release", "supervisor1", {"camera": number}, ""),
    ]


def test_what_several_say_of_one_cameras_pictures_at_once_is_told_in_one_order(city: City, doors: PgDoors) -> None:
    desks, camera = [doors.person(login) for login in LOGINS], added(city).id
    before = city.operator.feed_position()
    calls = [lambda d=d: d.execute(marking(camera)) for d in desks for _ in range(3)]
    assert [result for result in together(calls) if isinstance(result, RecordError)] == []
    told = [change.version for change in city.operator.changes_since(before) if change.id == camera]
    assert told == list(range(1, 13))


def test_exports_of_the_same_cameras_in_another_order_wait_for_each_other(city: City, doors: PgDoors) -> None:
    desks, cameras = [doors.person(login) for login in LOGINS], [added(city).id for _ in range(4)]
    spans = [Span(camera, NOON, LATER) for camera in cameras]
    orders = (spans, spans[::-1])
    calls = [lambda d=d, s=s: d.execute(keeping(an_export(*s))) for d in desks for s in orders]
    assert [result for result in together(calls) if isinstance(result, RecordError)] == []


def test_of_two_who_end_the_same_at_once_one_does(city: City, doors: PgDoors) -> None:
    keepers = [doors.person(login) for login in ("supervisor1", "administrator1")]
    for _ in range(3):
        mark, lock = marking(added(city).id), locking(added(city).id)
        city.operator.execute(mark)
        city.operator.execute(lock)
        releases = [ReleaseFootage(key=new_id(), lock_id=lock.lock_id, reason="Selesai") for _ in keepers]
        removals = [RemoveBookmark(key=new_id(), bookmark_id=mark.bookmark_id) for _ in range(2)]
        released = together([lambda k=k, c=c: k.execute(c) for k, c in zip(keepers, releases, strict=True)])
        assert sum(isinstance(result, Stale) for result in released) == 1
        desks = (doors.person("operator1"), doors.person("supervisor1"))
        removed = together([lambda d=d, c=c: d.execute(c) for d, c in zip(desks, removals, strict=True)])
        assert sum(isinstance(result, NotFound) for result in removed) == 1


def test_a_lock_that_ran_out_holds_nothing_and_is_not_released(city: City, doors: PgDoors) -> None:
    command = locking(added(city).id)
    city.operator.execute(command)
    with doors.admin() as admin, admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        ended = "UPDATE siaga.footage_lock SET expires_at = clock_timestamp() WHERE id = %s"
        assert admin.execute(ended, (command.lock_id,)).rowcount == 1
    assert command.lock_id not in {lock.id for lock in city.operator.footage_locks()}
    assert command.lock_id not in {lock.id for lock in city.station("station1").footage_locks()}
    with pytest.raises(Stale):
        city.person("supervisor1").execute(ReleaseFootage(key=new_id(), lock_id=command.lock_id, reason="Selesai"))


def test_who_said_what_of_pictures_is_in_the_audit(city: City, doors: PgDoors) -> None:
    camera = added(city)
    mark, lock = marking(camera.id, text="Truk"), locking(camera.id)
    export = an_export(Span(camera.id, NOON, LATER))
    for command in (mark, lock, keeping(export), RemoveBookmark(key=new_id(), bookmark_id=mark.bookmark_id)):
        city.operator.execute(command)
    release = ReleaseFootage(key=new_id(), lock_id=lock.lock_id, reason="Perkara selesai")
    city.person("supervisor1").execute(release)
    admin = doors.admin()
    told = {
        subject: [(act, actor, said) for act, actor, _, said in admin.execute(AUDIT, (subject, row_id)).fetchall()]
        for subject, row_id in (("bookmark", mark.bookmark_id), ("footage_lock", lock.lock_id), ("evidence", export.id))
    }
    assert told == {
        "bookmark": [("set", "operator1", "Truk"), ("remove", "operator1", "")],
        "footage_lock": [("lock", "operator1", "Diminta Polri"), ("release", "supervisor1", "Perkara selesai")],
        "evidence": [("export", "operator1", "Diminta Polri"), ("span", "operator1", "")],
    }
    facts = admin.execute(AUDIT, ("evidence", export.id)).fetchall()[0][2]
    assert facts["manifest_sha256"] == export.manifest_sha256
    assert facts["key_fingerprint"] == export.key_fingerprint


def test_hours_that_are_written_at_once_all_count(city: City, doors: PgDoors) -> None:
    camera = watched(city)
    station = doors.station("station1")
    calls = [lambda: station.write_camera_hours((an_hour(camera, watched_s=10.0, reconnects=1),)) for _ in range(8)]
    assert [result for result in together(calls) if isinstance(result, RecordError)] == []
    (hour,) = hours_of(city, camera)
    assert (hour.watched_s, hour.reconnects) == (80.0, 8)


def test_the_servers_clock_goes_on(city: City) -> None:
    first = city.operator.server_now()
    city.let_pass(0.02)
    assert timedelta(seconds=0.02) <= city.operator.server_now() - first < timedelta(seconds=20)
