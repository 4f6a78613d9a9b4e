"""The rules of routing as the forms ask them, read again when the feed says that they changed."""

from typing import Protocol
from uuid import UUID

from console.presenters.jobs import Jobs
from console.presenters.reading import Reading
from resources.errors import SiagaError
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.people import Agency, Person, Role
from storage.model.routing import Point, RoutingRule, road_matters, route
from storage.model.tickets import Category
from storage.service.record import Record
from widgets.incidents.routing_values import Asked, Routed, Router

READERS = frozenset({Role.OPERATOR, Role.SUPERVISOR})
"""Who opens tickets; nobody else has a form that asks."""
_TOUCHING = frozenset({Kind.ROUTING_RULE, Kind.AGENCY})

Rules = tuple[tuple[RoutingRule, ...], tuple[Category, ...], tuple[Agency, ...]]


class RoutingView(Protocol):
    def show_router(self, router: Router | None) -> None: ...
    def show_error(self, error: SiagaError) -> None: ...


class RoutingPresenter:
    """Keeps one router current for as long as somebody is signed in who opens tickets."""

    def __init__(self, view: RoutingView, jobs: Jobs) -> None:
        self._view = view
        self._points: dict[UUID, Point] = {}
        self._reading = Reading(jobs, _asked, self._read, view.show_error)
        self._on = False

    def begin(self, record: Record, person: Person) -> None:
        self._on = person.role in READERS
        self._reading.begin(record if self._on else None)
        if self._on:
            self._reading.refresh()

    def end(self) -> None:
        self._on = False
        self._reading.begin(None)
        self._view.show_router(None)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        """Where each camera stands: a ticket without a point of its own is there."""
        self._points = {
            one.id: (one.latitude, one.longitude)
            for one in cameras
            if one.latitude is not None and one.longitude is not None
        }

    def changed(self, changes: tuple[Change, ...]) -> None:
        """The feed says what changed."""
        if self._on and any(change.kind in _TOUCHING for change in changes):
            self._reading.refresh()

    def _read(self, rules: Rules) -> None:
        self._view.show_router(self._router(*rules))

    def _router(
        self, rules: tuple[RoutingRule, ...], categories: tuple[Category, ...], agencies: tuple[Agency, ...]
    ) -> Router:
        ids = {agency.code: agency.id for agency in agencies}
        usual = {category.code: ids.get(category.agency_code) for category in categories}

        def router(asked: Asked) -> Routed:
            point = asked.point
            if point is None and asked.camera_id is not None:
                point = self._points.get(asked.camera_id)
            routing = route(asked.category, usual.get(asked.category), rules, point=point, road=asked.road)
            return Routed(routing, road_matters(asked.category, rules))

        return router


def _asked(record: Record) -> Rules:
    return record.routing_rules(), record.categories(), record.agencies()
