"""Forms that cost somebody work are not dropped by one Esc, nor by the frame's close button."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from support import views
from support.qt import Heard

from console.windows.sheet import Sheet
from resources.words import say
from widgets.common.written import WrittenForm
from widgets.playback.export_form import ExportForm
from widgets.playback.marking_forms import BookmarkForm, LockForm
from widgets.playback.values import ExportDone
from widgets.tiles.ptz_forms import PresetForm, TakeOverForm

SPAN_US = (1_790_000_000_000_000, 1_790_000_060_000_000)
CAMERA = views.CAMERAS[0]


def begin(form: WrittenForm) -> None:
    if isinstance(form, BookmarkForm):
        form.start("101 Simpang SGC", SPAN_US[0])
    elif isinstance(form, LockForm):
        form.start("101 Simpang SGC", SPAN_US, None, may_release=False)
    elif isinstance(form, ExportForm):
        form.start((CAMERA,), (CAMERA.id,), SPAN_US, "", "bukti")
    elif isinstance(form, TakeOverForm):
        form.start(101, "Simpang SGC", "Rina")
    elif isinstance(form, PresetForm):
        form.start(101, "Simpang SGC")


def field_of(form: WrittenForm) -> QLineEdit:
    """The one that has the keyboard when the form begins."""
    field = form.window().focusWidget()
    assert isinstance(field, QLineEdit)
    return field


@pytest.fixture(params=[BookmarkForm, LockForm, ExportForm, TakeOverForm, PresetForm])
def sheet(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Sheet]:
    owner, form = QWidget(), request.param()
    qtbot.addWidget(owner)
    made = Sheet("footage.bookmark.title", form, owner)
    form.cancelled.connect(made.dismiss)
    begin(form)
    made.present()
    qtbot.waitExposed(made)
    yield made  # noqa: PT022 - the owner lives as long as this frame does


def form_of(sheet: Sheet) -> WrittenForm:
    form = sheet.findChild(WrittenForm)
    assert isinstance(form, WrittenForm)
    return form


def test_an_empty_form_is_left_by_one_esc(sheet: Sheet, qtbot: QtBot) -> None:
    qtbot.keyClick(field_of(form_of(sheet)), Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_what_is_written_is_dropped_by_a_second_esc_alone(sheet: Sheet, qtbot: QtBot) -> None:
    form = form_of(sheet)
    field = field_of(form)
    qtbot.keyClicks(field, "truk merah")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (sheet.isVisible(), field.text()) == (True, "truk merah")
    assert form.error_line.text == say("widgets.unsaved")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    begin(form)
    sheet.present()
    assert (field.text(), form.error_line.text) == ("", "")
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert sheet.isVisible()


def test_the_frames_close_button_asks_as_esc_does(sheet: Sheet, qtbot: QtBot) -> None:
    qtbot.keyClicks(field_of(form_of(sheet)), "truk merah")
    sheet.close()
    assert sheet.isVisible()
    sheet.close()
    assert not sheet.isVisible()


def test_evidence_that_is_under_way_or_done_is_left_at_once(qtbot: QtBot) -> None:
    form = ExportForm()
    qtbot.addWidget(form)
    left = Heard(form.cancelled)
    begin(form)
    form._reason.setText("Diminta Polri")
    form.set_running(True)
    form.cancel.click()
    form.set_done(ExportDone("bukti", "ab" * 32, 3, 1_000_000, 0.0))
    form.set_running(False)
    form.cancel.click()
    assert len(left) == 2
