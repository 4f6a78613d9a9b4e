"""The outbox on PostgreSQL, for the notifier's login."""

from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from storage.model.messages import Message, MessageKind, MessageState, SendOutcome
from storage.model.tickets import TicketState
from storage.pg.unit_of_work import UnitOfWork


def connect_notifier(dsn: str, login: str, password: str) -> "PgOutbox":
    """Connect the notifier; `dsn` has neither user nor password. Raises BadLogin, Unreachable, OtherSchema."""
    work = UnitOfWork(dsn, login, password, application="siaga notifier")
    work.open()
    return PgOutbox(work)


class PgOutbox:
    """`storage.service.outbox_port.Outbox` on PostgreSQL. Any other login gets Forbidden from every call."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def claim(self, *, most: int = 50, seconds: float = 60.0) -> tuple[Message, ...]:
        query = sa.text("SELECT * FROM siaga.claim_messages(:most, :seconds)")
        with self._work.writing(act="claim_messages") as connection:
            rows = connection.execute(query, {"most": most, "seconds": seconds}).all()
        return tuple(_message(row) for row in rows)

    def settle(self, message_id: UUID, claim: UUID, outcome: SendOutcome) -> MessageState:
        settling = sa.select(sa.func.siaga.settle_message(message_id, claim, outcome.value))
        with self._work.writing(act="settle_message") as connection:
            return MessageState(connection.execute(settling).scalar_one())

    def close(self) -> None:
        self._work.close()


def _message(row: sa.Row[tuple[object, ...]]) -> Message:
    message = Message(**row._mapping)
    return replace(message, kind=MessageKind(message.kind), ticket_state=TicketState(message.ticket_state))
