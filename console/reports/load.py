"""How many alarms each operator had to answer."""

from storage.model.alarms import AlarmLoad
from storage.model.people import Role
from storage.model.shift_facts import ShiftFacts


def operators_of(facts: ShiftFacts) -> int:
    """How many operators were on the shift, as the desk counts them: people, not sign-ins; 0 without any."""
    return len({one.person_id for one in facts.sign_ins if one.role == Role.OPERATOR})


def peak_load(facts: ShiftFacts) -> AlarmLoad:
    """The busiest 10 minutes, shared by all operators of the span."""
    return AlarmLoad(facts.busiest_10_minutes, max(1, operators_of(facts)))


def mean_per_operator(facts: ShiftFacts) -> float:
    """Alarms in 10 minutes on an average, for each operator; a shorter span counts as ten minutes."""
    tens = max(1.0, (facts.until - facts.since).total_seconds() / 600)
    raised = sum(line.raised for line in facts.alarms)
    return raised / tens / max(1, operators_of(facts))
