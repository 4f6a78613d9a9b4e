"""The shared-memory picture store: one decode, many readers, nobody waits (docs/design/video.md)."""

from video.frames.errors import SharedMemoryFull
from video.frames.fitting import fit
from video.frames.reader import Picture, PictureReader
from video.frames.store import PictureStore
from video.frames.writer import BlockName, PictureWriter

__all__ = ["BlockName", "Picture", "PictureReader", "PictureStore", "PictureWriter", "SharedMemoryFull", "fit"]
