"""The agencies' contact books and the gazetteer, whichever implementation answers."""

from dataclasses import replace

import pytest
from unit.storage.city import City
from unit.storage.demo_values import AREA, NOBODY

from storage.model.callers import GAZETTEER_ID, Area, Contact
from storage.model.cameras import Place
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.service.commands import ImportPlaces, SaveContact
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale
from storage.service.record import Outcome

SQUARE = '{"type":"Polygon","coordinates":[[[107.1,-6.3],[107.2,-6.3],[107.2,-6.2],[107.1,-6.2],[107.1,-6.3]]]}'


def a_contact(city: City, agency: str = "damkar", **fields: object) -> Contact:
    values: dict[str, object] = {
        "id": new_id(),
        "agency_id": city.agencies[agency],
        "name": "Regu jaga A",
        "duty": "Perwira jaga",
        "phone": "021-555-0113",
        "radio": "Kanal 4",
        "version": 0,
    }
    return Contact(**{**values, **fields})  # type: ignore[arg-type]


def save(city: City, contact: Contact, by: str = "supervisor1") -> Outcome:
    return city.person(by).execute(SaveContact(key=new_id(), contact=contact))


def bring_in(
    city: City, places: tuple[Place, ...] = (), areas: tuple[Area, ...] = (), by: str = "administrator1"
) -> Outcome:
    return city.person(by).execute(ImportPlaces(key=new_id(), places=places, areas=areas))


def a_place(**fields: object) -> Place:
    place = Place(new_id(), f"Pasar {new_id()}", "Cikarang Utara", "Karang Asih", -6.25, 107.125)
    return replace(place, **fields)  # type: ignore[arg-type]


def an_area(**fields: object) -> Area:
    area = Area(f"99.{str(new_id().int)[-10:]}", "Cikarang Utara", "Desa Uji")
    return replace(area, **fields)  # type: ignore[arg-type]


class ContactContract:
    """Subclassed by the tests; they give the fixture `city`."""

    @pytest.mark.parametrize("keeper", ["supervisor1", "administrator1"])
    def test_a_saved_contact_is_read_by_all_people(self, city: City, keeper: str) -> None:
        contact = a_contact(city)
        outcome = save(city, contact, keeper)
        assert [(c.kind, c.id, c.version) for c in outcome.changes] == [(Kind.CONTACT, contact.id, 1)]
        for login in ("operator1", "dishub1", "wall1", "auditor1", "administrator1"):
            assert replace(contact, version=1) in city.person(login).contacts()

    def test_a_changed_contact_stands_at_its_next_version(self, city: City) -> None:
        contact = replace(a_contact(city), version=0)
        save(city, contact)
        save(city, replace(contact, phone="021-555-0114", active=False, version=1))
        assert replace(contact, phone="021-555-0114", active=False, version=2) in city.operator.contacts()

    def test_contacts_stand_by_agency_in_the_order_in_which_to_call(self, city: City) -> None:
        for name, position in (("Ketiga", 93), ("Pertama", 91), ("Kedua", 92)):
            save(city, a_contact(city, "pupr", name=name, position=position))
        save(city, a_contact(city, "dishub", position=99))
        contacts = city.operator.contacts()
        last = [c.name for c in contacts if c.agency_id == city.agencies["pupr"] and c.position > 90]
        assert last == sorted(last, key=["Pertama", "Kedua", "Ketiga"].index)
        names = {agency.id: agency.name for agency in city.operator.agencies()}
        order = [names[contact.agency_id] for contact in contacts]
        assert order == sorted(order)

    def test_a_stale_or_unknown_contact_is_not_saved(self, city: City) -> None:
        contact = a_contact(city)
        save(city, contact)
        save(city, replace(contact, name="Regu B", version=1))
        with pytest.raises(Stale):
            save(city, replace(contact, name="Regu C", version=1))
        with pytest.raises(NotFound):
            save(city, replace(contact, id=NOBODY, version=1))
        with pytest.raises(AlreadyTaken):
            save(city, contact)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("agency_id", NOBODY), ("name", " "), ("name", "x" * 121), ("phone", "1" * 41), ("radio", "x" * 61)],
        ids=["no such agency", "no name", "name too long", "phone too long", "radio too long"],
    )
    def test_a_contact_that_is_none_is_refused(self, city: City, field: str, value: object) -> None:
        with pytest.raises(Invalid) as refused:
            save(city, a_contact(city, **{field: value}))
        assert refused.value.facts["field"] == field.removesuffix("_id")

    @pytest.mark.parametrize("login", ["operator1", "dishub1", "wall1", "auditor1", "intake1"])
    def test_others_save_no_contact(self, city: City, login: str) -> None:
        contact = a_contact(city)
        with pytest.raises(Forbidden):
            save(city, contact, login)
        save(city, contact)
        with pytest.raises(Forbidden):
            save(city, replace(contact, name="Lain", version=1), login)

    def test_the_intake_reads_no_contact(self, city: City) -> None:
        with pytest.raises(Forbidden):
            city.person("intake1").contacts()

    def test_an_agency_hears_of_contacts_and_places(self, city: City) -> None:
        before = city.operator.feed_position()
        save(city, a_contact(city))
        bring_in(city, (a_place(),))
        assert [c.kind for c in city.person("dishub1").changes_since(before)] == [Kind.CONTACT, Kind.PLACES]


class PlacesContract:
    """Subclassed by the tests; they give the fixture `city`."""

    @pytest.mark.parametrize("keeper", ["supervisor1", "administrator1"])
    def test_what_was_imported_is_there_for_everybody_as_one_change(self, city: City, keeper: str) -> None:
        places, areas = (a_place(), a_place()), (an_area(), an_area(boundary=SQUARE))
        outcome = bring_in(city, places, areas, keeper)
        assert [(c.kind, c.id) for c in outcome.changes] == [(Kind.PLACES, GAZETTEER_ID)]
        for login in ("operator1", "dishub1", "wall1", "intake1"):
            assert set(places) <= set(city.person(login).places())
            assert set(areas) <= set(city.person(login).areas())

    def test_areas_stand_in_the_order_of_their_codes(self, city: City) -> None:
        bring_in(city, areas=(an_area(), an_area()))
        codes = [area.code for area in city.operator.areas()]
        assert codes == sorted(codes)
        assert AREA.code in codes

    def test_an_import_changes_what_is_known_and_takes_nothing_away(self, city: City) -> None:
        place, area, other = a_place(), an_area(boundary=SQUARE), an_area()
        bring_in(city, (place,), (area, other))
        moved = replace(place, name=place.name + " Baru", latitude=-6.5)
        bring_in(city, (moved,), (replace(area, desa="Desa Baru", boundary=""),))
        assert moved in city.operator.places()
        assert place not in city.operator.places()
        assert {replace(area, desa="Desa Baru"), other} <= set(city.operator.areas())

    def test_an_import_of_what_stands_already_is_no_news(self, city: City) -> None:
        place, area = a_place(), an_area()
        bring_in(city, (place,), (area,))
        before = city.operator.feed_position()
        assert bring_in(city, (place,), (area,)).changes == ()
        assert bring_in(city).changes == ()
        assert city.operator.feed_position() == before

    @pytest.mark.parametrize(
        ("field", "place", "area"),
        [
            ("latitude", {"latitude": -95.0}, {}),
            ("longitude", {"longitude": 195.0}, {}),
            ("code", {}, {"code": "kode"}),
            ("desa", {}, {"desa": " "}),
            ("kecamatan", {}, {"kecamatan": "x" * 121}),
            ("boundary", {}, {"boundary": '{"type":"Polygon"}'}),
            ("boundary", {}, {"boundary": SQUARE.replace("-6.3", '"x"')}),
        ],
    )
    def test_an_import_with_one_wrong_row_brings_in_nothing(
        self, city: City, field: str, place: dict[str, object], area: dict[str, object]
    ) -> None:
        good_place, good_area = a_place(), an_area()
        with pytest.raises(Invalid) as refused:
            bring_in(city, (good_place, a_place(**place)), (good_area, an_area(**area)))
        assert refused.value.facts["field"] == field
        assert good_place not in city.operator.places()
        assert good_area not in city.operator.areas()

    def test_two_landmarks_do_not_share_a_name_in_one_desa(self, city: City) -> None:
        place = a_place()
        bring_in(city, (place,))
        with pytest.raises(AlreadyTaken) as refused:
            bring_in(city, (replace(place, id=new_id()),))
        assert refused.value.facts["field"] == "name"

    @pytest.mark.parametrize("login", ["operator1", "dishub1", "wall1", "auditor1", "intake1"])
    def test_others_import_nothing(self, city: City, login: str) -> None:
        for places, areas in (((a_place(),), ()), ((), (an_area(),))):
            with pytest.raises(Forbidden):
                bring_in(city, places, areas, login)
