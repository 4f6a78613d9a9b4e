"""The one filter that keeps credentials out of logs."""

import io
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.redaction import HIDDEN, RedactingFilter, redact, redact_handlers

SECRET = "Rahasia#77"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO, RedactingFilter]]:
    stream = io.StringIO()
    logger = logging.getLogger("test.redaction")
    logger.propagate = False
    handler = logging.StreamHandler(stream)
    logger.addHandler(handler)
    redaction = RedactingFilter()
    redact_handlers(logger, redaction)
    yield logger, stream, redaction
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "line",
    [
        f"opening rtsp://admin:{SECRET}@10.0.0.9:554/1",
        f"rtsp://admin:a@{SECRET}@cam/1 failed",
        f"Authorization: Digest username=admin, response={SECRET}",
        f"connection failed: host=db user=siaga password={SECRET} sslmode=require",
        f"password='{SECRET} and more'",
        f'{{"password": "{SECRET}", "user": "x"}}',
        f"GET /cgi?user=x&pwd={SECRET}&channel=1",
        f"postgresql+psycopg://siaga:{SECRET}@db/siaga",
        f"[rtsp @ 0x55d] method DESCRIBE failed for 'rtsp://admin:{SECRET}@cam/1': 401 Unauthorized",
    ],
)
def test_a_credential_does_not_survive_in_any_usual_shape(line: str) -> None:
    assert SECRET not in redact(line)
    assert HIDDEN in redact(line)


@pytest.mark.parametrize("line", ["rtsp://10.0.0.9:554/1 refused", "mail ops@bekasi.example", "passwords are hidden"])
def test_a_line_without_a_credential_is_left_as_it_is(line: str) -> None:
    assert redact(line) == line


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\"'<>"), min_size=4, max_size=20))
def test_no_password_of_a_url_is_left_whatever_it_is_made_of(password: str) -> None:
    assert redact(f"open rtsp://u:{password}@h/1 now") == f"open rtsp://{HIDDEN}@h/1 now"


def test_arguments_and_tracebacks_are_redacted_too(log: tuple[logging.Logger, io.StringIO, RedactingFilter]) -> None:
    logger, stream, _ = log
    try:
        raise ValueError(f"cannot open rtsp://admin:{SECRET}@cam/1")
    except ValueError:
        logger.exception("camera %s: %s", 3, f"rtsp://admin:{SECRET}@cam/1")
    assert "camera 3" in stream.getvalue()
    assert "ValueError" in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_a_known_secret_is_hidden_wherever_it_stands_plain_or_encoded(
    log: tuple[logging.Logger, io.StringIO, RedactingFilter],
) -> None:
    logger, stream, redaction = log
    redaction.hide(SECRET)
    logger.getChild("child").warning("got %r and Rahasia%%2377", SECRET)
    assert "Rahasia" not in stream.getvalue()


def test_a_secret_of_three_letters_does_not_blank_ordinary_words(
    log: tuple[logging.Logger, io.StringIO, RedactingFilter],
) -> None:
    logger, stream, redaction = log
    redaction.hide("cam")
    logger.warning("camera 3 is live")
    assert stream.getvalue() == "camera 3 is live\n"
