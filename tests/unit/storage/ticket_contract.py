"""What every implementation of `Record` does with tickets; run against the fake here and PostgreSQL in tests/pg."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from unit.storage.city import EVERY, City
from unit.storage.demo_values import JPEG, NOBODY

from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.tickets import Act, AssignmentState, Priority, TicketState
from storage.service.commands import EditTicket
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotAllowedNow, NotFound, Stale


class TicketContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_new_ticket_has_a_number_and_belongs_to_who_opened_it(self, city: City) -> None:
        ticket = city.detail(city.open()).ticket
        assert re.fullmatch(r"BKS-20\d\d-\d{6}", ticket.number or "")
        assert (ticket.state, ticket.owner_name, ticket.version) == (TicketState.NEW, "Operator 1", 1)
        assert ticket.priority is Priority.HIGH
        assert ticket.created_at.utcoffset() is not None

    def test_every_ticket_gets_a_number_of_its_own(self, city: City) -> None:
        numbers = {city.detail(city.open()).ticket.number for _ in range(3)}
        assert len(numbers) == 3

    def test_a_ticket_opened_with_agencies_is_dispatched_and_in_progress(self, city: City) -> None:
        detail = city.detail(city.open("dishub", "polri"))
        assert detail.ticket.state is TicketState.IN_PROGRESS
        assert {a.agency_name for a in detail.ticket.assignments} == {"Dishub", "Polri"}
        assert {a.state for a in detail.ticket.assignments} == {AssignmentState.DISPATCHED}
        assert [entry.act for entry in detail.timeline] == ["open", "dispatch", "dispatch"]
        assert ("agency", "Dishub") in detail.timeline[1].facts

    def test_the_still_stays_with_its_ticket_under_its_hash(self, city: City) -> None:
        camera = city.operator.cameras()[0]
        detail = city.detail(city.open(still=JPEG, camera_id=camera.id))
        (still_id,) = detail.still_ids
        still = city.operator.still(still_id)
        assert still.jpeg == JPEG
        assert still.sha256 == sha256(JPEG).hexdigest()
        assert still.camera_id == detail.ticket.camera_id == camera.id
        assert dict(detail.timeline[1].facts) == {"camera": camera.name, "sha256": still.sha256}

    @pytest.mark.parametrize(
        "fields",
        [
            {"still": b"GIF89a"},
            {"still": JPEG + bytes(200 * 1024)},
            {"title": ""},
            {"title": "x" * 201},
            {"category": "no_such_thing"},
            {"place": "x" * 201},
        ],
        ids=["not a jpeg", "still too large", "no title", "title too long", "no such category", "place too long"],
    )
    def test_a_bad_field_opens_no_ticket_and_is_named(self, city: City, fields: dict[str, object]) -> None:
        command = city.opening(**fields)
        with pytest.raises(Invalid) as refused:
            city.operator.execute(command)
        assert refused.value.facts["field"] in fields
        with pytest.raises(NotFound):
            city.operator.ticket(command.ticket_id)

    def test_an_agency_that_does_not_exist_opens_no_ticket(self, city: City) -> None:
        command = city.opening(agency_ids=(NOBODY,))
        with pytest.raises(Invalid) as refused:
            city.operator.execute(command)
        assert refused.value.facts["field"] == "agency"
        with pytest.raises(NotFound):
            city.operator.ticket(command.ticket_id)

    def test_the_same_command_twice_is_done_once(self, city: City) -> None:
        command = city.opening("dishub")
        first = city.operator.execute(command)
        assert city.operator.execute(command) == first
        assert len(city.detail(command.ticket_id).timeline) == 2
        assert first.actor == "operator1"
        assert [(c.kind, c.id, c.version) for c in first.changes] == [(Kind.TICKET, command.ticket_id, 1)]

    def test_the_same_act_twice_is_done_once_although_its_version_has_passed(self, city: City) -> None:
        ticket = city.open()
        note = city.acting(city.detail(ticket), Act.NOTE, text="Dua lajur tertutup")
        first = city.operator.execute(note)
        city.act(ticket, Act.NOTE, text="Satu lajur dibuka")
        assert city.operator.execute(note) == first
        assert [e.text for e in city.detail(ticket).timeline if e.act == "note"] == [
            "Dua lajur tertutup",
            "Satu lajur dibuka",
        ]

    def test_a_refused_command_may_be_tried_again_under_its_key(self, city: City) -> None:
        command = city.opening(title="")
        with pytest.raises(Invalid):
            city.operator.execute(command)
        city.operator.execute(replace(command, title="Macet"))
        assert city.detail(command.ticket_id).ticket.title == "Macet"

    def test_a_key_that_another_person_used_is_refused(self, city: City) -> None:
        command = city.opening()
        city.operator.execute(command)
        with pytest.raises(AlreadyTaken):
            city.person("supervisor1").execute(replace(command, ticket_id=new_id()))

    def test_a_stale_write_is_refused_and_shows_what_stands_now(self, city: City) -> None:
        ticket = city.open()
        seen = city.detail(ticket)
        city.act(ticket, Act.NOTE, "supervisor1", text="Truk mogok")
        with pytest.raises(Stale) as refused:
            city.operator.execute(city.acting(seen, Act.ACKNOWLEDGE))
        current = refused.value.current
        assert current is not None
        assert current.ticket.version == seen.ticket.version + 1
        assert current.timeline[-1].text == "Truk mogok"
        assert city.detail(ticket).ticket.state is TicketState.NEW

    def test_a_stale_act_on_an_assignment_is_refused_as_well(self, city: City) -> None:
        ticket = city.open("dishub")
        seen = city.detail(ticket)
        city.act(ticket, Act.NOTE, text="Truk mogok")
        with pytest.raises(Stale):
            city.person("dishub1").execute(city.acting(seen, Act.ACCEPT, of="dishub"))
        with pytest.raises(Stale):
            city.operator.execute(city.acting(seen, Act.DISPATCH, to="polri"))

    def test_an_edit_changes_what_it_names_and_tells_what_changed(self, city: City) -> None:
        ticket = city.open()
        seen = city.detail(ticket).ticket
        edit = EditTicket(key=new_id(), ticket_id=ticket, expected_version=1, title="Truk mogok", priority=Priority.LOW)
        city.operator.execute(edit)
        detail = city.detail(ticket)
        assert detail.ticket == replace(
            seen, title="Truk mogok", priority=Priority.LOW, version=2, changed_at=detail.ticket.changed_at
        )
        assert dict(detail.timeline[-1].facts) == {"title": "Truk mogok", "priority": "4"}
        with pytest.raises(Stale):
            city.operator.execute(replace(edit, key=new_id(), title="Lain"))

    def test_a_bad_edit_changes_nothing(self, city: City) -> None:
        ticket = city.open()
        with pytest.raises(Invalid) as refused:
            city.operator.execute(EditTicket(key=new_id(), ticket_id=ticket, expected_version=1, category="nope"))
        assert refused.value.facts["field"] == "category"
        assert city.detail(ticket).ticket.version == 1

    def test_taking_over_from_another_owner_needs_a_reason(self, city: City) -> None:
        ticket = city.open()
        with pytest.raises(Invalid) as refused:
            city.act(ticket, Act.CLAIM, "operator2")
        assert refused.value.facts["field"] == "text"
        city.act(ticket, Act.CLAIM, "operator2", text="Serah terima")
        detail = city.detail(ticket)
        assert detail.ticket.owner_name == "Operator 2"
        assert dict(detail.timeline[-1].facts) == {"from": "Operator 1"}

    def test_an_owner_cannot_claim_what_they_own(self, city: City) -> None:
        with pytest.raises(NotAllowedNow):
            city.act(city.open(), Act.CLAIM, text="lagi")

    def test_a_report_from_outside_waits_for_an_owner_and_belongs_to_who_acknowledges_it(self, city: City) -> None:
        ticket = city.open(by="intake1")
        assert city.detail(ticket).ticket.owner_id is None
        city.act(ticket, Act.ACKNOWLEDGE, "operator2")
        assert city.detail(ticket).ticket.owner_name == "Operator 2"
        assert city.detail(ticket).ticket.state is TicketState.ACKNOWLEDGED

    def test_an_agency_that_is_at_work_cannot_be_dispatched_again_until_it_has_ended(self, city: City) -> None:
        ticket = city.open("dishub")
        with pytest.raises(AlreadyTaken) as refused:
            city.act(ticket, Act.DISPATCH, to="dishub")
        assert refused.value.facts["field"] == "agency"
        city.act(ticket, Act.DECLINE, of="dishub", text="Petugas habis")
        city.act(ticket, Act.DISPATCH, to="dishub")
        states = [a.state for a in city.detail(ticket).ticket.assignments]
        assert states == [AssignmentState.REJECTED, AssignmentState.DISPATCHED]

    def test_a_declining_agency_hands_on_to_the_next(self, city: City) -> None:
        ticket = city.open("dishub")
        city.act(ticket, Act.DECLINE, "dishub1", of="dishub", to="pupr", text="Bukan wewenang kami")
        detail = city.detail(ticket)
        assert detail.ticket.state is TicketState.IN_PROGRESS
        found = {a.agency_name: (a.state, a.reason) for a in detail.ticket.assignments}
        assert found == {
            "Dishub": (AssignmentState.REJECTED, "Bukan wewenang kami"),
            "PUPR": (AssignmentState.DISPATCHED, ""),
        }
        decline = next(entry for entry in detail.timeline if entry.act == "decline")
        assert dict(decline.facts) == {"agency": "Dishub", "next_agency": "PUPR"}
        assert city.person("pupr1").ticket(ticket).ticket.id == ticket

    def test_a_ticket_is_not_resolved_while_an_agency_is_at_work(self, city: City) -> None:
        ticket = city.open("dishub", "polri")
        for agency in ("dishub", "polri"):
            with pytest.raises(NotAllowedNow):
                city.act(ticket, Act.RESOLVE)
            for act in (Act.ACCEPT, Act.SET_OUT, Act.ARRIVE, Act.COMPLETE):
                city.act(ticket, act, f"{agency}1", of=agency)
        assert city.detail(ticket).ticket.state is TicketState.IN_PROGRESS
        city.act(ticket, Act.RESOLVE)
        assert city.detail(ticket).ticket.state is TicketState.RESOLVED

    def test_the_list_holds_what_is_open_the_most_urgent_first(self, city: City) -> None:
        low = city.open(priority=Priority.LOW)
        first = city.open(priority=Priority.CRITICAL)
        second = city.open(priority=Priority.CRITICAL)
        gone = city.open()
        city.act(gone, Act.REJECT, text="Laporan ganda")
        mine = [low, first, second, gone]
        listed = [ticket.id for ticket in city.operator.tickets(limit=EVERY) if ticket.id in mine]
        assert listed == [first, second, low]
        everything = [ticket.id for ticket in city.operator.tickets(open_only=False) if ticket.id in mine]
        assert everything == [gone, second, first, low]
        assert len(city.operator.tickets(limit=2)) == 2

    def test_the_list_and_the_detail_show_the_same_ticket(self, city: City) -> None:
        ticket = city.open("dishub", "polri")
        listed = next(found for found in city.operator.tickets(limit=EVERY) if found.id == ticket)
        assert listed == city.detail(ticket).ticket

    def test_an_agency_sees_its_tickets_alone_and_its_own_part_of_them(self, city: City) -> None:
        ours = city.open("dishub", "polri")
        theirs = city.open("polri", still=JPEG)
        dishub = city.person("dishub1")
        assert ours in {ticket.id for ticket in dishub.tickets(limit=EVERY)}
        assert theirs not in {ticket.id for ticket in dishub.tickets(open_only=False)}
        assert [a.agency_name for a in dishub.ticket(ours).ticket.assignments] == ["Dishub"]
        with pytest.raises(NotFound):
            dishub.ticket(theirs)
        with pytest.raises(NotFound):
            dishub.still(city.detail(theirs).still_ids[0])
        with pytest.raises(NotFound):
            dishub.execute(city.acting(city.detail(theirs), Act.NOTE, text="?"))
        with pytest.raises(NotFound):
            dishub.execute(city.acting(city.detail(ours), Act.ACCEPT, of="polri"))

    def test_what_is_unknown_is_not_found(self, city: City) -> None:
        for asking in (city.operator.ticket, city.operator.still):
            with pytest.raises(NotFound):
                asking(NOBODY)
        seen = city.detail(city.open())
        with pytest.raises(NotFound):
            city.operator.execute(replace(city.acting(seen, Act.NOTE, text="?"), ticket_id=NOBODY))

    def test_an_act_that_lacks_its_assignment_or_agency_is_refused_by_name(self, city: City) -> None:
        ticket = city.open("dishub")
        with pytest.raises(Invalid) as refused:
            city.act(ticket, Act.ACCEPT)
        assert refused.value.facts["field"] == "assignment"
        with pytest.raises(Invalid) as refused:
            city.act(ticket, Act.DISPATCH)
        assert refused.value.facts["field"] == "agency"

    @pytest.mark.parametrize("login", ["wall1", "auditor1", "administrator1", "dishub1"])
    def test_who_does_not_sit_at_the_desk_opens_no_ticket(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            city.person(login).execute(city.opening())
