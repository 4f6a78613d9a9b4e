"""The regency's seal from the site's settings, looked at before it goes into a report."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import typst

from resources.errors import SiagaError

MOST_BYTES = 2_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PROBE = b"""#set page(width: 40pt, height: 40pt, margin: 0pt)
#let seal = json(bytes(sys.inputs.seal))
#image(bytes(seal.content), format: seal.kind, width: 40pt, height: 40pt, fit: "contain")
"""


class BadSeal(SiagaError):
    """The file named as the seal cannot be shown; facts: file. The report comes with the neutral shield."""

    word = "report.seal.bad"


class SealMissing(BadSeal):
    """There is no such file, or it may not be read; facts: file, what."""

    word = "report.seal.missing"


@dataclass(frozen=True, slots=True)
class Seal:
    """A picture that can be drawn; `kind` is "svg" or "png"."""

    kind: str
    content: bytes = field(repr=False)

    @property
    def value(self) -> dict[str, object]:
        """For the template's JSON: text for SVG, a list of bytes for PNG."""
        content = self.content.decode("utf-8") if self.kind == "svg" else list(self.content)
        return {"kind": self.kind, "content": content}


def read_seal(file: Path | None) -> Seal | None:
    """The seal, drawn once to see that it can be; None without a file. Raises BadSeal, SealMissing."""
    if file is None:
        return None
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BadSeal(f"over {MOST_BYTES} bytes", file=str(file))
        content = file.read_bytes()
    except OSError as error:
        raise SealMissing(str(error), file=str(file), what=error.strerror or "") from error
    seal = Seal("png" if content.startswith(_PNG) else "svg", content)
    try:
        _draw(seal)
    except (UnicodeDecodeError, typst.TypstError) as error:
        raise BadSeal(type(error).__name__, file=str(file)) from error
    return seal


def _draw(seal: Seal) -> None:
    values = {"seal": json.dumps(seal.value)}
    typst.compile(_PROBE, format="png", ppi=36.0, ignore_system_fonts=True, sys_inputs=values)
