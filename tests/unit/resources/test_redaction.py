"""The one filter that keeps credentials out of logs."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.presenters.camera_find import OfferedChannel
from console.presenters.camera_probe import Source
from resources.redaction import HIDDEN, RedactingFilter, ShownSafely, redact, redact_handlers, shown_url
from storage.model.cameras import Camera
from video.events import CameraId, CameraSource
from video.ingest.opening import Address
from video.ingest.orders import StreamOrder
from video.onvif.values import Channel, Profile
from video.playback.orders import CameraOrder, Recorder
from video.synthetic.rtsp import Request

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


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://admin:p/w@cam:554/1", "rtsp://***@cam:554/1"),
        ("rtsp://cam/1?channel=1&user=u&pwd=x@y&subtype=0", "rtsp://***@y&subtype=0"),
        ("http://cam/v.cgi?loginuse=u&loginpas=p&rate=5", "http://cam/v.cgi?loginuse=***&loginpas=***&rate=5"),
        ("rtsp://cam/user=u_password=p_channel=1.sdp", "rtsp://cam/user=***"),
        ("https://nvr/play?from={since}&access_token=p", "https://nvr/play?from={since}&access_token=***"),
        ("rtsp://cam:554/Streaming/Channels/101", "rtsp://cam:554/Streaming/Channels/101"),
        ("/srv/a@b.mp4", "/srv/a@b.mp4"),
        ("", ""),
    ],
)
def test_an_address_is_shown_without_its_login_and_without_the_secrets_of_its_query(url: str, shown: str) -> None:
    assert shown_url(url) == shown


@given(st.text(min_size=1, max_size=20))
def test_whatever_stands_before_the_host_is_not_shown(password: str) -> None:
    assert shown_url(f"rtsp://u:{password}@h/1") == f"rtsp://{HIDDEN}@h/1"


TYPED = f"rtsp://admin:{SECRET}@10.0.0.9:554/1?pwd={SECRET}"
SOURCE = CameraSource(CameraId("1"), TYPED, TYPED, "admin", SECRET)


@pytest.mark.parametrize(
    "held",
    [
        SOURCE,
        StreamOrder(SOURCE, True, (), 0, 1),
        Recorder(TYPED, "admin", SECRET),
        CameraOrder(CameraId("1"), 0, recorder=Recorder(TYPED)),
        Address(TYPED, "admin", SECRET),
        Channel("lens", Profile("p"), TYPED, sub_url=TYPED, snapshot_url=TYPED),
        Request("DESCRIBE", TYPED, {"authorization": f"Basic {SECRET}"}),
        OfferedChannel(TYPED, "1280x720", TYPED),
        Source(TYPED, "admin", SECRET),
        Camera(UUID(int=1), 101, "Simpang", TYPED, TYPED, onvif_url=TYPED, replay_url=TYPED),
    ],
    ids=lambda held: type(held).__name__,
)
def test_a_login_that_was_typed_into_an_address_does_not_show_in_what_holds_it(held: object) -> None:
    assert SECRET not in repr(held)
    assert SECRET not in f"{held} {[held]}"
    assert "10.0.0.9" in repr(held) or isinstance(held, StreamOrder | CameraOrder)


def test_what_is_shown_safely_looks_as_a_dataclass_does() -> None:
    @dataclass(frozen=True, slots=True, repr=False)
    class Held(ShownSafely):
        url: str
        number: int = 3
        password: str = field(default="", repr=False)

    assert repr(Held("rtsp://cam/1", password="x")).endswith("Held(url='rtsp://cam/1', number=3)")
    assert not hasattr(Held("rtsp://cam/1"), "__dict__")
