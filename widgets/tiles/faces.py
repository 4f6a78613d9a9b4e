"""What a stream's or a road's state looks like: always an icon, a word and a colour together."""

from dataclasses import dataclass

from resources.words import catalog, language, say
from storage.model.cameras import Camera
from video.events import Analysis, StreamHealth, StreamState, TrafficState
from widgets import theme
from widgets.common.figures import decimal, span
from widgets.theme import Role


@dataclass(frozen=True, slots=True)
class Face:
    """An icon's name, a word and a colour's role; `loud` ones are written in capitals and bold."""

    icon: str
    word: str
    role: Role
    loud: bool = False


_STREAMS: dict[StreamState, tuple[str, Role, bool]] = {
    StreamState.WAITING: ("waiting", Role.SECOND, False),
    StreamState.LIVE: ("dot", Role.NORMAL, False),
    StreamState.RECEIVING: ("receiving", Role.SECOND, False),
    StreamState.FROZEN: ("stale", Role.STALE, True),
    StreamState.LATE: ("late", Role.STALE, True),
    StreamState.LOST: ("lost", Role.LOST, True),
    StreamState.QUARANTINED: ("quarantined", Role.STALE, True),
}
RECORDED = "on"
SOFTWARE = "software"
"""As StreamHealth says that all is as usual."""
TOLD_FROM_S = 1.0
"""A late picture's figure: a state outlives its cause by some seconds, and "late by 0.0 s" says nothing."""
SEVERITY = (
    TrafficState.UNKNOWN,
    TrafficState.FREE,
    TrafficState.DENSE,
    TrafficState.CONGESTED,
    TrafficState.STOPPED,
)
"""Calm first."""


def state_word(state: StreamState) -> str:
    return say(f"tiles.state.{state.value}")


def name_of(camera: Camera, state: StreamState, traffic: TrafficState) -> str:
    """A tile in words: number, name, the stream's state, and the road's where it is not free."""
    facts: dict[str, str | int | float] = {"number": camera.number, "camera": camera.name, "state": state_word(state)}
    if traffic_face(traffic) is None:
        return say("tiles.name", **facts)
    return say("tiles.name_traffic", traffic=say(f"tiles.traffic.{traffic.value}"), **facts)


def stream_face(health: StreamHealth | None) -> Face:
    """The face of a stream on its tile; a live one shows its delay, an old one its age."""
    state = health.state if health is not None else StreamState.WAITING
    icon, role, loud = _STREAMS[state]
    word = state_word(state)
    if health is not None and state is StreamState.LIVE:
        word = "" if health.delay_s is None else say("tiles.delay", seconds=decimal(max(0.0, health.delay_s)))
    elif health is not None and state is StreamState.LATE and (behind_s := _behind_s(health)) >= TOLD_FROM_S:
        word = say("tiles.late_by", seconds=decimal(behind_s))
    elif health is not None and state in (StreamState.FROZEN, StreamState.LOST) and health.age_s is not None:
        word = f"{word} {span(health.age_s)}"
    return Face(icon, _loud(word) if loud else word, role, loud)


def _behind_s(health: StreamHealth) -> float:
    """How old the picture on show is: packets may be up to date again while it still waits for a key frame."""
    return max(health.delay_s or 0.0, health.age_s or 0.0)


def side_faces(health: StreamHealth | None) -> tuple[Face, ...]:
    """What else is said of how a stream is decoded and recorded, most important first; of the usual nothing.

    A face without an icon is a word alone: a fact, no state.
    """
    if health is None:
        return ()
    shown = []
    if health.recording and health.recording != RECORDED:
        shown.append(Face("warning", say("tiles.side.unrecorded"), Role.STALE))
    if health.reduced:
        shown.append(Face("", say("tiles.side.reduced"), Role.SECOND))
    if health.hardware_fallback:
        shown.append(Face("", say("tiles.side.software"), Role.SECOND))
    elif health.decoder != SOFTWARE:
        shown.append(Face("", health.decoder.upper(), Role.SECOND))
    if health.recording == RECORDED:
        shown.append(Face("recording", "", Role.SECOND))
    return tuple(shown)


def side_of(health: StreamHealth | None) -> tuple[tuple[Face, ...], str]:
    """The faces, and why it is so in sentences."""
    return side_faces(health), side_sentences(health)


def heard(name: str, health: StreamHealth | None) -> str:
    """A tile's name with the same in words, for who hears it."""
    return ", ".join((name, *(face.word or say("tiles.side.recorded") for face in side_faces(health))))


def side_sentences(health: StreamHealth | None) -> str:
    """Why it is so, for a tooltip."""
    if health is None:
        return ""
    told = []
    if health.recording == RECORDED:
        told.append(say("tiles.why.recorded"))
    elif health.recording:
        known = health.recording in catalog(language())
        told.append(say("tiles.why.unrecorded", why=say(health.recording if known else "tiles.unnamed_reason")))
    if health.reduced:
        told.append(say("tiles.why.reduced"))
    if health.hardware_fallback:
        told.append(say("tiles.why.software"))
    elif health.decoder != SOFTWARE:
        told.append(say("tiles.why.hardware", decoder=health.decoder.upper()))
    return " ".join(told)


def _loud(word: str) -> str:
    """In capitals, but for the units of a figure: "BEKU 5 s"."""
    first, _, rest = word.partition(" ")
    return f"{first.upper()} {rest}".rstrip()


def reason_of(health: StreamHealth | None) -> str:
    """The sentence for why a stream is not there, or nothing while there is none."""
    if health is None or not health.reason:
        return ""
    if health.reason not in catalog(language()):
        return say("tiles.unnamed_reason")
    return say(health.reason)


def worst(analysis: Analysis | None) -> TrafficState:
    """The worst state of all its zones; UNKNOWN without any."""
    states = [reading.state for reading in analysis.zones] if analysis is not None else []
    return max(states, key=SEVERITY.index, default=TrafficState.UNKNOWN)


def traffic_face(state: TrafficState) -> Face | None:
    """The face of a road that is not free; None for one that is, since normal has none."""
    if SEVERITY.index(state) <= SEVERITY.index(TrafficState.FREE):
        return None
    return Face(state.value, say(f"tiles.traffic.{state.value}").upper(), theme.traffic_role(state), loud=True)
