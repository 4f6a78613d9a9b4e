"""Calls to one device: where its services are, whose clock its logins need, and what its refusals mean."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from time import monotonic

from video.onvif.addresses import authority, device_address, rebased, shown
from video.onvif.answers import Node, Unreadable
from video.onvif.channel import HttpChannel
from video.onvif.errors import (
    CameraFailed,
    ClockDiffers,
    LoginNeeded,
    NoAnswer,
    NoPtz,
    NoReplay,
    NotOffered,
    NotOnvif,
    OnvifError,
    Refused,
    RightsMissing,
    WrongPassword,
)
from video.onvif.settings import OnvifSettings
from video.onvif.soap import FaultAnswered, LoginRefused, content_type, element, envelope, response_in
from video.onvif.values import Login

_NO_OFFSET = timedelta(0)
_SAME_CLOCK = timedelta(seconds=2)
_WRONG_CLOCK = timedelta(minutes=1)


class Service(StrEnum):
    """ONVIF's services by the namespace that names them."""

    DEVICE = "http://www.onvif.org/ver10/device/wsdl"
    MEDIA = "http://www.onvif.org/ver10/media/wsdl"
    MEDIA2 = "http://www.onvif.org/ver20/media/wsdl"
    PTZ = "http://www.onvif.org/ver20/ptz/wsdl"
    RECORDING = "http://www.onvif.org/ver10/recording/wsdl"
    REPLAY = "http://www.onvif.org/ver10/replay/wsdl"


# Sent on a fresh connection, as what is sent on one that has ended is sent again.
_NOT_TWICE = {"SetPreset"}

# As GetCapabilities names them.
_CAPABILITIES = {
    "Media": Service.MEDIA,
    "PTZ": Service.PTZ,
    "Recording": Service.RECORDING,
    "Replay": Service.REPLAY,
}
_MISSING: dict[Service, type[OnvifError]] = {
    Service.PTZ: NoPtz,
    Service.RECORDING: NoReplay,
    Service.REPLAY: NoReplay,
}


class OnvifSession:
    """Synchronous calls to the device at `address`, each within its time; for one thread at a time.

    Raises BadAddress. `utc_now` is our clock; the camera's own is asked for before the first login.
    """

    def __init__(self, address: str, login: Login, settings: OnvifSettings, utc_now: Callable[[], datetime]) -> None:
        self.address = device_address(address)
        self.shown = shown(self.address)
        self.offset: timedelta | None = None  # the camera's clock less ours; None: not known
        self._login = login
        self._settings = settings
        self._utc_now = utc_now
        self._used = _NO_OFFSET  # what tokens are made with
        self._asked_time = False
        self._admitted = False
        self._ends_s = 0.0  # when the call that is under way must have ended
        self._calling = False
        self._services: dict[Service, str] | None = None
        self._channels: dict[tuple[str, str, int], HttpChannel] = {}

    def call(self, service: Service, operation: str, inner: str = "", *, timeout_s: float | None = None) -> Node:
        """The answer's element, within the time with all that had to be asked before. Raises an OnvifError."""
        with self._within(timeout_s or self._settings.timeout_s):
            if self._login.username and not self._asked_time:
                self._used = self.ask_time() or _NO_OFFSET
            address = self.place_of(service)
            try:
                return self._login_and_send(address, service, operation, inner)
            except FaultAnswered as fault:
                if fault.unknown_act:
                    raise NotOffered(host=self.shown, operation=operation) from None
                raise Refused(host=self.shown, operation=operation, code=fault.code) from None

    def ask_time(self) -> timedelta | None:
        """Ask the camera's clock, without a login; its difference to ours, None where it does not tell.

        Raises Unreachable, NoAnswer, Untrusted, NotOnvif: so it is also the question whether anyone is there.
        """
        try:
            with self._within(self._settings.timeout_s):
                answer = self._send(self.address, Service.DEVICE, "GetSystemDateAndTime", "", None)
            self.offset = told_time(answer, self._utc_now())
        except (LoginRefused, FaultAnswered, CameraFailed):
            self.offset = None
        self._asked_time = True
        return self.offset

    def offers(self, service: Service) -> bool:
        """Whether the device has this service. Raises an OnvifError where it cannot be asked."""
        return service in self._known_services()

    def place_of(self, service: Service) -> str:
        """The service's address, at the host that the device was reached at. Raises NoPtz, NoReplay, NotOffered."""
        if service is Service.DEVICE:
            return self.address
        services = self._known_services()
        if service not in services:
            missing = _MISSING.get(service)
            raise missing(host=self.shown) if missing else NotOffered(host=self.shown, operation=service.name)
        return services[service]

    def close(self) -> None:
        for channel in self._channels.values():
            channel.close()
        self._channels.clear()

    def _known_services(self) -> dict[Service, str]:
        if self._services is None:
            try:
                answer = self.call(Service.DEVICE, "GetServices", element("IncludeCapability", "false"))
                told = {node.value("Namespace"): node.value("XAddr") for node in answer.all("Service")}
                named = {service: told[service.value] for service in Service if service.value in told}
            except (NotOffered, Refused):
                answer = self.call(Service.DEVICE, "GetCapabilities", element("Category", "All"))
                found = {name: answer.value(name, "XAddr") for name in _CAPABILITIES}
                named = {_CAPABILITIES[name]: address for name, address in found.items() if address}
            places = {service: rebased(address, self.address) for service, address in named.items()}
            self._services = {service: place for service, place in places.items() if place}
        return self._services

    @contextmanager
    def _within(self, timeout_s: float) -> Iterator[None]:
        """One time for a call and for all that it has to ask before."""
        outermost = not self._calling
        if outermost:
            self._calling, self._ends_s = True, monotonic() + timeout_s
        try:
            yield
        finally:
            if outermost:
                self._calling = False

    def _login_and_send(self, address: str, service: Service, operation: str, inner: str) -> Node:
        """With the clock that worked last; if that is refused, with what the camera says now, then with ours."""
        tried = self._used
        try:
            return self._admit(self._send(address, service, operation, inner, tried), tried)
        except LoginRefused:
            if not self._login.username:
                raise LoginNeeded(host=self.shown) from None
        told = self.ask_time()
        for offset in [told or _NO_OFFSET, _NO_OFFSET]:
            if abs(offset - tried) <= _SAME_CLOCK:
                continue
            try:
                return self._admit(self._send(address, service, operation, inner, offset), offset)
            except LoginRefused:
                tried = offset
        raise self._refusal(operation)

    def _admit(self, answer: Node, offset: timedelta) -> Node:
        self._admitted, self._used = True, offset
        return answer

    def _refusal(self, operation: str) -> OnvifError:
        if self._admitted:
            return RightsMissing(host=self.shown, operation=operation)
        if self.offset is not None and abs(self.offset) >= _WRONG_CLOCK:
            return ClockDiffers(host=self.shown, minutes=round(abs(self.offset) / timedelta(minutes=1)))
        return WrongPassword(host=self.shown)

    def _send(self, address: str, service: Service, operation: str, inner: str, offset: timedelta | None) -> Node:
        """One exchange; `offset` None: without a login. Raises LoginRefused, FaultAnswered and OnvifErrors."""
        left_s = self._ends_s - monotonic()
        if left_s <= 0:
            raise NoAnswer(host=self.shown, seconds=round(self._settings.timeout_s))
        created = None if offset is None or not self._login.username else self._utc_now() + offset
        body = envelope(service.value, operation, inner, self._login, created)
        kind = content_type(service.value, operation)
        channel = self._channel(address)
        if operation in _NOT_TWICE:
            channel.close()
        answer = channel.post(address, body, kind, left_s)
        if answer.status in (401, 403):
            raise LoginRefused
        try:
            return response_in(answer.body, operation)
        except Unreadable:
            if answer.status >= 500:
                raise CameraFailed(host=self.shown, status=answer.status) from None
            raise NotOnvif(host=self.shown) from None

    def _channel(self, address: str) -> HttpChannel:
        place = authority(address)
        if place not in self._channels:
            self._channels[place] = HttpChannel(address, self._login, self._settings)
        return self._channels[place]


def told_time(answer: Node, now: datetime) -> timedelta | None:
    """What GetSystemDateAndTime told, less `now`; None where it told no date that there is."""
    utc = answer.find("UTCDateTime")
    if utc is None:
        return None
    try:
        numbers = [int(utc.value(name)) for name in ("Year", "Month", "Day", "Hour", "Minute", "Second")]
        year, month, day, hour, minute, second = numbers
        told = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        # Both ways once, so that a year near the end of the calendar fails here and not in a later token.
        return told - now if now + (told - now) + timedelta(days=366) else None
    except (ValueError, OverflowError):
        return None
