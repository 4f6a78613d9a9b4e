"""The gazetteer as the place fields ask it: a text in, choices out."""

from resources.words import say
from storage.model.callers import Area
from storage.model.cameras import Place
from storage.model.gazetteer import Gazetteer, PlaceFound
from widgets.common.places import PlaceChoice, PlaceSearch


def place_search(areas: tuple[Area, ...], places: tuple[Place, ...]) -> PlaceSearch:
    """What a text may mean among landmarks, desa and kecamatan, best first; built once, asked at every key."""
    gazetteer = Gazetteer(areas, places)

    def search(text: str, limit: int) -> tuple[PlaceChoice, ...]:
        return tuple(choice_of_found(found) for found in gazetteer.search(text, limit))

    return search


def choice_of_found(found: PlaceFound) -> PlaceChoice:
    """As a ticket keeps it: it has the code of a desa or none, so a whole kecamatan is kept as a landmark."""
    if not found.landmark and found.area_code is None:
        return PlaceChoice(say("telephone.kecamatan", name=found.kecamatan))
    return PlaceChoice(found.landmark, found.area_code, found.kecamatan, found.desa, found.latitude, found.longitude)
