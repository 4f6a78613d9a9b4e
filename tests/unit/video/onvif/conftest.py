"""A scripted camera that is closed again."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from support.onvif_server import PASSWORD, USER, CameraServer

from video.onvif.camera import OnvifCamera
from video.onvif.settings import OnvifSettings
from video.onvif.values import Login


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def server() -> Iterator[CameraServer]:
    made = CameraServer()
    yield made
    made.close()


@pytest.fixture
def camera(server: CameraServer) -> Iterator[Callable[..., OnvifCamera]]:
    """Makes a client of the server; with another password, or with settings by name."""
    made: list[OnvifCamera] = []

    def make(password: str = PASSWORD, username: str = USER, **settings: Any) -> OnvifCamera:
        login = Login(username, password)
        made.append(OnvifCamera(server.place, login, OnvifSettings(**settings), utc_now=now))
        return made[-1]

    yield make
    for one in made:
        one.close()
