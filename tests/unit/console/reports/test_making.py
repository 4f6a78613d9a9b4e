"""From the record to a report: what is asked, how its file is called, and what stays in memory."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from support.shift_values import EXPORT, HEAD, SINCE, UNTIL, empty_facts
from support.sources import ROOT
from unit.console.reports.small_record import SmallRecord

from console.nodes.audit_heads import read_heads
from console.reports.making import read_material, set_report
from console.reports.span import BackwardSpan
from console.settings import Settings
from resources.words import Language
from storage.model.cameras import Camera
from storage.service.errors import Busy, Forbidden
from video.evidence.errors import KeyOpenToOthers
from video.evidence.key import station_key


def name_of(since, until, language=Language.INDONESIAN, **settings):
    record = SmallRecord(empty_facts(since, until))
    return set_report(read_material(record, Settings(**settings), since, until), language).name


def test_a_file_is_called_by_its_time_and_shift():
    assert name_of(SINCE, UNTIL) == "laporan-2026-11-24-1400-siang.pdf"
    assert name_of(SINCE, UNTIL, Language.ENGLISH) == "report-2026-11-24-1400-siang.pdf"
    assert name_of(SINCE, UNTIL + timedelta(hours=1)) == "laporan-2026-11-24-1400.pdf"


def test_a_shifts_name_cannot_lead_a_file_elsewhere():
    shifts = (("../../etc/Sore & malam", "14:00"), ("Pagi", "22:00"))
    assert name_of(SINCE, UNTIL, shifts=shifts) == "laporan-2026-11-24-1400-etcsoremalam.pdf"


def test_a_span_that_is_none_is_refused_before_the_record_is_asked():
    record = SmallRecord()
    with pytest.raises(BackwardSpan):
        read_material(record, Settings(), UNTIL, SINCE)
    assert record.asked == []


def test_what_the_record_refuses_is_passed_on():
    with pytest.raises(Forbidden):
        read_material(SmallRecord(error=Forbidden()), Settings(), SINCE, UNTIL)


def test_the_spans_evidence_and_this_stations_fingerprint_come_into_the_report(tmp_path):
    record = SmallRecord()
    record.seen_cameras = (Camera(UUID(int=101), 12, "Simpang SGC", "rtsp://cam/12"),)
    later, earlier = (replace(EXPORT, id=UUID(int=n), made_at=SINCE + timedelta(hours=n)) for n in (2, 1))
    record.handed_out = (later, earlier, replace(EXPORT, id=UUID(int=9), made_at=UNTIL))
    key = station_key(tmp_path / "station-key.pem")
    material = read_material(record, Settings(data_dir=tmp_path), SINCE, UNTIL)
    assert [one.export for one in material.context.evidence] == [earlier, later]
    assert material.context.evidence[0].cameras == ("12 Simpang SGC", str(UUID(int=104)))
    assert (material.context.fingerprint, material.notice) == (key.fingerprint, None)


def test_a_key_that_others_can_read_is_said_and_not_printed(tmp_path):
    station_key(tmp_path / "station-key.pem")
    (tmp_path / "station-key.pem").chmod(0o644)
    material = read_material(SmallRecord(), Settings(data_dir=tmp_path), SINCE, UNTIL)
    assert material.context.fingerprint == ""
    assert isinstance(material.notice, KeyOpenToOthers)


def test_a_report_takes_a_head_of_the_audit_where_the_station_signs(tmp_path):
    record, key = SmallRecord(), station_key(tmp_path / "station-key.pem")
    head = read_material(record, Settings(data_dir=tmp_path), SINCE, UNTIL).context.head
    assert (head.last, head.rows, head.fingerprint) == (812, 640, key.fingerprint)
    assert record.heads == (head,)
    assert read_heads(tmp_path / "audit-heads.jsonl") == (head,)


def test_a_machine_without_a_key_prints_the_newest_head_and_makes_no_key(tmp_path):
    record = SmallRecord()
    record.heads = (replace(HEAD, last=9), HEAD)
    material = read_material(record, Settings(data_dir=tmp_path), SINCE, UNTIL)
    assert (material.context.head, material.notice) == (replace(HEAD, last=9), None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("error", "told"), [(Forbidden(), False), (Busy(), True)])
def test_who_cannot_take_a_head_now_prints_the_newest(tmp_path, error, told):
    record = SmallRecord()
    record.rolling, record.heads = error, (HEAD,)
    station_key(tmp_path / "station-key.pem")
    material = read_material(record, Settings(data_dir=tmp_path), SINCE, UNTIL)
    assert material.context.head == HEAD
    assert (material.notice is error) is told


MANY_REPORTS = """
import sys
sys.path[:0] = [".", "tests"]
import psutil
from console.reports.making import Material, set_report
from resources.words import Language
from support.shift_values import CONTEXT, busy_facts

sizes = []
for seed in range(6):
    set_report(Material(busy_facts(seed, 300), CONTEXT), Language.INDONESIAN)
    sizes.append(psutil.Process().memory_info().rss >> 20)
print(sizes[-1] - sizes[0])
"""


def test_a_desk_that_makes_many_reports_does_not_grow_with_each():
    """Remembered by typst, each would be 55 MB more."""
    told = subprocess.run([sys.executable, "-c", MANY_REPORTS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(told.stdout) < 100
