"""How many alarms a person can answer, by EEMUA 191; free of Qt.

EEMUA 191: under 1 in 10 minutes per operator is the goal, up to 2 manageable, 5 and more too many; over 10 is a flood,
which lasts until it is under 5 (ISA-18.2, IEC 62682).
"""

from enum import StrEnum

from storage.model.alarms import AlarmLoad

MANAGEABLE, TOO_MANY, FLOOD_BEGINS, FLOOD_ENDS = 2.0, 5.0, 10.0, 5.0


class Band(StrEnum):
    GOAL = "goal"  # under 1
    MANAGEABLE = "manageable"  # to 2
    BUSY = "busy"  # over 2
    TOO_MANY = "too_many"  # from 5
    FLOOD = "flood"  # over 10


def band(load: AlarmLoad) -> Band:
    """The band of the last 10 minutes, per operator."""
    each = load.per_operator
    if each > FLOOD_BEGINS:
        return Band.FLOOD
    if each >= TOO_MANY:
        return Band.TOO_MANY
    if each > MANAGEABLE:
        return Band.BUSY
    return Band.MANAGEABLE if each >= 1 else Band.GOAL


def floods(load: AlarmLoad, *, before: bool) -> bool:
    """Whether the list groups: from over 10 until under 5, so that it does not change to and fro."""
    return load.per_operator >= FLOOD_ENDS if before else load.per_operator > FLOOD_BEGINS
