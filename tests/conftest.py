"""Fixtures that every folder of tests may use; a folder's own stand in its conftest.py."""

import gc

from support.cluster import cluster, each_postgres, postgres15, record_cluster, server_home
from support.x_display import x_display

from resources.singletons import keep_singletons

__all__ = ["cluster", "each_postgres", "postgres15", "record_cluster", "server_home", "x_display"]

keep_singletons()  # pytest-qt loads Qt before any of our rooms does
gc.disable()  # until the collection is done: nothing of it is garbage


def pytest_collection_finish() -> None:
    """Sets aside what was imported and collected: it stays to the end, and each of the many collections of a test's
    own garbage (support/qt.py) would walk through all of it again."""
    gc.enable()
    gc.collect()
    gc.freeze()
