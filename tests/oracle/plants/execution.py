"""预算执行. What is planted for the rules of execution."""

from datetime import date, timedelta
from typing import Any

from tests.oracle.city import City, yuan


def b02(city: City) -> None:
    """Pay above an allotment by a fen, and up to its last fen."""
    for nth in range(8):
        region, fires = city.government(), nth < 5
        city.drop("allotment_change", region)
        city.drop("payment", region, fiscal_year=2026)
        city.add("allotment", region, allotment="A2", amount=yuan(70), frozen=yuan("0.50"))
        city.add("allotment_change", region, change="C2", allotment="A2", amount=yuan("2.50"))
        extra = [yuan("0.01"), yuan(1), yuan(900)][nth % 3] if fires else yuan(-nth + 5)
        city.add("payment", region, payment="V2", allotment="A2", amount=yuan(100))
        city.add(
            "payment", region, payment="V3", allotment="A2", amount=yuan(-28) + extra, business="2"
        )
        city.add("payment", region, payment="V4", allotment="A2", amount=yuan(9), business="9")
        city.plant("B02", region, 2026, "A2", fires=fires)


def b01(city: City) -> None:
    """Pay on an allotment that nobody issued, or that is not active."""
    region = city.government("4")
    city.add("allotment", region, allotment="A-idle", active=False)
    city.add("allotment", region, allotment="A-2025", fiscal_year=2025)
    for nth, allotment in enumerate(["A-none", "A-idle", "A-2025", "A-idle", "A-lost"]):
        day = date(2026, 2, 1 + nth)
        city.add("payment", region, payment=f"X{nth}", allotment=allotment, paid_on=day)
        city.plant("B01", region, 2026, f"X{nth}", fires=True)
    own = city.name(region, "A1")
    for nth, cells in enumerate(
        [{"allotment": own}, {"allotment": "A-none", "amount": yuan(-5)}, {"business": "9"}]
    ):
        city.add("payment", region, payment=f"Y{nth}", **({"allotment": "A-none"} | cells))
        city.plant("B01", region, 2026, f"Y{nth}", fires=False)


def b03(city: City) -> None:
    """Be a fen more than ten points behind, or ten points to the fen; in a year that is over."""
    for nth, fires in _eight():
        region = _fresh(city, 2025)
        paid = yuan([90, 80, 70, 70, 0][nth % 5]) - yuan("0.01") if fires and nth != 4 else yuan(90)
        paid = yuan(0) if nth == 4 else paid
        _spend(city, region, 2025, "P-B03", yuan(100), paid)
        city.plant("B03", region, 2025, "P-B03", fires=fires)


def b04(city: City) -> None:
    """Pay nothing net on an allotment, or a fen; a frozen one may not be paid."""
    region = city.government()
    for nth, fires in _eight():
        name, frozen = f"A4{nth}", yuan(70) if nth == 7 else yuan(0)
        city.add("allotment", region, allotment=name, amount=yuan(70), frozen=frozen)
        if nth in (1, 2):
            city.add("payment", region, payment=f"V4{nth}", allotment=name, amount=yuan(9))
            city.add("payment", region, payment=f"W4{nth}", allotment=name, amount=yuan(-9))
        if nth in (3, 7):
            city.add("payment", region, payment=f"V4{nth}", allotment=name, business="9")
        if nth in (5, 6):
            city.add("payment", region, payment=f"V4{nth}", allotment=name, amount=yuan("0.01"))
        city.plant("B04", region, 2026, name, fires=fires)


def b05(city: City) -> None:
    """Pay half of the year in December to the fen, or a fen less."""
    for nth, fires in _eight():
        region, project = _fresh(city, 2025), "P-B05"
        own = {"project": project, "fiscal_year": 2025, "allotment": None}
        city.add("payment", region, **own, payment="X1", amount=yuan(50), paid_on=date(2025, 3, 1))
        amount = yuan(50 + nth) if fires else yuan(50) - yuan("0.01") * (nth - 4)
        day = date(2025, 12, 1 + 30 * (nth % 2))
        city.add("payment", region, **own, payment="X2", amount=amount, paid_on=day)
        city.plant("B05", region, 2025, project, fires=fires)


def b07(city: City) -> None:
    """Pay a fen more than the budget of the code, or all of it; without a line, anything."""
    _codes(city, "B07", ["30212", "30217", "30231", "31013", "3021701"])


def b08(city: City) -> None:
    """Pay a fen more than in the same months of last year, or as much."""
    for nth, fires in _eight():
        region, unit = city.government(), f"U8{nth}"
        city.add("unit", region, unit=unit)
        code = ["30212", "30217", "30231", "31013"][nth % 4]
        own = {"unit": unit, "department_economic": code, "allotment": None}
        day = {"fiscal_year": 2025, "paid_on": date(2025, 3, 3)}
        if nth != 4:
            city.add("payment", region, payment="L1", amount=yuan(100), **own, **day)
        whole = city.as_of == date(2026, 12, 31)
        after = date(2026, 1, 1) if whole else date(2025, 12, 31)
        city.add("payment", region, payment="L2", amount=yuan(70), fiscal_year=2025,
                 paid_on=after, **own)  # fmt: skip
        more = [yuan("0.01"), yuan(20), yuan("20.01"), yuan(900), yuan(-99)][nth % 5]
        extra = more if fires else yuan(-nth + 5)
        city.add("payment", region, payment="N1", amount=yuan(100) + extra, **own)
        city.plant("B08", region, 2026, f"{unit}/{code}", fires=fires)


def b09(city: City) -> None:
    """Pay a fen more for meetings than the budget, or all of it."""
    _codes(city, "B09", ["30215", "30216", "30211", "30215", "3021601"])


def b13(city: City) -> None:
    """Pay oneself by transfer out of money that is not for people."""
    region = city.government()
    name = next(city.of("unit", region, fiscal_year=2026))["name"]
    city.add("project", region, project="PP", category="1")
    ways: list[dict[str, Any]] = [
        {}, {"payee": f" {name}"}, {"payee": f"{name[:1]}（{name[1:]}）"}, {"amount": yuan(1)},
        {"department_economic": "31003"},
        {"department_economic": "30305"}, {"settlement": "2"}, {"project": "PP"},
    ]  # fmt: skip
    for nth, fires in _eight():
        _paid(city, "B13", region, nth, fires=fires, **({"payee": name} | ways[nth]))


def b14(city: City) -> None:
    """Pay a sister unit; oneself, or a unit of another department, is no finding here."""
    region = city.government()
    own = next(city.of("unit", region, fiscal_year=2026))["name"]
    city.add("unit", region, unit="US", name="市实验小学有限责任公司")
    city.add("unit", region, unit="UO", name="市中医院", department="D9")
    sister = "市实验小学有限公司"
    names = ["市实验小学有限责任公司", sister, "市 实验小学有限公司", sister, f"{sister} ",
             own, "市中医院", "市实验小学"]  # fmt: skip
    for nth, fires in _eight():
        _paid(city, "B14", region, nth, fires=fires, payee=names[nth])


def b15(city: City) -> None:
    """Pay a finance office below; a finance bureau may."""
    region = city.government()
    city.add("unit", region, unit="UF", name="某市财政局机关")
    ways: list[dict[str, Any]] = [
        {"payee": "东城区财政局"}, {"payee": "大营镇财政所"}, {"payee": "西城区 财政局"},
        {"payee": "某县财政局国库科"}, {"payee": "石桥乡财政所（预算外）"},
        {"payee": "东城区财政局", "unit": "UF"}, {"payee": "财政大学"},
        {"payee": "东城区财政局", "amount": yuan(-3)},
    ]  # fmt: skip
    for nth, fires in _eight():
        _paid(city, "B15", region, nth, fires=fires, **ways[nth])


def b16(city: City) -> None:
    """Pay a person ten thousand yuan for work, or a fen less."""
    region = city.government()
    ways: list[dict[str, Any]] = [
        {"payee": "赵一"}, {"payee": "钱二三"}, {"payee": "孙 四"}, {"payee": "欧阳六七"},
        {"payee": "李八", "department_economic": "3022601"},
        {"payee": "周九", "amount": yuan("9999.99")}, {"payee": "吴十一二三"},
        {"payee": "郑十", "department_economic": "30227"},
    ]  # fmt: skip
    for nth, fires in _eight():
        usual = {"department_economic": "30226", "amount": yuan(10_000 + (nth % 2) * 5)}
        _paid(city, "B16", region, nth, fires=fires, **(usual | ways[nth]))


def b17(city: City) -> None:
    """Pay ten thousand in parts within a month, or a fen off it, or at once."""
    region = city.government()
    for nth, fires in _eight():
        payee = f"拆分第{nth}商行"
        parts = [yuan(4000), yuan(6000) + (yuan("0.01") if nth == 5 else 0)]
        if nth == 6:
            parts = [yuan(10_000)]
        for part, amount in enumerate(parts):
            day = date(2026, 5 + (part if nth == 7 else 0), 1 + 29 * part)
            city.add("payment", region, payment=f"B17{nth}{part}", payee=payee, amount=amount,
                     paid_on=day, payee_account=f"17{nth}")  # fmt: skip
        city.plant("B17", region, "2026-05", f"{city.name(region, 'U1')}/{payee}", fires=fires)


def b18(city: City) -> None:
    """Reach the line within thirty days by parts below it, or a fen less, or a day later."""
    region = city.government()
    for nth, fires in _eight():
        payee, first = f"规避第{nth}商行", date(2026, 4, 2 + nth % 3)
        second = first + timedelta(days=30 if nth == 6 else 29 - nth)
        short = yuan("0.01") if nth == 5 else 0
        contract = "K18" if nth == 7 else None
        for part, (day, amount) in enumerate(
            [(first, yuan(2_500_000)), (second, yuan(2_500_000) - short)]
        ):
            city.add("payment", region, payment=f"B18{nth}{part}", payee=payee, amount=amount,
                     paid_on=day, contract=contract, payee_account=f"18{nth}{part}")  # fmt: skip
        subject = f"{city.name(region, 'U1')}/{payee}"
        city.plant("B18", region, f"{second:%Y-%m}", subject, fires=fires)


def b19(city: City) -> None:
    """Pay the same account the same amount on the thirtieth day, or the thirty-first."""
    region = city.government()
    for nth, fires in _eight():
        own = {"payee_account": f"1900{nth}", "amount": yuan(300 + nth)}
        second = {"purpose": "另一用途"} if nth == 3 else {}
        if nth == 6:
            second = {"amount": yuan("306.01")}
        if nth == 7:
            own["department_economic"] = "30101"
        gone = timedelta(days=31 if nth == 5 else 30 - 7 * (nth % 5))
        city.add("payment", region, payment=f"B19{nth}a", paid_on=date(2026, 4, 1), **own)
        later = date(2026, 4, 1) + gone
        city.add("payment", region, **(own | second | {"payment": f"B19{nth}b", "paid_on": later}))
        city.plant("B19", region, f"{later:%Y-%m}", f"B19{nth}b", fires=fires)


def b20(city: City) -> None:
    """Pay the line of one's tier to the fen, or a fen less."""
    for nth, fires in _eight():
        tier = "2345"[nth % 4]
        line = yuan({"2": 10_000_000, "3": 5_000_000, "4": 1_000_000, "5": 200_000}[tier])
        region = city.government(tier)
        _paid(city, "B20", region, nth, fires=fires, amount=line - (0 if fires else yuan("0.01")))


def b21(city: City) -> None:
    """Use one account under two names; two spellings of one name are one."""
    region = city.government()
    names = [
        ("甲公司", "乙公司"),
        ("丙厂", "丁厂"),
        ("戊店", "己店"),
        ("庚", "辛"),
        ("A", "B"),
        ("壬有限公司", "壬有限责任公司"),
        ("癸（集团）", "癸(集团)"),
        ("子", " 子"),
    ]
    for nth, fires in _eight():
        for part, name in enumerate(names[nth]):
            city.add("payment", region, payment=f"B21{nth}{part}", payee=name,
                     payee_account=f"2100{nth}", amount=yuan(21 + part))  # fmt: skip
        city.plant("B21", region, 2026, f"account/2100{nth}", fires=fires)


def b22(city: City) -> None:
    """Draw a fen more than fifty thousand in cash, or fifty thousand."""
    region = city.government()
    for nth, fires in _eight():
        amount = yuan(50_000) + (yuan("0.01") * (nth + 1) if fires or nth == 7 else 0)
        way = "1" if nth == 7 else "2"
        _paid(city, "B22", region, nth, fires=fires, amount=amount, settlement=way)


def b24(city: City) -> None:
    """Put a fen more than a tenth on a catch-all code, or exactly a tenth."""
    region = city.government()
    for nth, fires in _eight():
        unit = f"U24{nth}"
        city.add("unit", region, unit=unit)
        scheme = ("department_economic", "government_economic")[nth % 2]
        catch = (("39999", "30299"), ("59999", "50299"))[nth % 2][nth // 2 % 2]
        own = {"unit": unit, "allotment": None}
        city.add("payment", region, payment=f"C24{nth}", amount=yuan(90), **own)
        extra = yuan("0.02") if fires else 0
        city.add("payment", region, payment=f"D24{nth}", amount=yuan(10) + extra,
                 **own, **{scheme: catch})  # fmt: skip
        city.plant("B24", region, 2026, f"{unit}/{scheme}", fires=fires)


def b27(city: City) -> None:
    """Change the total without an approval, or by what was approved."""
    for nth, fires in _eight():
        region = city.government()
        moved = yuan([1, -1, "0.01", 150, 90][nth % 5]) if nth != 5 else yuan(0)
        for row in city.of("statement", region, fiscal_year=2026, side="2"):
            row["revised"] += moved
        if nth == 4:
            city.add("transfer", "410000", transfer=f"T27{region}", to_region=region, kind="2",
                     amount=yuan(90))  # fmt: skip
        if nth > 5:
            city.add("legal_event", region, event="M27", kind="adjustment_approved")
        city.plant("B27", region, 2026, "1", fires=fires)


def b28(city: City) -> None:
    """Move a fen more than a tenth of the opening budget, or exactly a tenth."""
    for nth, fires in _eight():
        region = city.government()
        moved = yuan([5, 15, "15.01", 40, "5.01"][nth % 5]) if fires else yuan("4.99")
        for kind, sign in (("3", 1), ("4", -1)):
            more = yuan("0.02") if fires and kind == "3" else 0
            city.add("allotment_change", region, change=f"C28{kind}", kind=kind,
                     amount=sign * moved + more)  # fmt: skip
        city.plant("B28", region, 2026, f"department/{city.name(region, 'D1')}", fires=fires)


def b30(city: City) -> None:
    """Spend a fen less than half of a supplement by the end of the year, or half."""
    region = city.government()
    for nth, fires in _eight():
        name = f"A30{nth}"
        own = {"fiscal_year": 2025, "allotment": name}
        kind = "1" if nth == 7 else "2"
        city.add("allotment", region, **own, kind=kind, amount=yuan(100))
        paid = yuan(50) - (yuan("0.01") * (nth + 1) if nth not in (5, 6) else 0)
        city.add("payment", region, **own, payment=f"V30{nth}", amount=paid)
        city.plant("B30", region, 2025, name, fires=fires)


def b32(city: City) -> None:
    """Keep a fen of money two years old, or spend all of it; a year old may be kept."""
    region = city.government()
    for nth, fires in _eight():
        name = f"A32{nth}"
        origin = 2025 if nth == 7 else 2024 - nth % 3
        city.add("allotment", region, allotment=name, kind="3", origin_year=origin,
                 amount=yuan(30), frozen=yuan(30) if nth == 1 else yuan(0))  # fmt: skip
        paid = yuan(30) - (yuan("0.01") * (nth + 1) if fires else 0)
        city.add("payment", region, allotment=name, payment=f"V32{nth}",
                 amount=yuan(0) if nth == 1 else paid)  # fmt: skip
        city.plant("B32", region, 2026, name, fires=fires)


def b37(city: City) -> None:
    """Hold a fen less than 0.3 or more than 0.8 months of outflow, or just that."""
    for nth, fires in _eight():
        region = city.government()
        city.drop("treasury_balance", region)
        closing = ["29.99", "80.01", 0, 500, "-3"][nth] if fires else [30, 80, 55][nth - 5]
        for month, day in ((7, 31), (8, 31)):
            city.add("treasury_balance", region, stated_on=date(2026, month, day),
                     outflow=yuan(100), closing=yuan(closing))  # fmt: skip
        city.plant("B37", region, city.as_of.year, "treasury", fires=fires)


def b42(city: City) -> None:
    """Take in a fen more than fifteen points ahead or behind, or just fifteen; rush a quarter."""
    for nth, fires in _eight():
        region = city.government()
        city.drop("receipt", region, fiscal_year=2025)
        for code, approved in (("101", 800), ("103", 250), ("10301", 30), ("10306", 20)):
            city.add("statement", region, fiscal_year=2025, month=0, side="1", code=code,
                     approved=yuan(approved))  # fmt: skip
        came = (
            yuan(["849.99", "1150.01", 1, 3000, 850][nth])
            if fires
            else yuan([850, 1150, 1000][nth - 5])
        )
        late = came / 2 + (yuan("0.01") if nth == 4 else 0)
        late = late.quantize(yuan(1)) if nth == 4 else yuan(0)
        for part, (amount, day) in enumerate(
            [(came - late, date(2025, 5, 5)), (late, date(2025, 6, 21))]
        ):
            city.add("receipt", region, fiscal_year=2025, receipt=f"R42{part}", amount=amount,
                     received_on=day)  # fmt: skip
        period = "2025Q2" if nth == 4 else 2025
        city.plant("B42", region, period, "general_revenue", fires=fires)


def b44(city: City) -> None:
    """Take a fen less than 60 % by taxes, or 60 %."""
    for nth, fires in _eight():
        region = city.government()
        city.drop("receipt", region, fiscal_year=2026)
        taxes = yuan(["59.99", 50, "49.99", 0, 55][nth % 5]) if fires else yuan(60)
        for code, amount in (("1010101", taxes), ("10304", 100 - taxes), ("10301", yuan(900))):
            city.add("receipt", region, receipt=f"R44{code}", revenue_item=code, amount=amount)
        city.plant("B44", region, 2026, "general_revenue", fires=fires)


def b45(city: City) -> None:
    """Take 30 % and a fen more by fees while taxes fall by a fen, or not quite."""
    for nth, fires in _eight():
        region = city.government()
        city.drop("receipt", region)
        fees = yuan(130) + (yuan("0.01") * (nth + 1) if nth not in (5, 6) else 0)
        taxes = yuan(200) - (0 if nth == 7 else yuan("0.01"))
        for year, code, amount in (
            (2025, "1010101", yuan(200)), (2025, "10304", yuan(100)),
            (2026, "1010101", taxes), (2026, "10304", fees),
        ):  # fmt: skip
            city.add("receipt", region, fiscal_year=year, receipt=f"R45{year}{code}",
                     revenue_item=code, amount=amount)  # fmt: skip
        city.plant("B45", region, 2026, "general_revenue", fires=fires)


def b51(city: City) -> None:
    """Hold a fen less than six months of outlay, or six months."""
    region = city.government()
    for nth, fires in _eight():
        scheme = f"9{nth}0"
        balance = yuan(["59.99", 30, "29.99", -5, 0][nth % 5]) if fires else yuan(60 + nth - 5)
        for month in ("2026-07", "2026-08"):
            city.add("insurance_fund", region, scheme=scheme, month=month, outlay=yuan(10),
                     balance=balance)  # fmt: skip
        city.plant("B51", region, city.as_of.year, scheme, fires=fires)


def b52(city: City) -> None:
    """Owe a small firm a fen on the thirty-first day, or all of it on the thirtieth."""
    region = city.government()
    for nth, fires in _eight():
        name = f"K52{nth}"
        gone = [31, 60, 61, 200, 31][nth % 5] if nth != 5 else 30
        small = nth != 6
        city.add("contract", region, contract=name, delivered_on=city.as_of - timedelta(days=gone),
                 is_small_firm=small, supplement=yuan(5))  # fmt: skip
        paid = yuan(95) - (yuan("0.01") * (nth + 1) if nth != 7 else 0)
        city.add("payment", region, payment=f"V52{nth}", contract=name, amount=paid,
                 payee_account=f"52{nth}")  # fmt: skip
        city.plant("B52", region, 2026, name, fires=fires)


def b55(city: City) -> None:
    """Give a project that scored 59.99 as much as before, or a fen less; 60 may have it."""
    region = city.government()
    for nth, fires in _eight():
        project = f"P55{nth}"
        score = yuan(60) if nth == 7 else yuan("59.99") - nth
        for year, amount in ((2025, yuan(100)), (2026, yuan(100) - (yuan("0.01") if nth in (5, 6)
                             else -nth))):  # fmt: skip
            city.add("project", region, project=project, fiscal_year=year)
            if nth != 4 or year == 2026:
                city.add("department_budget", region, line=f"L55{nth}{year}", fiscal_year=year,
                         project=project, approved=amount)  # fmt: skip
        city.add("performance", region, project=project, fiscal_year=2025, score=score)
        city.plant("B55", region, 2026, project, fires=fires)


def b56(city: City) -> None:
    """Miss a target by a little more than a fifth, or by a fifth."""
    region = city.government()
    for nth, fires in _eight():
        project = f"P56{nth}"
        reached = (
            ["79.99", "120.01", "59.99", 0, "140.01"][nth % 5] if fires else [80, 120, 100][nth - 5]
        )
        city.add("performance", region, project=project, target_value=yuan(999), actual_value=None)
        for indicator, actual in (("K1", yuan(100)), ("K2", yuan(reached))):
            city.add("performance", region, project=project, indicator=indicator,
                     target_value=yuan(100), actual_value=actual)  # fmt: skip
        city.plant("B56", region, 2026, project, fires=fires)


def b59(city: City) -> None:
    """Give a project a fen more than its total by all channels, or all of it."""
    region = city.government()
    for nth, fires in _eight():
        project = f"P59{nth}"
        for year in (2025, 2026):
            city.add("project", region, project=project, fiscal_year=year, total_amount=yuan(150))
        city.add("allotment", region, allotment=f"A59{nth}", project=project, amount=yuan(60),
                 fiscal_year=2025)  # fmt: skip
        city.add("allotment", region, allotment=f"B59{nth}", project=project, kind="3",
                 amount=yuan(60))  # fmt: skip
        extra = yuan("0.01") * (nth + 1) if fires else 0
        city.add("bond_project", region, project=project, allocated=yuan(90) + extra)
        city.plant("B59", region, city.as_of.year, project, fires=fires)


def b60(city: City) -> None:
    """Let the balance miss by two fen, or by one."""
    region = city.government()
    for nth, fires in _eight():
        scheme, off = f"6{nth}0", yuan("0.02") * (nth + 1) if fires else yuan("0.01")
        sign = -1 if nth % 2 else 1
        for month, balance in (("2025-12", yuan(100)), ("2026-01", yuan(101) + sign * off)):
            city.add("insurance_fund", region, scheme=scheme, month=month, balance=balance)
        city.plant("B60", region, "2026-01", scheme, fires=fires)


def _eight() -> list[tuple[int, bool]]:
    return [(nth, nth < 5) for nth in range(8)]


def _paid(city: City, code: str, region: str, nth: int, *, fires: bool, **cells: Any) -> None:
    usual = {"payment": f"{code}-{nth}", "payee_account": f"{code}{nth}{region}"}
    city.add("payment", region, **(usual | cells))
    city.plant(code, region, 2026, f"{code}-{nth}", fires=fires)


def _fresh(city: City, year: int) -> str:
    """Found a government that has spent nothing in that year."""
    region = city.government()
    for feed in ("payment", "allotment", "allotment_change"):
        city.drop(feed, region, fiscal_year=year)
    return region


def _spend(city: City, region: str, year: int, project: str, amount: Any, paid: Any) -> None:
    own = {"fiscal_year": year, "project": project}
    city.add("allotment", region, allotment="A9", amount=amount, **own)
    city.add("payment", region, payment="V9", allotment="A9", amount=paid, **own)


def _codes(city: City, rule: str, codes: list[str]) -> None:
    region = city.government()
    for nth, fires in _eight():
        unit, code = f"U{rule}{nth}", codes[nth % 5]
        city.add("unit", region, unit=unit, department=f"D{rule}{nth}")
        if nth != 3:
            city.add("department_budget", region, line=f"L{rule}{nth}", unit=unit,
                     department_economic=code[:5], approved=yuan(80))  # fmt: skip
        paid = yuan(80) + (yuan("0.01") * (nth + 1) if fires else -yuan(nth - 5))
        city.add("payment", region, payment=f"V{rule}{nth}", unit=unit, allotment=None,
                 department_economic=code, amount=paid)  # fmt: skip
        city.plant(rule, region, 2026, f"{unit}/{code[:5]}", fires=fires)
