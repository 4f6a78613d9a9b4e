"""The chosen step with its large answer keys."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from resources.words import say
from storage.model.people import Agency
from storage.model.procedures import OPERATOR, StepKind, StepLine, StepState, may_answer
from widgets import theme
from widgets.alarms.buttons import ListButton
from widgets.common.buttons import KeyButton, LinkButton, key_name
from widgets.common.labels import ElidedLabel, key_width, paint_chip, paint_key
from widgets.common.signals import Sent
from widgets.common.worded import WordedWidget
from widgets.incidents.procedure_values import Asker, answer_word, answered_words, text_of, who_word
from widgets.theme import Role, Type

SKIP_KEY, LOOK_KEY = "Alt+0", "Alt+9"
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_SIDE = 10


class WrappedText(QWidget):
    """A sentence over as many lines as it needs, as high as they are."""

    def __init__(self, type_: Type, *, bold: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._font, self._text = theme.font(type_, bold=bold), ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._grow()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grow()

    def _grow(self) -> None:
        room = QRectF(0, 0, max(80, self.width()), 10_000)
        self.setFixedHeight(round(QFontMetricsF(self._font).boundingRect(room, _WRAPPED, self._text).height()) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(self.rect(), _WRAPPED, self._text)


class AnswerButton(KeyButton):
    """One answer, as wide as there is room; a long one goes over two lines."""

    def __init__(self, answer: str, text: str, key: str, *, wide: bool, compact: bool, parent: QWidget) -> None:
        self.answer, self._wide, self._compact = answer, wide, compact
        super().__init__(key=key, parent=parent)
        self.set_text(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(80, self._height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._type())
        words = self.accessibleName().split()
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0.0)
        return QSize(round(longest + 2 * _SIDE + theme.GAP + key_width(self._key_word())), self._height())

    def _key_word(self) -> str:
        """In little room the digit alone: the line above says that it is with Alt."""
        return self.key.removeprefix("Alt+") if self._compact else key_name(self.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setFixedHeight(self._height())

    def _height(self) -> int:
        if not self._wide:
            return 40
        room = QRectF(0, 0, max(60, self._room().width()), 10_000)
        needed = QFontMetricsF(self._type()).boundingRect(room, _WRAPPED, self.accessibleName()).height()
        return max(32, round(needed) + 8)

    def _room(self) -> QRectF:
        taken = key_width(self._key_word()) + theme.GAP if self.key else 0
        return QRectF(self.rect()).adjusted(_SIDE, 0, -_SIDE - taken, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge, ground, ink = self._colors()
        paint_chip(painter, QRectF(self.rect()), edge, ground)
        painter.setFont(self._type())
        painter.setPen(theme.color(ink))
        painter.drawText(self._room(), _WRAPPED, self.accessibleName())
        if self.key:
            name = self._key_word()
            width = key_width(name)
            chip = QRectF(self.width() - _SIDE - width, (self.height() - 18) / 2, width, 18)
            on = Role.ON_PRIMARY if self.is_primary else Role.SECOND
            paint_key(painter, chip, name, on if self.isEnabled() else Role.FAINT, self._key_edge())


class QuietButton(ListButton):
    """A small button whose key is the whole desk's; in little room it does not show it."""

    def __init__(self, word: str, key: str, hint: str = "", *, parent: QWidget) -> None:
        self._compact = False
        super().__init__(word, key, hint, everywhere=True, parent=parent)
        self.make_quiet()

    @property
    def key(self) -> str:
        return "" if self._compact else self._key

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.retranslate()


class AnswerPanel(WordedWidget):
    """The chosen step in full: who does it, what it asks, and its answers, each with a key of the whole desk."""

    answered = Sent[str]()
    skip_requested = Sent[()]()
    look_requested = Sent[()]()
    picture_requested = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: StepLine | None = None
        self._open = True
        self._asker, self._agencies = Asker(), tuple[Agency, ...]()
        self.who = ElidedLabel(Type.SMALL, Role.SECOND, parent=self)
        self.text = WrappedText(Type.ROW, bold=True, parent=self)
        self.note = WrappedText(Type.SMALL, parent=self)
        self._picture = LinkButton("picture", self)
        self.look = QuietButton("", LOOK_KEY, parent=self)
        self.look.set_icon("camera")
        self.skip = QuietButton("procedures.answer.skip", SKIP_KEY, "procedures.skip_hint", parent=self)
        self._compact = False
        self._row = QGridLayout()
        self._row.setSpacing(theme.GAP)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.SPACE)
        self._buttons: list[AnswerButton] = []
        self._assemble()
        self.look.clicked.connect(self.look_requested)
        self.skip.clicked.connect(self.skip_requested)
        self._picture.clicked.connect(self.picture_requested)

    def _assemble(self) -> None:
        beside = QHBoxLayout()
        beside.setSpacing(theme.GAP)
        beside.addWidget(self.who, 1)
        beside.addWidget(self._picture)
        beside.addWidget(self.skip)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.PAD, theme.GAP, theme.PAD, theme.PAD)
        whole.setSpacing(theme.SPACE)
        whole.addLayout(beside)
        whole.addWidget(self.text)
        whole.addWidget(self.note)
        whole.addSpacing(theme.SPACE)
        whole.addWidget(self.look)
        whole.addLayout(self._row)
        whole.addLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def buttons(self) -> tuple[AnswerButton, ...]:
        return tuple(self._buttons)

    def set_step(self, line: StepLine | None, asker: Asker, agencies: tuple[Agency, ...], *, ticket_open: bool) -> None:
        """Show this step; None where there is nothing more to do."""
        self._line, self._asker, self._agencies, self._open = line, asker, agencies, ticket_open
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        """Little room: keys are named without their Alt, which is said once."""
        if compact != self._compact:
            self._compact = compact
            self.skip.set_compact(compact)
            self.retranslate()

    def set_busy(self, busy: bool) -> None:
        for button in (*self._buttons, self.skip):
            button.setEnabled(not busy)

    def retranslate(self) -> None:
        line = self._line
        self._make_buttons()
        if line is None:
            self.who.set_text("")
            self.text.set_text(say("procedures.all_done"))
        else:
            parts = [str(line.number)]
            if not (self._compact and line.step.who == OPERATOR):
                parts.append(who_word(line.step, self._agencies))
            parts += [] if line.step.must else [say("procedures.optional")]
            parts += [say("procedures.with_alt")] if self._compact and self._buttons else []
            self.who.set_text(" · ".join(parts))
            self.text.set_text(text_of(line.step.text))
        self._picture.set_text(say("procedures.see_picture"))
        self._picture.setVisible(line is not None and line.answer is not None and line.answer.still_id is not None)
        self._tell_note()

    def _tell_note(self) -> None:
        line = self._line
        words = ""
        if line is not None and line.answer is not None:
            given = line.answer
            words = "\n".join(part for part in (answered_words(line), given.reason, given.note) if part)
        if line is not None and not words and not self._open:
            words = say("procedures.read_only")
        elif line is not None and not words and not self._may():
            words = say("procedures.not_yours", who=who_word(line.step, self._agencies))
        self.note.set_text(words)
        self.note.setVisible(bool(words))

    def _may(self) -> bool:
        line = self._line
        return line is not None and may_answer(line.step, self._asker.role, self._asker.agency_code)

    def _can(self) -> bool:
        applies = self._line is not None and self._line.state not in (StepState.WAITING, StepState.NOT_TAKEN)
        return applies and self._open and self._may()

    def _make_buttons(self) -> None:
        for button in self._buttons:
            button.hide()
            button.setShortcut("")
            button.deleteLater()
        self._buttons = []
        line, can = self._line, self._can()
        if line is not None and can:
            wide = line.step.kind is StepKind.CHOICE
            how = {"wide": wide, "compact": self._compact}
            for at, answer in enumerate(line.step.answers, start=1):
                button = AnswerButton(answer, answer_word(line.step, answer), f"Alt+{at}", **how, parent=self)
                button.set_primary(line.step.kind is StepKind.DO and line.answer is None)
                button.clicked.connect(self._on_answer)
                self._place(button, at - 1, wide=wide)
                self._buttons.append(button)
                button.show()
        self.skip.setVisible(can)
        self._tell_look(can)

    def _place(self, button: AnswerButton, at: int, *, wide: bool) -> None:
        """Long answers below each other, short ones beside; three do not fit in little room."""
        if wide:
            self._column.addWidget(button)
        else:
            columns = 2 if self._compact else 4
            self._row.addWidget(button, at // columns, at % columns)

    def _tell_look(self, can: bool) -> None:
        line = self._line
        shown = line is not None and line.step.kind is StepKind.CAMERA and can
        self.look.setVisible(shown)
        if line is None or not shown:
            return
        if line.step.preset is None:
            self.look.set_word("procedures.look")
        else:
            self.look.set_word("procedures.look_at", n=line.step.preset)

    @Slot()
    def _on_answer(self) -> None:
        button = self.sender()
        if isinstance(button, AnswerButton):
            self.answered.emit(button.answer)
