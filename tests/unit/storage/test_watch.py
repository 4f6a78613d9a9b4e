"""When somebody watched, in memory: leases, less the time without a picture."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from unit.storage.demo_values import fake_site

from storage.model import counting
from storage.model.alarms import Outage
from storage.model.ids import new_id
from storage.testing import FakeSite
from storage.testing_watch import watched

MINUTE = timedelta(minutes=1)


@pytest.fixture
def site() -> FakeSite:
    return fake_site()


def camera_of(site: FakeSite) -> UUID:
    return next(camera.id for camera in site.cameras.values() if camera.zones)


def held(site: FakeSite, camera: UUID, minutes: float, gap: float = 0) -> None:
    """The camera's lease is held for so long, and then nobody holds it."""
    site.station("station1").claim_leases((camera,), seconds=60 * minutes)
    site.pass_time(60 * (minutes + gap))


def stretches(site: FakeSite) -> list[tuple[float, float]]:
    """As minutes since the site was founded."""
    return [((begin - site.founded_at) / MINUTE, (end - site.founded_at) / MINUTE) for begin, end in watched(site)]


def test_a_lease_that_lapses_is_a_gap_and_one_that_is_renewed_is_none(site: FakeSite) -> None:
    camera = camera_of(site)
    held(site, camera, 10)
    held(site, camera, 10, gap=20)
    held(site, camera, 5)
    assert stretches(site) == [(0, 20), (40, 45)]


def test_a_camera_without_a_picture_is_not_watched(site: FakeSite) -> None:
    camera = camera_of(site)
    held(site, camera, 30)
    for begin, end in ((-5, 2), (10, 12), (11, 15), (28, 40)):
        at = site.founded_at + begin * MINUTE
        outage = Outage(new_id(), camera, at, site.founded_at + end * MINUTE)
        site.outages[outage.id] = outage
    assert stretches(site) == [(2, 10), (15, 28)]


def test_one_watched_camera_is_enough_for_the_site(site: FakeSite) -> None:
    first, second = [camera.id for camera in site.cameras.values() if camera.zones][:2]
    site.station("station1").claim_leases((first,), seconds=600)
    site.pass_time(300)
    held(site, second, 30)
    assert stretches(site) == [(0, 35)]


def test_the_wall_has_a_gap_where_the_console_was_off(site: FakeSite) -> None:
    camera = camera_of(site)
    held(site, camera, 15, gap=30)
    held(site, camera, 15)
    figures = site.person("wall1").wall_figures(since=site.founded_at)
    assert figures.today == (0.0, None, None, 0.0)
    assert figures.usual == ()


def test_a_camera_that_is_switched_off_is_not_watched_any_more(site: FakeSite) -> None:
    camera = camera_of(site)
    held(site, camera, 10)
    site.cameras[camera] = replace(site.cameras[camera], analyse=False)
    held(site, camera, 10)
    assert stretches(site) == [(0, 10)]


@pytest.mark.parametrize(("minutes", "watched_for", "told"), [(0.0, 0.0, None), (0.0, 3.0, 0.0), (2.0, 0.0, 2.0)])
def test_only_what_was_neither_seen_nor_watched_is_unknown(
    minutes: float, watched_for: float, told: float | None
) -> None:
    assert counting.known(minutes, watched_for) == told


def test_the_usual_day_is_the_mean_of_the_days_that_are_known() -> None:
    assert counting.mean_day([[1.0, None, None], [3.0, 4.0, None]]) == (2.0, 4.0, None)
