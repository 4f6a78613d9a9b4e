"""`main.py db …`: which function does what."""

import argparse
import signal
from collections.abc import Callable, Mapping

from console.commands.db_door import tell
from console.commands.db_found import init, upgrade
from console.commands.db_keep import bring_back, make_backup, move_record, recover_administrator
from console.commands.db_look import check_record, show_status
from console.settings import Settings
from resources.words import say

_COMMANDS: Mapping[str, Callable[[Settings, argparse.Namespace], int]] = {
    "init": init,
    "prepare": init,
    "upgrade": upgrade,
    "status": show_status,
    "check": check_record,
    "backup": make_backup,
    "restore": bring_back,
    "move": move_record,
    "recover": recover_administrator,
}


def run_database(settings: Settings, arguments: argparse.Namespace) -> int:
    """Carry out one. Ctrl+C, or an order to end, leaves nothing half and is said (130). Raises SiagaError."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _COMMANDS[arguments.what](settings, arguments)
    except KeyboardInterrupt:
        tell("\n" + say("operations.stopped"))
        return 130
    finally:
        signal.signal(signal.SIGTERM, before)
