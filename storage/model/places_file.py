"""A site's own landmarks and areas, read from a CSV or GeoJSON text; refused whole where one entry is wrong.

The formats are described for administrators in docs/guide/administrator/en/places.md.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid5

from resources.errors import SiagaError
from resources.words import say
from storage.model.callers import Area
from storage.model.cameras import Place

LARGEST_BYTES = 32 * 1024 * 1024
MOST_ENTRIES = 50_000
LARGEST_BOUNDARY_BYTES = 1024 * 1024
PROBLEMS = frozenset(
    {"encoding", "empty", "too_large", "too_many", "not_csv", "columns", "not_geojson", "kind", "name", "too_long"}
    | {"area_names", "code", "half_a_point", "no_number", "swapped", "outside", "duplicate_code", "duplicate_name"}
    | {"geometry", "crossing"}
)
COLUMNS = ("kind", "name", "kecamatan", "desa", "code", "latitude", "longitude")
_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}")
_LONGEST = 120
# Indonesia with its seas, generously: south, north, west, east.
_SOUTH, _NORTH, _WEST, _EAST = -11.5, 6.5, 94.5, 141.5
_LANDMARKS = UUID("8d6f7a3e-5a53-5d0c-9d0e-0b7f6a1c2e55")

T = TypeVar("T")
Found = tuple[tuple[Place, ...], tuple[Area, ...]]


class BadPlaces(SiagaError):
    """A file of places that is refused; facts: where, what."""

    def __init__(self, problem: str, where: str = "", *, what: str = "") -> None:
        assert problem in PROBLEMS
        self.word = f"places.bad.{problem}"
        self.problem = problem
        super().__init__(f"{problem} {where} {what}".strip(), where=where, what=what)


def decoded(content: bytes) -> str:
    """The text of a file, UTF-8 with or without a byte order mark; raises BadPlaces."""
    if len(content) > LARGEST_BYTES:
        raise BadPlaces("too_large", what=f"{LARGEST_BYTES // 1024**2} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadPlaces("encoding", say("places.where.line", number=line)) from error


def read_csv(text: str) -> Found:
    """Landmarks and areas of a CSV text with a head line; raises BadPlaces.

    Commas or semicolons. A row with a code, or of the kind "area", is an area; every other one a landmark.
    """
    if not text.strip():
        raise BadPlaces("empty")
    head = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
    try:
        columns = [name.strip().lower() for name in next(reader)]
        _check_columns(columns)
        entries = [
            (say("places.where.line", number=reader.line_num), dict(zip(columns, row, strict=False)))
            for row in _at_most(row for row in reader if any(value.strip() for value in row))
        ]
    except csv.Error as error:
        raise BadPlaces("not_csv", say("places.where.line", number=reader.line_num)) from error
    return _sorted_out(_from_row(where, row) for where, row in entries)


def read_geojson(text: str) -> Found:
    """Landmarks from Point features, areas with their boundary from Polygon and MultiPolygon; raises BadPlaces.

    The properties have the names of the CSV's columns; coordinates are longitude, latitude as GeoJSON has them.
    """
    if not text.strip():
        raise BadPlaces("empty")
    try:
        collection = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPlaces("not_geojson") from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise BadPlaces("not_geojson")
    entries = [
        _from_feature(say("places.where.feature", number=number), feature)
        for number, feature in enumerate(_at_most(features), start=1)
    ]
    return _sorted_out(entries)


def landmark_id(name: str, kecamatan: str, desa: str) -> UUID:
    """The same landmark in a later file is the same place."""
    return uuid5(_LANDMARKS, "\n".join(part.casefold() for part in (name, kecamatan, desa)))


def with_known_ids(places: Iterable[Place], known: Iterable[Place]) -> tuple[Place, ...]:
    """Landmarks that stand in the record already, by name, kecamatan and desa, under the ids that they have there."""
    ids = {(place.name, place.kecamatan, place.desa): place.id for place in known}
    return tuple(
        Place(ids.get((p.name, p.kecamatan, p.desa), p.id), p.name, p.kecamatan, p.desa, p.latitude, p.longitude)
        for p in places
    )


def _check_columns(columns: list[str]) -> None:
    missing = [name for name in ("kecamatan", "desa") if name not in columns]
    if not {"name", "code"} & set(columns):
        missing.insert(0, "name / code")
    if ("latitude" in columns) != ("longitude" in columns):
        missing.append("latitude + longitude")
    if missing or len(set(columns)) < len(columns):
        raise BadPlaces("columns", what=", ".join(missing) or ", ".join(columns))


def _at_most(entries: Iterable[T]) -> Iterator[T]:
    for count, entry in enumerate(entries):
        if count == MOST_ENTRIES:
            raise BadPlaces("too_many", what=str(MOST_ENTRIES))
        yield entry


def _from_row(where: str, row: Mapping[str, str]) -> tuple[str, Place | Area]:
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    kind = values["kind"].lower() or ("area" if values["code"] else "landmark")
    if kind == "area":
        return where, _area(where, values, "")
    if kind != "landmark":
        raise BadPlaces("kind", where, what=values["kind"])
    if not values["latitude"] and not values["longitude"]:
        return where, _landmark(where, values, None)
    if not (values["latitude"] and values["longitude"]):
        raise BadPlaces("half_a_point", where)
    point = (_degrees(where, values["latitude"]), _degrees(where, values["longitude"]))
    return where, _landmark(where, values, point)


def _from_feature(where: str, feature: Any) -> tuple[str, Place | Area]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        raise BadPlaces("geometry", where)
    values = dict.fromkeys(COLUMNS, "")
    for name, value in (properties if isinstance(properties, dict) else {}).items():
        if str(name).lower() in values and value is not None:
            values[str(name).lower()] = str(value).strip()
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point":
        ((longitude, latitude),) = _ring(where, [coordinates])
        return where, _landmark(where, values, (latitude, longitude))
    return where, _area(where, values, boundary_of(where, geometry))


def boundary_of(where: str, geometry: Any) -> str:
    """A GeoJSON Polygon or MultiPolygon as the record keeps it; raises BadPlaces for others and for broken ones."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadPlaces("geometry", where)
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    boundary = {"type": "MultiPolygon", "coordinates": [_polygon(where, one) for one in _listed(where, polygons)]}
    written = json.dumps(boundary, separators=(",", ":"))
    if len(written) > LARGEST_BOUNDARY_BYTES:
        raise BadPlaces("too_large", where, what=f"{LARGEST_BOUNDARY_BYTES // 1024**2} MB")
    return written


def _polygon(where: str, rings: Any) -> list[list[tuple[float, float]]]:
    found = [_ring(where, ring) for ring in _listed(where, rings)]
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in found):
        raise BadPlaces("geometry", where)
    return found


def _ring(where: str, points: Any) -> list[tuple[float, float]]:
    """Longitude and latitude of each point, to a decimetre; a height is left out."""
    found = []
    for point in _listed(where, points):
        if not isinstance(point, list) or len(point) < 2 or any(type(value) not in (int, float) for value in point):
            raise BadPlaces("geometry", where)
        longitude, latitude = round(float(point[0]), 6), round(float(point[1]), 6)
        _check_point(where, latitude, longitude)
        found.append((longitude, latitude))
    return found


def _listed(where: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise BadPlaces("geometry", where)
    return value


def _area(where: str, values: Mapping[str, str], boundary: str) -> Area:
    if not _CODE.fullmatch(values["code"]):
        raise BadPlaces("code", where, what=values["code"])
    if not (values["kecamatan"] and values["desa"]):
        raise BadPlaces("area_names", where)
    _check_lengths(where, values)
    return Area(values["code"], values["kecamatan"], values["desa"], boundary)


def _landmark(where: str, values: Mapping[str, str], point: tuple[float, float] | None) -> Place:
    if not values["name"]:
        raise BadPlaces("name", where)
    _check_lengths(where, values)
    name, kecamatan, desa = values["name"], values["kecamatan"], values["desa"]
    if point is None:
        return Place(landmark_id(name, kecamatan, desa), name, kecamatan, desa)
    _check_point(where, *point)
    return Place(landmark_id(name, kecamatan, desa), name, kecamatan, desa, *point)


def _check_lengths(where: str, values: Mapping[str, str]) -> None:
    for name in ("name", "kecamatan", "desa"):
        if len(values[name]) > _LONGEST:
            raise BadPlaces("too_long", where, what=name)


def _degrees(where: str, typed: str) -> float:
    try:
        return float(typed.replace(",", "."))  # a spreadsheet in Indonesian writes a comma
    except ValueError as error:
        raise BadPlaces("no_number", where, what=typed[:40]) from error


def _check_point(where: str, latitude: float, longitude: float) -> None:
    if _is_inside(latitude, longitude):
        return
    what = f"{latitude:g}, {longitude:g}"
    raise BadPlaces("swapped" if _is_inside(longitude, latitude) else "outside", where, what=what)


def _is_inside(latitude: float, longitude: float) -> bool:
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def _sorted_out(entries: Iterable[tuple[str, Place | Area]]) -> Found:
    """Landmarks and areas apart, each once."""
    places: dict[UUID, Place] = {}
    areas: dict[str, Area] = {}
    for where, entry in entries:
        if isinstance(entry, Area):
            if entry.code in areas:
                raise BadPlaces("duplicate_code", where, what=entry.code)
            areas[entry.code] = entry
        else:
            if entry.id in places:
                raise BadPlaces("duplicate_name", where, what=entry.name)
            places[entry.id] = entry
    if not places and not areas:
        raise BadPlaces("empty")
    return tuple(places.values()), tuple(areas.values())
