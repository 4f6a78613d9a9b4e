"""The station's key: made once, kept from others, known by its fingerprint."""

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from support.require import require
from support.sources import ROOT

from resources.words import sentence
from video.evidence.errors import BadFingerprint, BadKey, KeyOpenToOthers
from video.evidence.key import grouped, parse_fingerprint, read_key, station_key


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "station-key.pem"
    first = station_key(file)
    assert station_key(file).fingerprint == first.fingerprint
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["station-key.pem"]


def test_processes_that_make_it_at_the_same_time_get_the_same_key(tmp_path: Path) -> None:
    file = tmp_path / "station-key.pem"
    code = (
        "from pathlib import Path; from video.evidence.key import station_key;"
        f" print(station_key(Path({str(file)!r})).fingerprint)"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    told = {one.communicate()[0].strip() for one in started}
    assert told == {read_key(file).fingerprint}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_key_that_others_may_read_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "station-key.pem"
    station_key(file)
    file.chmod(mode)
    with pytest.raises(KeyOpenToOthers) as refused:
        station_key(file)
    assert str(file) in sentence(refused.value)
    assert "chmod 600" in sentence(refused.value)


def test_a_link_in_the_place_of_the_key_is_refused(tmp_path: Path) -> None:
    station_key(tmp_path / "elsewhere.pem")
    (tmp_path / "station-key.pem").symlink_to(tmp_path / "elsewhere.pem")
    with pytest.raises(KeyOpenToOthers):
        station_key(tmp_path / "station-key.pem")


def test_a_key_of_another_user_is_refused(tmp_path: Path) -> None:
    require(hasattr(os, "geteuid") and os.geteuid() == 0, "only root can give a file away")
    file = tmp_path / "station-key.pem"
    station_key(file)
    os.chown(file, 65534, 65534)
    with pytest.raises(KeyOpenToOthers):
        read_key(file)


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"\xff" * 50])
def test_a_file_that_is_no_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "station-key.pem"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(BadKey):
        station_key(file)
    assert file.read_bytes() == content


def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "station-key.pem"
    other = ec.generate_private_key(ec.SECP256R1())
    file.write_bytes(
        other.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    file.chmod(0o600)
    with pytest.raises(BadKey):
        read_key(file)


def test_a_fingerprint_is_that_of_the_keys_bytes_and_reads_back_from_its_groups(tmp_path: Path) -> None:
    key = station_key(tmp_path / "station-key.pem")
    public = key.private.public_key().public_bytes_raw()
    assert key.fingerprint == hashlib.sha256(public).hexdigest()
    shown = grouped(key.fingerprint)
    assert [len(group) for group in shown.split()] == [8] * 8
    assert parse_fingerprint(shown) == key.fingerprint
    assert parse_fingerprint(shown.upper().replace(" ", ":") + "\n") == key.fingerprint
    assert parse_fingerprint(shown.replace(" ", "\u200b")) == key.fingerprint


@pytest.mark.parametrize("given", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab" * 31 + "٠٠"])
def test_a_part_of_a_fingerprint_is_none(given: str) -> None:
    with pytest.raises(BadFingerprint):
        parse_fingerprint(given)


def test_the_private_half_is_in_no_repr(tmp_path: Path) -> None:
    key = station_key(tmp_path / "station-key.pem")
    assert key.private.private_bytes_raw().hex() not in repr(key)
    assert "Ed25519" not in repr(key)
