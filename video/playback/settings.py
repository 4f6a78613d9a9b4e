"""How the playback room behaves; the console's settings file may set each value."""

from dataclasses import dataclass

from resources.errors import SiagaError


class BadPlaybackSetting(SiagaError):
    """A setting out of its range; facts: name."""

    word = "playback.error.bad_setting"


@dataclass(frozen=True, slots=True)
class PlaybackSettings:
    """Times in seconds, sizes in bytes. Raises BadPlaybackSetting for a value out of range."""

    linger_s: float = 10.0  # the process stays this long after the last session
    hung_after_s: float = 5.0
    stuck_after_s: float = 10.0  # one call of libav
    memory_ceiling_bytes: int = 3_000_000_000
    restart_budget: int = 4  # in a minute, before new processes are slowed down
    strip_bytes: int = 48_000_000  # decoded frames kept for a camera that stands still
    shown_at_most_fps: float = 30.0
    rest_s: float = 0.12  # a seek that is not followed by another one for so long is decoded to the exact frame
    keys_alone_from: float = 8.0  # the rate from which key frames may suffice
    keys_at_least_fps: float = 2.0
    hold_s: float = 1.5  # how long the clock waits for a camera of the ring after a seek
    hold_for_recorder_s: float = 6.0
    gap_after_s: float = 1.0
    resume_after_s: float = 2.0  # of new material at the live end
    look_again_s: float = 0.25  # whether more has been written
    recorder_span_s: float = 600.0  # what is asked of a recorder at a time
    recorder_zone: str = "Asia/Jakarta"  # for {since_local} and {until_local}
    open_timeout_s: float = 5.0
    read_timeout_s: float = 3.0
    still_bytes: int = 2_000_000

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if isinstance(value, float | int) and value < 0:
                raise BadPlaybackSetting(name=name)
        if not self.shown_at_most_fps or not self.keys_at_least_fps or not self.recorder_span_s:
            raise BadPlaybackSetting(name="shown_at_most_fps, keys_at_least_fps, recorder_span_s")
