"""Asking a camera what it gives, in sentences."""

from console.presenters.cameras import ProbeAnswer, Source
from video.ingest.probe import describe, probe


def ask_camera(source: Source) -> ProbeAnswer:
    """Dials the URL in a process of its own; a stream that breaks the decoder breaks that one only."""
    result = probe(source.url, source.username, source.password)
    return ProbeAnswer(tuple(describe(result)), works=not result.reason)
