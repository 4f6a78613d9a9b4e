"""Where the words of a command stand in the record once it was done: each has one place, and is there once."""

import hashlib

from storage.model.tickets import Act
from storage.service.commands import (
    ActOnTicket,
    AddReport,
    AddStill,
    AnswerStep,
    Command,
    EditTicket,
    LinkTicket,
    OpenTicket,
    SkipStep,
    UnlinkTicket,
)
from support.interleaved_steps import still_of

MARKS = """
    SELECT CASE WHEN a.act IN ('open', 'edit') THEN a.act ELSE 'say ' || a.act END AS place, w.words
        FROM siaga.audit a, LATERAL (SELECT a.said AS words UNION ALL SELECT value FROM jsonb_each_text(a.facts)) w
        WHERE a.subject = 'ticket' AND a.subject_id = ANY (%(tickets)s)
    UNION ALL SELECT 'report', words FROM siaga.report WHERE ticket_id = ANY (%(tickets)s)
    UNION ALL SELECT 'transfer', answer FROM siaga.transfer WHERE ticket_id = ANY (%(tickets)s)
    UNION ALL SELECT 'link', reason FROM siaga.ticket_link WHERE child_id = ANY (%(tickets)s)
    UNION ALL SELECT 'unlink', end_reason FROM siaga.ticket_link WHERE child_id = ANY (%(tickets)s)
    UNION ALL SELECT 'step', reason FROM siaga.step_answer WHERE ticket_id = ANY (%(tickets)s)
    UNION ALL SELECT 'still', sha256 FROM siaga.still WHERE ticket_id = ANY (%(tickets)s)
"""
"""Every place and what stands in it, for these tickets."""

_ACTS = {Act.ACCEPT_TRANSFER: "transfer", Act.EDIT: "edit"}
_PLACES: dict[type, str] = {
    OpenTicket: "open",
    EditTicket: "edit",
    AddReport: "report",
    AddStill: "still",
    LinkTicket: "link",
    UnlinkTicket: "unlink",
    AnswerStep: "step",
    SkipStep: "step",
}


def mark_of(command: Command, words: str) -> tuple[str, str] | None:
    """The place and what must stand there once; None for what leaves no words of its own."""
    if isinstance(command, ActOnTicket):
        return _ACTS.get(command.act, f"say {command.act}"), words
    place = _PLACES.get(type(command))
    if place is None:
        return None
    return place, hashlib.sha256(still_of(words)).hexdigest() if place == "still" else words
