"""Answers to a search, honest and hostile."""

import pytest
from support.onvif_server import CameraServer

from video.onvif.discovery import devices_in, find_devices, reach
from video.onvif.errors import BadAddress, Unreachable
from video.onvif.settings import OnvifSettings
from video.onvif.values import FoundDevice

from .conftest import now

MATCH = """<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><SOAP-ENV:Header/><SOAP-ENV:Body><d:ProbeMatches><d:ProbeMatch>
<wsa:EndpointReference><wsa:Address>urn:uuid:a91b83ca-3388-7688-99aa-101806a776fb</wsa:Address></wsa:EndpointReference>
<d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types>
<d:Scopes>onvif://www.onvif.org/type/ptz onvif://www.onvif.org/hardware/DS-2DE4225 onvif://www.onvif.org/name/Gerbang%20Utara
 onvif://www.onvif.org/location/city/cikarang</d:Scopes>
<d:XAddrs>{xaddrs}</d:XAddrs><d:MetadataVersion>10</d:MetadataVersion>
</d:ProbeMatch></d:ProbeMatches></SOAP-ENV:Body></SOAP-ENV:Envelope>"""


def match(xaddrs: str) -> bytes:
    return MATCH.format(xaddrs=xaddrs).encode()


def test_a_camera_tells_its_name_model_and_place() -> None:
    (device,) = devices_in(match("http://10.1.2.3/onvif/device_service"), "10.1.2.3")
    assert device == FoundDevice(
        endpoint="urn:uuid:a91b83ca-3388-7688-99aa-101806a776fb",
        addresses=("http://10.1.2.3/onvif/device_service",),
        host="10.1.2.3",
        name="Gerbang Utara",
        hardware="DS-2DE4225",
        location="city/cikarang",
    )


def test_the_address_that_answered_comes_before_the_one_that_is_named() -> None:
    (device,) = devices_in(match("http://192.168.1.64:8080/onvif/x http://[fe80::1]/onvif/x"), "10.1.2.3")
    assert device.addresses[:2] == ("http://10.1.2.3:8080/onvif/x", "http://10.1.2.3/onvif/x")
    assert device.addresses[2] == "http://192.168.1.64:8080/onvif/x"


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        b"hello",
        b"<a/>",
        match(""),
        match("file:///etc/passwd ftp://h/x javascript:1"),
        match("http://a:b@").replace(b"<?xml", b"<!DOCTYPE x []><?xml"),
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + match("http://10.1.2.3/x")[39:],
    ],
)
def test_what_names_no_camera_finds_none(datagram: bytes) -> None:
    assert devices_in(datagram, "10.1.2.3") == []


def test_a_login_in_an_announced_address_is_taken_out() -> None:
    (device,) = devices_in(match("http://admin:rahasia@10.1.2.3/onvif/x"), "10.1.2.3")
    assert device.addresses == ("http://10.1.2.3/onvif/x",)


def test_the_first_address_that_answers_is_taken_and_no_login_is_shown_to_any(server: CameraServer) -> None:
    dead = CameraServer()
    dead.close()
    address = f"http://{server.place}/onvif/device_service"
    assert reach([f"http://{dead.place}/x", address], utc_now=now) == address
    assert [("Password" in asked.body, asked.operation) for asked in server.asked] == [(False, "GetSystemDateAndTime")]


def test_a_device_that_nobody_reaches_says_why(server: CameraServer) -> None:
    server.close()
    with pytest.raises(Unreachable):
        reach([f"http://{server.place}/x"], utc_now=now)
    with pytest.raises(BadAddress):
        reach([], utc_now=now)


def test_a_machine_without_a_network_finds_nobody() -> None:
    assert find_devices(OnvifSettings(search_s=5), interfaces=[]) == ()
    assert find_devices(OnvifSettings(search_s=5), interfaces=["192.0.2.250"]) == ()  # not of this machine
