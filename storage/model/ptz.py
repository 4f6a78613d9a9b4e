"""Who moves a camera: one person at a time, for as long as they say so."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

HOLD_S = 30.0
"""How long a hold lasts without being renewed: whoever left the desk does not keep a camera."""


@dataclass(frozen=True, slots=True)
class PtzHold:
    """The right to move one camera. `until` is of the server's clock; one that has passed holds nothing.

    Another's hold is taken over by a supervisor or an administrator alone, with a reason; the audit keeps both names.
    """

    camera_id: UUID
    holder: str  # login
    holder_name: str  # for people
    since: datetime
    until: datetime
    taken_from: str = ""  # a name: whom it was taken over from
    reason: str = ""  # of the taking over
