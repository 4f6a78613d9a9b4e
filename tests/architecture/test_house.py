"""The house rules that neither ruff, mypy nor import-linter can say."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.sources import ROOT, at, called_name, calls, committable, imports, nodes, python_files, text_of, tree_of

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40  # at most; a file stays under its figure
# Path, or path:function, with the reason. Tests and migrations are free: a test reads from top to bottom, and a
# migration is never touched again.
LONGER: dict[str, str] = {}

# Who may start threads or processes (DESIGN 1, 2), with the reason for what is not console/bridge or video/ingest.
CONCURRENT = {
    "console/bridge/": "the only threads of the console",
    "video/ingest/": "workers, and a thread for each stream",
    "video/recording/": "a disk that hangs holds a thread of its own, and no stream",
    "video/frames/": "shared memory is part of multiprocessing",
    "video/playback/": "a process for all that is played back, and a thread for each camera in it",
    "video/onvif/": "a thread for each camera that someone moves",
    "storage/live/": "LISTEN has its own connection and thread",
    "video/evidence/process.py": "an export runs in a process of its own, as a probe does",
    "video/synthetic/server.py": "the demo city's RTSP server runs beside the console",
}
CONCURRENCY = {"threading", "multiprocessing", "concurrent", "_thread"}

# Who may read the wall clock, with the reason.
WALL_CLOCK = {
    "console/clock.py": "the Clock that everybody else is given",
    "storage/model/ids.py": "a UUIDv7 begins with the time of its making",
    "video/recording/writing.py": "asked once a segment for the way from the monotonic clock to UTC",
}
WALL = {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}

# Who may call exec, with the reason.
LOOP = {
    "console/app/desk.py": "the application's own loop",
    "console/commands/run_qt.py": "the application's own loop",
    "widgets/tiles/drag.py": "QDrag starts in no other way",
}


def code_with_rules() -> list[Path]:
    return [path for path in python_files() if "versions" not in path.parts]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_a_file_is_about_one_thing() -> None:
    long = {path.as_posix(): text_of(path).count("\n") for path in code_with_rules()}
    assert {path: lines for path, lines in long.items() if lines >= LINES_OF_A_FILE and path not in LONGER} == {}


def test_a_function_fits_on_a_screen() -> None:
    long = {
        f"{path.as_posix()}:{node.name}": length(node)
        for path in code_with_rules()
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LINES_OF_A_FUNCTION
    }
    assert {place: lines for place, lines in long.items() if place not in LONGER} == {}


def test_an_exception_to_the_lengths_is_still_one() -> None:
    places = {path.as_posix() for path in code_with_rules() if text_of(path).count("\n") >= LINES_OF_A_FILE}
    places |= {
        f"{path.as_posix()}:{node.name}"
        for path in code_with_rules()
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LINES_OF_A_FUNCTION
    }
    assert sorted(LONGER.keys() - places) == []


def test_no_loop_runs_inside_the_loop() -> None:
    """open() and finished, never exec() on a dialog; never processEvents (DESIGN 8)."""
    wrong = [
        f"{at(path, call)} {called_name(call)}"
        for path in python_files()
        if path.as_posix() not in LOOP
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"exec", "exec_", "processEvents"}
    ]
    wrong += [f"{path} {name}" for path in python_files() for name in imports(tree_of(path)) if "QEventLoop" in name]
    assert wrong == []


def test_a_signal_is_connected_to_a_bound_method() -> None:
    """A lambda or partial keeps the receiver alive: 20 of 20 widgets leaked (DESIGN 8)."""
    wrong = [
        at(path, call)
        for path in python_files("console", "widgets", "main.py")
        for call in calls(path)
        if called_name(call) == "connect"
        for argument in call.args
        if isinstance(argument, ast.Lambda) or (isinstance(argument, ast.Call) and called_name(argument) == "partial")
    ]
    assert wrong == []


def test_no_class_is_a_qthread() -> None:
    wrong = [
        at(path, node)
        for path in python_files()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and any("QThread" in ast.unparse(base) for base in node.bases)
    ]
    assert wrong == []


def test_threads_and_processes_start_only_in_the_listed_rooms() -> None:
    wrong = [
        f"{path}: {name}"
        for path in python_files()
        if not path.as_posix().startswith(tuple(CONCURRENT))
        for name in imports(tree_of(path))
        if name.split(".")[0] in CONCURRENCY
    ]
    assert wrong == []


def test_the_wall_clock_is_read_only_where_it_is_listed() -> None:
    wrong = [
        f"{at(path, node)} {ast.unparse(node)}"
        for path in python_files()
        if not path.as_posix().startswith(tuple(WALL_CLOCK))
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and ast.unparse(node).removeprefix("datetime.datetime").lstrip(".") in WALL
    ]
    assert wrong == []


BANNED = {
    "threading": "import threading\nthreading.Thread()\n",
    "multiprocessing": "from multiprocessing import Process\nProcess()\n",
    "wall clock": "from datetime import UTC, datetime\nNOW = datetime.now(UTC)\n",
    "time": "import time\nNOW = time.time()\n",
    "widgets": "from PySide6.QtWidgets import QLabel\nQLabel()\n",
    "QThread": "from PySide6.QtCore import QThread\nQThread()\n",
    "VideoCapture": "import cv2\ncv2.VideoCapture(0)\n",
}
BARE_ROOMS = ("console", "console/presenters", "console/nodes", "storage/model", "storage/service", "video/detect")


def ruff(at_path: str, code: str) -> str:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--select",
        "TID251",
        "--stdin-filename",
        at_path,
        "-",
    ]
    return subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("what", sorted(BANNED))
@pytest.mark.parametrize("room", BARE_ROOMS)
def test_ruff_refuses_what_a_room_may_not_use(room: str, what: str) -> None:
    assert "TID251" in ruff(f"{room}/somewhere.py", BANNED[what])


def test_ruff_lets_a_room_use_what_it_may() -> None:
    assert "TID251" not in ruff("console/bridge/somewhere.py", BANNED["threading"])


def test_a_room_is_freed_from_the_bans_by_its_own_file_and_nothing_else() -> None:
    """A room's ruff.toml extends ours and lifts TID251; it changes no other rule."""
    allowed = re.compile(
        r'extend = "[./]+pyproject\.toml"|src = \[.*\]|\[lint\.per-file-ignores\]|"[\w*./]+" = \["TID251"\]'
    )
    wrong = [
        f"{path}: {line}"
        for path in committable()
        if path.name == "ruff.toml"
        for line in (line.split(" #")[0].strip() for line in text_of(path).splitlines())
        if line and not line.startswith("#") and not allowed.fullmatch(line)
    ]
    assert wrong == []


# Put together here, so that this file does not hold them.
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "deb." + "debian.org", "index" + "-url = "]
PLACES = ["/work" + "/", "/root" + "/", ".py" + "env/"]
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|NotImplemented" + r"Error)\b")


def texts() -> list[Path]:
    kinds = {".py", ".toml", ".md", ".txt", ".lock", ".sql", ".sh", ".qss", ".ini", ".cfg", ".json", ".svg", ".yml", ""}
    return [path for path in committable() if path.suffix in kinds]


@pytest.mark.parametrize("banned", HOSTS)
def test_no_file_names_a_package_host(banned: str) -> None:
    assert [str(path) for path in texts() if banned in text_of(path)] == []


@pytest.mark.parametrize("banned", PLACES)
def test_no_file_names_a_place_of_one_machine(banned: str) -> None:
    assert [str(path) for path in texts() if banned in text_of(path)] == []


def test_nothing_is_left_to_be_done() -> None:
    found = [f"{path}: {match[0]}" for path in python_files() for match in UNFINISHED.finditer(text_of(path))]
    assert found == []


def test_a_test_is_named_by_a_sentence_that_could_be_false() -> None:
    vague = re.compile(r"_(works|correctly|properly)$")
    names = [
        f"{path}:{node.name}"
        for path in python_files("tests")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    ]
    assert [name for name in names if vague.search(name) or name.split(":")[1].count("_") < 3] == []


def test_a_test_skips_by_require_so_that_it_fails_as_root_in_ci() -> None:
    """Only footage may be absent everywhere: it is no part of the project."""
    wrong = [
        f"{at(path, node)} {node.attr}"
        for path in python_files("tests")
        if path.parts[1] != "support" and "footage" not in path.name
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in {"skipif", "importorskip", "skip"}
        if ast.unparse(node).startswith("pytest.") and "Exception" not in ast.unparse(node)
    ]
    assert [line for line in wrong if "test_support.py" not in line] == []


def test_a_unit_test_needs_no_window_and_no_database() -> None:
    wrong = [
        f"{path}: {name}"
        for path in python_files("tests")
        if path.parts[1] == "unit"
        for name in imports(tree_of(path))
        if name.startswith(("PySide6.QtWidgets", "psycopg", "pytestqt", "sqlalchemy"))
    ]
    assert wrong == []


def test_every_frozen_dependency_stands_in_the_page_of_reasons() -> None:
    declared = re.findall(r'^    "([A-Za-z0-9-]+)', text_of(Path("pyproject.toml")), re.MULTILINE)
    page = text_of(Path("docs/design/dependencies.md")).lower()
    assert [name for name in declared if f"`{name.lower()}" not in page] == []


def test_the_lock_pins_every_declared_dependency_with_a_hash() -> None:
    lock = text_of(Path("requirements.lock"))
    declared = re.findall(r'^    "([A-Za-z0-9-]+)', text_of(Path("pyproject.toml")), re.MULTILINE)
    pinned = re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==\S+[^\n]*\\\n    --hash=sha256:", lock, re.MULTILINE)
    assert declared
    assert sorted({name.lower() for name in declared} - set(pinned)) == []
