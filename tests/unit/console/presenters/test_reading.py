from console.presenters.reading import Reading
from resources.errors import SiagaError


class LaterJobs:
    """Work that ends when the test says so, in the order asked."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, done, failed):
        self.waiting.append((work, done, failed))

    def end(self):
        work, done, failed = self.waiting.pop(0)
        try:
            found = work()
        except SiagaError as error:
            failed(error)
        else:
            done(found)


class Screen:
    def __init__(self):
        self.jobs, self.shown, self.errors = LaterJobs(), [], []
        self.reading = Reading(self.jobs, self.ask, self.shown.append, self.errors.append)
        self.fault = None

    def ask(self, record):
        if self.fault:
            raise self.fault
        return f"list of {record}"


def test_wishes_while_one_is_under_way_become_exactly_one_more():
    screen = Screen()
    screen.reading.begin("A")
    for _ in range(4):
        screen.reading.refresh()
    assert len(screen.jobs.waiting) == 1
    screen.jobs.end()
    assert len(screen.jobs.waiting) == 1
    screen.jobs.end()
    assert screen.jobs.waiting == []
    assert screen.shown == ["list of A", "list of A"]


def test_what_was_asked_for_one_never_comes_to_the_next():
    screen = Screen()
    screen.reading.begin("A")
    screen.reading.refresh()
    screen.reading.begin("B")
    screen.reading.refresh()
    screen.jobs.end()
    assert screen.shown == []
    screen.jobs.end()
    assert screen.shown == ["list of B"]


def test_an_error_for_one_is_not_told_to_the_next_and_does_not_block():
    screen = Screen()
    screen.fault = SiagaError("gone")
    screen.reading.begin("A")
    screen.reading.refresh()
    screen.reading.begin(None)
    screen.jobs.end()
    assert screen.errors == []
    screen.reading.begin("B")
    screen.reading.refresh()
    screen.jobs.end()
    assert screen.errors == [screen.fault]
    screen.fault = None
    screen.reading.refresh()
    screen.jobs.end()
    assert screen.shown == ["list of B"]


def test_nothing_is_read_while_nobody_is_there():
    screen = Screen()
    screen.reading.refresh()
    assert screen.jobs.waiting == []


def test_a_reading_after_a_write_tells_when_it_is_shown():
    screen = Screen()
    screen.reading.begin("A")
    told = []
    screen.reading.read(lambda: told.append(list(screen.shown)))
    screen.jobs.end()
    assert told == [["list of A"]]
