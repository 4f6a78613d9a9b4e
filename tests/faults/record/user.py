"""A process that uses the embedded server in a folder, as a console does, until its input ends.

Usage: user.py HOME. Says "adopted" or "started" and the postmaster's pid.
"""

import sys
from pathlib import Path

from storage.pg.embedded import EmbeddedServer


def main() -> None:
    with EmbeddedServer(Path(sys.argv[1])) as server:
        print("adopted" if server.adopted else "started", server.pid, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
