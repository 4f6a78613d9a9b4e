"""Indonesia's national holidays and joint leave (cuti bersama), a file a year with where it comes from."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class NationalYear:
    """One year's days off. `provisional`: not yet compared with the ministers' joint decree."""

    year: int
    source: str
    provisional: bool
    holidays: Mapping[date, str]
    joint_leave: Mapping[date, str]

    def days(self) -> frozenset[date]:
        """Every day on which the offices of the state are closed."""
        return frozenset(self.holidays) | frozenset(self.joint_leave)


@cache
def national_years() -> Mapping[int, NationalYear]:
    """Every year that the program has days for; what stands in none of them is not known, and not free of holidays."""
    here = files("resources").joinpath("calendars")
    found = [_read(file.name, file.read_text("utf-8")) for file in here.iterdir() if file.name.endswith(".toml")]
    return MappingProxyType({one.year: one for one in sorted(found, key=_year)})


def _read(name: str, text: str) -> NationalYear:
    values = tomllib.loads(text)
    year = int(name.removesuffix(".toml"))
    return NationalYear(
        year, values["source"], values["provisional"], _dated(values["holiday"]), _dated(values["joint_leave"])
    )


def _dated(named: Mapping[str, str]) -> Mapping[date, str]:
    return MappingProxyType({date.fromisoformat(day): name for day, name in named.items()})


def _year(one: NationalYear) -> int:
    return one.year
