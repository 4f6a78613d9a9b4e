"""The RTSP server in a process of its own, as the demo and the fault tests use it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from video.synthetic.encode import PreparedCamera
from video.synthetic.errors import ServerFailed
from video.synthetic.preparation import ROOT

_END_WITHIN_S = 5.0


class ServerProcess:
    """Starts, orders and ends one server process; when this process dies, the server ends by itself.

    Not for use from several threads at once. Raises ServerFailed.
    """

    def __init__(self, username: str, password: str, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._config = {"username": username, "password": password, "host": host, "port": port}
        self._host = host
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    @property
    def pid(self) -> int:
        """The server's process id; 0 when it does not run."""
        return self._process.pid if self._process is not None else 0

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process and wait until it listens."""
        handle, name = tempfile.mkstemp(prefix="siaga-server-", suffix=".json")  # 0600: it holds the password
        config = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(self._config, file)
            command = [sys.executable, "-m", "video.synthetic.server", "--config", str(config)]
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
            self.port = int(self._answer()["port"])
        except ServerFailed:
            self.close()
            raise
        finally:
            config.unlink(missing_ok=True)

    def close(self) -> None:
        """End the server; harmless when repeated."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=_END_WITHIN_S)  # closes its stdin, which is how it is asked to end
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    def url(self, path: str) -> str:
        """Where a stream is found; without credentials."""
        return f"rtsp://{self._host}:{self.port}/{path}"

    def add(self, prepared: PreparedCamera) -> None:
        """Serve a camera's main and sub from now on, with its outages."""
        camera = prepared.camera
        outages = [{"from_s": o.from_s, "until_s": o.until_s, "every_s": o.every_s} for o in camera.outages]
        for path, file in ((camera.main_path, prepared.main), (camera.sub_path, prepared.sub)):
            self._order({"do": "add", "path": path, "file": str(file), "outages": outages})

    def cut(self, path: str) -> None:
        self._order({"do": "cut", "path": path})

    def mute(self, path: str) -> None:
        self._order({"do": "mute", "path": path})

    def restore(self, path: str) -> None:
        self._order({"do": "restore", "path": path})

    def _order(self, order: Mapping[str, Any]) -> None:
        if self._process is None or self._process.stdin is None:
            raise ServerFailed("not started", reason="not started")
        try:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise ServerFailed(str(error), reason=str(error)) from error
        self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": f"exit {self._process.wait()}"}
        if "error" in answer:
            raise ServerFailed(answer["error"], reason=answer["error"])
        return answer
