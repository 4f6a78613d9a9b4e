"""A duplicate is a row of its own nowhere: not in the queue, not on the wall, not in the handover."""

from unittest.mock import create_autospec

import pytest
from support.small_site import new_ticket, small_site

from console.presenters.handover_paper import gather
from console.presenters.jobs import ImmediateJobs
from console.presenters.tickets import TicketsPresenter, TicketsView
from console.presenters.wall import WallPresenter, WallView
from console.settings import Settings
from storage.model.ids import new_id
from storage.model.links import LinkKind
from storage.service.commands import LinkTicket, UnlinkTicket


class Pair:
    """Two tickets of one thing, the second linked to the first."""

    def __init__(self):
        self.site = small_site()
        self.record = self.site.person("operator1")
        self.parent, self.child = self.open("Macet"), self.open("Macet lagi")
        self.record.execute(
            LinkTicket(
                key=new_id(),
                link_id=new_id(),
                kind=LinkKind.DUPLICATE,
                child_id=self.child,
                child_version=1,
                parent_id=self.parent,
                parent_version=1,
            )
        )

    def open(self, title):
        command = new_ticket(title=title)
        self.record.execute(command)
        return command.ticket_id


@pytest.fixture
def pair():
    return Pair()


def test_the_queue_has_the_parent_and_both_again_once_the_link_is_taken_back(pair):
    view = create_autospec(TicketsView, instance=True)
    presenter = TicketsPresenter(view, ImmediateJobs())
    presenter.begin(pair.record, pair.record.me())
    ((row,),) = view.show_tickets.call_args.args
    assert (row.id, row.duplicates) == (pair.parent, 1)
    seen = pair.record.ticket(pair.child).ticket.version
    pair.record.execute(UnlinkTicket(key=new_id(), child_id=pair.child, child_version=seen, reason="Lain tempat"))
    presenter.refresh()
    assert {one.id for one in view.show_tickets.call_args.args[0]} == {pair.parent, pair.child}


def test_the_wall_shows_one(pair):
    view = create_autospec(WallView, instance=True)
    presenter = WallPresenter(view, ImmediateJobs(), lambda: pair.site.now, lambda: 0.0)
    presenter.begin(pair.record, pair.record.me())
    assert [one.id for one in view.show_tickets.call_args.args[0]] == [pair.parent]
    assert view.show_numbers.call_args.args[0].open == 1


def test_a_handover_hands_one_over(pair):
    paper = gather(pair.record, Settings().shift_plan.at(pair.site.now), "Operator 1", (), pair.site.now)
    assert [one.title for one in paper.tickets] == ["Macet"]
