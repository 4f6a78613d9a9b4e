"""`main.py audit verify`: the whole audit, against its chains and against heads that were kept outside. Without Qt."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from console.commands.evidence import local_and_utc
from console.commands.report import NoDatabase, credentials_of
from console.nodes.audit_heads import FILE_NAME, is_signed, read_heads
from console.settings import Settings
from resources.words import Language, language, say
from storage.model.audit import AuditHead
from storage.model.audit_check import Finding
from storage.pg.record import connect_person
from storage.service.audit_verify import AuditVerdict, verify_audit
from video.evidence.key import parse_fingerprint

PROVEN, NOT_WHOLE, NOT_PROVEN = 0, 1, 3
"""Exit codes; 2 is what a command could not do at all."""


def audit_verify(
    settings: Settings, *, dsn: str, login: str, files: Sequence[Path], keys: Sequence[str], as_json: bool
) -> int:
    """Print what was found, a sentence for each finding.

    PROVEN: whole, by a head kept outside and signed with a named key. NOT_PROVEN: nothing found, and no such head.
    Raises NoDatabase, BadFingerprint, HeadsNotRead, Forbidden for whoever is neither auditor nor administrator.
    """
    trusted = frozenset(parse_fingerprint(key) for key in keys)
    outside = _outside(settings, files)
    dsn = dsn or settings.database
    if not dsn:
        raise NoDatabase
    record = connect_person(dsn, *credentials_of(login))
    try:
        with record.reading_audit() as reading:
            verdict = verify_audit(reading, record.record_us(), outside, trusted, is_signed)
    finally:
        record.close()
    told = json.dumps(_values(verdict), indent=1) if as_json else "\n".join(sentences(verdict, settings.time_zone))
    sys.stdout.write(told + "\n")
    if not verdict.whole:
        return NOT_WHOLE
    return PROVEN if verdict.proven else NOT_PROVEN


def sentences(verdict: AuditVerdict, time_zone: str) -> list[str]:
    """The verdict first, then what was found or what proves it, then what is not covered."""
    lines = [_verdict(verdict), *map(_finding, verdict.findings)]
    if verdict.count > len(verdict.findings):
        lines.append(say("audit.verify.more", **_counted(verdict.count - len(verdict.findings))))
    if verdict.erased:
        lines.append(say("audit.verify.erased", **_counted(verdict.erased)))
    lines += _proof(verdict, time_zone)
    if verdict.strangers:
        lines.append(say("audit.verify.strangers", **_counted(verdict.strangers)))
    return lines


def _verdict(verdict: AuditVerdict) -> str:
    if not verdict.whole:
        return say("audit.verify.not_whole", **_counted(verdict.count))
    return say("audit.verify.whole", rows=_number(verdict.rows), chains=_number(verdict.chains))


def _finding(finding: Finding) -> str:
    return say(f"audit.fault.{finding.fault.value}", row=finding.row, chain=finding.chain)


def _proof(verdict: AuditVerdict, time_zone: str) -> list[str]:
    head = verdict.protected
    if head is None:
        return [say("audit.verify.no_heads")] if verdict.whole else []
    word = "audit.verify.proven" if verdict.proven else "audit.verify.fits"
    lines = [say(word, count=_number(verdict.outside), at=_at(head, time_zone), last=head.last)]
    if not verdict.signer_known:
        lines.append(say("audit.verify.no_key"))
    if verdict.whole and verdict.unprotected:
        lines.append(say("audit.verify.unprotected", **_counted(verdict.unprotected)))
    return lines


def _outside(settings: Settings, files: Sequence[Path]) -> tuple[AuditHead, ...]:
    """Heads of the files that were named, else of this station's own where it has one."""
    own = settings.data_dir / FILE_NAME
    chosen = list(files) or [file for file in (own,) if file.exists()]
    return tuple(head for file in chosen for head in read_heads(file))


def _at(head: AuditHead, time_zone: str) -> str:
    return local_and_utc(head.taken_at.isoformat(timespec="seconds"), time_zone)


def _counted(count: int) -> dict[str, str | int]:
    return {"n": count, "count": _number(count)}


def _number(count: int) -> str:
    text = f"{count:,}"
    return text.replace(",", ".") if language() is Language.INDONESIAN else text


def _values(verdict: AuditVerdict) -> dict[str, object]:
    """For programs; ASCII alone."""
    head = verdict.protected
    protected = {} if head is None else {"last": head.last, "rows": head.rows, "taken_at": head.taken_at.isoformat()}
    return {
        "whole": verdict.whole,
        "proven": verdict.proven,
        "signer_known": verdict.signer_known,
        "rows": verdict.rows,
        "chains": verdict.chains,
        "erased": verdict.erased,
        "heads_outside": verdict.outside,
        "heads_inside": verdict.inside,
        "heads_of_others": verdict.strangers,
        "protected": protected,
        "unprotected": verdict.unprotected,
        "findings_count": verdict.count,
        "findings": [asdict(finding) for finding in verdict.findings],
    }
