"""Hidden in budgets and their changes: A12 A24 A25 A26 B05 B08 B09 B24 B28 B30 B55, P01 to P06."""

from datetime import date, timedelta

from service.demo.books import Books
from service.demo.budget import Plan, code_of, fund_project
from service.demo.hiding import Hidden
from service.demo.places import CITY
from service.demo.templates import Template
from service.demo.treasury import CALM, WAN, YUAN, Allotment, Change, Contract, Project, Treasury


def hide_in_budgets(books: Books, treasury: Treasury, hidden: Hidden) -> None:
    """Hide habits of budgeting, and contracts that went their own way."""
    _coarse(hidden)
    _rush(books, treasury, hidden)
    _meetings(hidden)
    _virements(hidden)
    _cut_late(hidden)
    _half_spent(treasury, hidden)
    _stacked(treasury, hidden)
    _unapproved(treasury, hidden)
    _contracts(treasury, hidden)


def _coarse(hidden: Hidden) -> None:
    """A12. Lines whose codes stop short."""
    year = hidden.year
    line = hidden.line(hidden.unit(CITY, "102001"), "30299", year)
    line.economic = "302"
    hidden.say("A12", line, f"YS{line.code[4:]}", "orange", "an economic code of three digits")


def _rush(books: Books, treasury: Treasury, hidden: Hidden) -> None:
    """B05. A project that was paid in December."""
    year = hidden.year - 1
    unit = hidden.unit(CITY, "117001")
    template = Template("应急演练服务", "2240109", "30227", "service", 0, 0)
    for at, december, grade in ((571, 0.62, "orange"), (572, 0.45, None)):
        project = Project(code_of(unit, year, at), unit, template.name, "3", template.function,
                          year, term=1)  # fmt: skip
        pace = (*(share * (1 - december) / CALM[11] * 0.97 for share in CALM[:12]), 0.97)
        fund_project(books, treasury, project, template, year, Plan(46 * WAN, pace, 11))
        hidden.says("B05", CITY, str(year), project.code, grade,
                    f"about {december:.0%} of the year was paid in December")  # fmt: skip


def _meetings(hidden: Hidden) -> None:
    """B09. Meetings and training paid from another line."""
    year = hidden.year
    for region, code, economic in ((CITY, "108001", "30216"), ("419822", "114001", "30215")):
        unit = hidden.unit(region, code)
        budget = hidden.line(unit, economic, year)
        source = hidden.line(unit, "30201", year)
        source.amount += budget.amount
        payee = hidden.treasury.payees[region].firms["service"][37]
        hidden.pay(source, date(year, 8, 11), budget.amount - budget.paid + 2_600 * YUAN, payee,
                   "培训会议费", economic=economic)  # fmt: skip
        hidden.say("B09", budget, f"{code}/{economic}", "orange", "2,600.00 above its budget")


def _virements(hidden: Hidden) -> None:
    """B28. A tenth of a county department's budget moved between its lines."""
    year = hidden.year
    own = [
        a for a in hidden.treasury.allotments_of(year)
        if a.unit.region == "419826" and a.unit.department.code == "104" and a.kind == "1"
        and a.active
    ]  # fmt: skip
    opening = sum(a.amount for a in own)
    amount = opening * 6 // 100
    source = max(own, key=lambda a: (a.amount, a.code))
    target = hidden.line(hidden.unit("419826", "104001"), "30201", year)
    on = date(year, 9, 11)
    source.amount += amount
    source.changes.append(Change(on, "4", -amount, target.code))
    target.changes.append(Change(on, "3", amount, source.code))
    for at, payee in enumerate(hidden.treasury.payees["419826"].firms["works"][46:55], 1):
        part = hidden.treasury.distinct(payee, amount * 3 // 40)
        hidden.pay(target, on + timedelta(days=at), part, payee, "校园改造")
    hidden.says("B28", "419826", str(year), "department/104", "yellow",
                "more than a tenth of its opening budget was moved")  # fmt: skip


def _cut_late(hidden: Hidden) -> None:
    """A26. Reductions that wait for December."""
    year = hidden.year - 1
    own = [
        a for a in hidden.treasury.allotments_of(year)
        if a.unit.region == CITY and a.unit.department.code == "101" and a.kind == "1"
    ]  # fmt: skip
    amount = sum(a.amount for a in own) * 13 // 100
    largest = max(own, key=lambda a: (a.amount, a.code))
    largest.amount += amount
    largest.changes.append(Change(date(year, 12, 18), "2", -amount))
    hidden.says("A26", CITY, str(year), "department/101", "yellow",
                "more than a tenth was cut in December")  # fmt: skip


def _half_spent(treasury: Treasury, hidden: Hidden) -> None:
    """B30. A supplement that nobody needed."""
    year = hidden.year - 1
    for share, grade in ((31, "yellow"), (50, None)):
        host = hidden.roomy(CITY, "111", year, 0)
        more = treasury.allot(year, host.project, host.economic, 40 * WAN, date(year, 8, 6),
                              kind="2", superior=f"豫财预〔{year}〕{90 + share}号")  # fmt: skip
        payee = treasury.payees[CITY].firms["works"][share]
        hidden.pay(more, date(year, 10, 22), more.amount * share // 100, payee, "供热改造进度款")
        hidden.say("B30", more, more, grade, f"{share} % of a supplement was paid")


def _stacked(treasury: Treasury, hidden: Hidden) -> None:
    """A25. New money on top of a carry-over of a third."""
    year = hidden.year
    host = hidden.roomy(CITY, "116", year, 0)
    last = [
        a for a in treasury.allotments_of(year - 1) if a.project is host.project
    ]  # fmt: skip
    whole = sum(a.executable for a in last if a.kind != "3")
    if not whole:
        return
    amount = whole * 34 // 100
    old = treasury.allot(year, host.project, host.economic, amount, date(year, 1, 14), kind="3",
                         origin_year=year - 1)  # fmt: skip
    for at in range(12):
        payee = treasury.payees[CITY].firms["goods"][at]
        part = treasury.distinct(payee, amount * 7 // 100)
        hidden.pay(old, date(year, 2 + at % 6, 11 + at), part, payee, "设备尾款")
    hidden.says("A25", CITY, str(year), f"{host.unit.code}/{host.project.code}", "yellow",
                "a third carried over, and new money on top")  # fmt: skip


def _unapproved(treasury: Treasury, hidden: Hidden) -> None:
    """B27. A county's budget changes, and its standing committee was never asked."""
    year = hidden.year
    host = hidden.roomy("419821", "104", year, 0)
    more = treasury.allot(year, host.project, host.economic, 46 * WAN, date(year, 7, 6),
                          kind="2", superior=f"安财预〔{year}〕77号")  # fmt: skip
    for at, payee in enumerate(treasury.payees["419821"].firms["goods"][20:24]):
        part = treasury.distinct(payee, more.amount * 19 // 100)
        hidden.pay(more, date(year, 7, 9 + 7 * at) if at < 3 else date(year, 8, 19), part, payee,
                   "教学设备款")  # fmt: skip


def _contracts(treasury: Treasury, hidden: Hidden) -> None:
    """P01 to P06, B52. Contracts signed late, filed late, grown, overpaid, or not paid."""
    year = hidden.year
    wishes = (
        ("P01", {"awarded": 41}, "orange"), ("P01", {"awarded": 30}, None),
        ("P02", {"filed": 16}, "yellow"), ("P03", {"published": 8}, "yellow"),
        ("P04", {"supplement": 113}, "red"), ("P04", {"supplement": 100}, None),
        ("P05", {"budget": -43 * WAN}, "red"), ("P05", {"budget": 0}, None),
        ("P06", {"over": 5_000 * YUAN}, "red"), ("B52", {"owed": 45}, "yellow"),
        ("B52", {"owed": 74}, "red"), ("B52", {"owed": 30}, None),
    )  # fmt: skip
    for at, (code, wish, grade) in enumerate(wishes):
        department = ("116", "104", "106", "113", "111", "110")[at % 6]
        host = hidden.roomy(CITY, department, year, 60 * WAN)
        contract = _sign(treasury, host, at, wish, hidden.books.until)
        hidden.say(code, host, contract.code, grade, "; ".join(f"{k} {v}" for k, v in wish.items()))


def _sign(
    treasury: Treasury, host: Allotment, at: int, wish: dict[str, int], until: date
) -> Contract:
    year = host.year
    payee = treasury.payees[CITY].firms["service"][3 + at]
    signed = date(year, 3, 3) + timedelta(days=at)
    amount = 50 * WAN
    supplement = amount * wish["supplement"] // 1000 if "supplement" in wish else 0
    contract = Contract(
        f"HT{year}00{treasury.number('contract', CITY, year):05d}", host, payee, amount,
        amount + wish.get("budget", 2 * WAN), signed,
        signed - timedelta(days=wish.get("awarded", 12)),
        signed + timedelta(days=wish.get("published", 1)),
        signed + timedelta(days=wish.get("filed", 4)), is_small=True, supplement=supplement,
    )  # fmt: skip
    owed = wish.get("owed")
    contract.delivered_on = until - timedelta(days=owed) if owed else None
    whole = amount + supplement + wish.get("over", 0)
    for part, day in ((55, 60), (45, 130)):
        if part == 45 and owed:
            break
        treasury.pay(
            host,
            signed + timedelta(days=day),
            treasury.distinct(payee, whole * part // 100),
            payee,
            "服务费",
            contract=contract.code,
        )
    treasury.contracts.append(contract)
    return contract
