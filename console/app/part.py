"""What a part of the desk is told: the desk goes through its parts and knows none of them by name."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from console.presenters.session import SessionListener
from storage.model.cameras import Camera
from storage.model.feed import Change
from storage.model.tickets import Ticket, TicketDetail
from video.events import Analysis, StreamHealth


class Part(QObject):
    """A group of presenters with their dialogs."""

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        """What begins and ends with the signed-in person, in this order."""
        return ()

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        """What the desk's keys ask of it, by the names of the table."""
        return {}

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""

    def second(self) -> None:
        """Once a second."""

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None: ...
    def health_known(self, health: StreamHealth) -> None: ...
    def analysed(self, analysis: Analysis) -> None: ...
    def tickets_known(self, tickets: tuple[Ticket, ...]) -> None: ...
    def looked_at(self, detail: TicketDetail | None) -> None: ...

    def close(self) -> None:
        """End what it started."""
