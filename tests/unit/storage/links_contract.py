"""Tickets that belong together, whichever implementation answers."""

from uuid import UUID

import pytest
from unit.storage.city import City

from storage.model.callers import Channel, NewReport
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.links import Draft, LinkKind, LinkRefusal, draft_of
from storage.model.tickets import Act, Ticket, TicketState
from storage.service.commands import AddReport, AddStill, EditTicket, LinkTicket, UnlinkTicket
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, LinkRefused, NotFound, Stale
from storage.service.record import Outcome

Point = dict[str, float]
JPEG = b"\xff\xd8\xff" + bytes(16)


def points() -> tuple[Point, Point, Point]:
    """One that no other test uses, one some 60 m from it, and one 11 km away."""
    latitude = -6.0 - (new_id().int % 1_000_000) / 1e6
    here = {"latitude": latitude, "longitude": 107.15}
    return here, {"latitude": latitude - 0.0005, "longitude": 107.1502}, {"latitude": latitude, "longitude": 107.25}


def ticket(city: City, ticket_id: UUID) -> Ticket:
    return city.detail(ticket_id).ticket


def linking(city: City, child: UUID, parent: UUID, kind: LinkKind = LinkKind.DUPLICATE) -> LinkTicket:
    return LinkTicket(
        key=new_id(),
        link_id=new_id(),
        kind=kind,
        child_id=child,
        child_version=ticket(city, child).version,
        parent_id=parent,
        parent_version=ticket(city, parent).version,
        reason="Pelapor yang sama",
    )


def link(city: City, child: UUID, parent: UUID, kind: LinkKind = LinkKind.DUPLICATE) -> Outcome:
    return city.operator.execute(linking(city, child, parent, kind))


def unlink(city: City, child: UUID, reason: str = "Ternyata kejadian lain") -> Outcome:
    seen = ticket(city, child).version
    return city.operator.execute(UnlinkTicket(key=new_id(), child_id=child, child_version=seen, reason=reason))


def refused(city: City, command: LinkTicket) -> LinkRefusal:
    with pytest.raises(LinkRefused) as error:
        city.operator.execute(command)
    return error.value.why


class LinkContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_duplicate_has_its_parents_state_and_both_say_so(self, city: City) -> None:
        parent, child = city.open("dishub"), city.open()
        outcome = link(city, child, parent)
        assert {(c.kind, c.id) for c in outcome.changes} == {(Kind.TICKET, child), (Kind.TICKET, parent)}
        assert (ticket(city, child).duplicate_of, ticket(city, child).state) == (parent, TicketState.IN_PROGRESS)
        assert ticket(city, parent).duplicates == 1
        (found,) = city.operator.links(parent)
        assert city.operator.links(child) == (found,)
        assert found.child_version == ticket(city, child).version
        assert (found.child_number, found.parent_number) == (ticket(city, child).number, ticket(city, parent).number)
        assert (found.linked_by, found.reason) == ("Operator 1", "Pelapor yang sama")
        for end in (child, parent):
            entry = city.detail(end).timeline[-1]
            assert (entry.act, dict(entry.facts)["child"]) == ("link", found.child_number)

    def test_a_duplicate_goes_where_its_parent_goes(self, city: City) -> None:
        parent, child = city.open(), city.open()
        link(city, child, parent)
        city.act(parent, Act.ACKNOWLEDGE)
        outcome = city.act(parent, Act.RESOLVE)
        assert child in {change.id for change in outcome.changes}
        assert ticket(city, child).state is TicketState.RESOLVED
        assert city.detail(child).timeline[-1].act == "follow"

    def test_a_link_that_is_taken_back_leaves_the_child_as_it_was(self, city: City) -> None:
        parent, child = city.open("dishub"), city.open()
        city.act(child, Act.ACKNOWLEDGE)
        link(city, child, parent)
        unlink(city, child)
        assert (ticket(city, child).duplicate_of, ticket(city, child).state) == (None, TicketState.ACKNOWLEDGED)
        assert ticket(city, parent).duplicates == 0
        assert city.operator.links(parent) == ()
        assert city.detail(child).timeline[-1].text == "Ternyata kejadian lain"
        link(city, child, parent)
        assert ticket(city, parent).duplicates == 1

    def test_taking_a_link_back_needs_a_reason_the_version_of_now_and_a_link(self, city: City) -> None:
        parent, child = city.open(), city.open()
        link(city, child, parent)
        with pytest.raises(Invalid) as error:
            unlink(city, child, " ")
        assert error.value.facts["field"] == "reason"
        stale = UnlinkTicket(key=new_id(), child_id=child, child_version=1, reason="Keliru")
        with pytest.raises(Stale):
            city.operator.execute(stale)
        with pytest.raises(NotFound):
            unlink(city, parent)

    def test_of_a_into_b_and_b_into_a_the_second_is_told_why_not(self, city: City) -> None:
        a, b = city.open(), city.open()
        forth, back = linking(city, a, b), linking(city, b, a)
        city.operator.execute(forth)
        assert refused(city, back) is LinkRefusal.PARENT_LINKED

    def test_what_cannot_be_linked_says_why(self, city: City) -> None:
        parent, child, other, busy = city.open(), city.open(), city.open(), city.open("dishub")
        assert refused(city, linking(city, parent, parent)) is LinkRefusal.SELF
        assert refused(city, linking(city, busy, parent)) is LinkRefusal.AT_WORK
        link(city, child, parent)
        assert refused(city, linking(city, child, other)) is LinkRefusal.CHILD_LINKED
        assert refused(city, linking(city, other, child)) is LinkRefusal.PARENT_LINKED
        assert refused(city, linking(city, parent, other)) is LinkRefusal.HAS_CHILDREN
        city.act(other, Act.REJECT, text="Iseng")
        assert refused(city, linking(city, other, parent)) is LinkRefusal.ENDED
        with pytest.raises(Invalid):
            city.operator.execute(LinkTicket(key=new_id(), link_id=new_id(), kind=LinkKind.PART, child_id=busy,
                                             child_version=1, parent_id=new_id(), parent_version=1))  # fmt: skip

    def test_versions_that_changed_since_are_stale_and_a_link_sent_twice_is_one(self, city: City) -> None:
        parent, child = city.open(), city.open()
        command = linking(city, child, parent)
        city.act(parent, Act.NOTE, text="Ada perkembangan")
        with pytest.raises(Stale):
            city.operator.execute(command)
        command = linking(city, child, parent)
        first = city.operator.execute(command)
        assert city.operator.execute(command) == first
        unlink(city, child)
        again = linking(city, child, parent)
        with pytest.raises(AlreadyTaken):
            city.operator.execute(
                LinkTicket(key=new_id(), link_id=command.link_id, kind=again.kind, child_id=child,
                           child_version=again.child_version, parent_id=parent, parent_version=again.parent_version)
            )  # fmt: skip

    def test_a_duplicate_takes_notes_and_reports_and_nothing_else(self, city: City) -> None:
        parent, child = city.open(), city.open()
        link(city, child, parent)
        city.act(child, Act.NOTE, text="Pelapor menelepon lagi")
        for act, more in ((Act.ACKNOWLEDGE, {}), (Act.DISPATCH, {"to": "dishub"})):
            with pytest.raises(LinkRefused) as error:
                city.act(child, act, **more)
            assert error.value.why is LinkRefusal.DUPLICATE
        edit = EditTicket(key=new_id(), ticket_id=child, expected_version=ticket(city, child).version, title="Lain")
        with pytest.raises(LinkRefused):
            city.operator.execute(edit)
        offered = {act for act, _ in city.detail(child).acts}
        assert offered == {Act.NOTE}

    def test_every_reporter_of_a_duplicate_hears_of_its_parent(self, city: City) -> None:
        parent, child = city.open(), city.open()
        for one, words in ((parent, "Macet total"), (child, "Jalan tidak bergerak")):
            report = NewReport(channel=Channel.TELEPHONE, words=words)
            city.operator.execute(AddReport(key=new_id(), ticket_id=one, report=report))
        link(city, child, parent)
        assert [report.words for report in city.operator.subscribers(parent)] == ["Macet total", "Jalan tidak bergerak"]
        assert [report.words for report in city.operator.subscribers(child)] == ["Jalan tidak bergerak"]
        with pytest.raises(Forbidden):
            city.person("wall1").subscribers(parent)

    def test_a_major_incident_ends_after_its_parts(self, city: City) -> None:
        whole, part = city.open(), city.open("dishub")
        link(city, part, whole, LinkKind.PART)
        assert (ticket(city, part).part_of, ticket(city, whole).parts) == (whole, 1)
        assert ticket(city, part).state is TicketState.IN_PROGRESS
        city.act(whole, Act.ACKNOWLEDGE)
        assert ticket(city, part).state is TicketState.IN_PROGRESS
        with pytest.raises(LinkRefused) as error:
            city.act(whole, Act.RESOLVE)
        assert error.value.why is LinkRefusal.PARTS_OPEN
        for act in (Act.ACCEPT, Act.SET_OUT, Act.COMPLETE):
            city.act(part, act, of="dishub")
        city.act(part, Act.RESOLVE)
        city.act(whole, Act.RESOLVE)
        assert refused(city, linking(city, city.open(), part, LinkKind.PART)) is LinkRefusal.PARENT_LINKED

    @pytest.mark.parametrize("login", ["dishub1", "wall1", "auditor1", "administrator1"])
    def test_only_a_desk_links(self, city: City, login: str) -> None:
        parent, child = city.open("dishub"), city.open()
        with pytest.raises(Forbidden):
            city.person(login).execute(linking(city, child, parent))

    def test_agencies_read_no_links(self, city: City) -> None:
        parent = city.open("dishub")
        with pytest.raises(Forbidden):
            city.person("dishub1").links(parent)
        with pytest.raises(Forbidden):
            city.person("dishub1").alike(draft_of(ticket(city, parent)))


class LikenessContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_what_is_near_soon_and_of_one_category_is_likeliest_and_has_its_picture(self, city: City) -> None:
        here, close, far = points()
        near, other = city.open(**close), city.open(**close, category="fire")
        city.open(**far)
        city.operator.execute(AddStill(key=new_id(), ticket_id=near, jpeg=JPEG))
        subject = city.open(**here)
        found = city.operator.alike(draft_of(ticket(city, subject)))
        assert [one.ticket.id for one in found] == [near, other]
        assert found[0].distance_m == pytest.approx(60, abs=2)
        assert (found[0].still_id, found[1].still_id) == (city.detail(near).still_ids[0], None)
        assert (found[0].same_category, found[1].same_category) == (True, False)

    def test_the_same_camera_is_the_same_place_and_a_duplicate_is_not_suggested_again(self, city: City) -> None:
        camera = city.operator.cameras()[0].id
        first, second = city.open(camera_id=camera), city.open(camera_id=camera)
        draft = Draft("congestion", ticket(city, second).created_at, camera_id=camera)
        assert {one.ticket.id for one in city.operator.alike(draft)} >= {first, second}
        link(city, second, first)
        found = {one.ticket.id for one in city.operator.alike(draft)}
        assert first in found
        assert second not in found

    def test_a_draft_without_any_place_is_like_nothing(self, city: City) -> None:
        there = city.open(**points()[0])
        assert city.operator.alike(Draft("congestion", ticket(city, there).created_at)) == ()
