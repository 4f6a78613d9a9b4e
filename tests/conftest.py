"""Fixtures that every folder of tests may use; a folder's own stand in its conftest.py."""

import gc
from collections.abc import Iterator

import pytest
from support.cluster import cluster, each_postgres, postgres15, record_cluster, server_home
from support.x_display import x_display

from resources.singletons import keep_singletons
from resources.words import Language, set_language

__all__ = ["cluster", "each_postgres", "postgres15", "record_cluster", "server_home", "x_display"]

keep_singletons()  # pytest-qt loads Qt before any of our rooms does
gc.disable()  # until the collection is done: nothing of it is garbage


@pytest.fixture(autouse=True)
def in_the_language_of_the_house() -> Iterator[None]:
    """A test that speaks English leaves the next one Indonesian."""
    yield
    set_language(Language.INDONESIAN)


def pytest_collection_finish() -> None:
    """Sets aside what was imported and collected: it stays to the end, and each of the many collections of a test's
    own garbage (support/qt.py) would walk through all of it again."""
    gc.enable()
    gc.collect()
    gc.freeze()
