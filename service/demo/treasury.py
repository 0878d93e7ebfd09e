"""国库. Projects, allotments and the payments drawn on them, before they are written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from service.demo.names import Payee, Payees
from service.demo.places import Unit

YUAN = 100  # fen
WAN = 10_000 * YUAN

CALM = (0.0, 0.04, 0.10, 0.19, 0.26, 0.34, 0.43, 0.515, 0.60, 0.675, 0.76, 0.85, 0.965)
"""Share of a quiet project's money that is paid by the end of each month."""


@dataclass(eq=False)
class Project:
    """An entry of the project register."""

    code: str
    unit: Unit
    name: str
    category: str  # 1 personnel 2 operating 3 specific purpose
    function: str
    first_year: int
    fund: str = "1"
    term: int = 3
    has_target: bool = True
    is_key: bool = False
    total: int | None = None


@dataclass(frozen=True)
class Change:
    """One line of a change to an allotment."""

    on: date
    kind: str
    amount: int
    source: str | None = None


@dataclass(eq=False)
class Pay:
    """One payment voucher; what it does not say itself, its allotment says."""

    unit: Unit
    on: date
    amount: int
    payee: Payee
    purpose: str
    allotment: "Allotment | None" = None
    named: str | None = None  # the allotment it names, when that is not the one it draws on
    business: str = "1"
    settlement: str = "1"
    method: str = "2"  # 1 direct 2 delegated
    contract: str | None = None
    bond: str | None = None
    economic: str | None = None
    number: str = ""
    voucher: str = ""


@dataclass(eq=False)
class Allotment:
    """指标. Authority to spend, handed down to a unit for a project."""

    code: str
    year: int
    project: Project
    economic: str | None
    government: str | None
    amount: int
    issued_on: date
    kind: str = "1"
    fund: str = "1"
    function: str = ""
    origin_year: int | None = None
    document: str = ""
    superior: str | None = None
    frozen: int = 0
    frozen_on: date | None = None
    active: bool = True
    changes: list[Change] = field(default_factory=list)
    pays: list[Pay] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        """The unit that may spend it."""
        return self.project.unit

    @property
    def executable(self) -> int:
        """What may be paid: as issued, with its changes, less what is frozen."""
        return self.amount + sum(change.amount for change in self.changes) - self.frozen

    @property
    def paid(self) -> int:
        """What was paid, refunds netted, year-end vouchers left out."""
        return sum(pay.amount for pay in self.pays if pay.business != "9")


@dataclass(eq=False)
class Contract:
    """A procurement contract and when its milestones happened."""

    code: str
    allotment: Allotment
    payee: Payee
    amount: int
    budget: int
    signed_on: date
    awarded_on: date
    published_on: date | None
    filed_on: date | None
    delivered_on: date | None = None
    supplement: int = 0
    procedure: str = "1"
    item: str = "C0601"
    is_small: bool | None = None


@dataclass(eq=False)
class Treasury:
    """Everything that the governments allotted, contracted and paid."""

    until: date
    units: list[Unit]
    payees: dict[str, Payees]
    register: dict[tuple[str, int], list[Project]] = field(default_factory=dict)
    allotments: list[Allotment] = field(default_factory=list)
    slow: list[tuple[Project, int, float]] = field(default_factory=list)
    loose: list[Pay] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    _numbers: dict[tuple[str, str, int], int] = field(default_factory=dict)
    _amounts: set[tuple[str, int]] = field(default_factory=set)

    def distinct(self, payee: Payee, amount: int) -> int:
        """Give an amount that this payee was never paid, a few fen below the one asked for."""
        while (payee.account, amount) in self._amounts:
            amount -= 1
        self._amounts.add((payee.account, amount))
        return amount

    def number(self, topic: str, region: str, year: int) -> int:
        """Count on, by region and year."""
        key = (topic, region, year)
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return self._numbers[key]

    def enrol(self, year: int, project: Project) -> None:
        """Enter a project into a year's register, once."""
        listed = self.register.setdefault((project.unit.region, year), [])
        if project not in listed:
            listed.append(project)

    def allot(self, year: int, project: Project, economic: str | None, amount: int,
              issued_on: date, **more: object) -> Allotment:  # fmt: skip
        """Issue an allotment."""
        region = project.unit.region
        number = self.number("allotment", region, year)
        self.enrol(year, project)
        issued = Allotment(
            f"BGT-{year}-{region[-2:]}{number:05d}", year, project, economic,
            government_code(economic, project.unit.kind), amount, issued_on,
        )  # fmt: skip
        issued.document = f"安财预〔{year}〕{issued_on.timetuple().tm_yday % 97 + 3}号"
        issued.function, issued.fund = project.function, project.fund
        for name, value in more.items():
            setattr(issued, name, value)
        self.allotments.append(issued)
        return issued

    def pay(self, allotment: Allotment, on: date, amount: int, payee: Payee, purpose: str,
            **more: object) -> Pay | None:  # fmt: skip
        """Draw on an allotment; what lies after the last day is not written."""
        if on > self.until or on < allotment.issued_on or amount == 0:
            return None
        paid = Pay(allotment.unit, on, amount, payee, purpose, allotment)
        for name, value in more.items():
            setattr(paid, name, value)
        allotment.pays.append(paid)
        return paid

    def pays(self) -> Iterator[Pay]:
        """Give every voucher, allotment by allotment."""
        for allotment in self.allotments:
            yield from allotment.pays
        yield from self.loose

    def allotments_of(self, year: int) -> list[Allotment]:
        """Give a year's allotments."""
        return [allotment for allotment in self.allotments if allotment.year == year]


def scaled(reach: float, by: int) -> tuple[float, ...]:
    """Bend the quiet pace so that `reach` is paid by the end of month `by`."""
    return tuple(min(0.99, share * reach / CALM[by]) for share in CALM)


def instalments(
    die: Random, year: int, pace: Sequence[float], count: int, first: int = 1
) -> list[tuple[date, float]]:
    """Plan when which share is paid: each month pays ahead until the next one that pays."""
    span = 13 - first
    per_month = max(1, round(count / span))
    months = sorted({first, *die.sample(range(first, 13), min(span, max(1, count // per_month)))})
    plan = []
    done = 0.0
    for at, month in enumerate(months):
        until = months[at + 1] - 1 if at + 1 < len(months) else 12
        reach = pace[until]
        weights = [0.7 + 0.6 * die.random() for _ in range(per_month)]
        total = sum(weights)
        plan += [(workday(die, year, month), (reach - done) * weight / total) for weight in weights]
        done = reach
    return sorted(plan)


def workday(die: Random, year: int, month: int, earliest: int = 12, latest: int = 27) -> date:
    """Draw a day from Monday to Friday."""
    day = date(year, month, die.randint(earliest, latest))
    return day - timedelta(days=max(0, day.weekday() - 4))


_ADMINISTRATIVE = {
    "30108": "50102", "30110": "50102", "30112": "50102", "30113": "50103",
    "30203": "50205", "30226": "50205", "30227": "50205", "30212": "50207", "30213": "50209",
    "30215": "50202", "30216": "50203", "30217": "50206", "30218": "50204", "30231": "50208",
    "30299": "50299", "31001": "50301", "31005": "50302", "31006": "50307", "31009": "50305",
    "31013": "50303",
}  # fmt: skip
_PEOPLE = {"30308": "50902", "30310": "50903", "30302": "50905", "30399": "50999"}


def government_code(economic: str | None, kind: str) -> str | None:
    """Translate a department's economic code into the government's scheme."""
    if economic is None:
        return None
    head = economic[:3]
    fixed = {"307": "51101", "312": "50701", "313": "51002", "399": "59999"}
    if head in fixed:
        return fixed[head]
    if head == "303":
        return _PEOPLE.get(economic, "50901")
    if kind == "2":
        return {"301": "50501", "302": "50502", "309": "50602", "310": "50601"}[head]
    usual = {"301": "50101", "302": "50201", "309": "50402", "310": "50306"}
    return _ADMINISTRATIVE.get(economic, usual[head])
