"""The project's own files, as the house rules read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("console", "widgets", "video", "storage", "resources")


@cache
def committable() -> tuple[Path, ...]:
    """Every file that git holds or would take, relative to the root; what .gitignore names is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(path for path in sorted(map(Path, filter(None, listed.split("\0")))) if (ROOT / path).is_file())


def python_files(*folders: str) -> list[Path]:
    """The Python files under `folders`, relative to the root; without folders the rooms and main.py."""
    wanted = folders or (*ROOMS, "main.py")
    return [path for path in committable() if path.suffix == ".py" and path.parts[0] in wanted]


@cache
def text_of(path: Path) -> str:
    return (ROOT / path).read_text("utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), str(path))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(tree_of(path))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes(path) if isinstance(node, ast.Call))


def called_name(call: ast.Call) -> str:
    """The last part of what is called: "connect" for `self.button.clicked.connect(...)`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def imports(tree: ast.AST) -> Iterator[str]:
    """The dotted names that are imported anywhere under `tree`; relative imports are left to ruff."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def at(path: Path, node: ast.AST) -> str:
    return f"{path}:{getattr(node, 'lineno', 0)}"
