"""Where something is, as the gazetteer knows it: beside the caller's own words and never over them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A landmark, a desa or kelurahan, or both; all empty while nothing is chosen."""

    landmark: str = ""
    area_code: str | None = None
    kecamatan: str = ""
    desa: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, where both are known."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    @property
    def words(self) -> str:
        """As one line: "Masjid Al-Ikhlas, Sukaresmi, Cikarang Selatan"."""
        return ", ".join(part for part in (self.landmark, self.desa, self.kecamatan) if part)

    @property
    def is_known(self) -> bool:
        """Whether the gazetteer knows it, and not only the person who typed it."""
        return bool(self.words) and (self.area_code is not None or self.latitude is not None or bool(self.kecamatan))


PlaceSearch = Callable[[str, int], tuple[PlaceChoice, ...]]
"""What a text may mean, best first, at most so many; asked at every key, so it answers in a few milliseconds."""

_SHORTEST = 4


def meant(search: PlaceSearch, words: str, limit: int) -> tuple[PlaceChoice, ...]:
    """What a caller's words may mean: all of them, else what they end with, else the longest single word."""
    parts = words.split()
    tails = [" ".join(parts[at:]) for at in range(len(parts))]
    singles = sorted((part for part in parts if len(part) >= _SHORTEST), key=len, reverse=True)
    for text in (*tails, *singles):
        found = search(text, limit) if len(text) >= _SHORTEST else ()
        if found:
            return found
    return ()
