"""The dialog of the site's alarm rules."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from console.presenters.alarm_rules import AlarmRulesPresenter
from console.windows.book_sheet import BookSheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.alarms import AlarmRule
from storage.model.cameras import Camera
from widgets.alarms.rules import RulesPage


class AlarmRulesSheet(BookSheet):
    """Implements AlarmRulesView over a desk."""

    def __init__(self, owner: QWidget) -> None:
        page = RulesPage()
        super().__init__("books.sheet.rules", page, owner)
        self.page = page
        self._presenter: AlarmRulesPresenter | None = None
        self.page.saved.connect(self._save)

    def attach(self, presenter: AlarmRulesPresenter) -> None:
        self._presenter = self._book = presenter

    @Slot()
    def open_rules(self) -> None:
        self.open_book(say("books.sheet.may_not_rules"))

    # AlarmRulesView.

    def show_may_keep_rules(self, may_read: bool, may_edit: bool) -> None:
        self.page.set_may_edit(may_edit)
        self.let_read(may_read)

    def show_rules(self, rules: tuple[AlarmRule, ...], cameras: tuple[Camera, ...]) -> None:
        self.page.set_rules(rules, cameras)

    def show_saving_rule(self, saving: bool) -> None:
        self.page.set_busy(saving)

    def show_rule_saved(self, rule: AlarmRule) -> None:
        self.page.show_saved(rule)

    def show_rule_overtaken(self, error: SiagaError) -> None:
        self.page.show_overtaken(sentence(error))

    def show_rules_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    @Slot(object)
    def _save(self, rule: AlarmRule) -> None:
        if self._presenter is not None:
            self._presenter.save(rule)
