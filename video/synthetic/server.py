"""A small RTSP server for the demo city and for tests: H.264 over the RTSP connection, digest login, endless loops.

In a process of its own: `python -m video.synthetic.server --config FILE.json`. It prints one line `{"port": N}`
when it listens, obeys JSON lines on stdin, and ends when stdin closes, so that no orphan remains.
docs/design/synthetic.md describes both.
"""

import argparse
import asyncio
import json
import secrets
import signal
import sys
import threading
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from time import monotonic, time
from typing import Any, TypeVar

from resources.errors import SiagaError
from resources.words import sentence
from video.synthetic.connection import Connection
from video.synthetic.digest import DigestLogin
from video.synthetic.errors import PortTaken, UnknownPath
from video.synthetic.media import LoopedFile
from video.synthetic.stream import Outage, ServedStream, StreamMood

_T = TypeVar("_T")
_WATCH_EVERY_S = 0.05


class RtspServer:
    """Serves looped MP4 files; every client of a stream sees the same moment of it.

    Streams whose paths share their first part (`101/main`, `101/sub`) share their start, so main, sub and the
    ground truth agree. Methods may be called from any thread; the server lives in one thread of its own.
    Raises NotServable for a file it cannot serve, PortTaken, UnknownPath.
    """

    def __init__(
        self,
        streams: Mapping[str, Path],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        username: str = "",
        password: str = "",
    ) -> None:
        self._files = dict(streams)
        self._host = host
        self._port = port
        self._username = username
        self._password = password
        self._streams: dict[str, ServedStream] = {}
        self._starts: dict[str, tuple[float, int]] = {}
        self._connections: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._server: asyncio.Server | None = None
        self._wall_offset_s = 0.0

    @property
    def port(self) -> int:
        """The port it listens at; 0 before `start`."""
        return self._port if self._server is not None else 0

    def url(self, path: str) -> str:
        """Where a stream is found; without credentials."""
        return f"rtsp://{self._host}:{self.port}/{path}"

    def start(self) -> None:
        """Listen. The streams given to the constructor begin now."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=[self._loop], name="rtsp-server", daemon=True)
        self._thread.start()
        try:
            for path, file in self._files.items():
                self.add(path, file)
            self._call(self._listen())
        except SiagaError:
            self.close()
            raise

    def close(self) -> None:
        """Cut every client and end; harmless when repeated."""
        if self._loop is None or self._thread is None:
            return
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop = self._thread = None
        for stream in self._streams.values():
            stream.file.close()
        self._streams.clear()

    def add(self, path: str, file: Path, outages: Sequence[Outage] = ()) -> None:
        """Serve one more file; it begins now, or began with the other streams of the same camera."""
        looped = LoopedFile(file)
        camera = path.split("/")[0]
        self._starts.setdefault(camera, (monotonic(), secrets.randbits(32)))
        start_s, rtp_base = self._starts[camera]
        stream = ServedStream(looped, start_s=start_s, rtp_base=rtp_base, outages=outages)
        self._call(self._insert(path.strip("/"), stream))

    def cut(self, path: str) -> None:
        """Let a stream die, or with `101` all streams of that camera: clients are cut, new ones refused."""
        self._order(path, StreamMood.CUT)

    def mute(self, path: str) -> None:
        """Let a stream answer but send nothing, to clients that are there and to new ones."""
        self._order(path, StreamMood.MUTE)

    def restore(self, path: str) -> None:
        """Let a stream be well again."""
        self._order(path, StreamMood.WELL)

    def frame_now(self, path: str) -> int:
        """The newest frame that is due on a stream; it counts on over the seam."""
        return self._matching(path)[0].frame_now()

    def clients(self, path: str) -> int:
        """How many clients have set up this stream."""
        return sum(1 for connection in tuple(self._connections) if connection.path == path)

    def _order(self, path: str, mood: StreamMood) -> None:
        for stream in self._matching(path):
            stream.order(mood)
        self._call(self._cut_off())

    def _matching(self, path: str) -> list[ServedStream]:
        found = [s for name, s in self._streams.items() if name == path or name.startswith(f"{path}/")]
        if not found:
            raise UnknownPath(path, path=path)
        return found

    def _call(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._loop is None:
            work.close()
            raise RuntimeError("the server is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()
        loop.close()

    async def _insert(self, path: str, stream: ServedStream) -> None:
        before = self._streams.get(path)
        self._streams[path] = stream
        if before is not None:
            for connection in [c for c in self._connections if c.path == path]:
                connection.abort()
            before.file.close()

    async def _listen(self) -> None:
        self._wall_offset_s = time() - monotonic()
        try:
            self._server = await asyncio.start_server(self._accept, self._host, self._port)
        except OSError as error:
            raise PortTaken(str(error), host=self._host, port=self._port) from error
        self._port = self._server.sockets[0].getsockname()[1]
        self._keep(asyncio.create_task(self._watch()))

    async def _end(self) -> None:
        if self._server is not None:
            self._server.close()
        for connection in self._connections:
            connection.abort()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._keep(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        login = DigestLogin(self._username, self._password)
        connection = Connection(reader, writer, self._streams, login, self._wall_s)
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)

    def _wall_s(self) -> float:
        return monotonic() + self._wall_offset_s

    async def _watch(self) -> None:
        """Outages come by the clock, so someone has to look."""
        while True:
            await asyncio.sleep(_WATCH_EVERY_S)
            await self._cut_off()

    async def _cut_off(self) -> None:
        for connection in tuple(self._connections):
            stream = self._streams.get(connection.path)
            if stream is not None and stream.mood is StreamMood.CUT:
                connection.abort()


def _outages(entry: Mapping[str, Any]) -> list[Outage]:
    return [Outage(**outage) for outage in entry.get("outages", [])]


def obey(server: RtspServer, line: str) -> None:
    """Carry out one JSON line: `{"do": "add", "path", "file", "outages"}`, or cut, mute, restore with `path`."""
    order = json.loads(line)
    if order["do"] == "add":
        server.add(order["path"], Path(order["file"]), _outages(order))
    else:
        {"cut": server.cut, "mute": server.mute, "restore": server.restore}[order["do"]](order["path"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stdin closes. Answers each order on stdout with `{"done": ...}` or `{"error": sentence}`."""
    parser = argparse.ArgumentParser(prog="video.synthetic.server")
    parser.add_argument("--config", required=True, type=Path)
    config = json.loads(parser.parse_args(arguments).config.read_text("utf-8"))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too; its end closes stdin
    options = {name: config[name] for name in ("host", "port", "username", "password") if name in config}
    server = RtspServer({}, **options)
    try:
        server.start()
        for path, entry in config.get("streams", {}).items():
            server.add(path, Path(entry["file"]), _outages(entry))
    except SiagaError as error:
        server.close()
        _print({"error": sentence(error)})
        return 1
    _print({"port": server.port})
    for line in sys.stdin:
        try:
            obey(server, line)
            _print({"done": json.loads(line)})
        except SiagaError as error:
            _print({"error": sentence(error)})
        except (ValueError, KeyError, TypeError) as error:
            _print({"error": f"{type(error).__name__}: {error}"})
    server.close()
    return 0


def _print(message: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
