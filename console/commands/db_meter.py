"""How far a long command is: one line that moves on a terminal, and one line a tenth elsewhere."""

import sys

_MEGABYTE = 1 << 20


class Meter:
    """Shows whole percents of `total`, or megabytes where nobody knows how many there will be."""

    def __init__(self, label: str, total: int = 0) -> None:
        self.label = label
        self.total = total
        self._shown = -1
        self._live = sys.stderr.isatty()

    def to(self, done: int) -> None:
        step = 100 * done // self.total if self.total else done // _MEGABYTE
        unit = "%" if self.total else " MB"
        every = 1 if self._live else 10
        if step // every == self._shown:
            return
        self._shown = step // every
        sys.stderr.write(f"\r{self.label} {step}{unit}" if self._live else f"{self.label} {step}{unit}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._shown >= 0:
            sys.stderr.write("\n")
