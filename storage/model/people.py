"""Who may be named in the record: people, their roles, agencies and stations."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a login may do; the server enforces it (docs/ref/roles.md), screens only mirror it."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AGENCY = "agency"
    WALL = "wall"
    AUDITOR = "auditor"
    INTAKE = "intake"
    STATION = "station"


class Machine(StrEnum):
    """A login made at the server by its superuser, without a row in the record: no console administers it."""

    NOTIFIER = "notifier"  # takes messages out of the outbox and says what became of them
    BACKUP = "backup"  # reads everything, past row policies, and writes nothing but that a backup was made


@dataclass(frozen=True, slots=True)
class Agency:
    id: UUID
    code: str  # "dishub", "satpolpp", "damkar", "kebersihan", "pupr", "polri"
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    login: str  # the PostgreSQL role's name
    name: str
    role: Role
    agency_id: UUID | None = None
    must_change_password: bool = False
    demo: bool = False
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True)
class Station:
    """A machine enrolled by an administrator; its login reads camera secrets and writes what cameras see."""

    id: UUID
    login: str
    name: str
