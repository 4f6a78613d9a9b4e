"""Adding and changing cameras, and asking what a URL gives."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from console.presenters.camera_probe import ProbeAnswer, Source, regrets
from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from resources.words import say
from storage.model.cameras import Camera
from storage.model.feed import Change, Kind
from storage.model.ids import new_id
from storage.model.people import Agency, Person, Role
from storage.service.commands import SaveCamera
from storage.service.record import Outcome, Record

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
"""Who may add and change cameras; the server decides."""


class CamerasView(Protocol):
    def show_may_edit(self, allowed: bool) -> None: ...
    def show_agencies(self, agencies: tuple[Agency, ...]) -> None: ...
    def show_known(self, groups: tuple[str, ...], next_number: int) -> None:
        """What a form offers: the groups that are there, and the number for a new camera."""
        ...

    def show_saving(self, saving: bool) -> None: ...
    def show_saved(self, camera: Camera) -> None: ...
    def show_save_failed(self, error: SiagaError) -> None: ...
    def show_probing(self, probing: bool, *, sub: bool) -> None: ...
    def show_probe(self, answer: ProbeAnswer, *, sub: bool) -> None: ...
    def show_regrets(self, sentences: tuple[str, ...]) -> None: ...


class CamerasPresenter:
    """What the camera dialog does; the server decides who may."""

    def __init__(
        self,
        view: CamerasView,
        jobs: Jobs,
        dialling: Jobs,
        probe: Callable[[Source], ProbeAnswer],
        check_recorder: Callable[[str], None],
    ) -> None:
        """`check_recorder` raises a SiagaError for a recorder's address that cannot be filled in with a time."""
        self._view = view
        self._check_recorder = check_recorder
        self._jobs = jobs
        self._dialling = dialling
        self._probe = probe
        self._record: Record | None = None
        self._session = self._asked = 0
        self._main = ProbeAnswer((), works=False)

    def begin(self, record: Record, person: Person) -> None:
        self._session += 1
        self._record = record
        self._view.show_may_edit(person.role in KEEPERS)
        if person.role in KEEPERS:
            self._read_agencies()

    def end(self) -> None:
        self._session += 1
        self._record = None
        self._view.show_may_edit(False)

    def cameras_known(self, cameras: tuple[Camera, ...]) -> None:
        groups = sorted({camera.group for camera in cameras if camera.group}, key=str.casefold)
        self._view.show_known(tuple(groups), next_free(cameras))

    def changed(self, changes: tuple[Change, ...]) -> None:
        if any(change.kind is Kind.AGENCY for change in changes):
            self._read_agencies()

    def save(self, camera: Camera, username: str | None, password: str | None) -> None:
        record = self._record
        if record is None:
            return
        try:
            if camera.replay_url:
                self._check_recorder(camera.replay_url)
        except SiagaError as error:
            error.facts = {**error.facts, "field": "replay_url"}
            self._view.show_save_failed(error)
            return
        command = SaveCamera(key=new_id(), camera=camera, username=username, password=password)

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            self._view.show_saving(False)
            self._view.show_saved(camera)

        self._view.show_saving(True)
        self._jobs.submit(work, done, self._save_failed)

    def probe(self, source: Source, sub_url: str = "", *, is_stored: bool = False) -> None:
        """Ask the main address and then the small one; `is_stored`: a login stands in the record, unread here."""
        self._asked += 1
        asked = self._asked

        def main_came(answer: ProbeAnswer) -> None:
            if asked != self._asked:
                return
            self._show(_with_login_note(answer, source, is_stored), sub=False)
            self._main = answer
            if sub_url:
                self._dial(replace(source, url=sub_url), sub_came, sub=True)
            else:
                self._view.show_regrets(regrets(answer, None))

        def sub_came(answer: ProbeAnswer) -> None:
            if asked == self._asked:
                self._show(_with_login_note(answer, source, is_stored), sub=True)
                self._view.show_regrets(regrets(self._main, answer))

        self._view.show_regrets(())
        self._dial(source, main_came, sub=False)

    def forget_probe(self) -> None:
        """The form is closed or begins anew: what is under way is shown to nobody."""
        self._asked += 1

    def _dial(self, source: Source, done: Callable[[ProbeAnswer], None], *, sub: bool) -> None:
        asked = self._asked

        def work() -> ProbeAnswer:
            return self._probe(source)

        def failed(error: SiagaError) -> None:
            if asked == self._asked:
                self._view.show_probing(False, sub=sub)
                self._view.show_save_failed(error)

        self._view.show_probing(True, sub=sub)
        self._dialling.submit(work, done, failed)

    def _show(self, answer: ProbeAnswer, *, sub: bool) -> None:
        self._view.show_probing(False, sub=sub)
        self._view.show_probe(answer, sub=sub)

    def _read_agencies(self) -> None:
        record, session = self._record, self._session
        if record is None:
            return

        def done(agencies: tuple[Agency, ...]) -> None:
            if session == self._session:
                self._view.show_agencies(agencies)

        def failed(error: SiagaError) -> None:
            if session == self._session:
                self._view.show_save_failed(error)

        self._jobs.submit(record.agencies, done, failed)

    def _save_failed(self, error: SiagaError) -> None:
        self._view.show_saving(False)
        self._view.show_save_failed(error)


def next_free(cameras: tuple[Camera, ...]) -> int:
    """The number after the highest one; 101 for the first camera."""
    return max((camera.number for camera in cameras), default=100) + 1


def _with_login_note(answer: ProbeAnswer, source: Source, is_stored: bool) -> ProbeAnswer:
    """A person's console cannot read the login that is kept, so it cannot be tried either: say so."""
    if answer.works or not answer.login_wanted or source.username or not is_stored:
        return answer
    return replace(answer, lines=(say("cameras.probe.stored_login"),))
