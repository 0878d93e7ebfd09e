"""A delivered table as text: what readers give and the contract takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """How one file is to be read; whatever is None is found out from the file itself."""

    encoding: str | None = None
    delimiter: str | None = None
    header_rows: int | None = None  # 0: the file has no heading, columns are called 1, 2, 3 …
    skip_rows: int | None = None
    sheet: str | None = None
    records: str | None = None  # JSON: the dotted path of the list of records
    quote: str = '"'
    ragged: bool = False  # cells beyond the last heading are passed over, missing ones are empty


@dataclass(frozen=True)
class TextTable:
    """One table of a delivered file, every cell as text, nothing guessed."""

    name: str  # the file's name; a workbook's sheet follows after '#'
    headings: tuple[str, ...]
    relation: str  # what may follow FROM: the columns line BIGINT, c1 … cn VARCHAR
    unit: str | None = None  # the money unit that the sheet's own unit line names
    left_out: int = 0  # total rows, footnotes and filtered rows, which are not data
    notes: tuple[str, ...] = ()  # what else was seen: sheets not read, footnotes
    units: dict[str, str] = field(default_factory=dict)  # heading → unit that a mapping states
    unsaid: dict[str, Sequence[int]] = field(default_factory=dict)
    """Heading → the printed columns of a mapped amount whose unit is named somewhere else."""
    rows: int | None = None  # how many rows the reader counted in the relation as it read it
    torn: str | None = None  # relation of rows whose cells cannot be told: line, code, row as JSON
    torn_rows: int = 0
    pick: Callable[[Sequence[int]], str | None] | None = None  # the relation with some lines alone
    since: str = "1899-12-30"  # the day from which a workbook counts days that are bare numbers
    damaged: bool = False  # some cells hold MARK: bytes or digits that were lost before it came


MARK = "\ufdd0"
"""Stands before the two hexadecimal digits of a byte that is not in the file's encoding."""

LOST = "\ufdd1"
"""Stands before a workbook's number of more than 15 digits, whose last digits are not its own."""

WRONG = "\ufdd2"
"""Stands before what a workbook shows for a formula that has no value."""

MERGED = WRONG + "(merged: "
"""Stands before the value of the cell that a cell of data is merged with."""
