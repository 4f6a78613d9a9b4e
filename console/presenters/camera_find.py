"""Cameras of the network: found, asked with one login, and taken into the record when a person says so."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from console.presenters.cameras import KEEPERS, next_free
from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from resources.redaction import ShownSafely
from resources.words import sentence
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.people import Person
from storage.service.commands import SaveCamera
from storage.service.record import Outcome, Record
from widgets.cameras.find_values import ChannelState, DeviceState, FindState, FindWish, FoundChannel, FoundDevice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answered:
    """What answered a search, or was named by a person: addresses to be tried, the likeliest first."""

    key: str
    addresses: tuple[str, ...]
    host: str
    name: str = ""
    detail: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class OfferedChannel(ShownSafely):
    """One camera of a device, and what it sends in words."""

    main_url: str
    main: str
    sub_url: str = ""
    sub: str = ""
    ptz: bool = False


@dataclass(frozen=True, slots=True)
class DeviceAnswer:
    """A device that was asked: the address that it answered at, what it calls itself, its cameras."""

    address: str
    name: str
    channels: tuple[OfferedChannel, ...] = ()


@dataclass(slots=True)
class Going:
    """Whether a round still matters; what works for it looks now and then."""

    on: bool = True


@dataclass(frozen=True, slots=True)
class CameraLogin:
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


Search = Callable[[], tuple[Answered, ...]]
AskDevice = Callable[[Answered, CameraLogin, Going], DeviceAnswer]


class CameraFindView(Protocol):
    def show_found(self, state: FindState) -> None: ...
    def show_find_error(self, error: SiagaError) -> None: ...
    def show_may_find(self, allowed: bool) -> None: ...


class CameraFindPresenter:
    """`hands` ask devices side by side, a device each; nothing is saved before `save`."""

    def __init__(
        self, view: CameraFindView, jobs: Jobs, hands: tuple[Jobs, ...], search: Search, ask: AskDevice
    ) -> None:
        self._view = view
        self._jobs, self._hands = jobs, hands
        self._search, self._ask_device = search, ask
        self._record: Record | None = None
        self._going = Going()
        self._known: tuple[Camera, ...] = ()
        self._answered: dict[str, Answered] = {}
        self._logins: dict[str, CameraLogin] = {}  # by device: the one that it took
        self._waiting: list[str] = []
        self._wish = FindWish()
        self._stopping = False
        self._state = FindState()

    def begin(self, record: Record, person: Person) -> None:
        self.forget()
        self._record = record if person.role in KEEPERS else None
        self._view.show_may_find(person.role in KEEPERS)

    def end(self) -> None:
        self.forget()
        self._record = None
        self._view.show_may_find(False)

    def forget(self) -> None:
        """The page is closed: no login stays here."""
        self._new_round()
        self._answered, self._logins, self._known = {}, {}, ()
        self._wish = FindWish()
        self._set(FindState())

    def close(self) -> None:
        """Let whoever asks a device come to an end soon."""
        self._going.on = False

    # --- what a person wants ---

    def search(self) -> None:
        """Ask the networks of this machine who is there; what was found before stays."""
        record = self._record
        if record is None or self._state.is_busy:
            return
        self._set(replace(self._state, is_searching=True))

        def known(cameras: tuple[Camera, ...]) -> None:
            self._known = cameras
            self._submit(self._hands[0], self._search, self._searched)

        self._submit(self._jobs, record.cameras, known)

    def add(self, address: str) -> None:
        """A device that a person knows the address of: those of other networks do not answer a search."""
        record = self._record
        if record is None or not address or self._state.is_busy:
            return

        def known(cameras: tuple[Camera, ...]) -> None:
            self._known = cameras
            host = urlsplit(address if "://" in address else f"//{address}").hostname or address
            self._take((Answered(address, (address,), host),), is_chosen=True)

        self._submit(self._jobs, record.cameras, known)

    def stop(self) -> None:
        """End the search, the asking or the saving; what came stays."""
        if not self._state.is_busy:
            return
        if self._state.is_saving:  # the one under way is written or not: its answer is waited for
            self._stopping = True
            return
        self._new_round()
        devices = tuple(
            replace(one, state=DeviceState.FOUND) if one.state is DeviceState.ASKING else one
            for one in self._state.devices
        )
        self._set(replace(self._state, devices=devices, is_searching=False, asked=0, to_ask=0))

    def choose(self, key: str, chosen: bool) -> None:
        """Tick a device or a camera, or take its tick away."""
        self._change(key, is_chosen=chosen)
        self._number()

    def ask(self, wish: FindWish) -> None:
        """Ask every chosen device for its cameras with one login."""
        self._wish = wish
        self._waiting = [one.key for one in self._state.devices if one.to_ask]
        if self._record is None or self._state.is_busy or not self._waiting:
            return
        self._set(replace(self._state, asked=0, to_ask=len(self._waiting)))
        for hand in self._hands:
            self._ask_next(hand)

    def plan(self, wish: FindWish) -> None:
        """Another group or first number."""
        self._wish = wish
        self._number()

    def save(self, wish: FindWish) -> None:
        """Save the chosen cameras, one after the other; what is refused says why in its row."""
        self.plan(wish)
        if self._record is None or self._state.is_busy or not self._state.to_save:
            return
        self._stopping = False
        self._set(replace(self._state, is_saving=True, saved=0))
        self._save_next(tuple(one.key for one in self._state.to_save))

    # --- finding ---

    def _searched(self, found: tuple[Answered, ...]) -> None:
        self._take(found)
        self._set(replace(self._state, is_searching=False, was_searched=True))

    def _take(self, found: tuple[Answered, ...], *, is_chosen: bool = False) -> None:
        there = {one.key for one in self._state.devices}
        new = [one for one in found if one.key not in there]
        self._answered |= {one.key: one for one in new}
        rows = tuple(
            FoundDevice(one.key, one.host, one.name, one.detail, self._numbers_at(one.host), is_chosen) for one in new
        )
        self._set(replace(self._state, devices=(*self._state.devices, *rows)))

    def _numbers_at(self, host: str) -> tuple[int, ...]:
        return tuple(
            camera.number for camera in self._known if host in (_host_of(camera.onvif_url), _host_of(camera.main_url))
        )

    # --- asking ---

    def _ask_next(self, hand: Jobs) -> None:
        if not self._waiting:
            return
        key = self._waiting.pop(0)
        device, going = self._answered[key], self._going
        login = CameraLogin(self._wish.username, self._wish.password)
        self._change(key, state=DeviceState.ASKING, sentence="")

        def work() -> DeviceAnswer:
            return self._ask_device(device, login, going)

        def done(answer: DeviceAnswer) -> None:
            self._logins[key] = login
            channels = self._offered(device, answer)
            state = DeviceState.READY if channels else DeviceState.EMPTY
            self._change(key, state=state, name=device.name or answer.name, channels=channels)
            self._one_came(hand)

        def failed(error: SiagaError) -> None:
            self._change(key, state=DeviceState.FAILED, sentence=sentence(error))
            self._one_came(hand)

        self._submit(hand, work, done, failed)

    def _one_came(self, hand: Jobs) -> None:
        self._number()
        asked = self._state.asked + 1
        is_last = asked == self._state.to_ask
        self._set(replace(self._state, asked=0 if is_last else asked, to_ask=0 if is_last else self._state.to_ask))
        self._ask_next(hand)

    def _offered(self, device: Answered, answer: DeviceAnswer) -> tuple[FoundChannel, ...]:
        name = device.name or answer.name or device.host
        made = []
        for at, one in enumerate(answer.channels, start=1):
            known = next((camera.number for camera in self._known if camera.main_url == one.main_url), 0)
            camera = Camera(
                new_id(),
                0,
                name if len(answer.channels) == 1 else f"{name} {at}",
                one.main_url,
                sub_url=one.sub_url,
                place=device.location,
                onvif_url=answer.address,
                ptz=one.ptz,
                version=0,
            )
            made.append(FoundChannel(f"{device.key}#{at}", camera, one.main, one.sub, known, is_chosen=not known))
        return tuple(made)

    # --- saving ---

    def _number(self) -> None:
        """Give each camera that is to be saved the group and the next free number."""
        used = {camera.number for camera in self._known}
        number = max(1, self._wish.first_number or next_free(self._known))
        devices = self._state.devices
        planned: dict[str, Camera] = {}
        for one in self._state.to_save:
            while number in used:
                number += 1
            planned[one.key] = replace(one.camera, number=number, group=self._wish.group)
            number += 1
        if planned:
            self._set(replace(self._state, devices=tuple(_planned(device, planned) for device in devices)))

    def _save_next(self, keys: tuple[str, ...]) -> None:
        record = self._record
        if not keys or record is None or self._stopping:
            self._saved_all()
            return
        key, rest = keys[0], keys[1:]
        device = next(one for one in self._state.devices if any(channel.key == key for channel in one.channels))
        channel = next(one for one in device.channels if one.key == key)
        login = self._logins.get(device.key, CameraLogin())
        command = SaveCamera(
            key=new_id(), camera=channel.camera, username=login.username or None, password=login.password or None
        )
        self._change(key, state=ChannelState.SAVING, sentence="")

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            self._known = (*self._known, channel.camera)
            self._change(key, state=ChannelState.SAVED, is_chosen=False)
            self._set(replace(self._state, saved=self._state.saved + 1))
            self._save_next(rest)

        def failed(error: SiagaError) -> None:
            self._change(key, state=ChannelState.REFUSED, sentence=sentence(error))
            self._save_next(rest)

        self._submit(self._jobs, work, done, failed)

    def _saved_all(self) -> None:
        """Numbers may have been taken meanwhile: read what stands, so that another try has free ones."""
        record = self._record
        self._set(replace(self._state, is_saving=False))
        if record is None or not self._state.to_save:
            return

        def known(cameras: tuple[Camera, ...]) -> None:
            self._known = cameras
            self._number()

        self._submit(self._jobs, record.cameras, known)

    # --- rows ---

    def _change(self, key: str, **values: object) -> None:
        """A device or a camera of one with other values."""
        devices = tuple(_with(device, key, values) for device in self._state.devices)
        self._set(replace(self._state, devices=devices))

    def _new_round(self) -> None:
        self._going.on = False
        self._going = Going()
        self._waiting = []

    def _submit(
        self,
        jobs: Jobs,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[SiagaError], None] | None = None,
    ) -> None:
        """As `jobs` does; what comes after the round has ended comes to nobody."""
        going = self._going

        def came(found: T) -> None:
            if going.on:
                done(found)

        def refused(error: SiagaError) -> None:
            if going.on:
                (failed or self._refused)(error)

        jobs.submit(work, came, refused)

    def _refused(self, error: SiagaError) -> None:
        self._set(replace(self._state, is_searching=False, is_saving=False))
        self._view.show_find_error(error)

    def _set(self, state: FindState) -> None:
        self._state = state
        self._view.show_found(state)


def _with(device: FoundDevice, key: str, values: dict[str, object]) -> FoundDevice:
    if device.key == key:
        return replace(device, **values)  # type: ignore[arg-type]
    if any(one.key == key for one in device.channels):
        channels = tuple(
            replace(one, **values) if one.key == key else one  # type: ignore[arg-type]
            for one in device.channels
        )
        return replace(device, channels=channels)
    return device


def _planned(device: FoundDevice, cameras: dict[str, Camera]) -> FoundDevice:
    channels = tuple(replace(one, camera=cameras[one.key]) if one.key in cameras else one for one in device.channels)
    return replace(device, channels=channels) if channels != device.channels else device


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
