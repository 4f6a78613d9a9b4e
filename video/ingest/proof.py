"""Which decoded frames may be believed: whole ones, in a group of pictures whose key frame was whole. Pure.

From noise a decoder makes a clean frame now and then, by chance; of a key frame that is broken or missing it makes
clean frames of nothing (docs/design/video.md).
"""

from collections import deque

_WAITING_MOST = 64  # a decoder holds back fewer; what it swallowed is forgotten


class Proof:
    """Told of each key frame that goes into the decoder, and of each frame that comes out. Times are in its ticks.

    A key frame is known again by its pts, not by a flag on the frame: a stream that refreshes by stripes has none.
    """

    def __init__(self) -> None:
        self._sent: deque[int | None] = deque(maxlen=_WAITING_MOST)  # key frames that have not come out
        self._led = False  # the newest key frame that was due came, and was whole

    def begin(self) -> None:
        """The decoder was emptied: nothing that came before counts."""
        self._sent.clear()
        self._led = False

    def sent(self, pts: int | None) -> None:
        """A key frame goes in."""
        self._sent.append(pts)

    def failed(self) -> None:
        """The decoder refused the key frame that went in last."""
        if self._sent:
            self._sent.pop()
        self._led = False

    def came(self, pts: int | None, *, corrupt: bool) -> bool:
        """Note a frame, in the order they come; whether it may be believed."""
        while self._sent:
            due = self._sent[0]
            if pts is not None and due is not None and pts < due:
                break  # of the group before, shown before that key frame
            self._sent.popleft()
            self._led = not corrupt and (pts is None or due is None or pts == due)  # a later one: it never came
            if pts is None or due is None:
                break
        return self._led and not corrupt
