"""Hidden in the payments and allotments: B01 B02 B03 B04 B07 B19 B32, and their near misses."""

from datetime import date, timedelta

from service.demo.books import Books, month_of
from service.demo.hiding import Hidden
from service.demo.places import CITY
from service.demo.treasury import (
    WAN,
    YUAN,
    Allotment,
    Change,
    Contract,
    Pay,
    Project,
    Treasury,
)


def hide_in_execution(books: Books, treasury: Treasury, hidden: Hidden) -> None:
    """Hide everything about paying what was not, or not so, allotted."""
    _without_allotment(treasury, hidden)
    _old_houses(treasury, hidden)
    _over_allotment(treasury, hidden)
    _ten_points(books, treasury, hidden)
    _never_paid(treasury, hidden)
    _publics(hidden)
    _twice(treasury, hidden)
    _old_carry_over(treasury, hidden)


def _without_allotment(treasury: Treasury, hidden: Hidden) -> None:
    """B01. Two that name no allotment, one that names a dead one; a year-end voucher may."""
    year = hidden.year
    for region, code, on, amount, named in (
        (CITY, "106001", date(year, 8, 21), 286_400, f"BGT-{year}-0099917"),
        ("419822", "104001", date(year - 1, 6, 12), 73_150, f"BGT-{year - 2}-2200003"),
    ):
        unit = hidden.unit(region, code)
        payee = treasury.payees[region].firms["goods"][7]
        pay = Pay(unit, on, amount * YUAN, payee, "装备购置款", named=named)
        treasury.loose.append(pay)
        hidden.say("B01", _like(treasury, unit.region, on.year), pay, "red",
                   "it names an allotment that is not in the year's books")  # fmt: skip
    host = hidden.roomy(CITY, "110", year, 40 * WAN)
    dead = treasury.allot(year, host.project, host.economic, 60 * WAN, date(year, 4, 7),
                          kind="2", active=False)  # fmt: skip
    pay = hidden.pay(
        dead,
        date(year, 9, 9),
        18_6500 * YUAN,
        treasury.payees[CITY].firms["works"][3],
        "固废处置应急服务",
    )
    hidden.say("B01", dead, pay, "red", "its allotment may not be executed")
    voucher = Pay(hidden.unit(CITY, "115001"), date(year - 1, 12, 31), 52_000 * YUAN,
                  hidden.unit(CITY, "115001").account, "年终结转", named="JZ-0001",
                  business="9")  # fmt: skip
    treasury.loose.append(voucher)
    hidden.say("B01", _like(treasury, CITY, year - 1), voucher, None,
               "a year-end voucher is no payment")  # fmt: skip


def _like(treasury: Treasury, region: str, year: int) -> Allotment:
    return next(a for a in treasury.allotments_of(year) if a.unit.region == region)


def _old_houses(treasury: Treasury, hidden: Hidden) -> None:
    """B02. 老旧小区改造: frozen in August, paid on in September."""
    year = hidden.year
    unit = hidden.unit(CITY, "111001")
    project = Project(f"{CITY}{year % 100}111001521", unit, "老旧小区改造", "3", "2210108", year,
                      is_key=True)  # fmt: skip
    allotment = treasury.allot(
        year, project, "31006", 1_200 * WAN, date(year, 2, 12),
        document=f"安财预〔{year}〕18号", frozen=120 * WAN, frozen_on=date(year, 8, 20),
        changes=[Change(date(year, 6, 5), "1", 350 * WAN)],
    )  # fmt: skip
    payees = treasury.payees[CITY]
    walls, drains = payees.named("安澜第二建筑工程公司"), payees.named("河湾市政工程公司")
    for payee, listed in (
        (walls, ((3, 18, 2_400_000, "外墙保温"), (4, 29, 1_860_000, "外墙保温"),
                 (7, 22, 2_180_000, "屋面防水"), (8, 26, 1_560_420, "屋面防水"))),
        (drains, ((5, 27, 3_120_000, "雨污分流"), (6, 24, 2_750_000, "雨污分流"),
                  (8, 12, -64_000, "退回多付"), (9, 23, 1_380_000, "路面恢复"))),
    ):  # fmt: skip
        number = f"HT{year}00{treasury.number('contract', CITY, year):05d}"
        for month, day, amount, purpose in listed:
            hidden.pay(allotment, date(year, month, day), amount * YUAN, payee, purpose,
                       contract=number, business="2" if amount < 0 else "1")  # fmt: skip
        amount = 1_000 * WAN
        treasury.contracts.append(Contract(
            number, allotment, payee, amount, amount, date(year, 2, 26), date(year, 2, 9),
            date(year, 2, 27), date(year, 3, 2), is_small=False,
        ))  # fmt: skip
    hidden.say("B02", allotment, allotment, "red",
               "paid 886,420.00 more than the 14,300,000.00 that may be executed")  # fmt: skip


def _over_allotment(treasury: Treasury, hidden: Hidden) -> None:
    """B02. By much, by a fen, by nothing, and by something that came back."""
    year = hidden.year
    for region, code, economic, in_year, over in (
        (CITY, "113001", "30213", year, 312_000 * YUAN),
        ("419823", "116001", "30209", year - 1, 1),
        ("419821", "103001", "30209", year, 0),
    ):
        line = hidden.line(hidden.unit(region, code), economic, in_year)
        on = date(in_year, 9, 15)
        left = line.executable + over - line.paid
        if in_year < year:
            on = date(in_year, 12, 22)
        hidden.pay(line, on, left, treasury.payees[region].firms["works"][11], "河道疏浚应急维修"
                   if code == "113001" else "物业服务费结算")  # fmt: skip
        hidden.say("B02", line, line, "red" if over else None,
                   f"paid {over / 100:,.2f} more than may be executed")  # fmt: skip
    line = hidden.line(hidden.unit(CITY, "107001"), "30202", year)
    payee = treasury.payees[CITY].firms["daily"][13]
    left = line.executable - line.paid
    hidden.pay(line, date(year, 8, 5), left + 9_000 * YUAN, payee, "印刷费结算")
    hidden.pay(line, date(year, 8, 27), -9_000 * YUAN, payee, "退回多付印刷费", business="2")
    hidden.say("B02", line, line, None, "what was too much came back")


def _ten_points(books: Books, treasury: Treasury, hidden: Hidden) -> None:
    """B03. Exactly ten points behind is in time; one fen more is not."""
    year, month = hidden.year, books.until.month
    for at, short in enumerate((0, 1)):
        unit = hidden.unit("419822", "116001")
        project = Project(
            f"419822{year % 100}116001{531 + at}",
            unit,
            ("村卫生室达标", "健康驿站")[at],
            "3",
            "2100409",
            year,
        )
        amount = 36 * WAN
        allotment = treasury.allot(year, project, "30227", amount, date(year, 2, 9))
        left = amount * (10 * month - 12) // 120 - short
        for part in range(2, month):
            share = left // (month - part + 1)
            payee = treasury.payees["419822"].firms["service"][20 + part + at]
            share = treasury.distinct(payee, share)
            hidden.pay(allotment, date(year, part, 17), share, payee, "服务费")
            left -= share
        payee = treasury.payees["419822"].firms["service"][40 + at]
        hidden.pay(allotment, date(year, month, 17), left, payee, "服务费")
        hidden.say(
            "B03",
            allotment,
            project,
            "yellow" if short else None,
            "a fen more than ten points behind" if short else "exactly ten points behind",
        )


def _never_paid(treasury: Treasury, hidden: Hidden) -> None:
    """B04. Money that nobody touched: since January, until July, or for a whole year."""
    year = hidden.year
    for region, code, in_year, first_paid in (
        (CITY, "112001", year, None), (CITY, "104002", year, None), (CITY, "110001", year, None),
        (CITY, "116003", year, None), ("419821", "111001", year, None),
        ("419825", "114001", year, None),
        (CITY, "106001", year - 1, None),
        (CITY, "104003", year, date(year, 7, 9)), (CITY, "106001", year, date(year, 7, 16)),
        (CITY, "114001", year, date(year, 8, 13)), (CITY, "108001", year, date(year, 5, 14)),
        ("419824", "104001", year, date(year, 7, 23)),
    ):  # fmt: skip
        unit = hidden.unit(region, code)
        host = hidden.line(unit, "30201", in_year)
        line = treasury.allot(in_year, host.project, "30214", 8_000 * YUAN, date(in_year, 1, 5))
        if first_paid:
            payee = treasury.payees[region].firms["service"][31]
            amount = treasury.distinct(payee, 6_700 * YUAN)
            hidden.pay(line, first_paid, amount, payee, "场地租赁费")
            hidden.say("B04", line, line, None, "first paid in summer")
        else:
            grade = "orange" if in_year == year else "red"
            hidden.say("B04", line, line, grade, "nothing was paid at all")
    _came_back(treasury, hidden)


def _came_back(treasury: Treasury, hidden: Hidden) -> None:
    """B04. What was paid and returned was not paid; what is frozen need not be."""
    year = hidden.year
    host = hidden.line(hidden.unit(CITY, "109001"), "30201", year)
    returned, held = (
        treasury.allot(year, host.project, "30214", 8_000 * YUAN, date(year, 1, 5)) for _ in "12"
    )
    held.frozen, held.frozen_on = held.amount, date(year, 2, 20)
    hidden.say("B04", held, held, None, "all of it is frozen")
    payee = treasury.payees[CITY].firms["service"][33]
    hidden.pay(returned, date(year, 3, 11), 6_180 * YUAN, payee, "场地租赁费")
    hidden.pay(returned, date(year, 8, 19), -6_180 * YUAN, payee, "退回场地租赁费",
               business="2")  # fmt: skip
    hidden.say("B04", returned, returned, "orange", "what was paid came back")


def _publics(hidden: Hidden) -> None:
    """B07. Receptions and a car paid from other lines; one budget met to the fen."""
    year, treasury = hidden.year, hidden.treasury
    unit = hidden.unit(CITY, "115002")
    budget = hidden.line(unit, "30217", year)
    source = hidden.line(unit, "30201", year)
    source.amount += 2 * WAN
    hidden.pay(source, date(year, 9, 18), budget.amount - budget.paid + 1_880 * YUAN,
               treasury.payees[CITY].firms["daily"][21], "公务接待", economic="30217")  # fmt: skip
    hidden.say(
        "B07",
        source,
        f"{unit.code}/30217",
        "red",
        "receptions 1,880.00 above the unit's budget, paid from its office line",
    )
    alone = sum(u.region == CITY and u.department is unit.department for u in treasury.units) == 1
    hidden.say("B07", source, "department/115/30217", "red" if alone else None,
               "the department's budget is the sum of its units'")  # fmt: skip
    car = hidden.roomy("419824", "104", year - 1, 20 * WAN)
    hidden.pay(
        car,
        date(year - 1, 10, 16),
        17_9800 * YUAN,
        treasury.payees["419824"].firms["goods"][5],
        "公务用车购置",
        economic="31013",
    )
    for subject in (f"{car.unit.code}/31013", "department/104/31013"):
        hidden.say("B07", car, subject, "red", "a car for which nothing was budgeted")
    line = hidden.line(hidden.unit(CITY, "103001"), "30231", year - 1)
    hidden.pay(line, date(year - 1, 12, 18), line.executable - line.paid,
               treasury.payees[CITY].firms["daily"][22], "公务用车加油维修")  # fmt: skip
    hidden.say("B07", line, "103001/30231", None, "the budget is met to the fen")


def _twice(treasury: Treasury, hidden: Hidden) -> None:
    """B19. The same account, the same amount, within thirty days."""
    year = hidden.year
    for region, department, on, days, yuan, same, grade in (
        (CITY, "116", date(year, 8, 17), 9, 126_000, True, "orange"),
        (CITY, "104", date(year, 5, 18), 30, 48_600, True, "orange"),
        ("419821", "104", date(year, 6, 11), 14, 36_850, True, "orange"),
        (CITY, "106", date(year - 1, 10, 13), 3, 92_400, True, "orange"),
        (CITY, "111", date(year, 4, 21), 21, 215_700, False, "yellow"),
        ("419824", "116", date(year, 7, 7), 16, 27_300, False, "yellow"),
        (CITY, "113", date(year - 1, 5, 12), 28, 64_180, False, "yellow"),
        (CITY, "117", date(year, 6, 2), 31, 58_200, True, None),
        ("419826", "104", date(year, 3, 12), 60, 41_250, True, None),
    ):  # fmt: skip
        host = hidden.roomy(region, department, on.year, 2 * yuan * YUAN)
        payee = treasury.payees[region].firms["goods"][30 + on.day % 12]
        later = on + timedelta(days=days)
        hidden.pay(host, on, yuan * YUAN, payee, "设备耗材采购")
        second = hidden.pay(host, later, yuan * YUAN, payee,
                            "设备耗材采购" if same else "配件更换")  # fmt: skip
        hidden.says("B19", region, month_of(later), second, grade,
                    f"the same account and amount {days} days apart")  # fmt: skip


def _old_carry_over(treasury: Treasury, hidden: Hidden) -> None:
    """B32. Carried over twice and still not spent; or spent just in time."""
    year = hidden.year
    for region, department, in_year, share, grade in (
        (CITY, "105", year, 0.92, "red"), ("419825", "114", year, 0.8, "red"),
        (CITY, "110", year, 1.0, None),
        ("419823", "104", year, 1.0, None),
    ):  # fmt: skip
        host = hidden.roomy(region, department, in_year, 0)
        amount = 24 * WAN
        old = treasury.allot(in_year, host.project, host.economic, amount, date(in_year, 1, 12),
                             kind="3", origin_year=in_year - 2)  # fmt: skip
        payee = treasury.payees[region].firms["service"][50]
        first = treasury.distinct(payee, round(amount * share) // 2)
        hidden.pay(old, date(in_year, 2, 19), first, payee, "上上年度合同尾款")
        hidden.pay(old, date(in_year, 7, 14), round(amount * share) - first, payee, "结清尾款")
        hidden.say(
            "B32",
            old,
            old,
            grade,
            f"{100 - round(share * 100)} % of a two-year-old carry-over is left",
        )
