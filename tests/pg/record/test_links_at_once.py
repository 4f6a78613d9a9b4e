"""Links between tickets while several write, and what statistics make of them."""

from datetime import timedelta

from pg.record.test_at_once import together
from unit.storage.city import City
from unit.storage.links_contract import link, linking, ticket, unlink

from storage.model.links import LinkRefusal
from storage.model.tickets import Act
from storage.service.errors import Busy, LinkRefused, RecordError, Stale


def test_of_a_into_b_and_b_into_a_at_once_one_is_done_and_the_other_is_told_why_not(city: City) -> None:
    for login in ("operator1", "operator2"):
        city.person(login).me()
    for _ in range(8):
        a, b = city.open(), city.open()
        forth, back = linking(city, a, b), linking(city, b, a)
        results = together(
            [
                lambda command=forth: city.person("operator1").execute(command),
                lambda command=back: city.person("operator2").execute(command),
            ]
        )
        (lost,) = [result for result in results if isinstance(result, RecordError)]
        assert isinstance(lost, LinkRefused)
        assert lost.why is LinkRefusal.PARENT_LINKED
        linked = [ticket(city, one).duplicate_of for one in (a, b)]
        assert linked.count(None) == 1


def test_a_parent_that_is_resolved_while_another_is_linked_to_it_leaves_both_in_one_state(city: City) -> None:
    for login in ("operator1", "operator2"):
        city.person(login).me()
    for _ in range(8):
        parent, child = city.open(), city.open()
        city.act(parent, Act.ACKNOWLEDGE)
        command, seen = linking(city, child, parent), city.detail(parent)
        results = together(
            [
                lambda command=command: city.person("operator1").execute(command),
                lambda seen=seen: city.person("operator2").execute(city.acting(seen, Act.RESOLVE)),
            ]
        )
        lost = [result for result in results if isinstance(result, RecordError)]
        assert all(isinstance(error, Stale) for error in lost), [type(error) for error in lost if type(error) is Busy]
        if ticket(city, child).duplicate_of is not None:
            assert ticket(city, child).state is ticket(city, parent).state


def test_statistics_count_a_duplicate_and_its_parent_once_and_twice_when_it_is_taken_back(city: City) -> None:
    since = city.operator.server_now() - timedelta(seconds=1)
    parent, child = city.open(), city.open()

    def counted() -> set[object]:
        facts = city.person("supervisor1").shift_facts(since, city.operator.server_now() + timedelta(seconds=1))
        return {line.id for line in facts.tickets} & {parent, child}

    assert counted() == {parent, child}
    link(city, child, parent)
    assert counted() == {parent}
    unlink(city, child)
    assert counted() == {parent, child}
