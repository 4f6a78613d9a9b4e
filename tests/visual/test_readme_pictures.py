"""The pictures of the README: desk, wall and recordings with the demo city's frames, a call, a report's first page."""

from dataclasses import replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from support import playback, views
from support.shift_values import CONTEXT, busy_facts
from visual.busy_desk import OPEN, busy_desk, with_films
from visual.taking import take
from visual.test_playback_look import filled, with_film
from visual.test_telephone_look import opened, type_in
from visual.test_wall_look import CAMERAS, ROADS, wall

from console.reports.pdf import report_pdf
from console.windows.playback import PlaybackPane
from storage.model.callers import NumberHistory
from widgets.playback.band import RecordedBand
from widgets.playback.grid import RecordedGrid
from widgets.playback.values import Marked, Place, TilePlace

PAGE = QSize(744, 1052)


def test_the_readmes_desk_is_the_desk_of_today(tmp_path, show, qtbot, request, themed, tongue) -> None:
    take(request, busy_desk(tmp_path, show, qtbot), f"pictures/desk-{tongue.value}")


def test_the_readmes_wall_is_the_wall_of_today(show, qtbot, request, themed, tongue) -> None:
    window = wall(show)
    with_films(window.pictures, CAMERAS, ROADS, qtbot)
    take(request, window, f"pictures/wall-{tongue.value}")


def test_the_readmes_recordings_are_the_mode_of_today(show, request, themed, tongue) -> None:
    grid = RecordedGrid()
    grid.mirror(9, views.CAMERAS)
    pane = filled(PlaybackPane(grid, grid, RecordedBand()))
    places = {one: TilePlace(Place.GAP if at == 7 else Place.SHOWN) for at, one in enumerate(playback.PLACES)}
    pane.show_played(replace(playback.PLAYED, places=places), playback.NOW_US)
    pane.show_marked(Marked(playback.ago(1250), playback.ago(1050)))
    show(pane, 1248, 762)
    for at in range(9):
        with_film(grid.tile(at), 101 + at)
    grid.select(0)
    take(request, pane, f"pictures/recordings-{tongue.value}")


def test_the_readmes_call_is_the_form_of_today(show, request, themed, tongue) -> None:
    form = opened(show)
    type_in(form, "0215550112", "Pohon tumbang, ada motor di bawahnya!", "3", "", "dpn mesjid al ikhlas")
    form.set_history("0215550112", NumberHistory(2, 0))
    form.set_similar((OPEN[3],))
    take(request, form, f"pictures/telephone-{tongue.value}")


def test_the_readmes_report_is_the_paper_of_today(qtbot, request, themed, tongue) -> None:
    take(request, first_page(report_pdf(busy_facts(), CONTEXT, tongue)), f"pictures/report-{tongue.value}")


def first_page(pdf: bytes) -> QImage:
    """As it is printed, on white."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)
    document.load(buffer)
    page = document.render(0, PAGE)
    document.close()
    paper = QImage(PAGE, QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, page)
    painter.end()
    return paper
