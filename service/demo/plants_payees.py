"""Hidden in who is paid and how: B13 to B22, S13, and what large sums look like."""

from datetime import date, timedelta

from service.demo.hiding import Hidden
from service.demo.names import Payee
from service.demo.places import CITY
from service.demo.treasury import WAN, YUAN, Treasury


def hide_among_payees(treasury: Treasury, hidden: Hidden) -> None:
    """Hide payments that go where they should not, or are cut to a shape."""
    _to_themselves(treasury, hidden)
    _to_people(treasury, hidden)
    _in_slices(treasury, hidden)
    _in_cash(treasury, hidden)
    _one_account(treasury, hidden)
    _in_one_piece(treasury, hidden)


def _to_themselves(treasury: Treasury, hidden: Hidden) -> None:
    """B13, B14, B15. To its own account, to a sister unit, to a county's finance bureau."""
    year = hidden.year
    host = hidden.roomy(CITY, "107", year, 96 * WAN)
    own = hidden.pay(host, date(year, 8, 6), 96 * WAN, host.unit.account, "转入本单位账户")
    hidden.say("B13", host, own, "red", "to the unit's own account")
    host = hidden.roomy(CITY, "115", year, 20 * WAN)
    sister = next(
        (u for u in treasury.units if u.department is host.unit.department
         and u.region == CITY and u is not host.unit), None,
    )  # fmt: skip
    if sister:
        moved = hidden.pay(host, date(year, 5, 20), 18_4000 * YUAN, sister.account, "活动经费")
        hidden.say("B14", host, moved, "orange", "to a sister unit of its department")
    host = hidden.roomy(CITY, "113", year, 30 * WAN)
    bureau = treasury.payees[CITY].named("白堰县财政局")
    down = hidden.pay(host, date(year, 7, 15), 28_0000 * YUAN, bureau, "河道治理补助")
    hidden.say("B15", host, down, "red", "straight to a county's finance bureau")


def _to_people(treasury: Treasury, hidden: Hidden) -> None:
    """B16. Ten thousand for a person's labour is where it begins."""
    year = hidden.year
    for region, code, at, fen, grade in (
        (CITY, "113001", 3, 2_800_000, "yellow"), (CITY, "115001", 5, 1_000_000, "yellow"),
        ("419823", "104001", 7, 1_350_000, "yellow"), (CITY, "105001", 9, 999_999, None),
    ):  # fmt: skip
        line = hidden.line(hidden.unit(region, code), "30226", year)
        line.amount += fen
        person = treasury.payees[region].people[at]
        paid = hidden.pay(line, date(year, 4, 9 + at), fen, person, "专家劳务费")
        hidden.say("B16", line, paid, grade, f"{fen / 100:,.2f} to a person")


def _in_slices(treasury: Treasury, hidden: Hidden) -> None:
    """B17, B18. Slices that make a round sum, and slices that stay below the line."""
    year = hidden.year
    for region, department, slices, round_sum in (
        (CITY, "104", (128_000, 97_500, 74_500), True),
        ("419822", "104", (23_300, 16_700), True),
        (CITY, "103", (61_200, 38_900), False),
    ):
        host = hidden.roomy(region, department, year, sum(slices) * YUAN)
        payee = treasury.payees[region].firms["goods"][44]
        for at, amount in enumerate(slices):
            hidden.pay(host, date(year, 6, 4 + 5 * at), amount * YUAN, payee, "教学用品")
        subject = f"{host.unit.code}/{payee.name}"
        hidden.says("B17", region, f"{year}-06", subject, "yellow" if round_sum else None,
                    "slices of one month make a round sum")  # fmt: skip
    for region, department, each, count in (
        (CITY, "109", 480_0000, 3), ("419824", "104", 46_0000, 4), (CITY, "106", 160_0000, 3),
    ):  # fmt: skip
        host = hidden.roomy(region, department, year, count * each * YUAN)
        payee = treasury.payees[region].firms["works"][41]
        for at in range(count):
            hidden.pay(host, date(year, 5, 6) + timedelta(days=9 * at),
                       (each - 1_370 * at) * YUAN - at * 7, payee, "工程零星款")  # fmt: skip
        grade = None if each == 160_0000 else "orange"
        hidden.says("B18", region, f"{year}-05", f"{host.unit.code}/{payee.name}", grade,
                    f"{count} payments of about {each:,} within thirty days")  # fmt: skip


def _in_cash(treasury: Treasury, hidden: Hidden) -> None:
    """B22. More cash than may be drawn at once."""
    year = hidden.year
    for code, fen, grade in (("106001", 6_200_000, "orange"), ("107001", 5_000_000, None)):
        line = hidden.line(hidden.unit(CITY, code), "30201", year)
        line.amount += fen
        payee = treasury.payees[CITY].named(f"{line.unit.name}备用金")
        drawn = hidden.pay(line, date(year, 7, 8), fen, payee, "提取备用金", settlement="2")
        hidden.say("B22", line, drawn, grade, f"{fen / 100:,.2f} in cash")


def _one_account(treasury: Treasury, hidden: Hidden) -> None:
    """B21. One account under two names."""
    year = hidden.year
    for region, at in ((CITY, 52), ("419825", 33)):
        known = treasury.payees[region].firms["service"][at]
        alias = Payee(treasury.payees[region].firms["service"][at + 1].name, known.account,
                      known.bank)  # fmt: skip
        for day, payee in ((14, known), (27, alias)):
            line = hidden.line(hidden.unit(region, "103001"), "30209", year)
            line.amount += 9_100 * YUAN
            hidden.pay(line, date(year, 4, day), (8_000 + day) * YUAN + 3, payee, "保洁服务费")
        hidden.says("B21", region, str(year), f"account/{known.account}", "yellow",
                    "one account, two names")  # fmt: skip


def note_repayments(hidden: Hidden) -> None:
    """B20. A bond is repaid in one piece, and large."""
    for allotment in hidden.treasury.allotments:
        line = 500 * WAN if allotment.unit.region == CITY else 100 * WAN
        for pay in allotment.pays if allotment.function[:3] in ("231", "232") else ():
            if pay.amount >= line:
                hidden.say("B20", allotment, pay, "yellow", "a debt that was served at once")


def _in_one_piece(treasury: Treasury, hidden: Hidden) -> None:
    """B20, S13. Large sums; one large purchase without a card."""
    year = hidden.year
    for region, department, on, yuan, grade in (
        (CITY, "106", date(year, 3, 18), 6_280_000, "yellow"),
        (CITY, "116", date(year, 4, 16), 5_000_000, "yellow"),
        ("419821", "104", date(year, 5, 21), 1_120_000, "yellow"),
        (CITY, "104", date(year, 6, 17), 4_999_999, None),
    ):
        host = hidden.roomy(region, department, year, yuan * YUAN)
        payee = treasury.payees[region].firms["goods"][49]
        paid = hidden.pay(host, on, yuan * YUAN, payee, "设备购置款", economic="31003",
                          contract=f"HT{year}DE{on.day:03d}")  # fmt: skip
        hidden.say("B20", host, paid, grade, f"{yuan:,} in one payment")
        hidden.say("S13", host, paid, "orange" if grade else None,
                   "a large purchase, and no card of it")  # fmt: skip
