"""Why a stream gives no pictures, in words."""

import errno

import pytest
from av import error as av_error

from resources.words import Language, catalog
from video.ingest.reasons import Reason
from video.ingest.translation import reason_of


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (av_error.HTTPUnauthorizedError(1, "secret"), Reason.WRONG_PASSWORD),
        (av_error.HTTPNotFoundError(1, "secret"), Reason.NOT_FOUND),
        (av_error.HTTPServerError(1, "secret"), Reason.SERVER_ERROR),
        (av_error.ConnectionRefusedError(errno.ECONNREFUSED, "secret"), Reason.REFUSED),
        (av_error.InvalidDataError(1, "secret"), Reason.NOT_VIDEO),
        (av_error.EOFError(1, "secret"), Reason.ENDED),
        (OSError(errno.EHOSTUNREACH, "secret"), Reason.UNREACHABLE),
        (ValueError("secret"), Reason.UNKNOWN),
    ],
)
def test_a_library_error_becomes_the_reason_that_a_person_can_act_on(error: Exception, expected: Reason) -> None:
    assert reason_of(error, took_s=0.1, timeout_s=5.0) is expected


def test_a_server_that_says_nothing_until_the_timeout_timed_out_whatever_libav_calls_it() -> None:
    assert reason_of(av_error.InvalidDataError(1, ""), took_s=5.0, timeout_s=5.0) is Reason.TIMED_OUT


def test_a_slow_refusal_of_the_login_is_still_a_wrong_password() -> None:
    assert reason_of(av_error.HTTPUnauthorizedError(1, ""), took_s=5.0, timeout_s=5.0) is Reason.WRONG_PASSWORD


@pytest.mark.parametrize("language", list(Language))
def test_every_reason_has_its_sentence(language: Language) -> None:
    assert [reason for reason in Reason if reason.value not in catalog(language)] == []
