"""What the picture store refuses, with its sentence in resources/words."""

from resources.errors import SiagaError


class SharedMemoryFull(SiagaError):
    """The shared-memory filesystem has no room for a picture block; facts: megabytes."""

    word = "stream.error.shared_memory_full"
