"""Cameras behind TLS: a certificate that nobody vouches for is told apart, and used only where a setting says so."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from support.onvif_server import PASSWORD, USER, CameraServer

from video.onvif.camera import OnvifCamera
from video.onvif.errors import NotOnvif, OnvifError, Unreachable, Untrusted
from video.onvif.settings import OnvifSettings
from video.onvif.values import Login

from .conftest import now

INFO = "<GetDeviceInformationResponse><Model>M</Model></GetDeviceInformationResponse>"


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "camera")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "camera.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def behind_tls(tmp_path: Path) -> Iterator[CameraServer]:
    server = CameraServer({"GetDeviceInformation": INFO}, tls=self_signed(tmp_path))
    yield server
    server.close()


def asked(server: CameraServer, scheme: str, *, verify_tls: bool) -> str | type[OnvifError]:
    """The model that it tells, or what went wrong."""
    settings = OnvifSettings(verify_tls=verify_tls)
    camera = OnvifCamera(f"{scheme}://{server.place}", Login(USER, PASSWORD), settings, utc_now=now)
    try:
        return camera.info().model
    except OnvifError as error:
        return type(error)
    finally:
        camera.close()


def test_nothing_is_sent_to_a_camera_whose_certificate_nobody_vouches_for(behind_tls: CameraServer) -> None:
    assert asked(behind_tls, "https", verify_tls=True) is Untrusted
    assert behind_tls.asked == []


def test_a_site_may_take_certificates_of_the_cameras_own_making(behind_tls: CameraServer) -> None:
    assert asked(behind_tls, "https", verify_tls=False) == "M"


def test_within_tls_a_camera_may_ask_for_the_password_itself(behind_tls: CameraServer) -> None:
    behind_tls.http_login = "Basic"
    assert asked(behind_tls, "https", verify_tls=False) == "M"


def test_tls_and_no_tls_mistaken_for_each_other_end_with_words(behind_tls: CameraServer, server: CameraServer) -> None:
    assert asked(server, "https", verify_tls=True) in (NotOnvif, Unreachable)
    assert asked(behind_tls, "http", verify_tls=True) in (NotOnvif, Unreachable)
