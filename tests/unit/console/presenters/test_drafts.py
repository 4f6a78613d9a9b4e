from dataclasses import replace

import pytest
from support import callers
from support.small_site import camera

from console.presenters.drafts import command_of, draft_of, edit_of, edited, only
from widgets.common.places import PlaceChoice
from widgets.incidents.drafts import TicketDraft

PLACED = callers.ticket(
    category="flood",
    place="dpn mesjid",
    landmark="Masjid Al-Ikhlas",
    area_code="32.16.07.2001",
    kecamatan="Cikarang Selatan",
    desa="Sukaresmi",
    latitude=-6.3,
    longitude=107.1,
)
MARKET = PlaceChoice("Pasar Cikarang", "32.16.06.2001", "Cikarang Utara", "Karangasih", -6.26, 107.15)


def test_a_draft_that_was_not_changed_is_no_edit():
    assert edit_of(draft_of(PLACED), PLACED) is None


def test_another_place_writes_what_the_gazetteer_knows_and_leaves_the_words():
    command = edit_of(replace(draft_of(PLACED), choice=MARKET), PLACED)
    assert (command.landmark, command.area_code) == ("Pasar Cikarang", "32.16.06.2001")
    assert (command.latitude, command.longitude) == (-6.26, 107.15)
    assert command.place is None


def test_a_place_that_is_taken_back_takes_its_area_away():
    command = edit_of(replace(draft_of(PLACED), choice=PlaceChoice()), PLACED)
    assert (command.landmark, command.area_code) == ("", "")
    assert (command.latitude, command.longitude, command.clear_point) == (None, None, True)


def test_a_desa_without_a_point_takes_the_former_place_s_point_away():
    desa = replace(MARKET, landmark="", latitude=None, longitude=None)
    command = edit_of(replace(draft_of(PLACED), choice=desa), PLACED)
    assert (command.area_code, command.clear_point) == (desa.area_code, True)
    assert not only(command, ("title",)).clear_point
    nowhere = replace(PLACED, latitude=None, longitude=None)
    assert not edit_of(replace(draft_of(nowhere), choice=desa), nowhere).clear_point


def test_my_side_of_a_conflict_names_the_desa_that_i_chose():
    command = edit_of(replace(draft_of(PLACED), choice=MARKET), PLACED)
    mine = edited(command, PLACED, MARKET)
    assert (mine.choice.desa, mine.choice.kecamatan) == ("Karangasih", "Cikarang Utara")


def test_other_words_leave_what_the_gazetteer_knows():
    command = edit_of(replace(draft_of(PLACED), place="depan masjid besar"), PLACED)
    assert command.place == "depan masjid besar"
    assert (command.landmark, command.area_code, command.latitude) == (None, None, None)


@pytest.mark.parametrize(("fields", "landmark"), [(("place",), "Pasar Cikarang"), (("title",), None)])
def test_after_a_conflict_the_gazetteers_place_goes_with_its_words(fields, landmark):
    command = edit_of(replace(draft_of(PLACED), title="Lain", choice=MARKET), PLACED)
    kept = only(command, fields)
    assert kept.landmark == landmark
    assert (kept.area_code is None) == (landmark is None)
    assert (kept.title is None) == (landmark is not None)


def test_my_side_of_a_conflict_has_my_landmark():
    mine = edited(
        edit_of(replace(draft_of(PLACED), choice=replace(MARKET, area_code=PLACED.area_code)), PLACED), PLACED
    )
    assert (mine.choice.landmark, mine.choice.desa) == ("Pasar Cikarang", "Sukaresmi")
    moved = edited(edit_of(replace(draft_of(PLACED), choice=MARKET), PLACED), PLACED)
    assert moved.choice.area_code == "32.16.06.2001"
    assert moved.choice.desa != "Sukaresmi"


def test_a_ticket_from_a_camera_stands_where_the_gazetteer_says_else_where_the_camera_does():
    seen_from = camera(101, latitude=-6.1, longitude=107.0)
    draft = TicketDraft("Banjir", "flood", place="pasar", choice=MARKET)
    command = command_of(draft, None, seen_from)
    assert (command.latitude, command.landmark, command.area_code) == (-6.26, "Pasar Cikarang", MARKET.area_code)
    command = command_of(replace(draft, choice=PlaceChoice()), None, seen_from)
    assert (command.latitude, command.longitude, command.landmark) == (-6.1, 107.0, "")
