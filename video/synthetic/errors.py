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
