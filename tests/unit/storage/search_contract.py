"""Finding tickets and keeping filters, whichever implementation answers."""

from datetime import timedelta
from uuid import UUID

import pytest
from unit.storage.city import City

from storage.model.ids import new_id
from storage.model.search import Page, TicketFilter
from storage.model.tickets import Act, Priority, TicketState
from storage.service.commands import RemoveFilter, SaveFilter
from storage.service.errors import Forbidden, Invalid, NotFound
from storage.service.record import Record


def found(record: Record, text: str = "", **fields: object) -> set[UUID]:
    page = record.find_tickets(TicketFilter(text=text, **fields))  # type: ignore[arg-type]
    return {ticket.id for ticket in page.tickets}


def keep(city: City, by: str = "operator1", **fields: object) -> UUID:
    values: dict[str, object] = {"key": new_id(), "filter_id": new_id(), "name": "Banjir hari ini"}
    command = SaveFilter(**{**values, "filter": TicketFilter(text="banjir"), **fields})  # type: ignore[arg-type]
    city.person(by).execute(command)
    return command.filter_id


class SearchContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_words_of_every_field_are_found_and_the_last_one_as_it_begins(self, city: City) -> None:
        title, place = city.open(title="Pohon tumbang xyzzy"), city.open(place="Jalan Xyzzy")
        landmark, text = city.open(landmark="depan Xyzzy"), city.open(description="katanya xyzzy besar")
        city.open(title="Lain sama sekali")
        assert found(city.operator, "xyzzy") == {title, place, landmark, text}
        assert found(city.operator, "XYZ") == {title, place, landmark, text}
        assert found(city.operator, "xyzzy besar") == {text}
        assert found(city.operator, "xyzzy kecil") == set()

    @pytest.mark.parametrize("shorten", [0, 4, 9], ids=["whole", "without the site", "count alone"])
    def test_a_number_finds_its_ticket_however_much_of_it_is_typed(self, city: City, shorten: int) -> None:
        ids = [city.open() for _ in range(3)]
        number = city.detail(ids[1]).ticket.number
        assert number is not None
        assert found(city.operator, f" {number[shorten:]} ") == {ids[1]}

    def test_each_field_that_is_given_must_hold(self, city: City) -> None:
        one = city.open("dishub", category="fire", priority=Priority.CRITICAL, title="Quux")
        other = city.open("polri", title="Quux")
        agency = city.agencies["dishub"]
        for fields in (
            {"categories": ("fire",)},
            {"priorities": (Priority.CRITICAL, Priority.LOW)},
            {"agency_id": agency},
            {"agency_id": agency, "states": (TicketState.IN_PROGRESS,), "categories": ("fire", "flood")},
        ):
            assert found(city.operator, "quux", **fields) == {one}
        assert found(city.operator, "quux", states=(TicketState.CLOSED,)) == set()
        assert found(city.operator, "quux") == {one, other}

    def test_time_begins_with_its_begin_and_ends_before_its_end(self, city: City) -> None:
        first = city.open(title="Waldo")
        at = city.detail(first).ticket.created_at
        assert found(city.operator, "waldo", since=at) == {first}
        assert found(city.operator, "waldo", until=at) == set()
        assert found(city.operator, "waldo", since=at + timedelta(microseconds=1)) == set()

    def test_closed_tickets_are_found_too(self, city: City) -> None:
        ticket = city.open(title="Grault")
        city.act(ticket, Act.REJECT, text="Iseng")
        assert found(city.operator, "grault", states=(TicketState.REJECTED,)) == {ticket}

    def test_pages_follow_each_other_whatever_is_opened_in_between(self, city: City) -> None:
        ids = [city.open(title="Garply") for _ in range(5)]
        seen: list[UUID] = []
        page: Page | None = None
        while page is None or page.after is not None:
            after = page.after if page is not None else None
            page = city.operator.find_tickets(TicketFilter(text="garply"), after=after, limit=2)
            seen += [ticket.id for ticket in page.tickets]
            city.open(title="Garply")
        assert seen == ids[::-1]

    def test_an_agency_finds_its_own_and_the_intake_nothing(self, city: City) -> None:
        mine, theirs = city.open("dishub", title="Plugh"), city.open("polri", title="Plugh")
        assert found(city.person("dishub1"), "plugh") == {mine}
        assert found(city.person("wall1"), "plugh") == {mine, theirs}
        assert found(city.person("dishub1"), "plugh", agency_id=city.agencies["dishub"]) == {mine}
        assert found(city.person("dishub1"), "plugh", agency_id=city.agencies["polri"]) == set()
        with pytest.raises(Forbidden):
            found(city.person("intake1"), "plugh")

    @pytest.mark.parametrize("limit", [0, 201, -1])
    def test_a_page_has_one_to_two_hundred_tickets(self, city: City, limit: int) -> None:
        with pytest.raises(Invalid):
            city.operator.find_tickets(TicketFilter(), limit=limit)

    @pytest.mark.parametrize(
        "text", ["'", "\\", "a & | !b", "'); DROP TABLE siaga.ticket; --", ":*", "<->", "((", "%s"]
    )
    def test_what_is_typed_is_words_and_never_a_command(self, city: City, text: str) -> None:
        ticket = city.open(title="Thud")
        found(city.operator, text)
        assert found(city.operator, "thud") >= {ticket}


class SavedFilterContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_filter_comes_back_as_it_was_kept(self, city: City) -> None:
        at = city.detail(city.open()).ticket.created_at
        wanted = TicketFilter(
            text="banjir",
            states=(TicketState.NEW, TicketState.CLOSED),
            categories=("flood",),
            priorities=(Priority.HIGH,),
            agency_id=city.agencies["pupr"],
            area_code=None,
            camera_id=city.operator.cameras()[0].id,
            since=at,
            days=7,
        )
        kept = keep(city, filter=wanted, name="Banjir")
        (saved,) = [one for one in city.operator.saved_filters() if one.id == kept]
        assert (saved.filter, saved.name, saved.mine, saved.shared) == (wanted, "Banjir", True, False)
        keep(city, filter_id=kept, filter=TicketFilter(text="rob"), name="Rob")
        (saved,) = [one for one in city.operator.saved_filters() if one.id == kept]
        assert (saved.filter.text, saved.name, saved.version) == ("rob", "Rob", 2)

    def test_ones_own_is_seen_by_nobody_else_and_a_shared_one_by_every_desk(self, city: City) -> None:
        own, shared = keep(city), keep(city, by="supervisor1", shared=True)
        others = {one.id: one for one in city.person("operator2").saved_filters()}
        assert own not in others
        assert (others[shared].mine, others[shared].owner_name) == (False, city.person("supervisor1").me().name)
        for by in ("wall1", "dishub1", "auditor1"):
            with pytest.raises(Forbidden):
                city.person(by).saved_filters()

    def test_only_a_supervisor_shares_and_changes_what_is_shared(self, city: City) -> None:
        shared = keep(city, by="supervisor1", shared=True)
        for refused in ({"shared": True}, {"filter_id": shared}):
            with pytest.raises(Forbidden):
                keep(city, **refused)
        with pytest.raises(Forbidden):
            city.operator.execute(RemoveFilter(key=new_id(), filter_id=shared))
        city.person("supervisor1").execute(RemoveFilter(key=new_id(), filter_id=shared))
        with pytest.raises(NotFound):
            city.operator.execute(RemoveFilter(key=new_id(), filter_id=shared))

    @pytest.mark.parametrize("name", ["", "  ", "x" * 81])
    def test_a_filter_has_a_name(self, city: City, name: str) -> None:
        with pytest.raises(Invalid) as refused:
            keep(city, name=name)
        assert refused.value.facts["field"] == "name"
