"""The dialog of the rules of routing."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from console.presenters.routing_rules import RoutingRulesPresenter
from console.windows.sheet import Sheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.people import Agency
from storage.model.routing import RoutingRule
from storage.model.tickets import Category
from widgets.common.signals import Sent
from widgets.routing.page import RoutingPage

SHEET_PX = (1020, 820)


class RoutingSheet(QObject):
    """Implements RoutingRulesView; `noticed` is a calm sentence for who may not read the rules."""

    noticed = Sent[str]()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._presenter: RoutingRulesPresenter | None = None
        self._may_read = False
        self.page = RoutingPage()
        self.sheet = Sheet("routing.rules.title", self.page, owner, width=SHEET_PX[0])
        self.sheet.resize(*SHEET_PX)
        self.page.saved.connect(self._save)
        self.page.closed.connect(self.sheet.dismiss)
        self.sheet.finished.connect(self._closed)

    def attach(self, presenter: RoutingRulesPresenter) -> None:
        self._presenter = presenter

    @Slot()
    def open_routing(self) -> None:
        """The intent of the desk's key."""
        if self._presenter is None or self.sheet.isVisible():
            return
        if not self._may_read:
            self.noticed.emit(say("routing.rules.may_not"))
            return
        self.sheet.present()
        self.page.start()
        self._presenter.open()

    # RoutingRulesView.

    def show_may_keep(self, may_read: bool, may_edit: bool) -> None:
        self._may_read = may_read
        self.page.set_may_edit(may_edit)
        if not may_read:
            self.sheet.reject()

    def show_rules(
        self, rules: tuple[RoutingRule, ...], agencies: tuple[Agency, ...], categories: tuple[Category, ...]
    ) -> None:
        self.page.set_rules(rules, agencies, categories)

    def show_saving(self, saving: bool) -> None:
        self.page.set_busy(saving)

    def show_saved(self, rule: RoutingRule) -> None:
        self.page.show_saved(rule)

    def show_overtaken(self, error: SiagaError) -> None:
        self.page.show_overtaken(sentence(error))

    def show_error(self, error: SiagaError) -> None:
        self.page.set_error(sentence(error))

    @Slot(object)
    def _save(self, rule: RoutingRule) -> None:
        if self._presenter is not None:
            self._presenter.save(rule)

    @Slot()
    def _closed(self) -> None:
        if self._presenter is not None:
            self._presenter.close()
