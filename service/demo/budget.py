"""The year's budget of every unit, allotted and drawn down month by month."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from service.demo.books import Books
from service.demo.names import Payee
from service.demo.places import CITY, Unit
from service.demo.templates import (
    EVERYWHERE,
    OPERATING,
    PERSONNEL,
    PERSONNEL_FUNCTION,
    TEMPLATES,
    THREE_PUBLICS,
    Template,
)
from service.demo.treasury import (
    CALM,
    WAN,
    YUAN,
    Allotment,
    Contract,
    Project,
    Treasury,
    instalments,
    scaled,
    workday,
)

Share = tuple[date, float]
Part = tuple[date, int]


def spend_year(books: Books, treasury: Treasury, year: int) -> None:
    """Allot and pay one year for every unit."""
    for unit in treasury.units:
        die = books.draw("year", year, unit.region, unit.code)
        _personnel(die, treasury, unit, year)
        _operating(books, die, treasury, unit, year)
        _specific(books, die, treasury, unit, year)


def code_of(unit: Unit, first_year: int, number: int) -> str:
    """Write the code of a unit's project."""
    return f"{unit.region}{first_year % 100:02d}{unit.code}{number:03d}"


def standing(treasury: Treasury, unit: Unit, year: int, number: int, called: str) -> Project:
    """Give the unit's project that comes back every year."""
    first = treasury.until.year - 2
    code = code_of(unit, first, number)
    for project in treasury.register.get((unit.region, year - 1), []):
        if project.code == code:
            return project
    return Project(code, unit, called, str(number), unit.running, first)


def _personnel(die: Random, treasury: Treasury, unit: Unit, year: int) -> None:
    project = standing(treasury, unit, year, 1, "人员经费")
    growth = 1 + 0.03 * (year - treasury.until.year)
    for economic, per_head in PERSONNEL[unit.kind]:
        monthly = round(unit.staff * per_head * growth * die.uniform(0.98, 1.02)) * YUAN
        function = PERSONNEL_FUNCTION.get(economic, unit.running)
        if economic == "30110":
            function = "2101101" if unit.kind == "1" else "2101102"
        allotment = treasury.allot(
            year, project, economic, round(monthly * 12 / 0.985 / WAN + 0.5) * WAN,
            date(year, 1, 2 + die.randrange(3)), function=function,
        )  # fmt: skip
        payee = _fund_of(treasury, unit, economic)
        for month in range(1, 13):
            on = workday(die, year, month, 8, 12)
            amount = monthly * die.randint(9950, 10_050) // 10_000
            treasury.pay(allotment, on, amount, payee, _personnel_purpose(economic, month),
                         method="1")  # fmt: skip


def _personnel_purpose(economic: str, month: int) -> str:
    words = {"30101": "基本工资", "30102": "津贴补贴", "30107": "绩效工资",
             "30108": "单位缴养老保险", "30110": "单位缴医疗保险",
             "30113": "单位缴住房公积金"}  # fmt: skip
    return f"{month}月{words[economic]}"


def _fund_of(treasury: Treasury, unit: Unit, economic: str) -> Payee:
    """Where wages and contributions go: one account of the whole government."""
    names = {"30101": "工资统发清算户", "30102": "津贴统发清算户", "30107": "绩效统发清算户",
             "30108": "社会保险费征缴专户", "30110": "医疗保险费征缴专户",
             "30113": "住房公积金归集专户"}  # fmt: skip
    return treasury.payees[unit.region].named(f"{unit.where}{names[economic]}")


def _operating(books: Books, die: Random, treasury: Treasury, unit: Unit, year: int) -> None:
    project = standing(treasury, unit, year, 2, "公用经费")
    pot = unit.staff * 19_000 * YUAN
    issued = date(year, 1, 2 + die.randrange(3))
    for economic, weight, count, trade, purpose in OPERATING:
        amount = round(pot * weight / 100 * die.uniform(0.85, 1.15) / (100 * YUAN)) * 100 * YUAN
        allotment = treasury.allot(year, project, economic, amount, issued)
        for on, share in instalments(die, year, scaled(0.665, 9), count):
            payee = _paid_for(die, treasury, unit, trade, int(amount * share))
            part = treasury.distinct(payee, int(amount * share))
            card = trade == "card"
            treasury.pay(allotment, on, part, payee, purpose, settlement="3" if card else "1")
    _three_publics(books, treasury, project, year, issued)


def _paid_for(die: Random, treasury: Treasury, unit: Unit, trade: str, amount: int) -> Payee:
    payees = treasury.payees[unit.region]
    if trade == "card":
        return payees.named(f"{unit.where}公务卡还款清算户")
    if trade == "union":
        return payees.named(f"{unit.name}工会委员会")
    if trade == "people":
        small = amount < 9_600 * YUAN
        return die.choice(payees.people) if small else payees.any(die, "daily")
    return payees.any(die, trade)


def _three_publics(
    books: Books, treasury: Treasury, project: Project, year: int, issued: date
) -> None:
    """三公经费. The same months every year, a little less each time."""
    unit = project.unit
    die = books.draw("publics", unit.region, unit.code)
    shrink = 0.955 ** (year - (treasury.until.year - 2))
    lines = [*THREE_PUBLICS]
    if unit.region == CITY and unit.code in ("102001", "105001", "115001"):
        lines.append(("30212", "因公出国（境）", "service"))
    for economic, purpose, trade in lines:
        yearly = unit.staff * die.randint(500, 900) * YUAN
        if economic == "30231":
            yearly = unit.vehicles * die.randint(20_000, 26_000) * YUAN
        amount = round(yearly * shrink / YUAN) * YUAN
        allotment = treasury.allot(year, project, economic, amount, issued)
        months = sorted({2, *die.sample(range(3, 13), 5)})
        for at, month in enumerate(months):
            reach = CALM[months[at + 1] - 1] if at + 1 < len(months) else 0.94
            done = CALM[month - 1] if at else 0.0
            jitter = die.randrange(100)
            payee = treasury.payees[unit.region].any(die, trade)
            day = date(year, month, 3 + die.randrange(20))
            part = round(yearly * shrink * (reach - done)) - 5 * YUAN + jitter
            treasury.pay(allotment, day, treasury.distinct(payee, part), payee, purpose)


def _specific(books: Books, die: Random, treasury: Treasury, unit: Unit, year: int) -> None:
    """项目支出. What was begun earlier goes on; something new may begin."""
    going = [
        p for p in treasury.register.get((unit.region, year - 1), [])
        if p.unit is unit and p.category == "3" and p.first_year + p.term > year
        and p.code[-3:] < "500"
    ]  # fmt: skip
    wanted = die.choice((3, 3, 4)) if unit.code.endswith("001") else die.choice((2, 2, 3))
    for number in range(3, 3 + wanted):
        plan = None
        if number - 3 < len(going):
            project = going[number - 3]
            template = template_of(project)
        else:
            choices = (*TEMPLATES[unit.department.code], die.choice(EVERYWHERE))
            template = choices[(number - 3 + int(unit.code[-2:])) % len(choices)]
            project = begin(treasury, unit, year, template, len(going) + number)
        pace = _pace(die, treasury, project, year)
        if pace:
            plan = Plan(usual(die, unit, template).amount, pace, 22)
        fund_project(books, treasury, project, template, year, plan)


CATCHING_UP = tuple(share * 0.78 if month < 9 else share for month, share in enumerate(CALM))


def _pace(die: Random, treasury: Treasury, project: Project, year: int) -> Sequence[float] | None:
    """Draw how a slow project goes; most are not slow, and some catch up in time."""
    drawn, within = die.random(), die.random()
    by, reach = 12, None
    if year == treasury.until.year:
        by = treasury.until.month
        if drawn < 0.14:
            reach = by / 12 - (0.21 if drawn < 0.03 else 0.11) - 0.07 * within
        elif drawn < 0.17:
            return CATCHING_UP
    elif drawn < 0.06:
        reach = (0.72 if drawn < 0.012 else 0.82) + 0.06 * within
    if reach is None:
        return None
    treasury.slow.append((project, year, reach))
    return scaled(reach, by)


def template_of(project: Project) -> Template:
    """Find what kind of project it is, by its name."""
    for template in (*TEMPLATES[project.unit.department.code], *EVERYWHERE):
        if template.name in project.name:
            return template
    raise LookupError(f"no template is called like {project.name!r}")


def begin(treasury: Treasury, unit: Unit, year: int, template: Template, number: int) -> Project:
    """Enter a new project into the register."""
    function = template.function or unit.running
    called = template.name if unit.code.endswith("001") else f"{unit.name[2:]}{template.name}"
    term = 1 if treasury.number("term", unit.region, 0) % 4 == 0 else 3
    return Project(
        code_of(unit, year, number + 10 * (year - treasury.until.year + 2)), unit, called, "3",
        function, year, template.fund, term,
    )  # fmt: skip


class Plan(NamedTuple):
    """How much a project gets in a year, and how fast it goes."""

    amount: int
    pace: Sequence[float] = CALM
    times: int | None = None


def usual(die: Random, unit: Unit, template: Template) -> Plan:
    """Draw the usual size of such a project."""
    size = 1.0 if unit.region == CITY else 0.35
    return Plan(round(die.uniform(template.least, template.most) * size) * WAN)


def fund_project(
    books: Books, treasury: Treasury, project: Project, template: Template, year: int,
    plan: Plan | None = None,
) -> Allotment:  # fmt: skip
    """Allot a project's money for a year, contract it and pay it."""
    unit = project.unit
    die = books.draw("project", year, project.code)
    amount, pace, count = plan or usual(die, unit, template)
    allotment = treasury.allot(
        year, project, template.economic, amount, date(year, 2, die.randint(5, 10))
    )
    most = (420 if unit.region == CITY else 80) * WAN
    count = count or min(18, max(4, amount // (45 * WAN)))
    biggest = max(b - a for a, b in itertools.pairwise(pace[1:]))
    if amount > most:
        count = max(count, 11 * -(-int(amount * biggest * 1.5) // most))
    draw_down(die, treasury, allotment, template, instalments(die, year, pace, count, 2))
    return allotment


def draw_down(
    die: Random, treasury: Treasury, allotment: Allotment, template: Template, plan: list[Share],
    amount: int | None = None,
) -> None:  # fmt: skip
    """Pay an allotment by its plan, under contracts where firms are paid."""
    payees = treasury.payees[allotment.unit.region]
    amount = allotment.executable if amount is None else amount
    parts = [(on, int(amount * share)) for on, share in plan if amount * share >= 100 * YUAN]
    if sum(share for _, share in plan) > 0.9999:
        on, part = parts[-1]
        parts[-1] = (on, part + amount - sum(part for _, part in parts))
    if template.trade == "people":
        called = f"{allotment.unit.name}一卡通代发户{allotment.project.code[-3:]}"
        for at, (on, part) in enumerate(parts):
            payee = payees.named(f"{called}{'甲乙丙丁'[at % 4]}")
            treasury.pay(allotment, on, part, payee, f"{template.name}发放")
        return
    firms = min(len(parts), 1 + amount // (400 * WAN), 4)
    for at in range(firms):
        mine = parts[len(parts) * at // firms : len(parts) * (at + 1) // firms]
        payee = payees.any(die, template.trade)
        wanted = sum(part for _, part in mine)
        mine = [(on, treasury.distinct(payee, part)) for on, part in mine]
        mine[-1] = (mine[-1][0], mine[-1][1] + wanted - sum(part for _, part in mine))
        contract = sign(die, treasury, allotment, payee, mine)
        for number, (on, part) in enumerate(mine, 1):
            treasury.pay(allotment, on, part, payee, f"{template.name}第{number}期款",
                         contract=contract.code)  # fmt: skip


def sign(
    die: Random, treasury: Treasury, allotment: Allotment, payee: Payee, parts: list[Part]
) -> Contract:
    """Sign a contract that its instalments fulfil to the fen."""
    unit, year = allotment.unit, allotment.year
    amount = sum(part for _, part in parts)
    first, last = parts[0][0], parts[-1][0]
    signed = first - timedelta(days=die.randint(8, 20))
    done = last - timedelta(days=die.randint(1, 20))
    contract = Contract(
        f"HT{year}{unit.region[-2:]}{treasury.number('contract', unit.region, year):05d}",
        allotment, payee, amount, round(amount * die.uniform(1.0, 1.06) / WAN + 1) * WAN,
        signed, signed - timedelta(days=die.randint(5, 25)), signed + timedelta(days=1),
        signed + timedelta(days=die.randint(2, 6)),
        done if last <= treasury.until else None,
        procedure="1" if amount >= 400 * WAN else die.choice("356"),
        is_small=payee.is_small,
    )  # fmt: skip
    treasury.contracts.append(contract)
    return contract
