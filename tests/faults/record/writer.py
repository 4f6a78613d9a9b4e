"""A process that writes rows and names each one on its output only after the server confirmed it.

Usage: writer.py DSN. A lost connection is opened again; the row that was in flight is abandoned, never repeated.
"""

import sys
from itertools import count

import psycopg


def write(dsn: str, numbers: "count[int]") -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for number in numbers:
            connection.execute("insert into kept values (%s, repeat('x', 500))", (number,))
            print(number, flush=True)


def main() -> None:
    numbers = count(1)
    while True:
        try:
            write(sys.argv[1], numbers)
        except psycopg.errors.DiskFull as error:
            print(f"full: {error.sqlstate}", flush=True)
        except psycopg.OperationalError:
            print("lost", flush=True)


if __name__ == "__main__":
    main()
