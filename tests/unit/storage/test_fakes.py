"""The shipped fakes keep the contract of the record's ports."""

import pytest
from unit.storage.act_contract import ActContract
from unit.storage.alarm_rules_contract import AlarmRuleContract
from unit.storage.alarms_contract import AlarmContract, AlarmTicketContract
from unit.storage.audit_contract import AuditHeadContract, ErasureContract, SavedStillContract
from unit.storage.callers_contract import MoreStillsContract, NumberContract, ReportContract, WhereContract
from unit.storage.camera_health_contract import AlarmsBetweenContract, CameraHourContract, CameraTroubleContract
from unit.storage.city import City
from unit.storage.city_contract import CityContract
from unit.storage.clocks_contract import ClockAlarmContract, ClockContract, ClockRuleContract
from unit.storage.contacts_contract import ContactContract, PlacesContract
from unit.storage.crews_contract import CrewsContract
from unit.storage.demo_values import fake_site
from unit.storage.exercise_contract import ExerciseContract
from unit.storage.facts_contract import FactsContract
from unit.storage.footage_contract import (
    BookmarkContract,
    ExportContract,
    LockContract,
    RecordingStationContract,
    locking,
)
from unit.storage.identity_contract import SealedReportContract, UnsealingContract
from unit.storage.links_contract import LikenessContract, LinkContract
from unit.storage.outbox_contract import OutboxContract
from unit.storage.procedures_contract import ProcedureContract, SkippedContract
from unit.storage.ptz_contract import PtzContract, hold_of, movable, take
from unit.storage.routing_contract import RoutingContract
from unit.storage.search_contract import SavedFilterContract, SearchContract
from unit.storage.shift_contract import ShiftContract
from unit.storage.station_alarms_contract import OutageContract, StationAlarmContract
from unit.storage.ticket_contract import TicketContract
from unit.storage.transfer_contract import TransferContract
from unit.storage.wall_contract import WallContract
from unit.storage.wider_alarms_contract import CameraReachContract, WiderAlarmContract

from storage.model.ids import new_id
from storage.model.ptz import HOLD_S
from storage.service.commands import ReleaseFootage
from storage.service.errors import Stale, Unreachable
from storage.service.outbox_port import Outbox
from storage.service.record import Record, StationRecord
from storage.testing import FakeSite


class FakeDoors:
    def __init__(self, site: FakeSite) -> None:
        self.site = site

    def person(self, login: str) -> Record:
        return self.site.person(login)

    def station(self, login: str) -> StationRecord:
        return self.site.station(login)

    def notifier(self) -> Outbox:
        return self.site.notifier()

    def let_pass(self, seconds: float) -> None:
        self.site.pass_time(seconds)


@pytest.fixture
def city() -> City:
    return City(FakeDoors(fake_site()))


class TestFakeTickets(TicketContract):
    pass


class TestFakeActs(ActContract):
    pass


class TestFakeAlarms(AlarmContract):
    pass


class TestFakeAlarmTickets(AlarmTicketContract):
    pass


class TestFakeAlarmRules(AlarmRuleContract):
    pass


class TestFakeStationAlarms(StationAlarmContract):
    pass


class TestFakeOutages(OutageContract):
    pass


class TestFakeCity(CityContract):
    pass


class TestFakeReports(ReportContract):
    pass


class TestFakeNumbers(NumberContract):
    pass


class TestFakeMoreStills(MoreStillsContract):
    pass


class TestFakeWhere(WhereContract):
    pass


class TestFakeContacts(ContactContract):
    pass


class TestFakePlaces(PlacesContract):
    pass


class TestFakeFacts(FactsContract):
    pass


class TestFakeOutbox(OutboxContract):
    pass


class TestFakeShifts(ShiftContract):
    pass


class TestFakeWall(WallContract):
    pass


class TestFakeAuditHeads(AuditHeadContract):
    pass


class TestFakeErasures(ErasureContract):
    pass


class TestFakeSavedStills(SavedStillContract):
    pass


class TestFakeBookmarks(BookmarkContract):
    pass


class TestFakeRecordingStations(RecordingStationContract):
    pass


class TestFakeExports(ExportContract):
    pass


class TestFakeLocks(LockContract):
    pass


class TestFakeCameraHours(CameraHourContract):
    pass


class TestFakeCameraTroubles(CameraTroubleContract):
    pass


class TestFakeAlarmsBetween(AlarmsBetweenContract):
    pass


class TestFakeClocks(ClockContract):
    pass


class TestFakeClockRules(ClockRuleContract):
    pass


class TestFakeClockAlarms(ClockAlarmContract):
    pass


class TestFakeProcedures(ProcedureContract):
    pass


class TestFakeSkipped(SkippedContract):
    pass


class TestFakePtz(PtzContract):
    pass


class TestFakeWiderAlarms(WiderAlarmContract):
    pass


class TestFakeCameraReach(CameraReachContract):
    pass


class TestFakeTransfer(TransferContract):
    pass


class TestFakeRouting(RoutingContract):
    pass


class TestFakeExercise(ExerciseContract):
    pass


class TestFakeCrews(CrewsContract):
    pass


def test_a_site_that_is_down_answers_nobody():
    site = fake_site()
    record = site.person("operator1")
    site.down = Unreachable(host="db")
    with pytest.raises(Unreachable):
        record.tickets()
    with pytest.raises(Unreachable):
        record.feed_position()


def test_holds_and_locks_run_out_by_the_sites_clock(city: City) -> None:
    camera = movable(city)
    take(city, camera)
    lock = locking(camera, days=1)
    city.operator.execute(lock)
    city.let_pass(HOLD_S)
    assert hold_of(city, camera) is None
    take(city, camera, "operator2")
    hold = hold_of(city, camera)
    assert hold is not None
    assert (hold.holder, hold.taken_from) == ("operator2", "")
    assert [one.id for one in city.operator.footage_locks()] == [lock.lock_id]
    city.let_pass(86_400)
    assert city.operator.footage_locks() == ()
    assert city.station("station1").footage_locks() == ()
    with pytest.raises(Stale):
        city.person("supervisor1").execute(ReleaseFootage(key=new_id(), lock_id=lock.lock_id, reason="Selesai"))


class TestFakeLinks(LinkContract):
    pass


class TestFakeLikeness(LikenessContract):
    pass


class TestFakeSearch(SearchContract):
    pass


class TestFakeSavedFilters(SavedFilterContract):
    pass


class TestFakeSealedReports(SealedReportContract):
    pass


class TestFakeUnsealing(UnsealingContract):
    pass
