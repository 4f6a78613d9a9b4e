"""The dialog that adds or changes a camera, with the probe that says what its addresses give."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.camera_probe import ProbeAnswer, Source
from console.presenters.cameras import CamerasPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import sentence
from storage.model.cameras import Camera
from storage.model.people import Agency
from widgets.cameras.drafts import CameraDraft
from widgets.cameras.form import CameraForm
from widgets.common.places import PlaceSearch
from widgets.common.signals import Sent

WIDTH_PX = 1060


class CameraSheet(QObject):
    """Implements the presenter's CamerasView. `saved` tells which camera; `failed` an error while it is closed."""

    saved = Sent[Camera]()
    failed = Sent[SiagaError]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: CamerasPresenter | None = None
        self._next_number = 0
        self.may_edit = False
        self.form = CameraForm()
        self.sheet = Sheet("console.sheet.camera", self.form, owner, width=WIDTH_PX)
        self.form.submitted.connect(self._submitted)
        self.form.probe_requested.connect(self._probe)
        self.form.cancelled.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: CamerasPresenter) -> None:
        self._presenter = presenter

    @Slot(object)
    def set_place_search(self, search: PlaceSearch) -> None:
        self.form.set_place_search(search)

    def edit(self, camera: Camera | None) -> None:
        """Open the form for `camera`, or for a new one."""
        if not self.may_edit:
            return
        self.form.set_error("")
        self.form.set_busy(False)
        self.form.start(camera, self._next_number)
        self.sheet.present()

    def show_may_edit(self, allowed: bool) -> None:
        self.may_edit = allowed
        if not allowed:
            self.sheet.reject()

    def show_agencies(self, agencies: tuple[Agency, ...]) -> None:
        self.form.set_agencies(agencies)

    def show_known(self, groups: tuple[str, ...], next_number: int) -> None:
        self._next_number = next_number
        self.form.set_groups(groups)

    def show_saving(self, saving: bool) -> None:
        self.form.set_busy(saving)

    def show_saved(self, camera: Camera) -> None:
        self.sheet.accept()
        self.saved.emit(camera)

    def show_save_failed(self, error: SiagaError) -> None:
        if self.sheet.isVisible():
            self.form.set_error(sentence(error), str(error.facts.get("field", "")))
        else:
            self.failed.emit(error)

    def show_probing(self, probing: bool, *, sub: bool) -> None:
        self.form.set_probe_busy(probing, sub=sub)

    def show_probe(self, answer: ProbeAnswer, *, sub: bool) -> None:
        self.form.set_probe_lines(answer.lines, ok=answer.works, sub=sub)

    def show_regrets(self, sentences: tuple[str, ...]) -> None:
        self.form.set_regrets(sentences)

    @Slot(object)
    def _submitted(self, draft: CameraDraft) -> None:
        if self._presenter is not None:
            self._presenter.save(draft.camera, draft.username, draft.password)

    @Slot(object)
    def _probe(self, draft: CameraDraft) -> None:
        if self._presenter is not None:
            camera = draft.camera
            source = Source(camera.main_url, draft.username or "", draft.password or "", camera.transport.value)
            self._presenter.probe(source, camera.sub_url, is_stored=camera.version > 0)

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.forget_probe()
