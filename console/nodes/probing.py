"""Asking a camera what it gives, in sentences."""

from console.presenters.camera_probe import ProbeAnswer, ProbeFacts, Source, lines_of
from resources.words import say
from video.ingest.probe import ProbeResult, probe
from video.ingest.reasons import Reason
from video.playback.replay_url import check_replay_url


def ask_camera(source: Source) -> ProbeAnswer:
    """Dials the URL in a process of its own; a stream that breaks the decoder breaks that one only."""
    return answer_of(probe(source.url, source.username, source.password, transport=source.transport))


def answer_of(result: ProbeResult) -> ProbeAnswer:
    """The measured facts as a person reads them; a URL that does not work has one line, of what to do."""
    if not result.works:
        wanted = bool(result.auth_needed) or result.reason == Reason.WRONG_PASSWORD
        return ProbeAnswer((say(result.reason),), works=False, login_wanted=wanted)
    facts = ProbeFacts(
        result.codec,
        result.width,
        result.height,
        result.fps,
        result.kbps,
        result.first_frame_s,
        result.key_every_s,
        result.transport,
        result.auth or ("needed" if result.auth_needed else "unknown"),
        result.encrypted,
    )
    return ProbeAnswer(
        lines_of(facts),
        works=True,
        codec=result.codec,
        width=result.width,
        height=result.height,
        fps=result.fps,
        key_every_s=result.key_every_s,
        login_wanted=bool(result.auth_needed),
    )


def check_recorder(url: str) -> None:
    """Raises BadReplayUrl for a recorder's address that cannot be filled in with a time."""
    check_replay_url(url)
