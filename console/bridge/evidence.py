"""Evidence written off the GUI thread: one export at a time, told as it goes."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from console.bridge.jobs import QtJobs
from console.nodes.evidence import EvidenceExporter, EvidenceWish, Kept, Settled
from console.presenters.playback_export import ExportWish
from resources.errors import SiagaError
from storage.model.people import Person
from storage.service.errors import RecordError
from storage.service.record import Record
from video.evidence.values import CameraSpan, MarkedMoment
from widgets.playback.values import ExportDone, ExportProgress
from widgets.playback.wording import time_of, us_of

Hold = Callable[[tuple[tuple[str, int, int], ...]], AbstractContextManager[object]]
"""Keeps (camera id, since, until) from being purged for a while; times in microseconds."""


class EvidenceBridge(QObject):
    """Implements Exporter; everything it calls back comes on the GUI thread."""

    _went_on = Signal(float)

    def __init__(self, exporter: EvidenceExporter, hold: Hold, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._exporter, self._hold = exporter, hold
        self._jobs = QtJobs(self)  # minutes may pass: nobody waits behind it
        self._cancelled = threading.Event()
        self._progress: Callable[[ExportProgress], None] | None = None
        self._went_on.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def export(
        self,
        record: Record,
        person: Person,
        wish: ExportWish,
        progress: Callable[[ExportProgress], None],
        done: Callable[[ExportDone], None],
        failed: Callable[[SiagaError], None],
    ) -> None:
        self._cancelled = cancelled = threading.Event()
        self._progress = progress

        def work() -> ExportDone:
            spans = ((str(one.id), wish.since_us, wish.until_us) for one in wish.cameras)
            hold = self._hold(tuple(spans))
            asked = _wish(record, wish)
            kept = self._exporter.export(record, person, asked, self._went_on.emit, cancelled.is_set, hold=hold)
            return _done(kept)

        self._jobs.submit(work, done, failed)

    def settle(
        self, record: Record, settled: Callable[[tuple[str, ...]], None], failed: Callable[[SiagaError], None]
    ) -> None:
        def work() -> Settled:
            return self._exporter.settle(record)

        def done(found: Settled) -> None:
            settled(found.waiting)

        self._jobs.submit(work, done, failed)

    def cancel(self) -> None:
        self._cancelled.set()

    def close(self) -> None:
        """End what is under way; nothing of it is left."""
        self.cancel()
        self._progress = None
        self._jobs.close()

    @Slot(float)
    def _tell(self, share: float) -> None:
        if self._progress is not None:
            self._progress(ExportProgress(share))


def _wish(record: Record, wish: ExportWish) -> EvidenceWish:
    cameras = {one.id: one for one in wish.cameras}
    since, until = time_of(wish.since_us), time_of(wish.until_us)
    try:
        bookmarks = tuple(one for one in record.bookmarks(since=since, until=until) if one.camera_id in cameras)
    except RecordError:
        bookmarks = ()  # evidence does not wait for a record that is away; the export itself asks it and says so
    return EvidenceWish(
        spans=tuple(
            CameraSpan(str(one.id), one.number, one.name, wish.since_us, wish.until_us) for one in wish.cameras
        ),
        reason=wish.reason,
        place=Path(wish.folder),
        ticket=wish.ticket,
        bookmarks=tuple(MarkedMoment(str(one.camera_id), us_of(one.at), one.text) for one in bookmarks),
    )


def _done(kept: Kept) -> ExportDone:
    exported = kept.exported
    gaps_s = exported.gaps_us / 1_000_000
    folder = str(exported.folder)
    return ExportDone(folder, exported.key_fingerprint, exported.files, exported.size, gaps_s, kept.noted)
