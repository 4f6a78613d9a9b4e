"""A scripted ONVIF dome that can be moved: a main and a small stream at addresses that a test gives."""

from support.onvif_server import CameraServer, services

_PROFILE = (
    '<trt:Profiles token="{token}"><tt:Name>{token}</tt:Name><tt:VideoSourceConfiguration token="V">'
    "<tt:SourceToken>lens</tt:SourceToken></tt:VideoSourceConfiguration>"
    '<tt:VideoEncoderConfiguration token="E"><tt:Encoding>H264</tt:Encoding><tt:Resolution><tt:Width>{width}</tt:Width>'
    "<tt:Height>{height}</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit>"
    "</tt:RateControl></tt:VideoEncoderConfiguration>"
    '<tt:PTZConfiguration token="P"><tt:Name>P</tt:Name></tt:PTZConfiguration></trt:Profiles>'
)


def dome(main_url: str, sub_url: str, password: str | None = None) -> CameraServer:
    """Runs until it is closed; `main_url` and `sub_url` are what it says of its streams."""
    server = CameraServer() if password is None else CameraServer(password=password)

    def stream_uri(body: str) -> str:
        url = main_url if ">main<" in body else sub_url
        return f"<GetStreamUriResponse><MediaUri><Uri>{url}</Uri></MediaUri></GetStreamUriResponse>"

    profiles = _PROFILE.format(token="main", width=1920, height=1080) + _PROFILE.format(
        token="sub", width=640, height=360
    )
    server.answers |= {
        "GetServices": services(server, "media", "ptz"),
        "GetDeviceInformation": (
            "<tds:GetDeviceInformationResponse><tds:Manufacturer>Siaga</tds:Manufacturer><tds:Model>Kubah 2</tds:Model>"
            "</tds:GetDeviceInformationResponse>"
        ),
        "GetProfiles": f'<trt:GetProfilesResponse xmlns:trt="m">{profiles}</trt:GetProfilesResponse>',
        "GetStreamUri": stream_uri,
        "GetSnapshotUri": "<GetSnapshotUriResponse/>",
    }
    return server
