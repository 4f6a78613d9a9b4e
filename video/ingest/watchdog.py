"""Notices a connection whose packets give no pictures; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long packets may come without a picture, in seconds."""

    with_key_frame_s: float
    without_key_frame_s: float
    hidden_s: float


class FrameWatchdog:
    """For one connection. A picture, or being needed only just now, starts it over."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._since_s: float | None = None
        self._needed = False
        self._key_seen = False

    def gives_up(self, now_s: float, *, needed: bool, key: bool, picture: bool) -> bool:
        """Note a packet: whether frames are `needed`, it is a `key` frame, a `picture` came of it."""
        if picture or needed != self._needed or self._since_s is None:
            self._since_s, self._needed = now_s, needed
            self._key_seen = key
            return False
        if key and not self._key_seen:
            self._since_s, self._key_seen = now_s, True  # from here on there is something to decode
        patience = self._patience
        if not needed:
            return now_s - self._since_s > patience.hidden_s
        limit_s = patience.with_key_frame_s if self._key_seen else patience.without_key_frame_s
        return now_s - self._since_s > limit_s
