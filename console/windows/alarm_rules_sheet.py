"""The dialog of the site's alarm rules."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.alarm_rules import AlarmRulesPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.alarms import AlarmRule
from storage.model.cameras import Camera
from widgets.alarms.rules import RulesPage
from widgets.common.signals import Sent

SHEET_PX = (1020, 820)


class AlarmRulesSheet(QObject):
    """Implements AlarmRulesView over a desk; `refused` is a calm sentence for who may not read the rules."""

    refused = Sent[str]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: AlarmRulesPresenter | None = None
        self._may_read = False
        self.page = RulesPage()
        self.sheet = Sheet("books.sheet.rules", self.page, owner, width=SHEET_PX[0])
        self.sheet.resize(*SHEET_PX)
        self.page.saved.connect(self._save)
        self.page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: AlarmRulesPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_rules(self) -> None:
        """The intent of the desk's key."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self._may_read:
            self.refused.emit(say("books.sheet.may_not_rules"))
            return
        self.sheet.present()
        self.page.start()
        self._presenter.open()

    # AlarmRulesView.

    def show_may_keep_rules(self, may_read: bool, may_edit: bool) -> None:
        self._may_read = may_read
        self.page.set_may_edit(may_edit)
        if not may_read:
            self.sheet.reject()

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

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
