"""A video room without video: what a test says that the cameras show."""

from concurrent.futures import Future

from video.events import Analysis, Box, CameraId, FrameStamp, StreamHealth, StreamState, TrafficState, ZoneReading


class Sight:
    """The part of the video supervisor that a station steers and looks at."""

    def __init__(self):
        self.sources = {}
        self.analysing = {}
        self.recording = {}
        self.states = {}
        self.analyses = {}
        self.stills = []
        self._sequence = 0

    def put_camera(self, source):
        self.sources[source.camera_id] = source

    def drop_camera(self, camera_id):
        del self.sources[camera_id]

    def set_analysing(self, camera_id, analysing):
        self.analysing[camera_id] = analysing

    def set_recording(self, camera_id, recording):
        self.recording[camera_id] = recording

    def health(self):
        return self.states

    def analysis(self, camera_id):
        return self.analyses.get(camera_id)

    def still(self, camera_id):
        future = Future()
        self.stills.append((camera_id, future))
        return future

    def give(self, camera, state=StreamState.LIVE, age_s=0.1):
        """The camera's stream is in this state from now on."""
        own = CameraId(str(camera.id))
        self.states[own] = StreamHealth(own, state, age_s)

    def show(self, camera, traffic=TrafficState.FREE, *, stopped=False, dark=False):
        """The newest analysed frame of the camera: its zones' traffic, a vehicle that stands in the first zone."""
        own = CameraId(str(camera.id))
        self.give(camera)
        self._sequence += 1
        zones = tuple(ZoneReading(str(zone.id), traffic, 0.91, 0.02) for zone in camera.zones)
        boxes = (Box(0.4, 0.4, 0.2, 0.2),) if stopped else ()
        stamp = FrameStamp(self._sequence, 0.0, 0.0)
        self.analyses[own] = Analysis(own, stamp, boxes, zones, boxes, dark)
