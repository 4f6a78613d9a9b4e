"""Fixtures that every folder of tests may use; a folder's own stand in its conftest.py."""

import pytest
from support.cluster import cluster, each_postgres, postgres15, record_cluster, server_home
from support.x_display import x_display

from resources.singletons import keep_singletons

__all__ = ["cluster", "each_postgres", "postgres15", "record_cluster", "server_home", "x_display"]

keep_singletons()  # pytest-qt loads Qt before any of our rooms does


SLOW = ("tests/flows/", "tests/faults/", "tests/visual/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long waits first, each part in the order drawn: else one worker ends long before the other."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))
