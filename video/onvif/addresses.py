"""Addresses of cameras: typed by a person, or told by a device that need not know how it is reached."""

from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from video.ingest.urls import split_login
from video.onvif.errors import BadAddress

DEVICE_PATH = "/onvif/device_service"
_LONGEST = 2000
_PORTS = {"http": 80, "https": 443}


def device_address(typed: str) -> str:
    """The address of the device service for a host, host:port or http(s) address. Raises BadAddress.

    A login in it is refused: it would be seen in lists and histories.
    """
    text = typed.strip()
    whole = text if "://" in text else f"http://{_bracketed(text)}"
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        raise BadAddress from None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or port == 0 or not _plain(whole):
        raise BadAddress
    path = parts.path if parts.path not in ("", "/") else DEVICE_PATH
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def authority(address: str) -> tuple[str, str, int]:
    """(scheme, host, port) of an address that `device_address` or `rebased` gave."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme]


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


def shown(address: str) -> str:
    """Host and, where it is not the usual one, port: for a person."""
    scheme, host, port = authority(address)
    host = f"[{host}]" if ":" in host else host
    return host if port == _PORTS[scheme] else f"{host}:{port}"


def rebased(told: str, reached: str) -> str:
    """What a device says of one of its services, at the host that it was reached at; empty for what is no address.

    Names it that very host, its port is believed; another host is another network's view of it (NAT), where
    port and scheme mean nothing here either.
    """
    try:
        parts, ours = urlsplit(told.strip()), urlsplit(reached)
        same = parts.hostname == ours.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not _plain(told.strip()):
        return ""
    place = (parts.scheme, parts.netloc.rpartition("@")[2]) if same else (ours.scheme, ours.netloc)
    return urlunsplit((*place, parts.path, parts.query, ""))


def stream_address(told: str, reached: str) -> str:
    """A stream's address at the host that the device was reached at, its own port kept, any login taken out."""
    bare = split_login(told.strip())[0]
    try:
        parts = urlsplit(bare)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme in _PORTS:
        return rebased(bare, reached)
    if parts.scheme not in ("rtsp", "rtsps") or not parts.hostname or not _plain(bare):
        return ""
    host = _bracketed(authority(reached)[1])
    return urlunsplit((parts.scheme, f"{host}:{port}" if port else host, parts.path, parts.query, ""))


def at_host(address: str, host: str) -> str:
    """The same address at another host, for one that answered under an address of its own."""
    parts = urlsplit(address)
    place = f"{_bracketed(host)}:{parts.port}" if parts.port else _bracketed(host)
    return urlunsplit((parts.scheme, place, parts.path, parts.query, ""))


def _bracketed(text: str) -> str:
    try:
        return f"[{text}]" if ip_address(text).version == 6 else text
    except ValueError:
        return text


def _plain(text: str) -> bool:
    return len(text) <= _LONGEST and text.isascii() and text.isprintable() and " " not in text
