"""The audit as the record's two doors show it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from storage.model.audit import AuditHead, AuditRow, Rolled
from storage.model.erasing import Erasure, WordsRow


class AuditHeads(Protocol):
    """How a head over all chains comes to be; for a person of the desk, an administrator and a station."""

    def record_us(self) -> int:
        """When this record was founded, in microseconds since 1970: what a head names it by."""
        ...

    def roll_audit(self, after: Rolled, *, most: int = 200_000) -> Rolled:
        """The digest over all rows, `after` carried on by at most `most` rows whose transactions have ended.

        Raises Busy where an earlier transaction does not end in 1 s, Forbidden for whoever may not keep a head.
        """
        ...

    def keep_audit_head(self, head: AuditHead) -> None: ...


class AuditReading(Protocol):
    """The whole audit at one moment. Each iterator is read to its end before the next is begun."""

    def rows(self) -> Iterator[AuditRow]:
        """Every row, by chain and number."""
        ...

    def digests(self) -> Iterator[tuple[int, bytes]]:
        """Number and digest of every row, by number."""
        ...

    def broken_tails(self) -> tuple[tuple[str, UUID], ...]:
        """Chains whose head row does not fit their last row, or has no rows; at most 100."""
        ...

    def loose_rows(self) -> tuple[tuple[str, UUID], ...]:
        """Chains that have rows and no head row; at most 100."""
        ...

    def heads(self) -> tuple[AuditHead, ...]:
        """Those that the record keeps."""
        ...


class AuditTrail(AuditHeads, Protocol):
    """The audit for people."""

    def audit_heads(self, *, limit: int = 10) -> tuple[AuditHead, ...]:
        """The newest first; Forbidden for an agency, the wall and the intake."""
        ...

    def reading_audit(self) -> AbstractContextManager[AuditReading]:
        """For an auditor or an administrator: others do not see every row, and are told Forbidden."""
        ...

    def worded_rows(self, ticket_id: UUID) -> tuple[WordsRow, ...]:
        """A ticket's audit rows with words that can be erased, in their order; for whoever sees the ticket."""
        ...

    def erasures(self) -> tuple[Erasure, ...]:
        """The newest first; for supervisor, administrator and auditor."""
        ...
