"""A heading as a person says it: the nearest of eight winds."""

from resources.words import say

WINDS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")


def wind(heading: float) -> str:
    """The word for a heading in degrees clockwise from north: "timur laut"."""
    return say(f"cameras.compass.{WINDS[round(heading / 45) % len(WINDS)]}")
