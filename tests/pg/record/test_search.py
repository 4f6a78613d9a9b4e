"""What only PostgreSQL's search knows: Indonesian endings, and words that are still being typed."""

import pytest
from unit.storage.city import City
from unit.storage.search_contract import found


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Kemacetan di pasar", "macet"),
        ("Macet total", "kemacetan"),
        ("Kebakaran gudang", "terbakar"),
        ("Kebakaran gudang", "kebak"),
        ("Pohon tumbang menutup jalan", '"pohon tumbang"'),
        ("Pohon tumbang menutup jalan", "banjir or tumbang"),
        ("Pohon tumbang menutup jalan", "pohon -banjir"),
    ],
)
def test_a_word_is_found_by_its_stem_and_as_it_begins(city: City, title: str, typed: str) -> None:
    ticket = city.open(title=title)
    assert ticket in found(city.operator, typed)


@pytest.mark.parametrize("typed", ["pohon -tumbang", "pohon -menutup", '"tumbang pohon"', "pohon rob"])
def test_what_must_not_be_there_is_not_found(city: City, typed: str) -> None:
    ticket = city.open(title="Pohon tumbang menutup jalan")
    assert ticket not in found(city.operator, typed)
