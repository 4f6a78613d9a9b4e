"""What stands in the camera form's fields, as text: made of a camera, read into one, and judged field by field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from resources.words import Language, language, say, sentence
from storage.model import camera_cells as cells
from storage.model.camera_cells import NAME_MOST, NUMBER_MOST, BadCell
from storage.model.cameras import Camera

PLAIN = ("name", "group", "place", "main_url", "sub_url", "aspect", "onvif_url", "replay_url")
FIGURES = ("latitude", "longitude", "heading")
LOGIN = ("username", "password")
TEXTS = ("number", *PLAIN, *FIGURES, *LOGIN)
"""The fields that are typed, by name."""
_READ: dict[str, Callable[[str], object]] = {
    "latitude": cells.read_latitude,
    "longitude": cells.read_longitude,
    "heading": cells.read_heading,
    "aspect": cells.read_aspect,
    "onvif_url": cells.read_onvif_url,
}
_POINT = re.compile(r"\s*(-?\d{1,2}\.\d+)\s*[,;]\s*(-?\d{1,3}\.\d+)\s*")


def texts_of(camera: Camera) -> dict[str, str]:
    """Every field's text; a number of 0 is one that is not given yet, and a login is never shown."""
    comma = language() is Language.INDONESIAN
    texts = {name: str(getattr(camera, name)) for name in PLAIN}
    texts |= {name: cells.figure(getattr(camera, name), comma=comma) for name in FIGURES}
    return texts | {"number": str(camera.number) if camera.number else "", "username": "", "password": ""}


def camera_of(texts: Mapping[str, str], base: Camera) -> Camera:
    """The base with what was typed; what cannot be read stays away: a number is 0 then, a figure None."""
    number = int(texts["number"]) if texts["number"].isdecimal() else 0
    values: dict[str, Any] = {name: texts[name] for name in PLAIN}
    for name, read in _READ.items():
        try:
            values[name] = read(texts[name])
        except BadCell:
            values[name] = texts[name] if name in PLAIN else None
    return replace(base, number=number, **values)


def fault_in(texts: Mapping[str, str], camera: Camera) -> tuple[str, str] | None:
    """The first field that cannot be sent and why, in a sentence; None when all can."""
    fault = fault_of(camera)
    if fault is not None:
        return fault[0], say(f"cameras.form.wrong.{fault[1]}")
    for name, read in _READ.items():
        try:
            read(texts[name])
        except BadCell as refused:
            return name, sentence(refused)
    if (camera.latitude is None) != (camera.longitude is None):
        return "latitude" if camera.latitude is None else "longitude", say("cameras.form.wrong.half_a_point")
    return None


def fault_of(camera: Camera) -> tuple[str, str] | None:
    """The first field that cannot be sent, and the key of why; None when all can."""
    if not 1 <= camera.number <= NUMBER_MOST:
        return "number", "number"
    if not 0 < len(camera.name) <= NAME_MOST:
        return "name", "name"
    if fault := url_fault(camera.main_url):
        return "main_url", fault
    for name in ("sub_url", "onvif_url", "replay_url"):
        url = getattr(camera, name)
        if url and (fault := url_fault(url)):
            return name, fault
    return None


def url_fault(url: str) -> str | None:
    """Why an address cannot be one: no scheme or host, or a login in it, which would be seen by all."""
    try:
        parts = urlsplit(url)
        login = parts.username is not None
    except ValueError:
        return "main_url"
    if login:
        return "credentials"
    complete = bool(parts.scheme) and bool(parts.netloc or parts.scheme == "file")
    return None if complete else "main_url"


def both_of(text: str) -> tuple[str, str] | None:
    """Latitude and longitude as maps copy them, in one text: "-6.2615, 107.1528"; None for anything else."""
    found = _POINT.fullmatch(text)
    return (found[1], found[2]) if found else None
