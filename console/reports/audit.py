"""The report's section on the audit: the signed head by which its history is known, and what it does not cover."""

from typing import Any

from console.reports.context import ReportContext
from console.reports.evidence import groups
from console.reports.speech import Speech


def audit(context: ReportContext, speech: Speech) -> dict[str, Any]:
    """What was signed, in words and in groups of eight; a report on paper is one more place outside the record."""
    head = context.head
    title = speech.say("audit.report.title")
    if head is None:
        return {"title": title, "told": speech.say("audit.report.none"), "digest": "", "signer": "", "limit": ""}
    mine = head.fingerprint == context.fingerprint
    facts = {"rows": speech.number(head.rows), "last": speech.number(head.last)}
    return {
        "title": title,
        "told": speech.say("audit.report.told", at=speech.moment(head.taken_at), **facts),
        "digest": groups(head.digest.hex()),
        "signer": speech.say("audit.report.mine")
        if mine
        else speech.say("audit.report.other", fingerprint=groups(head.fingerprint)),
        "limit": speech.say("audit.report.limit", last=facts["last"]),
    }
