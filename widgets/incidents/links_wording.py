"""Tickets that belong together, in words."""

from collections.abc import Mapping
from datetime import timedelta

from resources.words import say
from storage.model.links import Likeness, Link, LinkKind
from storage.model.tickets import Ticket, TicketState

Facts = Mapping[str, str | int | float]
_KINDS = frozenset(kind.value for kind in LinkKind)
_STATES = frozenset(state.value for state in TicketState)
_HOUR = timedelta(hours=1)


def kin_word(ticket: Ticket) -> str:
    """What stands in its row: "+2 kembar", "3 bagian", or that it is one itself; empty for a ticket alone."""
    if ticket.duplicate_of is not None:
        return say("links.is_duplicate")
    words = []
    if ticket.duplicates:
        words.append(say("links.duplicates", n=ticket.duplicates))
    if ticket.parts:
        words.append(say("links.parts", n=ticket.parts))
    if ticket.part_of is not None:
        words.append(say("links.is_part"))
    return " · ".join(words)


def linked(act: str, facts: Facts) -> str:
    """The line of a ticket's timeline; both ends have the same."""
    said = {"child": "?", "parent": "?", **facts}
    if act == "follow":
        state = str(facts.get("state", ""))
        return say("links.entry.follow", **{**said, "state": say(f"tickets.state.{state}") if state in _STATES else ""})
    kind = str(facts.get("kind", ""))
    kind = kind if kind in _KINDS else LinkKind.DUPLICATE.value
    if act == "link":
        return say(f"links.entry.link.{kind}", **said)
    return say(f"links.entry.unlink.{kind}", **said)


def link_word(link: Link, here: Ticket) -> str:
    """What the other end is to this ticket: "kembar dari", "bagiannya"."""
    end = "to_parent" if link.child_id == here.id else "to_child"
    if link.kind is LinkKind.DUPLICATE:
        return say("links.to_parent.duplicate") if end == "to_parent" else say("links.to_child.duplicate")
    return say("links.to_parent.part") if end == "to_parent" else say("links.to_child.part")


def near_word(one: Likeness) -> str:
    """Why it may be the same: "120 m · selisih 12 mnt · kamera sama"."""
    words = []
    if one.distance_m is not None:
        words.append(say("links.metres", n=round(one.distance_m)))
    words.append(apart_word(one.apart))
    if one.same_camera:
        words.append(say("links.same_camera"))
    if not one.same_category:
        words.append(say("links.other_category"))
    return " · ".join(words)


def apart_word(apart: timedelta) -> str:
    """How far apart they were opened."""
    minutes = round(apart / timedelta(minutes=1))
    return say("links.minutes_apart", n=minutes) if apart < _HOUR else say("links.hours_apart", n=round(apart / _HOUR))


def ago_word(ago: timedelta) -> str:
    """How long ago it was opened: "12 menit lalu"."""
    minutes = max(0, round(ago / timedelta(minutes=1)))
    return say("links.minutes_ago", n=minutes) if ago < _HOUR else say("links.hours_ago", n=round(ago / _HOUR))
