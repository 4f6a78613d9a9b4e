"""Servers that stand for cameras of other makes: GStreamer's RTSP server and cameras over HTTP, as processes."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support.require import require
from support.sources import ROOT
from support.video_room import PASSWORD, USER

SYSTEM_PYTHON = Path("/usr/bin/python3")
FAULTS = ROOT / "tests" / "faults" / "video"
ASK = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"
LIVE_MJPEG = (
    "( videotestsrc is-live=true ! video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! jpegenc"
    " ! rtpjpegpay name=pay0 )"
)


def from_file(file: Path, codec: str) -> str:
    """The launch line of a mount; `codec` is h264 or h265."""
    return f'( filesrc location="{file}" ! qtdemux ! {codec}parse ! rtp{codec}pay name=pay0 config-interval=1 )'


@contextmanager
def gstreamer(mounts: dict[str, str], auth: str, pem: str = "") -> Iterator[int]:
    """Serve the mounts (path to launch line); gives the port. `auth` is "", "basic" or "digest"."""
    there = SYSTEM_PYTHON.exists()
    there = there and subprocess.run([SYSTEM_PYTHON, "-c", ASK], capture_output=True, check=False).returncode == 0
    require(there, "GStreamer's RTSP server is not installed")
    wish = {"mounts": mounts, "auth": auth, "user": USER, "password": PASSWORD, "pem": pem}
    command = [str(SYSTEM_PYTHON), str(FAULTS / "gstreamer_makes.py"), json.dumps(wish)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


@contextmanager
def http_cameras(segments: Path, auth: str) -> Iterator[tuple[int, float]]:
    """(port, moment of MJPEG's frame 0 on the monotonic clock)."""
    wish = {"auth": auth, "user": USER, "password": PASSWORD, "segments": str(segments)}
    command = [sys.executable, str(FAULTS / "http_cameras.py"), json.dumps(wish)]
    environment = {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        try:
            port, began_s = json.loads(server.stdout.readline())
            yield port, began_s
        finally:
            server.kill()


def make_segments(folder: Path, seconds: int = 60) -> Path:
    """all0.ts, all1.ts ... of 4 s each, 160x90 at 10 fps, of one stream whose time runs on."""
    with av.open(str(folder / "all.m3u8"), "w", format="hls", options={"hls_time": "4", "hls_list_size": "0"}) as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        keys = "keyint=10:min-keyint=10:scenecut=0"
        stream.options = {"preset": "ultrafast", "tune": "zerolatency", "x264-params": keys}
        for number in range(seconds * 10):
            picture = np.full((90, 160, 3), number % 256, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        out.mux(stream.encode())
    return folder


def make_hevc(path: Path, seconds: int = 30) -> Path:
    """320x180 H.265 at 25 fps."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx265", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        keys = "keyint=25:min-keyint=25:scenecut=0:log-level=none:pools=1:frame-threads=1"
        stream.options = {"preset": "ultrafast", "tune": "zerolatency", "x265-params": keys}
        for number in range(seconds * 25):
            picture = np.full((180, 320, 3), 60, np.uint8)
            picture[:, number * 4 % 300 :][:, :12] = 200
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        out.mux(stream.encode())
    return path


def self_signed() -> str:
    """A certificate that nobody vouches for and its key, as PEM, as cameras have one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "camera")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoding, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, no_password)
    return (certificate.public_bytes(encoding) + private).decode()
