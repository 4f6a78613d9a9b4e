"""The site's books: alarm rules and the contact book."""

from dataclasses import replace

from support import views
from support.book_views import BUDI, CAMERAS, CONTACTS, RULES, SITE_RULES
from visual.conftest import Grab, Show

from widgets.alarms.rules import RulesPage
from widgets.people.contact_book import ContactBookPage


def rules(show: Show) -> RulesPage:
    page = RulesPage()
    show(page, 1020, 820)
    page.set_may_edit(True)
    page.set_rules(RULES, CAMERAS)
    page.start()
    page.list.choose(RULES[6].id)
    return page


def test_the_alarm_rules_say_in_a_sentence_what_the_chosen_one_does(show: Show, grab: Grab) -> None:
    grab(rules(show), "rules")


def test_a_rule_with_a_bad_value_that_somebody_else_has_just_changed(show: Show, grab: Grab) -> None:
    page = rules(show)
    page.list.choose(SITE_RULES[0].id)
    page.change.click()
    page.form.spans["cooldown_s"].setText("-5")
    page.form.submit.click()
    page.set_rules((replace(SITE_RULES[0], cooldown_s=600.0, version=2), *RULES[1:]), CAMERAS)
    grab(page, "rules-form")


def test_a_new_exception_names_its_camera_and_zone(show: Show, grab: Grab) -> None:
    page = rules(show)
    page.add.click()
    page.form.zone.setCurrentIndex(1)
    grab(page, "rules-exception")


def book(show: Show) -> ContactBookPage:
    page = ContactBookPage()
    show(page, 1020, 820)
    page.set_may_edit(True)
    page.set_book(CONTACTS, views.AGENCIES)
    page.start()
    page.list.choose(BUDI.id)
    return page


def test_the_contact_book_says_whom_to_call_first_and_what_was_copied(show: Show, grab: Grab) -> None:
    page = book(show)
    page.copy.click()
    grab(page, "contact-book")


def test_a_contact_is_changed_below_the_list(show: Show, grab: Grab) -> None:
    page = book(show)
    page.change.click()
    grab(page, "contact-form")
