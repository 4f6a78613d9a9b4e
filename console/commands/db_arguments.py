"""The words of `main.py db …`."""

import argparse
from pathlib import Path

from resources.words import say

Commands = argparse._SubParsersAction  # argparse has no public name for it


def add_db(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Every command has its door (`--database` or `--embedded`) and `--json`."""
    database = commands.add_parser("db", help=say("operations.command.help"))
    what = database.add_subparsers(dest="what", required=True)
    _add_init(what)
    upgrade = _with_door(what, "upgrade", say("operations.command.upgrade"))
    upgrade.add_argument("--finish", action="store_true", help=say("operations.command.finish"))
    _with_door(what, "status", say("operations.command.status"))
    _with_door(what, "check", say("operations.command.check"))
    backup = _with_door(what, "backup", say("operations.command.backup"))
    backup.add_argument("--folder", type=Path, required=True, help=say("operations.command.folder"))
    restore = _with_door(what, "restore", say("operations.command.restore"))
    restore.add_argument("file", type=Path, help=say("operations.command.file"))
    restore.add_argument("--logins", type=Path, help=say("operations.command.logins"))
    move = _with_door(what, "move", say("operations.command.move"))
    source = move.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="source", default="", metavar="DSN", help=say("operations.command.source"))
    source.add_argument("--from-embedded", default="", metavar="NAME", help=say("operations.command.embedded"))
    recover = _with_door(what, "recover", say("operations.command.recover"))
    recover.add_argument("--administrator", required=True, help=say("operations.command.administrator"))


def _add_init(what: "Commands[argparse.ArgumentParser]") -> None:
    init = _with_door(what, "init", say("operations.command.init"), aliases=["prepare"])
    init.add_argument("--administrator", required=True, help=say("operations.command.administrator"))
    init.add_argument("--name", default="Kabupaten Bekasi", help=say("operations.command.name"))
    init.add_argument("--prefix", default="BKS", help=say("operations.command.prefix"))
    init.add_argument("--time-zone", default="Asia/Jakarta", help=say("operations.command.time_zone"))
    init.add_argument("--notifier", default="", metavar="LOGIN", help=say("operations.command.notifier"))
    init.add_argument("--backup", default="", metavar="LOGIN", help=say("operations.command.backup_login"))


def _with_door(
    what: "Commands[argparse.ArgumentParser]", name: str, help_text: str, aliases: list[str] | None = None
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = what.add_parser(name, help=help_text, aliases=aliases or [])
    door = made.add_mutually_exclusive_group(required=True)
    door.add_argument("--database", default="", metavar="DSN", help=say("operations.command.database"))
    door.add_argument("--embedded", default="", metavar="NAME", help=say("operations.command.embedded"))
    made.add_argument("--json", action="store_true", help=say("operations.command.json"))
    return made
