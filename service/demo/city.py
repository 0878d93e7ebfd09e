"""The invented city as a whole: written once by a seed, handed over as deliveries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from service.demo.assets import furnish, write_assets
from service.demo.bond_progress import write_progress
from service.demo.books import Books, Plant
from service.demo.budget import spend_year
from service.demo.companies import insure, report_firms
from service.demo.debt import (
    Bond,
    build_with_bonds,
    issue_bonds,
    service_debt,
    write_debt,
    write_positions,
)
from service.demo.dirt import spoil
from service.demo.duties import write_duties
from service.demo.forms import headings, yuan
from service.demo.handover import Delivery, Expected, write_parcels
from service.demo.hiding import Hidden
from service.demo.leases import let, without_papers
from service.demo.livelihood import grant
from service.demo.movements import carry_over, move
from service.demo.places import open_payees, settle, write_places
from service.demo.plants_budget import hide_in_budgets
from service.demo.plants_debt import misuse_bond, note_trouble, trouble_bonds
from service.demo.plants_execution import hide_in_execution
from service.demo.plants_payees import hide_among_payees, note_repayments
from service.demo.plants_state import debt_shares, lateness, leave_idle, unbalance
from service.demo.records import write_treasury
from service.demo.revenue import collect
from service.demo.schedule import parcels_of
from service.demo.slow import hold_back, note_slow, run_state_capital
from service.demo.statements import write_statements
from service.demo.terms import write_terms
from service.demo.transfers import hand_down, keep_treasuries
from service.demo.treasury import Treasury
from service.demo.works import assess, audit, build, set_totals


@dataclass(frozen=True)
class City:
    """What was written, in the order in which it arrives, and what is hidden in it."""

    folder: Path
    deliveries: Sequence[Delivery]
    nights: Sequence[date]
    plants: Sequence[Plant]
    expected: Sequence[Expected]
    rows: Mapping[str, int]  # what core must hold after the last delivery, by feed
    sums: Mapping[str, Mapping[str, Decimal]]  # the same, yuan by feed and money column


def write_city(folder: Path, *, seed: int, units: int = 60, until: date) -> City:
    """Write three years of an invented city into `folder`, as deliveries.

    The same arguments write the same bytes, wherever and whenever they are given.

    Args:
        folder: an empty or missing folder.
        seed: the city's number; another number is another city.
        units: how many units the city itself has; the counties follow.
        until: the last day that is known; its month is the last month delivered.

    Raises:
        ValueError: fewer units than departments, or `until` does not end a late month.
        FileExistsError: the folder holds something already.
    """
    if until.month < 9 or (until + timedelta(days=1)).day != 1:
        raise ValueError(f"{until} does not end a month from September on: name one that does")
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name a folder that holds nothing")
    books = write_books(seed, units, until)
    deliveries, expected = write_parcels(folder, spoil(books, parcels_of(books)))
    rows, sums = _standing(books)
    return City(folder, deliveries, nights_of(until), books.plants, expected, rows, sums)


def _standing(books: Books) -> tuple[dict[str, int], dict[str, dict[str, Decimal]]]:
    """Count and add up what stands in the end: of a row written twice, the later."""
    rows, sums = {}, {}
    for feed, columns in headings()[0].items():
        keys = [column.name for column in columns if column.key]
        money = [column.name for column in columns if column.kind == "money"]
        latest = {tuple(row[key] for key in keys): row for row in books.rows(feed)}
        rows[feed] = len(latest)
        sums[feed] = {
            name: Decimal(yuan(sum(row[name] or 0 for row in latest.values()))) for name in money
        }
    return rows, sums


def nights_of(until: date) -> list[date]:
    """Say which nights the demo runs: the last year's end, the half-year and the last months."""
    year = until.year
    days = [date(year - 1, 12, 31), date(year, 6, 30), date(year, 8, 31)]
    return [day for day in days if day < until] + [until]


def write_books(seed: int, units: int, until: date) -> Books:
    """Write every office's books."""
    books = Books(seed, until)
    scale = units / 60
    payees = open_payees(books)
    housed = settle(books, units, payees)
    treasury = Treasury(until, housed, payees)
    bonds = issue_bonds(books, scale)
    trouble_bonds(books, bonds)
    service_debt(books, treasury, bonds)
    hidden = _spend(books, treasury, bonds)
    set_totals(books, treasury)
    write_places(books, housed)
    write_terms(books)
    write_treasury(books, treasury)
    hidden.tell()
    write_statements(books, treasury, collect(books, scale))
    unbalance(books)
    _write_debt(books, bonds)
    cards = leave_idle(books, furnish(books, housed))
    write_assets(books, without_papers(books, let(books, cards)))
    write_duties(books, housed, lateness(books, housed))
    hand_down(books)
    keep_treasuries(books)
    report_firms(books)
    insure(books)
    build(books, housed)
    assess(books, treasury)
    audit(books, housed)
    return books


def _spend(books: Books, treasury: Treasury, bonds: list[Bond]) -> Hidden:
    """Let three years pass, and hide what is to be found."""
    for year in books.years:
        carry_over(books, treasury, year)
        spend_year(books, treasury, year)
        move(books, treasury, year)
    hidden = Hidden(books, treasury)
    hide_in_execution(books, treasury, hidden)
    hide_among_payees(treasury, hidden)
    hide_in_budgets(books, treasury, hidden)
    build_with_bonds(books, treasury, bonds)
    misuse_bond(hidden, bonds)
    grant(books, treasury)
    hold_back(books, treasury)
    run_state_capital(books, treasury)
    note_slow(books, treasury)
    note_repayments(hidden)
    return hidden


def _write_debt(books: Books, bonds: list[Bond]) -> None:
    write_debt(books, bonds)
    write_positions(books, bonds, *debt_shares(books))
    write_progress(books, bonds)
    note_trouble(books, bonds)
