"""PostgreSQL keeps the contract of the record's ports, on the shipped version and on Debian's 15."""

from unit.storage.act_contract import ActContract
from unit.storage.alarm_rules_contract import AlarmRuleContract
from unit.storage.alarms_contract import AlarmContract, AlarmTicketContract
from unit.storage.audit_contract import AuditHeadContract, ErasureContract, SavedStillContract
from unit.storage.callers_contract import MoreStillsContract, NumberContract, ReportContract, WhereContract
from unit.storage.camera_health_contract import AlarmsBetweenContract, CameraHourContract, CameraTroubleContract
from unit.storage.city_contract import CityContract
from unit.storage.clocks_contract import ClockAlarmContract, ClockContract, ClockRuleContract
from unit.storage.contacts_contract import ContactContract, PlacesContract
from unit.storage.crews_contract import CrewsContract
from unit.storage.exercise_contract import ExerciseContract
from unit.storage.facts_contract import FactsContract
from unit.storage.footage_contract import BookmarkContract, ExportContract, LockContract, RecordingStationContract
from unit.storage.identity_contract import SealedReportContract, UnsealingContract
from unit.storage.links_contract import LikenessContract, LinkContract
from unit.storage.outbox_contract import OutboxContract
from unit.storage.procedures_contract import ProcedureContract, SkippedContract
from unit.storage.ptz_contract import PtzContract
from unit.storage.routing_contract import RoutingContract
from unit.storage.search_contract import SavedFilterContract, SearchContract
from unit.storage.shift_contract import ShiftContract
from unit.storage.station_alarms_contract import OutageContract, StationAlarmContract
from unit.storage.ticket_contract import TicketContract
from unit.storage.transfer_contract import TransferContract
from unit.storage.wall_contract import WallContract
from unit.storage.wider_alarms_contract import CameraReachContract, WiderAlarmContract


class TestPgTickets(TicketContract):
    pass


class TestPgActs(ActContract):
    pass


class TestPgAlarms(AlarmContract):
    pass


class TestPgAlarmTickets(AlarmTicketContract):
    pass


class TestPgAlarmRules(AlarmRuleContract):
    pass


class TestPgStationAlarms(StationAlarmContract):
    pass


class TestPgOutages(OutageContract):
    pass


class TestPgCity(CityContract):
    pass


class TestPgReports(ReportContract):
    pass


class TestPgNumbers(NumberContract):
    pass


class TestPgMoreStills(MoreStillsContract):
    pass


class TestPgWhere(WhereContract):
    pass


class TestPgContacts(ContactContract):
    pass


class TestPgPlaces(PlacesContract):
    pass


class TestPgFacts(FactsContract):
    pass


class TestPgOutbox(OutboxContract):
    pass


class TestPgShifts(ShiftContract):
    pass


class TestPgWall(WallContract):
    pass


class TestPgAuditHeads(AuditHeadContract):
    pass


class TestPgErasures(ErasureContract):
    pass


class TestPgSavedStills(SavedStillContract):
    pass


class TestPgBookmarks(BookmarkContract):
    pass


class TestPgRecordingStations(RecordingStationContract):
    pass


class TestPgExports(ExportContract):
    pass


class TestPgLocks(LockContract):
    pass


class TestPgCameraHours(CameraHourContract):
    pass


class TestPgCameraTroubles(CameraTroubleContract):
    pass


class TestPgAlarmsBetween(AlarmsBetweenContract):
    pass


class TestPgClocks(ClockContract):
    pass


class TestPgClockRules(ClockRuleContract):
    pass


class TestPgClockAlarms(ClockAlarmContract):
    pass


class TestPgProcedures(ProcedureContract):
    pass


class TestPgSkipped(SkippedContract):
    pass


class TestPgPtz(PtzContract):
    pass


class TestPgWiderAlarms(WiderAlarmContract):
    pass


class TestPgCameraReach(CameraReachContract):
    pass


class TestPgLinks(LinkContract):
    pass


class TestPgLikeness(LikenessContract):
    pass


class TestPgTransfer(TransferContract):
    pass


class TestPgRouting(RoutingContract):
    pass


class TestPgExercise(ExerciseContract):
    pass


class TestPgSearch(SearchContract):
    pass


class TestPgSavedFilters(SavedFilterContract):
    pass


class TestPgCrews(CrewsContract):
    pass


class TestPgSealedReports(SealedReportContract):
    pass


class TestPgUnsealing(UnsealingContract):
    pass
