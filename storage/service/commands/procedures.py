"""What is asked of a ticket's procedure."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStep:
    """One step of a ticket's procedure is answered, of the ticket as it was seen at `expected_version`.

    `answer` is one of the step's own. A step that is answered already is corrected: with a `reason`. A picture
    (JPEG, at most 200 kB) becomes the ticket's in the same transaction.
    """

    key: UUID
    ticket_id: UUID
    expected_version: int
    step: str
    answer: str
    note: str = ""
    reason: str = ""
    still: bytes | None = field(default=None, repr=False)
    camera_id: UUID | None = None  # whose picture it is


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipStep:
    """One step is not done; needs a reason, and the supervisors are told."""

    key: UUID
    ticket_id: UUID
    expected_version: int
    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeNotice:
    """A supervisor knows of what was skipped or left open. Twice, or after another supervisor, is done already."""

    key: UUID
    notice_id: UUID
