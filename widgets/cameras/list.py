"""The list of cameras on the desk's left: search, state, and the way onto a tile."""

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QStackedLayout, QVBoxLayout, QWidget

from resources.words import say
from storage.model.cameras import Camera
from video.events import Analysis, CameraId, StreamHealth
from widgets import theme
from widgets.cameras.rows import CameraDelegate, CameraModel
from widgets.common.fields import SearchField
from widgets.common.notices import EmptyState
from widgets.common.rowlist import RowList
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.tiles.faces import worst


class CameraListView(WordedWidget):
    """Cameras by number; a number and Enter in the search takes that camera, whatever else matches.

    `camera_activated` is sent at Enter, double click, and number with Enter; rows can be dragged onto a tile.
    """

    camera_activated = Sent[str]()
    camera_selected = Sent[str]()
    menu_requested = Sent[str, QPoint]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = CameraModel(self)
        self._search = SearchField("widgets.cameras.search", self)
        self._view = RowList(self)
        self._view.setDragEnabled(True)
        self._view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.setModel(self._model)
        self._view.setItemDelegate(CameraDelegate(self._view))
        self._empty = EmptyState("widgets.cameras.unread", "camera", self)
        self._read = False  # until then nobody knows whether there are none
        self._build()
        self._connect()
        self._show_right_page()
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(theme.GAP)
        field = QVBoxLayout()
        field.setContentsMargins(theme.PAD, 0, theme.PAD, 0)
        field.addWidget(self._search)
        column.addLayout(field)
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._empty)
        column.addWidget(pages, 1)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._on_search)
        self._search.accepted.connect(self._on_accepted)
        self._search.list_wanted.connect(self._to_list)
        self._view.activated.connect(self._on_activated)
        self._view.selectionModel().selectionChanged.connect(self._on_selection)
        self._view.customContextMenuRequested.connect(self._on_menu)

    # --- values in ---

    def set_cameras(self, cameras: tuple[Camera, ...]) -> None:
        """All cameras, in any order."""
        selected = self.selected_id()
        self._read = True
        self._model.set_cameras(cameras)
        if selected is not None:
            self.select(selected)
        self._show_right_page()

    def set_health(self, health: StreamHealth) -> None:
        self._model.set_health(health)

    def set_analysis(self, analysis: Analysis) -> None:
        self._model.set_traffic(analysis.camera_id, worst(analysis))

    def set_shown(self, shown: frozenset[CameraId]) -> None:
        """The cameras that stand on a tile now; the others are paler."""
        if shown != self._model.shown:
            self._model.shown = shown
            self._view.viewport().update()

    def select(self, camera_id: CameraId) -> None:
        """Put the selection on a camera without telling."""
        row = self._model.row_of(camera_id)
        if row >= 0:
            selection = self._view.selectionModel()
            selection.blockSignals(True)
            self._view.setCurrentIndex(self._model.index(row))
            selection.blockSignals(False)
            self._view.viewport().update()

    def selected_id(self) -> CameraId | None:
        camera = self._model.camera(self._view.currentIndex())
        return CameraId(str(camera.id)) if camera is not None else None

    def count(self) -> int:
        """How many there are, found or not."""
        return self._model.total()

    def focus_search(self, begin: str = "") -> None:
        """The keyboard to the search; `begin` replaces what stood there, such as a digit typed elsewhere."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if begin:
            self._search.setText(begin)
        else:
            self._search.selectAll()

    def retranslate(self) -> None:
        self._model.forget_words()
        self._view.setAccessibleName(say("widgets.cameras.head"))
        self._search.setToolTip(say("widgets.cameras.hint"))
        self._view.viewport().update()

    def _show_right_page(self) -> None:
        none = "widgets.cameras.none" if self._read else "widgets.cameras.unread"
        self._empty.set_word("widgets.cameras.no_match" if self._model.total() else none)
        self._pages.setCurrentWidget(self._view if self._model.rowCount() else self._empty)

    # --- hands ---

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self._model.set_search(text)
        self._show_right_page()

    @Slot()
    def _on_accepted(self) -> None:
        text = self._search.text().strip()
        camera = self._model.by_number(int(text)) if text.isdecimal() else None
        if camera is None:
            camera = self._model.camera(self._model.index(0))
        if camera is not None and text:
            self._search.clear()
            self.camera_activated.emit(str(camera.id))

    @Slot()
    def _to_list(self) -> None:
        if self._model.rowCount():
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._view.currentIndex().isValid():
                self._view.setCurrentIndex(self._model.index(0))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        camera = self._model.camera(index)
        if camera is not None:
            self.camera_activated.emit(str(camera.id))

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, chosen: QItemSelection, left: QItemSelection) -> None:
        indexes = chosen.indexes()
        camera = self._model.camera(indexes[0]) if indexes else None
        if camera is not None:
            self.camera_selected.emit(str(camera.id))

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        camera = self._model.camera(self._view.indexAt(at))
        if camera is not None:
            self.menu_requested.emit(str(camera.id), self._view.viewport().mapToGlobal(at))
