"""A handover on a real PostgreSQL, through the real sheets and by keys: both sign with their passwords."""

from functools import partial

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from support.cluster import database_of, fresh_database
from support.qt import Heard
from support.shift_desk import PLAN
from support.small_site import new_ticket

from console.bridge.jobs import QtJobs
from console.clock import utc_now
from console.presenters.handover import HandoverPresenter
from console.presenters.handover_paper import from_json
from console.presenters.logbook import LogBookPresenter
from console.presenters.session import SessionPresenter
from console.presenters.shift import ShiftPresenter
from console.presenters.signing import Signer
from console.windows.login import LoginSheet
from console.windows.shift_sheets import ShiftSheets
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.shifts import Side
from storage.pg.migrate import migrate
from storage.pg.people import change_password
from storage.pg.record import connect_person
from storage.pg.seed import seed_demo
from video.events import StreamState
from widgets.shift.values import HandedCamera

PATIENCE_MS = 15_000
OUT = (HandedCamera(102, "Kamera 102", StreamState.LOST, None),)


class SmallDesk:
    """A window, the session and the shift's parts, wired as the composition root wires them, without video."""

    def __init__(self, dsn, passwords):
        self.passwords = passwords
        self.window = QMainWindow()
        self.jobs = QtJobs(self.window)
        self.login = LoginSheet(self.window, ())
        self.sheets = ShiftSheets(self.window)
        self.header = Heard(self.sheets.header_changed)
        self.said, self.failed = Heard(self.sheets.said), Heard(self.sheets.failed)
        connect = partial(connect_person, dsn)
        self.shift = ShiftPresenter(self.sheets, self.jobs, PLAN, utc_now)
        self.log = LogBookPresenter(self.sheets, self.jobs, PLAN, utc_now)
        self.handover = HandoverPresenter(
            self.sheets,
            self.jobs,
            Signer(connect, demo=True),
            self.shift,
            PLAN,
            utc_now,
            self.cameras_out,
            self.change_person,
        )
        listeners = (self.shift, self.log, self.handover)
        change = partial(change_password, dsn)
        self.session = SessionPresenter(self.login, self.jobs, connect, change, listeners, demo=True)
        self.sheets.attach(self.shift, self.log, self.handover)
        self.login.attach(self.session)
        self.window.show()

    def cameras_out(self):
        return OUT

    def change_person(self, login, password):
        self.session.sign_in(login, password)

    def person(self):
        return self.session.person.login if self.session.person is not None else ""

    def close(self):
        self.session.close()
        self.jobs.close()
        self.window.close()
        self.window.deleteLater()


@pytest.fixture(scope="module")
def database(cluster):
    """DSN for people, the superuser's, and the passwords."""
    admin = fresh_database(cluster)
    migrate(admin, demo=True)
    url = "rtsp://10.10.4.1:554/main"
    cameras = [Camera(new_id(), number, f"Kamera {number}", url) for number in (101, 102)]
    logins = seed_demo(admin, cameras, ("kamera", "rahasia-kamera"))
    return f"host=127.0.0.1 port={cluster.port} dbname={database_of(admin)}", admin, logins.people


@pytest.fixture
def desk(qapp, database):
    dsn, _, passwords = database
    made = SmallDesk(dsn, passwords)
    yield made
    made.close()


def type_(text):
    """Into whatever has the keyboard, as a person does."""
    QTest.keyClicks(QApplication.focusWidget(), text)


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def until(qtbot, condition):
    qtbot.waitUntil(condition, timeout=PATIENCE_MS)


def sit_down(desk, qtbot, login):
    """Log in, and sign in to the shift by one key."""
    desk.session.sign_in(login, desk.passwords[login])
    until(qtbot, lambda: desk.sheets.sign_in_sheet.isVisible() or desk.shift.is_signed_in)
    if desk.sheets.sign_in_sheet.isVisible():
        until(qtbot, desk.sheets.sign_in_sheet.isActiveWindow)
        press(Qt.Key.Key_Return)
    until(qtbot, lambda: desk.shift.is_signed_in and not desk.sheets.sign_in_sheet.isVisible())


def open_page(desk, qtbot):
    desk.sheets.open_handover()
    until(qtbot, lambda: desk.sheets.page_sheet.isVisible() and desk.sheets.page_sheet.isActiveWindow())


def error_of(desk):
    return desk.sheets.page._error.text


def sign(desk, qtbot, done):
    press(Qt.Key.Key_Return)
    until(qtbot, lambda: bool(done() or error_of(desk)))


def outgoing_done(desk):
    state = desk.sheets.page._state
    return state is not None and state.outgoing is not None


def test_both_sign_with_their_passwords_and_the_server_knows_who(desk, qtbot, database):
    dsn, admin, passwords = database
    sit_down(desk, qtbot, "operator1")
    assert desk.header.told[-1] == (f"Shift {PLAN.at(utc_now()).name}",)
    other = connect_person(dsn, "operator2", passwords["operator2"])
    other.execute(new_ticket(title="Pohon tumbang di Kalimalang"))
    span = desk.shift.span

    desk.sheets.open_log()
    until(qtbot, desk.sheets.book_sheet.isActiveWindow)
    type_("PJU padam di Kalimalang")
    press(Qt.Key.Key_Return)
    until(qtbot, lambda: any(one.text.startswith("PJU") for one in other.log_entries(since=span.starts_at)))
    press(Qt.Key.Key_Escape)

    open_page(desk, qtbot)
    type_("Tunggu kabar Dishub")
    press(Qt.Key.Key_Tab)
    type_("bukan sandinya")
    sign(desk, qtbot, lambda: outgoing_done(desk))
    assert "kata sandi salah" in error_of(desk)
    assert other.handovers(since=span.starts_at) == ()
    type_(passwords["operator1"])
    press(Qt.Key.Key_Return)
    until(qtbot, lambda: outgoing_done(desk))

    type_("operator1")
    press(Qt.Key.Key_Tab)
    type_(passwords["operator1"])
    sign(desk, qtbot, lambda: desk.said.told)
    assert "harus orang lain" in error_of(desk)
    press(Qt.Key.Key_Backtab)
    type_("operator2")
    press(Qt.Key.Key_Tab)
    type_(passwords["operator2"])
    press(Qt.Key.Key_Return)
    until(qtbot, lambda: desk.person() == "operator2" and desk.shift.is_signed_in)

    (handover,) = other.handovers(since=span.starts_at)
    paper = from_json(handover.content)
    assert handover.complete
    assert [one.title for one in paper.tickets if "Kalimalang" in one.title] == ["Pohon tumbang di Kalimalang"]
    assert (paper.notes, paper.cameras) == ("Tunggu kabar Dishub", OUT)
    assert [one.text for one in paper.log] == ["PJU padam di Kalimalang"]
    assert [one.side for one in handover.signatures] == [Side.OUTGOING, Side.INCOMING]
    assert who_signed(admin) == [("outgoing", "operator1"), ("incoming", "operator2")]
    assert desk.shift.span == PLAN.at(span.ends_at)
    on = [one for one in other.sign_ins(since=span.starts_at) if one.signed_out_at is None]
    assert [one.person_name for one in on] == ["Operator 2"]
    assert desk.failed.told == []
    assert open_connections(admin, "operator1") == 0
    other.close()


def who_signed(admin):
    """By the audit, whose actor is the server's session_user and nothing that a console says."""
    query = "select facts ->> 'side', actor from siaga.audit where act = 'sign_handover' order by number"
    with psycopg.connect(admin) as connection:
        return connection.execute(query).fetchall()


def open_connections(admin, login):
    with psycopg.connect(admin) as connection:
        row = connection.execute("select count(*) from pg_stat_activity where usename = %s", (login,)).fetchone()
    return row[0]
