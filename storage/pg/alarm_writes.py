"""The commands of alarms as writes; the server's trigger says where an act leads."""

import sqlalchemy as sa

from storage.pg import alarm_tables as a
from storage.pg.write import write
from storage.service.commands import ActOnAlarm, SaveAlarmRule
from storage.service.errors import Forbidden, NotFound, Stale


@write.register
def _act_on_alarm(command: ActOnAlarm, connection: sa.Connection) -> None:
    mine = (a.alarm.c.id == command.alarm_id) & (a.alarm.c.version == command.expected_version)
    values = {"act": command.act, "reason": command.reason, "shelved_until": command.until}
    if connection.execute(sa.update(a.alarm).where(mine).values(**values)).rowcount:
        return
    seen = connection.execute(sa.select(a.alarm.c.version).where(a.alarm.c.id == command.alarm_id)).scalar()
    if seen is None:
        raise NotFound
    raise Forbidden if seen == command.expected_version else Stale


@write.register
def _save_rule(command: SaveAlarmRule, connection: sa.Connection) -> None:
    rule = command.rule
    fields = ("kind", "priority", "min_duration_s", "cooldown_s", "camera_id", "zone_id", "enabled")
    values = {name: getattr(rule, name) for name in fields}
    if rule.version == 0:
        connection.execute(sa.insert(a.alarm_rule).values(id=rule.id, **values))
        return
    mine = (a.alarm_rule.c.id == rule.id) & (a.alarm_rule.c.version == rule.version)
    if connection.execute(sa.update(a.alarm_rule).where(mine).values(**values)).rowcount:
        return
    seen = connection.execute(sa.select(a.alarm_rule.c.version).where(a.alarm_rule.c.id == rule.id)).scalar()
    if seen is None:
        raise NotFound
    raise Forbidden if seen == rule.version else Stale
