"""One client of the RTSP server: its dialogue, and the pictures sent to it."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic

from video.synthetic import rtsp
from video.synthetic.digest import DigestLogin
from video.synthetic.rtp import CLOCK_HZ, RtpSender
from video.synthetic.rtsp import Malformed, Request
from video.synthetic.stream import ServedStream, StreamMood

_REPORT_EVERY_S = 5.0
_DIALOGUE_LIMIT_S = 60.0
_BEHIND_LIMIT_S = 2.0
_MUTE_POLL_S = 0.05


class Connection:
    """Speaks RTSP to one client and plays one stream to it, until either side ends."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        streams: Mapping[str, ServedStream],
        login: DigestLogin,
        wall_s: Callable[[], float],
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._streams = streams
        self._login = login
        self._wall_s = wall_s
        self._session = secrets.token_hex(8)
        self._channel: int | None = None
        self._unsent: deque[tuple[int, float]] = deque()  # end of a frame in the byte stream, when it was written
        self._written = 0
        self._player: asyncio.Task[None] | None = None
        self.path = ""

    async def serve(self) -> None:
        """Answer requests until the client leaves, is cut off, or stops making sense."""
        try:
            while (request := await self._next_request()) is not None:
                if not self._answer(request):
                    break
        except (Malformed, TimeoutError):
            self._say(400, None)
        finally:
            if self._player is not None:
                self._player.cancel()
                await asyncio.wait([self._player])
            self._writer.close()
            with suppress(ConnectionError):
                await self._writer.wait_closed()

    def abort(self) -> None:
        """Cut the connection at once, as a dying camera does."""
        self._writer.transport.abort()

    async def _next_request(self) -> Request | None:
        limit = None if self._player is not None else _DIALOGUE_LIMIT_S
        async with asyncio.timeout(limit):
            return await rtsp.read_request(self._reader)

    def _say(
        self, code: int, request: Request | None, headers: Mapping[str, str] | None = None, body: str = ""
    ) -> None:
        self._write(rtsp.response(code, request, headers or {}, body))

    def _answer(self, request: Request) -> bool:
        """Answer one request; False ends the connection."""
        if request.method == "OPTIONS":
            self._say(200, request, {"Public": ", ".join(rtsp.METHODS)})
            return True
        if request.method not in rtsp.METHODS:
            self._say(405, request, {"Allow": ", ".join(rtsp.METHODS)})
            return True
        if not self._login.admits(request.method, request.headers.get("authorization")):
            self._say(401, request, {"WWW-Authenticate": self._login.challenge})
            return True
        stream = self._streams.get(request.path)
        if stream is None:
            self._say(404, request)
            return True
        if stream.mood is StreamMood.CUT:
            self._say(503, request)
            return False
        return self._act(request, stream)

    def _act(self, request: Request, stream: ServedStream) -> bool:
        if request.method == "DESCRIBE":
            self._describe(request, stream)
        elif request.method == "SETUP":
            self._set_up(request)
        elif request.method == "TEARDOWN":
            self._say(200, request)
            return False
        elif self._channel is None:
            self._say(454, request)
        elif request.method == "PLAY" and self._player is None:
            self._play(request, stream, self._channel)
        else:
            self._say(200, request, {"Session": self._session})
        return True

    def _describe(self, request: Request, stream: ServedStream) -> None:
        file = stream.file
        body = rtsp.sdp(file.sps, file.pps, file.frames * CLOCK_HZ / file.loop_ticks)
        headers = {"Content-Type": "application/sdp", "Content-Base": request.url.rstrip("/") + "/"}
        self._say(200, request, headers, body)

    def _set_up(self, request: Request) -> None:
        self._channel = rtsp.interleaved_channel(request.headers.get("transport", ""))
        if self._channel is None:
            self._say(461, request)
            return
        self.path = request.path
        transport = f"RTP/AVP/TCP;unicast;interleaved={self._channel}-{self._channel + 1}"
        self._say(200, request, {"Transport": transport, "Session": f"{self._session};timeout=60"})

    def _play(self, request: Request, stream: ServedStream, channel: int) -> None:
        sender = RtpSender(ssrc=secrets.randbits(32), first_sequence=secrets.randbits(16), channel=channel)
        first = stream.file.key_before(stream.frame_now())
        stamp = (stream.rtp_base + stream.file.ticks_of(first)) & 0xFFFFFFFF
        url = f"{request.url.rstrip('/')}/{rtsp.TRACK}"
        info = f"url={url};seq={sender.sequence};rtptime={stamp}"
        self._say(200, request, {"Session": self._session, "Range": "npt=now-", "RTP-Info": info})
        self._player = asyncio.create_task(self._send_frames(stream, sender, first))

    async def _send_frames(self, stream: ServedStream, sender: RtpSender, n: int) -> None:
        """The frames since the latest key frame at once, then each when it is due."""
        next_report_s = 0.0
        while not self._writer.is_closing():
            if stream.mood is StreamMood.MUTE:
                await asyncio.sleep(_MUTE_POLL_S)
                n = stream.file.key_before(stream.frame_now())
                continue
            await asyncio.sleep(max(0.0, stream.due_s(n) - monotonic()))
            if monotonic() >= next_report_s:
                next_report_s = monotonic() + _REPORT_EVERY_S
                self._write(sender.report(self._wall_s(), stream.rtp_now()))
            self._write(sender.frame(stream.file.nals(n), stream.rtp_base + stream.file.ticks_of(n)))
            if self._behind_s() > _BEHIND_LIMIT_S:
                self.abort()
                return
            n += 1

    def _write(self, data: bytes) -> None:
        if self._writer.is_closing():
            return
        self._writer.write(data)
        self._written += len(data)
        self._unsent.append((self._written, monotonic()))

    def _behind_s(self) -> float:
        """The age of the oldest byte that the client's system has not taken yet."""
        taken = self._written - self._writer.transport.get_write_buffer_size()
        while self._unsent and self._unsent[0][0] <= taken:
            self._unsent.popleft()
        return monotonic() - self._unsent[0][1] if self._unsent else 0.0
