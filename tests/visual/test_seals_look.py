"""Sealed identity on the desk: the lines of a ticket, the form for a reason, and the supervisor's notice."""

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget
from support import views
from visual.conftest import Grab, Show
from visual.test_telephone_look import opened

from storage.model.identity import Identity, SealState, Unsealing
from widgets.incidents.seal_notice import SealNotices
from widgets.incidents.seal_prompt import SealPrompt
from widgets.incidents.seal_values import SealAct, SealRow
from widgets.incidents.seals import SealLines

WHO = Identity("Ibu Kartini", "021-555-0112", "lewat kakak", views.NOW)
ROW = SealRow(views.id_of(7), 1, 6)
ROWS = (
    ROW,
    replace(ROW, number=2, state=SealState.ASKED),
    replace(ROW, number=3, state=SealState.OPEN, left_s=1762.0),
    replace(ROW, number=4, state=SealState.OPEN, left_s=95.0, who=WHO),
    replace(ROW, number=5, state=SealState.REFUSED, decided_by="Supervisor 1", said="Tidak perlu"),
    replace(ROW, number=6, others="Operator 2"),
)


def test_each_state_of_a_seal_has_its_line(show: Show, grab: Grab) -> None:
    page = QWidget()
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    lines = SealLines(page)
    box.addWidget(lines)
    lines.set_rows(ROWS)
    grab(show(page, 860, 6 * 32), "seals")


def test_a_reason_is_asked_for_with_what_follows_from_it(show: Show, grab: Grab) -> None:
    prompt = SealPrompt()
    show(prompt, 520, 330)
    prompt.start(SealAct.ASK, views.id_of(7))
    grab(prompt, "seal-ask")


def test_a_supervisor_is_told_of_requests(show: Show, grab: Grab) -> None:
    notices = SealNotices()
    ids = (views.id_of(3), views.id_of(7), views.id_of(4))
    request = Unsealing(*ids, "BKS-2026-004188", "Perlu bertanya ciri pelaku", "o", "Operator 1", views.NOW)
    notices.set_requests((request, request))
    show(notices, 960, 48)
    grab(notices, "seal-notice")


def test_a_confidential_call_is_asked_for_a_safe_way(show: Show, grab: Grab) -> None:
    form = opened(show)
    form.caller.turn()
    form.clock.show_elapsed(13)
    grab(form, "telephone-confidential")
