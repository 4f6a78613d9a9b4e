"""The part of the desk that saves a picture as a file: of the chosen live tile, or of the recording that is shown."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot

from console.app.part import Part
from console.app.playback import Playback
from console.bridge.jobs import QtJobs
from console.bridge.still_files import StillNote, save_still
from console.bridge.video import VideoBridge
from console.clock import utc_now
from console.presenters.session import SessionListener
from console.presenters.still_notes import NoteOf, StillNotes
from console.presenters.tickets import TicketsPresenter
from console.settings import Settings
from console.windows.desk import DeskWindow
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.cameras import Camera
from video.events import CameraId
from widgets.common.notices import Tone


class Stills(Part):
    """F12. `slow` writes the file, `jobs` its line in the log book."""

    def __init__(
        self,
        window: DeskWindow,
        tickets: TicketsPresenter,
        video: VideoBridge,
        playback: Playback,
        jobs: QtJobs,
        slow: QtJobs,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window, self._tickets, self._video, self._playback = window, tickets, video, playback
        self._slow, self._site, self._folder = slow, settings.site_name, settings.stills_dir
        self._for: Camera | None = None
        self._note: NoteOf | None = None
        self.notes = StillNotes(self, jobs)
        video.still_taken.connect(self._live_taken)
        video.still_failed.connect(self._failed)
        for mode in (playback.recording, playback.replay):
            mode.player.still_taken.connect(self._recorded_taken)
            mode.player.still_failed.connect(self._failed)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return (self.notes,)

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"save_still": self.save}

    @Slot()
    def save(self) -> None:
        camera = self._playback.chosen_camera()
        if not self._tickets.signed_in:
            self._window.person_requested.emit()
        elif camera is None:
            self._window.show_calm(say("stills.no_camera"))
        else:
            self._for, self._note = camera, self.notes.of_now()
            mode, own = self._playback.mode, CameraId(str(camera.id))
            if mode is None:
                self._video.take_still(own)
            else:
                mode.player.take_still(own)

    @Slot(str, bytes)
    def _live_taken(self, camera_id: str, jpeg: bytes) -> None:
        self._write(camera_id, jpeg, utc_now())

    @Slot(str, bytes, object)
    def _recorded_taken(self, camera_id: str, jpeg: bytes, at: datetime) -> None:
        self._write(camera_id, jpeg, at)

    def _write(self, camera_id: str, jpeg: bytes, at: datetime) -> None:
        camera = self._for
        if camera is None or str(camera.id) != camera_id:
            return
        self._for = None
        caption, note = StillNote(camera, at, self._site), self._note

        def saved(file: Path) -> None:
            self._window.show_calm(say("stills.saved", file=str(file)))
            if note is not None:
                note(camera, at, str(file))

        self._slow.submit(partial(save_still, jpeg, caption, self._folder), saved, self._window.show_error)

    def show_not_noted(self, file: str, error: SiagaError) -> None:
        """The picture is there: what is missing is only its line."""
        self._window.banner.show_notice(
            Tone.AMBER, say("stills.not_noted", file=file, why=sentence(error)), closable=True
        )

    @Slot(str, object)
    def _failed(self, camera_id: str, error: SiagaError) -> None:
        if self._for is not None and str(self._for.id) == camera_id:
            self._for = None
            self._window.show_error(error)
