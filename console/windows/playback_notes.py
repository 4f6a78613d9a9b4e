"""What the desk says of a moment that was asked for: where it is, or why it cannot be shown."""

from PySide6.QtCore import QObject

from resources.words import say
from storage.model.cameras import Camera
from widgets.common.signals import Sent
from widgets.playback.values import Us
from widgets.playback.wording import whole_moment


class MomentNotes(QObject):
    """Implements MomentView with sentences; `found(camera, at)` is a moment that can be shown."""

    found = Sent[Camera, Us]()
    said = Sent[str]()

    def show_moment(self, camera: Camera, at_us: int) -> None:
        self.found.emit(camera, Us(at_us))

    def show_not_recorded(self, camera: Camera) -> None:
        self.said.emit(say("playback_desk.note.not_recorded", number=camera.number))

    def show_too_old(self, camera: Camera, at_us: int, oldest_us: int) -> None:
        oldest = whole_moment(oldest_us)
        words = say("playback_desk.note.too_old", number=camera.number, at=whole_moment(at_us), oldest=oldest)
        self.said.emit(words)

    def show_no_moment(self, camera: Camera, at_us: int) -> None:
        self.said.emit(say("playback_desk.note.no_moment", number=camera.number, at=whole_moment(at_us)))

    def show_elsewhere(self, camera: Camera, at_us: int, station: str) -> None:
        at = whole_moment(at_us)
        self.said.emit(say("playback_desk.note.moment_elsewhere", number=camera.number, at=at, station=station))

    def show_nothing_chosen(self) -> None:
        self.said.emit(say("playback_desk.note.nothing_chosen"))
