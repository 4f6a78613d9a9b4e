"""How the video room behaves; the console's settings file may set each value."""

from dataclasses import dataclass

from resources.errors import SiagaError


class BadVideoSetting(SiagaError):
    """A setting out of its range; facts: name."""

    word = "stream.error.bad_setting"


HARDWARE = ("vaapi", "cuda", "d3d11va", "videotoolbox")


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
    burst_late_after_s: float = 6.0  # HLS: behind its own play-out
    behind_again_after_s: float = 60.0  # a sender that is behind is not dialled more often for that
    no_picture_after_s: float = 10.0  # packets without one picture
    no_key_frame_after_s: float = 30.0
    no_proof_after_s: float = 60.0  # where nobody needs it decoded
    opens_per_host: int = 8  # openings under way to one host; 0: as many as there are
    max_pixels: int = 8192 * 8192
    heavy_pixels: int = 4096 * 2304  # above it: the sub-stream, or key frames alone
    hardware: str = ""  # a kind of HARDWARE; empty: software
    hardware_sessions: int = 16  # decoders in hardware, over all workers
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
    recording_dir: str = ""  # the ring's folder; empty: nothing is recorded

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if not isinstance(value, str) and value < 0:
                raise BadVideoSetting(name=name)
        if self.hardware and self.hardware not in HARDWARE:
            raise BadVideoSetting(name="hardware")
        if self.backoff_floor_s > self.backoff_cap_s:
            raise BadVideoSetting(name="backoff_floor_s")
