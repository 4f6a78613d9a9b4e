"""A ticket's words: its states, its acts and the sentences of its timeline."""

from datetime import datetime

from resources.words import Language, language, say
from storage.model.callers import Channel
from storage.model.clock_values import PauseReason
from storage.model.tickets import (
    Act,
    Assignment,
    AssignmentState,
    Category,
    Priority,
    Ticket,
    TicketState,
    TimelineEntry,
)
from widgets.alarms.wording import carried_on
from widgets.common.places import PlaceChoice
from widgets.incidents.links_wording import linked
from widgets.incidents.procedure_values import STEP_ACTS, step_sentence
from widgets.incidents.routing import routed

_RUNNING = frozenset({TicketState.NEW, TicketState.ACKNOWLEDGED, TicketState.IN_PROGRESS})
_UNDER_WAY = (
    AssignmentState.DISPATCHED,
    AssignmentState.ACCEPTED,
    AssignmentState.UNDER_WAY,
    AssignmentState.ON_SCENE,
)
TRANSFERS = frozenset({Act.PROPOSE_TRANSFER, Act.ACCEPT_TRANSFER, Act.REFUSE_TRANSFER, Act.WITHDRAW_TRANSFER})
_OTHER_WORDS = {
    "send_unit": "crews.timeline",
    "ask_unsealing": "identity.entry.ask_unsealing",
    "grant_unsealing": "identity.entry.grant_unsealing",
    "refuse_unsealing": "identity.entry.refuse_unsealing",
    "read_identity": "identity.entry.read_identity",
}
"""Entries that are told in their own topic's words."""
_OF_AGENCY = frozenset({Act.ACCEPT, Act.SET_OUT, Act.ARRIVE, Act.COMPLETE, Act.DECLINE, *TRANSFERS})


def category_name(category: Category) -> str:
    return category.name_id if language() is Language.INDONESIAN else category.name_en


def priority_word(priority: Priority) -> str:
    return say(f"tickets.priority.{priority.name.lower()}")


def assignment_word(assignment: Assignment) -> str:
    if assignment.handed_to:
        return say("tickets.handed_on", agency=assignment.handed_to)
    return say(f"tickets.assignment.{assignment.state.value}")


def state_word(ticket: Ticket) -> str:
    """How far it is: the furthest of its running assignments says more than the ticket's own state."""
    if ticket.state in _RUNNING and (running := [one for one in ticket.assignments if one.state in _UNDER_WAY]):
        return assignment_word(max(running, key=_progress))
    if ticket.transfers and not ticket.assignments:
        return say("tickets.asked")  # an agency's people who are asked to take it over
    if is_returned(ticket):
        return say("tickets.returned")
    return say(f"tickets.state.{ticket.state.value}")


def is_returned(ticket: Ticket) -> bool:
    """Whether an agency gave it back and no other has it: the desk's turn."""
    last = max(ticket.assignments, key=_changed_at, default=None)
    if ticket.state is not TicketState.IN_PROGRESS or last is None:
        return False
    return last.state is AssignmentState.REJECTED and not any(one.state in _UNDER_WAY for one in ticket.assignments)


def _changed_at(assignment: Assignment) -> datetime:
    return assignment.changed_at


def transfer_words(ticket: Ticket) -> list[str]:
    """A sentence of each proposal that waits for its answer."""
    return [
        say("tickets.transfer_waits", agency=one.from_agency, next_agency=one.to_agency, reason=one.reason)
        for one in ticket.transfers
    ]


def channel_word(channel: Channel) -> str:
    """How a report came in."""
    return say(f"tickets.channel.{channel.value}")


def place_words(place: str, choice: PlaceChoice) -> str:
    """The place as it was said, and as the gazetteer knows it beside it; said once where both are the same."""
    return place if choice.words == place or not choice.words else " · ".join(filter(None, (place, choice.words)))


def choice_of(ticket: Ticket) -> PlaceChoice:
    """What the gazetteer says of a ticket's place."""
    return PlaceChoice(
        ticket.landmark, ticket.area_code, ticket.kecamatan, ticket.desa, ticket.latitude, ticket.longitude
    )


def where_word(ticket: Ticket) -> str:
    """Its place, and how many reported it where several did: "Jl. Kalimalang · 3 laporan"."""
    reports = say("tickets.reports", n=ticket.reports) if ticket.reports > 1 else ""
    return " · ".join(part for part in (ticket.place, reports) if part)


def _progress(assignment: Assignment) -> int:
    return _UNDER_WAY.index(assignment.state)


def agencies_word(ticket: Ticket) -> str:
    """The names of the agencies that have it, without those that refused."""
    names = [one.agency_name for one in ticket.assignments if one.state is not AssignmentState.REJECTED]
    return ", ".join(dict.fromkeys(names))


def act_word(act: Act, *, agency: str = "", more: bool = False) -> str:
    """The word of an act; `agency` where several have an assignment, `more` where one is dispatched already."""
    word = say("tickets.act.dispatch_more") if act is Act.DISPATCH and more else say(f"tickets.act.{act.value}")
    return say("tickets.act.of_agency", act=word, agency=agency) if agency and act in _OF_AGENCY else word


def entry_sentence(entry: TimelineEntry) -> str:
    """What happened and who did it; a person's own text stands apart."""
    facts: dict[str, str | int | float] = {"agency": say("tickets.timeline_entry.an_agency"), "channel": ""}
    facts["next_agency"] = facts["agency"]
    facts.update(entry.facts)
    if entry.act == "report" and facts.get("channel") in _CHANNELS:
        facts["channel"] = channel_word(Channel(str(facts["channel"])))
    facts["actor"] = entry.actor
    if entry.act in STEP_ACTS:
        return step_sentence(entry.act, entry.actor, facts)
    if entry.act == "alarm":
        return carried_on(facts)
    if entry.act in _OTHER_WORDS:
        return say(_OTHER_WORDS[entry.act], **facts)
    if entry.act == "route":
        return routed(facts)
    if entry.act in ("link", "unlink", "follow"):
        return linked(entry.act, facts)
    if entry.act == Act.DECLINE:
        return (
            say("tickets.declined_to", **facts)
            if "next_agency" in dict(entry.facts)
            else say("tickets.declined", **facts)
        )
    if entry.act == Act.PAUSE:
        known = facts.get("reason") in _REASONS
        facts["reason"] = say(f"clocks.reason.{facts['reason']}") if known else "–"
    if entry.act in _ENTRIES:
        return say(f"tickets.timeline_entry.{entry.act}", **facts)
    return say("tickets.timeline_entry.other", act=entry.act, actor=entry.actor)


_ENTRIES = frozenset({"open", "still", "report", "transfer", "erase", *(act.value for act in Act)})
_REASONS = frozenset(reason.value for reason in PauseReason)
_CHANNELS = frozenset(channel.value for channel in Channel)


def age_s(ticket: Ticket, now: datetime) -> float:
    """How long ago it was opened, in seconds."""
    return (now - ticket.created_at).total_seconds()
