"""One accepted command of each kind that holds words, each time a new one, and who sends it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from uuid import UUID

from unit.storage.alarms_contract import acting, raised
from unit.storage.callers_contract import a_report
from unit.storage.city import City
from unit.storage.city_contract import added, saving
from unit.storage.contacts_contract import SQUARE, a_contact, a_place
from unit.storage.crews_contract import a_unit
from unit.storage.demo_values import AREA
from unit.storage.footage_contract import LATER, NOON, an_export, keeping, locking, marking
from unit.storage.identity_contract import ask, asking, deciding, in_confidence, sealed
from unit.storage.links_contract import linking
from unit.storage.procedures_contract import answering
from unit.storage.ptz_contract import movable
from unit.storage.routing_contract import a_rule
from unit.storage.shift_contract import a_shift, prepared, preparing
from unit.storage.wall_contract import pushing

from storage.model.alarms import AlarmAct
from storage.model.calendar import USUAL_HOURS, DayKind, SiteDay, WorkWeek
from storage.model.callers import Area, Channel
from storage.model.clock_values import CategoryClass, ClockClass, ClockTarget, Goal, Unit
from storage.model.footage import Span
from storage.model.ids import new_id
from storage.model.routing import Candidate, Routing
from storage.model.search import TicketFilter
from storage.model.shifts import Side
from storage.model.tickets import Act
from storage.service import commands as c

Maker = Callable[[City], tuple[str, c.Command]]
_days = count(1)


def _ticket(city: City) -> UUID:
    return city.open("dishub", category="congestion")


def _version(city: City, ticket: UUID) -> int:
    return city.detail(ticket).ticket.version


def _opening(city: City) -> c.OpenTicket:
    routing = Routing((Candidate(city.agencies["pupr"], rule="Jalan provinsi"),))
    return city.opening(report=a_report(), description="x", landmark="x", area_code=AREA.code, routing=routing)


def _edit(city: City) -> c.EditTicket:
    ticket = _ticket(city)
    values = {"title": "x", "category": "fire", "place": "x", "description": "x", "landmark": "x"}
    return c.EditTicket(
        key=new_id(), ticket_id=ticket, expected_version=_version(city, ticket), area_code=AREA.code, **values
    )


def _camera(city: City) -> c.SaveCamera:
    camera = replace(
        added(city), sub_url="rtsp://127.0.0.1/2", place="x", group="x", aspect="4:3", onvif_url="http://127.0.0.1/",
        replay_url="rtsp://127.0.0.1/3",
    )  # fmt: skip
    return saving(camera, username="x", password="y")


def _unlink(city: City) -> c.UnlinkTicket:
    child, parent = city.open(), city.open()
    city.operator.execute(linking(city, child, parent))
    return c.UnlinkTicket(key=new_id(), child_id=child, child_version=_version(city, child), reason="x")


def _release(city: City) -> c.ReleaseFootage:
    lock = locking(city.operator.cameras()[0].id)
    city.operator.execute(lock)
    return c.ReleaseFootage(key=new_id(), lock_id=lock.lock_id, reason="x")


def _skip(city: City) -> c.SkipStep:
    ticket = _ticket(city)
    return c.SkipStep(
        key=new_id(), ticket_id=ticket, expected_version=_version(city, ticket), step="sebab", reason="Radio mati"
    )


def _answer(city: City) -> c.AnswerStep:
    return answering(city, _ticket(city), "sebab", "lampu", note="x", reason="x")


def _sign(city: City) -> c.SignHandover:
    handover = prepared(city, a_shift())
    return c.SignHandover(key=new_id(), handover_id=handover.id, side=Side.OUTGOING, digest=handover.digest)


def _target(_city: City) -> c.SetClockTarget:
    kind = chr(97 + next(_days) % 26) * (1 + next(_days) % 40)
    target = ClockTarget(new_id(), ClockClass.EMERGENCY, Goal.ANSWER, Unit.SECONDS, 20, category=f"uji_{kind}")
    return c.SetClockTarget(key=new_id(), target=target, seen=None)


def _class(_city: City) -> c.SetCategoryClass:
    kind = chr(97 + next(_days) % 26) * (1 + next(_days) % 40)
    change = CategoryClass(new_id(), f"lain_{kind}", ClockClass.INCIDENT)
    return c.SetCategoryClass(key=new_id(), change=change, seen=None)


def _week(_city: City) -> c.SetWorkWeek:
    week = WorkWeek(new_id(), date(2031, 1, 1) + timedelta(days=next(_days)), USUAL_HOURS)
    return c.SetWorkWeek(key=new_id(), week=week)


def _day(_city: City) -> c.SetSiteDay:
    day = SiteDay(new_id(), date(2041, 1, 1) + timedelta(days=next(_days)), DayKind.OFF, "x")
    return c.SetSiteDay(key=new_id(), day=day)


def _erasure(city: City) -> c.AskErasure:
    ticket = city.open(report=a_report())
    (report,) = city.operator.reports(ticket)
    return c.AskErasure(key=new_id(), erasure_id=new_id(), reason="x", report_ids=(report.id,))


def _decision(city: City) -> c.DecideUnsealing:
    return deciding(ask(city, sealed(city)), reason="x")


def _filter(_city: City) -> c.SaveFilter:
    wanted = TicketFilter(text="banjir", categories=("flood",), area_code=AREA.code)
    return c.SaveFilter(key=new_id(), filter_id=new_id(), name="x", filter=wanted)


def _saved_still(city: City) -> c.NoteSavedStill:
    return c.NoteSavedStill(key=new_id(), camera_id=city.operator.cameras()[0].id, at=NOON, sha256="ab" * 32)


def _places(_city: City) -> c.ImportPlaces:
    area = Area(f"99.{next(_days)}", "x", "x", SQUARE)
    return c.ImportPlaces(key=new_id(), places=(a_place(),), areas=(area,))


def _shift(_city: City) -> c.SignInToShift:
    return c.SignInToShift(key=new_id(), span=a_shift())


def _exercise(city: City) -> c.StartExercise:
    running = city.operator.exercise()
    if running is not None:  # one at a time
        city.person("supervisor1").execute(c.EndExercise(key=new_id(), exercise_id=running.id))
    return c.StartExercise(key=new_id(), exercise_id=new_id(), name="x")


def _camera_id(city: City) -> UUID:
    return city.operator.cameras()[0].id


def by(login: str, make: Callable[[City], c.Command]) -> Maker:
    return lambda city: (login, make(city))


EXAMPLES: dict[type, Maker] = {
    c.OpenTicket: by("operator1", _opening),
    c.ActOnTicket: by("operator1", lambda city: city.acting(city.detail(_ticket(city)), Act.NOTE, text="x")),
    c.EditTicket: by("operator1", _edit),
    c.AddReport: by(
        "operator1", lambda city: c.AddReport(key=new_id(), ticket_id=_ticket(city), report=in_confidence())
    ),
    c.NoteNuisance: by(
        "operator1", lambda _: c.NoteNuisance(key=new_id(), channel=Channel.RADIO, caller_number="0812")
    ),
    c.ActOnAlarm: by("operator1", lambda city: acting(raised(city), AlarmAct.FALSE_ALARM, reason="x")),
    c.SaveCamera: by("supervisor1", _camera),
    c.SaveContact: by("supervisor1", lambda city: c.SaveContact(key=new_id(), contact=a_contact(city))),
    c.ImportPlaces: by("administrator1", _places),
    c.SignInToShift: by("operator1", _shift),
    c.WriteLog: by("operator1", lambda _: c.WriteLog(key=new_id(), entry_id=new_id(), text="x")),
    c.PrepareHandover: by("operator1", lambda _: preparing(a_shift())),
    c.SignHandover: by("operator1", _sign),
    c.PushToWall: by("operator1", pushing),
    c.SetBookmark: by("operator1", lambda city: marking(_camera_id(city))),
    c.LockFootage: by("operator1", lambda city: locking(_camera_id(city))),
    c.ReleaseFootage: by("supervisor1", _release),
    c.KeepExport: by("operator1", lambda city: keeping(an_export(Span(_camera_id(city), NOON, LATER)))),
    c.SetClockTarget: by("supervisor1", _target),
    c.SetCategoryClass: by("supervisor1", _class),
    c.SetWorkWeek: by("supervisor1", _week),
    c.SetSiteDay: by("supervisor1", _day),
    c.TakePtz: by("supervisor1", lambda city: c.TakePtz(key=new_id(), camera_id=movable(city), reason="x")),
    c.SaveRoutingRule: by(
        "supervisor1", lambda city: c.SaveRoutingRule(key=new_id(), rule=a_rule(city, category="fire"))
    ),
    c.ImportRoutingRules: by(
        "supervisor1", lambda city: c.ImportRoutingRules(key=new_id(), rules=(a_rule(city, category="fire"),))
    ),
    c.StartExercise: by("supervisor1", _exercise),
    c.SaveUnit: by(
        "supervisor1", lambda city: c.SaveUnit(key=new_id(), unit=a_unit(city, call_sign=f"Regu {next(_days)}"))
    ),
    c.LinkTicket: by("operator1", lambda city: replace(linking(city, city.open(), city.open()), reason="x")),
    c.UnlinkTicket: by("operator1", _unlink),
    c.AnswerStep: by("operator1", _answer),
    c.SkipStep: by("operator1", _skip),
    c.SaveFilter: by("operator1", _filter),
    c.NoteSavedStill: by("operator1", _saved_still),
    c.AskErasure: by("supervisor1", _erasure),
    c.AskUnsealing: by("operator1", lambda city: asking(sealed(city).id)),
    c.DecideUnsealing: by("supervisor1", _decision),
}
WORDLESS: frozenset[type] = frozenset(
    {
        c.AddStill, c.CarryOutErasure, c.EndExercise, c.OpenIdentity, c.ReleasePtz, c.ReleaseWall, c.RemoveBookmark,
        c.RemoveFilter, c.RemoveSiteDay, c.SaveAlarmRule, c.SeeNotice, c.SendUnit, c.SignOutOfShift,
    }
)  # fmt: skip
"""Ids, times, numbers and values of enumerations alone."""
