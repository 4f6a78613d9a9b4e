"""What is asked of the rules by which tickets find their agency."""

from dataclasses import dataclass
from uuid import UUID

from storage.model.routing import RoutingRule


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveRoutingRule:
    """A rule added (version 0) or changed."""

    key: UUID
    rule: RoutingRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRoutingRules:
    """Rules of a map, all or none: each added or, by its id, changed to what the map says."""

    key: UUID
    rules: tuple[RoutingRule, ...]
