"""Which of a camera's two streams serves what is needed."""

from enum import StrEnum

from video.events import CameraSource
from video.frames import fit

_USUAL_SUB = (640, 360)


class Grade(StrEnum):
    MAIN = "main"
    SUB = "sub"


def choose(
    source: CameraSource,
    rooms: list[tuple[int, int]],
    sub_size: tuple[int, int] | None,
    sub_fails: bool,
    main_heavy: bool = False,
) -> Grade:
    """The sub-stream if no tile shows the picture larger than it is; the main one otherwise.

    `rooms` are the tiles' sizes (width, height), `sub_size` the sub-stream's own size in square pixels once known.
    Analysis and a hidden camera are content with the sub-stream. A sub-stream that does not come up is left alone.
    A main stream that is too heavy to decode whole gives way to the sub-stream at every size.
    """
    if not source.sub_url or sub_fails:
        return Grade.MAIN
    if main_heavy:
        return Grade.SUB
    width, height = sub_size or _USUAL_SUB
    for room in rooms:
        if fit(width, height, room) > (width, height):
            return Grade.MAIN
    return Grade.SUB


def url_of(source: CameraSource, grade: Grade) -> str:
    return source.sub_url if grade is Grade.SUB and source.sub_url else source.main_url
