"""How cameras are asked; times in seconds."""

from dataclasses import dataclass

from video.onvif.errors import BadOnvifSetting


@dataclass(frozen=True, slots=True)
class OnvifSettings:
    """Raises BadOnvifSetting for a value that is not positive, and for moves that would not be renewed in time."""

    timeout_s: float = 5.0  # a call, all of it
    move_timeout_s: float = 2.0  # a call that moves or stops
    answer_bytes: int = 1_000_000
    verify_tls: bool = True  # false: cameras with certificates of their own making
    search_s: float = 3.0
    move_lasts_s: float = 1.0  # after which the camera stops by itself
    renew_every_s: float = 0.4
    wish_lasts_s: float = 0.8  # a wish that is not repeated for so long was let go
    change_every_s: float = 0.1  # between two moves of different speed
    stop_tries: int = 3

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            if name != "verify_tls" and not getattr(self, name) > 0:
                raise BadOnvifSetting(name=name)
        if self.renew_every_s >= self.move_lasts_s:
            raise BadOnvifSetting(name="renew_every_s")
