"""A record with one of everything, and a raw connection for every role."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
import pytest
from pg.record.doors import MACHINES, PgDoors, template_of
from security.routing_world import RoutingWorld, routing_world
from unit.storage.alarms_contract import new_alarm
from unit.storage.callers_contract import a_report, add_report
from unit.storage.camera_health_contract import an_hour
from unit.storage.city import City
from unit.storage.demo_values import JPEG
from unit.storage.footage_contract import LATER, NOON, an_export, keeping, locking, marking
from unit.storage.links_contract import linking
from unit.storage.procedures_contract import answer, skip
from unit.storage.ptz_contract import movable, take
from unit.storage.search_contract import keep
from unit.storage.shift_contract import a_shift, prepared, sign, sign_in
from unit.storage.wall_contract import pushed

from storage.model.alarms import AlarmKind
from storage.model.callers import Channel
from storage.model.footage import Span
from storage.model.ids import new_id
from storage.model.people import Role
from storage.model.shifts import Handover, Side
from storage.model.tickets import Act
from storage.pg.embedded import EmbeddedServer
from storage.service.commands import NoteNuisance, WriteLog

LOGINS = {
    Role.OPERATOR: "operator1",
    Role.SUPERVISOR: "supervisor1",
    Role.ADMINISTRATOR: "administrator1",
    Role.AGENCY: "dishub1",
    Role.WALL: "wall1",
    Role.AUDITOR: "auditor1",
    Role.INTAKE: "intake1",
    Role.STATION: "station1",
    **MACHINES,
}


@dataclass
class World:
    """`mine` belongs to the agency dishub, `reported` came by the intake, `theirs` is neither's."""

    doors: PgDoors
    city: City
    mine: UUID = field(init=False)
    theirs: UUID = field(init=False)
    reported: UUID = field(init=False)
    closed: UUID = field(init=False)
    camera: UUID = field(init=False)
    alarm: UUID = field(init=False)  # with a still, of no ticket
    handover: Handover = field(init=False)  # nobody has signed it
    signed: Handover = field(init=False)
    log_entry: UUID = field(init=False)
    push: UUID = field(init=False)
    bookmark: UUID = field(init=False)  # operator1's
    their_bookmark: UUID = field(init=False)  # of somebody whose connection no probe uses
    lock: UUID = field(init=False)
    export: UUID = field(init=False)
    new_export: UUID = field(init=False)  # not there yet
    message: tuple[UUID, UUID] = field(init=False)  # taken by the notifier, and its claim
    saved_filter: UUID = field(init=False)  # operator3's own
    link: UUID = field(init=False)  # of `linked` into another ticket
    linked: UUID = field(init=False)
    notice: UUID = field(init=False)  # of a skipped step of `mine`
    movable: UUID = field(init=False)  # a camera that nobody moves
    moved: UUID = field(init=False)  # one that operator2 moves, for as long as the tests run
    routing: RoutingWorld = field(init=False)

    def __post_init__(self) -> None:
        self.camera = self.city.operator.cameras()[0].id
        self.mine = self.city.open("dishub", still=JPEG)
        self.theirs = self.city.open("polri", still=JPEG)
        self.reported = self.city.open(by="intake1")
        self.closed = self.city.open()
        for act in (Act.ACKNOWLEDGE, Act.RESOLVE, Act.CLOSE):
            self.city.act(self.closed, act)
        self._raise_alarm()
        self.routing = routing_world(self.city)
        self._hear_callers()
        self._keep_papers()
        self._link()
        self._record_footage()
        (message,) = self.doors.notifier().claim(most=1, seconds=3600)
        self.message = (message.id, message.claim)
        self.doors.admin().execute("SELECT siaga.note_backup(%s, %s, 1)", (new_id(), "ab" * 32))
        self._follow_procedures()
        self._raw: dict[str, psycopg.Connection] = {}
        for role, login in LOGINS.items():
            self._raw[role] = self.doors.raw(login)
        self._raw["superuser"] = self.doors.admin()

    def _keep_papers(self) -> None:
        for login in ("operator1", "supervisor1"):
            sign_in(self.city, login, a_shift())
        self.handover, self.signed = prepared(self.city, a_shift()), prepared(self.city, a_shift())
        sign(self.city, "operator2", self.signed, Side.OUTGOING)
        self.log_entry = new_id()
        self.city.operator.execute(WriteLog(key=new_id(), entry_id=self.log_entry, text="Genset diuji"))
        self.push = pushed(self.city).id

    def _link(self) -> None:
        self.saved_filter = keep(self.city, by="operator3")
        self.linked, parent = self.city.open(), self.city.open()
        command = linking(self.city, self.linked, parent)
        self.link = command.link_id
        self.city.operator.execute(command)

    def _record_footage(self) -> None:
        mark, theirs, lock = marking(self.camera), marking(self.camera), locking(self.camera)
        self.bookmark, self.their_bookmark, self.lock = mark.bookmark_id, theirs.bookmark_id, lock.lock_id
        export = an_export(Span(self.camera, NOON, LATER))
        self.export, self.new_export = export.id, new_id()
        for command in (mark, lock, keeping(export)):
            self.city.operator.execute(command)
        self.city.person("operator2").execute(theirs)
        self.movable, self.moved = movable(self.city), movable(self.city)
        take(self.city, self.moved, "operator2")
        forever = "UPDATE siaga.ptz_hold SET until = now() + interval '1 day' WHERE camera_id = %s"
        self.doors.admin().execute(forever, (self.moved,))
        station = self.city.station("station1")
        station.claim_leases((self.movable,), seconds=600)
        station.write_camera_hours((an_hour(self.movable),))
        station.release_leases()

    def _follow_procedures(self) -> None:
        """A step of dishub's opens on both tickets, a supervisor's on `mine`; one step is skipped."""
        for ticket in (self.mine, self.theirs):
            answer(self.city, ticket, "sebab", "lampu")
        answer(self.city, self.mine, "alih", "yes")
        skip(self.city, self.mine, "ujung")
        (notice,) = self.city.person("supervisor1").procedure_notices()[-1:]
        self.notice = notice.id

    def raw(self, who: str) -> psycopg.Connection:
        """The plain connection of a role, or of the superuser."""
        return self._raw[who]

    def _hear_callers(self) -> None:
        for ticket in (self.mine, self.theirs):
            add_report(self.city, ticket, a_report())
        self.city.operator.execute(NoteNuisance(key=new_id(), channel=Channel.TELEPHONE, caller_number="0812"))

    def _raise_alarm(self) -> None:
        lost = new_alarm(self.city.operator.cameras()[1].id, kind=AlarmKind.CAMERA_LOST, zone_id=None)
        (self.alarm,) = self.city.station("station1").raise_alarms((lost,))
        self.city.station("station1").keep_alarm_still(self.alarm, JPEG)

    def assignment(self, ticket: UUID) -> UUID:
        return self.city.detail(ticket).ticket.assignments[0].id


@pytest.fixture(scope="module")
def world(each_postgres: EmbeddedServer) -> Iterator[World]:
    doors = PgDoors(template_of(each_postgres))
    yield World(doors, City(doors))
    doors.close()
