"""Reports, further pictures and nuisance calls, whichever implementation answers."""

from hashlib import sha256
from uuid import UUID

import pytest
from unit.storage.city import EVERY, City
from unit.storage.demo_values import AREA, JPEG, NOBODY

from storage.model.callers import Channel, NewReport, NumberHistory
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.tickets import Act
from storage.service.commands import AddReport, AddStill, EditTicket, NoteNuisance
from storage.service.errors import Forbidden, Invalid, NotAllowedNow, NotFound
from storage.service.record import Outcome


def a_report(**fields: object) -> NewReport:
    values: dict[str, object] = {
        "channel": Channel.TELEPHONE,
        "words": "Ada pohon rubuh, Pak, nutup jalan dekat masjid",
        "caller_name": "Bu Siti",
        "caller_number": "0812-555-0101",
    }
    return NewReport(**{**values, **fields})  # type: ignore[arg-type]


def add_report(city: City, ticket: UUID, report: NewReport, by: str = "operator1") -> Outcome:
    return city.person(by).execute(AddReport(key=new_id(), ticket_id=ticket, report=report))


def add_still(city: City, ticket: UUID, jpeg: bytes = JPEG, by: str = "operator1", **fields: UUID) -> Outcome:
    return city.person(by).execute(AddStill(key=new_id(), ticket_id=ticket, jpeg=jpeg, **fields))


def edit(city: City, ticket: UUID, **fields: object) -> None:
    version = city.detail(ticket).ticket.version
    values = {"key": new_id(), "ticket_id": ticket, "expected_version": version, **fields}
    city.operator.execute(EditTicket(**values))  # type: ignore[arg-type]


def close(city: City, ticket: UUID) -> None:
    for act in (Act.ACKNOWLEDGE, Act.RESOLVE, Act.CLOSE):
        city.act(ticket, act)


def a_number(prefix: str = "0812") -> str:
    """A number that no other test uses."""
    return prefix + str(new_id().int)[-9:]


class ReportContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_report_is_kept_with_its_ticket_in_the_callers_own_words(self, city: City) -> None:
        ticket = city.open(report=a_report())
        (report,) = city.operator.reports(ticket)
        assert (report.ticket_id, report.channel, report.words) == (ticket, Channel.TELEPHONE, a_report().words)
        assert (report.caller_name, report.caller_number) == ("Bu Siti", "0812-555-0101")
        assert report.received_by == "Operator 1"
        assert report.received_at == city.detail(ticket).ticket.created_at

    def test_a_report_keeps_how_long_taking_the_call_took(self, city: City) -> None:
        ticket = city.open(report=a_report(handled_s=17.25))
        add_report(city, ticket, a_report())
        assert [one.handled_s for one in city.operator.reports(ticket)] == [17.25, None]
        with pytest.raises(Invalid) as refused:
            add_report(city, ticket, a_report(handled_s=86_401.0))
        assert refused.value.facts["field"] == "handled_s"

    def test_a_ticket_tells_its_channel_and_the_number_of_its_reports(self, city: City) -> None:
        ticket = city.open(report=a_report(channel=Channel.RADIO))
        add_report(city, ticket, a_report(channel=Channel.TELEPHONE))
        seen = city.detail(ticket).ticket
        assert (seen.channel, seen.reports, seen.version) == ("radio", 2, 2)
        none = city.detail(city.open()).ticket
        assert (none.channel, none.reports) == ("camera", 0)

    def test_the_first_report_of_a_camera_ticket_makes_it_a_reported_one(self, city: City) -> None:
        ticket = city.open()
        add_report(city, ticket, a_report(channel=Channel.COUNTER))
        assert city.detail(ticket).ticket.channel == "counter"

    def test_reports_stand_in_the_order_they_came(self, city: City) -> None:
        ticket = city.open(report=a_report(words="pertama"))
        for words in ("kedua", "ketiga"):
            add_report(city, ticket, a_report(words=words), "operator2")
        reports = city.operator.reports(ticket)
        assert [report.words for report in reports] == ["pertama", "kedua", "ketiga"]
        assert reports[1].received_by == "Operator 2"

    def test_a_report_is_news_of_its_ticket(self, city: City) -> None:
        before = city.operator.feed_position()
        ticket = city.open(report=a_report())
        outcome = add_report(city, ticket, a_report())
        changes = city.operator.changes_since(before)
        assert [(c.kind, c.version) for c in changes[:2]] == [(Kind.TICKET, 1), (Kind.REPORT, 1)]
        assert {(c.kind, c.id, c.version) for c in outcome.changes} == {
            (Kind.REPORT, ticket, 2),
            (Kind.TICKET, ticket, 2),
        }
        assert outcome.changes == changes[2:]

    def test_the_timeline_tells_of_a_report_and_of_nobody_who_called(self, city: City) -> None:
        ticket = city.open(report=a_report(), still=JPEG)
        timeline = city.detail(ticket).timeline
        assert [entry.act for entry in timeline] == ["open", "report", "still"]
        assert (dict(timeline[1].facts), timeline[1].text) == ({"channel": "telephone"}, "")

    def test_the_same_report_sent_twice_is_kept_once(self, city: City) -> None:
        ticket = city.open()
        command = AddReport(key=new_id(), ticket_id=ticket, report=a_report())
        assert city.operator.execute(command) == city.operator.execute(command)
        assert len(city.operator.reports(ticket)) == 1

    @pytest.mark.parametrize("field", ["words", "caller_name", "caller_number"])
    def test_a_report_that_is_too_long_is_refused_whole(self, city: City, field: str) -> None:
        command = city.opening(report=a_report(**{field: "1" * 5001}))
        with pytest.raises(Invalid) as refused:
            city.operator.execute(command)
        assert refused.value.facts["field"] == field
        with pytest.raises(NotFound):
            city.detail(command.ticket_id)

    def test_a_closed_ticket_takes_no_report_and_no_picture(self, city: City) -> None:
        ticket = city.open()
        close(city, ticket)
        with pytest.raises(NotAllowedNow) as refused:
            add_report(city, ticket, a_report())
        assert refused.value.facts["state"] == "closed"
        with pytest.raises(NotAllowedNow):
            add_still(city, ticket)
        assert city.operator.reports(ticket) == ()

    def test_an_agency_reads_the_reports_of_its_own_tickets(self, city: City) -> None:
        ours, theirs = city.open("dishub", report=a_report()), city.open("polri", report=a_report())
        before = city.operator.feed_position()
        add_report(city, ours, a_report())
        add_report(city, theirs, a_report())
        assert len(city.person("dishub1").reports(ours)) == 2
        with pytest.raises(NotFound):
            city.person("dishub1").reports(theirs)
        heard = {(c.kind, c.id) for c in city.person("dishub1").changes_since(before)}
        assert heard == {(Kind.REPORT, ours), (Kind.TICKET, ours)}

    @pytest.mark.parametrize("login", ["operator2", "supervisor1", "auditor1"])
    def test_the_desk_and_the_auditor_read_every_report(self, city: City, login: str) -> None:
        ticket = city.open(report=a_report())
        assert city.person(login).reports(ticket) == city.operator.reports(ticket)

    @pytest.mark.parametrize("login", ["administrator1", "wall1", "intake1"])
    def test_others_read_no_report_and_no_history(self, city: City, login: str) -> None:
        ticket = city.open(report=a_report())
        with pytest.raises(Forbidden):
            city.person(login).reports(ticket)
        with pytest.raises(Forbidden):
            city.person(login).number_history("0812-555-0101")

    def test_the_wall_sees_how_many_reported_and_nothing_of_them(self, city: City) -> None:
        ticket = city.open(report=a_report(channel=Channel.PUBLIC))
        (seen,) = [t for t in city.person("wall1").tickets(limit=EVERY) if t.id == ticket]
        assert (seen.reports, seen.channel) == (1, "public")

    def test_the_intake_brings_a_report_in_with_the_ticket_it_opens_and_no_other(self, city: City) -> None:
        report = a_report(channel=Channel.PUBLIC)
        ticket = city.open(by="intake1", report=report)
        assert city.operator.reports(ticket)[0].received_by == "Penerima laporan"
        for known in (ticket, city.open()):
            with pytest.raises((Forbidden, NotFound)):
                add_report(city, known, report, "intake1")
        assert len(city.operator.reports(ticket)) == 1

    @pytest.mark.parametrize("login", ["administrator1", "dishub1", "wall1", "auditor1"])
    def test_only_the_desk_adds_a_report(self, city: City, login: str) -> None:
        ticket = city.open("dishub")
        with pytest.raises(Forbidden):
            add_report(city, ticket, a_report(), login)

    def test_no_report_goes_to_a_ticket_that_is_not_there(self, city: City) -> None:
        with pytest.raises(NotFound):
            add_report(city, NOBODY, a_report())
        with pytest.raises(NotFound):
            add_still(city, NOBODY)
        with pytest.raises(NotFound):
            city.operator.reports(NOBODY)


class NumberContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_number_is_known_however_it_was_typed(self, city: City) -> None:
        number = a_number()
        city.open(report=a_report(caller_number=f"+62 {number[1:4]}-{number[4:]}"))
        city.operator.execute(NoteNuisance(key=new_id(), channel=Channel.TELEPHONE, caller_number=number))
        assert city.operator.number_history("62" + number[1:]) == NumberHistory(1, 1)
        assert city.person("supervisor1").number_history(number) == NumberHistory(1, 1)
        assert city.operator.number_history(a_number()) == NumberHistory(0, 0)

    @pytest.mark.parametrize("number", ["", "  ", "anonim", "-"])
    def test_what_is_no_number_has_no_history(self, city: City, number: str) -> None:
        city.open(report=a_report(caller_number=number))
        city.operator.execute(NoteNuisance(key=new_id(), channel=Channel.TELEPHONE, caller_number=number))
        assert city.operator.number_history(number) == NumberHistory(0, 0)

    def test_a_nuisance_call_without_a_number_is_noted_once_and_opens_nothing(self, city: City) -> None:
        before = city.operator.feed_position()
        command = NoteNuisance(key=new_id(), channel=Channel.TELEPHONE)
        assert city.operator.execute(command) == city.operator.execute(command)
        assert city.operator.feed_position() == before

    @pytest.mark.parametrize("login", ["administrator1", "dishub1", "wall1", "auditor1", "intake1"])
    def test_only_the_desk_notes_a_nuisance(self, city: City, login: str) -> None:
        number = a_number()
        with pytest.raises(Forbidden):
            city.person(login).execute(NoteNuisance(key=new_id(), channel=Channel.TELEPHONE, caller_number=number))
        assert city.operator.number_history(number) == NumberHistory(0, 0)

    def test_a_nuisance_number_that_is_too_long_is_refused(self, city: City) -> None:
        command = NoteNuisance(key=new_id(), channel=Channel.TELEPHONE, caller_number="1" * 41)
        with pytest.raises(Invalid) as refused:
            city.operator.execute(command)
        assert refused.value.facts["field"] == "caller_number"


class MoreStillsContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_one_more_picture_stands_behind_the_first(self, city: City) -> None:
        camera = city.operator.cameras()[0]
        ticket = city.open(still=JPEG)
        more = JPEG + b"\x00"
        outcome = add_still(city, ticket, more, "operator2", camera_id=camera.id)
        detail = city.detail(ticket)
        assert [(c.kind, c.id, c.version) for c in outcome.changes] == [(Kind.TICKET, ticket, 2)]
        still = city.operator.still(detail.still_ids[1])
        assert (still.jpeg, still.sha256, still.camera_id) == (more, sha256(more).hexdigest(), camera.id)
        entry = detail.timeline[-1]
        assert (entry.act, entry.actor, dict(entry.facts)["camera"]) == ("still", "Operator 2", camera.name)

    def test_an_agency_adds_pictures_to_tickets_with_an_assignment_of_theirs(self, city: City) -> None:
        ours, theirs = city.open("dishub"), city.open("polri")
        add_still(city, ours, by="dishub1")
        assert len(city.detail(ours).still_ids) == 1
        with pytest.raises(NotFound):
            add_still(city, theirs, by="dishub1")
        assert city.detail(theirs).still_ids == ()

    @pytest.mark.parametrize("login", ["administrator1", "wall1", "auditor1", "intake1"])
    def test_others_add_no_picture(self, city: City, login: str) -> None:
        ticket = city.open(by="intake1")
        with pytest.raises(Forbidden):
            add_still(city, ticket, by=login)
        assert city.detail(ticket).still_ids == ()

    @pytest.mark.parametrize("jpeg", [b"GIF89a", JPEG + bytes(200 * 1024)], ids=["not a jpeg", "too large"])
    def test_a_picture_that_is_none_or_too_large_is_refused(self, city: City, jpeg: bytes) -> None:
        ticket = city.open()
        with pytest.raises(Invalid) as refused:
            add_still(city, ticket, jpeg)
        assert refused.value.facts["field"] == "still"

    def test_a_picture_of_no_camera_is_refused(self, city: City) -> None:
        ticket = city.open()
        with pytest.raises(Invalid) as refused:
            add_still(city, ticket, camera_id=NOBODY)
        assert refused.value.facts["field"] == "camera"


class WhereContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_a_ticket_is_found_by_point_landmark_and_area(self, city: City) -> None:
        place = {"landmark": "depan Masjid Al-Ikhlas", "area_code": AREA.code, "latitude": -6.25, "longitude": 107.125}
        ticket = city.detail(city.open(**place)).ticket
        assert (ticket.landmark, ticket.area_code) == ("depan Masjid Al-Ikhlas", AREA.code)
        assert (ticket.kecamatan, ticket.desa) == (AREA.kecamatan, AREA.desa)
        assert (ticket.latitude, ticket.longitude) == (-6.25, 107.125)

    def test_an_edit_changes_where_it_is_and_the_timeline_tells_to_what(self, city: City) -> None:
        ticket = city.open()
        edit(city, ticket, landmark="Gerbang tol", area_code=AREA.code, latitude=-6.25, longitude=107.125)
        detail = city.detail(ticket)
        assert (detail.ticket.landmark, detail.ticket.desa) == ("Gerbang tol", AREA.desa)
        assert dict(detail.timeline[-1].facts) == {
            "landmark": "Gerbang tol",
            "area": f"{AREA.desa}, {AREA.kecamatan}",
            "point": "-6.25000, 107.12500",
        }

    def test_an_edit_leaves_what_it_does_not_name_and_takes_an_area_away(self, city: City) -> None:
        ticket = city.open(landmark="Gerbang tol", area_code=AREA.code)
        edit(city, ticket, title="Pohon tumbang")
        kept = city.detail(ticket).ticket
        assert (kept.landmark, kept.area_code) == ("Gerbang tol", AREA.code)
        edit(city, ticket, area_code="")
        detail = city.detail(ticket)
        assert (detail.ticket.area_code, detail.ticket.kecamatan, detail.ticket.desa) == (None, "", "")
        assert dict(detail.timeline[-1].facts) == {"area": ""}

    def test_an_edit_takes_a_point_away_and_the_timeline_tells_so(self, city: City) -> None:
        ticket = city.open(area_code=AREA.code, latitude=-6.25, longitude=107.125)
        edit(city, ticket, landmark="Gerbang tol", clear_point=True)
        detail = city.detail(ticket)
        assert (detail.ticket.latitude, detail.ticket.longitude) == (None, None)
        assert (detail.ticket.landmark, detail.ticket.area_code) == ("Gerbang tol", AREA.code)
        assert dict(detail.timeline[-1].facts) == {"landmark": "Gerbang tol", "point": ""}

    @pytest.mark.parametrize(
        ("field", "value"),
        [("landmark", "x" * 201), ("area_code", "99.99.99.9999"), ("latitude", -91.0), ("longitude", 181.0)],
    )
    def test_a_place_that_is_none_is_refused_for_a_new_ticket_and_an_edit(
        self, city: City, field: str, value: object
    ) -> None:
        ticket = city.open()
        with pytest.raises(Invalid) as opened:
            city.open(**{field: value})
        with pytest.raises(Invalid) as edited:
            edit(city, ticket, **{field: value})
        assert opened.value.facts["field"] == edited.value.facts["field"] == field
