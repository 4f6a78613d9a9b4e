"""Who may import whom: the contracts of .importlinter, and what that tool cannot say."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.sources import ROOMS, ROOT, committable, imports, python_files, tree_of

QT_ROOMS = ("console/app", "console/wall_app", "console/bridge/", "console/windows/", "widgets/")
# The commands that open windows; the others stay without Qt.
QT_COMMANDS = tuple(f"console/commands/{name}.py" for name in ("run_qt", "desk", "demo", "wall"))
HEAVY = ("PySide6", "av", "cv2", "sqlalchemy", "psycopg", "pyqtgraph")


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=cwd, capture_output=True, text=True, check=False)


def lint_imports(cwd: Path) -> subprocess.CompletedProcess[str]:
    return run("-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache", cwd=cwd)


def test_every_contract_of_importlinter_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def copy_the_bare_rooms(target: Path) -> None:
    """The packages and the modules that contracts name, all of them empty, with our contracts."""
    for path in python_files(*ROOMS):
        if path.name == "__init__.py" or path.parts[:2] in {("storage", "model"), ("storage", "service")}:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text("", "utf-8")
    (target / "video" / "events.py").write_text("", "utf-8")
    (target / ".importlinter").write_text((ROOT / ".importlinter").read_text("utf-8"), "utf-8")


FORBIDDEN = [
    ("resources/x.py", "import storage.model.tickets"),
    ("video/x.py", "import storage.model.tickets"),
    ("storage/x.py", "import video.events"),
    ("storage/x.py", "import widgets"),
    ("widgets/x.py", "import console"),
    ("video/detect/x.py", "import PySide6.QtCore"),
    ("console/presenters/x.py", "import PySide6.QtCore"),
    ("console/nodes/x.py", "import PySide6.QtCore"),
    ("resources/x.py", "import PySide6.QtCore"),
    ("storage/model/x.py", "import storage.service.commands"),
    ("storage/service/x.py", "import storage.pg"),
    ("storage/service/x.py", "import storage.live"),
    ("storage/service/x.py", "import storage.security"),
    ("storage/model/x.py", "import psycopg"),
    ("storage/service/x.py", "import sqlalchemy"),
    ("video/detect/x.py", "import av"),
    ("video/detect/x.py", "from multiprocessing import shared_memory"),
    ("video/detect/x.py", "import time"),
    ("widgets/x.py", "import storage.service.record"),
    ("widgets/x.py", "import video.frames"),
    ("console/windows/x.py", "import storage.pg"),
    ("console/presenters/x.py", "import video.ingest"),
    ("console/x.py", "import storage.live"),
    ("console/presenters/x.py", "import console.windows"),
]


@pytest.mark.parametrize(("where", "line"), FORBIDDEN, ids=[f"{where}: {line}" for where, line in FORBIDDEN])
def test_an_import_against_the_direction_breaks_a_contract(tmp_path: Path, where: str, line: str) -> None:
    copy_the_bare_rooms(tmp_path)
    (tmp_path / where).write_text(line + "\n", "utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout


def test_the_bare_rooms_keep_every_contract(tmp_path: Path) -> None:
    copy_the_bare_rooms(tmp_path)
    assert lint_imports(tmp_path).returncode == 0


def test_every_folder_of_code_is_a_package_so_that_the_contracts_see_it() -> None:
    folders = {path.parent for path in python_files(*ROOMS) if "versions" not in path.parts}
    bare = [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").is_file()]
    assert not bare


def test_qt_is_named_only_where_a_person_looks() -> None:
    named = [
        f"{path}: {name}"
        for path in python_files()
        if not path.as_posix().startswith((*QT_ROOMS, *QT_COMMANDS))
        for name in imports(tree_of(path))
        if name.split(".")[0] in {"PySide6", "shiboken6", "pyqtgraph"}
    ]
    assert not named


def test_the_records_model_and_service_import_only_the_standard_library_and_what_is_below() -> None:
    ours = {"storage.model", "storage.service", "resources"}
    foreign = [
        f"{path}: {name}"
        for path in python_files("storage")
        if path.parts[1] in {"model", "service"}
        for name in imports(tree_of(path))
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == room or name.startswith(room + ".") for room in ours)
    ]
    assert not foreign


def test_a_migration_knows_nothing_of_ours() -> None:
    known = [
        f"{path}: {name}"
        for path in python_files("storage")
        if "versions" in path.parts
        for name in imports(tree_of(path))
        if name.split(".")[0] in ROOMS
    ]
    assert not known


def test_the_command_line_loads_nothing_heavy_before_a_subcommand_is_chosen() -> None:
    loaded = run("-c", f"import main, sys; print([name for name in {HEAVY!r} if name in sys.modules])")
    assert loaded.stdout.strip() == "[]", loaded.stdout + loaded.stderr


def test_who_verifies_evidence_loads_neither_qt_nor_the_record_nor_libav() -> None:
    """A court's expert has this program and a folder, and nothing of ours running (docs/design/evidence.md)."""
    ask = f"[name for name in {(*HEAVY, 'storage', 'console.settings')!r} if name in sys.modules]"
    loaded = run("-c", f"import main, console.commands.evidence, console.commands.keeper, sys; print({ask})")
    assert loaded.stdout.strip() == "[]", loaded.stdout + loaded.stderr


def test_the_rules_read_the_whole_project() -> None:
    assert {path.parts[0] for path in python_files()} >= set(ROOMS)
    assert Path("pyproject.toml") in committable()
