"""The dialog in which a file or a folder is chosen: in the person's language, in our look, one at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from support.qt import Heard

from console.windows.file_asker import FileAsker
from resources.words import Language, catalog, set_language
from widgets import theme
from widgets.qtwords import WORDS, catalogue

ENGLISH = {catalog(Language.ENGLISH)[f"qt_dialog.{word}"] for word in WORDS}
SAME = {"OK"}


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    theme.retranslate(application())
    yield made
    set_language(Language.INDONESIAN)
    theme.retranslate(application())


def application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def dialog_of(owner: QWidget, qtbot: QtBot) -> QFileDialog:
    (dialog,) = [one for one in owner.findChildren(QFileDialog) if one.isVisible()]
    table = dialog.findChild(QTreeView)
    assert table is not None
    qtbot.waitUntil(lambda: table.model().rowCount(table.rootIndex()) > 0)
    return dialog


def said(dialog: QFileDialog) -> set[str]:
    """All that its labels, buttons, tooltips and columns say."""
    buttons = dialog.findChildren(QAbstractButton)
    words = {text for one in buttons for text in (one.text(), one.toolTip(), one.accessibleDescription())}
    words |= {one.text() for one in dialog.findChildren(QLabel)}
    table = dialog.findChild(QTreeView)
    assert table is not None
    columns = range(table.model().columnCount())
    words |= {str(table.model().headerData(at, Qt.Orientation.Horizontal)) for at in columns}
    return words - {""}


@pytest.mark.parametrize("way", ["save", "which", "folder"])
def test_nothing_of_qts_english_is_left_in_it(owner: QWidget, qtbot: QtBot, tmp_path: Path, way: str) -> None:
    (tmp_path / "map").mkdir()
    asker = FileAsker(owner)
    if way == "folder":
        asker.ask_folder("Pilih map", str(tmp_path))
    else:
        asker.begin_beside(str(tmp_path / "x"))
        asker.ask_which("Buka", "CSV (*.csv)") if way == "which" else asker.ask_where_to_save("Simpan", "a", "*", "csv")
    words = said(dialog_of(owner, qtbot))
    assert words & ENGLISH - SAME == set()
    assert {"Batal", "Map di atasnya", "Ukuran", "&Di dalam:"} <= words


def test_it_speaks_english_where_that_is_chosen(owner: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    set_language(Language.ENGLISH)
    theme.retranslate(application())
    asker = FileAsker(owner)
    asker.begin_beside(str(tmp_path / "x"))
    asker.ask_where_to_save("Save", "a", "*", "csv")
    words = said(dialog_of(owner, qtbot))
    assert words <= ENGLISH | {"Date Modified"}
    assert {"Cancel", "Parent Directory", "Size", "&Look in:"} <= words


def test_what_is_chosen_is_told_once_and_the_dialog_is_gone(owner: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    asker = FileAsker(owner)
    told = Heard(asker.chosen)
    asker.ask_folder("Pilih map", str(tmp_path))
    dialog = dialog_of(owner, qtbot)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(tmp_path / "map"))
    dialog.accept()
    assert [Path(one) for (one,) in told.told] == [tmp_path / "map"]
    qtbot.waitUntil(lambda: owner.findChildren(QFileDialog) == [])


def test_a_sheet_that_closes_takes_its_dialog_along(owner: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    asker = FileAsker(owner)
    told = Heard(asker.chosen)
    asker.ask_folder("Pilih map", str(tmp_path))
    dialog_of(owner, qtbot)
    asker.drop()
    qtbot.waitUntil(lambda: owner.findChildren(QFileDialog) == [])
    assert told.told == []


def test_the_question_before_a_file_is_replaced_is_in_our_words(owner: QWidget) -> None:
    box = QMessageBox(owner)
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    assert {one.text() for one in box.buttons()} == {"&Ya", "&Tidak"}
    question = catalog(Language.ENGLISH)["qt_dialog.exists"]
    assert application().translate("QFileDialog", question) == "%1 sudah ada.\nGanti berkas itu?"


def test_a_catalogue_is_found_by_qt_whole_and_nothing_else_is_changed() -> None:
    made = {f"word {at}": f"kata {at} – é" for at in range(200)}
    data = catalogue(made)
    translator = QTranslator()
    assert translator.load(data)
    assert {source: translator.translate("Any", source) for source in made} == made
    assert not translator.translate("Any", "word 200")
