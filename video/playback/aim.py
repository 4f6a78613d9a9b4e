"""What a session tells its players."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aim:
    """Be at `at_us` (UTC, microseconds), then `steps` frames further; a later aim has a higher `epoch`."""

    epoch: int
    at_us: int
    rate: float = 1.0
    playing: bool = False
    steps: int = 0
