"""A person may type a login into any address, so no value that holds one may show it by its `repr`."""

import ast

from support.sources import at, nodes, python_files

BASE = "ShownSafely"


def is_dataclass(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(one) for one in node.decorator_list)


def holds_an_address(node: ast.ClassDef) -> bool:
    """A field that is shown and named `url` or `.._url`."""
    return any(
        isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and line.target.id.split("_")[-1] == "url"
        and "repr=False" not in (ast.unparse(line.value) if line.value is not None else "")
        for line in node.body
    )


def test_a_dataclass_that_holds_an_address_shows_it_without_its_login() -> None:
    holding = [
        (path, node)
        for path in python_files()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and is_dataclass(node) and holds_an_address(node)
    ]
    assert len(holding) >= 8
    unsafe = [
        at(path, node)
        for path, node in holding
        if BASE not in map(ast.unparse, node.bases) or "repr=False" not in ast.unparse(node.decorator_list[0])
    ]
    assert unsafe == []
