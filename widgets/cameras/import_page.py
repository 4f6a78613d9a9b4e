"""Cameras from a file: what it would change, everything that is wrong with it, and only then the saving."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter
from PySide6.QtWidgets import QProgressBar, QWidget

from resources.words import say
from storage.model.camera_csv import CameraLine, LineError, Standing
from widgets import theme
from widgets.cameras.import_values import CheckedFile, ImportState, LineFailure
from widgets.cameras.page import CameraPage
from widgets.common.buttons import KeyButton
from widgets.common.notices import Tone
from widgets.common.sections import HeadLine, NoteLine, RowLine, SectionLine, paint_cell
from widgets.common.signals import Sent
from widgets.theme import Role

ROW_PX = 36
_LINE_X, _WHAT_X, _TEXT_X = 34, 120, 330


@dataclass(frozen=True, slots=True)
class ImportLine(RowLine):
    """`what` is the column or the camera, `text` the error or what changes."""

    icon: str
    role: Role
    line: int
    what: str
    text: str


class CameraImportPage(CameraPage):
    """`file_given` is a file that was dropped; the buttons ask for the rest."""

    choose_requested = Sent[()]()
    file_given = Sent[str]()
    check_requested = Sent[()]()
    apply_requested = Sent[bool]()  # only the good lines of a file with errors
    stop_requested = Sent[()]()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cameras.import.title", paint_line, ROW_PX, parent)
        self._state = ImportState()
        self.setAcceptDrops(True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.apply = KeyButton("widgets.save", "Ctrl+S", primary=True, parent=self)
        self.choose = KeyButton("cameras.import.choose", "Ctrl+O", parent=self)
        self.again = KeyButton("cameras.import.again", "Ctrl+R", parent=self)
        self.good = KeyButton("widgets.save", "Ctrl+Shift+S", parent=self)
        self.below.addWidget(self.progress)
        for button in (self.apply, self.choose, self.again, self.good):
            self.acts.addWidget(button)
        self.lay_out()
        self.apply.clicked.connect(self._apply)
        self.good.clicked.connect(self._apply_good)
        self.choose.clicked.connect(self.choose_requested)
        self.again.clicked.connect(self.check_requested)
        self.list.chosen.connect(self._say_counts)
        self.retranslate()

    # --- values in ---

    def set_state(self, state: ImportState) -> None:
        before, self._state = self._state, state
        if state.checked is not None and state.total == before.total > 0:  # one more line is saved
            self.progress.setValue(state.saved + len(state.failures))
            self._say_counts()
            return
        self.set_busy(state.is_checking)
        if state.is_checking or state.total:
            self.set_error("")
        self.retranslate()

    # --- words ---

    def retranslate(self) -> None:
        super().retranslate()
        state, checked = self._state, self._state.checked
        saving = state.total > 0
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.setVisible(saving)
        if saving:
            self.progress.setMaximum(state.total)
            self.progress.setValue(state.saved + len(state.failures))
        count = len(checked.to_save) if checked is not None else 0
        wrong = checked is not None and bool(checked.errors)
        if count:
            self.apply.set_word("cameras.import.apply", n=count)
            self.good.set_word("cameras.import.good", n=count)
        else:
            self.apply.set_word("cameras.import.apply_none")
            self.good.set_word("cameras.import.good_none")
        self.apply.setVisible(checked is not None and not wrong)
        self.apply.setEnabled(count > 0 and not saving)
        self.good.setVisible(wrong and count > 0)
        self.good.setEnabled(not saving)
        for button in (self.choose, self.again):
            button.setEnabled(not saving and not state.is_checking)
        self.again.setVisible(checked is not None)
        self.choose.set_primary(checked is None)
        self.leave.set_word("cameras.import.stop" if saving else "books.close")
        self.list.set_lines(self._lines())
        self._say_counts()

    @Slot()
    def _say_counts(self) -> None:
        state, checked = self._state, self._state.checked
        self.note.set_text(say("cameras.import.about") if checked is None else _counts(checked))
        if state.total:
            done = state.saved + len(state.failures)
            self.said.set_text(say("cameras.import.saving", done=done, total=state.total))
        elif state.saved or state.failures:
            word = "cameras.import.stopped" if state.was_stopped else "cameras.import.saved"
            self.said.set_text(say(word, n=state.saved, failed=len(state.failures)))
        elif checked is not None and not checked.errors and not checked.to_save:
            self.said.set_text(say("cameras.import.nothing"))
        else:
            self.said.set_text(self.list.row.sentence if self.list.row is not None else "")
        if checked is not None and checked.errors:
            self.notice.show_notice(Tone.AMBER, say("cameras.import.wrong", n=len(checked.errors)))
        elif checked is not None and checked.ignored:
            self.notice.show_notice(Tone.CALM, say("cameras.import.ignored", columns=", ".join(checked.ignored)))
        else:
            self.notice.clear()

    def _lines(self) -> tuple[SectionLine, ...]:
        state, checked = self._state, self._state.checked
        if checked is None:
            word = "cameras.import.checking" if state.is_checking else "cameras.import.drop"
            return (NoteLine(say(word)),)
        lines: list[SectionLine] = []
        if state.failures:
            lines += [HeadLine(say("cameras.import.refused"), len(state.failures)), *map(_failure_line, state.failures)]
        if checked.errors:
            lines += [HeadLine(say("cameras.import.errors"), len(checked.errors)), *_error_lines(checked.errors)]
        for standing in (Standing.NEW, Standing.CHANGED):
            found = checked.of(standing)
            if found:
                head = HeadLine(say(f"cameras.import.standing.{standing.value}"), len(found))
                lines += [head, *map(_camera_line, found)]
        return tuple(lines) or (NoteLine(say("cameras.import.nothing")),)

    # --- hands ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.file_given.emit(str(Path(files[0])))

    @Slot()
    def leave_page(self) -> None:
        """Esc stops what is being saved, and closes where nothing is."""
        if self._state.total:
            self.stop_requested.emit()
        else:
            self.closed.emit()

    @Slot()
    def _apply(self) -> None:
        self.apply_requested.emit(False)

    @Slot()
    def _apply_good(self) -> None:
        self.apply_requested.emit(True)


def _counts(checked: CheckedFile) -> str:
    counts = {one.value: len(checked.of(one)) for one in Standing}
    return say("cameras.import.counts", file=checked.name, **counts)


def _camera_line(line: CameraLine) -> ImportLine:
    what = f"{line.camera.number} {line.camera.name}"
    fields = [say(f"cameras.import.field.{name}") for name in line.changed]
    text = ", ".join(fields) if line.standing is Standing.CHANGED else line.camera.main_url
    icon = "plus" if line.standing is Standing.NEW else "note"
    at = say("cameras.import.line", line=line.line)
    return ImportLine(("line", line.line), f"{at}: {what}, {text}", icon, Role.SECOND, line.line, what, text)


def _error_lines(errors: tuple[LineError, ...]) -> list[ImportLine]:
    made = []
    for at, one in enumerate(errors):
        where = say("cameras.import.line", line=one.line)
        told = f"{where}, {one.column}: {one.sentence}"
        made.append(ImportLine(("error", at), told, "warning", Role.AMBER, one.line, one.column, one.sentence))
    return made


def _failure_line(failure: LineFailure) -> ImportLine:
    line = failure.line
    what = f"{line.camera.number} {line.camera.name}"
    where = say("cameras.import.line", line=line.line)
    told = f"{where}, {what}: {failure.sentence}"
    return ImportLine(("failed", line.line), told, "error", Role.RED, line.line, what, failure.sentence)


def paint_line(painter: QPainter, rect: QRectF, line: RowLine) -> None:
    if not isinstance(line, ImportLine):
        return
    left = rect.left() + theme.PAD
    theme.paint_icon(painter, QRectF(left, rect.center().y() - 7, 14, 14), line.icon, line.role)
    at = QRectF(rect.left() + _LINE_X, rect.top(), _WHAT_X - _LINE_X - 8, rect.height())
    paint_cell(painter, at, say("cameras.import.line", line=line.line), Role.SECOND)
    what = QRectF(rect.left() + _WHAT_X, rect.top(), _TEXT_X - _WHAT_X - theme.PAD, rect.height())
    paint_cell(painter, what, line.what)
    text = QRectF(rect.left() + _TEXT_X, rect.top(), rect.width() - _TEXT_X - theme.PAD, rect.height())
    paint_cell(painter, text, line.text, Role.SECOND if line.role is Role.SECOND else Role.TEXT)
