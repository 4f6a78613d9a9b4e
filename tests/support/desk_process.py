"""A console as a process of its own: `python -m support.desk_process ENTRY.json` opens a desk on an entry."""

import sys

from support.own_process import run_told

if __name__ == "__main__":
    sys.exit(run_told())
