"""The form in which a call is taken: empty, and full with all that it can say."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support import callers, views
from visual.conftest import Grab, Show

from console.presenters.places import place_search
from storage.model.callers import NumberHistory
from storage.model.tickets import Category, Priority
from widgets.telephone.form import TelephoneForm

CATEGORIES = (
    *views.CATEGORIES,
    Category("fire", "Kebakaran", "Fire", Priority.CRITICAL, "damkar"),
    Category("flood", "Banjir", "Flood", Priority.HIGH, "damkar"),
    Category("road_damage", "Jalan rusak", "Road damage", Priority.MEDIUM, "pupr"),
    Category("streetlight", "Lampu jalan mati", "Streetlight out", Priority.LOW, "dishub"),
    Category("public_order", "Ketertiban umum", "Public order", Priority.MEDIUM, "satpolpp"),
    Category("other", "Lainnya", "Other", Priority.LOW, "satpolpp"),
)


def opened(show: Show) -> TelephoneForm:
    form = TelephoneForm()
    form.set_choices(CATEGORIES, views.AGENCIES)
    form.set_place_search(place_search(callers.AREAS, callers.CallRecord().places()))
    form.set_now(views.NOW)
    show(form, 980, 680)
    form.start()
    form.clock.stop()
    form.clock.show_elapsed(13)
    return form


def type_in(form: TelephoneForm, *texts: str) -> None:
    form.activateWindow()
    for at, text in enumerate(texts):
        form.fields[at].setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClicks(form.fields[at], text)


def test_a_call_begins_with_an_empty_form(show: Show, grab: Grab) -> None:
    grab(opened(show), "telephone-empty")


def test_places_hang_below_their_field_while_they_are_typed(show: Show, grab: Grab) -> None:
    form = opened(show)
    type_in(form, "081298765432", "Pohon tumbang, ada motor di bawahnya!", "3", "", "dpn mesjid al ikhlas", "cikarang")
    form.set_history("081298765432", NumberHistory(2, 3))
    grab(form, "telephone-places")


def test_a_full_form_shows_what_is_alike_and_asks_before_it_is_dropped(show: Show, grab: Grab) -> None:
    form = opened(show)
    type_in(form, "08123", "Pohon tumbang!", "3", "", "dpn mesjid al ikhlas", "masjid")
    QTest.keyClick(form.fields[5], Qt.Key.Key_Return)
    form.set_history("08123", NumberHistory(0, 0))
    form.set_similar((views.TICKETS[3], views.ticket(4190, title="Pohon tumbang menimpa pagar")))
    form.set_error("Basis data sedang sibuk dan perintah ini tidak dijalankan. Coba lagi sebentar lagi.")
    form.leave()
    QApplication.sendPostedEvents()
    grab(form, "telephone-full")
