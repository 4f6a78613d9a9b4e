"""Looks through the whole audit for what was changed, removed or inserted: rows in, findings out.

Two passes, both in memory that does not grow with the record: `Chains` takes the rows chain by chain and looks at what
they say; `Heads` takes numbers and digests in order and looks whether signed heads still fit.
"""

import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from storage.model.audit import NOTHING, AuditHead, AuditRow, Rolled, digest_of, head_bytes, rolled_on, seal_of

MOST_FINDINGS = 100


class AuditFault(StrEnum):
    """What is wrong; each has its sentence (`audit.fault.…`)."""

    CHANGED = "changed"  # a row does not have its digest
    WORDS_CHANGED = "words_changed"  # what is personal in it does not have its salted digest
    GAP = "gap"  # rows of a chain are missing before this one
    ORDER = "order"  # two rows of a chain have one position, or their numbers run back
    ERASED = "erased"  # words are gone and no erasing names the row
    TAIL = "tail"  # a chain is shorter or longer than its head row says, or has another last row
    NO_CHAIN = "no_chain"  # rows without a head row of their chain
    HEAD = "head"  # all rows up to a signed head are not what they were
    HEAD_TAIL = "head_tail"  # the record ends before a signed head
    HEAD_SIGNATURE = "head_signature"  # a head that names the key is not signed by it
    HEAD_GONE = "head_gone"  # a head that was kept outside is not in the record
    OTHER_RECORD = "other_record"  # a head that was kept outside is of another record


@dataclass(frozen=True, slots=True)
class Finding:
    """`row` is a row's number, or the number that a head ends with; `chain` names what it is about."""

    fault: AuditFault
    row: int = 0
    chain: str = ""


@dataclass(slots=True)
class Findings:
    """The first ones, and how many there were."""

    first: list[Finding] = field(default_factory=list)
    count: int = 0

    def add(self, fault: AuditFault, row: int = 0, chain: str = "") -> None:
        self.count += 1
        if len(self.first) < MOST_FINDINGS:
            self.first.append(Finding(fault, row, chain))


class Chains:
    """Takes rows ordered by chain and number; `end()` after the last."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._before: AuditRow | None = None
        self._erased: set[int] = set()  # rows of this chain without their words
        self._named: set[int] = set()  # rows that its erasings name
        self.rows = self.chains = self.erased = 0

    def take(self, row: AuditRow) -> None:
        before = self._before
        if before is None or before.chain != row.chain:
            self._end_chain()
            self.chains += 1
            before = None
        self._look(row, before)
        self.rows += 1
        self._before = row

    def end(self) -> None:
        self._end_chain()

    def _look(self, row: AuditRow, before: AuditRow | None) -> None:
        position = before.position + 1 if before else 1
        if row.position > position:
            self._add(AuditFault.GAP, row)
        elif row.position < position or (before is not None and row.number <= before.number):
            self._add(AuditFault.ORDER, row)
        if not hmac.compare_digest(digest_of(row, before.digest if before else b""), row.digest):
            self._add(AuditFault.CHANGED, row)
        if row.sealed is None:
            if row.salt is not None or row.said or row.personal:
                self._add(AuditFault.WORDS_CHANGED, row)
        elif row.salt is None:
            self._erased.add(row.number)
            if row.said or any(name in row.facts for name in row.personal):
                self._add(AuditFault.WORDS_CHANGED, row)
        elif not hmac.compare_digest(seal_of(row, row.salt), row.sealed):
            self._add(AuditFault.WORDS_CHANGED, row)
        if row.act == "erase":
            named = row.facts.get("rows", ())
            self._named.update(one for one in named if isinstance(one, int) and one < row.number)

    def _end_chain(self) -> None:
        if self._before is not None:
            for number in sorted(self._erased - self._named):
                self._findings.add(AuditFault.ERASED, number, chain_name(self._before))
        self.erased += len(self._erased & self._named)
        self._erased, self._named = set(), set()

    def _add(self, fault: AuditFault, row: AuditRow) -> None:
        self._findings.add(fault, row.number, chain_name(row))


class Heads:
    """Takes (number, digest) of all rows in the order of their numbers; `end()` after the last."""

    def __init__(self, heads: Iterable[AuditHead], findings: Findings) -> None:
        self._waiting = sorted(heads, key=_by_last, reverse=True)
        self._findings = findings
        self._digest, self._rows, self._last = NOTHING, 0, 0
        self._broken = False
        self.fitting: list[AuditHead] = []

    def take(self, number: int, digest: bytes) -> None:
        while self._waiting and self._waiting[-1].last < number:
            self._compare(self._waiting.pop())
        self._digest = rolled_on(self._digest, number, digest)
        self._rows, self._last = self._rows + 1, number

    def end(self) -> None:
        while self._waiting:
            head = self._waiting.pop()
            if head.last > self._last:
                self._findings.add(AuditFault.HEAD_TAIL, head.last)
            else:
                self._compare(head)

    @property
    def rolled(self) -> Rolled:
        return Rolled(self._last, self._rows, self._digest)

    def _compare(self, head: AuditHead) -> None:
        if head.rows != self._rows or not hmac.compare_digest(head.digest, self._digest):
            if not self._broken:  # those after it cannot fit either
                self._findings.add(AuditFault.HEAD, head.last)
            self._broken = True
        else:
            self.fitting.append(head)


@dataclass(frozen=True, slots=True)
class KnownHeads:
    """Heads that count: each is signed, and by a key that is trusted where any is named."""

    outside: tuple[AuditHead, ...]
    inside: tuple[AuditHead, ...]
    strangers: int  # signed by other keys than those that are trusted


def known_heads(
    outside: Sequence[AuditHead],
    inside: Iterable[AuditHead],
    record_us: int,
    trusted: frozenset[str],
    is_signed: Callable[[bytes, bytes, bytes], bool],
    findings: Findings,
) -> KnownHeads:
    """Sort heads kept outside and those of the record. `is_signed(public key, content, signature)`.

    A head of a key that is not trusted is counted and no more: whoever may write one could else make a good record
    look bad.
    """
    strangers, kept = 0, set(inside)
    sorted_heads: list[list[AuditHead]] = [[], []]
    for place, heads in enumerate((outside, sorted(kept, key=_by_last))):
        for head in heads:
            if trusted and head.fingerprint not in trusted:
                strangers += 1
            elif not is_signed(head.public_key, head_bytes(head), head.signature):
                findings.add(AuditFault.HEAD_SIGNATURE, head.last)
            elif head.record_us != record_us:
                findings.add(AuditFault.OTHER_RECORD, head.last)
            else:
                sorted_heads[place].append(head)
                if place == 0 and head not in kept:
                    findings.add(AuditFault.HEAD_GONE, head.last)
    return KnownHeads(tuple(sorted_heads[0]), tuple(sorted_heads[1]), strangers)


def chain_name(row: AuditRow) -> str:
    return f"{row.subject} {row.subject_id}"


def _by_last(head: AuditHead) -> tuple[int, int]:
    return head.last, head.taken_us
