"""Addresses of cameras and the logins in them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.ingest.urls import file_path, host_and_port, is_encrypted, is_http, is_rtsp, split_login, with_login

WORD = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


@given(WORD, WORD)
def test_a_login_that_was_joined_to_a_url_comes_out_as_it_went_in(username: str, password: str) -> None:
    url = "rtsp://10.1.2.3:8554/Streaming/Channels/101?a=b"
    assert split_login(with_login(url, username, password)) == (url, username, password)


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("rtsp://admin:s3cret@cam/1", ("rtsp://cam/1", "admin", "s3cret")),
        ("rtsp://admin:p@ss@cam:554/1", ("rtsp://cam:554/1", "admin", "p@ss")),
        ("rtsp://admin:a/b@cam:554/1", ("rtsp://cam:554/1", "admin", "a/b")),
        ("rtsp://admin@cam/1", ("rtsp://cam/1", "admin", "")),
        ("rtsp://cam:554/user@home", ("rtsp://cam:554/user@home", "", "")),
        ("rtsp://cam/1", ("rtsp://cam/1", "", "")),
        ("/srv/a@b.mp4", ("/srv/a@b.mp4", "", "")),
    ],
)
def test_a_pasted_login_is_taken_out_of_the_url(pasted: str, expected: tuple[str, str, str]) -> None:
    assert split_login(pasted) == expected


def test_a_login_given_apart_replaces_the_one_in_the_url() -> None:
    assert with_login("rtsp://old:one@cam/1", "new", "two") == "rtsp://new:two@cam/1"


def test_a_file_never_gets_a_login() -> None:
    assert with_login("/srv/clip.mp4", "admin", "secret") == "/srv/clip.mp4"


def test_what_is_dialled_is_told_from_files_and_from_what_is_not_understood() -> None:
    assert is_rtsp("RTSP://cam/1")
    assert is_rtsp("rtsps://cam/1")
    assert not is_rtsp("http://cam/1")
    assert is_http("https://cam/1.m3u8")
    assert not is_http("rtsp://cam/1")
    assert is_encrypted("https://cam/1")
    assert not is_encrypted("http://cam/1")
    assert file_path("file:///srv/a%20b.mp4") == Path("/srv/a b.mp4")
    assert file_path("clip.mp4") == Path("clip.mp4")
    assert file_path("http://cam/1") is None
    assert file_path("udp://239.0.0.1:1234") is None
    assert file_path(" ") is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("rtsp://Cam/1", ("cam", 554)),
        ("rtsps://admin:x@cam/1", ("cam", 322)),
        ("http://10.0.0.1:8080/video", ("10.0.0.1", 8080)),
        ("https://cam/1.m3u8", ("cam", 443)),
        ("rtsp://cam:port/1", None),
        ("rtsp:///1", None),
        ("/srv/clip.mp4", None),
    ],
)
def test_who_is_dialled_is_host_and_port(url: str, expected: tuple[str, int] | None) -> None:
    assert host_and_port(url) == expected


def test_an_http_camera_gets_its_login_too() -> None:
    assert with_login("http://cam:81/v.cgi?x=1", "adm", "p#/@x") == "http://adm:p%23%2F%40x@cam:81/v.cgi?x=1"
    assert split_login("http://adm:p%23@cam/v") == ("http://cam/v", "adm", "p#")
