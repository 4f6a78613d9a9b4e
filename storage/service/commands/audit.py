"""What is asked of the audit: to note what left the record, and to let a person's data go."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSavedStill:
    """A camera's picture was saved as a file. `at` is its moment, `sha256` the file's in 64 hex digits, or empty."""

    key: UUID
    camera_id: UUID
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskErasure:
    """A supervisor's: these reports, all reports and nuisance calls of a number, the words of these audit rows.

    `audit_numbers` are rows of tickets. Raises Invalid where any of it is not there, or nothing is asked.
    """

    key: UUID
    erasure_id: UUID
    reason: str
    report_ids: tuple[UUID, ...] = ()
    caller_number: str = ""
    audit_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOutErasure:
    """An administrator's, who is another person than who asked. It cannot be taken back. Stale a second time."""

    key: UUID
    erasure_id: UUID
