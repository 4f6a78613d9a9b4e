"""An export in a process of its own: libav never runs in the console, and packets never take its time."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic

from resources.errors import SiagaError
from video.evidence.errors import Cancelled, EvidenceError
from video.evidence.key import read_key
from video.evidence.values import Exported, ExportRequest
from video.evidence.workplace import is_published, sweep
from video.recording.ring import Ring

_LOOK_S = 0.1
_END_S = 30.0
"""How long the other side may take to end, once it was told to: a stick or a share may hang it."""
_KILLED_S = 2.0


class HelperDied(EvidenceError):
    """The process that wrote ended by itself, by libav or by a signal."""

    word = "evidence.error.helper"


@dataclass(frozen=True, slots=True)
class Apart:
    """Where an export finds what it needs: paths, since a process of its own opens them itself."""

    ring: Path
    key_file: Path


def export_apart(
    request: ExportRequest,
    place: Apart,
    folder: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    *,
    complete: Callable[[Exported], None],
    hold: AbstractContextManager[object] | None = None,
) -> Exported:
    """As `export`, elsewhere. `progress`, `cancelled` and `complete` are called here, on the calling thread.

    The other side renames only after `complete` has returned, so a caller that dies leaves no folder without a note.
    Raises EvidenceError, HelperDied among them, and whatever `complete` raises.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=export_here, args=(theirs, request, place, folder), name="siaga-evidence", daemon=True
    )
    with hold or nullcontext():
        process.start()
        theirs.close()
        try:
            return _Listener(ours, folder, progress, cancelled, complete).outcome()
        finally:
            ours.close()  # the other side takes it for a cancelling
            _end(process)
            sweep(folder)


def _end(process: BaseProcess) -> None:
    """A process that hangs in a disk's driver is not ended by any signal until the disk answers: it is left to that."""
    process.join(_END_S)
    process.kill()
    process.join(_KILLED_S)
    if process.exitcode is not None:
        process.close()


class _Listener:
    """The asking side: answers until the other side has said how it ended."""

    def __init__(
        self,
        pipe: Connection,
        folder: Path,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
        complete: Callable[[Exported], None],
    ) -> None:
        self._pipe, self._folder = pipe, folder
        self._progress, self._cancelled, self._complete = progress, cancelled, complete
        self._promised: Exported | None = None
        self._told_to_end_s: float | None = None

    def outcome(self) -> Exported:
        while True:
            if self._told_to_end_s is None and self._cancelled():
                self._told_to_end_s = monotonic()
                self._say(False)
            if self._told_to_end_s is not None and monotonic() - self._told_to_end_s > _END_S:
                raise Cancelled
            try:
                told = self._pipe.recv() if self._pipe.poll(_LOOK_S) else None
            except (EOFError, OSError):
                return self._ended()
            if isinstance(told, float):
                self._progress(told)
            elif isinstance(told, SiagaError):
                raise told
            elif isinstance(told, _Promise):
                self._promised = told.exported
                self._complete(told.exported)
                self._say(True)
            elif isinstance(told, Exported):
                return told

    def _say(self, go_on: bool) -> None:
        with suppress(OSError):  # it has ended; what it said last is still to be read
            self._pipe.send(go_on)

    def _ended(self) -> Exported:
        """It died: before its rename there is nothing, after it there is everything."""
        if self._promised is not None and is_published(self._folder, self._promised.manifest_sha256):
            return self._promised
        raise HelperDied


@dataclass(frozen=True, slots=True)
class _Promise:
    """Everything is on the disk; the rename waits for the answer."""

    exported: Exported


def export_here(pipe: Connection, request: ExportRequest, place: Apart, folder: Path) -> None:
    """In the process: export, and tell by the pipe how far it is and how it ended."""
    from video.evidence.export import export  # libav is loaded in here only

    def cancelled() -> bool:
        try:
            return pipe.poll() and not pipe.recv()
        except (EOFError, OSError):
            return True

    def progress(share: float) -> None:
        with suppress(OSError):  # who asked is gone: `cancelled` says so
            pipe.send(share)

    def complete(exported: Exported) -> None:
        try:
            pipe.send(_Promise(exported))
            if not pipe.recv():
                raise Cancelled
        except (EOFError, OSError):
            raise Cancelled from None

    try:
        done: Exported | SiagaError = export(
            request, Ring(place.ring), read_key(place.key_file), folder, progress, cancelled, complete=complete
        )
    except SiagaError as error:
        done = error
    with suppress(OSError):
        pipe.send(done)
