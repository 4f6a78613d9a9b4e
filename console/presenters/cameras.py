"""Adding and changing cameras, and asking what a URL gives."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from console.presenters.jobs import Jobs
from resources.errors import SiagaError
from storage.model.cameras import Camera
from storage.model.ids import new_id
from storage.model.people import Person, Role
from storage.service.commands import SaveCamera
from storage.service.record import Outcome, Record


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """What a URL gave, in sentences; `works` says whether there was a picture."""

    lines: tuple[str, ...]
    works: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What a probe needs; `repr` shows no credential."""

    url: str
    username: str = field(repr=False)
    password: str = field(repr=False)


class CamerasView(Protocol):
    def show_may_edit(self, allowed: bool) -> None: ...
    def show_saving(self, saving: bool) -> None: ...
    def show_saved(self, camera: Camera) -> None: ...
    def show_save_failed(self, error: SiagaError) -> None: ...
    def show_probing(self, probing: bool) -> None: ...
    def show_probe(self, answer: ProbeAnswer) -> None: ...


class CamerasPresenter:
    """What the camera dialog does; the server decides who may."""

    def __init__(self, view: CamerasView, jobs: Jobs, dialling: Jobs, probe: Callable[[Source], ProbeAnswer]) -> None:
        self._view = view
        self._jobs = jobs
        self._dialling = dialling
        self._probe = probe
        self._record: Record | None = None

    def begin(self, record: Record, person: Person) -> None:
        self._record = record
        self._view.show_may_edit(person.role in {Role.ADMINISTRATOR, Role.SUPERVISOR})

    def end(self) -> None:
        self._record = None
        self._view.show_may_edit(False)

    def save(self, camera: Camera, username: str | None, password: str | None) -> None:
        record = self._record
        if record is None:
            return
        command = SaveCamera(key=new_id(), camera=camera, username=username, password=password)

        def work() -> Outcome:
            return record.execute(command)

        def done(_: Outcome) -> None:
            self._view.show_saving(False)
            self._view.show_saved(camera)

        self._view.show_saving(True)
        self._jobs.submit(work, done, self._save_failed)

    def probe(self, source: Source) -> None:
        def work() -> ProbeAnswer:
            return self._probe(source)

        self._view.show_probing(True)
        self._dialling.submit(work, self._probed, self._probe_failed)

    def _save_failed(self, error: SiagaError) -> None:
        self._view.show_saving(False)
        self._view.show_save_failed(error)

    def _probed(self, answer: ProbeAnswer) -> None:
        self._view.show_probing(False)
        self._view.show_probe(answer)

    def _probe_failed(self, error: SiagaError) -> None:
        self._view.show_probing(False)
        self._view.show_save_failed(error)
