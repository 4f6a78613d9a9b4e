"""The whole audit looked through once: chains, their head rows, and the signed heads that were kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.model.audit import AuditHead
from storage.model.audit_check import AuditFault, Chains, Finding, Findings, Heads, known_heads
from storage.service.audit_port import AuditReading

IsSigned = Callable[[bytes, bytes, bytes], bool]
"""(public key, content, signature): whether it is."""


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What was found. `outside` and `inside` count the heads that fit; `protected` is the last of those outside."""

    findings: tuple[Finding, ...]
    count: int  # of all findings; `findings` are the first
    rows: int
    chains: int
    erased: int  # rows whose words were erased as they should be
    outside: int
    inside: int
    strangers: int
    protected: AuditHead | None
    signer_known: bool

    @property
    def whole(self) -> bool:
        return self.count == 0

    @property
    def proven(self) -> bool:
        """Whole by a head that was kept outside and signed by a key that whoever checks has named."""
        return self.whole and self.signer_known and self.protected is not None

    @property
    def unprotected(self) -> int:
        """Rows that came after the last head kept outside."""
        return self.rows - (self.protected.rows if self.protected else 0)


def verify_audit(
    reading: AuditReading,
    record_us: int,
    outside: Sequence[AuditHead],
    trusted: frozenset[str],
    is_signed: IsSigned,
) -> AuditVerdict:
    """`outside` are heads from files, `trusted` fingerprints from paper; empty: any key counts, and that is said."""
    findings = Findings()
    known = known_heads(outside, reading.heads(), record_us, trusted, is_signed, findings)
    chains = Chains(findings)
    for row in reading.rows():
        chains.take(row)
    chains.end()
    for subject, subject_id in reading.broken_tails():
        findings.add(AuditFault.TAIL, chain=f"{subject} {subject_id}")
    for subject, subject_id in reading.loose_rows():
        findings.add(AuditFault.NO_CHAIN, chain=f"{subject} {subject_id}")
    heads = Heads({*known.outside, *known.inside}, findings)
    for number, digest in reading.digests():
        heads.take(number, digest)
    heads.end()
    fitting = set(heads.fitting)
    protecting = [head for head in known.outside if head in fitting]
    return AuditVerdict(
        findings=tuple(findings.first),
        count=findings.count,
        rows=chains.rows,
        chains=chains.chains,
        erased=chains.erased,
        outside=len(set(protecting)),
        inside=len(fitting.intersection(known.inside)),
        strangers=known.strangers,
        protected=max(protecting, key=_by_last, default=None),
        signer_known=bool(trusted),
    )


def _by_last(head: AuditHead) -> tuple[int, int]:
    return head.last, head.taken_us
