"""Fixtures that every folder of tests may use; a folder's own stand in its conftest.py."""

from support.x_display import x_display

__all__ = ["x_display"]
