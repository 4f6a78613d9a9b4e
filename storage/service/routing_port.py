"""How the rules of routing are read; Forbidden for an agency and the intake."""

from typing import Protocol

from storage.model.routing import RoutingRule


class RoutingRules(Protocol):
    def routing_rules(self) -> tuple[RoutingRule, ...]:
        """All of them, by their names; those that are switched off too."""
        ...
