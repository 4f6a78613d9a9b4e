"""The console's end of one worker process, and which cameras it has."""

from video.events import CameraId
from video.ingest.child import ChildHand
from video.ingest.entry import run_worker
from video.ingest.orders import CloseWorker, DropStream, Order, StreamOrder, TakeStill
from video.ingest.pulse import SLOTS, Doing, Pulse
from video.ingest.reports import WorkerReport
from video.ingest.settings import VideoSettings

_UNANSWERED_AT_MOST = 64


class WorkerHand(ChildHand[Order, WorkerReport, Pulse]):
    """One worker process, owned by the supervisor's thread. Raises SharedMemoryFull, or OSError where none starts."""

    def __init__(self, settings: VideoSettings) -> None:
        self.alone = False  # whether it is kept for one suspect
        self.cameras: dict[CameraId, int] = {}  # and their slot on the pulse page
        super().__init__(
            Pulse.own(),
            run_worker,
            (settings,),
            name="siaga-video",
            hung_after_s=settings.hung_after_s,
            unanswered_at_most=_UNANSWERED_AT_MOST,
        )

    def tell(self, order: Order) -> None:
        """Queue an order; a newer wish for the same camera replaces one that has not left yet."""
        match order:
            case StreamOrder():
                key: tuple[str, object] = ("stream", order.source.camera_id)
            case DropStream():
                key = ("stream", order.camera_id)
            case TakeStill():
                key = ("still", order.request)
            case CloseWorker():
                key = ("close", None)
        self.queue(key, order)

    def free_slot(self) -> int:
        """A place on the pulse page. Raises StopIteration beyond a thousand cameras in one worker."""
        used = set(self.cameras.values())
        return next(slot for slot in range(SLOTS) if slot not in used)

    @property
    def ran(self) -> bool:
        """Whether it ever took orders; what ends before that is no camera's fault."""
        return self.page.beats > 0

    def busy(self) -> frozenset[CameraId]:
        """The cameras whose thread was opening or decoding when the worker ended."""
        return frozenset(
            camera_id
            for camera_id, slot in self.cameras.items()
            if self.page.doing(slot) in (Doing.OPENING, Doing.DECODING)
        )

    def places(self) -> list[tuple[Pulse, int]]:
        """The places of its cameras on its pulse page."""
        return [(self.page, slot) for slot in self.cameras.values()]

    def ask_to_close(self) -> None:
        self.tell(CloseWorker())
        self.pump()
