"""The audit's commands as calls of the server's functions, which judge and write them."""

import sqlalchemy as sa

from storage.model.callers import normal_number
from storage.pg.write import write
from storage.service.commands import AskErasure, CarryOutErasure, NoteSavedStill

_NOTE = sa.text("SELECT siaga.note_saved_still(:id, :camera, :at, :sha256)")
_ASK = sa.text("SELECT siaga.ask_erasure(:id, :reason, CAST(:reports AS uuid[]), :number_key, CAST(:rows AS bigint[]))")
_CARRY_OUT = sa.text("SELECT siaga.carry_out_erasure(:id)")


@write.register
def _note_saved_still(command: NoteSavedStill, connection: sa.Connection) -> None:
    values = {"camera": command.camera_id, "at": command.at, "sha256": command.sha256}
    connection.execute(_NOTE, {"id": command.key, **values})


@write.register
def _ask_erasure(command: AskErasure, connection: sa.Connection) -> None:
    values = {"id": command.erasure_id, "reason": command.reason, "reports": list(command.report_ids)}
    number = {"number_key": normal_number(command.caller_number), "rows": list(command.audit_numbers)}
    connection.execute(_ASK, {**values, **number})


@write.register
def _carry_out_erasure(command: CarryOutErasure, connection: sa.Connection) -> None:
    connection.execute(_CARRY_OUT, {"id": command.erasure_id})
