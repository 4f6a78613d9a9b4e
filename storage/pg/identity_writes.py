"""The commands about sealed identities as calls of the server's functions, which judge and write them."""

import sqlalchemy as sa

from storage.pg.write import write
from storage.service.commands import AskUnsealing, DecideUnsealing, OpenIdentity

_ASK = sa.text("SELECT siaga.ask_unsealing(:id, :report, :reason)")
_DECIDE = sa.text("SELECT siaga.decide_unsealing(:id, :grant, :said)")
_OPEN = sa.text("SELECT siaga.open_identity(:id)")


@write.register
def _ask(command: AskUnsealing, connection: sa.Connection) -> None:
    values = {"report": command.report_id, "reason": command.reason}
    connection.execute(_ASK, {"id": command.unsealing_id, **values})


@write.register
def _decide(command: DecideUnsealing, connection: sa.Connection) -> None:
    connection.execute(_DECIDE, {"id": command.unsealing_id, "grant": command.grant, "said": command.reason})


@write.register
def _open(command: OpenIdentity, connection: sa.Connection) -> None:
    connection.execute(_OPEN, {"id": command.unsealing_id})
