"""Profiles as three makers tell them, and the two streams that are taken from them."""

from collections.abc import Callable

import pytest
from support.onvif_server import CameraServer, fault, services

from video.onvif.answers import read_xml
from video.onvif.camera import OnvifCamera, status_in
from video.onvif.errors import NotOnvif
from video.onvif.media import by_source, main_and_sub, profiles_in
from video.onvif.values import Profile, PtzStatus, Recording

Make = Callable[..., OnvifCamera]

# Media 1 as a dome camera tells it: a namespace prefix for each schema, sizes as elements, an audio-only profile.
DOME = """<trt:GetProfilesResponse xmlns:trt="http://www.onvif.org/ver10/media/wsdl">
<trt:Profiles token="Profile_1" fixed="true"><tt:Name>mainStream</tt:Name>
 <tt:VideoSourceConfiguration token="VideoSourceToken"><tt:Name>VideoSourceConfig</tt:Name><tt:UseCount>3</tt:UseCount>
  <tt:SourceToken>VideoSource_1</tt:SourceToken><tt:Bounds x="0" y="0" width="1920" height="1080"/>
  </tt:VideoSourceConfiguration>
 <tt:AudioEncoderConfiguration token="A"><tt:Name>A</tt:Name><tt:Encoding>G711</tt:Encoding>
  </tt:AudioEncoderConfiguration>
 <tt:VideoEncoderConfiguration token="VideoEncoderToken_1"><tt:Name>VideoEncoder_1</tt:Name>
  <tt:Encoding>H264</tt:Encoding>
  <tt:Resolution><tt:Width>2560</tt:Width><tt:Height>1440</tt:Height></tt:Resolution><tt:Quality>3</tt:Quality>
  <tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval>
   <tt:BitrateLimit>6144</tt:BitrateLimit></tt:RateControl></tt:VideoEncoderConfiguration>
 <tt:PTZConfiguration token="PTZToken"><tt:Name>PTZ</tt:Name><tt:NodeToken>PTZNODETOKEN</tt:NodeToken>
  </tt:PTZConfiguration>
</trt:Profiles>
<trt:Profiles token="Profile_2" fixed="true"><tt:Name>subStream</tt:Name>
 <tt:VideoSourceConfiguration token="V"><tt:SourceToken>VideoSource_1</tt:SourceToken></tt:VideoSourceConfiguration>
 <tt:VideoEncoderConfiguration token="E2"><tt:Encoding>H264</tt:Encoding>
  <tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution>
  <tt:RateControl><tt:FrameRateLimit>15</tt:FrameRateLimit><tt:BitrateLimit>512</tt:BitrateLimit></tt:RateControl>
 </tt:VideoEncoderConfiguration></trt:Profiles>
<trt:Profiles token="Profile_3"><tt:Name>snapshot</tt:Name>
 <tt:VideoSourceConfiguration token="V"><tt:SourceToken>VideoSource_1</tt:SourceToken></tt:VideoSourceConfiguration>
 <tt:VideoEncoderConfiguration token="E3"><tt:Encoding>JPEG</tt:Encoding>
  <tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution></tt:VideoEncoderConfiguration>
  </trt:Profiles>
<trt:Profiles token="sound"><tt:Name>audio only</tt:Name></trt:Profiles>
</trt:GetProfilesResponse>"""

# Media 2 with H.265: configurations in one element, limits as attributes.
MEDIA2 = """<tr2:GetProfilesResponse xmlns:tr2="http://www.onvif.org/ver20/media/wsdl">
<tr2:Profiles token="p0"><tr2:Name>4K</tr2:Name><tr2:Configurations>
 <tr2:VideoSource token="vs"><tt:Name>v</tt:Name><tt:SourceToken>lens0</tt:SourceToken></tr2:VideoSource>
 <tr2:VideoEncoder token="ve" GovLength="50" Profile="Main"><tt:Name>e</tt:Name><tt:Encoding>H265</tt:Encoding>
  <tt:Resolution><tt:Width>3840</tt:Width><tt:Height>2160</tt:Height></tt:Resolution>
  <tt:RateControl ConstantBitRate="false"><tt:FrameRateLimit>25.0</tt:FrameRateLimit>
  <tt:BitrateLimit>8192</tt:BitrateLimit>
  </tt:RateControl></tr2:VideoEncoder><tr2:PTZ token="ptz"/></tr2:Configurations></tr2:Profiles>
</tr2:GetProfilesResponse>"""

FOUR_LENSES = (
    "<r>"
    + "".join(
        f'<Profiles token="{lens}{size}"><VideoSourceConfiguration><SourceToken>lens{lens}</SourceToken>'
        f"</VideoSourceConfiguration><VideoEncoderConfiguration><Encoding>H264</Encoding><Resolution><Width>{size}</Width>"
        f"<Height>{size}</Height></Resolution></VideoEncoderConfiguration></Profiles>"
        for lens in range(4)
        for size in (400, 1600)
    )
    + "</r>"
)


def test_a_dome_camera_tells_its_profiles() -> None:
    main, sub, still = profiles_in(read_xml(DOME.encode()))
    assert main == Profile("Profile_1", "mainStream", "VideoSource_1", "H264", 2560, 1440, 25.0, 6144, movable=True)
    assert (sub.token, sub.width, sub.height, sub.fps, sub.movable) == ("Profile_2", 640, 360, 15.0, False)
    assert (still.codec, still.fps, still.kbps) == ("JPEG", 0.0, 0)


def test_h265_is_told_by_media_2() -> None:
    (profile,) = profiles_in(read_xml(MEDIA2.encode()))
    assert profile == Profile("p0", "4K", "lens0", "H265", 3840, 2160, 25.0, 8192, movable=True)


def test_main_is_the_largest_and_sub_the_largest_of_half_its_width_and_video_before_jpeg() -> None:
    main, sub = main_and_sub(profiles_in(read_xml(DOME.encode())))
    assert main.token == "Profile_1"
    assert sub is not None
    assert sub.token == "Profile_2"


def test_a_second_stream_that_is_hardly_smaller_is_no_sub() -> None:
    main, sub = main_and_sub([Profile("a", width=1920, height=1080), Profile("b", width=1280, height=720)])
    assert (main.token, sub) == ("a", None)


def test_a_device_with_four_lenses_is_four_cameras() -> None:
    groups = by_source(profiles_in(read_xml(FOUR_LENSES.encode())))
    assert list(groups) == ["lens0", "lens1", "lens2", "lens3"]
    assert [main_and_sub(group)[0].token for group in groups.values()] == ["01600", "11600", "21600", "31600"]


@pytest.mark.parametrize("width", ["", "many", "-4", "1e99", "nan"])
def test_a_size_that_is_none_counts_as_not_told(width: str) -> None:
    text = FOUR_LENSES.replace("<Width>400<", f"<Width>{width}<")
    assert {profile.width for profile in profiles_in(read_xml(text.encode()))} == {0, 1600}


def test_a_camera_is_taken_over_whole_at_the_address_that_reached_it(server: CameraServer, camera: Make) -> None:
    """Behind NAT: it believes in another address of itself, for its services, its streams and its stills."""
    server.answers |= {
        "GetServices": services(server, "media", "ptz", host="192.168.1.64"),
        "GetProfiles": DOME,
        "GetStreamUri": lambda body: (
            "<trt:GetStreamUriResponse xmlns:trt='x'><trt:MediaUri><tt:Uri>rtsp://admin:pw@192.168.1.64:554/"
            f"{'main' if 'Profile_1' in body else 'sub'}?a=1&amp;b=2</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>"
        ),
        "GetSnapshotUri": "<GetSnapshotUriResponse><MediaUri><Uri>http://192.168.1.64/still.jpg</Uri></MediaUri>"
        "</GetSnapshotUriResponse>",
    }
    (channel,) = camera().channels()
    assert channel.main_url == "rtsp://127.0.0.1:554/main?a=1&b=2"
    assert channel.sub_url == "rtsp://127.0.0.1:554/sub?a=1&b=2"
    assert channel.snapshot_url == f"http://{server.place}/still.jpg"
    assert channel.ptz_profile == "Profile_1"
    assert {asked.path for asked in server.asked} == {"/onvif/device_service", "/onvif/media"}


def test_a_camera_with_a_broken_media_2_is_asked_by_media_1(server: CameraServer, camera: Make) -> None:
    server.answers |= {
        "GetServices": services(server, "media", "media2"),
        "GetProfiles": lambda body: fault("ActionNotSupported") if "ver20" in body else DOME,
        "GetStreamUri": lambda body: (
            fault("ActionNotSupported")
            if "ver20" in body
            else "<GetStreamUriResponse><MediaUri><Uri>rtsp://h/1</Uri></MediaUri></GetStreamUriResponse>"
        ),
    }
    (channel,) = camera().channels()
    assert (channel.main.token, channel.main_url, channel.snapshot_url, channel.ptz_profile) == (
        "Profile_1",
        "rtsp://127.0.0.1/1",
        "",
        "",
    )


def test_an_old_camera_names_its_services_as_capabilities(server: CameraServer, camera: Make) -> None:
    server.answers["GetCapabilities"] = (
        "<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>http://10.0.0.9/onvif/Media</tt:XAddr>"
        "</tt:Media><tt:PTZ><tt:XAddr>http://10.0.0.9/onvif/PTZ</tt:XAddr></tt:PTZ></tds:Capabilities>"
        "</tds:GetCapabilitiesResponse>"
    )
    server.answers["GotoHomePosition"] = "<GotoHomePositionResponse/>"
    camera().go_home("p")
    assert server.asked[-1].path == "/onvif/PTZ"


def test_a_stream_without_an_address_is_an_unreadable_answer(server: CameraServer, camera: Make) -> None:
    server.answers["GetServices"] = services(server, "media")
    server.answers["GetStreamUri"] = (
        "<GetStreamUriResponse><MediaUri><Uri>file:///x</Uri></MediaUri></GetStreamUriResponse>"
    )
    with pytest.raises(NotOnvif):
        camera().stream_url("Profile_1")


def test_a_recorder_tells_what_it_has_and_from_where_it_is_played(server: CameraServer, camera: Make) -> None:
    server.answers |= {
        "GetServices": services(server, "recording", "replay"),
        "GetRecordings": "<GetRecordingsResponse><RecordingItem><RecordingToken>rec1</RecordingToken><Configuration>"
        "<Source><Name>Gerbang</Name></Source></Configuration></RecordingItem></GetRecordingsResponse>",
        "GetReplayUri": "<GetReplayUriResponse><Uri>rtsp://nvr.lan:554/replay/rec1</Uri></GetReplayUriResponse>",
    }
    one = camera()
    assert one.recordings() == (Recording("rec1", "Gerbang"),)
    assert one.replay_url("rec1") == "rtsp://127.0.0.1:554/replay/rec1"
    assert "RTP-Unicast" in server.asked[-1].body


def test_a_status_that_is_half_told_leaves_the_rest_open() -> None:
    assert status_in(read_xml(b"<GetStatusResponse/>")) == PtzStatus()
    told = (
        b'<r><Position><PanTilt x="-0.5" y="oops"/></Position><MoveStatus><PanTilt>UNKNOWN</PanTilt></MoveStatus></r>'
    )
    assert status_in(read_xml(told)) == PtzStatus(pan=-0.5)
    moving = b"<r><MoveStatus><PanTilt>IDLE</PanTilt><Zoom>MOVING</Zoom></MoveStatus></r>"
    assert status_in(read_xml(moving)).moving is True


def test_names_are_made_fit_for_a_terminal(server: CameraServer, camera: Make) -> None:
    server.answers["GetServices"] = services(server, "ptz")
    name = "Gerbang&#10;&#x9b;2J" + "x" * 500
    server.answers["GetPresets"] = (
        f'<GetPresetsResponse><Preset token="1"><Name>{name}</Name></Preset><Preset><Name>none</Name></Preset>'
        "</GetPresetsResponse>"
    )
    (preset,) = camera().presets("p")
    assert preset.token == "1"
    assert preset.name.isprintable()
    assert len(preset.name) == 120
