"""Pictures that stand in the documentation: taken of the real views, or compared with what stands there."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from visual.comparing import compare

DOCS = Path(__file__).parents[2] / "docs"


def take(request: pytest.FixtureRequest, subject: QWidget | QImage, name: str, area: QRect | None = None) -> None:
    """Compare `subject`, or its `area`, with docs/`name`.png; `--update-baselines` writes it where it differs."""
    for _ in range(3):  # what was set just now is laid out before it is looked at, and what follows from it
        QApplication.sendPostedEvents()
    whole = subject.grab().toImage() if isinstance(subject, QWidget) else subject
    actual = (whole.copy(area) if area else whole).convertToFormat(QImage.Format.Format_RGB32)
    path = DOCS / f"{name}.png"
    if request.config.getoption("--update-baselines"):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or compare(actual, QImage(str(path))).is_seen:
            assert actual.save(str(path), "PNG", 0)  # type: ignore[call-overload]
        return
    if compare(actual, QImage(str(path))).is_seen:
        pytest.fail(f"{path.name} is not what it looks like now: run with --update-baselines and look at it")
