"""Addresses of cameras and the logins in them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.ingest.urls import file_path, is_rtsp, split_login, with_login

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


def test_only_rtsp_and_files_are_understood() -> None:
    assert is_rtsp("RTSP://cam/1")
    assert is_rtsp("rtsps://cam/1")
    assert not is_rtsp("http://cam/1")
    assert file_path("file:///srv/a%20b.mp4") == Path("/srv/a b.mp4")
    assert file_path("clip.mp4") == Path("clip.mp4")
    assert file_path("http://cam/1") is None
    assert file_path(" ") is None
