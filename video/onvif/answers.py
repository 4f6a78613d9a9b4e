"""XML from a camera, read as hostile input: no document type, bounded, and without namespaces.

Cameras get prefixes wrong (ipycam 1.3 uses one that it does not declare), so names are taken without theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

_DEPTH_AT_MOST = 64
_NODES_AT_MOST = 20_000


class Unreadable(Exception):
    """Not XML that may be read; stays inside this room, where it becomes NotOnvif."""


@dataclass(slots=True)
class Node:
    """An element: its name and attributes without prefixes, its own text, its children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """This element and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, name: str) -> list["Node"]:
        """Every element of that name below this one."""
        return [node for node in self.walk() if node.name == name and node is not self]

    def find(self, *path: str) -> "Node | None":
        """The first descendant of the first name, in it the first of the second, and so on."""
        node = self
        for name in path:
            below = next(iter(node.all(name)), None)
            if below is None:
                return None
            node = below
        return node

    def child(self, name: str) -> "Node | None":
        return next((child for child in self.children if child.name == name), None)

    def child_value(self, name: str) -> str:
        """The trimmed text of the child of that name; empty where there is none."""
        node = self.child(name)
        return node.text.strip() if node else ""

    def value(self, *path: str) -> str:
        """The trimmed text of what `find` finds; empty where there is none."""
        node = self.find(*path)
        return node.text.strip() if node else ""


def read_xml(data: bytes) -> Node:
    """The root element. Raises Unreadable for what is not well-formed, declares a type, or is too deep or too much."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.StartElementHandler = builder.begin
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.letters
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Unreadable from None
    return builder.top.children[0]


class _Builder:
    def __init__(self) -> None:
        self.top = Node("")
        self._open = [self.top]
        self._count = 0

    def refuse(self, *_: object) -> None:
        raise Unreadable

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) > _DEPTH_AT_MOST or self._count > _NODES_AT_MOST:
            raise Unreadable
        node = Node(_bare(name), {_bare(key): value for key, value in attributes.items()})
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, _: str) -> None:
        self._open.pop()

    def letters(self, text: str) -> None:
        self._open[-1].text += text


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
