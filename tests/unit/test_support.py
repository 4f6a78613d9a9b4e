"""The helpers of the tests themselves."""

import os

import pytest
from support.require import require


def as_user(monkeypatch: pytest.MonkeyPatch, uid: int, ci: str | None) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    if ci is None:
        monkeypatch.delenv("CI", raising=False)
    else:
        monkeypatch.setenv("CI", ci)


def test_what_is_there_lets_the_test_run(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, 0, "true")
    require(True, "unused")


@pytest.mark.parametrize(("uid", "ci"), [(0, None), (1000, "true"), (1000, None)])
def test_what_is_missing_on_a_persons_machine_skips(monkeypatch: pytest.MonkeyPatch, uid: int, ci: str | None) -> None:
    as_user(monkeypatch, uid, ci)
    with pytest.raises(pytest.skip.Exception, match="no Xvfb"):
        require(None, "no Xvfb")


def test_what_is_missing_as_root_in_ci_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, 0, "true")
    with pytest.raises(pytest.fail.Exception, match="no Xvfb"):
        require(None, "no Xvfb")


def test_what_set_up_could_not_get_skips_in_ci_too(monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, 0, "true")
    with pytest.raises(pytest.skip.Exception, match="no simulator"):
        require(None, "no simulator", installable=False)
