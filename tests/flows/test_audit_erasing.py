"""Erasing a reporter's data from the command line: two people, and an audit that stays whole."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from pg.record.doors import PgDoors, template_of
from unit.storage.audit_contract import verdict_of
from unit.storage.callers_contract import a_number, a_report, add_report
from unit.storage.city import City

from main import main
from resources.words import Language, set_language
from storage.model.tickets import Act
from storage.pg.embedded import EmbeddedServer

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def doors(record_cluster: EmbeddedServer) -> Iterator[PgDoors]:
    doors = PgDoors(template_of(record_cluster))
    yield doors
    doors.close()


@pytest.fixture
def audit(
    doors: PgDoors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Say]:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'data_dir = "{tmp_path}"\n')

    def say(login: str, *words: str) -> tuple[int, str, str]:
        monkeypatch.setenv("SIAGA_PASSWORD", doors.passwords[login])
        code = main(
            ["--settings", str(settings), "audit", *words, "--database", doors.dsn, "--login", login, "--lang", "en"]
        )
        return code, *capsys.readouterr()

    yield say
    set_language(Language.INDONESIAN)


@pytest.fixture
def ticket(doors: PgDoors) -> tuple[UUID, str]:
    """One with a caller's name in its report and in a note; its id and its number."""
    city = City(doors)
    made = city.open(title="Rumah Ibu Sari banjir")
    add_report(city, made, a_report(caller_name="Ibu Sari", caller_number=a_number()))
    city.act(made, Act.NOTE, text="Ibu Sari menelepon lagi")
    return made, str(city.detail(made).ticket.number)


def test_a_supervisor_asks_and_an_administrator_erases(doors: PgDoors, audit: Say, ticket: tuple[UUID, str]) -> None:
    made, number = ticket
    code, shown, _ = audit("supervisor1", "words", number)
    assert code == 0
    rows = [line.split()[1].rstrip(",") for line in shown.splitlines() if line.startswith("row")]
    assert [("Ibu Sari" in line) for line in shown.splitlines()] == [True] * 3
    code, asked, _ = audit("supervisor1", "ask-erasure", "--reason", "On request", "--ticket", number, "--rows", *rows)
    erasure = asked.split()[-1]
    assert code == 0
    assert "not carried out yet" in audit("auditor1", "erasures")[1]
    assert audit("supervisor1", "erase", erasure)[0] == 2
    assert audit("administrator1", "erase", erasure)[0] == 0
    assert erasure in audit("auditor1", "erasures")[1]
    assert audit("supervisor1", "words", number)[1] == "report: –\n"
    assert "Sari" not in repr((doors.person("operator1").ticket(made), doors.person("operator1").reports(made)))
    assert verdict_of(doors.person("auditor1")).findings == ()


def test_only_a_supervisor_asks_and_what_nobody_asked_is_not_erased(audit: Say, ticket: tuple[UUID, str]) -> None:
    assert audit("operator1", "ask-erasure", "--reason", "x", "--ticket", ticket[1])[0] == 2
    assert audit("administrator1", "erase", str(UUID(int=9)))[0] == 2
    assert audit("administrator1", "erase", "not an id")[0] == 2


def test_a_ticket_that_is_not_there_is_said(audit: Say) -> None:
    code, shown, told = audit("supervisor1", "words", "BKS-2020-999999")
    assert (code, shown) == (2, "")
    assert told
