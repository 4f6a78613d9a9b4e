"""The pictures of the README: the desk with the demo city's own frames."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from support import views
from visual.comparing import compare
from visual.test_desk_look import desk

from video.synthetic.city import demo_city
from video.synthetic.render import Renderer, tell

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
AT_S = {102: 200.0, 105: 60.0}
"""The moment of each story that is worth a picture; elsewhere the twentieth second."""


def frame(camera, width, height):
    """One frame of the camera's film, BGRA at this size."""
    renderer = Renderer(tell(camera.scene), 640, 360)
    picture = renderer.picture(round(AT_S.get(camera.number, 20.0) * 12.5))
    fitted = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(fitted, cv2.COLOR_BGR2BGRA))


def test_the_readmes_desk_is_the_desk_of_today(tmp_path, show, request, themed, tongue) -> None:
    window = desk(tmp_path, show)
    for at, (camera, own) in enumerate(zip(demo_city(), views.CAMERAS, strict=True)):
        width, _ = window.grid.tile(at).picture_size_px()
        window.grid.set_picture(views.camera_id(own), frame(camera, width, width * 9 // 16), views.stamp(9))
    window.show_detail(views.detail())
    window.show_still(views.still())
    for _ in range(3):
        QApplication.sendPostedEvents()
    actual = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    path = PICTURES / f"desk-{tongue.value}.png"
    if request.config.getoption("--update-baselines"):
        path.parent.mkdir(parents=True, exist_ok=True)
        assert actual.save(str(path))
    difference = compare(actual, QImage(str(path)))
    if difference.is_seen:
        pytest.fail(f"{path.name} is not what the desk looks like now: run with --update-baselines and look at it")
