"""What the ticket shows of a sealed report, as values, and the words for it."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from resources.words import say
from storage.model.identity import Identity, SealState
from widgets.common.figures import age

REASON_MOST = 500


class SealAct(StrEnum):
    """What a person may want of a seal."""

    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class SealRow:
    """One sealed report as this person sees it now; `who` is there only while it is shown."""

    report_id: UUID
    number: int  # which sealed report of its ticket, from 1
    of: int = 1  # how many there are
    state: SealState = SealState.SHUT  # of this person's own last request; SHUT where there is none that counts
    others: str = ""  # another person who waits for this seal
    decided_by: str = ""
    said: str = ""
    left_s: float | None = None  # while it is open for this person
    who: Identity | None = field(default=None, repr=False)


def seal_icon(row: SealRow) -> str:
    if row.state is SealState.OPEN:
        return "key"
    return "waiting" if row.state is SealState.ASKED else "lock"


def seal_words(row: SealRow) -> str:
    """What stands on the ticket: never who it is."""
    sealed = say("identity.sealed") if row.of == 1 else say("identity.sealed_of", n=row.number, of=row.of)
    if row.state is SealState.OPEN:
        said = say("identity.open")
    elif row.state is SealState.ASKED:
        said = say("identity.asked")
    elif row.state is SealState.REFUSED:
        said = say("identity.refused", name=row.decided_by, reason=row.said)
    else:
        said = say("identity.asked_by", name=row.others) if row.others else ""
    return " · ".join(part for part in (sealed, said) if part)


def left_words(row: SealRow) -> str:
    return say("identity.left", left=age(row.left_s)) if row.left_s is not None else ""


def who_words(who: Identity) -> str:
    """Name, number and how to reach the person."""
    parts = (who.name or say("identity.no_name"), who.number or say("identity.no_number"), who.contact)
    return " · ".join(part for part in parts if part)
