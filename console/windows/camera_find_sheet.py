"""The dialog that finds cameras on the network and takes them into the record."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.camera_find import CameraFindPresenter
from console.windows.camera_page_sheet import CameraPageSheet
from resources.errors import SiagaError
from resources.words import sentence
from widgets.cameras.find_page import CameraFindPage
from widgets.cameras.find_values import FindState, FindWish

SHEET_PX = (1120, 760)


class CameraFindSheet(QObject):
    """Implements CameraFindView."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: CameraFindPresenter | None = None
        self._may_find = False
        self.page = CameraFindPage()
        self.sheet = CameraPageSheet("cameras.sheet.find", self.page, owner, SHEET_PX, works=True)
        self.page.search_requested.connect(self._search)
        self.page.address_given.connect(self._add)
        self.page.ticked.connect(self._tick)
        self.page.ask_requested.connect(self._ask)
        self.page.planned.connect(self._plan)
        self.page.save_requested.connect(self._save)
        self.page.stop_requested.connect(self._stop)
        self.page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: CameraFindPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_find(self) -> None:
        """Open and search at once: that is what it was opened for."""
        if self._may_find and self._presenter is not None and not self.sheet.isVisible():
            self.sheet.present()
            self.page.start()
            self._presenter.search()

    # CameraFindView.

    def show_may_find(self, allowed: bool) -> None:
        self._may_find = allowed
        if not allowed:
            self.sheet.reject()

    def show_found(self, state: FindState) -> None:
        self.page.set_state(state)

    def show_find_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    # Hands.

    @Slot()
    def _search(self) -> None:
        if self._presenter is not None:
            self._presenter.search()

    @Slot(str)
    def _add(self, address: str) -> None:
        if self._presenter is not None:
            self._presenter.add(address)

    @Slot(str, bool)
    def _tick(self, key: str, chosen: bool) -> None:
        if self._presenter is not None:
            self._presenter.choose(key, chosen)

    @Slot(object)
    def _ask(self, wish: FindWish) -> None:
        if self._presenter is not None:
            self._presenter.ask(wish)

    @Slot(object)
    def _plan(self, wish: FindWish) -> None:
        if self._presenter is not None:
            self._presenter.plan(wish)

    @Slot(object)
    def _save(self, wish: FindWish) -> None:
        if self._presenter is not None:
            self._presenter.save(wish)

    @Slot()
    def _stop(self) -> None:
        if self._presenter is not None:
            self._presenter.stop()

    @Slot()
    def _closed(self) -> None:
        self.page.start()
        if self._presenter is not None:
            self._presenter.forget()
