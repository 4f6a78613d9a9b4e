"""The gazetteer as the place fields ask it: a text in, choices out."""

from storage.model.callers import Area
from storage.model.cameras import Place
from widgets.common.places import PlaceChoice, PlaceSearch


def place_search(areas: tuple[Area, ...], places: tuple[Place, ...]) -> PlaceSearch:
    """What a text may mean among landmarks, desa and kecamatan; every word of it must begin a word of theirs.

    What begins with the text comes first, landmarks before areas.
    """
    by_names = {(area.kecamatan.casefold(), area.desa.casefold()): area for area in areas}
    entries: list[tuple[str, PlaceChoice]] = []
    for place in places:
        area = by_names.get((place.kecamatan.casefold(), place.desa.casefold()))
        code = area.code if area is not None else None
        choice = PlaceChoice(place.name, code, place.kecamatan, place.desa, place.latitude, place.longitude)
        entries.append((choice.words.casefold(), choice))
    entries += [(f"{a.desa}, {a.kecamatan}".casefold(), PlaceChoice("", a.code, a.kecamatan, a.desa)) for a in areas]

    def search(text: str, limit: int) -> tuple[PlaceChoice, ...]:
        typed = text.casefold()
        words = typed.split()
        found = [(entry, choice) for entry, choice in entries if words and _all_begin(words, entry)]
        found.sort(key=lambda one: not one[0].startswith(typed))  # stable: the order of entries is kept within
        return tuple(choice for _, choice in found[:limit])

    return search


def _all_begin(words: list[str], entry: str) -> bool:
    parts = entry.replace(",", " ").replace("-", " ").split()
    return all(any(part.startswith(word) for part in parts) or word in entry.split() for word in words)
