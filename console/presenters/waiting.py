"""How long a ticket may wait before its age is red; the same on the desk and on the wall."""

from storage.model.tickets import Priority

WAITING_LIMITS_S = {Priority.CRITICAL: 300.0, Priority.HIGH: 900.0, Priority.MEDIUM: 3600.0, Priority.LOW: 86400.0}
"""How old an open ticket may become before its age is red."""
