"""What a tile says of how its stream is decoded and recorded: of the usual nothing, of the rest a word and why."""

import pytest
from pytestqt.qtbot import QtBot
from support import views

from resources.words import say
from video.events import StreamState
from widgets.theme import Role
from widgets.tiles import faces, namebar
from widgets.tiles.tile import CameraTile

ONE = views.CAMERAS[0]


@pytest.fixture
def tile(qtbot: QtBot) -> CameraTile:
    made = CameraTile(0)
    qtbot.addWidget(made)
    made.resize(640, 360)
    made.set_camera(ONE)
    return made


def told(tile: CameraTile, **facts: object) -> tuple[faces.Face, ...]:
    health = views.health(ONE, StreamState.LIVE, delay_s=0.1, **facts)
    tile.set_health(health)
    return faces.side_faces(health)


def test_of_software_and_no_recording_nothing_is_said(tile: CameraTile) -> None:
    assert told(tile) == ()
    assert tile.accessibleName() == f"{ONE.number} {ONE.name}, langsung"


def test_a_recorded_camera_has_a_quiet_mark_that_is_heard_and_explained(tile: CameraTile) -> None:
    assert told(tile, recording="on") == (faces.Face("recording", "", Role.SECOND),)
    assert tile.accessibleName().endswith(", direkam")
    assert say("tiles.why.recorded") in tile.toolTip()


def test_a_recording_that_fails_is_amber_and_says_why(tile: CameraTile) -> None:
    (face,) = told(tile, recording="recording.reason.full")
    assert (face.word, face.role) == ("tak direkam", Role.STALE)
    assert face.icon
    assert say("recording.reason.full") in tile.toolTip()
    told(tile, recording="recording.reason.of_another_version")
    assert say("tiles.unnamed_reason") in tile.toolTip()


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"decoder": "vaapi"}, "VAAPI"),
        ({"hardware_fallback": True}, "perangkat lunak"),
        ({"reduced": True}, "dikurangi"),
    ],
)
def test_an_unusual_way_of_decoding_is_a_grey_word_with_its_reason(
    tile: CameraTile, facts: dict[str, object], word: str
) -> None:
    assert told(tile, **facts) == (faces.Face("", word, Role.SECOND),)
    assert tile.accessibleName().endswith(f", {word}")
    assert len(tile.toolTip()) > len(say("tiles.tooltip", name=tile.accessibleName()))


def test_a_change_of_recording_alone_draws_the_bar_anew(tile: CameraTile) -> None:
    bars = []
    for recording in ("", "on", "recording.reason.full"):
        side = told(tile, recording=recording)
        text = namebar.BarText(str(ONE.number), ONE.name, tile.stream_face(), None, side=side)
        bars.append(namebar.draw(text, 640, 1.0))
    assert bars[0] != bars[1] != bars[2] != bars[0]
