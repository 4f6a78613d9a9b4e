"""From what libav raises to a reason with a sentence; its own text may hold a password and is never passed on."""

import errno

from av import error as av_error

from video.ingest.reasons import Reason

_BY_TYPE: tuple[tuple[type[BaseException], Reason], ...] = (
    (av_error.HTTPUnauthorizedError, Reason.WRONG_PASSWORD),
    (av_error.HTTPForbiddenError, Reason.WRONG_PASSWORD),
    (av_error.HTTPNotFoundError, Reason.NOT_FOUND),
    (av_error.HTTPClientError, Reason.SERVER_ERROR),
    (av_error.HTTPServerError, Reason.SERVER_ERROR),
    (av_error.ConnectionRefusedError, Reason.REFUSED),
    (av_error.FileNotFoundError, Reason.NOT_FOUND),
    (av_error.IsADirectoryError, Reason.NOT_VIDEO),
    (av_error.PermissionError, Reason.NO_PERMISSION),
    (av_error.TimeoutError, Reason.TIMED_OUT),
    (av_error.ExitError, Reason.TIMED_OUT),
    (av_error.EOFError, Reason.ENDED),
    (av_error.ConnectionResetError, Reason.ENDED),
    (av_error.ConnectionAbortedError, Reason.ENDED),
    (av_error.BrokenPipeError, Reason.ENDED),
    (av_error.InvalidDataError, Reason.NOT_VIDEO),
    (av_error.DecoderNotFoundError, Reason.NOT_VIDEO),
    (av_error.DemuxerNotFoundError, Reason.NOT_VIDEO),
    (av_error.ProtocolNotFoundError, Reason.BAD_URL),
    (av_error.ArgumentError, Reason.BAD_URL),
)

# libav names a host that cannot be resolved by a plain input/output error.
_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EIO}


def reason_of(error: BaseException, took_s: float, timeout_s: float) -> Reason:
    """Why opening or reading failed after `took_s`.

    A server that accepts and then says nothing is InvalidDataError when the opening timeout runs out, and the
    interrupted call may give about anything: what took the whole timeout timed out.
    """
    answered = isinstance(error, av_error.HTTPClientError | av_error.HTTPServerError)
    if not answered and took_s >= 0.9 * timeout_s:
        return Reason.TIMED_OUT
    for kind, reason in _BY_TYPE:
        if isinstance(error, kind):
            return reason
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return Reason.UNREACHABLE
    return Reason.UNKNOWN
