"""What a test needs of the machine that it runs on."""

import os

import pytest


def require(condition: object, reason: str, *, installable: bool = True) -> None:
    """Skip the test when `condition` is false; as root in CI, where set-up installs everything, fail it.

    `reason` names what is missing, such as "PostgreSQL 15 is not installed". `installable` is false where set-up
    has tried and said that it cannot be had on this machine: then it is skipped in CI too.
    """
    if condition:
        return
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if installable and as_root and os.environ.get("CI"):
        pytest.fail(f"as root in CI nothing may be missing: {reason}", pytrace=False)
    pytest.skip(reason)
