"""On a real desk: an exercise that a supervisor starts, a rule that asks whose the road is, and a crew that is sent."""

from PySide6.QtTest import QTest

from resources.words import Language, set_language
from storage.model.crews import Unit, UnitStatus
from storage.model.ids import new_id
from storage.model.routing import RoadClass, RoutingRule
from storage.model.tickets import Act
from storage.service.commands import ActOnTicket, EndExercise, SaveRoutingRule, SaveUnit, StartExercise
from widgets.crews.lines import UnitLine

PATIENCE_MS = 15_000


def test_a_ticket_of_an_exercise_is_routed_by_its_road_and_a_crew_is_sent(site, desks, qtbot) -> None:
    set_language(Language.INDONESIAN)
    desk = desks.open(site.entry("operator1"))
    qtbot.waitUntil(lambda: desk.tickets.signed_in, timeout=PATIENCE_MS)
    supervisor, reader = site.record("supervisor1"), site.record("operator2")
    agencies = {one.code: one.id for one in reader.agencies()}
    exercise = new_id()
    supervisor.execute(StartExercise(key=new_id(), exercise_id=exercise, name="Simulasi jalan amblas"))
    rule = RoutingRule(new_id(), "Jalan provinsi", agencies["polri"], "road_damage", RoadClass.PROVINCIAL)
    supervisor.execute(SaveRoutingRule(key=new_id(), rule=rule))
    unit = Unit(new_id(), agencies["polri"], "Lantas 7")
    supervisor.execute(SaveUnit(key=new_id(), unit=unit))
    field, form = desk.field, desk.window.sheets.form
    qtbot.waitUntil(field.exercise_sheet.band.isVisible, timeout=PATIENCE_MS)

    field.exercise_sheet.open_exercise()
    field.exercise_sheet.form.opening.click()
    field.exercise_sheet.sheet.reject()
    assert "adalah LATIHAN" in field.exercise_sheet.band.accessibleName()

    desk.window.sheets.new_ticket(None, None, None)
    qtbot.waitUntil(desk.window.sheets.form_sheet.isVisible, timeout=PATIENCE_MS)
    assert form.exercise.isVisible()
    form._title.setText("Jalan amblas")
    form._place.setText("Jl. Kalimalang")
    form._category.setCurrentIndex(form._category.findData("road_damage"))
    qtbot.waitUntil(lambda: form.routing.is_asking or rerouted(form), timeout=PATIENCE_MS)
    assert form.draft().agency_id is None
    QTest.keyClicks(form.routing._roads, "2")
    assert form.draft().agency_id == agencies["polri"]
    form.submit.click()
    qtbot.waitUntil(lambda: not desk.window.sheets.form_sheet.isVisible(), timeout=PATIENCE_MS)
    ticket = next(one for one in reader.tickets() if one.title == "Jalan amblas")
    assert (ticket.exercise, (ticket.number or "").startswith("LAT-"), ticket.road) == (
        True,
        True,
        RoadClass.PROVINCIAL,
    )
    (told,) = [dict(one.facts) for one in reader.ticket(ticket.id).timeline if one.act == "route"]
    assert (told["rule"], told["followed"]) == ("Jalan provinsi", "true")
    qtbot.waitUntil(
        lambda: desk.tickets.looked_at is not None and desk.tickets.looked_at.id == ticket.id, timeout=PATIENCE_MS
    )
    assert desk.window.detail._mark.isVisible()

    field.crews_sheet.open_crews()
    page = field.crews_sheet.page
    qtbot.waitUntil(lambda: any(isinstance(one, UnitLine) for one in page.list.lines), timeout=PATIENCE_MS)
    page.list.choose(unit.id)
    page.send.click()
    qtbot.waitUntil(lambda: status_of(reader, unit) is UnitStatus.DISPATCHED, timeout=PATIENCE_MS)

    seen = reader.ticket(ticket.id).ticket
    act = {"key": new_id(), "ticket_id": seen.id, "expected_version": seen.version, "act": Act.MAKE_REAL}
    supervisor.execute(ActOnTicket(**act, text="Ada korban sungguhan"))
    supervisor.execute(EndExercise(key=new_id(), exercise_id=exercise))
    qtbot.waitUntil(lambda: not field.exercise_sheet.band.isVisible(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not desk.window.detail._mark.isVisible(), timeout=PATIENCE_MS)
    assert form.exercise.exercise_id is None


def rerouted(form) -> bool:
    """The rule may come a moment after the category was chosen: ask again."""
    form._take_defaults()
    return form.routing.is_asking


def status_of(reader, unit) -> UnitStatus:
    return next(one.status for one in reader.units() if one.id == unit.id)
