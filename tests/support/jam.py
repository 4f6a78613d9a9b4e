"""A film of a jam: the stretch of the demo's camera 102 in which its traffic is congested and comes to a stop."""

from fractions import Fraction
from pathlib import Path

import av

from storage.model.cameras import CameraZone
from storage.model.ids import new_id
from video.synthetic.city import demo_camera
from video.synthetic.render import Renderer, tell

CAMERA = 102
FIRST, LAST = 1500, 2050  # frames of its loop; a jam at both ends, so the seam tells nothing new
SIZE = (640, 360)


def make_jam(path: Path) -> Path:
    """Encode it at 12.5 fps: 44 s, most of them standing still."""
    story = tell(demo_camera(CAMERA).scene)
    renderer = Renderer(story, *SIZE)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=Fraction(25, 2))
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "ultrafast", "tune": "zerolatency", "crf": "26", "g": "25", "bf": "0"}
        for number in range(FIRST, LAST):
            for packet in stream.encode(av.VideoFrame.from_ndarray(renderer.picture(number), format="bgr24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    return path


def jam_zones() -> tuple[CameraZone, ...]:
    return tuple(CameraZone(new_id(), zone.name, zone.polygon) for zone in demo_camera(CAMERA).zones)
