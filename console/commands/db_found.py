"""`main.py db init` and `upgrade`: a record begins, and is brought to this program's schema."""

import re
from argparse import Namespace

from console.commands.database import NotWritten
from console.commands.db_door import superuser_door, tell
from console.commands.db_output import emit
from console.entry import write_secret
from console.settings import Settings
from resources.words import say
from storage.model.people import Machine
from storage.pg.admin import connected, database_of, role_prefix, with_database
from storage.pg.founding import create_database, first_administrator, refuse_founded, refuse_weak_doors
from storage.pg.migrate import migrate
from storage.pg.people import new_password
from storage.pg.seed import seed_basics
from storage.security.roles import make_machine
from storage.service.errors import Invalid

_MACHINE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def init(settings: Settings, given: Namespace) -> int:
    """Database, roles, schema, agencies and the first administrator; printed is a one-time password.

    What was interrupted is gone on with; a record that has an administrator is left alone (AlreadyFounded).
    """
    machines = {Machine.NOTIFIER: given.notifier, Machine.BACKUP: given.backup}
    for login in filter(None, machines.values()):
        if not _MACHINE.fullmatch(login):
            raise Invalid(field="login")
    with superuser_door(settings, given.database, given.embedded, made=True) as admin_dsn:
        with connected(with_database(admin_dsn, "postgres")) as connection:
            refuse_weak_doors(connection)
        tell(say("operations.init.database", database=database_of(admin_dsn)))
        create_database(with_database(admin_dsn, "postgres"), database_of(admin_dsn))
        tell(say("operations.init.schema"))
        refuse_founded(admin_dsn)
        migrate(admin_dsn, name=given.name, prefix=given.prefix, time_zone=given.time_zone)
        seed_basics(admin_dsn)
        password = first_administrator(admin_dsn, given.administrator)
        files = {machine: _make(settings, admin_dsn, machine, login) for machine, login in machines.items() if login}
    lines = [say("console.command.prepared", login=given.administrator)]
    lines += [say("console.command.one_time", password=password)]
    lines += [say("operations.init.machine", login=machines[machine], file=file) for machine, file in files.items()]
    values = {"administrator": given.administrator, "one_time_password": password}
    emit(values | {machine.value: file for machine, file in files.items()}, lines, as_json=given.json)
    return 0


def upgrade(settings: Settings, given: Namespace) -> int:
    """As far as older consoles can go on, or with `--finish` to the end."""
    with superuser_door(settings, given.database, given.embedded) as admin_dsn:
        with connected(admin_dsn) as connection:
            site = role_prefix(connection)
            row = connection.execute("SELECT version_num FROM siaga.alembic_version").fetchone()
        before = str(row[0]) if row else ""
        tell(say("operations.upgrade.going"))
        done = migrate(admin_dsn, site=site, finish=given.finish)
    reached = max(before, done.goal)
    word = "operations.upgrade.nothing" if reached == before else "operations.upgrade.done"
    lines = [say(word, before=before, after=reached)]
    if done.left:
        lines.append(say("operations.upgrade.left", revisions=", ".join(done.left)))
    emit({"before": before, "after": reached, "left": list(done.left)}, lines, as_json=given.json)
    return 0


def _make(settings: Settings, admin_dsn: str, machine: Machine, login: str) -> str:
    """A machine's login, its secret in a file of this account alone; the file."""
    file, password = settings.data_dir / f"{login}.json", new_password()
    make_machine(admin_dsn, machine, login, password)
    try:
        write_secret(file, {"login": login, "password": password})
    except OSError as error:
        raise NotWritten(str(error), file=str(file), what=error.strerror or "") from error
    return str(file)
