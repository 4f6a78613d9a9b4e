"""The part of the desk that keeps what seldom changes: the alarm rules and the agencies' contact book."""

from collections.abc import Callable, Mapping

from console.app.part import Part
from console.bridge.jobs import QtJobs
from console.presenters.alarm_rules import AlarmRulesPresenter
from console.presenters.contact_book import ContactBookPresenter
from console.presenters.session import SessionListener
from console.windows.alarm_rules_sheet import AlarmRulesSheet
from console.windows.contact_sheet import ContactSheet
from console.windows.desk import DeskWindow
from storage.model.feed import Change


class Books(Part):
    """Wires the two books to their sheets."""

    def __init__(self, window: DeskWindow, jobs: QtJobs) -> None:
        super().__init__(window)
        self.rules_sheet, self.contact_sheet = AlarmRulesSheet(window), ContactSheet(window)
        self.rules = AlarmRulesPresenter(self.rules_sheet, jobs)
        self.contacts = ContactBookPresenter(self.contact_sheet, jobs)
        self.rules_sheet.attach(self.rules)
        self.contact_sheet.attach(self.contacts)
        self.rules_sheet.noticed.connect(window.show_calm)
        self.contact_sheet.noticed.connect(window.show_calm)

    @property
    def listeners(self) -> tuple[SessionListener, ...]:
        return self.rules, self.contacts

    @property
    def intents(self) -> Mapping[str, Callable[[], None]]:
        return {"open_rules": self.rules_sheet.open_rules, "open_contacts": self.contact_sheet.open_contacts}

    def changed(self, changes: tuple[Change, ...]) -> None:
        self.rules.changed(changes)
        self.contacts.changed(changes)
