"""The ticket's links on the desk: a line on the ticket, and the dialog behind its key."""

from uuid import UUID

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from console.presenters.links import LinksPresenter
from console.windows.desk import DeskWindow
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.links import LinkKind
from storage.model.tickets import Still
from widgets.incidents.kin_page import KinPage
from widgets.incidents.kin_values import Kin

SHEET_PX = (1060, 560)


class LinksDesk(QObject):
    """Implements LinksView on the desk's detail."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._presenter: LinksPresenter | None = None
        self.line = window.detail.kin
        self.page = KinPage()
        self.sheet = Sheet("links.title", self.page, window, width=SHEET_PX[0])
        self.sheet.resize(*SHEET_PX)
        self.line.clicked.connect(self._open)
        self.page.closed.connect(self.sheet.dismiss)
        self.page.ticket_chosen.connect(self._chosen)
        self.page.link_requested.connect(self._link)
        self.page.unlink_requested.connect(self._unlink)
        self.page.ignored.connect(self._ignore)
        self.page.compare.picture_wanted.connect(self._picture_wanted)

    def attach(self, presenter: LinksPresenter) -> None:
        self._presenter = presenter

    # LinksView.

    def show_kin(self, kin: Kin | None) -> None:
        self.line.set_kin(kin)
        if kin is None:
            self.sheet.hide()  # what it shows is of another ticket
        if kin is None or self.sheet.isVisible():
            self.page.set_kin(kin)

    def show_picture(self, still: Still) -> None:
        image = QImage.fromData(still.jpeg)
        if not image.isNull():
            self.page.set_picture(still.id, image)

    def show_linking(self, linking: bool) -> None:
        self.page.set_busy(linking)

    def show_linked(self) -> None:
        self.page.show_done()

    def show_overtaken(self) -> None:
        self.page.set_error(say("links.overtaken"))

    def show_link_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    def show_error(self, error: SiagaError) -> None:
        if self.sheet.isVisible():
            self.page.set_error(sentence(error))
        else:
            self._window.show_error(error)

    # What a person does.

    @Slot()
    def _open(self) -> None:
        kin = self.line.kin
        if kin is not None:
            self.sheet.present()
            self.page.set_kin(kin)
            self.page.start()

    @Slot(object)
    def _chosen(self, ticket_id: UUID) -> None:
        self.sheet.accept()
        self._window.take_ticket(ticket_id)

    @Slot(object, object)
    def _link(self, kind: LinkKind, other_id: UUID) -> None:
        if self._presenter is not None:
            self._presenter.link(kind, other_id)

    @Slot(object, str)
    def _unlink(self, child_id: UUID, reason: str) -> None:
        if self._presenter is not None:
            self._presenter.unlink(child_id, reason)

    @Slot(object)
    def _ignore(self, other_id: UUID) -> None:
        if self._presenter is not None:
            self._presenter.ignore(other_id)

    @Slot(object)
    def _picture_wanted(self, still_id: UUID) -> None:
        if self._presenter is not None:
            self._presenter.want_picture(still_id)
