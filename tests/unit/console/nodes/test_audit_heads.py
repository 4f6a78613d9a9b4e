"""Heads of the audit: signed, kept in the record and in a file outside it, once a day and again for a report."""

import json
import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from support.small_site import small_site

from console.nodes.audit_heads import (
    AuditHeadNode,
    HeadFile,
    HeadsNotKept,
    HeadsNotRead,
    HeadTaker,
    is_signed,
    read_heads,
)
from storage.model.audit import Rolled, head_bytes, head_line, read_head
from storage.model.ids import new_id
from storage.service.audit_verify import verify_audit
from storage.service.commands import WriteLog
from storage.service.errors import Busy
from video.evidence.key import station_key

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12:00 in Jakarta
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def site():
    return small_site()


def act(site):
    """Something for the audit."""
    site.person("operator1").execute(WriteLog(key=new_id(), entry_id=new_id(), text="Genset diuji"))


def test_a_head_is_signed_and_stands_in_the_record_and_in_the_file(site, tmp_path):
    act(site)
    taker = HeadTaker(tmp_path)
    head = taker.take(site.station("station1"))
    key = station_key(tmp_path / "station-key.pem")
    assert head.fingerprint == key.fingerprint
    assert is_signed(head.public_key, head_bytes(head), head.signature)
    assert taker.file.heads() == (head,)
    assert site.person("operator1").audit_heads() == (head,)


def test_the_next_head_goes_on_from_the_files_last_and_only_adds_to_it(site, tmp_path):
    taker, station = HeadTaker(tmp_path), site.station("station1")
    act(site)
    first = taker.take(station)
    written = taker.file.path.read_bytes()
    act(site)
    asked = []
    rolling = station.roll_audit
    station.roll_audit = lambda after, *, most: asked.append(after.last) or rolling(after, most=most)
    second = taker.take(station)
    assert asked == [first.last]
    assert second.rows == first.rows + 1
    assert taker.file.path.read_bytes().startswith(written)
    assert taker.file.heads() == (first, second)


def test_an_administrator_proves_the_record_by_the_file_and_the_fingerprint(site, tmp_path):
    act(site)
    head = HeadTaker(tmp_path).take(site.station("station1"))
    auditor = site.person("administrator1")
    with auditor.reading_audit() as reading:
        trusted = frozenset({head.fingerprint})
        verdict = verify_audit(
            reading, auditor.record_us(), read_heads(tmp_path / "audit-heads.jsonl"), trusted, is_signed
        )
    assert verdict.proven


def test_a_head_that_the_record_did_not_keep_is_not_in_the_file(site, tmp_path):
    station = site.station("station1")
    station.keep_audit_head = lambda head: (_ for _ in ()).throw(Busy())
    with pytest.raises(Busy):
        HeadTaker(tmp_path).take(station)
    assert HeadTaker(tmp_path).file.heads() == ()


def test_a_line_that_a_crash_cut_off_is_passed_over_and_the_next_begins_its_own(site, tmp_path):
    taker = HeadTaker(tmp_path)
    head = taker.take(site.station("station1"))
    with taker.file.path.open("ab") as file:
        file.write(head_line(head).encode()[:50])
    assert taker.file.heads() == (head,)
    taker.file.append(head)
    assert taker.file.heads() == (head, head)


@pytest.mark.parametrize("line", ["{}", '{"form": "siaga-audit-head-1"}', "[1]}", head_line.__doc__ + "}"])
def test_a_whole_line_that_is_no_head_is_refused(tmp_path, line):
    file = tmp_path / "heads.jsonl"
    file.write_text(line.replace("\n", " ") + "\n")
    with pytest.raises(HeadsNotRead):
        read_heads(file)


@pytest.mark.parametrize(("name", "value"), [("last", "7"), ("rows", True), ("digest", "ab"), ("key", None)])
def test_a_head_with_a_field_of_another_kind_is_none(site, tmp_path, name, value):
    values = json.loads(head_line(HeadTaker(tmp_path).take(site.station("station1"))))
    with pytest.raises(ValueError, match=r"head|hex|argument"):
        read_head(json.dumps({**values, name: value}))


def test_a_file_that_cannot_be_written_is_said(site, tmp_path):
    (tmp_path / "audit-heads.jsonl").mkdir()
    head = HeadTaker(tmp_path / "other").take(site.station("station1"))
    with pytest.raises(HeadsNotKept):
        HeadFile(tmp_path / "audit-heads.jsonl").append(head)


class Day:
    def __init__(self, site, folder):
        self.site, self.now = site, NOON
        self.node = AuditHeadNode(HeadTaker(folder), JAKARTA, lambda: self.now)
        self.folder = folder

    def tick(self):
        self.site.now = self.now  # both clocks are right
        return self.node.tick(self.site.station("station1"))

    def begun_again(self):
        """The console was started anew."""
        self.node = AuditHeadNode(HeadTaker(self.folder), JAKARTA, lambda: self.now)


def test_the_days_head_is_taken_once_also_by_a_console_that_is_started_again(site, tmp_path):
    day = Day(site, tmp_path)
    assert day.tick() is not None
    assert day.tick() is None
    day.begun_again()
    assert day.tick() is None
    day.now = datetime(2026, 11, 24, 16, 59, tzinfo=UTC)  # 23:59 at the site
    assert day.tick() is None
    day.now = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    assert day.tick() is not None


def test_a_head_that_could_not_be_taken_is_told_and_tried_again_after_a_while(site, tmp_path, caplog):
    day = Day(site, tmp_path)
    (tmp_path / "audit-heads.jsonl").mkdir()
    with caplog.at_level(logging.WARNING):
        assert day.tick() is None
    assert "no head of the audit" in caplog.text
    (tmp_path / "audit-heads.jsonl").rmdir()
    assert day.tick() is None
    day.now += timedelta(minutes=10)
    assert day.tick() is not None


def test_a_record_that_is_busy_is_asked_again_in_a_minute_without_a_word(site, tmp_path, caplog):
    day, station = Day(site, tmp_path), site.station("station1")
    station.roll_audit = lambda after, *, most: (_ for _ in ()).throw(Busy())
    with caplog.at_level(logging.WARNING):
        assert day.node.tick(station) is None
    assert caplog.text == ""
    assert day.tick() is None
    day.now += timedelta(minutes=1)
    assert day.tick() is not None


def test_a_record_of_years_is_rolled_in_portions(site, tmp_path, monkeypatch):
    monkeypatch.setattr("console.nodes.audit_heads._AT_ONCE", 2)
    for _ in range(5):
        act(site)
    station = site.station("station1")
    assert HeadTaker(tmp_path).take(station).digest == station.roll_audit(Rolled()).digest
