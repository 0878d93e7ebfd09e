"""A folder of mixed files comes out with exactly the rows, reasons and totals foretold.

Here it has 30 files; `make short` takes 300 in, and any seed: `python bench/mixed.py --seed 7`.
"""

from pathlib import Path

from tests.ingest.mixed import compare


def test_every_row_reason_and_fen_is_the_one_that_was_foretold(tmp_path: Path) -> None:
    told = compare(tmp_path, seed=20260331, count=30)

    assert told.wrong == []
    assert (told.files, told.refused > 1, told.aside > 20) == (30, True, True)
