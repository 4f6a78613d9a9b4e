"""The fakes' commands that are neither of tickets, cameras nor alarms, each to the part that it belongs to."""

from typing import TYPE_CHECKING

from storage.model.feed import Change
from storage.model.people import Person
from storage.service.commands import SeeNotice
from storage.testing_audit import AuditCommand, do_audit_command
from storage.testing_callers import CallerCommand, do_caller_command
from storage.testing_clocks import ClockCommand, do_clock_command
from storage.testing_crews import CrewCommand, do_crew_command
from storage.testing_footage import FootageCommand, do_footage_command
from storage.testing_procedures import see_notice
from storage.testing_ptz import PtzCommand, do_ptz_command
from storage.testing_routing import RoutingCommand, do_routing_command
from storage.testing_shifts import ShiftCommand, do_shift_command
from storage.testing_wall import WallCommand, do_wall_command

if TYPE_CHECKING:
    from storage.testing import FakeSite

BookCommand = (
    ShiftCommand
    | WallCommand
    | CallerCommand
    | FootageCommand
    | PtzCommand
    | SeeNotice
    | AuditCommand
    | ClockCommand
    | RoutingCommand
    | CrewCommand
)


def do_book_command(site: "FakeSite", person: Person, command: BookCommand) -> tuple[Change, ...]:
    """Carry out one command for this person; what it changed."""
    if isinstance(command, ShiftCommand):
        return do_shift_command(site, person, command)
    if isinstance(command, WallCommand):
        return do_wall_command(site, person, command)
    if isinstance(command, FootageCommand):
        return do_footage_command(site, person, command)
    if isinstance(command, SeeNotice):
        return see_notice(site, person, command)
    if isinstance(command, PtzCommand):
        return do_ptz_command(site, person, command)
    if isinstance(command, ClockCommand):
        return do_clock_command(site, person, command)
    if isinstance(command, AuditCommand):
        return do_audit_command(site, person, command)
    if isinstance(command, CrewCommand):
        return do_crew_command(site, person, command)
    if isinstance(command, RoutingCommand):
        return do_routing_command(site, person, command)
    return do_caller_command(site, person, command)
