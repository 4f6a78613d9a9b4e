from datetime import timedelta

import pytest
from support.shift_desk import NIGHT, PLAN, SHIFT_BEGINS, ShiftViewSeen, shift_site

from console.presenters.jobs import ImmediateJobs
from console.presenters.shift import Reminding, ShiftPresenter
from storage.model.ids import new_id
from storage.model.shifts import Side
from storage.service.commands import PrepareHandover, SignHandover
from storage.service.errors import Unreachable


@pytest.fixture
def site():
    return shift_site()


def at_desk(site, login="operator1"):
    view = ShiftViewSeen()
    presenter = ShiftPresenter(view, ImmediateJobs(), PLAN, lambda: site.now)
    record = site.person(login)
    presenter.begin(record, record.me())
    return view, presenter


def test_who_sits_down_is_asked_for_the_shift_that_runs_now(site):
    view, _ = at_desk(site)
    assert [(span.name, others) for span, others in view.asked] == [("Siang", ())]
    assert view.shift is None


def test_one_answer_signs_in_and_the_header_names_the_shift(site):
    view, presenter = at_desk(site)
    presenter.sign_in()
    assert (view.shift.name, view.shift.starts_at) == ("Siang", SHIFT_BEGINS)
    assert view.signed_in == 1
    assert len(view.asked) == 1


def test_the_next_one_is_told_who_is_on_already(site):
    _, first = at_desk(site)
    first.sign_in()
    view, _ = at_desk(site, "operator2")
    assert view.asked[0][1] == ("Operator 1",)


def test_who_is_on_the_shift_already_is_not_asked_again(site):
    _, first = at_desk(site)
    first.sign_in()
    view, _ = at_desk(site)
    assert view.asked == []
    assert view.shift.name == "Siang"


def test_who_came_early_for_the_next_shift_is_not_asked_back_into_this_one(site):
    site.now = SHIFT_BEGINS + timedelta(hours=8)
    _, early = at_desk(site)
    early.sign_in()
    site.now = SHIFT_BEGINS + timedelta(hours=7, minutes=55)
    view, _ = at_desk(site)
    assert view.asked == []
    assert view.shift.name == NIGHT


def test_who_is_still_on_yesterdays_shift_is_asked_for_todays(site):
    site.now = SHIFT_BEGINS - timedelta(hours=20)
    _, before = at_desk(site)
    before.sign_in()
    site.now = SHIFT_BEGINS
    view, presenter = at_desk(site)
    assert [span.name for span, _ in view.asked] == ["Siang"]
    presenter.sign_in()
    assert view.shift.starts_at == SHIFT_BEGINS


@pytest.mark.parametrize("login", ["dishub1", "administrator1"])
def test_a_role_that_is_at_no_desk_is_never_asked(site, login):
    view, presenter = at_desk(site, login)
    presenter.tick()
    assert (view.asked, view.reminders, view.errors) == ([], [], [])


def test_a_quarter_before_the_end_the_handover_is_called_to_mind_once(site):
    view, presenter = at_desk(site)
    presenter.sign_in()
    site.now = SHIFT_BEGINS + timedelta(hours=7, minutes=44, seconds=59)
    presenter.tick()
    assert view.reminders == []
    site.now += timedelta(seconds=1)
    presenter.tick()
    presenter.tick()
    assert [(one.what, one.span.name) for one in view.reminders] == [(Reminding.ENDS_SOON, "Siang")]


def test_a_shift_that_ended_without_a_handover_is_named_until_it_is_handed_over(site):
    view, presenter = at_desk(site)
    presenter.sign_in()
    site.now = SHIFT_BEGINS + timedelta(hours=8)
    presenter.tick()
    assert view.reminders[-1].what is Reminding.NOT_HANDED_OVER
    hand_over(site)
    presenter.refresh()
    assert view.reminders[-1] is None


def test_a_handover_that_only_one_side_signed_is_none(site):
    view, presenter = at_desk(site)
    presenter.sign_in()
    site.now = SHIFT_BEGINS + timedelta(hours=8)
    hand_over(site, sides=1)
    presenter.refresh()
    assert view.reminders[-1].what is Reminding.NOT_HANDED_OVER


def test_signing_out_takes_the_shift_off_the_header(site):
    view, presenter = at_desk(site)
    presenter.sign_in()
    presenter.sign_out()
    assert view.shift is None
    assert not presenter.is_signed_in


def test_the_end_of_a_session_takes_shift_and_reminder_along(site):
    view, presenter = at_desk(site)
    presenter.sign_in()
    site.now = SHIFT_BEGINS + timedelta(hours=8)
    presenter.tick()
    presenter.end()
    assert (view.shift, view.reminders[-1]) == (None, None)


def test_a_record_that_is_gone_is_said_and_the_question_can_be_asked_again(site):
    site.down = Unreachable(host="db")
    view, presenter = at_desk_down(site)
    assert isinstance(view.errors[0], Unreachable)
    site.down = None
    presenter.ask()
    assert len(view.asked) == 1


def at_desk_down(site):
    view = ShiftViewSeen()
    presenter = ShiftPresenter(view, ImmediateJobs(), PLAN, lambda: site.now)
    person = next(one for one in site.people.values() if one.login == "operator1")
    presenter.begin(site.person("operator1"), person)
    return view, presenter


def hand_over(site, sides=2):
    one = site.person("operator1")
    handover_id = new_id()
    one.execute(PrepareHandover(key=new_id(), handover_id=handover_id, span=PLAN.at(SHIFT_BEGINS), content="{}"))
    digest = one.handover(handover_id).digest
    for login, side in (("operator1", Side.OUTGOING), ("operator2", Side.INCOMING))[:sides]:
        site.person(login).execute(SignHandover(key=new_id(), handover_id=handover_id, side=side, digest=digest))
