"""A view that is closed is gone: no signal, timer or cache keeps it."""

import gc
import weakref
from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from support import book_views, camera_views, playback, views
from support.alarm_views import ALARMS, CAMERAS, FLOOD, STOPPED

from console.windows.playback import PlaybackPane
from storage.model.alarms import AlarmLoad
from storage.model.callers import Channel, Contact, Report
from storage.model.links import Likeness
from storage.model.procedure_file import shipped
from storage.model.procedures import ProcedureRun
from storage.model.tickets import Act
from video.events import StreamState, TrafficState
from widgets.alarms.head import AlarmHeader
from widgets.alarms.list import AlarmListView
from widgets.alarms.load import LoadChip
from widgets.alarms.prompts import FalsePrompt, ShelvePrompt
from widgets.alarms.rules import RulesPage
from widgets.cameras.book import CameraBookPage
from widgets.cameras.find_page import CameraFindPage
from widgets.cameras.form import CameraForm
from widgets.cameras.health import CameraHealthPage
from widgets.cameras.health_values import HealthSpan
from widgets.cameras.import_page import CameraImportPage
from widgets.cameras.import_values import ImportState
from widgets.cameras.list import CameraListView
from widgets.common.notices import Banner, Tone
from widgets.incidents.conflict import ConflictView, act_rows
from widgets.incidents.detail import TicketDetailView
from widgets.incidents.drafts import TicketDraft
from widgets.incidents.find_page import FindPage
from widgets.incidents.form import TicketForm
from widgets.incidents.kin_page import KinPage
from widgets.incidents.kin_values import Kin
from widgets.incidents.list import TicketListView
from widgets.incidents.procedure import ProcedureSection, TicketPage
from widgets.incidents.procedure_notice import ProcedureNotices
from widgets.incidents.procedure_prompt import StepPrompt
from widgets.incidents.procedure_values import Asker
from widgets.incidents.reason import ReasonPrompt
from widgets.people.contact_book import ContactBookPage
from widgets.people.login import LoginForm
from widgets.playback.band import RecordedBand
from widgets.playback.export_form import ExportForm
from widgets.playback.grid import RecordedGrid
from widgets.telephone.form import TelephoneForm
from widgets.tiles.grid import TileGrid


def grid() -> QWidget:
    view = TileGrid()
    one = views.CAMERAS[0]
    view.assign(0, one)
    view.set_picture(views.camera_id(one), views.street(64, 36), views.stamp(1))
    view.set_health(views.health(one, StreamState.LIVE, delay_s=0.1))
    view.set_analysis(views.analysis(one, TrafficState.STOPPED))
    view.set_analysis(views.analysis(one, TrafficState.DENSE))
    return view


def recordings() -> QWidget:
    pictures = RecordedGrid()
    pictures.mirror(9, views.CAMERAS)
    view = PlaybackPane(pictures, pictures, RecordedBand())
    view.show_rows(playback.ROWS, views.CAMERAS[0], read=True)
    view.show_span(playback.SPAN, playback.NOW_US)
    view.show_played(playback.PLAYED, playback.NOW_US)
    return view


def evidence() -> QWidget:
    view = ExportForm()
    view.start(views.CAMERAS, (views.CAMERAS[0].id,), (playback.ago(60), playback.ago(0)), "BKS-1", "")
    view.set_running(True)
    return view


def detail() -> QWidget:
    view = TicketDetailView()
    view.set_now(views.NOW)
    view.set_detail(views.detail())
    view.set_still(views.still())
    view.set_contacts((Contact(views.id_of(31), views.DISHUB.id, "Regu jaga A"),))
    view.set_reports((Report(views.id_of(1), views.id_of(2), Channel.RADIO, "Halo", views.NOW, "Operator 1"),))
    view.set_detail(views.detail(views.TICKETS[0], acts=((Act.NOTE, None),)))
    view.set_busy(True)
    return view


def procedure() -> QWidget:
    view = ProcedureSection()
    page = TicketPage((ProcedureNotices(),), TicketDetailView(), view)
    fire = next(one for one in shipped() if one.category == "fire")
    view.set_asker(Asker("supervisor"), views.AGENCIES)
    for number in (4188, 4189):
        view.set_run(ProcedureRun(views.id_of(number), 1, fire), ticket_open=True)
        view.list.chosen.emit("apa")
    view.fold(True)
    return page


def step_prompt() -> QWidget:
    view = StepPrompt()
    view.start("pln", "Hubungi PLN")
    return view


def tickets() -> QWidget:
    view = TicketListView()
    view.set_tickets(views.TICKETS)
    view.select(views.TICKETS[0].id)
    return view


def form() -> QWidget:
    view = TicketForm()
    view.set_choices(views.CATEGORIES, views.AGENCIES)
    view.set_still(QImage.fromData(views.jpeg()))
    view.start(TicketDraft())
    return view


def finding() -> QWidget:
    view = FindPage()
    view.set_choices(views.CATEGORIES, views.AGENCIES)
    view.saved.set_rights(may_keep=True, may_share=True)
    view.show()
    view.start()
    view.field.setText("banjir")
    view.set_found(views.TICKETS, complete=False)
    view.found.step(1)
    view.saved.keep.click()
    return view


def kin() -> QWidget:
    view = KinPage()
    here, there = views.ticket(4190, assignments=()), views.ticket(4188, assignments=())
    alike = Likeness(there, 120.0, timedelta(minutes=5), True, False, 0.8, views.id_of(901))
    view.set_kin(Kin(here, views.id_of(900), (), (alike,), True))
    view.set_picture(views.id_of(901), QImage.fromData(views.jpeg()))
    return view


def telephone() -> QWidget:
    view = TelephoneForm()
    view.set_choices(views.CATEGORIES, views.AGENCIES)
    view.set_now(views.NOW)
    view.show()
    view.start()
    view.set_similar(views.TICKETS)
    view.leave()
    return view


def conflict() -> QWidget:
    view = ConflictView()
    for _ in range(2):
        view.set_conflict(act_rows(Act.CLOSE, views.ticket()), "Operator 1", views.NOW)
    return view


def reason() -> QWidget:
    view = ReasonPrompt()
    view.start(Act.DECLINE, views.AGENCIES)
    return view


def cameras() -> QWidget:
    view = CameraListView()
    view.set_cameras(views.CAMERAS)
    view.focus_search("10")
    return view


def camera_book() -> QWidget:
    view = CameraBookPage()
    view.set_book(camera_views.GROUPED, views.AGENCIES)
    view.search.setText("terminal")
    return view


def camera_health() -> QWidget:
    view = CameraHealthPage()
    view.set_page(camera_views.health_page())
    view.start(HealthSpan.DAY)
    return view


def camera_import() -> QWidget:
    view = CameraImportPage()
    view.set_state(ImportState(camera_views.WRONG_FILE))
    return view


def camera_find() -> QWidget:
    view = CameraFindPage()
    view.set_state(camera_views.FOUND)
    return view


def camera_form() -> QWidget:
    view = CameraForm()
    view.set_groups(("Simpang Tambun",))
    view.set_agencies(views.AGENCIES)
    view.start(views.CAMERAS[0])
    view.set_probe_busy(True)
    return view


def login() -> QWidget:
    view = LoginForm()
    view.set_demo_hint((("op1", "Operator 1"),))
    view.start()
    return view


def banner() -> QWidget:
    view = Banner()
    view.show_notice(Tone.AMBER, "Sebentar.", closable=True)
    return view


def alarms() -> QWidget:
    view = AlarmListView()
    view.set_cameras(CAMERAS)
    view.set_alarms(ALARMS)
    view.select(STOPPED.id)
    view.set_alarms(FLOOD, flood=True)
    view.set_shelved(True)
    return view


def alarm_head() -> QWidget:
    view = AlarmHeader("A")
    view.set_shelved(2, shown=False)
    view.set_sound(calls=True, mute_left_s=None, audible=False)
    return view


def alarm_load() -> QWidget:
    view = LoadChip()
    view.set_load(AlarmLoad(12, 1))
    return view


def shelve() -> QWidget:
    view = ShelvePrompt()
    view.set_now(views.NOW)
    view.start(STOPPED, CAMERAS[1])
    view.choose("7")
    return view


def false_alarm() -> QWidget:
    view = FalsePrompt()
    view.start(STOPPED, None)
    view.choose("2")
    return view


def rules() -> QWidget:
    view = RulesPage()
    view.set_may_edit(True)
    view.set_rules(book_views.RULES, book_views.CAMERAS)
    view.add.click()
    return view


def contacts() -> QWidget:
    view = ContactBookPage()
    view.set_may_edit(True)
    view.set_book(book_views.CONTACTS, views.AGENCIES)
    view.copy.click()
    view.change.click()
    return view


ALARM_MAKERS = (alarms, alarm_head, alarm_load, shelve, false_alarm)
BOOK_MAKERS = (rules, contacts)
MAKERS = (
    *ALARM_MAKERS,
    *BOOK_MAKERS,
    grid,
    recordings,
    evidence,
    detail,
    procedure,
    step_prompt,
    tickets,
    form,
    finding,
    kin,
    telephone,
    conflict,
    reason,
    cameras,
    camera_book,
    camera_health,
    camera_import,
    camera_find,
    camera_form,
    login,
    banner,
)


@pytest.mark.parametrize("make", MAKERS, ids=[make.__name__ for make in MAKERS])
def test_a_view_that_is_closed_is_gone(make: Callable[[], QWidget]) -> None:
    view = make()
    view.resize(900, 600)
    view.grab()
    seen = weakref.ref(view)
    view.close()
    view.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    del view
    gc.collect()
    assert seen() is None
