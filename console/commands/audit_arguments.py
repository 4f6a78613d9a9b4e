"""The words of `main.py audit …`."""

import argparse
from pathlib import Path

from resources.words import Language, say

Commands = argparse._SubParsersAction  # argparse has no public name for it


def add_audit(commands: "Commands[argparse.ArgumentParser]") -> None:
    what = commands.add_parser("audit", help=say("audit.command.help")).add_subparsers(dest="what", required=True)
    verify = _with_door(what, "verify", say("audit.command.verify"))
    verify.add_argument("--heads", type=Path, action="append", default=[], help=say("audit.command.heads"))
    verify.add_argument(
        "--key", nargs="+", action="append", default=[], metavar="FINGERPRINT", help=say("audit.command.key")
    )
    verify.add_argument("--json", action="store_true", help=say("audit.command.json"))
    words = _with_door(what, "words", say("audit.command.words"))
    words.add_argument("ticket", help=say("audit.command.ticket"))
    ask = _with_door(what, "ask-erasure", say("audit.command.ask"))
    ask.add_argument("--reason", required=True, help=say("audit.command.reason"))
    ask.add_argument("--ticket", default="", help=say("audit.command.reports"))
    ask.add_argument("--rows", type=int, nargs="+", default=[], metavar="N", help=say("audit.command.rows"))
    ask.add_argument("--number", default="", help=say("audit.command.number"))
    _with_door(what, "erasures", say("audit.command.erasures"))
    erase = _with_door(what, "erase", say("audit.command.erase"))
    erase.add_argument("erasure", help=say("audit.command.erasure"))


def _with_door(what: "Commands[argparse.ArgumentParser]", name: str, told: str) -> argparse.ArgumentParser:
    command = what.add_parser(name, help=told)
    command.add_argument("--database", default="")
    command.add_argument("--login", default="", help=say("audit.command.login"))
    command.add_argument("--lang", choices=[language.value for language in Language], default=argparse.SUPPRESS)
    return command
