"""The keys whose last part comes from a value: prefix, and every value it can take.

An enumeration is named, not copied, so that a new member without its word fails.
"""

from collections.abc import Iterable
from enum import Enum

from architecture.report_words import REPORT

from console.commands import onvif
from console.windows import keys, keys_page
from storage.model.alarms import AlarmKind, AlarmState, RecordingCause
from storage.model.audit_check import AuditFault
from storage.model.callers import Channel, Openness
from storage.model.camera_cells import PROBLEMS as CAMERA_FILE
from storage.model.camera_csv import COLUMNS, LOGIN_COLUMNS
from storage.model.clock_values import ClockClass, Goal, PauseReason
from storage.model.crews import UnitKind, UnitStatus
from storage.model.links import LinkKind, LinkRefusal
from storage.model.messages import MessageState
from storage.model.people import Role
from storage.model.places_file import PROBLEMS
from storage.model.procedure_file import PROBLEMS as BAD_PROCEDURE
from storage.model.procedures import StepState
from storage.model.routing import Doubt, RoadClass
from storage.model.tickets import Act, AssignmentState, Priority, TicketState
from storage.pg.status import Protection
from storage.security.check import Drift
from storage.security.description import Part
from storage.service.errors import INVALID_FIELDS, TAKEN_FIELDS
from video.events import StreamState, TrafficState
from video.evidence.verify import Fault
from widgets import qtwords
from widgets.alarms import prompts, rules_form
from widgets.alarms.bands import Band
from widgets.alarms.rules_wording import SpanFault
from widgets.cameras import compass, form_values, health_values
from widgets.cameras.find_values import DeviceState
from widgets.incidents import reason
from widgets.incidents.clock_board import Tone
from widgets.incidents.find_values import Span
from widgets.incidents.seal_values import SealAct
from widgets.people import contact_book_form
from widgets.playback import transport
from widgets.playback.values import Place
from widgets.playback.wishes import Wish
from widgets.shift.values import DIFFERENCES
from widgets.tiles.ptz_keys import PtzWish


def values(kind: type[Enum]) -> list[str]:
    return [str(member.value) for member in kind]


def names(kind: type[Enum]) -> list[str]:
    return [member.name.lower() for member in kind]


WORSE_THAN_FREE = ["dense", "congested", "stopped"]

ALARM_ACTS = ["acknowledge", "ticket", "false_alarm", "shelve"]
MEASURED = [kind.value for kind in AlarmKind if kind.family != "traffic"]

DYNAMIC: dict[str, Iterable[str]] = {
    "alarms.act": ALARM_ACTS,
    "audit.fault": values(AuditFault),
    "clocks.class": values(ClockClass),
    "clocks.ended": values(Tone)[-3:],
    "clocks.goal": values(Goal),
    "clocks.reason": values(PauseReason),
    "alarms.hint": ALARM_ACTS,
    "alarms.kind": values(AlarmKind),
    "alarms.load.band": values(Band),
    "alarms.measured": MEASURED,
    "alarms.prompt.quick": [*prompts.SHELVE_REASONS, *prompts.FALSE_REASONS],
    "alarms.prompt.span": [name for name, _ in prompts.SPANS],
    "alarms.state": values(AlarmState),
    "alarms.title": values(AlarmKind),
    "books.contacts.field": list(contact_book_form.FIELDS),
    "books.rules.field": ["kind", "camera", "zone", *rules_form.SPANS],
    "books.rules.wrong": values(SpanFault),
    "camera_csv.bad": sorted(CAMERA_FILE),
    "camera_health.column": [*health_values.FIGURES, "number", "name", "group", "now"],
    "camera_health.span": values(health_values.HealthSpan),
    "cameras.compass": compass.WINDS,
    "cameras.find.channel": ["saving", "saved", "refused"],
    "cameras.find.device": values(DeviceState),
    "cameras.find.field": ["username", "password", "group", "first_number", "address"],
    "cameras.form": [*form_values.TEXTS, "enabled", "analyse", "record", "ptz"],
    "cameras.form.wrong": ["number", "name", "main_url", "credentials"],
    "cameras.import.field": [one.field for one in (*COLUMNS, *LOGIN_COLUMNS)],
    "cameras.import.standing": ["new", "changed"],
    "cameras.probe.login": ["none", "basic", "digest", "needed", "unknown"],
    "cameras.probe.over": ["tcp", "udp", "http", "hls", "file", "unknown"],
    "console.camera": ["add", "edit"],
    "console.count": values(StreamState),
    "console.draft": [*WORSE_THAN_FREE, "stopped_vehicle", "camera_fault"],
    "console.keys": [intent for _, intent in (*keys.NOT_SHORTCUTS, *keys.KEYS)],
    "console.record": ["connected", "since", "waiting"],
    "crews.kind": values(UnitKind),
    "crews.status": values(UnitStatus),
    "errors.record.already_taken": [*TAKEN_FIELDS, "other"],
    "errors.record.link": values(LinkRefusal),
    "errors.record.invalid": [*INVALID_FIELDS, "other"],
    "onvif.column": [*onvif.FOUND, *onvif.PROFILE],
    "evidence.fault": values(Fault),
    "playback_desk.button": [wish.value for wish in (*transport._MOVING, *transport._MARKING)] + ["pause"],
    "keys_page.head": [group for column in keys_page.COLUMNS for group in column],
    "playback_desk.keys": values(Wish),
    "operations.check": values(Drift),
    "operations.message": values(MessageState),
    "operations.part": [*values(Part), "doors"],
    "operations.protection": values(Protection),
    "find.span": values(Span),
    "identity.hint": values(SealAct),
    "identity.openness": values(Openness),
    "identity.openness_hint": ["confidential", "anonymous"],
    "identity.prompt": values(SealAct),
    "identity.submit": values(SealAct),
    "identity.told": values(SealAct),
    "links.entry.link": values(LinkKind),
    "links.entry.unlink": values(LinkKind),
    "procedures.answer": ["done", "yes", "no", "unseen"],
    "procedures.bad": sorted(BAD_PROCEDURE),
    "procedures.entry": ["answer_step", "correct_step", "skip_step", "see_steps"],
    "procedures.state": values(StepState),
    "procedures.who": ["operator", "supervisor"],
    "ptz.keys": values(PtzWish),
    "qt_dialog": qtwords.WORDS,
    "playback_desk.place": values(Place),
    "playback_desk.place_hint": ["loading", "gap", "elsewhere", "end", "failed"],
    "places.bad": sorted(PROBLEMS),
    "recording.cause": values(RecordingCause),
    "recording.reason": values(RecordingCause),
    "routing.bad": ["agency", "category", "road"],
    "routing.doubt": values(Doubt),
    "routing.road": values(RoadClass),
    "shift.difference": DIFFERENCES,
    "shift.page": ["tickets", "shelved", "cameras", "log"],
    "shift.settings": ["none", "name", "twice", "order", "zone"],
    "tickets.act": values(Act),
    "tickets.assignment": values(AssignmentState),
    "tickets.channel": values(Channel),
    "tickets.conflict": ["mine", "theirs"],
    "tickets.field": ["title", "category", "priority", "place", "description"],
    "tickets.priority": names(Priority),
    "tickets.reason.head": [*(act.value for act in reason._HEADS), "other"],
    "tickets.state": values(TicketState),
    "tickets.timeline_entry": ["open", "report", "still", "transfer", "erase", *values(Act)],
    "tiles.state": values(StreamState),
    "tiles.traffic": values(TrafficState),
    "widgets.people.role": values(Role),
    **REPORT,
}
