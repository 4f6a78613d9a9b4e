"""The rooms, servers and clips of the video faults."""

from faults.video.conftest import clips, make_room, server

__all__ = ["clips", "make_room", "server"]
