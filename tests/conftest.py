"""Fixtures that every folder of tests may use; a folder's own stand in its conftest.py."""

from support.cluster import cluster, each_postgres, postgres15, server_home
from support.x_display import x_display

__all__ = ["cluster", "each_postgres", "postgres15", "server_home", "x_display"]
