"""Whatever is done to a folder of evidence is found; nothing outside the folder is ever opened."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.films import CAMERA_B, ignore, never, request, span, write_ring
from support.require import require

from video.evidence.canonical import NotCanonical, canonical, parsed
from video.evidence.export import export
from video.evidence.key import SigningKey, station_key
from video.evidence.manifest import BadManifest, read_manifest, sums_text
from video.evidence.naming import MANIFEST, PUBLIC_KEY, SIGNATURE, SUMS
from video.evidence.values import ListedFile
from video.evidence.verify import Fault, Verdict, verify
from video.recording.ring import Ring

FILES = 9


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SigningKey]:
    root = tmp_path_factory.mktemp("evidence")
    write_ring(root / "ring", 2)
    write_ring(root / "ring", 2, camera_id=CAMERA_B, codec="mjpeg")
    key = station_key(root / "station-key.pem")
    asked = request(span(0, 2), span(0, 2, CAMERA_B, 7, "Terminal"), span(1, 2, CAMERA_B, 7, "Terminal"))
    export(asked, Ring(root / "ring"), key, root / "bukti", ignore, never)
    return root / "bukti", key


@pytest.fixture
def folder(made: tuple[Path, SigningKey], tmp_path: Path) -> Path:
    shutil.copytree(made[0], tmp_path / "bukti")
    return tmp_path / "bukti"


@pytest.fixture
def key(made: tuple[Path, SigningKey]) -> SigningKey:
    return made[1]


def faults(verdict: Verdict) -> set[tuple[Fault, str]]:
    return {(finding.fault, finding.name) for finding in verdict.findings}


def films(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.mp4"))


def signed_again(folder: Path, key: SigningKey, change: Callable[[dict], object] = lambda _: None) -> None:
    """What a forger with a key of their own makes of a folder: whole in itself."""
    values = parsed((folder / MANIFEST).read_bytes())
    values["station"]["key_fingerprint"] = key.fingerprint
    for listed in values["files"]:
        content = (folder / listed["name"]).read_bytes()
        listed.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    change(values)
    manifest = canonical(values)
    (folder / MANIFEST).write_bytes(manifest)
    (folder / SIGNATURE).write_bytes(key.sign(manifest))
    (folder / PUBLIC_KEY).write_bytes(key.public_pem)
    listed = [ListedFile(one["name"], one["bytes"], one["sha256"]) for one in values["files"]]
    listed.append(ListedFile(MANIFEST, len(manifest), hashlib.sha256(manifest).hexdigest()))
    (folder / SUMS).write_bytes(sums_text(tuple(listed)))


def test_a_folder_as_it_was_signed_is_whole_and_its_signer_is_known_by_fingerprint_alone(
    folder: Path, key: SigningKey
) -> None:
    assert len(list(folder.iterdir())) == FILES
    assert (verify(folder, key.fingerprint).findings, verify(folder, key.fingerprint).signer_known) == ((), True)
    assert (verify(folder, None).whole, verify(folder, None).signer_known) == (True, False)


@pytest.mark.parametrize("number", range(FILES))
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_byte_changed_in_any_file_is_found(folder: Path, key: SigningKey, number: int, data: st.DataObject) -> None:
    path = sorted(folder.iterdir())[number]
    before = path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    change = data.draw(st.integers(1, 255))
    try:
        path.write_bytes(before[:place] + bytes([before[place] ^ change]) + before[place + 1 :])
        assert not verify(folder, key.fingerprint).whole
        assert not verify(folder, None).whole
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("number", range(FILES))
@pytest.mark.parametrize("change", ["shorter", "longer", "empty"])
def test_a_file_that_is_shorter_or_longer_is_found(folder: Path, key: SigningKey, number: int, change: str) -> None:
    path = sorted(folder.iterdir())[number]
    content = path.read_bytes()
    path.write_bytes({"shorter": content[:-1], "longer": content + b"\n", "empty": b""}[change])
    named = {finding.name for finding in verify(folder, key.fingerprint).findings}
    assert (MANIFEST if path.name == SIGNATURE else path.name) in named
    assert not verify(folder, None).whole


@pytest.mark.parametrize("number", range(FILES))
def test_a_file_that_is_missing_is_named(folder: Path, key: SigningKey, number: int) -> None:
    path = sorted(folder.iterdir())[number]
    path.unlink()
    assert (Fault.MISSING, path.name) in faults(verify(folder, key.fingerprint))


@pytest.mark.parametrize("name", ["04-k9-tambahan.mp4", ".tersembunyi", "README.TXT", "manifest.json.bak"])
def test_a_file_that_does_not_belong_is_named(folder: Path, key: SigningKey, name: str) -> None:
    (folder / name).write_bytes(b"x")
    assert faults(verify(folder, key.fingerprint)) == {(Fault.EXTRA, name)}


def test_a_renamed_file_is_missing_and_extra(folder: Path, key: SigningKey) -> None:
    film = films(folder)[0]
    film.rename(folder / "lain.mp4")
    assert faults(verify(folder, key.fingerprint)) == {(Fault.MISSING, film.name), (Fault.EXTRA, "lain.mp4")}


def test_films_of_two_cameras_that_were_swapped_are_both_named(folder: Path, key: SigningKey) -> None:
    first, second = films(folder)[:2]
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    assert faults(verify(folder, key.fingerprint)) == {(Fault.CHANGED, first.name), (Fault.CHANGED, second.name)}


@pytest.mark.parametrize(
    "edit",
    [
        (b"Sari Wulandari", b"Budi Santoso  "),
        (b"2026-11-24T07:15:00", b"2026-11-24T08:15:00"),
        (b'"gaps":[]', b'"gaps":[ ]'),
        (b'"clock_offset_us":-12345', b'"clock_offset_us":0'),
    ],
)
def test_an_edited_manifest_is_found(folder: Path, key: SigningKey, edit: tuple[bytes, bytes]) -> None:
    content = (folder / MANIFEST).read_bytes()
    assert edit[0] in content
    (folder / MANIFEST).write_bytes(content.replace(*edit))
    assert (Fault.BAD_SIGNATURE, MANIFEST) in faults(verify(folder, key.fingerprint))


def test_a_folder_signed_again_with_another_key_fails_against_the_fingerprint_on_paper(
    folder: Path, key: SigningKey
) -> None:
    forger = SigningKey(Ed25519PrivateKey.generate())
    films(folder)[0].write_bytes(films(folder)[1].read_bytes())
    signed_again(folder, forger)
    against_paper = verify(folder, key.fingerprint)
    assert faults(against_paper) == {(Fault.OTHER_KEY, PUBLIC_KEY)}
    assert not against_paper.signer_known
    by_itself = verify(folder, None)
    assert (by_itself.whole, by_itself.signer_known) == (True, False)
    assert by_itself.fingerprint == forger.fingerprint


def test_a_manifest_that_names_the_stations_key_but_is_signed_by_another_fails(folder: Path, key: SigningKey) -> None:
    forger = SigningKey(Ed25519PrivateKey.generate())
    signed_again(folder, forger, lambda values: values["station"].update(key_fingerprint=key.fingerprint))
    for wanted in (key.fingerprint, None):
        assert (Fault.BAD_KEY, PUBLIC_KEY) in faults(verify(folder, wanted))
    (folder / PUBLIC_KEY).write_bytes(key.public_pem)
    for wanted in (key.fingerprint, None):
        assert (Fault.BAD_SIGNATURE, MANIFEST) in faults(verify(folder, wanted))


def test_a_key_written_in_another_way_is_refused(folder: Path, key: SigningKey) -> None:
    (folder / PUBLIC_KEY).write_bytes(b"# kunci\n" + (folder / PUBLIC_KEY).read_bytes())
    assert (Fault.BAD_KEY, PUBLIC_KEY) in faults(verify(folder, key.fingerprint))


@pytest.mark.parametrize("number", range(FILES))
def test_a_link_is_no_file_even_to_the_same_bytes(folder: Path, key: SigningKey, number: int, tmp_path: Path) -> None:
    path = sorted(folder.iterdir())[number]
    path.rename(tmp_path / "di-luar")
    path.symlink_to(tmp_path / "di-luar")
    assert (Fault.LINK, path.name) in faults(verify(folder, key.fingerprint))


def test_a_pipe_does_not_hang_the_verifier_and_a_folder_within_is_no_file(folder: Path, key: SigningKey) -> None:
    film = films(folder)[0]
    film.unlink()
    os.mkfifo(film)
    (folder / "dalam").mkdir()
    found = faults(verify(folder, key.fingerprint))
    assert {(Fault.NO_FILE, film.name), (Fault.NO_FILE, "dalam")} <= found


@pytest.mark.parametrize(
    "name", ["../rahasia.txt", "/etc/passwd", "a/b.mp4", "..", "", "con", "C:\\x.mp4", "x\n.mp4", SUMS, "MANIFEST.json"]
)
def test_a_manifest_that_names_what_lies_elsewhere_is_refused_though_it_is_signed(
    folder: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "rahasia.txt").write_text("x")
    forger = SigningKey(Ed25519PrivateKey.generate())

    def point_elsewhere(values: dict) -> None:
        values["files"].append({"name": name, "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()})

    signed_again(folder, forger, point_elsewhere)
    assert (Fault.BAD_MANIFEST, MANIFEST) in faults(verify(folder, None))


def without(values: dict, name: str) -> None:
    del values[name]


@pytest.mark.parametrize(
    "change",
    [
        lambda values: without(values, "files"),
        lambda values: values.update(files=[]),
        lambda values: values.update(version=2),
        lambda values: values["files"].append(values["files"][0]),
        lambda values: values["files"].append(dict(values["files"][0], name=values["files"][0]["name"].upper())),
        lambda values: values["files"][0].update(bytes=-1),
        lambda values: values["files"][0].update(bytes=True),
        lambda values: values["cameras"][0]["files"][0].update(name="tidak-ada.mp4"),
        lambda values: values["cameras"].append(values["cameras"][0]),
        lambda values: values.update(person=None),
        lambda values: values.update(cameras=7),
    ],
)
def test_a_manifest_that_says_what_cannot_be_is_refused_though_it_is_signed(
    folder: Path, change: Callable[[dict], object]
) -> None:
    values = parsed((folder / MANIFEST).read_bytes())
    change(values)
    with pytest.raises(BadManifest):
        read_manifest(canonical(values))


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(max_examples=150, deadline=None)
def test_any_bytes_in_the_place_of_a_manifest_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadManifest):
        read_manifest(data)


@pytest.mark.parametrize(
    "data",
    [
        *(b"[" * 200_000, b'{"a":1.0}\n', b'{"a":NaN}\n', b'{"a":1,"a":1}\n', b'{"b":1,"a":1}\n', b'{"a": 1}\n'),
        *(
            b'{"a":1}',
            b'{"a":"\\u0041"}\n',
            b'"\\ud800"\n',
            b"1" * 5000 + b"\n",
            b"\xef\xbb\xbf{}\n",
            b"-0\n",
            b"1e3\n",
        ),
    ],
)
def test_another_form_of_the_same_meaning_is_not_canonical(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        parsed(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=100, deadline=None)
def test_what_is_canonical_reads_back_and_is_plain_json(value: object) -> None:
    assert parsed(canonical(value)) == value == json.loads(canonical(value))


def test_a_folder_that_is_missing_or_a_file_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    for path in (tmp_path / "tidak-ada", tmp_path / "berkas"):
        assert [finding.fault for finding in verify(path, None).findings] == [Fault.NO_FOLDER]


def test_a_folder_of_something_else_misses_the_manifest_and_is_not_told_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("x")
    assert faults(verify(tmp_path, None)) == {(Fault.MISSING, MANIFEST)}


def test_tools_of_any_system_come_to_the_same_answer(folder: Path, key: SigningKey) -> None:
    """The commands that README.txt names, as they stand there."""
    require(shutil.which("openssl") and shutil.which("sha256sum"), "openssl or sha256sum is not installed")
    text = (folder / "README.txt").read_text("utf-8").splitlines()
    sums, signature, fingerprint = (line.strip() for line in text if line.startswith(("    sha256sum", "    openssl")))

    def told(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=folder, shell=True, capture_output=True, text=True, check=False)

    require("3." in told("openssl version").stdout, "OpenSSL 3 is not installed")
    assert told(sums).returncode == 0
    assert "Signature Verified Successfully" in told(signature).stdout
    assert told(fingerprint).stdout.split()[0] == key.fingerprint
    (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes().replace(b"Sari", b"Budi"))
    assert told(sums).returncode != 0
    assert told(signature).returncode != 0


def test_a_length_that_no_time_has_is_refused_though_it_is_signed(folder: Path, key: SigningKey) -> None:
    def endless(values: dict) -> None:
        values["cameras"][0]["gaps"] = [{"length_us": 10**4000}]

    signed_again(folder, key, endless)
    assert (Fault.BAD_MANIFEST, MANIFEST) in faults(verify(folder, None))
