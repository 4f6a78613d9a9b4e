"""Bookmarks, locks and exports of recorded pictures, whichever implementation answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import UUID

import pytest
from unit.storage.city import City
from unit.storage.city_contract import added, saving
from unit.storage.demo_values import LONG_AGO, NOBODY, SECOND_STATION

from storage.model.feed import Kind
from storage.model.footage import (
    BOOKMARK_MOST,
    LOCK_DAYS_MOST,
    LOCK_SPAN_MOST,
    REASON_MOST,
    EvidenceExport,
    RecordingStation,
    Span,
)
from storage.model.ids import new_id
from storage.service.commands import KeepExport, LockFootage, ReleaseFootage, RemoveBookmark, SetBookmark
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
READERS = ("operator1", "supervisor1", "administrator1", "auditor1")
STRANGERS = ("dishub1", "wall1", "intake1")


def marking(camera_id: UUID, **fields: object) -> SetBookmark:
    values = {"key": new_id(), "bookmark_id": new_id(), "camera_id": camera_id, "at": NOON, "text": "Truk", **fields}
    return SetBookmark(**values)  # type: ignore[arg-type]


def locking(camera_id: UUID, **fields: object) -> LockFootage:
    span = Span(camera_id, NOON, LATER)
    values = {"key": new_id(), "lock_id": new_id(), "span": span, "reason": "Diminta Polri", "days": 30, **fields}
    return LockFootage(**values)  # type: ignore[arg-type]


def an_export(*spans: Span, **fields: object) -> EvidenceExport:
    values: dict[str, object] = {
        "id": new_id(),
        "spans": spans,
        "reason": "Diminta Polri",
        "folder": "2026-11-24 Kamera 101",
        "manifest_sha256": "ab" * 32,
        "key_fingerprint": "SHA256:abc",
        "files": 3,
        "bytes": 5_000_000_000,
        "gaps_s": 1.5,
        "made_by": "",
        "made_at": LONG_AGO,
    }
    return EvidenceExport(**{**values, **fields})  # type: ignore[arg-type]


def keeping(export: EvidenceExport) -> KeepExport:
    return KeepExport(key=new_id(), export=export)


def marks_of(city: City, camera_id: UUID) -> list[UUID]:
    return [mark.id for mark in city.operator.bookmarks(since=LONG_AGO, until=FAR, camera_id=camera_id)]


class BookmarkContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_bookmark_says_who_set_it_where_and_why(self, city: City) -> None:
        camera, ticket = added(city).id, city.open()
        command = marking(camera, text="Truk menyerempet", ticket_id=ticket)
        city.person("operator2").execute(command)
        (mark,) = city.operator.bookmarks(since=NOON, until=LATER, camera_id=camera)
        assert (mark.id, mark.camera_id, mark.at) == (command.bookmark_id, camera, NOON)
        assert (mark.text, mark.made_by, mark.ticket_id) == ("Truk menyerempet", "Operator 2", ticket)
        assert mark.made_at >= city.detail(ticket).ticket.created_at

    def test_bookmarks_are_read_of_a_span_and_a_camera_in_the_order_of_their_moments(self, city: City) -> None:
        camera, other = added(city).id, added(city).id
        late, early = marking(camera, at=NOON + timedelta(seconds=5)), marking(camera)
        for command in (late, early, marking(camera, at=LATER), marking(other)):
            city.operator.execute(command)
        read = city.operator.bookmarks(since=NOON, until=LATER, camera_id=camera)
        assert [mark.id for mark in read] == [early.bookmark_id, late.bookmark_id]
        of_all = [mark.camera_id for mark in city.operator.bookmarks(since=NOON, until=LATER)]
        assert {camera, other} <= set(of_all)

    def test_one_that_was_removed_is_no_longer_read_nor_there_to_be_removed(self, city: City) -> None:
        camera = added(city).id
        command = marking(camera)
        city.operator.execute(command)
        removing = RemoveBookmark(key=new_id(), bookmark_id=command.bookmark_id)
        city.operator.execute(removing)
        assert marks_of(city, camera) == []
        with pytest.raises(NotFound):
            city.operator.execute(replace(removing, key=new_id()))

    def test_anothers_bookmark_only_a_supervisor_removes(self, city: City) -> None:
        camera = added(city).id
        command = marking(camera)
        city.operator.execute(command)
        removing = RemoveBookmark(key=new_id(), bookmark_id=command.bookmark_id)
        with pytest.raises(Forbidden):
            city.person("operator2").execute(removing)
        assert marks_of(city, camera) == [command.bookmark_id]
        city.person("supervisor1").execute(replace(removing, key=new_id()))
        assert marks_of(city, camera) == []

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"text": " \n"}, "bookmark"),
            ({"text": "x" * (BOOKMARK_MOST + 1)}, "bookmark"),
            ({"camera_id": NOBODY}, "camera"),
            ({"ticket_id": NOBODY}, "ticket"),
        ],
        ids=["no text", "text too long", "no such camera", "no such ticket"],
    )
    def test_a_bookmark_that_cannot_be_is_refused(self, city: City, fields: dict[str, object], field: str) -> None:
        camera = added(city).id
        with pytest.raises(Invalid) as refused:
            city.operator.execute(replace(marking(camera), **fields))
        assert refused.value.facts["field"] == field
        assert marks_of(city, camera) == []

    def test_the_longest_text_is_kept(self, city: City) -> None:
        camera = added(city).id
        city.operator.execute(marking(camera, text="é" * BOOKMARK_MOST))
        assert len(marks_of(city, camera)) == 1

    def test_what_is_said_of_a_cameras_pictures_is_told_under_the_cameras_id_with_rising_versions(
        self, city: City
    ) -> None:
        camera = added(city).id
        mark, lock = marking(camera), locking(camera)
        outcomes = [city.operator.execute(command) for command in (mark, lock)]
        outcomes.append(city.operator.execute(RemoveBookmark(key=new_id(), bookmark_id=mark.bookmark_id)))
        outcomes.append(city.operator.execute(keeping(an_export(Span(camera, NOON, LATER)))))
        told = [(c.kind, c.id, c.version) for outcome in outcomes for c in outcome.changes]
        assert told == [(Kind.FOOTAGE, camera, version) for version in (1, 2, 3, 4)]

    @pytest.mark.parametrize("login", ["administrator1", "auditor1", *STRANGERS])
    def test_only_the_desk_marks_locks_and_exports(self, city: City, login: str) -> None:
        camera = added(city).id
        export = keeping(an_export(Span(camera, NOON, LATER)))
        for command in (marking(camera), locking(camera), export):
            with pytest.raises(Forbidden):
                city.person(login).execute(command)
        assert marks_of(city, camera) == []

    @pytest.mark.parametrize("login", READERS)
    def test_desk_administrator_and_auditor_read_what_is_said_of_pictures(self, city: City, login: str) -> None:
        camera, record = added(city).id, city.person(login)
        export = an_export(Span(camera, NOON, LATER))
        for command in (marking(camera), locking(camera), keeping(export)):
            city.operator.execute(command)
        assert len(record.bookmarks(since=NOON, until=LATER, camera_id=camera)) == 1
        assert camera in {lock.camera_id for lock in record.footage_locks()}
        assert export.id in {one.id for one in record.exports(since=LONG_AGO)}

    @pytest.mark.parametrize("login", STRANGERS)
    def test_others_do_not(self, city: City, login: str) -> None:
        record = city.person(login)
        with pytest.raises(Forbidden):
            record.bookmarks(since=NOON, until=LATER)
        with pytest.raises(Forbidden):
            record.footage_locks()
        with pytest.raises(Forbidden):
            record.exports(since=LONG_AGO)


class RecordingStationContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_the_holder_of_its_lease_is_who_records_a_camera(self, city: City) -> None:
        camera = added(city)
        city.station("station2").claim_leases((camera.id,), seconds=600)
        for login in (*READERS, "wall1"):
            found = city.person(login).recording_stations()
            assert [one for one in found if one.camera_id == camera.id] == [
                RecordingStation(camera.id, *SECOND_STATION)
            ]

    def test_a_lease_that_ran_out_and_a_camera_that_is_not_to_be_recorded_are_nobodys(self, city: City) -> None:
        spared, left = added(city), added(city)
        city.person("supervisor1").execute(saving(replace(spared, record=False)))
        station = city.station("station1")
        station.claim_leases((spared.id,), seconds=600)
        station.claim_leases((left.id,), seconds=0.05)
        city.let_pass(0.1)
        assert {spared.id, left.id} & {one.camera_id for one in city.operator.recording_stations()} == set()

    @pytest.mark.parametrize("login", ["dishub1", "intake1"])
    def test_an_agency_and_the_intake_do_not_learn_who_records(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).recording_stations()


class LockContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_lock_keeps_a_span_for_its_days_and_says_who_wanted_it(self, city: City) -> None:
        camera, ticket = added(city).id, city.open()
        command = locking(camera, ticket_id=ticket)
        city.operator.execute(command)
        (lock,) = [one for one in city.operator.footage_locks() if one.camera_id == camera]
        assert (lock.id, lock.since, lock.until) == (command.lock_id, NOON, LATER)
        assert (lock.reason, lock.locked_by, lock.ticket_id) == ("Diminta Polri", "Operator 1", ticket)
        assert lock.expires_at - lock.locked_at == timedelta(days=30)
        assert (lock.released_at, lock.released_by) == (None, "")

    def test_a_station_hears_of_a_lock_and_reads_it_without_names(self, city: City) -> None:
        camera, station = added(city).id, city.station("station1")
        before = station.feed_position()
        city.operator.execute(locking(camera))
        assert (Kind.FOOTAGE, camera) in {(c.kind, c.id) for c in station.changes_since(before)}
        (lock,) = [one for one in station.footage_locks() if one.camera_id == camera]
        assert (lock.since, lock.until, lock.locked_by) == (NOON, LATER, "")

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"reason": "\t"}, "reason"),
            ({"reason": "x" * (REASON_MOST + 1)}, "reason"),
            ({"days": 0}, "days"),
            ({"days": LOCK_DAYS_MOST + 1}, "days"),
            ({"span": Span(NOBODY, NOON, LATER)}, "camera"),
            ({"span": Span(NOBODY, NOON, NOON)}, "span"),
            ({"span": Span(NOBODY, NOON, NOON + LOCK_SPAN_MOST + timedelta(seconds=1))}, "span"),
            ({"ticket_id": NOBODY}, "ticket"),
        ],
        ids=[
            "no reason",
            "long reason",
            "no day",
            "too many days",
            "no such camera",
            "no span",
            "long span",
            "no such ticket",
        ],
    )
    def test_a_lock_that_cannot_be_is_refused(self, city: City, fields: dict[str, object], field: str) -> None:
        camera = added(city).id
        if field == "span":
            fields = {"span": replace(cast(Span, fields["span"]), camera_id=camera)}
        with pytest.raises(Invalid) as refused:
            city.operator.execute(replace(locking(camera), **fields))
        assert refused.value.facts["field"] == field
        assert camera not in {lock.camera_id for lock in city.operator.footage_locks()}

    @pytest.mark.parametrize("login", ["supervisor1", "administrator1"])
    def test_a_keeper_lets_locked_pictures_go_once_and_says_why(self, city: City, login: str) -> None:
        camera, keeper = added(city).id, city.person(login)
        command = locking(camera)
        city.operator.execute(command)
        releasing = ReleaseFootage(key=new_id(), lock_id=command.lock_id, reason="Perkara selesai")
        with pytest.raises(Invalid) as refused:
            keeper.execute(replace(releasing, reason=" ", key=new_id()))
        assert refused.value.facts["field"] == "reason"
        outcome = keeper.execute(releasing)
        assert [(c.kind, c.id, c.version) for c in outcome.changes] == [(Kind.FOOTAGE, camera, 2)]
        assert camera not in {lock.camera_id for lock in city.operator.footage_locks()}
        assert camera not in {lock.camera_id for lock in city.station("station1").footage_locks()}
        with pytest.raises(Stale):
            keeper.execute(replace(releasing, key=new_id()))

    def test_an_operator_does_not_let_pictures_go(self, city: City) -> None:
        camera = added(city).id
        command = locking(camera)
        city.operator.execute(command)
        with pytest.raises(Forbidden):
            city.operator.execute(ReleaseFootage(key=new_id(), lock_id=command.lock_id, reason="Selesai"))
        assert camera in {lock.camera_id for lock in city.operator.footage_locks()}

    def test_a_lock_that_is_not_there_is_not_released(self, city: City) -> None:
        with pytest.raises(NotFound):
            city.person("supervisor1").execute(ReleaseFootage(key=new_id(), lock_id=NOBODY, reason="Selesai"))


class ExportContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_an_export_is_read_as_it_was_written_under_the_name_and_time_of_the_server(self, city: City) -> None:
        one, two, ticket = added(city).id, added(city).id, city.open()
        spans = [Span(two, NOON, LATER), Span(one, NOON, LATER), Span(two, LATER, LATER + timedelta(seconds=30))]
        export = an_export(*spans, ticket_id=ticket, made_by="Orang lain")
        outcome = city.person("supervisor1").execute(keeping(export))
        (kept,) = [e for e in city.operator.exports(since=LONG_AGO) if e.id == export.id]
        assert kept == replace(export, made_by=city.person("supervisor1").me().name, made_at=kept.made_at)
        assert kept.made_at >= city.detail(ticket).ticket.created_at
        assert sorted(c.id for c in outcome.changes) == sorted([one, two, two])
        assert {c.kind for c in outcome.changes} == {Kind.FOOTAGE}

    def test_the_newest_export_is_read_first_and_only_those_since_a_time(self, city: City) -> None:
        camera = added(city).id
        exports = [an_export(Span(camera, NOON, LATER)) for _ in range(3)]
        for export in exports:
            city.operator.execute(keeping(export))
        mine = [e for e in city.operator.exports(since=LONG_AGO) if e.id in {one.id for one in exports}]
        assert [e.id for e in mine] == [one.id for one in reversed(exports)]
        assert [e.id for e in city.operator.exports(since=mine[0].made_at)][:1] == [exports[-1].id]

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"reason": ""}, "reason"),
            ({"folder": "/srv/bukti"}, "folder"),
            ({"manifest_sha256": "AB" * 32}, "manifest_sha256"),
            ({"key_fingerprint": ""}, "key_fingerprint"),
            ({"files": 0}, "files"),
            ({"bytes": -1}, "bytes"),
            ({"gaps_s": -0.5}, "gaps_s"),
            ({"spans": ()}, "spans"),
            ({"ticket_id": NOBODY}, "ticket"),
        ],
    )
    def test_an_export_that_cannot_be_is_refused(self, city: City, fields: dict[str, object], field: str) -> None:
        export = replace(an_export(Span(added(city).id, NOON, LATER)), **fields)
        with pytest.raises(Invalid) as refused:
            city.operator.execute(keeping(export))
        assert refused.value.facts["field"] == field
        assert export.id not in {one.id for one in city.operator.exports(since=LONG_AGO)}

    def test_an_export_of_no_such_camera_or_of_no_time_is_refused_whole(self, city: City) -> None:
        camera = added(city).id
        for bad, field in ((Span(NOBODY, NOON, LATER), "camera"), (Span(camera, LATER, NOON), "span")):
            export = an_export(Span(camera, NOON, LATER), bad)
            with pytest.raises(Invalid) as refused:
                city.operator.execute(keeping(export))
            assert refused.value.facts["field"] == field
            assert export.id not in {one.id for one in city.operator.exports(since=LONG_AGO)}

    def test_no_export_takes_the_id_of_another(self, city: City) -> None:
        export = an_export(Span(added(city).id, NOON, LATER))
        city.operator.execute(keeping(export))
        with pytest.raises(AlreadyTaken):
            city.operator.execute(keeping(replace(export, reason="Lain")))

    def test_the_same_export_sent_twice_is_one(self, city: City) -> None:
        command = keeping(an_export(Span(added(city).id, NOON, LATER)))
        first = city.operator.execute(command)
        assert city.operator.execute(command) == first
        assert [e.id for e in city.operator.exports(since=LONG_AGO)].count(command.export.id) == 1
