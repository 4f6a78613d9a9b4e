"""What a test needs of the machine that it runs on."""

import os

import pytest


def require(condition: object, reason: str) -> None:
    """Skip the test when `condition` is false; as root in CI, where set-up installs everything, fail it.

    `reason` names what is missing, such as "PostgreSQL 15 is not installed".
    """
    if condition:
        return
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root and os.environ.get("CI"):
        pytest.fail(f"as root in CI nothing may be missing: {reason}", pytrace=False)
    pytest.skip(reason)
