"""Siaga's command line. Each command imports its part when it runs, so that headless ones never load Qt."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from console.commands.audit_arguments import add_audit
from console.commands.db_arguments import add_db
from resources.errors import SiagaError
from resources.words import Language, say, sentence, set_language

if TYPE_CHECKING:
    from console.settings import Settings


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="main.py", description=say("console.command.help"))
    top.add_argument("--settings", type=Path, help="settings.toml")
    top.add_argument("--lang", choices=[language.value for language in Language])
    commands = top.add_subparsers(dest="command", required=True)
    add_demo(commands)
    desk = commands.add_parser("desk", help=say("console.command.desk"))
    desk.add_argument("--database", default="")
    camera = commands.add_parser("camera", help=say("console.command.camera"))
    probe = camera.add_subparsers(dest="what", required=True).add_parser("probe", help=say("console.command.probe"))
    probe.add_argument("url")
    probe.add_argument("--username", default="")
    probe.add_argument("--timeout", type=float, default=10.0)
    add_onvif(commands)
    add_db(commands)
    places = commands.add_parser("places", help=say("places.command.help"))
    importing = places.add_subparsers(dest="what", required=True).add_parser("import")
    importing.add_argument("file", type=Path)
    importing.add_argument("--database", required=True)
    importing.add_argument("--administrator", required=True)
    add_routing(commands)
    station = commands.add_parser("station", help=say("console.command.station"))
    enrol = station.add_subparsers(dest="what", required=True).add_parser("enrol")
    enrol.add_argument("--database", required=True)
    enrol.add_argument("--administrator", required=True)
    enrol.add_argument("--name", required=True)
    enrol.add_argument("--wall", action="store_true", help=say("wall.command.enrol"))
    add_wall(commands)
    add_report(commands)
    add_evidence(commands)
    add_audit(commands)
    return top


def add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help=say("console.command.demo"))
    demo.add_argument("--headless", action="store_true")
    demo.add_argument("--seconds", type=float, default=0.0)
    demo.add_argument("--json", action="store_true")
    demo.add_argument("--screenshots", type=Path)
    demo.add_argument("--passwords", action="store_true", help=say("console.command.demo_passwords"))
    pace = demo.add_mutually_exclusive_group()
    for name in ("quiet", "normal", "busy"):
        pace.add_argument(f"--{name}", dest="pace", action="store_const", const=name, default="normal")


def add_onvif(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    onvif = commands.add_parser("onvif", help=say("onvif.command.help")).add_subparsers(dest="what", required=True)
    find = onvif.add_parser("find", help=say("onvif.command.find"))
    find.add_argument("--seconds", type=float, default=3.0, help=say("onvif.command.seconds"))
    show = onvif.add_parser("show", help=say("onvif.command.show"))
    show.add_argument("host")
    show.add_argument("--username", default="", help=say("onvif.command.username"))


def add_wall(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    wall = commands.add_parser("wall", help=say("wall.command.help"))
    wall.add_argument("--database", default="")
    wall.add_argument("--screen", default="", help=say("wall.command.screen"))
    starting = wall.add_mutually_exclusive_group()
    starting.add_argument("--autostart", action="store_true", default=None, help=say("wall.command.autostart"))
    starting.add_argument(
        "--no-autostart", dest="autostart", action="store_false", help=say("wall.command.no_autostart")
    )


def add_report(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    report = commands.add_parser("report", help=say("report.command.help"))
    shift = report.add_subparsers(dest="what", required=True).add_parser("shift", help=say("report.command.shift"))
    shift.add_argument("--from", dest="since", default="", help=say("report.command.since"))
    shift.add_argument("--to", dest="until", default="", help=say("report.command.until"))
    # Also after the command; not to undo what stands before it, there is no default here.
    shift.add_argument("--lang", choices=[language.value for language in Language], default=argparse.SUPPRESS)
    shift.add_argument("--out", type=Path, required=True, help=say("report.command.out"))
    shift.add_argument("--database", default="")
    shift.add_argument("--login", default="", help=say("report.command.login"))


def add_routing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    routing = commands.add_parser("routing", help=say("routing.command.help"))
    mapping = routing.add_subparsers(dest="what", required=True).add_parser("import")
    mapping.add_argument("file", type=Path)
    mapping.add_argument("--database", required=True)
    mapping.add_argument("--administrator", required=True)


def add_evidence(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    what = commands.add_parser("evidence", help=say("evidence.command.help")).add_subparsers(dest="what", required=True)
    verify = what.add_parser("verify", help=say("evidence.command.verify"))
    verify.add_argument("folder", type=Path, help=say("evidence.command.folder"))
    verify.add_argument("--key", nargs="+", default=[], metavar="FINGERPRINT", help=say("evidence.command.key"))
    verify.add_argument("--json", action="store_true", help=say("evidence.command.json"))
    verify.add_argument("--lang", choices=[language.value for language in Language], default=argparse.SUPPRESS)
    what.add_parser("key", help=say("evidence.command.show_key"))


def run(arguments: argparse.Namespace) -> int:
    """Carry out one command; its exit code. Raises SiagaError with a sentence."""
    if arguments.command == "evidence":
        return run_evidence(arguments)
    from console.settings import read_settings

    settings = read_settings(arguments.settings)
    set_language(Language(arguments.lang) if arguments.lang else settings.language)
    if arguments.command == "demo":
        return run_demo(settings, arguments)
    if arguments.command == "desk":
        from console.commands.desk import desk

        return desk(settings, arguments.database)
    if arguments.command == "wall":
        return run_wall(settings, arguments)
    if arguments.command == "report":
        return run_report(settings, arguments)
    if arguments.command == "audit":
        from console.commands.audit_run import run_audit

        return run_audit(settings, arguments)
    if arguments.command == "camera":
        from console.commands.camera import probe_url

        return probe_url(arguments.url, arguments.username, timeout_s=arguments.timeout)
    if arguments.command == "onvif":
        from console.commands.onvif import find_cameras, show_camera

        if arguments.what == "find":
            return find_cameras(seconds=arguments.seconds)
        return show_camera(arguments.host, arguments.username)
    return run_record(settings, arguments)


def run_record(settings: "Settings", arguments: argparse.Namespace) -> int:
    """What an administrator does to the record."""
    if arguments.command == "places":
        from console.commands.places import import_places

        return import_places(arguments.file, arguments.database, arguments.administrator)
    if arguments.command == "db":
        from console.commands.db_run import run_database

        return run_database(settings, arguments)
    if arguments.command == "routing":
        from console.commands.routing import import_rules

        return import_rules(arguments.file, arguments.database, arguments.administrator)
    from console.commands.database import enrol_station

    return enrol_station(settings, arguments.database, arguments.administrator, arguments.name, wall=arguments.wall)


def run_demo(settings: "Settings", arguments: argparse.Namespace) -> int:
    if arguments.passwords:
        from console.commands.demo_passwords import show_passwords

        return show_passwords(settings)
    from console.commands.demo import demo

    return demo(
        settings,
        headless=arguments.headless,
        seconds=arguments.seconds,
        as_json=arguments.json,
        screenshots=arguments.screenshots,
        pace=arguments.pace,
    )


def run_report(settings: "Settings", arguments: argparse.Namespace) -> int:
    from console.commands.report import shift_report

    return shift_report(
        settings,
        dsn=arguments.database,
        login=arguments.login,
        since=arguments.since,
        until=arguments.until,
        out=arguments.out,
    )


def run_evidence(arguments: argparse.Namespace) -> int:
    """Whoever checks evidence needs nothing of ours but this program: no settings are read for it."""
    from console.commands.evidence import show_key, verify_folder

    if arguments.what == "verify":
        set_language(Language(arguments.lang) if arguments.lang else Language.INDONESIAN)
        return verify_folder(arguments.folder, " ".join(arguments.key), as_json=arguments.json)
    from console.settings import read_settings

    settings = read_settings(arguments.settings)
    set_language(Language(arguments.lang) if arguments.lang else settings.language)
    return show_key(settings.data_dir)


def run_wall(settings: "Settings", arguments: argparse.Namespace) -> int:
    if arguments.autostart is not None:
        from console.commands.autostart import set_autostart

        file = str(arguments.settings.resolve()) if arguments.settings else ""
        before = {"--settings": file, "--lang": arguments.lang or ""}
        after = {"--screen": arguments.screen, "--database": arguments.database}
        words = [[part for pair in given.items() if pair[1] for part in pair] for given in (before, after)]
        return set_autostart(on=arguments.autostart, arguments=[*words[0], "wall", *words[1]])
    from console.commands.wall import wall

    return wall(settings, arguments.database, arguments.screen)


def wants_keeper(arguments: argparse.Namespace) -> bool:
    """Whether this opens windows that shall be there again after a crash."""
    from console.commands.display import display_there
    from console.commands.keeper import is_kept

    wall = arguments.command == "wall" and arguments.autostart is None
    demo = arguments.command == "demo" and not (arguments.headless or arguments.passwords)
    windows = wall or arguments.command == "desk" or demo
    return windows and display_there() and not is_kept()


def main(arguments: Sequence[str] | None = None) -> int:
    from console.commands.keeper import FAILED, Keeper, this_program

    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        parsed = parser().parse_args(words)
        if wants_keeper(parsed):
            return Keeper(this_program(words)).run()
        return run(parsed)
    except SiagaError as error:
        sys.stderr.write(sentence(error) + "\n")
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception:
        logging.getLogger("siaga").exception("the console failed")
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
