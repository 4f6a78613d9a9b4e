"""The commands of clocks as writes; the server's triggers judge them."""

import sqlalchemy as sa

from storage.pg import clock_tables as c
from storage.pg.write import write
from storage.service.commands import RemoveSiteDay, SetCategoryClass, SetClockTarget, SetSiteDay, SetWorkWeek
from storage.service.errors import Forbidden, NotFound, Stale


@write.register
def _set_target(command: SetClockTarget, connection: sa.Connection) -> None:
    names = ("id", "category", "clock_class", "goal", "unit", "amount", "warn_percent")
    values = {name: getattr(command.target, name) for name in names}
    connection.execute(sa.insert(c.clock_target).values(replaces=command.seen, **values))


@write.register
def _set_class(command: SetCategoryClass, connection: sa.Connection) -> None:
    change = command.change
    values = {"id": change.id, "category": change.category, "clock_class": change.clock_class}
    connection.execute(sa.insert(c.clock_category).values(replaces=command.seen, **values))


@write.register
def _set_week(command: SetWorkWeek, connection: sa.Connection) -> None:
    week = command.week
    hours = sa.literal(list(week.hours), sa.ARRAY(sa.Text()))
    connection.execute(sa.insert(c.work_week).values(id=week.id, since=week.since, hours=hours))


@write.register
def _set_day(command: SetSiteDay, connection: sa.Connection) -> None:
    values = {name: getattr(command.day, name) for name in ("id", "day", "kind", "name")}
    connection.execute(sa.insert(c.site_day).values(**values))


@write.register
def _remove_day(command: RemoveSiteDay, connection: sa.Connection) -> None:
    day = c.site_day.c
    standing = (day.id == command.day_id) & day.removed_at.is_(None)
    if connection.execute(sa.update(c.site_day).where(standing).values(removed_at=sa.func.now())).rowcount:
        return
    found = connection.execute(sa.select(day.removed_at).where(day.id == command.day_id)).first()
    if found is None:
        raise NotFound
    raise Forbidden if found.removed_at is None else Stale
