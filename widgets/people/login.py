"""Who sits down: name and password, over video that keeps running."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLineEdit, QSizePolicy, QWidget

from resources.words import say
from widgets import theme
from widgets.common.forms import FieldLabel, FormBody, labelled, mark_wrong
from widgets.common.labels import ElidedLabel, paint_chip
from widgets.common.signals import Sent
from widgets.theme import Role, Type

ROWS_MOST = 6
"""Of the demo's people in one column: a longer one would push the buttons off a screen of 768 px."""


class LoginForm(FormBody):
    """Sends login and password once both are written; the password is gone from the field at once."""

    submitted = Sent[str, str]()
    demo_chosen = Sent[str]()
    cancelled = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("widgets.login.title", "widgets.login.enter", parent=parent)
        self._login = QLineEdit(self)
        self._password = QLineEdit(self)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self._login, self._password):
            field.setFont(theme.font(Type.ROW))
            field.setMaxLength(63 if field is self._login else 512)
        self._video = ElidedLabel(Type.BODY, Role.SECOND, parent=self)
        self._people: list[_DemoPerson] = []
        self._demo = QWidget(self)
        self._demo_grid = QGridLayout(self._demo)
        self._demo_grid.setContentsMargins(0, theme.GAP, 0, 0)
        self._demo_grid.setSpacing(theme.SPACE)
        self._demo_grid.addWidget(FieldLabel("widgets.login.demo", parent=self._demo), 0, 0)
        self._demo.hide()
        self.column.addWidget(self._video)
        self.column.addLayout(labelled("widgets.login.login", self._login, self))
        self.column.addLayout(labelled("widgets.login.password", self._password, self))
        self.column.addWidget(self._demo)
        self.column.addStretch(1)
        self.setMinimumWidth(380)
        self.submit.clicked.connect(self._on_submit)
        self.cancel.clicked.connect(self.cancelled)
        self.set_cancellable(False)
        self.retranslate()

    def start(self, login: str = "") -> None:
        """Begin anew, the keyboard on the first empty field."""
        self._login.setText(login)
        self._password.clear()
        self.set_error("")
        self.set_busy(False)
        (self._password if login else self._login).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_cancellable(self, cancellable: bool) -> None:
        """Whether somebody is logged in to go back to."""
        self.cancel.setVisible(cancellable)

    def set_demo_hint(self, people: tuple[tuple[str, str], ...]) -> None:
        """The demo's people as (login, name), in two columns where they are many; empty on any desk but the demo's."""
        for button in self._people:
            self._demo_grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._people = [_DemoPerson(login, name, self._demo) for login, name in people]
        rows = ROWS_MOST if len(people) <= ROWS_MOST else (len(people) + 1) // 2
        for at, button in enumerate(self._people):
            self._demo_grid.addWidget(button, 1 + at % rows, at // rows)
            button.clicked.connect(self._on_demo)
        self._demo.setVisible(bool(people))

    def set_error(self, sentence: str) -> None:
        """What is wrong, in a sentence; the password is to be written again."""
        super().set_error(sentence)
        if sentence:
            self._password.clear()
            self._password.setFocus(Qt.FocusReason.OtherFocusReason)
        for field in (self._login, self._password):
            mark_wrong(field, False)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        for button in self._people:
            button.setEnabled(not busy)

    def retranslate(self) -> None:
        super().retranslate()
        self._video.set_text(say("widgets.login.video"))

    @Slot()
    def _on_submit(self) -> None:
        login, password = self._login.text().strip(), self._password.text()
        if not login or not password:
            super().set_error(say("widgets.login.wrong.password" if login else "widgets.login.wrong.login"))
            mark_wrong(self._login, not login)
            mark_wrong(self._password, bool(login))
            (self._password if login else self._login).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.set_error("")
        self._password.clear()
        self.submitted.emit(login, password)

    @Slot()
    def _on_demo(self) -> None:
        button = self.sender()
        if isinstance(button, _DemoPerson):
            self.demo_chosen.emit(button.login)


class _DemoPerson(QAbstractButton):
    def __init__(self, login: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.login = login
        self.setText(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        lit = self.underMouse() or self.isDown()
        edge = Role.SELECTION if self.hasFocus() else Role.LINE
        paint_chip(painter, QRectF(self.rect()), theme.color(edge), theme.color(Role.HOVER if lit else Role.RAISED))
        theme.paint_icon(painter, QRectF(10, (self.height() - 14) / 2, 14, 14), "person", Role.SECOND)
        painter.setFont(theme.font(Type.BODY))
        painter.setPen(theme.color(Role.TEXT if self.isEnabled() else Role.FAINT))
        painter.drawText(self.rect().adjusted(32, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(theme.font(Type.SMALL))
        painter.setPen(theme.color(Role.SECOND))
        width = QFontMetricsF(theme.font(Type.SMALL)).horizontalAdvance(self.login) + 10
        painter.drawText(
            QRectF(self.width() - width, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, self.login
        )
