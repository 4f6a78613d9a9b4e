"""Tickets for dialling a host."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from support.video_room import until

from video.ingest.gate import OpeningGate
from video.ingest.pulse import Pulse
from video.ingest.turnstile import admit

NVR = "rtsp://10.0.0.9:554/{}"


@pytest.fixture
def pages() -> Iterator[tuple[Pulse, Pulse]]:
    one, other = Pulse.own(), Pulse.own()
    yield one, other
    one.close()
    other.close()


class Dialler:
    """A feed that dials and holds its ticket until it is told that the stream is open."""

    def __init__(self, pulse: Pulse, slot: int, url: str) -> None:
        self.dialling = False
        self.stop = threading.Event()
        self._gate = OpeningGate(pulse, slot, lambda: None)
        self._url = url
        self._open = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with self._gate.ticket(self._url, self.stop) as may_dial:
            self.dialling = may_dial
            if may_dial:
                self._open.wait(10)
        self.dialling = False

    def opened(self) -> None:
        self._open.set()
        self._thread.join()

    def give_up(self) -> None:
        self.stop.set()
        self.opened()


def dialling(diallers: list[Dialler]) -> list[int]:
    return [number for number, dialler in enumerate(diallers) if dialler.dialling]


def test_no_more_than_the_cap_dial_one_host_over_all_workers_and_first_comes_first(
    pages: tuple[Pulse, Pulse],
) -> None:
    places = [(pages[number % 2], number // 2) for number in range(6)]
    diallers: list[Dialler] = []
    with ExitStack() as end:
        for number, place in enumerate(places):
            diallers.append(Dialler(*place, NVR.format(number)))
            end.callback(diallers[-1].give_up)
            until(lambda at=place: at[0].wish(at[1])[0], 5.0, "a wish")
        for expected in ([0, 1], [1, 2], [2, 3], [3, 4], [4, 5]):
            admit(places, 2)
            until(lambda now=expected: dialling(diallers) == now, 5.0, f"{expected}")
            admit(places, 2)
            assert dialling(diallers) == expected
            diallers[expected[0]].opened()


def test_another_host_waits_for_nobody_and_a_dead_workers_tickets_are_free(pages: tuple[Pulse, Pulse]) -> None:
    held, other_host, waiting = (
        Dialler(pages[0], 0, NVR),
        Dialler(pages[1], 0, "https://cam/1"),
        Dialler(pages[1], 1, NVR),
    )
    with ExitStack() as end:
        for dialler in (held, other_host, waiting):
            end.callback(dialler.give_up)
        places = [(pages[0], 0), (pages[1], 0), (pages[1], 1)]
        until(lambda: pages[0].wish(0)[0], 5.0, "a wish")
        admit(places[:1], 1)
        until(lambda: all(pulse.wish(slot)[0] for pulse, slot in places), 5.0, "all wishes")
        admit(places, 1)
        until(lambda: held.dialling and other_host.dialling, 5.0, "one for each host")
        assert not waiting.dialling
        admit(places[1:], 1)  # the first worker is gone
        until(lambda: waiting.dialling, 5.0, "its place")


def test_who_is_stopped_while_waiting_does_not_dial_and_leaves_no_wish(pages: tuple[Pulse, Pulse]) -> None:
    dialler = Dialler(pages[0], 0, NVR)
    until(lambda: pages[0].wish(0)[0], 5.0, "a wish")
    dialler.give_up()
    assert pages[0].wish(0)[0] == 0


def test_a_file_needs_no_ticket(pages: tuple[Pulse, Pulse]) -> None:
    with OpeningGate(pages[0], 0, lambda: None).ticket("/srv/clip.mp4", threading.Event()) as may_dial:
        assert may_dial
        assert pages[0].wish(0)[0] == 0


def test_without_a_cap_all_dial_at_once(pages: tuple[Pulse, Pulse]) -> None:
    for slot in range(20):
        pages[0].wish_to_dial(slot, 100 + slot, 7)
    admit([(pages[0], slot) for slot in range(20)], 0)
    assert all(pages[0].wish(slot)[2] for slot in range(20))
