"""An export from the ring to a signed folder under its final name, whole or not at all (docs/design/evidence.md)."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from video.evidence.canonical import canonical
from video.evidence.durable import name_synced, sha256_of, sync_file, sync_folder, write_synced
from video.evidence.errors import BadRequest, Cancelled, EvidenceDiskFull, EvidenceNotWritten, NothingRecorded, refusals
from video.evidence.film import PART_BYTES, FilmCopier
from video.evidence.key import SigningKey
from video.evidence.manifest import manifest_values, sums_text, with_files
from video.evidence.naming import MANIFEST, PUBLIC_KEY, SIGNATURE, SUMS, film_stem, stamp
from video.evidence.steps import Reached, Step, unwatched
from video.evidence.texts import texts
from video.evidence.values import CameraSpan, Exported, ExportRequest, Film, ListedFile
from video.evidence.workplace import Workplace, prepare
from video.recording.ring import Ring

_BESIDE_BYTES = 4_000_000  # texts, sums, what a folder itself takes
_TELL = 0.005

Complete = Callable[[Exported], None]
"""Called when everything is on the disk and only the rename is left: the last moment to leave a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who looks on: `progress` from 0 to 1, `cancelled` asked at every packet, `complete` and `reached` as they say."""

    progress: Callable[[float], None]
    cancelled: Callable[[], bool]
    complete: Complete | None = None
    reached: Reached = unwatched


def export(
    request: ExportRequest,
    ring: Ring,
    key: SigningKey,
    folder: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    *,
    hold: AbstractContextManager[object] | None = None,
    complete: Complete | None = None,
    reached: Reached = unwatched,
    part_bytes: int = PART_BYTES,
) -> Exported:
    """Write `folder`, which must not be there yet, in a folder that is.

    `hold` keeps the ring from purging what is copied, for the time of the export. Blocks; belongs on a thread or a
    process of its own. Raises EvidenceError (Cancelled, FolderTaken, NothingRecorded, EvidenceDiskFull, ...): then
    nothing is left at the target.
    """
    _check(request)
    watch = Watch(progress=progress, cancelled=cancelled, complete=complete, reached=reached)
    with hold or nullcontext():
        watch.reached(Step.HELD)
        with refusals(folder):
            _check_room(request, ring, folder)
            place = prepare(folder)
        try:
            with refusals(folder):
                watch.reached(Step.FOLDER_MADE)
                return _Export(request, ring, key, place, watch, part_bytes).run()
        finally:
            with suppress(OSError):  # what cannot be removed now is swept by the next export
                place.remove()
                watch.reached(Step.CLEARED)


def _check(request: ExportRequest) -> None:
    backward = [span for span in request.spans if span.mark_out_us <= span.mark_in_us]
    if not request.spans or backward or not request.reason.strip():
        raise BadRequest


def _check_room(request: ExportRequest, ring: Ring, folder: Path) -> None:
    if not folder.parent.is_dir():
        raise EvidenceNotWritten(folder=str(folder), what=str(folder.parent))
    stills = sum(len(still.jpeg) for still in request.stills)
    if disk_usage(folder.parent).free < needed_bytes(request.spans, ring) + stills:
        raise EvidenceDiskFull(folder=str(folder))


def needed_bytes(spans: tuple[CameraSpan, ...], ring: Ring) -> int:
    """About what the folder will take: the segments by the share of each that lies between the marks."""
    total = _BESIDE_BYTES
    for span in spans:
        for segment in ring.segments(span.camera_id, span.mark_in_us, span.mark_out_us):
            inside_us = min(segment.end_us, span.mark_out_us) - max(segment.begin_us, span.mark_in_us)
            with suppress(OSError):  # purged since
                size = segment.path.stat().st_size
                total += size * max(inside_us, 0) // max(segment.end_us - segment.begin_us, 1)
    return total


class _Export:
    def __init__(
        self, request: ExportRequest, ring: Ring, key: SigningKey, place: Workplace, watch: Watch, most: int
    ) -> None:
        self._request, self._ring, self._key = request, ring, key
        self._place, self._watch, self._most = place, watch, most
        self._files: list[ListedFile] = []
        self._told = -1.0
        self._whole_us = sum(span.mark_out_us - span.mark_in_us for span in request.spans)
        self._done_us = 0

    def run(self) -> Exported:
        films = tuple(self._film(place, span) for place, span in enumerate(self._request.spans, 1))
        if not any(film.parts for film in films):
            raise NothingRecorded
        manifest, exported = self._seal(films)
        self._go_on()
        if self._watch.complete is not None:
            self._watch.complete(exported)
        self._watch.reached(Step.NOTED)
        self._place.publish()
        self._watch.reached(Step.RENAMED)
        sync_folder(self._place.target.parent)
        self._watch.reached(Step.TARGET_SYNCED)
        if (self._place.target / MANIFEST).read_bytes() != manifest:
            raise EvidenceNotWritten(folder=str(self._place.target), what=MANIFEST)
        self._watch.progress(1.0)
        return exported

    def _film(self, place: int, span: CameraSpan) -> Film:
        copier = FilmCopier(
            span, self._place.content, film_stem(place, span), self._finished, self._video_begun, self._most
        )
        try:
            for header, record in self._ring.packets(span.camera_id, span.mark_in_us, span.mark_out_us):
                self._go_on()
                copier.add(header, record)
                self._tell(record.at_us - span.mark_in_us)
            film = copier.finish()
        finally:
            copier.abandon()
        self._done_us += span.mark_out_us - span.mark_in_us
        return film

    def _video_begun(self) -> None:
        self._watch.reached(Step.VIDEO_BEGUN)

    def _finished(self, fresh: Path, path: Path) -> None:
        self._watch.reached(Step.VIDEO_WRITTEN)
        sync_file(fresh)
        self._watch.reached(Step.VIDEO_SYNCED)
        name_synced(fresh, path)
        self._watch.reached(Step.VIDEO_NAMED)
        self._list(path)
        self._watch.reached(Step.VIDEO_HASHED)

    def _list(self, path: Path) -> None:
        self._files.append(ListedFile(path.name, path.stat().st_size, sha256_of(path, self._go_on)))

    def _seal(self, films: tuple[Film, ...]) -> tuple[bytes, Exported]:
        """Stills, texts, manifest, signature, key and sums, all synced."""
        content = self._place.content
        stills = self._stills()
        values = manifest_values(self._request, self._key.fingerprint, films, stills)
        for name, text in texts(values).items():
            write_synced(content / name, text)
            self._list(content / name)
        self._watch.reached(Step.TEXTS_WRITTEN)
        manifest = canonical(with_files(values, self._files))
        digest = hashlib.sha256(manifest).hexdigest()
        write_synced(content / MANIFEST, manifest)
        self._watch.reached(Step.MANIFEST_WRITTEN)
        write_synced(content / SIGNATURE, self._key.sign(manifest))
        self._watch.reached(Step.SIGNED)
        write_synced(content / PUBLIC_KEY, self._key.public_pem)
        listed = (*self._files, ListedFile(MANIFEST, len(manifest), digest))
        write_synced(content / SUMS, sums_text(listed))
        sync_folder(content)
        self._watch.reached(Step.COMPLETE)
        return manifest, self._exported(films, digest)

    def _stills(self) -> tuple[tuple[str, str, int], ...]:
        stills = []
        for place, still in enumerate(self._request.stills, 1):
            path = self._place.content / f"still-{place:02d}-{stamp(still.at_us)}.jpg"
            write_synced(path, still.jpeg)
            self._list(path)
            stills.append((path.name, still.camera_id, still.at_us))
        return tuple(stills)

    def _exported(self, films: tuple[Film, ...], digest: str) -> Exported:
        sizes = [path.stat().st_size for path in self._place.content.iterdir()]
        return Exported(
            export_id=self._request.export_id,
            folder=self._place.target,
            manifest_sha256=digest,
            key_fingerprint=self._key.fingerprint,
            files=len(sizes),
            size=sum(sizes),
            gaps_us=sum(end_us - begin_us for film in films for begin_us, end_us in film.gaps),
            films=films,
        )

    def _go_on(self) -> None:
        if self._watch.cancelled():
            raise Cancelled

    def _tell(self, inside_us: int) -> None:
        share = min(max(0, self._done_us + inside_us) / self._whole_us, 0.99)
        if share - self._told >= _TELL:
            self._told = share
            self._watch.progress(share)
