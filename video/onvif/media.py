"""Profiles of a device, and which two of them a camera's main and sub stream are."""

from collections.abc import Sequence

from video.onvif.answers import Node
from video.onvif.values import Profile, tidy

_SUB_IS_AT_MOST = 0.5  # of main's width
_MOST_PROFILES = 200
_LIKED = ("H264", "H265")  # before JPEG and what else there is


def profiles_in(answer: Node) -> tuple[Profile, ...]:
    """The profiles of a GetProfiles answer that have a video encoder, of Media and Media2 alike."""
    found = [_profile(node) for node in answer.children if node.name == "Profiles"][:_MOST_PROFILES]
    return tuple(profile for profile in found if profile is not None)


def main_and_sub(profiles: Sequence[Profile]) -> tuple[Profile, Profile | None]:
    """Of the profiles of one source: the largest, and the largest that is at most half as wide.

    Raises IndexError for none.
    """
    ordered = sorted(profiles, key=_worth, reverse=True)
    main = ordered[0]
    small = [one for one in ordered if 0 < one.width <= main.width * _SUB_IS_AT_MOST]
    return main, small[0] if small else None


def by_source(profiles: Sequence[Profile]) -> dict[str, list[Profile]]:
    """Profiles grouped by what they show, in the device's order."""
    groups: dict[str, list[Profile]] = {}
    for profile in profiles:
        groups.setdefault(profile.source, []).append(profile)
    return groups


def _worth(profile: Profile) -> tuple[int, bool, float]:
    return profile.width * profile.height, profile.codec in _LIKED, profile.fps


def _profile(node: Node) -> Profile | None:
    token = node.attributes.get("token", "")
    encoder = node.find("VideoEncoderConfiguration") or node.find("Configurations", "VideoEncoder")
    if not token or encoder is None:
        return None
    source = node.find("VideoSourceConfiguration") or node.find("Configurations", "VideoSource")
    rate = encoder.find("RateControl")
    # Media has these as elements, Media2 the rate's limits as attributes of RateControl or as elements.
    limit = (rate.value("FrameRateLimit") or rate.attributes.get("FrameRateLimit", "")) if rate else ""
    return Profile(
        token=token,
        name=tidy(node.child_value("Name")),
        source=tidy(source.value("SourceToken")) if source else "",
        codec=tidy(encoder.value("Encoding"), 20).upper(),
        width=_whole(encoder.value("Resolution", "Width")),
        height=_whole(encoder.value("Resolution", "Height")),
        fps=_number(limit),
        kbps=_whole(rate.value("BitrateLimit")) if rate else 0,
        movable=node.find("PTZConfiguration") is not None or node.find("Configurations", "PTZ") is not None,
    )


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 < value < 1e7 else 0.0


def _whole(text: str) -> int:
    return int(_number(text))
