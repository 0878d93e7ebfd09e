"""政府债务. Bonds, what they build, what falls due, and where the debt stands each month."""

import calendar
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from service.demo.books import Books, month_of
from service.demo.budget import code_of, draw_down
from service.demo.places import CITY, COUNTIES, Unit
from service.demo.templates import Template
from service.demo.treasury import CALM, WAN, Allotment, Project, Treasury, instalments

BUILT = (
    ("污水处理厂扩建", "生态环保", "110"),
    ("产业园标准厂房", "产业园区基础设施", "109"),
    ("医院住院楼", "社会事业", "116"),
    ("养老服务综合体", "社会事业", "107"),
    ("公共停车场", "市政基础设施", "109"),
    ("老旧管网更新", "市政基础设施", "110"),
)


@dataclass(eq=False)
class Bond:
    """A bond, its schedule, and the project that its money builds."""

    code: str
    region: str
    name: str
    kind: str  # 1 general 2 special
    purpose: str  # 1 new 2 refinancing
    issued_on: date
    term: int
    coupon: int  # hundred-thousandths
    amount: int
    allotment: Allotment | None = None
    unpaid: set[date] = field(default_factory=set)
    spent_share: float | None = None  # where its money got stuck
    handed_after: int | None = None  # days until its money is handed over, where that is odd
    earns: int = 124  # its project's income in hundredths of what is due

    @property
    def matures_on(self) -> date:
        """The day of the principal."""
        return self.issued_on.replace(year=self.issued_on.year + self.term)

    @property
    def proceeds_on(self) -> date:
        """The day the money came."""
        return self.issued_on + timedelta(days=3)

    def services(self) -> list[tuple[date, str, int]]:
        """Give every due day: (day, 1 principal or 2 interest, amount)."""
        half = (self.amount * self.coupon + 100_000) // 200_000
        dues = []
        for step in range(1, self.term * 2 + 1):
            month = self.issued_on.month - 1 + 6 * step
            on = self.issued_on.replace(
                year=self.issued_on.year + month // 12, month=month % 12 + 1
            )
            dues.append((on, "2", half))
        return [*dues, (self.matures_on, "1", self.amount)]


def issue_bonds(books: Books, scale: float) -> list[Bond]:
    """Issue everything: what stood before the first year, and what came since."""
    bonds: list[Bond] = []
    for region in (CITY, *COUNTIES):
        die = books.draw("bonds", region)
        bonds += _legacy(die, region, scale)
    for year in books.years:
        for region in (CITY, *COUNTIES):
            bonds += _new(books.draw("new bonds", region, year), region, year, scale)
            bonds += _refinancing(bonds, region, year)
    return [bond for bond in bonds if bond.issued_on <= books.until]


def _size(die: Random, region: str, least: int, most: int, scale: float) -> int:
    share = scale if region == CITY else 0.16 * scale
    return round(die.uniform(least, most) * share) * WAN


def _legacy(die: Random, region: str, scale: float) -> list[Bond]:
    bonds = []
    for kind, count, least, most in (("1", 13, 8_000, 19_000), ("2", 15, 3_500, 9_000)):
        for at in range(count if region == CITY else 7):
            issued, term = (2017 + at, 7) if at < 3 else (2018 + at % 6, die.choice((10, 15, 20)))
            if region != CITY and at == int(region[-1]) % 3:
                issued, term = 2021, 10
            month = (2, 3, 2, 3, 4)[at % 5]
            amount = _size(die, region, least, most, scale)
            if kind == "2" and region != CITY:
                amount = amount * 45 // 100 // WAN * WAN
            if at < 3:
                amount, month = amount // 2 // WAN * WAN, 2 + (kind == "2")
            bonds.append(_bond(die, region, kind, "1", date(issued, month, 6 + at), term, amount))
    return bonds


def _bond(
    die: Random, region: str, kind: str, purpose: str, on: date, term: int, amount: int
) -> Bond:
    what = {"1": "一般", "2": "专项"}[kind]
    series = {"1": "", "2": "再融资"}[purpose]
    number = f"{on.month:02d}{on.day:02d}"
    place = "安澜市" if region == CITY else COUNTIES[region]
    return Bond(
        f"ZQ{on.year}{region[-2:]}{kind}{number}", region,
        f"{on.year}年河南省政府{series}{what}债券（{place}{number}）", kind, purpose, on, term,
        die.randint(2_350, 3_350), amount,
    )  # fmt: skip


def _new(die: Random, region: str, year: int, scale: float) -> list[Bond]:
    months = (3, 4, 6) if region == CITY else (4 + int(region[-1]) % 3,)
    specials = [
        _bond(die, region, "2", "1", date(year, month, 10 + at), 15,
              _size(die, region, *((6_000, 11_000) if region == CITY else (3_000, 5_000)), scale))
        for at, month in enumerate(months)
    ]  # fmt: skip
    if region == CITY:
        amount = _size(die, region, 2_500, 4_500, scale)
        specials.append(_bond(die, region, "1", "1", date(year, 5, 20), 10, amount))
    return specials


def _refinancing(bonds: list[Bond], region: str, year: int) -> list[Bond]:
    die = Random(f"{region}{year}")
    return [
        _bond(die, region, bond.kind, "2", bond.matures_on - timedelta(days=30), 10,
              bond.amount * 7 // 10 // WAN * WAN)
        for bond in bonds
        if bond.region == region and bond.matures_on.year == year and bond.purpose == "1"
    ]  # fmt: skip


def service_debt(books: Books, treasury: Treasury, bonds: list[Bond]) -> None:
    """还本付息. Put everything due in the year's budget, and pay it on its day."""
    offices = {unit.region: unit for unit in treasury.units if unit.code == "103001"}
    parts = {
        ("1", "2"): ("一般债券付息", "2320301", "30701", 91),
        ("1", "1"): ("一般债券还本", "2310301", None, 92),
        ("2", "2"): ("专项债券付息", "2320411", "30701", 93),
        ("2", "1"): ("专项债券还本", "2310411", None, 94),
    }
    dues = defaultdict(list)
    for bond in bonds:
        for on, part, amount in bond.services():
            if on.year in books.years:
                dues[bond.region, on.year, bond.kind, part].append((on, amount, bond))
    for (region, year, kind, part), listed in sorted(dues.items(), key=lambda due: due[0]):
        name, function, economic, number = parts[kind, part]
        office = offices[region]
        project = Project(
            code_of(office, books.years[0], 500 + number), office, name, "3", function,
            books.years[0], fund=kind, term=20,
        )  # fmt: skip
        project = next(
            (p for p in treasury.register.get((region, year - 1), []) if p.code == project.code),
            project,
        )
        allotment = treasury.allot(
            year, project, economic, sum(due[1] for due in listed), date(year, 1, 4),
            fund=kind, government="51101" if part == "2" else "51201",
        )  # fmt: skip
        payee = treasury.payees[region].named("省级政府债券还本付息归集户")
        for on, amount, bond in sorted(listed, key=lambda due: (due[0], due[2].code)):
            if on not in bond.unpaid:
                treasury.pay(allotment, on, amount, payee, f"{bond.name}{name[-2:]}", method="1")


def build_with_bonds(books: Books, treasury: Treasury, bonds: list[Bond]) -> None:
    """Hand the money of new special bonds to projects, and spend it within six months."""
    for at, bond in enumerate(bonds):
        if bond.purpose == "1" and bond.issued_on.year in books.years:
            name, _, department = BUILT[at % len(BUILT)]
            if bond.kind == "1":
                name, department = "公安业务技术用房", "106"
            own = [unit for unit in treasury.units if unit.region == bond.region]
            unit = next(
                (unit for unit in own if unit.department.code == department),
                next(unit for unit in own if unit.department.code == "116"),
            )
            bond.allotment = _build(books, treasury, bond, unit, name)


def _build(books: Books, treasury: Treasury, bond: Bond, unit: Unit, name: str) -> Allotment | None:
    die = books.draw("built", bond.code)
    year = bond.issued_on.year
    first = bond.proceeds_on.month + 1
    handed = date(year, first, die.randint(2, 6))
    if bond.handed_after is not None:
        handed = bond.proceeds_on + timedelta(days=bond.handed_after)
    first = handed.month if handed.day <= 8 else handed.month + 1
    if handed > treasury.until:
        return None
    function = "2290402" if bond.kind == "2" else "2040299"
    number = 600 + int(bond.code[-4:]) % 300
    project = Project(
        code_of(unit, year, number), unit, name, "3", function, year, bond.kind, 2, is_key=True
    )
    allotment = treasury.allot(
        year, project, "31005", bond.amount, handed, fund=bond.kind, kind="2",
        superior=f"豫财债〔{year}〕{bond.issued_on.month}号",
    )  # fmt: skip
    pace = [
        max(CALM[m], 0.93 * min(1.0, (m - first + 2) / 4)) if m >= first else 0.0 for m in range(13)
    ]
    pace = [1.0 if m >= first + 3 else share for m, share in enumerate(pace)]
    if bond.spent_share is not None:
        pace = [share * bond.spent_share for share in pace]
        treasury.slow.append((project, year, bond.spent_share))
    most = (440 if unit.region == CITY else 88) * WAN
    count = (13 - first) * max(1, -(-bond.amount * 66 // (100 * most)))
    template = Template(name, function, "31005", "works", 0, 0)
    draw_down(die, treasury, allotment, template, instalments(die, year, pace, count, first))
    for pay in allotment.pays:
        pay.bond = bond.code
    return allotment


def write_debt(books: Books, bonds: list[Bond]) -> None:
    """Write bonds and everything that falls due from the first year on."""
    for bond in bonds:
        period = month_of(max(bond.issued_on, date(books.years[0], 1, 31)))
        books.add(
            "bond", period, bond=bond.code, region=bond.region, name=bond.name, kind=bond.kind,
            purpose=bond.purpose, issued_on=bond.issued_on, matures_on=bond.matures_on,
            coupon=bond.coupon, amount=bond.amount, proceeds_on=bond.proceeds_on,
        )  # fmt: skip
        for on, part, due in bond.services():
            if on.year >= books.years[0]:
                cells = {"bond": bond.code, "region": bond.region, "due_on": on, "part": part,
                         "due": due}  # fmt: skip
                books.add("debt_service", period, **cells, paid=0, paid_on=None)
                if on <= books.until and on not in bond.unpaid:
                    books.add("debt_service", month_of(on), **cells, paid=due, paid_on=on)


def month_ends(books: Books) -> list[date]:
    """Give the last day of every month in the books."""
    return [
        date(year, month, calendar.monthrange(year, month)[1])
        for year in books.years
        for month in range(1, 13)
        if date(year, month, 1) <= books.until
    ]


def write_positions(
    books: Books,
    bonds: list[Bond],
    used: Mapping[tuple[str, str], float],
    rate: Mapping[str, Fraction],
) -> None:
    """Write where the debt stands at every month's end.

    `used` is the share of the ceiling by region and kind, `rate` the debt over the government's
    resources, both at the last day.
    """
    ends = month_ends(books)
    for region in (CITY, *COUNTIES):
        stood = {(k, on): standing(bonds, region, k, on) for k in "12" for on in ends}
        whole = stood["1", ends[-1]] + stood["2", ends[-1]]
        resources = int(Fraction(whole) / rate[region])
        for on in ends:
            for kind in "12":
                share = used[region, kind]
                most = stood[kind, ends[-1]]
                if on.year < ends[-1].year:
                    share = min(share, 0.965)
                    most = max(stood[kind, day] for day in ends if day.year == on.year)
                books.add(
                    "debt_position",
                    month_of(on),
                    region=region,
                    stated_on=on,
                    kind=kind,
                    ceiling=round(most / share / WAN) * WAN,
                    outstanding=stood[kind, on],
                    overdue=overdue(bonds, region, kind, on),
                    comprehensive_resources=resources if kind == "1" else None,
                )


def overdue(bonds: list[Bond], region: str, kind: str, on: date) -> int:
    """Add up what fell due by a day and was not paid."""
    return sum(
        due
        for bond in bonds
        if (bond.region, bond.kind) == (region, kind)
        for day, _, due in bond.services()
        if day <= on and day in bond.unpaid
    )


def standing(bonds: list[Bond], region: str, kind: str, on: date) -> int:
    """Add up what is issued and not repaid on a day."""
    return sum(
        bond.amount
        for bond in bonds
        if (bond.region, bond.kind) == (region, kind)
        and bond.issued_on <= on
        and (bond.matures_on > on or bond.matures_on in bond.unpaid)
    )
