"""Commands: what a person asks of the record, a module a topic. The same `key` twice is done once."""

from storage.service.commands.alarms import ActOnAlarm, SaveAlarmRule
from storage.service.commands.audit import AskErasure, CarryOutErasure, NoteSavedStill
from storage.service.commands.callers import AddReport, ImportPlaces, NoteNuisance, SaveContact
from storage.service.commands.cameras import ReleasePtz, SaveCamera, TakePtz
from storage.service.commands.footage import KeepExport, LockFootage, ReleaseFootage, RemoveBookmark, SetBookmark
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
    | TakePtz
    | ReleasePtz
    | NoteSavedStill
    | AskErasure
    | CarryOutErasure
)

__all__ = [
    "ActOnAlarm",
    "ActOnTicket",
    "AddReport",
    "AddStill",
    "AskErasure",
    "CarryOutErasure",
    "Command",
    "EditTicket",
    "ImportPlaces",
    "KeepExport",
    "LockFootage",
    "NoteNuisance",
    "NoteSavedStill",
    "OpenTicket",
    "PrepareHandover",
    "PushToWall",
    "ReleaseFootage",
    "ReleasePtz",
    "ReleaseWall",
    "RemoveBookmark",
    "SaveAlarmRule",
    "SaveCamera",
    "SaveContact",
    "SetBookmark",
    "SignHandover",
    "SignInToShift",
    "SignOutOfShift",
    "TakePtz",
    "WriteLog",
]
