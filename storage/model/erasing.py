"""Erasing what is known of a reporter: asked for by one, carried out by another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes, and who said so; `carried_out_at` is None while it only has been asked for."""

    id: UUID
    reason: str
    report_ids: tuple[UUID, ...]
    nuisance_ids: tuple[UUID, ...]
    audit_numbers: tuple[int, ...]
    asked_by: str
    asked_at: datetime
    carried_out_by: str = ""
    carried_out_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WordsRow:
    """A row of a ticket's audit that holds words or facts which may be somebody's, to choose what is to be erased."""

    number: int
    at: datetime
    actor: str
    act: str
    words: tuple[str, ...]
