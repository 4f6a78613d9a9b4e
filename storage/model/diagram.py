"""The table of transitions as text for docs/ref/ticket-states.md; a test holds page and table together."""

from itertools import groupby

from storage.model.transitions import TRANSITIONS, Need, Subject, Transition

_NEEDS = {
    Need.TEXT: "a text",
    Need.REASON_FROM_OTHER: "a reason, if another person owns it",
    Need.AGENCY: "an agency",
    Need.PAUSE_REASON: "a reason from the list",
    Need.ENDED: "no agency still at work",
}


def mermaid(subject: Subject) -> str:
    """A state diagram of one subject; acts that leave the state as it is stand in the table alone."""
    first = {Subject.TICKET: "new", Subject.ASSIGNMENT: "dispatched", Subject.TRANSFER: "proposed"}[subject]
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}"]
    moving = [t for t in TRANSITIONS if t.subject is subject and t.start is not t.end]
    lines += [f"    {t.start.value} --> {t.end.value}: {t.act.value}" for t in moving]
    return "\n".join([*lines, "```"])


def as_table(subject: Subject) -> str:
    """Every line of one subject: from, act, to, who, needs."""
    lines = ["| from | act | to | who | needs |", "|---|---|---|---|---|"]
    for _, same in groupby((t for t in TRANSITIONS if t.subject is subject), key=_all_but_start):
        group = list(same)
        start = ", ".join(t.start.value for t in group)
        end = "stays" if group[0].start is group[0].end else group[0].end.value
        who = ", ".join(sorted(role.value for role in group[0].who))
        needs = "; ".join(_NEEDS[need] for need in sorted(group[0].needs))
        lines.append(f"| {start} | {group[0].act.value} | {end} | {who} | {needs} |")
    return "\n".join(lines)


def _all_but_start(line: Transition) -> tuple[object, ...]:
    end = None if line.start is line.end else line.end
    return (line.act, end, line.who, line.needs)
