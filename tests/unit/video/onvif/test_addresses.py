"""Addresses as people type them and as devices tell them."""

import pytest

from video.onvif.addresses import device_address, rebased, shown, stream_address
from video.onvif.errors import BadAddress

REACHED = "http://10.1.2.3:8080/onvif/device_service"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("10.1.2.3", "http://10.1.2.3/onvif/device_service"),
        (" 10.1.2.3:8080 ", REACHED),
        ("gate.local", "http://gate.local/onvif/device_service"),
        ("https://10.1.2.3/", "https://10.1.2.3/onvif/device_service"),
        ("http://10.1.2.3/other/path?x=1", "http://10.1.2.3/other/path?x=1"),
        ("2001:db8::7", "http://[2001:db8::7]/onvif/device_service"),
    ],
)
def test_a_host_is_enough(typed: str, address: str) -> None:
    assert device_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "admin:rahasia@10.1.2.3", "http://a:b@h/", "ftp://h", "h:99999", "a b", "http://h/\r\nX: y", "h" * 3000],
)
def test_what_is_no_address_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(BadAddress) as refused:
        device_address(typed)
    assert refused.value.facts == {}
    assert not typed or typed not in str(refused.value)


@pytest.mark.parametrize(
    ("told", "used"),
    [
        ("http://10.1.2.3:8080/onvif/media", "http://10.1.2.3:8080/onvif/media"),
        ("http://10.1.2.3:9000/onvif/media", "http://10.1.2.3:9000/onvif/media"),
        ("http://192.168.1.64/onvif/media?x=1", "http://10.1.2.3:8080/onvif/media?x=1"),
        ("https://evil.example:444/collect", "http://10.1.2.3:8080/collect"),
        ("http://a:b@10.1.2.3:8080/m", "http://10.1.2.3:8080/m"),
        ("file:///etc/passwd", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_what_a_device_says_of_its_services_never_leads_to_another_host(told: str, used: str) -> None:
    assert rebased(told, REACHED) == used


@pytest.mark.parametrize(
    ("told", "used"),
    [
        (
            "rtsp://192.168.1.64:554/Streaming/Channels/101?a=b&c=d",
            "rtsp://10.1.2.3:554/Streaming/Channels/101?a=b&c=d",
        ),
        ("rtsp://192.168.1.64/live", "rtsp://10.1.2.3/live"),
        ("rtsp://admin:rahasia@192.168.1.64/live", "rtsp://10.1.2.3/live"),
        ("rtsps://192.168.1.64:322/live", "rtsps://10.1.2.3:322/live"),
        ("file:///etc/passwd", ""),
        ("rtsp://h/\x1b[2J", ""),
        ("rtsp://h:notaport/", ""),
    ],
)
def test_a_stream_is_fetched_from_where_the_device_was_reached_and_without_the_login_in_it(
    told: str, used: str
) -> None:
    assert stream_address(told, REACHED) == used


def test_a_person_sees_the_host_and_an_unusual_port() -> None:
    assert shown(REACHED) == "10.1.2.3:8080"
    assert shown("http://10.1.2.3/x") == "10.1.2.3"
    assert shown("https://[2001:db8::7]:443/x") == "[2001:db8::7]"
