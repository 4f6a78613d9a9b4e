"""Whether imported boundaries are shapes at all, by shapely; what is asked of them later needs no library."""

import json
from collections.abc import Iterable

from shapely.geometry import shape

from storage.model.callers import Area
from storage.model.places_file import BadPlaces


def check_boundaries(areas: Iterable[Area]) -> None:
    """Raises BadPlaces for the first boundary that crosses itself or encloses nothing."""
    for area in areas:
        if not area.boundary:
            continue
        boundary = shape(json.loads(area.boundary))
        if not boundary.is_valid or boundary.area == 0:
            raise BadPlaces("crossing", what=f"{area.desa} ({area.code})")
