"""What can go wrong between us and a camera. `host` is an address without a login; no error holds a camera's words."""

from resources.errors import SiagaError


class OnvifError(SiagaError):
    """The base of this room's errors."""


class BadAddress(OnvifError):
    """What was typed is no address. It is not repeated: it may hold a login."""

    word = "onvif.error.bad_address"


class BadOnvifSetting(OnvifError):
    """A setting out of its range; facts: name."""

    word = "onvif.error.bad_setting"


class Unreachable(OnvifError):
    """No connection, or one that broke; facts: host."""

    word = "onvif.error.unreachable"


class NoAnswer(OnvifError):
    """Nothing whole came within the time; facts: host, seconds."""

    word = "onvif.error.no_answer"


class Untrusted(OnvifError):
    """The camera's certificate is not trusted; facts: host."""

    word = "onvif.error.untrusted"


class NotOnvif(OnvifError):
    """What answers there is no ONVIF camera, or cannot be read; facts: host."""

    word = "onvif.error.not_onvif"


class LoginNeeded(OnvifError):
    """The camera wants a name and a password, none was given; facts: host."""

    word = "onvif.error.login_needed"


class WrongPassword(OnvifError):
    """Name or password are not taken; facts: host."""

    word = "onvif.error.wrong_password"


class ClockDiffers(OnvifError):
    """The login is not taken and the camera's clock is wrong: either may be why; facts: host, minutes."""

    word = "onvif.error.clock_differs"


class RightsMissing(OnvifError):
    """The login is taken but may not do this; facts: host, operation."""

    word = "onvif.error.rights_missing"


class NotOffered(OnvifError):
    """The camera does not know this act; facts: host, operation."""

    word = "onvif.error.not_offered"


class NoPtz(OnvifError):
    """The camera cannot be moved; facts: host."""

    word = "onvif.error.no_ptz"


class NoReplay(OnvifError):
    """The device keeps no recordings that could be asked for; facts: host."""

    word = "onvif.error.no_replay"


class Refused(OnvifError):
    """The camera says no; facts: host, operation, code (letters alone)."""

    word = "onvif.error.refused"


class CameraFailed(OnvifError):
    """The camera answered with a failure of its own; facts: host, status (HTTP)."""

    word = "onvif.error.failed"
