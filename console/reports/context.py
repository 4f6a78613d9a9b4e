"""What a report needs beside its facts: whose it is, who made it, how categories and shifts are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from console.reports.seal import Seal
from console.settings import Settings
from resources.words import Language
from storage.model.audit import AuditHead
from storage.model.footage import EvidenceExport
from storage.model.shifts import ShiftPlan
from storage.model.tickets import Category


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Evidence that left the house in the span, with its cameras as people know them: number and name."""

    export: EvidenceExport
    cameras: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """`categories` are names by code, Indonesian and English; `fingerprint` is that of this station's evidence key."""

    authority: str
    site_name: str
    plan: ShiftPlan
    made_by: str
    categories: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    seal: Seal | None = None
    evidence: tuple[HandedOut, ...] = ()
    fingerprint: str = ""
    head: AuditHead | None = None  # of the audit, the newest that is known

    def category(self, code: str, language: Language) -> str:
        """Its name; a code that the record no longer explains stands for itself."""
        indonesian, english = self.categories.get(code, (code, code))
        return indonesian if language is Language.INDONESIAN else english


def plan_of(settings: Settings) -> ShiftPlan:
    """The site's shifts in its own time zone."""
    return ShiftPlan(settings.shifts, ZoneInfo(settings.time_zone))


def names_of(categories: tuple[Category, ...]) -> dict[str, tuple[str, str]]:
    return {category.code: (category.name_id, category.name_en) for category in categories}
