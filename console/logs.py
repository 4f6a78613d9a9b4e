"""Where the console's log goes: one rotating file, through the filter that takes credentials out."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from resources.redaction import RedactingFilter

MAX_BYTES, KEPT = 5_000_000, 5


def start_log(folder: Path) -> None:
    """Log to `folder`/siaga.log from now on; where that cannot be written, to stderr."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "siaga.log", maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(RedactingFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
