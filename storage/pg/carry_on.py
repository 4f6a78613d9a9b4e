"""A new ticket takes the alarm that it carries on off the list, in the ticket's own transaction."""

import sqlalchemy as sa

from storage.model.alarms import LISTED, AlarmState
from storage.pg import alarm_tables as a
from storage.service.commands import OpenTicket
from storage.service.errors import NotFound, Stale

_TO_BE_HAD = sorted(LISTED | {AlarmState.SHELVED})


def carry_on(command: OpenTicket, connection: sa.Connection) -> None:
    """The alarm that the new ticket carries on, if any; raises NotFound, or Stale where it is no longer to be had."""
    if command.alarm_id is None:
        return
    alarm = a.alarm.c
    free = (alarm.id == command.alarm_id) & alarm.state.in_(_TO_BE_HAD)
    if connection.execute(sa.update(a.alarm).where(free).values(act="ticket", ticket_id=command.ticket_id)).rowcount:
        return
    if connection.execute(sa.select(alarm.id).where(alarm.id == command.alarm_id)).first() is None:
        raise NotFound
    raise Stale
