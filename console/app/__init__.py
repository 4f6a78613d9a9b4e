"""The composition root: the only place where a desk's parts are wired together, started and closed in order."""

from console.app.desk import Desk

__all__ = ["Desk"]
