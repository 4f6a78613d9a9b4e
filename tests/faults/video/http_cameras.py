"""Cameras over HTTP in a process of their own: MJPEG at /mjpeg, live HLS of 4 s segments at /live.m3u8.

Argument: a JSON object with `auth` ("", "basic", "digest"), `user`, `password` and `segments` (folder of all0.ts,
all1.ts ...). Prints its port and the moment of MJPEG's frame 0 on the monotonic clock. /evil.m3u8 names a file.
"""

import base64
import hashlib
import json
import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np

from video.synthetic.framecode import burn_frame_number

FPS = 25
SEGMENT_S = 4
AHEAD = 4  # segments that were there before the server began
WISH = json.loads(sys.argv[1])
SEGMENTS = Path(WISH["segments"])
BEGAN_S = time.monotonic()


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def jpeg(number: int) -> bytes:
    picture = np.full((180, 320, 3), 60, np.uint8)
    burn_frame_number(picture, number)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


class Camera(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the log of a test is no place for addresses."""

    def admitted(self) -> bool:
        said = self.headers.get("Authorization", "")
        if not WISH["auth"]:
            return True
        if WISH["auth"] == "basic":
            return said == "Basic " + base64.b64encode(f"{WISH['user']}:{WISH['password']}".encode()).decode()
        found = dict(re.findall(r'(\w+)="?([^",]*)"?', said.partition(" ")[2]))
        if found.get("username") != WISH["user"]:
            return False
        secret = md5(f"{WISH['user']}:camera:{WISH['password']}")
        middle = [found[name] for name in ("nonce", "nc", "cnonce", "qop")]
        return found["response"] == md5(":".join([secret, *middle, md5(f"GET:{found['uri']}")]))

    def do_GET(self) -> None:
        if not self.admitted():
            challenge = (
                'Basic realm="camera"' if WISH["auth"] == "basic" else 'Digest realm="camera", nonce="n", qop="auth"'
            )
            self.send_response(401)
            self.send_header("WWW-Authenticate", challenge)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/mjpeg":
            self.pictures()
        elif self.path.endswith(".m3u8"):
            self.answer("application/vnd.apple.mpegurl", self.playlist().encode())
        elif (SEGMENTS / self.path.strip("/")).is_file():
            self.answer("video/mp2t", (SEGMENTS / self.path.strip("/")).read_bytes())
        else:
            self.send_error(404)

    def answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def playlist(self) -> str:
        head = f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:{SEGMENT_S}\n"
        if self.path == "/evil.m3u8":
            return head + f"#EXTINF:4.0,\nfile://{SEGMENTS}/all0.ts\n#EXT-X-ENDLIST\n"
        done = int(time.monotonic() - BEGAN_S) // SEGMENT_S
        names = "".join(f"#EXTINF:{SEGMENT_S}.0,\nall{number}.ts\n" for number in range(done, done + AHEAD))
        return head + f"#EXT-X-MEDIA-SEQUENCE:{done}\n" + names

    def pictures(self) -> None:
        """Each frame when it is due, none left out: a slow reader falls behind."""
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=--picture")
        self.end_headers()
        number = int((time.monotonic() - BEGAN_S) * FPS)
        while True:
            time.sleep(max(0.0, BEGAN_S + number / FPS - time.monotonic()))
            body = jpeg(number)
            head = f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(body)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + body + b"\r\n")
            except OSError:
                return
            number += 1


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Camera)
    server.daemon_threads = True
    print(json.dumps([server.server_address[1], BEGAN_S]), flush=True)
    server.serve_forever()
