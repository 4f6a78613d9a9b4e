"""What scripts/setup does on machines of several kinds; apt, sudo and python3 are stand-ins that write what they do."""

import shutil
import subprocess
from pathlib import Path

import pytest
from support.sources import ROOT

TOOLS = ("sh", "dirname", "sha256sum", "cat", "sed", "rm", "mkdir", "tee", "env", "chmod", "true")

DPKG_QUERY = """#!/bin/sh
for package in there; do echo "$package:installed "; done
exit 1
"""
APT_GET = """#!/bin/sh
echo "apt-get $*" >> "$LOG"
"""
# `python3 -m venv` makes a python that only notes its arguments.
PYTHON3 = """#!/bin/sh
case "$*" in
*ensurepip*) exit "$WITHOUT_VENV" ;;
*"-m venv"*)
    echo "venv" >> "$LOG"
    mkdir -p .venv/bin
    printf '#!/bin/sh\\necho "$@" >> "$LOG"\\nexit "$PIP"\\n' > .venv/bin/python
    chmod +x .venv/bin/python ;;
esac
"""


class Machine:
    """A clone beside stand-ins for the system's commands."""

    def __init__(self, folder: Path, *, root: bool = False, sudo: bool = False, venv: bool = True) -> None:
        self.clone, self._bin, self._log = folder / "clone", folder / "bin", folder / "log"
        self._bin.mkdir()
        (self.clone / "scripts").mkdir(parents=True)
        shutil.copy(ROOT / "scripts" / "setup", self.clone / "scripts" / "setup")
        (self.clone / "scripts" / "packages.txt").write_text("# for the test\nthere\nabsent\n")
        (self.clone / "requirements.lock").write_text("one==1\n")
        for tool in TOOLS:
            (self._bin / tool).symlink_to(str(shutil.which(tool)))
        self._command("dpkg-query", DPKG_QUERY)
        self._command("apt-get", APT_GET)
        self._command("python3", PYTHON3)
        self._command("id", f"#!/bin/sh\necho {0 if root else 1000}\n")
        self._command("sudo", '#!/bin/sh\nshift\nexec "$@"\n' if sudo else "#!/bin/sh\nexit 1\n")
        self.environment = {
            "PATH": str(self._bin),
            "LOG": str(self._log),
            "WITHOUT_VENV": "0" if venv else "1",
            "PIP": "0",
        }

    def _command(self, name: str, text: str) -> None:
        (self._bin / name).write_text(text)
        (self._bin / name).chmod(0o755)

    def setup(self) -> subprocess.CompletedProcess[str]:
        self._log.write_text("")
        command = [str(self._bin / "sh"), "scripts/setup", "packages.txt"]
        return subprocess.run(
            command, cwd=self.clone, env=self.environment, capture_output=True, text=True, check=False
        )

    def done(self) -> list[str]:
        return self._log.read_text().splitlines()


@pytest.mark.parametrize("kind", [{"root": True}, {"sudo": True}])
def test_root_gets_only_the_packages_that_are_missing(tmp_path: Path, kind: dict[str, bool]) -> None:
    machine = Machine(tmp_path, **kind)
    assert machine.setup().returncode == 0
    install = [line for line in machine.done() if line.startswith("apt-get install")]
    assert len(install) == 1
    assert install[0].split()[-1] == "absent"
    assert "there" not in install[0].split()


def test_a_user_without_sudo_is_told_the_line_and_set_up_goes_on(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    result = machine.setup()
    assert "apt-get install -y --no-install-recommends absent" in result.stderr
    assert result.returncode == 0
    assert machine.done() == [
        "venv",
        "-m pip install --disable-pip-version-check --require-hashes --no-deps --only-binary :all: "
        "--progress-bar off --quiet -r requirements.lock",
    ]


def test_without_python3_venv_set_up_names_it_and_stops(tmp_path: Path) -> None:
    result = Machine(tmp_path, venv=False).setup()
    assert "absent python3-venv" in result.stderr
    assert result.returncode == 1


def test_a_second_set_up_makes_and_downloads_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.setup()
    assert machine.setup().returncode == 0
    assert machine.done() == []


def test_a_set_up_that_was_broken_off_begins_anew(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.environment["PIP"] = "1"
    assert machine.setup().returncode != 0
    machine.environment["PIP"] = "0"
    assert machine.setup().returncode == 0
    assert machine.done()[0] == "venv"


def test_a_new_lock_is_installed_into_the_environment_that_is_there(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.setup()
    (machine.clone / "requirements.lock").write_text("one==2\n")
    assert machine.setup().returncode == 0
    assert [line.split()[:3] for line in machine.done()] == [["-m", "pip", "install"]]


def test_a_clone_that_was_moved_is_set_up_anew(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.setup()
    machine.clone = machine.clone.rename(tmp_path / "elsewhere")
    assert machine.setup().returncode == 0
    assert machine.done()[0] == "venv"
