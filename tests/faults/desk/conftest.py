"""The desk's own faults: its database, its process. The same real parts as the flows."""

from flows.conftest import collected_on_this_thread, desks

__all__ = ["collected_on_this_thread", "desks"]
