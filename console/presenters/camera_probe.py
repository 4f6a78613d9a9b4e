"""What a probe gave, in a few lines, and what whoever uses the camera would regret later."""

from dataclasses import dataclass, field

from resources.redaction import ShownSafely
from resources.words import Language, language, say

LARGE_HEIGHT = 1080  # from here on a small tile pays for a whole large picture
KEY_EVERY_S = 4.0
FEW_FPS = 10.0


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """What a URL gave, in sentences; `works` says whether there was a picture. Figures are 0 where not known."""

    lines: tuple[str, ...]
    works: bool
    codec: str = ""
    width: int = 0
    height: int = 0
    fps: float = 0.0
    key_every_s: float = 0.0
    login_wanted: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Source(ShownSafely):
    """What a probe needs; `repr` shows no credential."""

    url: str
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    transport: str = "tcp"


@dataclass(frozen=True, slots=True)
class ProbeFacts:
    """What was measured at a URL that works."""

    codec: str
    width: int
    height: int
    fps: float
    kbps: float
    first_s: float
    key_every_s: float
    transport: str
    login: str  # "none", "basic", "digest", "needed", "unknown"
    encrypted: bool


def lines_of(facts: ProbeFacts) -> tuple[str, ...]:
    """Three lines: the picture, how long one waits for it, how it travels."""
    picture = say(
        "cameras.probe.picture",
        codec=facts.codec.upper(),
        width=facts.width,
        height=facts.height,
        fps=_figure(facts.fps),
        kbps=round(facts.kbps),
    )
    ms = round(facts.first_s * 1000)
    if facts.key_every_s > 0:
        first = say("cameras.probe.first_and_key", ms=ms, seconds=_figure(facts.key_every_s))
    else:
        first = say("cameras.probe.first", ms=ms)
    ways = ("tcp", "udp", "http", "hls", "file")
    way = say(f"cameras.probe.over.{facts.transport if facts.transport in ways else 'unknown'}")
    if facts.transport == "file":
        return picture, first, way
    login = say(f"cameras.probe.login.{facts.login}")
    travels = "cameras.probe.encrypted" if facts.encrypted else "cameras.probe.way"
    return picture, first, say(travels, way=way, login=login)


def regrets(main: ProbeAnswer, sub: ProbeAnswer | None) -> tuple[str, ...]:
    """Sentences about what is not wrong and will be missed; `sub` is None where the camera has no small URL."""
    said = []
    if main.works and sub is None:
        if main.codec in ("hevc", "h265"):
            said.append(say("cameras.regret.h265"))
        elif main.height >= LARGE_HEIGHT:
            said.append(say("cameras.regret.no_sub", height=main.height))
    if main.works and sub is not None and sub.works and sub.width >= main.width > 0:
        said.append(say("cameras.regret.big_sub"))
    works = [one for one in (main, sub) if one is not None and one.works]
    slowest = max((one.key_every_s for one in works), default=0.0)
    if slowest > KEY_EVERY_S:
        said.append(say("cameras.regret.slow_key", seconds=_figure(slowest)))
    if main.works and 0 < main.fps < FEW_FPS - 0.5:  # measured: ten of a camera come as 9.6
        said.append(say("cameras.regret.low_fps", fps=_figure(main.fps)))
    return tuple(said)


def _figure(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language() is Language.INDONESIAN else text
