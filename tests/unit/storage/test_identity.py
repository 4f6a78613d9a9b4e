"""What the model of seals says by itself, and the fake's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from unit.storage.city import City
from unit.storage.demo_values import fake_site
from unit.storage.identity_contract import NAME, read, sealed, unsealed
from unit.storage.test_fakes import FakeDoors

from storage.model.identity import OPEN_FOR, SealState, Unsealing
from storage.model.ids import new_id
from storage.service.commands import OpenIdentity
from storage.service.errors import Forbidden, SealShut

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def asked(**fields: object) -> Unsealing:
    ids = (new_id(), new_id(), new_id())
    return Unsealing(*ids, "BKS-2026-000001", "Perlu", "operator1", "Operator 1", NOW, **fields)  # type: ignore[arg-type]


def test_a_seal_is_asked_for_open_until_its_moment_and_shut_from_then_on() -> None:
    granted = asked(granted=True, until=NOW + OPEN_FOR)
    assert asked().state(NOW) is SealState.ASKED
    assert granted.state(NOW + OPEN_FOR - timedelta(seconds=1)) is SealState.OPEN
    assert granted.state(NOW + OPEN_FOR) is SealState.SHUT
    assert asked(granted=False).state(NOW) is SealState.REFUSED


def test_the_seal_shuts_after_half_an_hour_and_a_reading_after_a_minute() -> None:
    city = City(FakeDoors(fake_site()))
    unsealing = unsealed(city, sealed(city))
    assert read(city, unsealing).name == NAME
    city.let_pass(61)
    with pytest.raises(Forbidden):
        city.operator.identity(unsealing)
    assert read(city, unsealing).name == NAME
    city.let_pass(OPEN_FOR.total_seconds())
    with pytest.raises(SealShut):
        city.operator.execute(OpenIdentity(key=new_id(), unsealing_id=unsealing))
    with pytest.raises(SealShut):
        city.operator.identity(unsealing)
