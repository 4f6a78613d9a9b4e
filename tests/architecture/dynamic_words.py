"""The keys whose last part comes from a value: prefix, and every value it can take.

An enumeration is named, not copied, so that a new member without its word fails.
"""

from collections.abc import Iterable
from enum import Enum


def members(kind: type[Enum]) -> list[str]:
    return [str(member.value) for member in kind]


def names(kind: type[Enum]) -> list[str]:
    return [member.name.lower() for member in kind]


DYNAMIC: dict[str, Iterable[str]] = {}
