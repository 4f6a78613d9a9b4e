"""A TCP relay between a camera and its reader that delays, stops and counts; one thread, as a network would be."""

import asyncio
import threading
from collections.abc import Coroutine
from time import monotonic
from typing import Any


class Relay:
    """What the camera sends after PLAY arrives `delay_s` later; `stall` holds all of it back for a while."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self.delay_s = 0.0
        self.most_at_once = 0  # connections that were open at the same time
        self.dials = 0
        self._target = port
        self._resumes_at_s = 0.0
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._call(self._listen())

    def close(self) -> None:
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """End every connection, as a switch that restarts."""
        self._call(self._cut())

    def stall(self, seconds: float) -> None:
        """Nothing passes for a while; then all of it does, as after a lost packet."""
        self._resumes_at_s = monotonic() + seconds

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self._server = server
        self.port = server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def _end(self) -> None:
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._cut()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self.dials += 1
        self._writers |= {writer, far_writer}
        self.most_at_once = max(self.most_at_once, len(self._writers) // 2)
        playing = asyncio.Event()
        ways = [
            asyncio.ensure_future(self._ask(reader, far_writer, playing)),
            asyncio.ensure_future(self._answer(far_reader, writer, playing)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for one in (writer, far_writer):
                one.transport.abort()
                self._writers.discard(one)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, playing: asyncio.Event) -> None:
        while data := await reader.read(65_536):
            if b"PLAY " in data:
                playing.set()
            writer.write(data)
            await writer.drain()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, playing: asyncio.Event) -> None:
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sending = asyncio.ensure_future(self._send(queue, writer))
        try:
            while data := await reader.read(65_536):
                queue.put_nowait((monotonic() + (self.delay_s if playing.is_set() else 0.0), data))
        finally:
            sending.cancel()

    async def _send(self, queue: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        while True:
            due_s, data = await queue.get()
            while (wait_s := max(due_s, self._resumes_at_s) - monotonic()) > 0:
                await asyncio.sleep(wait_s)
            writer.write(data)
            await writer.drain()
