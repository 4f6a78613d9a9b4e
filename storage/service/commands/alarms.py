"""What is asked of alarms and their rules."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage.model.alarms import AlarmAct, AlarmRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnAlarm:
    """One act on one alarm as it was seen at `expected_version`."""

    key: UUID
    alarm_id: UUID
    expected_version: int
    act: AlarmAct
    reason: str = ""  # SHELVE needs one
    until: datetime | None = None  # SHELVE: at most 12 hours from now


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAlarmRule:
    """A rule added (version 0) or changed."""

    key: UUID
    rule: AlarmRule
