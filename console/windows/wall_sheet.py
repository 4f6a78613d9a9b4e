"""The dialog "Ke dinding": what goes to the wall and why, and the wall released."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.wall_push import WallPushPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.cameras import Camera
from widgets.common.signals import Sent
from widgets.wall.push_form import PushForm
from widgets.wall.values import Pushed


class WallSheet(QObject):
    """Implements the presenter's WallPushView over a desk."""

    failed = Sent[SiagaError]()  # while the dialog is closed

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: WallPushPresenter | None = None
        self.form = PushForm()
        self.sheet = Sheet("wall.sheet.title", self.form, owner, width=600)
        self.form.submitted.connect(self._submitted)
        self.form.released.connect(self._released)
        self.form.cancelled.connect(self.sheet.dismiss)

    def attach(self, presenter: WallPushPresenter) -> None:
        self._presenter = presenter

    def show_may_push(self, allowed: bool, person: str) -> None:
        self.form.set_person(person)
        if not allowed:
            self.sheet.reject()

    def show_standing(self, pushed: Pushed | None) -> None:
        self.form.set_standing(pushed)

    def show_offer(self, cameras: tuple[Camera, ...], chosen: tuple[UUID, ...], reason: str) -> None:
        self.form.start(cameras, chosen, reason)
        self.sheet.present()

    def show_sending(self, sending: bool) -> None:
        self.form.set_busy(sending)

    def show_sent(self) -> None:
        self.sheet.accept()

    def show_failed(self, error: SiagaError) -> None:
        if self.sheet.isVisible():
            self.form.set_error(sentence(error))
        else:
            self.failed.emit(error)

    @Slot(object, str)
    def _submitted(self, camera_ids: tuple[UUID, ...], reason: str) -> None:
        if self._presenter is not None:
            self._presenter.push(camera_ids, reason)

    @Slot()
    def _released(self) -> None:
        if self._presenter is not None:
            self._presenter.release()
