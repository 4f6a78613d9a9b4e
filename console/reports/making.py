"""From the record to a report in two steps, so that whoever waits can be told where it stands and may stop between."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from console.nodes.audit_heads import HeadTaker
from console.nodes.evidence import NoFingerprint, fingerprint_here
from console.reports.context import HandedOut, ReportContext, names_of, plan_of
from console.reports.pdf import forget, report_pdf
from console.reports.seal import BadSeal, Seal, read_seal
from console.reports.span import checked, shift_name
from console.settings import Settings
from resources.errors import SiagaError
from resources.words import Language
from storage.model.audit import AuditHead
from storage.model.footage import EvidenceExport
from storage.model.shift_facts import ShiftFacts
from storage.service.errors import Forbidden
from storage.service.record import Record


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report is set from; `notice` is what a person should know, such as a seal that cannot be shown."""

    facts: ShiftFacts
    context: ReportContext
    notice: SiagaError | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A finished report; `name` is what its file may be called."""

    pdf: bytes = field(repr=False)
    name: str
    notice: SiagaError | None = None


def read_material(record: Record, settings: Settings, since: datetime, until: datetime) -> Material:
    """Read the facts under the role of who asks. Raises BackwardSpan, LongSpan, RecordError."""
    checked(since, until)
    facts = record.shift_facts(since, until)
    seal: Seal | None = None
    notice: SiagaError | None = None
    try:
        seal = read_seal(settings.seal)
    except BadSeal as error:
        notice = error
    fingerprint = ""
    try:
        fingerprint = fingerprint_here(settings.data_dir)
    except NoFingerprint as error:
        notice = notice or error
    head, not_kept = _audit_head(record, settings)
    context = ReportContext(
        authority=settings.authority,
        site_name=settings.site_name,
        plan=plan_of(settings),
        made_by=record.me().name,
        categories=names_of(record.categories()),
        seal=seal,
        evidence=_handed_out(record, since, until),
        fingerprint=fingerprint,
        head=head,
    )
    return Material(facts, context, notice or not_kept)


def _audit_head(record: Record, settings: Settings) -> tuple[AuditHead | None, SiagaError | None]:
    """A head of the audit with this report's moment in it, where this station signs; else the newest that is known.

    An auditor reads and takes none. What kept it from being taken is a notice: the report is made without.
    """
    problem: SiagaError | None = None
    taker = HeadTaker(settings.data_dir)
    if taker.signs:
        try:
            return taker.take(record), None
        except Forbidden:
            pass
        except SiagaError as error:
            problem = error
    return next(iter(record.audit_heads(limit=1)), None), problem


def _handed_out(record: Record, since: datetime, until: datetime) -> tuple[HandedOut, ...]:
    """What was exported in the span, the oldest first."""
    exports = sorted((one for one in record.exports(since=since) if one.made_at < until), key=_made_at)
    names = {camera.id: f"{camera.number} {camera.name}" for camera in record.cameras()} if exports else {}
    return tuple(HandedOut(one, _cameras(one, names)) for one in exports)


def _cameras(export: EvidenceExport, names: dict[UUID, str]) -> tuple[str, ...]:
    """Each once, in the order of the folder; one that is gone from the record by its id."""
    return tuple(dict.fromkeys(names.get(span.camera_id, str(span.camera_id)) for span in export.spans))


def _made_at(export: EvidenceExport) -> datetime:
    return export.made_at


def set_report(material: Material, language: Language) -> Report:
    """Set what was read. Raises NotSet."""
    try:
        pdf = report_pdf(material.facts, material.context, language)
    finally:
        forget()
    return Report(pdf, file_name(material, language), material.notice)


def file_name(material: Material, language: Language) -> str:
    """laporan-2026-11-24-1400-siang.pdf: names that sort by time and need no quotes."""
    since, until = material.facts.since, material.facts.until
    shift = shift_name(material.context.plan, since, until)
    begins = since.astimezone(material.context.plan.zone)
    word = "laporan" if language is Language.INDONESIAN else "report"
    letters = "".join(letter for letter in shift.lower() if letter.isascii() and letter.isalnum())
    return "-".join(part for part in (word, f"{begins:%Y-%m-%d-%H%M}", letters) if part) + ".pdf"
