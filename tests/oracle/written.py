"""Writes down all that the rules say of a city, line by line, as they say it.

`python -m tests.oracle.written FOLDER THREADS ORDER [CODE …]`: of the rules named, or of all, in a
city with their plants. ORDER is the seed by which the rows of each file are shuffled.
"""

import random
import sys
from pathlib import Path

from tests.oracle.night import asked
from tests.oracle.planted import planted


def main(folder: str, threads: str, order: str, *codes: str) -> None:
    """Print every finding and every result, in their order."""
    city = planted(2, 1, codes)
    told = asked(Path(folder), city, codes, threads=int(threads), order=random.Random(int(order)))
    for one in (*told.findings, *told.results):
        sys.stdout.write(f"{one}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
