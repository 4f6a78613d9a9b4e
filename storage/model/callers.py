"""What people report, in their own words, and who is to be called: apart from the ticket, since it is personal."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Channel(StrEnum):
    TELEPHONE = "telephone"
    PUBLIC = "public"  # the intake: web, LAPOR!, messages
    RADIO = "radio"
    CAMERA = "camera"
    COUNTER = "counter"  # somebody came in person


class Openness(StrEnum):
    """How much of who reported the record may keep, and where."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"  # known, and sealed: storage/model/identity.py
    ANONYMOUS = "anonymous"  # nothing is kept


GAZETTEER_ID = UUID(int=1)
"""What a change of Kind.PLACES names: places and areas as a whole."""

_INDONESIA = re.compile(r"(?:\+|00)62|62(?=[0-9]{6})")


def normal_number(typed: str) -> str:
    """A telephone number as numbers are compared: digits alone, Indonesia's +62, 0062 and 62 as 0.

    A number of another country keeps its plus; what holds no digit is no number: "".
    """
    digits = re.sub(r"[^0-9]", "", typed)
    if not digits:
        return ""
    abroad = "+" if typed.lstrip(" (").startswith("+") else ""
    if match := _INDONESIA.match(abroad + digits):
        return "0" + (abroad + digits)[match.end() :].lstrip("0")
    if not abroad and re.match("00[1-9]", digits):
        return "+" + digits[2:]
    return abroad + digits


@dataclass(frozen=True, slots=True)
class NewReport:
    """One report as it came in; `words` are the caller's own and are never rewritten.

    Of a confidential one name, number and contact are sealed, of an anonymous one they are not kept.
    """

    channel: Channel
    words: str = ""
    caller_name: str = field(default="", repr=False)
    caller_number: str = field(default="", repr=False)
    handled_s: float | None = None  # how long taking it took, from picking up to sending; at most a day
    openness: Openness = Openness.OPEN
    contact: str = field(default="", repr=False)  # how to reach who reports in confidence; kept under the seal alone


@dataclass(frozen=True, slots=True)
class Report:
    """A report kept with its ticket. A ticket may have several. The wall never reads one."""

    id: UUID
    ticket_id: UUID
    channel: Channel
    words: str
    received_at: datetime
    received_by: str  # a name, for people
    caller_name: str = field(default="", repr=False)
    caller_number: str = field(default="", repr=False)
    handled_s: float | None = None
    openness: Openness = Openness.OPEN  # name and number are empty unless it is open


@dataclass(frozen=True, slots=True)
class NumberHistory:
    """What a caller's number is known for: shown while the form is filled."""

    reports: int
    nuisances: int


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of an agency's contact book."""

    id: UUID
    agency_id: UUID
    name: str  # of the person or post: "Regu jaga A"
    duty: str = ""  # "Perwira jaga"
    phone: str = ""
    radio: str = ""  # channel or call sign
    position: int = 0  # the order in which to call
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class Area:
    """One desa or kelurahan of the gazetteer; `code` is the Ministry's."""

    code: str  # "32.16.01.1007"
    kecamatan: str
    desa: str
    boundary: str = ""  # GeoJSON geometry, where the site imported one
