"""Who is there: WS-Discovery on every IPv4 network of this machine, in the calling thread, until a deadline."""

import selectors
import socket
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from time import monotonic
from urllib.parse import unquote

import psutil

from video.onvif.addresses import at_host, device_address, rebased
from video.onvif.answers import Node, Unreadable, read_xml
from video.onvif.errors import BadAddress, OnvifError
from video.onvif.session import OnvifSession
from video.onvif.settings import OnvifSettings
from video.onvif.values import FoundDevice, Login, tidy

_GROUP = ("239.255.255.250", 3702)
_HOPS = 2
_FOUND_AT_MOST = 2000
_HEARD_AT_ONCE = 64
_TYPES = ("dn:NetworkVideoTransmitter", "tds:Device")  # a device must have all types of one probe
_REPEATS = 2  # UDP is lossy
_PROBE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
    ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"'
    ' xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl">'
    "<s:Header><a:MessageID>urn:uuid:{id}</a:MessageID>"
    '<a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>'
    '<a:Action s:mustUnderstand="1">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header>'
    "<s:Body><d:Probe><d:Types>{types}</d:Types></d:Probe></s:Body></s:Envelope>"
)


def find_devices(
    settings: OnvifSettings | None = None, interfaces: Sequence[str] | None = None
) -> tuple[FoundDevice, ...]:
    """Every device that answers within `search_s`, by host. Raises nothing for a network that cannot be asked.

    `interfaces` are this machine's own addresses to ask from; all IPv4 ones where not given.
    """
    search_s = (settings or OnvifSettings()).search_s
    deadline_s = monotonic() + search_s
    found: dict[str, FoundDevice] = {}
    with ExitStack() as stack, selectors.DefaultSelector() as waiting:
        for address in own_addresses() if interfaces is None else interfaces:
            if (asking := _socket_at(address)) is not None:
                waiting.register(stack.enter_context(asking), selectors.EVENT_READ)
        if not waiting.get_map():
            return ()
        rounds = [deadline_s - search_s * (1 - number / (_REPEATS + 1)) for number in range(_REPEATS)]
        while (now_s := monotonic()) < deadline_s and len(found) < _FOUND_AT_MOST:
            if rounds and rounds[0] <= now_s:
                rounds.pop(0)
                _ask(waiting)
            until_s = min([*rounds[:1], deadline_s])
            for key, _ in waiting.select(max(0.0, until_s - monotonic())):
                _hear(key.fileobj, found)
    return tuple(sorted(found.values(), key=lambda device: (device.host, device.endpoint)))


def reach(addresses: Sequence[str], settings: OnvifSettings | None = None, *, utc_now: Callable[[], datetime]) -> str:
    """The first of the addresses at which an ONVIF device answers, asked without a login.

    Raises the first one's OnvifError where none does, BadAddress where there are none.
    """
    first: OnvifError | None = None
    for address in addresses:
        session = OnvifSession(address, Login(), settings or OnvifSettings(), utc_now)
        try:
            session.ask_time()
            return session.address
        except OnvifError as error:
            first = first or error
        finally:
            session.close()
    raise first or BadAddress()


def devices_in(datagram: bytes, sender: str) -> list[FoundDevice]:
    """The devices that one answer names; none for what cannot be read or names no usable address."""
    try:
        root = read_xml(datagram)
    except Unreadable:
        return []
    # The simulator gives one ProbeMatch without its list.
    found = (_device(match, sender) for match in root.all("ProbeMatch"))
    return [device for device in found if device is not None]


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine's networks that are up."""
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    return [
        entry.address
        for name, entries in psutil.net_if_addrs().items()
        if name in up
        for entry in entries
        if entry.family == socket.AF_INET
    ]


def _device(match: Node, sender: str) -> FoundDevice | None:
    addresses = list(_reachable(match.value("XAddrs").split(), sender))
    if not addresses:
        return None
    scopes = match.value("Scopes").split()
    return FoundDevice(
        endpoint=tidy(match.value("EndpointReference", "Address"), 200) or addresses[0],
        addresses=tuple(dict.fromkeys(addresses)),
        host=sender,
        name=_scope(scopes, "name"),
        hardware=_scope(scopes, "hardware"),
        location=_scope(scopes, "location"),
    )


def _reachable(told: list[str], sender: str) -> Iterator[str]:
    """At the host that answered first; at the hosts that were named after that."""
    named = []
    for address in told[:8]:
        try:
            named.append(device_address(rebased(address, address)))
        except BadAddress:
            continue
    yield from (at_host(address, sender) for address in named)
    yield from named


def _scope(scopes: list[str], kind: str) -> str:
    """A value that the device gives in a scope such as onvif://www.onvif.org/name/Gate%201."""
    for scope in scopes:
        _, found, value = scope.partition(f"onvif.org/{kind}/")
        if found:
            return tidy(unquote(value, errors="replace").strip("/"))
    return ""


def _socket_at(address: str) -> socket.socket | None:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, _HOPS)
        made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
        made.bind((address, 0))
        made.setblocking(False)
    except OSError:
        made.close()
        return None  # an address that has just gone; the other networks are asked all the same
    return made


def _ask(waiting: selectors.BaseSelector) -> None:
    for key in list(waiting.get_map().values()):
        for types in _TYPES:
            probe = _PROBE.format(id=uuid.uuid4(), types=types).encode()
            try:
                key.fileobj.sendto(probe, _GROUP)  # type: ignore[union-attr]
            except OSError:
                continue  # a network without a route for it; the others are asked all the same


def _hear(asking: object, found: dict[str, FoundDevice]) -> None:
    assert isinstance(asking, socket.socket)
    for _ in range(_HEARD_AT_ONCE):  # a flood shall not outlast the deadline
        try:
            datagram, (sender, *_) = asking.recvfrom(65535)
        except OSError:  # nothing more for now, or one of the networks refused
            return
        for device in devices_in(datagram, sender):
            found.setdefault(device.endpoint, device)
