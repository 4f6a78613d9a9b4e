"""A picture that was saved as a file stands in the shift's log book, under who saved it."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from support.playback_fakes import Shown
from support.small_site import small_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.still_notes import StillNotes
from resources.words import Language, set_language
from storage.service.errors import Unreachable

AT = datetime(2026, 11, 24, 7, 3, 54, tzinfo=UTC)


class Desk:
    def __init__(self, login="operator1"):
        self.site, self.view = small_site(), Shown()
        self.record = self.site.person(login)
        self.camera = self.site.person("operator1").cameras()[0]
        self.notes = StillNotes(self.view, ImmediateJobs())

    def begin(self, login="operator1"):
        record = self.site.person(login)
        self.notes.begin(record, record.me())

    def save(self):
        self.notes.of_now()(self.camera, AT, "siaga_101.png")

    def lines(self):
        reader = self.site.person("operator1")
        since = self.site.now - timedelta(hours=1)
        return [(one.author, one.text) for one in reader.log_entries(since=since)]


@pytest.fixture
def desk():
    made = Desk()
    made.begin()
    return made


def test_camera_and_moment_are_noted_by_who_saved_it(desk):
    desk.save()
    assert desk.lines() == [("Operator 1", "Gambar diam disimpan: 101 Kamera 101, Sel 24 Nov 2026, 14:03:54 WIB")]
    assert desk.view.calls == []
    set_language(Language.ENGLISH)
    desk.save()
    assert desk.lines()[1][1].startswith("Still picture saved: 101")


def test_who_asked_for_it_is_named_also_when_somebody_else_sits_down_meanwhile(desk):
    note = desk.notes.of_now()
    desk.notes.end()
    desk.begin("operator2")
    note(desk.camera, AT, "siaga_101.png")
    assert [who for who, _ in desk.lines()] == ["Operator 1"]


def test_the_audit_knows_the_file_by_its_digest(desk, tmp_path):
    file = tmp_path / "siaga_101.png"
    file.write_bytes(b"png")
    seen = []
    execute = desk.record.execute
    desk.record.execute = lambda command: seen.append(command) or execute(command)
    desk.notes.begin(desk.record, desk.record.me())
    desk.notes.of_now()(desk.camera, AT, str(file))
    assert (seen[0].camera_id, seen[0].at, seen[0].sha256) == (desk.camera.id, AT, hashlib.sha256(b"png").hexdigest())
    desk.save()  # which is no file any more
    assert seen[2].sha256 == ""


def test_a_record_that_is_away_is_told_with_the_file_that_was_saved(desk):
    desk.site.down = Unreachable(host="db")
    desk.save()
    file, error = desk.view.last("show_not_noted")
    assert (file, type(error)) == ("siaga_101.png", Unreachable)
    desk.site.down = None
    assert desk.lines() == []


@pytest.mark.parametrize("login", ["administrator1", "auditor1", "dishub1"])
def test_who_may_not_write_in_the_log_book_has_the_audit_note_it_and_hears_nothing(login):
    desk = Desk()
    desk.begin(login)
    desk.save()
    assert [(row.act, row.actor) for row in desk.site.audit.rows][-1] == ("NoteSavedStill", login)
    assert (desk.lines(), desk.view.calls) == ([], [])


def test_without_anybody_signed_in_there_is_nobody_to_note_it(desk):
    desk.notes.end()
    assert desk.notes.of_now() is None
