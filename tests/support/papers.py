"""Reads a PDF back as a person or a screen reader would."""

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page, every run of blanks as one; breaks inside long words are closed again."""
    texts = (page.extract_text() for page in reader(pdf).pages)
    return [re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00a0", " ")) for text in texts]


def text_of(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def alternatives(pdf: bytes) -> list[str]:
    """What stands for each picture, in the order of the structure tree."""
    return [str(node["/Alt"]) for node in structure(pdf) if "/Alt" in node]


def roles(pdf: bytes) -> list[str]:
    """The structure tree's roles: /H1, /Table, /TH and so on."""
    return [str(node["/S"]) for node in structure(pdf) if "/S" in node]


def structure(pdf: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    waiting = [reader(pdf).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            found.append(node)
            if "/K" in node:
                waiting.append(node["/K"])
    return found
