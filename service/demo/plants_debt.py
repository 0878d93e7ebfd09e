"""Hidden in the debt: D07 D11 D13 D14 D15 D17, and who stays just within."""

from datetime import date, timedelta

from service.demo.books import Books
from service.demo.debt import Bond
from service.demo.hiding import Hidden
from service.demo.places import CITY
from service.demo.treasury import YUAN


def trouble_bonds(books: Books, bonds: list[Bond]) -> None:
    """Choose the bonds that go wrong, before anything is paid from them."""
    year = books.until.year
    new = {
        (bond.region, bond.issued_on.year, bond.issued_on.month): bond
        for bond in bonds
        if bond.kind == "2" and bond.purpose == "1" and bond.issued_on.year in books.years
    }
    county = {region: 4 + int(region[-1]) % 3 for region in ("419821", "419822", "419823")}
    new[CITY, year - 1, 6].spent_share = 0.85
    new["419823", year - 1, county["419823"]].spent_share = 0.78
    new[CITY, year, 3].spent_share = 0.56
    new["419822", year, county["419822"]].handed_after = 44
    new["419821", year, county["419821"]].handed_after = 30
    new[CITY, year - 1, 4].earns = 105
    new["419824", year - 2, 4 + 4 % 3].earns = 96
    late = next(
        bond for bond in bonds
        if bond.region == "419826" and bond.kind == "1" and bond.issued_on.month == 2
        and bond.matures_on.year > year
    )  # fmt: skip
    late.unpaid = {late.issued_on.replace(year=year, month=8)}


def note_trouble(books: Books, bonds: list[Bond]) -> None:
    """Note what the chosen bonds give to find."""
    for bond in bonds:
        place = f"{bond.region}/{bond.proceeds_on.year}"
        for on in bond.unpaid:
            books.plant("D07", f"{bond.region}/{on.year}", f"{bond.code}/{on}", "red",
                        "an interest payment that was not made")  # fmt: skip
        if not bond.allotment:
            continue
        subject = f"{bond.code}/{bond.allotment.project.code}"
        if bond.spent_share is not None:
            _stuck(books, bond, place, subject)
        days = (bond.allotment.issued_on - bond.proceeds_on).days
        if bond.handed_after is not None:
            books.plant("D15", place, subject, "orange" if days > 30 else None,
                        f"handed over {days} days after the money came")  # fmt: skip
        if bond.earns < 110:
            grade = "red" if bond.earns < 100 else "orange"
            books.plant("D17", f"{bond.region}/{books.until.year}", subject, grade,
                        f"its project earns {bond.earns} % of what is due")  # fmt: skip


def _stuck(books: Books, bond: Bond, place: str, subject: str) -> None:
    share = round((bond.spent_share or 0) * 100)
    why = f"{share} % spent since {bond.proceeds_on}"
    old = bond.proceeds_on + timedelta(days=366) < books.until
    books.plant("D13", place, subject, "red" if old else "yellow", why)
    books.plant("D14", place, subject, "yellow" if old and share < 80 else None, why)


def misuse_bond(hidden: Hidden, bonds: list[Bond]) -> None:
    """D11. A bond's money that pays running costs, and one that pays for building."""
    year = hidden.year
    bond = next(
        b for b in bonds
        if b.allotment and b.region == CITY and b.kind == "1" and b.issued_on.year == year
    )  # fmt: skip
    line = hidden.line(hidden.unit(CITY, "106001"), "30201", year)
    line.amount += 30_000 * YUAN
    payee = hidden.treasury.payees[CITY].firms["daily"][17]
    wrong = hidden.pay(line, date(year, 8, 28), 23_640 * YUAN, payee, "办公用品", bond=bond.code)
    hidden.say("D11", line, wrong, "red", "office supplies out of a bond")
    assert bond.allotment is not None
    hidden.say("D11", bond.allotment, bond.allotment.pays[0], None, "building out of a bond")
