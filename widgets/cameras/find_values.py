"""What the page that finds cameras shows; free of Qt."""

from dataclasses import dataclass
from enum import StrEnum

from storage.model.cameras import Camera


class DeviceState(StrEnum):
    FOUND = "found"
    ASKING = "asking"
    READY = "ready"
    EMPTY = "empty"  # it answered and sends no picture
    FAILED = "failed"


class ChannelState(StrEnum):
    OFFERED = "offered"
    SAVING = "saving"
    SAVED = "saved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FoundChannel:
    """One camera that a device has, as it would be saved; `known` is its number in the record, or 0."""

    key: str
    camera: Camera
    main: str  # what it sends, in words
    sub: str
    known: int = 0
    is_chosen: bool = True
    state: ChannelState = ChannelState.OFFERED
    sentence: str = ""  # why it was refused


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """What answered, or was named by its address; `known` are numbers of cameras at its host."""

    key: str
    host: str
    name: str = ""
    detail: str = ""
    known: tuple[int, ...] = ()
    is_chosen: bool = False
    state: DeviceState = DeviceState.FOUND
    sentence: str = ""  # why it could not be asked
    channels: tuple[FoundChannel, ...] = ()

    @property
    def to_ask(self) -> bool:
        return self.is_chosen and self.state in (DeviceState.FOUND, DeviceState.FAILED)


@dataclass(frozen=True, slots=True)
class FindState:
    """`asked` of `to_ask` devices have answered; both are 0 while none is asked."""

    devices: tuple[FoundDevice, ...] = ()
    is_searching: bool = False
    was_searched: bool = False
    asked: int = 0
    to_ask: int = 0
    is_saving: bool = False
    saved: int = 0

    @property
    def is_busy(self) -> bool:
        return self.is_searching or self.to_ask > 0 or self.is_saving

    @property
    def chosen_devices(self) -> int:
        return sum(device.to_ask for device in self.devices)

    @property
    def to_save(self) -> tuple[FoundChannel, ...]:
        return tuple(
            one
            for device in self.devices
            for one in device.channels
            if one.is_chosen and one.state is not ChannelState.SAVED
        )


@dataclass(frozen=True, slots=True)
class FindWish:
    """What stands in the fields when devices are asked or cameras saved; `repr` shows no login."""

    username: str = ""
    password: str = ""
    group: str = ""
    first_number: int = 0  # 0: the next free one

    def __repr__(self) -> str:
        return f"FindWish(group={self.group!r}, first_number={self.first_number})"
