"""Views alone, offscreen: each test in the theme, without a warning of Qt, and leaving no widget behind."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FONT_DPI", "96")

import pytest
from support.qt import dressed, silent, tidy

__all__ = ["dressed", "silent", "tidy"]


@pytest.fixture(autouse=True)
def _house(dressed: object, tidy: object, silent: object) -> None:
    """All three, for every test of this folder."""
