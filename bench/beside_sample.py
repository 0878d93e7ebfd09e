"""Payments as suppliers write them: most plainly, some in other spellings, a few wrong."""

import json
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench.load import COLUMNS, NAME, PLACES, TRADES, row
from ingest.feeds import all_feeds

PERIOD = ("2026-03-01", "2026-03-31")
AMOUNT = COLUMNS.index("amount")
WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
MINUS: dict[int, Callable[[str], str]] = {
    3: lambda c: f"({c.lstrip('-')})",
    4: lambda c: f"{c.lstrip('-')}-",
}
ODD: dict[int, tuple[str, Callable[[str], str]]] = {
    0: ("amount", lambda cell: f'"{Decimal(cell):,}"'),
    1: ("amount", lambda cell: cell.translate(WIDE)),
    2: ("amount", lambda cell: f"¥ {cell}"),
    3: ("amount", MINUS[3]),
    4: ("amount", MINUS[4]),
    5: ("amount", lambda cell: f"{cell}元"),
    6: ("paid_on", lambda cell: cell.replace("-0", "/").replace("-", "/")),
    7: ("paid_on", lambda cell: cell.replace("-", "")),
    8: ("paid_on", lambda cell: "{}年{}月{}日".format(*map(int, cell.split("-")))),
    9: ("paid_on", lambda cell: f"{(date.fromisoformat(cell) - date(1899, 12, 30)).days}"),
    10: ("requested_on", lambda cell: f"{cell} 00:00:00"),
    11: ("unit", lambda cell: cell.translate(WIDE)),
    12: ("payee", lambda cell: f"　{cell} "),
    13: ("fiscal_year", lambda cell: cell.translate(WIDE)),
    20: ("amount", lambda cell: f"{cell}a"),
    21: ("amount", lambda cell: f"{cell}5"),
    22: ("paid_on", lambda cell: cell.replace("-03-", "-13-")),
    23: ("paid_on", lambda cell: cell.replace("-03-", "-04-").replace("-31", "-30")),
    24: ("unit", lambda _: "6.22E+18"),
    25: ("unit", lambda cell: f"{cell[:2]}\u200b{cell[2:]}"),
    26: ("region", lambda cell: cell.replace("0", "O")),
    27: ("payee", lambda _: ""),
    28: ("fiscal_year", lambda _: "1900"),
}
"""Of 1,000 lines: which column is written how; from the 20th on it is wrong."""

REPEATED, CLASHING = 40, 50
UNREADABLE = {20, 21}


def write(folder: Path, rows: int) -> Path:
    """Write a delivery of `rows` lines in GB18030, with a manifest that says rows and total."""
    chance = random.Random(20260331)
    payees = [f"安澜市{a}{b}{trade}" for a in PLACES for b in PLACES for trade in TRADES]
    feed, total, before = all_feeds()["payment"], Decimal(0), [""]
    place = folder / "delivery"
    place.mkdir()
    with (place / NAME).open("w", encoding="gb18030", newline="") as file:
        file.write(",".join(feed.column(name).zh for name in COLUMNS) + "\n")
        for n in range(rows):
            cells, turn = row(n, chance, payees).rstrip("\n").split(","), n % 1000
            if turn == REPEATED:
                cells = before
            if turn == CLASHING:
                cells[0] = before[0]
            amount = Decimal(cells[AMOUNT])
            before = [*cells]
            if turn in ODD:
                name, said = ODD[turn]
                cells[COLUMNS.index(name)] = said(cells[COLUMNS.index(name)])
            total += 0 if turn in UNREADABLE else -abs(amount) if turn in MINUS else amount
            file.write(",".join(cells) + "\n")
    told = {"name": NAME, "rows": rows, "totals": {"amount": str(total)}}
    manifest = {"supplier": "安澜市财政局", "files": [told]}
    (place / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return place
