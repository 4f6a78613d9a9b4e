"""GStreamer's RTSP server as cameras of many makes, run by the system's own Python.

Argument: a JSON object with `mounts` (path to launch line), `auth` ("", "basic", "digest"), `user`, `password` and
`pem` (certificate and key; makes it RTSPS). Prints its port; serves over TCP and UDP until it is killed.
"""

import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib, Gst, GstRtspServer  # noqa: E402

ROLE = "viewer"


def authority(wish: dict) -> GstRtspServer.RTSPAuth:
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", ROLE)
    if wish["auth"] == "basic":
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(wish["user"], wish["password"]), token)
    elif wish["auth"] == "digest":
        auth.set_supported_methods(2)  # GST_RTSP_AUTH_DIGEST; the binding has no name for it
        auth.add_digest(wish["user"], wish["password"], token)
    else:
        auth.set_default_token(token)
    if wish["pem"]:
        auth.set_tls_certificate(Gio.TlsCertificate.new_from_pem(wish["pem"], -1))
    return auth


def serve(wish: dict) -> None:
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_service("0")
    server.set_auth(authority(wish))
    for path, launch in wish["mounts"].items():
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(launch)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role(ROLE, "media.factory.access", True)
        permissions.add_permission_for_role(ROLE, "media.factory.construct", True)
        factory.set_permissions(permissions)
        server.get_mount_points().add_factory(path, factory)
    server.attach(None)
    print(server.get_bound_port(), flush=True)
    GLib.MainLoop().run()


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
