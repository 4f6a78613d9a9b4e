"""What can go wrong while the demo city's cameras are made and served."""

from resources.errors import SiagaError


class NotServable(SiagaError):
    """The file cannot be served: not readable, not H.264 in MP4, or its frames are not in display order."""

    word = "synthetic.not_servable"


class PortTaken(SiagaError):
    """The server cannot listen at the host and port it was given."""

    word = "synthetic.port_taken"


class UnknownPath(SiagaError):
    """No stream of this path is served."""

    word = "synthetic.unknown_path"


class CannotStore(SiagaError):
    """The cache folder takes no more, or is not ours to write."""

    word = "synthetic.cannot_store"


class EncodingFailed(SiagaError):
    """The process that makes a camera's video ended without it."""

    word = "synthetic.encoding_failed"


class ServerFailed(SiagaError):
    """The server's process ended or did not answer."""

    word = "synthetic.server_failed"


class Cancelled(SiagaError):
    """The caller no longer wants what was being made; nothing of it is left behind."""

    word = "synthetic.cancelled"
