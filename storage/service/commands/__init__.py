"""Commands: what a person asks of the record, a module a topic. The same `key` twice is done once."""

from storage.service.commands.alarms import ActOnAlarm, SaveAlarmRule
from storage.service.commands.audit import AskErasure, CarryOutErasure, NoteSavedStill
from storage.service.commands.callers import AddReport, ImportPlaces, NoteNuisance, SaveContact
from storage.service.commands.cameras import ReleasePtz, SaveCamera, TakePtz
from storage.service.commands.clocks import (
    RemoveSiteDay,
    SetCategoryClass,
    SetClockTarget,
    SetSiteDay,
    SetWorkWeek,
)
from storage.service.commands.crews import SaveUnit, SendUnit
from storage.service.commands.exercise import EndExercise, StartExercise
from storage.service.commands.footage import KeepExport, LockFootage, ReleaseFootage, RemoveBookmark, SetBookmark
from storage.service.commands.identity import AskUnsealing, DecideUnsealing, OpenIdentity
from storage.service.commands.links import LinkTicket, UnlinkTicket
from storage.service.commands.procedures import AnswerStep, SeeNotice, SkipStep
from storage.service.commands.routing import ImportRoutingRules, SaveRoutingRule
from storage.service.commands.search import RemoveFilter, SaveFilter
from storage.service.commands.shifts import PrepareHandover, SignHandover, SignInToShift, SignOutOfShift, WriteLog
from storage.service.commands.tickets import ActOnTicket, AddStill, EditTicket, OpenTicket
from storage.service.commands.wall import PushToWall, ReleaseWall

Command = (
    OpenTicket
    | ActOnTicket
    | EditTicket
    | AddStill
    | AddReport
    | NoteNuisance
    | ActOnAlarm
    | SaveAlarmRule
    | SaveCamera
    | SaveContact
    | ImportPlaces
    | SignInToShift
    | SignOutOfShift
    | WriteLog
    | PrepareHandover
    | SignHandover
    | PushToWall
    | ReleaseWall
    | SetBookmark
    | RemoveBookmark
    | LockFootage
    | ReleaseFootage
    | KeepExport
    | SetClockTarget
    | SetCategoryClass
    | SetWorkWeek
    | SetSiteDay
    | RemoveSiteDay
    | TakePtz
    | ReleasePtz
    | SaveRoutingRule
    | SaveUnit
    | SendUnit
    | ImportRoutingRules
    | StartExercise
    | EndExercise
    | LinkTicket
    | SaveFilter
    | RemoveFilter
    | UnlinkTicket
    | AnswerStep
    | SkipStep
    | SeeNotice
    | NoteSavedStill
    | AskErasure
    | CarryOutErasure
    | AskUnsealing
    | DecideUnsealing
    | OpenIdentity
)

__all__ = [
    "ActOnAlarm",
    "ActOnTicket",
    "AddReport",
    "AddStill",
    "AnswerStep",
    "AskErasure",
    "AskUnsealing",
    "CarryOutErasure",
    "Command",
    "DecideUnsealing",
    "EditTicket",
    "EndExercise",
    "ImportPlaces",
    "ImportRoutingRules",
    "KeepExport",
    "LinkTicket",
    "LockFootage",
    "NoteNuisance",
    "NoteSavedStill",
    "OpenIdentity",
    "OpenTicket",
    "PrepareHandover",
    "PushToWall",
    "ReleaseFootage",
    "ReleasePtz",
    "ReleaseWall",
    "RemoveBookmark",
    "RemoveSiteDay",
    "RemoveFilter",
    "SaveFilter",
    "SaveAlarmRule",
    "SaveCamera",
    "SaveContact",
    "SaveRoutingRule",
    "SaveUnit",
    "SendUnit",
    "SeeNotice",
    "SetBookmark",
    "SetCategoryClass",
    "SetClockTarget",
    "SetSiteDay",
    "SetWorkWeek",
    "SignHandover",
    "SignInToShift",
    "SignOutOfShift",
    "SkipStep",
    "StartExercise",
    "TakePtz",
    "UnlinkTicket",
    "WriteLog",
]
