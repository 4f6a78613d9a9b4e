"""How the video room behaves; the console's settings file may set each value."""

from dataclasses import dataclass

from resources.errors import SiagaError


class BadVideoSetting(SiagaError):
    """A setting out of its range; facts: name."""

    word = "stream.error.bad_setting"


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """Times in seconds, sizes in bytes. Raises BadVideoSetting for a value out of range."""

    workers: int = 0  # 0: one a core
    spare_worker: bool = True  # an idle process that takes over at once when a worker dies
    open_timeout_s: float = 8.0
    read_timeout_s: float = 4.0  # libav takes up to twice as long
    backoff_floor_s: float = 0.5
    backoff_cap_s: float = 15.0
    backoff_reset_after_s: float = 60.0
    stale_after_s: float = 3.0
    lost_after_s: float = 10.0
    late_after_s: float = 1.0
    file_late_after_s: float = 3.0
    proof_every_s: float = 10.0  # a hidden camera's one decoded key frame
    luma_width: int = 320
    luma_every_s: float = 0.2
    still_bytes: int = 200_000
    hung_after_s: float = 5.0
    stuck_after_s: float = 30.0  # a stream inside one libav call
    memory_ceiling_bytes: int = 2_000_000_000
    behaved_after_s: float = 30.0
    restart_budget: int = 5  # worker restarts in a minute before they are slowed down
    quarantine_s: float = 30.0
    quarantine_cap_s: float = 600.0

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            if getattr(self, name) < 0:
                raise BadVideoSetting(name=name)
        if self.backoff_floor_s > self.backoff_cap_s:
            raise BadVideoSetting(name="backoff_floor_s")
