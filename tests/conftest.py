"""Fixtures that every folder of tests may use; a folder's own stand in its conftest.py."""

from support.cluster import cluster, each_postgres, postgres15, record_cluster, server_home
from support.x_display import x_display

from resources.singletons import keep_singletons

__all__ = ["cluster", "each_postgres", "postgres15", "record_cluster", "server_home", "x_display"]

keep_singletons()  # pytest-qt loads Qt before any of our rooms does
