"""The server hangs with its sockets open, as behind a dead disk: who asks is told in time, and it comes back."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from pg.record.doors import PgDoors, template_of

from storage.model.ids import new_id
from storage.pg import engine
from storage.pg.embedded import EmbeddedServer
from storage.pg.embedded_process import processes_of
from storage.service.commands import WriteLog
from storage.service.errors import Unreachable

PATIENCE_S = 1.0


@pytest.fixture
def hanging(server_home, monkeypatch) -> Iterator[PgDoors]:
    """A record of the test's own, whose server `hang` stops."""
    monkeypatch.setattr(engine, "ANSWER_S", PATIENCE_S)
    server = EmbeddedServer(server_home)
    server.start()
    doors = PgDoors(template_of(server))
    yield doors
    tell(server_home, signal.SIGCONT)
    doors.close()
    server.close()


def tell(home, number):
    for process in processes_of(home / "data"):
        os.kill(process.pid, number)


def test_who_asks_a_server_that_hangs_is_told_so_and_goes_on_when_it_answers_again(hanging, server_home):
    desk = hanging.person("operator1")
    before = desk.feed_position()
    entry = WriteLog(key=new_id(), entry_id=new_id(), text="Genset diuji")
    tell(server_home, signal.SIGSTOP)
    began_s = time.monotonic()
    with pytest.raises(Unreachable):
        desk.execute(entry)
    assert time.monotonic() - began_s < PATIENCE_S + 10.0  # it dials anew once
    tell(server_home, signal.SIGCONT)
    desk.execute(entry)
    assert desk.feed_position() == before + 1
