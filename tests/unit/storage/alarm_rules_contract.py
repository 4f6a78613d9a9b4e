"""The rules by which a condition becomes an alarm, whichever implementation answers."""

from dataclasses import replace

import pytest
from unit.storage.alarms_contract import ZONE
from unit.storage.city import City
from unit.storage.city_contract import added
from unit.storage.demo_values import NOBODY

from storage.model.alarms import AlarmKind, AlarmRule
from storage.model.feed import Kind
from storage.model.ids import new_id
from storage.model.tickets import Priority
from storage.service.commands import SaveAlarmRule
from storage.service.errors import AlreadyTaken, Forbidden, Invalid, NotFound, Stale


class AlarmRuleContract:
    """Subclassed by the tests; they give the fixture `city`."""

    def test_every_record_begins_with_a_rule_for_each_kind(self, city: City) -> None:
        site = {r.kind: r for r in city.operator.alarm_rules() if r.camera_id is None}
        found = {kind: (r.min_duration_s, r.cooldown_s, int(r.priority)) for kind, r in site.items()}
        assert found == {
            AlarmKind.CONGESTION: (60, 300, 2),
            AlarmKind.STOPPED_TRAFFIC: (30, 300, 1),
            AlarmKind.STOPPED_VEHICLE: (10, 120, 2),
            AlarmKind.DARK: (10, 60, 3),
            AlarmKind.CAMERA_LOST: (30, 60, 3),
            AlarmKind.ANALYSIS_STOPPED: (30, 60, 2),
            AlarmKind.GROUP_LOST: (30, 60, 2),
            AlarmKind.RECORDING_STOPPED: (10, 60, 2),
            AlarmKind.RECORDING_SHORT: (60, 3600, 3),
            AlarmKind.SLA_WARNING: (0, 0, 3),
            AlarmKind.SLA_BREACH: (0, 0, 2),
        }
        assert all(rule.enabled for rule in site.values())

    def test_a_saved_rule_is_read_by_people_and_stations(self, city: City) -> None:
        before = city.operator.feed_position()
        rule = self._saved(city)
        assert rule in city.operator.alarm_rules()
        assert city.station("station1").alarm_rules() == city.operator.alarm_rules()
        changed = replace(rule, enabled=False, cooldown_s=5.0)
        city.person("administrator1").execute(SaveAlarmRule(key=new_id(), rule=changed))
        assert replace(changed, version=2) in city.operator.alarm_rules()
        heard = [(c.kind, c.id, c.version) for c in city.station("station2").changes_since(before)]
        assert [h for h in heard if h[0] is Kind.ALARM_RULE] == [
            (Kind.ALARM_RULE, rule.id, 1),
            (Kind.ALARM_RULE, rule.id, 2),
        ]

    def test_a_stale_or_unknown_rule_is_not_saved(self, city: City) -> None:
        rule = self._saved(city)
        self._save(city, replace(rule, min_duration_s=9.0))
        with pytest.raises(Stale):
            self._save(city, replace(rule, min_duration_s=8.0))
        with pytest.raises(NotFound):
            self._save(city, replace(rule, id=NOBODY))

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"min_duration_s": -1.0}, "min_duration_s"),
            ({"cooldown_s": 86_401.0}, "cooldown_s"),
            ({"camera_id": None}, "zone"),
            ({"camera_id": NOBODY}, "camera"),
        ],
    )
    def test_a_rule_that_cannot_be_is_refused(self, city: City, fields: dict[str, object], field: str) -> None:
        rule = replace(self._rule(city), **fields)  # type: ignore[arg-type]
        with pytest.raises(Invalid) as refused:
            self._save(city, rule)
        assert refused.value.facts["field"] == field

    def test_a_point_has_one_rule_of_a_kind(self, city: City) -> None:
        rule = self._saved(city)
        with pytest.raises(AlreadyTaken):
            self._save(city, replace(rule, id=new_id(), version=0))

    @pytest.mark.parametrize("login", ["operator1", "dishub1", "wall1", "auditor1", "intake1"])
    def test_only_keepers_save_rules(self, city: City, login: str) -> None:
        with pytest.raises(Forbidden):
            self._save(city, self._rule(city), login)

    def _rule(self, city: City) -> AlarmRule:
        """A new one for a camera of its own."""
        camera_id = added(city).id
        return AlarmRule(
            new_id(), AlarmKind.DARK, Priority.LOW, 5.0, 60.0, camera_id=camera_id, zone_id=ZONE, version=0
        )

    def _save(self, city: City, rule: AlarmRule, login: str = "supervisor1") -> None:
        city.person(login).execute(SaveAlarmRule(key=new_id(), rule=rule))

    def _saved(self, city: City) -> AlarmRule:
        rule = self._rule(city)
        self._save(city, rule)
        return replace(rule, version=1)
