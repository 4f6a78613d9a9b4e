"""What a URL gives, found out in a process of its own: a stream that aborts libav must not end who asks."""

from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from resources.words import Language, language, say
from video.ingest.reasons import Reason
from video.ingest.urls import split_login

CRASHED = "stream.probe.crashed"
_TRAVELS = {
    "tcp": "stream.probe.over_tcp",
    "udp": "stream.probe.over_udp",
    "http": "stream.probe.over_http",
    "hls": "stream.probe.over_hls",
    "file": "stream.probe.from_file",
}
_STARTING_MAY_TAKE_S = 10.0


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What was measured. `reason` is empty where it works, else a key of resources/words. Holds no login."""

    reason: str = ""
    transport: str = ""  # "tcp", "udp", "http", "hls", "file"
    codec: str = ""
    width: int = 0
    height: int = 0
    fps: float = 0.0  # measured by stream time
    kbps: float = 0.0
    first_frame_s: float = 0.0  # from the beginning of opening to the first decoded frame
    auth_needed: bool | None = None  # None: not known
    auth: str = ""  # "none", "basic", "digest"; empty where it is not known
    encrypted: bool = False
    key_every_s: float = 0.0  # the longest seen without a key frame; 0: not known

    @property
    def works(self) -> bool:
        return not self.reason


def probe(
    url: str, username: str = "", password: str = "", timeout_s: float = 10.0, transport: str = "tcp"
) -> ProbeResult:
    """Open `url`, watch it for some seconds and say what it gives; takes `timeout_s` and a little at most.

    A login that stands in the URL itself is used where none is given apart. Raises nothing for a bad stream.
    """
    bare, found_name, found_password = split_login(url.strip())
    login = (username, password) if username else (found_name, found_password)
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_probe_here, args=(theirs, bare, login, timeout_s, transport), name="siaga-probe", daemon=True
    )
    process.start()
    theirs.close()
    try:
        answered = ours.poll(timeout_s + _STARTING_MAY_TAKE_S)
        return ours.recv() if answered else ProbeResult(Reason.TIMED_OUT.value)
    except EOFError:
        return ProbeResult(CRASHED)
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


def describe(result: ProbeResult) -> list[str]:
    """The result as lines for a person, in the chosen language."""
    lines = [say("stream.probe.working") if result.works else say(result.reason)]
    if result.works:
        lines += [
            say("stream.probe.codec", codec=result.codec.upper()),
            say("stream.probe.size", width=result.width, height=result.height),
            say("stream.probe.fps", fps=_decimal(result.fps)),
            say("stream.probe.bitrate", kbps=round(result.kbps)),
            say("stream.probe.first_frame", seconds=_decimal(result.first_frame_s)),
        ]
    if result.transport:
        lines.append(say(_TRAVELS[result.transport]))
    if result.encrypted:
        lines.append(say("stream.probe.encrypted"))
    if result.auth_needed is not None:
        lines.append(say("stream.probe.auth_needed" if result.auth_needed else "stream.probe.auth_not_needed"))
    if result.auth == "digest":
        lines.append(say("stream.probe.auth_digest"))
    elif result.auth == "basic":
        lines.append(say("stream.probe.auth_basic" if result.encrypted else "stream.probe.auth_readable"))
    return lines


def _decimal(value: float) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if language() is Language.INDONESIAN else text


def _probe_here(
    pipe: "Connection[ProbeResult, ProbeResult]", url: str, login: tuple[str, str], timeout_s: float, transport: str
) -> None:
    """In the process of its own."""
    from video.ingest.probing import measure

    result = measure(url, login, timeout_s, transport)
    pipe.send(result)
    pipe.close()
