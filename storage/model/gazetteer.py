"""The site's landmarks, desa and kecamatan, searched as somebody types, and the area that a point lies in."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from storage.model.callers import Area
from storage.model.cameras import Place
from storage.model.shapes import Shape


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """What a text may mean: a landmark, a desa, or both empty for a whole kecamatan."""

    landmark: str
    area_code: str | None
    kecamatan: str
    desa: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    found: PlaceFound
    name: str  # folded; what the entry is called
    rest: tuple[str, ...]  # the folded words of where it lies
    kind: int  # landmarks before desa before kecamatan


class Gazetteer:
    """Built once from what the record holds; a search over some thousand entries answers within one key."""

    def __init__(self, areas: Iterable[Area] = (), places: Iterable[Place] = ()) -> None:
        self._areas = {area.code: area for area in areas}
        codes = {(folded(area.kecamatan), folded(area.desa)): area.code for area in self._areas.values()}
        kecamatan = dict.fromkeys(area.kecamatan for area in self._areas.values())
        self._entries = [
            *(_landmark(place, codes.get((folded(place.kecamatan), folded(place.desa)))) for place in places),
            *(
                _entry(PlaceFound("", a.code, a.kecamatan, a.desa), a.desa, a.kecamatan, 1)
                for a in self._areas.values()
            ),
            *(_entry(PlaceFound("", None, name, ""), name, "", 2) for name in kecamatan),
        ]
        self._shapes = [(area, Shape(area.boundary)) for area in self._areas.values() if area.boundary]

    def area(self, code: str) -> Area | None:
        return self._areas.get(code)

    def search(self, text: str, limit: int = 8) -> tuple[PlaceFound, ...]:
        """Where every word of `text` begins a word, best first: the name itself, its beginning, then the rest.

        Case, accents, dashes and spaces within a name do not matter: "karang baru" finds Karangbaru.
        """
        typed = folded(text)
        words = typed.split()
        if not words:
            return ()
        ranked = [(rank, entry.kind, entry.name, at) for at, entry in enumerate(self._entries)
                  if (rank := _rank(entry, typed, words)) is not None]  # fmt: skip
        return tuple(self._entries[at].found for *_, at in sorted(ranked)[:limit])

    def area_at(self, latitude: float, longitude: float) -> Area | None:
        """The area whose imported boundary holds the point; None where there is none."""
        return next((area for area, shape in self._shapes if shape.holds(longitude, latitude)), None)


def folded(text: str) -> str:
    """Small letters without accents, single spaces for everything that is no letter or digit."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def _landmark(place: Place, code: str | None) -> _Entry:
    found = PlaceFound(place.name, code, place.kecamatan, place.desa, place.latitude, place.longitude)
    return _entry(found, place.name, f"{place.desa} {place.kecamatan}", 0)


def _entry(found: PlaceFound, name: str, rest: str, kind: int) -> _Entry:
    return _Entry(found, folded(name), tuple(folded(rest).split()), kind)


def _rank(entry: _Entry, typed: str, words: list[str]) -> int | None:
    """The smaller the better; None for what is not meant."""
    if entry.name == typed:
        return 0
    if entry.name.startswith(typed):
        return 1
    of_name = entry.name.split()
    if all(any(own.startswith(word) for own in of_name) for word in words):
        return 2
    if entry.name.replace(" ", "").startswith("".join(words)):
        return 3
    own_words = (*of_name, *entry.rest)
    return 4 if all(any(own.startswith(word) for own in own_words) for word in words) else None
