"""The dialog of the rules of routing."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from console.presenters.routing_rules import RoutingRulesPresenter
from console.windows.book_sheet import BookSheet
from resources.errors import SiagaError
from resources.words import say, sentence
from storage.model.people import Agency
from storage.model.routing import RoutingRule
from storage.model.tickets import Category
from widgets.routing.page import RoutingPage


class RoutingSheet(BookSheet):
    """Implements RoutingRulesView."""

    def __init__(self, owner: QWidget) -> None:
        page = RoutingPage()
        super().__init__("routing.rules.title", page, owner)
        self.page = page
        self._presenter: RoutingRulesPresenter | None = None
        self.page.saved.connect(self._save)

    def attach(self, presenter: RoutingRulesPresenter) -> None:
        self._presenter = self._book = presenter

    @Slot()
    def open_routing(self) -> None:
        self.open_book(say("routing.rules.may_not"))

    # RoutingRulesView.

    def show_may_keep(self, may_read: bool, may_edit: bool) -> None:
        self.page.set_may_edit(may_edit)
        self.let_read(may_read)

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
