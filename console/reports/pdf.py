"""The report as a PDF: tagged for people who cannot see it (PDF/UA-1) and kept for long (PDF/A-2a), by typst."""

import json
from datetime import UTC
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import typst

from console.reports.context import ReportContext
from console.reports.coverage import font_folder, sure
from console.reports.shift import report_values
from resources.errors import SiagaError
from resources.words import Language
from storage.model.shift_facts import ShiftFacts

if TYPE_CHECKING:
    from typst import PDFStandard

_REMEMBERED = 10  # files, typst 0.15
STANDARDS: "list[PDFStandard]" = ["ua-1", "a-2a"]


class NotSet(SiagaError):
    """typst could not set the report; facts: what."""

    word = "report.pdf.not_set"


def report_pdf(facts: ShiftFacts, context: ReportContext, language: Language) -> bytes:
    """The whole file. The same facts give the same bytes: its date is when the facts were read. Raises NotSet.

    It needs no font of the system, no network and no file but those of resources. The GIL is free meanwhile.
    """
    try:
        return _compiled(report_values(facts, context, language), facts)
    except typst.TypstError:
        # A letter from one font under a mark from another cannot be foreseen: leave what only the fallback has.
        try:
            return _compiled(report_values(facts, context, language, allowed=sure()), facts)
        except typst.TypstError as error:
            raise NotSet(error.message, what=error.message) from error


def _compiled(values: dict[str, object], facts: ShiftFacts) -> bytes:
    compiler = typst.Compiler(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
    )
    made_at = facts.read_at.astimezone(UTC).replace(microsecond=0)  # typst takes no smaller part
    pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=made_at)
    assert isinstance(pdf, bytes)
    return pdf


def forget() -> None:
    """Let typst drop what it remembers of the last report: it keeps that for ten files, 200 MB for 1,000 tickets."""
    for _ in range(_REMEMBERED + 1):
        typst.compile(b" ", font_paths=_no_fonts(), ignore_system_fonts=True, format="pdf")


@cache
def _no_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)


@cache
def _template() -> bytes:
    return files("resources").joinpath("report", "shift.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
