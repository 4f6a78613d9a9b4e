"""The dialog that adds or changes a camera, with the probe that says what its URL gives."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.cameras import CamerasPresenter, ProbeAnswer, Source
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.cameras import Camera, Place
from widgets.cameras.drafts import CameraDraft
from widgets.cameras.form import CameraForm


class CameraSheet(QObject):
    """Implements the presenter's CamerasView."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: CamerasPresenter | None = None
        self.may_edit = False
        self.form = CameraForm()
        self.sheet = Sheet("console.sheet.camera", self.form, owner, width=640)
        self.form.submitted.connect(self._submitted)
        self.form.probe_requested.connect(self._probe)
        self.form.cancelled.connect(self.sheet.dismiss)

    def attach(self, presenter: CamerasPresenter) -> None:
        self._presenter = presenter

    def set_places(self, places: tuple[Place, ...]) -> None:
        self.form.set_places(places)

    def edit(self, camera: Camera | None) -> None:
        """Open the form for `camera`, or for a new one."""
        if not self.may_edit:
            return
        self.form.set_error("")
        self.form.set_busy(False)
        self.form.start(camera)
        self.sheet.present()

    def show_may_edit(self, allowed: bool) -> None:
        self.may_edit = allowed
        if not allowed:
            self.sheet.reject()

    def show_saving(self, saving: bool) -> None:
        self.form.set_busy(saving)

    def show_saved(self, _camera: Camera) -> None:
        self.sheet.accept()

    def show_save_failed(self, error: SiagaError) -> None:
        self.form.set_error(sentence(error), str(error.facts.get("field", "")))

    def show_probing(self, probing: bool) -> None:
        self.form.set_probe_busy(probing)

    def show_probe(self, answer: ProbeAnswer) -> None:
        self.form.set_probe_lines(answer.lines, ok=answer.works)

    @Slot(object)
    def _submitted(self, draft: CameraDraft) -> None:
        if self._presenter is not None:
            self._presenter.save(draft.camera, draft.username, draft.password)

    @Slot(object)
    def _probe(self, draft: CameraDraft) -> None:
        if self._presenter is not None:
            self._presenter.probe(Source(draft.camera.main_url, draft.username or "", draft.password or ""))
