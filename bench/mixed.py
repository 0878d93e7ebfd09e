"""Takes in a folder of mixed files, clean and dirty, in every form, and holds it to its prediction.

The generator knows the contract as a supplier does and nothing of the code that reads: it says
before of every file how many rows are kept, repeated and set aside, each reason with its line and
column, and the totals to the fen.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.ingest.mixed import compare


def main() -> None:
    """Print what came of the folder; exit 1 where anything is not as foretold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--files", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        told = compare(Path(folder), given.seed, given.files)
        spent = time.process_time() - began
    for line in told.wrong:
        print(line)
    print(
        f"{told.files} files, seed {given.seed}: {told.kept} rows kept, {told.aside} set aside, "
        f"{told.refused} files refused, {len(told.wrong)} not as foretold; {spent:.0f} s of CPU"
    )
    raise SystemExit(bool(told.wrong))


if __name__ == "__main__":
    main()
