"""Login, banners, and the small things that every panel uses."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from support import views
from visual.conftest import Grab, Show

from resources.words import say
from storage.model.people import Person, Role
from storage.model.tickets import Priority
from widgets import theme
from widgets.common.buttons import KeyButton
from widgets.common.fields import Choice, Tick
from widgets.common.headers import SectionHeader
from widgets.common.labels import ClockLabel, KeyChip, PriorityBadge, StateChip
from widgets.common.notices import Banner, Tone
from widgets.people.chip import PeopleChip
from widgets.people.login import LoginForm


def test_the_demo_offers_its_people_at_the_login(show: Show, grab: Grab) -> None:
    form = LoginForm()
    form.set_demo_hint((("op1", "Operator 1"), ("spv", "Supervisor Siang"), ("adm", "Administrator")))
    show(form, 420, 480)
    form.start()
    grab(form, "login-demo")


def test_a_refused_login_says_what_is_wrong(show: Show, grab: Grab) -> None:
    form = LoginForm()
    form.set_cancellable(True)
    show(form, 420, 340)
    form.start("operator3")
    form.set_error(say("errors.record.bad_login"))
    grab(form, "login-wrong")


def test_a_banner_is_calm_amber_or_red(show: Show, grab: Grab) -> None:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.GAP)
    sentences = (say("tiles.unnamed_reason"), say("errors.record.forbidden"), say("errors.unexpected"))
    for tone, sentence in zip(Tone, sentences, strict=True):
        banner = Banner(panel)
        banner.show_notice(tone, sentence, "widgets.people.change" if tone is Tone.RED else "", closable=True)
        column.addWidget(banner)
    grab(show(panel, 900, 180), "banners")


def test_small_things_share_one_look(show: Show, grab: Grab) -> None:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setSpacing(theme.PAD)
    head = SectionHeader("widgets.cameras.head", "C", panel)
    head.set_count(9)
    clock, person = ClockLabel(panel), PeopleChip(panel)
    clock.set_now(views.NOW)
    person.set_person(Person(views.id_of(3), "op3", "Operator 3", Role.OPERATOR))
    lost, dense = StateChip(panel), StateChip(panel)
    lost.set_state("lost", say("tiles.state.lost"), theme.Role.LOST)
    dense.set_state("dense", say("tiles.traffic.dense"), theme.Role.DENSE)
    choice = Choice(panel)
    choice.addItem("Dishub")
    ticked, off = Tick("cameras.form.analyse", panel), KeyButton("widgets.save", "Ctrl+S", parent=panel)
    ticked.setChecked(True)
    off.setEnabled(False)
    badges = []
    for priority in Priority:
        badges.append(PriorityBadge(panel))
        badges[-1].set_priority(priority)
    primary = KeyButton("tickets.act.arrive", "L", primary=True, parent=panel)
    for row in (
        (head,),
        (*badges, KeyChip("Ctrl K", panel), lost, dense, person, clock),
        (primary, KeyButton("tickets.act.note", "N", parent=panel), off, ticked, choice),
    ):
        line = QHBoxLayout()
        line.setSpacing(theme.PAD)
        for widget in row:
            line.addWidget(widget)
        column.addLayout(line)
    grab(show(panel, 760, 170), "small-things")
