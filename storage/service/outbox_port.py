"""The notifier's door to the record: it takes messages and says what became of them, and sees nothing else."""

from typing import Protocol
from uuid import UUID

from storage.model.messages import Message, MessageState, SendOutcome


class Outbox(Protocol):
    """At least once: a message is taken again when its taker says nothing. Raises storage.service.errors subclasses."""

    def claim(self, *, most: int = 50, seconds: float = 60.0) -> tuple[Message, ...]:
        """Take what is due, the oldest first, for so long; two who ask at once never get the same.

        What has no address any more, or is too late, is settled by the record itself.
        """
        ...

    def settle(self, message_id: UUID, claim: UUID, outcome: SendOutcome) -> MessageState:
        """Say what became of it; the state that follows. Said twice is once.

        Raises Stale where it was taken again by another since.
        """
        ...

    def close(self) -> None: ...
