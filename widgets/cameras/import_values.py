"""What the page of an import shows; free of Qt."""

from dataclasses import dataclass

from storage.model.camera_csv import CameraLine, LineError, Standing


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file beside the cameras that stand: its good lines and everything that is wrong with the others."""

    name: str
    lines: tuple[CameraLine, ...] = ()
    errors: tuple[LineError, ...] = ()
    ignored: tuple[str, ...] = ()

    def of(self, standing: Standing) -> tuple[CameraLine, ...]:
        return tuple(line for line in self.lines if line.standing is standing)

    @property
    def to_save(self) -> tuple[CameraLine, ...]:
        return tuple(line for line in self.lines if line.standing is not Standing.UNCHANGED)


@dataclass(frozen=True, slots=True)
class LineFailure:
    """A line that was to be saved and was refused, and why."""

    line: CameraLine
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportState:
    """`total` is above 0 while lines are being saved; `saved` counts what has been since the file was checked."""

    checked: CheckedFile | None = None
    failures: tuple[LineFailure, ...] = ()
    saved: int = 0
    total: int = 0
    is_checking: bool = False
    was_stopped: bool = False
