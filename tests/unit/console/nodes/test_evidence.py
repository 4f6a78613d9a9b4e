"""Evidence has its row once its folder is whole, and no folder goes without one."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from multiprocessing import active_children
from pathlib import Path

import pytest
from support.films import BEGIN_US, SECOND_US, ignore, never, write_ring
from support.small_site import new_ticket, small_site

from console.nodes.evidence import EvidenceExporter, EvidenceSite, EvidenceWish, fingerprint_here, software_version
from console.nodes.evidence_notes import BadNote
from storage.model.ids import new_id
from storage.service.commands import KeepExport
from storage.service.errors import Forbidden, Invalid, Unreachable
from video.evidence.canonical import parsed
from video.evidence.errors import Cancelled, EvidenceError
from video.evidence.export import export
from video.evidence.key import read_key
from video.evidence.process import HelperDied
from video.evidence.values import CameraSpan
from video.evidence.verify import verify
from video.recording.ring import Ring


def in_here(request, place, folder, progress, cancelled, *, complete, hold=None):
    """The writing without a process of its own, for what is about the row."""
    key = read_key(place.key_file)
    return export(request, Ring(place.ring), key, folder, progress, cancelled, complete=complete, hold=hold)


class Room:
    """A station with a recorded camera, a stick, and the record in memory."""

    def __init__(self, root: Path) -> None:
        self.site = small_site()
        self.camera = next(iter(self.site.cameras.values()))
        self.record = self.site.person("operator1")
        self.stick, self.data = root / "stick", root / "data"
        self.stick.mkdir()
        write_ring(root / "ring", camera_id=str(self.camera.id))
        self.where = EvidenceSite(
            ring=root / "ring",
            data_dir=self.data,
            site_name="Pusat Komando",
            station_id="station1",
            time_zone="Asia/Jakarta",
            clock=lambda: self.site.now + timedelta(seconds=2.5),
        )
        self.exporter = EvidenceExporter(self.where, write=in_here)

    def wish(self, **more):
        marked = CameraSpan(str(self.camera.id), 101, "Kamera 101", BEGIN_US, BEGIN_US + 8 * SECOND_US)
        return EvidenceWish(**{"spans": (marked,), "reason": "Permintaan Polres", "place": self.stick, **more})

    def export(self, exporter=None, record=None, progress=ignore, cancelled=never, **more):
        record = record or self.record
        return (exporter or self.exporter).export(record, record.me(), self.wish(**more), progress, cancelled)

    def rows(self):
        return self.record.exports(since=self.site.now - timedelta(days=1))

    def notes(self):
        return [note.export.id for note in self.where.notes.all()]

    def folders(self):
        return [path.name for path in self.stick.iterdir()]


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path)


def test_evidence_is_written_apart_and_its_row_says_what_lies_there(room):
    shares = []
    held = []

    @contextmanager
    def hold():
        held.append(room.folders())
        yield
        held.append(room.folders())

    exporter = EvidenceExporter(room.where)
    kept = exporter.export(room.record, room.record.me(), room.wish(), shares.append, never, hold=hold())
    assert kept.noted
    (row,) = room.rows()
    assert verify(kept.exported.folder, row.key_fingerprint).signer_known
    assert (row.folder, row.manifest_sha256) == (kept.exported.folder.name, kept.exported.manifest_sha256)
    assert (row.files, row.bytes, row.gaps_s, row.made_by) == (7, kept.exported.size, 2.0, "Operator 1")
    assert row.spans[0].camera_id == room.camera.id
    assert row.spans[0].until - row.spans[0].since == timedelta(seconds=8)
    assert held == [[], room.folders()]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert room.notes() == []


def test_the_manifest_says_how_far_this_clock_is_from_the_records(room):
    kept = room.export()
    stated = parsed((kept.exported.folder / "manifest.json").read_bytes())
    assert stated["exported"]["clock_offset_us"] == 2_500_000
    assert stated["station"]["id"] == "station1"
    assert stated["software"] == software_version() != ""


def test_the_ticket_is_named_in_the_folder_the_manifest_and_the_row(room):
    command = new_ticket()
    room.record.execute(command)
    ticket = room.record.ticket(command.ticket_id).ticket
    kept = room.export(ticket=ticket)
    assert room.rows()[0].ticket_id == ticket.id
    assert kept.exported.folder.name.startswith(f"bukti-{ticket.number.lower()}-")


def test_while_the_record_is_away_the_folder_stands_and_its_row_comes_later(room):
    person = room.record.me()
    room.site.down = Unreachable(host="db")
    kept = room.exporter.export(room.record, person, room.wish(), ignore, never)
    assert (kept.noted, room.folders()) == (False, [kept.exported.folder.name])
    stated = parsed((kept.exported.folder / "manifest.json").read_bytes())
    assert stated["exported"]["clock_offset_us"] is None
    with pytest.raises(Unreachable):
        room.exporter.settle(room.record)
    room.site.down = None
    settled = room.exporter.settle(room.record)
    assert (settled.written, settled.waiting, room.notes()) == (1, (), [])
    assert [row.manifest_sha256 for row in room.rows()] == [kept.exported.manifest_sha256]
    assert room.exporter.settle(room.record).written == 0


def test_a_row_whose_answer_was_lost_is_not_written_twice(room):
    class Deaf:
        def __getattr__(self, name):
            return getattr(room.record, name)

        def execute(self, command):
            room.record.execute(command)
            raise Unreachable(host="db")

    kept = room.export(record=Deaf())
    assert not kept.noted
    assert room.exporter.settle(room.record).written == 1
    assert len(room.rows()) == 1


def test_another_persons_waiting_row_is_left_to_them(room):
    person = room.record.me()
    room.site.down = Unreachable(host="db")
    room.exporter.export(room.record, person, room.wish(), ignore, never)
    room.site.down = None
    assert room.exporter.settle(room.site.person("operator2")).written == 0
    assert room.exporter.settle(room.record).written == 1
    assert room.rows()[0].made_by == "Operator 1"


def test_a_stick_that_was_pulled_keeps_its_note_until_it_is_back(room, tmp_path):
    person = room.record.me()
    room.site.down = Unreachable(host="db")
    kept = room.exporter.export(room.record, person, room.wish(), ignore, never)
    room.site.down = None
    room.stick.rename(tmp_path / "dicabut")
    settled = room.exporter.settle(room.record)
    assert (settled.written, settled.waiting, room.rows()) == (0, (kept.exported.folder.name,), ())
    (tmp_path / "dicabut").rename(room.stick)
    assert room.exporter.settle(room.record).written == 1


def test_a_folder_that_was_changed_meanwhile_gets_no_row(room):
    person = room.record.me()
    room.site.down = Unreachable(host="db")
    kept = room.exporter.export(room.record, person, room.wish(), ignore, never)
    room.site.down = None
    (kept.exported.folder / "manifest.json").write_bytes(b"{}\n")
    assert room.exporter.settle(room.record).written == 0
    assert room.rows() == ()


@pytest.mark.parametrize("error", [Forbidden(), Invalid(field="folder")])
def test_a_row_that_is_refused_for_good_takes_its_folder_back(room, error):
    class Refusing:
        def __getattr__(self, name):
            return getattr(room.record, name)

        def execute(self, command):
            assert isinstance(command, KeepExport)
            raise error

    with pytest.raises(type(error)):
        room.export(record=Refusing())
    assert (room.folders(), room.notes()) == ([], [])


@pytest.mark.parametrize("login", ["dishub1", "administrator1"])
def test_who_may_not_export_writes_nothing(room, login):
    with pytest.raises(Forbidden):
        room.export(record=room.site.person(login))
    assert room.folders() == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_that_the_record_will_not_take_is_refused_before_anything_is_written(room, reason):
    with pytest.raises(Invalid):
        room.export(reason=reason)
    assert (room.folders(), room.rows()) == ([], ())


def test_cancelling_an_export_apart_leaves_neither_folder_nor_note_nor_row(room):
    shares = []
    with pytest.raises(Cancelled):
        room.export(EvidenceExporter(room.where), progress=shares.append, cancelled=lambda: len(shares) > 3)
    assert (room.folders(), room.notes(), room.rows()) == ([], [], ())
    assert active_children() == []


def test_a_process_that_dies_while_writing_is_said_and_leaves_nothing(room):
    def kill(_):
        for child in active_children():
            child.kill()

    with pytest.raises(HelperDied):
        room.export(EvidenceExporter(room.where), progress=kill)
    assert (room.folders(), room.notes(), room.rows()) == ([], [], ())
    assert room.export().noted


def test_a_note_that_cannot_be_written_stops_the_export_before_its_rename(room):
    room.data.mkdir()
    (room.data / "evidence-pending").write_text("not a folder")
    with pytest.raises(EvidenceError):
        room.export(EvidenceExporter(room.where))
    assert (room.folders(), room.rows()) == ([], ())


def test_a_note_that_cannot_be_read_is_said(room):
    (room.data / "evidence-pending").mkdir(parents=True)
    (room.data / "evidence-pending" / f"{new_id()}.json").write_text("{}")
    with pytest.raises(BadNote):
        room.exporter.settle(room.record)


def test_the_report_has_the_fingerprint_once_there_is_a_key(room):
    assert fingerprint_here(room.data) == ""
    kept = room.export()
    assert fingerprint_here(room.data) == kept.exported.key_fingerprint


def test_two_exports_of_the_same_second_are_two_folders(room):
    stopped = room.site.now
    where = replace(room.where, clock=lambda: stopped)
    kept = [room.export(EvidenceExporter(where, write=in_here)) for _ in range(2)]
    assert [one.exported.folder.name for one in kept] == ["bukti-20261124T070000Z", "bukti-20261124T070000Z-2"]
    assert len(room.rows()) == 2


@pytest.mark.parametrize("reason", ["a\0b", "half a letter \ud800", "\u200b", " \n"])
def test_a_reason_that_cannot_be_kept_or_read_is_refused_before_anything_is_written(room, reason):
    with pytest.raises(Invalid):
        room.export(reason=reason)
    assert (room.folders(), room.notes(), room.rows()) == ([], [], ())
