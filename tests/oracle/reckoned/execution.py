"""预算执行. The rules of execution, reckoned by hand."""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from tests.oracle.books import Books
from tests.oracle.city import Found, Row
from tests.oracle.reckoned.assets import LINES

THREE_PUBLICS = ("30212", "30217", "30231", "31013")
MEETINGS = ("30215", "30216", "30211")
CATCH_ALL = {
    "department_economic": ("39999", "30299"),
    "government_economic": ("59999", "50299"),
}
Sums = dict[tuple[str, int, str], Decimal]


def b01(books: Books) -> Iterator[Found]:
    """支付指标不存在，或者不可执行。"""
    active = {
        (row["region"], row["fiscal_year"], row["allotment"]): row["active"]
        for row in books.rows["allotment"]
        if row["issued_on"] <= books.as_of
    }
    for row in _single(books):
        key = (row["region"], row["fiscal_year"], row["allotment"])
        if row["allotment"] and not active.get(key, False):
            yield _of(row, "red")


def b02(books: Books) -> Iterator[Found]:
    """支付合计超过指标额、调整额，减冻结额；不可执行的归 B01。"""
    for row, executable, paid in books.allotments():
        if row["active"] and row["frozen"] is not None and paid > executable:
            yield Found(row["region"], str(row["fiscal_year"]), row["allotment"], "red")


def b03(books: Books) -> Iterator[Found]:
    """支出进度落后时间十、二十、三十个百分点：项目和部门。"""
    may: Sums = defaultdict(Decimal)
    spent: Sums = defaultdict(Decimal)
    on_file = {}
    for row, executable, _ in books.allotments():
        on_file[row["region"], row["fiscal_year"], row["allotment"]] = row
        if row["active"]:
            for subject in _subjects(books, row):
                may[row["region"], row["fiscal_year"], subject] += executable
    for row in books.payments():
        day = books.day_of(row["fiscal_year"])
        if day is None or row["paid_on"] > day:
            continue
        allotment = on_file.get((row["region"], row["fiscal_year"], row["allotment"]))
        if allotment is None or allotment["active"]:
            for subject in _subjects(books, allotment or row):
                spent[row["region"], row["fiscal_year"], subject] += row["amount"]
    for (region, year, subject), executable in may.items():
        day = books.day_of(year)
        if day is None or executable <= 0 or (day.month, day.day) < (3, 31):
            continue
        gone, whole = _gone(day)
        behind = gone * executable - whole * spent[region, year, subject]
        reached = [grade for tenths, grade in ((1, "yellow"), (2, "orange"), (3, "red"))
                   if 10 * behind > tenths * whole * executable]  # fmt: skip
        if reached:
            yield Found(region, str(year), subject, reached[-1])


def b04(books: Books) -> Iterator[Found]:
    """有指标而没有支付。"""
    for row, executable, paid in books.allotments():
        day = books.day_of(row["fiscal_year"])
        if not row["active"] or row["frozen"] is None or day is None or executable <= 0:
            continue
        if paid == 0 and (day.month, day.day) >= (3, 31):
            half = "yellow" if day.month <= 6 else "orange"
            grade = "red" if (day.month, day.day) == (12, 31) else half
            yield Found(row["region"], str(row["fiscal_year"]), row["allotment"], grade)


def b05(books: Books) -> Iterator[Found]:
    """十二月支出占全年：项目一半，部门四分之一。"""
    whole: Sums = defaultdict(Decimal)
    december: Sums = defaultdict(Decimal)
    for row in _of_the_year(books):
        if books.day_of(row["fiscal_year"]) == date(row["fiscal_year"], 12, 31):
            for subject in _subjects(books, row):
                key = (row["region"], row["fiscal_year"], subject)
                whole[key] += row["amount"]
                if (row["paid_on"].year, row["paid_on"].month) == (row["fiscal_year"], 12):
                    december[key] += row["amount"]
    for (region, year, subject), amount in whole.items():
        parts = 4 if subject.startswith("department/") else 2
        if amount > 0 and parts * december[region, year, subject] >= amount:
            yield Found(region, str(year), subject, "orange")


def b07(books: Books) -> Iterator[Found]:
    """三公经费超过部门预算：单位和部门。"""
    yield from _over_budget(books, THREE_PUBLICS, "red", departments=True)


def b08(books: Books) -> Iterator[Found]:
    """三公经费比上年同期增加。"""
    now: Sums = defaultdict(Decimal)
    before: Sums = defaultdict(Decimal)
    uncoded: Sums = defaultdict(Decimal)
    told = {(row["region"], row["fiscal_year"]) for row in books.payments()}
    for row in books.payments():
        for year, day in books.years():
            code = _code(row, THREE_PUBLICS)
            if row["fiscal_year"] == year and row["paid_on"] <= day and code:
                now[row["region"], year, f"{row['unit']}/{code}"] += row["amount"]
            if row["fiscal_year"] == year - 1 and row["paid_on"] <= _year_before(day):
                if code:
                    before[row["region"], year, f"{row['unit']}/{code}"] += row["amount"]
                elif not row["department_economic"]:
                    uncoded[row["region"], year, row["unit"]] += row["amount"]
    for (region, year, subject), amount in now.items():
        last = before[region, year, subject] + uncoded[region, year, subject.split("/")[0]]
        if (region, year - 1) in told and amount > last and amount > 0:
            grade = "orange" if last <= 0 or 10 * amount > 12 * last else "yellow"
            yield Found(region, str(year), subject, grade)


def b09(books: Books) -> Iterator[Found]:
    """会议、培训、差旅费超过调剂后的部门预算。"""
    yield from _over_budget(books, MEETINGS, "orange", departments=False)


def b13(books: Books) -> Iterator[Found]:
    """零余额账户转入本单位账户。"""
    projects = {(r["region"], r["fiscal_year"], r["project"]): r for r in books.rows["project"]}
    for row in _single(books):
        unit = _unit(books, row)
        project = projects.get((row["region"], row["fiscal_year"], row["project"]))
        code = (row["department_economic"] or "301")[:3]
        if unit and project and _plain(row["payee"]) == _plain(unit["name"]):
            if row["settlement"] == "1" and code not in ("301", "303"):
                if project["category"] != "1":
                    yield _of(row, "red")


def b14(books: Books) -> Iterator[Found]:
    """同一部门的单位之间互转。"""
    for row in _single(books):
        unit = _unit(books, row)
        sisters = [
            other
            for other in books.rows["unit"]
            if unit
            and (other["region"], other["fiscal_year"]) == (row["region"], row["fiscal_year"])
            and other["department"] == unit["department"]
            and other["unit"] != unit["unit"]
        ]
        name = _plain(row["payee"])
        if any(_plain(other["name"]) == name for other in sisters):
            if unit and name != _plain(unit["name"]):
                yield _of(row, "orange")


def b15(books: Books) -> Iterator[Found]:
    """不经转移支付直接拨给下级财政。"""
    for row in _single(books):
        unit = _unit(books, row)
        finance = any(word in _plain(row["payee"]) for word in ("财政局", "财政所"))
        if finance and unit and "财政局" not in _plain(unit["name"]):
            yield _of(row, "red")


def b16(books: Books) -> Iterator[Found]:
    """向个人支付大额劳务费。"""
    for row in _single(books):
        code, name = row["department_economic"] or "", _plain(row["payee"])
        person = 2 <= len(name) <= 4 and not any(name.endswith(end) for end in "店厂院校局所社站队")
        if code.startswith("30226") and person and row["amount"] >= 10_000:
            yield _of(row, "yellow")


def b17(books: Books) -> Iterator[Found]:
    """当月多笔支付合计为整万元。"""
    groups: dict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for row in _single(books):
        subject = f"{row['unit']}/{_plain(row['payee'])}"
        groups[row["region"], f"{row['paid_on']:%Y-%m}", subject].append(row["amount"])
    for (region, month, subject), amounts in groups.items():
        if len(amounts) > 1 and sum(amounts) % 10_000 == 0:
            yield Found(region, month, subject, "yellow")


def b18(books: Books) -> Iterator[Found]:
    """三十天内多笔低于大额线、合计达到大额线。"""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in _single(books):
        small = row["amount"] < LINES[books.tier(row["region"])]
        if small and not row["contract"] and row["function_item"][:3] not in ("231", "232"):
            groups[row["region"], f"{row['unit']}/{_plain(row['payee'])}"].append(row)
    for (region, subject), rows in groups.items():
        line = LINES[books.tier(region)]
        last = None
        for day in sorted({row["paid_on"] for row in rows}):
            window = [r["amount"] for r in rows if 0 <= (day - r["paid_on"]).days < 30]
            if sum(window) >= line:
                if last is None or (day - last).days >= 30:
                    yield Found(region, f"{day:%Y-%m}", subject, "orange")
                last = day


def b19(books: Books) -> Iterator[Found]:
    """三十天内向同一账户支付同一金额。"""
    groups: dict[tuple[str, str, Decimal], list[Row]] = defaultdict(list)
    for row in books.payments():
        code = (row["department_economic"] or "")[:3]
        if row["payee_account"] and row["amount"] and code not in ("301", "303"):
            key = (row["region"], row["payee_account"], abs(row["amount"]))
            groups[key].append(row)
    for rows in groups.values():
        standing: list[Row] = []
        for row in sorted(rows, key=lambda r: (r["paid_on"], -r["amount"], r["payment"])):
            if row["amount"] > 0:
                standing.append(row)
            elif standing:
                standing.pop()
        for nth, row in enumerate(standing):
            earlier = [e for e in standing[:nth] if (row["paid_on"] - e["paid_on"]).days <= 30]
            if earlier:
                told = [e["purpose"] for e in earlier]
                same = None in (*told, row["purpose"]) or row["purpose"] in told
                month = f"{row['paid_on']:%Y-%m}"
                grade = "orange" if same else "yellow"
                yield Found(row["region"], month, row["payment"], grade)


def b20(books: Books) -> Iterator[Found]:
    """单笔达到大额支付线。"""
    for row in _single(books):
        if row["amount"] >= LINES[books.tier(row["region"])]:
            yield _of(row, "yellow")


def b21(books: Books) -> Iterator[Found]:
    """同一账户有多个户名。"""
    names: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for row in _single(books):
        if row["payee_account"]:
            key = (row["region"], row["fiscal_year"], row["payee_account"])
            names[key].add(_plain(row["payee"]))
    for (region, year, account), of in names.items():
        if len(of) > 1:
            yield Found(region, str(year), f"account/{account}", "yellow")


def b22(books: Books) -> Iterator[Found]:
    """现金支付超过限额。"""
    for row in _single(books):
        if row["settlement"] == "2" and row["amount"] > 50_000:
            yield _of(row, "orange")


def b24(books: Books) -> Iterator[Found]:
    """兜底科目占单位支出一成以上。"""
    whole: Sums = defaultdict(Decimal)
    catch: Sums = defaultdict(Decimal)
    for row in _of_the_year(books):
        for scheme, codes in CATCH_ALL.items():
            key = (row["region"], row["fiscal_year"], f"{row['unit']}/{scheme}")
            whole[key] += row["amount"]
            if row[scheme] in codes:
                catch[key] += row["amount"]
    for (region, year, subject), amount in whole.items():
        part = catch[region, year, subject]
        if part > 0 and 10 * part > amount:
            yield Found(region, str(year), subject, "yellow")


def b27(books: Books) -> Iterator[Found]:
    """支出总额变动而没有调整方案获批。"""
    for (region, year), rows in _statement(books, "1", "2").items():
        day = books.day_of(year)
        if day is None or any(r["approved"] is None or r["revised"] is None for r in rows):
            continue
        difference = sum(r["revised"] - r["approved"] for r in rows)
        approved = any(
            (event["region"], event["fiscal_year"], event["kind"])
            == (region, year, "adjustment_approved")
            and event["happened_on"] is not None
            and event["happened_on"] <= day
            for event in books.rows["legal_event"]
        )
        earmarked = sum(
            row["amount"]
            for row in books.rows["transfer"]
            if (row["to_region"], row["fiscal_year"], row["kind"]) == (region, year, "2")
            and row["issued_on"] is not None
            and row["issued_on"] <= day
        )
        if difference and not approved:
            grade = "orange" if 0 < difference <= earmarked else "red"
            yield Found(region, str(year), "1", grade)


def b28(books: Books) -> Iterator[Found]:
    """调剂额占部门年初预算的比例。"""
    opening: Sums = defaultdict(Decimal)
    moved: Sums = defaultdict(Decimal)
    units = {
        (row["region"], row["fiscal_year"], row["allotment"]): row["unit"]
        for row in books.rows["allotment"]
    }
    for row in books.rows["department_budget"]:
        department = books.department(row["region"], row["fiscal_year"], row["unit"])
        opening[row["region"], row["fiscal_year"], f"department/{department}"] += row["approved"]
    for row in books.rows["allotment_change"]:
        day = books.day_of(row["fiscal_year"])
        unit = units.get((row["region"], row["fiscal_year"], row["allotment"]))
        if row["kind"] in ("3", "4") and day and row["changed_on"] <= day and unit:
            department = books.department(row["region"], row["fiscal_year"], unit)
            key = (row["region"], row["fiscal_year"], f"department/{department}")
            moved[key] += abs(row["amount"])
    for (region, year, subject), amount in moved.items():
        budget = opening[region, year, subject]
        if budget > 0 and 10 * amount > budget:
            grade = "orange" if 10 * amount > 3 * budget else "yellow"
            yield Found(region, str(year), subject, grade)


def b30(books: Books) -> Iterator[Found]:
    """追加指标到年底支出不到一半。"""
    for row, executable, paid in books.allotments():
        year = row["fiscal_year"]
        if books.day_of(year) == date(year, 12, 31) and row["kind"] == "2" and row["active"]:
            if row["frozen"] is not None and executable > 0 and 2 * paid < executable:
                yield Found(row["region"], str(year), row["allotment"], "yellow")


def b32(books: Books) -> Iterator[Found]:
    """结转超过两年的资金没有收回。"""
    for row, executable, paid in books.allotments():
        old = row["origin_year"] is not None and row["origin_year"] <= row["fiscal_year"] - 2
        if row["kind"] == "3" and old and executable + (row["frozen"] or 0) > paid:
            yield Found(row["region"], str(row["fiscal_year"]), row["allotment"], "red")


def b37(books: Books) -> Iterator[Found]:
    """库款余额与月均流出之比。"""
    days: dict[str, list[Row]] = defaultdict(list)
    for row in books.rows["treasury_balance"]:
        if row["stated_on"] <= books.as_of:
            days[row["region"]].append(row)
    for region, rows in days.items():
        last = max(rows, key=lambda row: row["stated_on"])
        day = last["stated_on"]
        year = [row for row in rows if row["stated_on"].year == day.year]
        outflow = sum(row["outflow"] for row in year)
        before = len({row["stated_on"].month for row in year} - {day.month})
        months = before + Decimal(day.day) / calendar.monthrange(day.year, day.month)[1]
        if outflow > 0:
            if 10 * last["closing"] * months < 3 * outflow:
                yield Found(region, str(books.as_of.year), "treasury", "red")
            elif 10 * last["closing"] * months > 8 * outflow:
                yield Found(region, str(books.as_of.year), "treasury", "blue")


def b42(books: Books) -> Iterator[Found]:
    """收入进度异常；季末十天集中入库。"""
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    quarters: dict[tuple[str, int, int], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 2)
    for row in _general(books):
        day, year = row["received_on"], row["fiscal_year"]
        sums[row["region"], year] += row["amount"]
        if day.year == year:
            quarter = (day.month + 2) // 3
            end = date(year, 3 * quarter, calendar.monthrange(year, 3 * quarter)[1])
            late = row["amount"] if (end - day).days < 10 else Decimal(0)
            now = quarters[row["region"], year, quarter]
            quarters[row["region"], year, quarter] = [now[0] + row["amount"], now[1] + late]
            if end > books.as_of:
                del quarters[row["region"], year, quarter]
    for (region, year, quarter), (whole, late) in quarters.items():
        if late > 0 and 2 * late > whole:
            yield Found(region, f"{year}Q{quarter}", "general_revenue", "yellow")
    for (region, year), rows in _statement(books, "1", "1", length=None).items():
        signs = {"101": 1, "103": 1, "10301": -1, "10306": -1}
        parts = [signs[r["code"]] * r["approved"] for r in rows if r["code"] in signs]
        day = books.day_of(year)
        if day and parts and sum(parts) > 0:
            gone, whole = _gone(day)
            off = whole * sums[region, year] - gone * sum(parts)
            if abs(off) * 100 > 15 * whole * sum(parts):
                yield Found(region, str(year), "general_revenue", "yellow")


def b44(books: Books) -> Iterator[Found]:
    """税收占一般公共预算收入的比例。"""
    tax: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    whole: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for row in _general(books):
        whole[row["region"], row["fiscal_year"]] += row["amount"]
        if row["revenue_item"].startswith("101"):
            tax[row["region"], row["fiscal_year"]] += row["amount"]
    for (region, year), amount in whole.items():
        if amount > 0 and 10 * tax[region, year] < 6 * amount:
            grade = "orange" if 10 * tax[region, year] < 5 * amount else "yellow"
            yield Found(region, str(year), "general_revenue", grade)


def b45(books: Books) -> Iterator[Found]:
    """税收下降而非税收入增长三成以上。"""
    sums: dict[tuple[str, int, int, bool], Decimal] = defaultdict(Decimal)
    years = {row["fiscal_year"] for row in books.rows["receipt"]}
    for row in _general(books):
        tax = row["revenue_item"].startswith("101")
        for year, day in books.years():
            if row["fiscal_year"] == year and row["received_on"] <= day:
                sums[row["region"], year, 0, tax] += row["amount"]
            if row["fiscal_year"] == year - 1 and row["received_on"] <= _year_before(day):
                sums[row["region"], year, -1, tax] += row["amount"]
    for region in {row["region"] for row in books.rows["receipt"]}:
        for year, _ in books.years():
            now, last = (sums[region, year, when, False] for when in (0, -1))
            taxes, last_taxes = (sums[region, year, when, True] for when in (0, -1))
            told = {y for y in years for r in books.rows["receipt"]
                    if r["region"] == region and r["fiscal_year"] == y}  # fmt: skip
            if {year, year - 1} <= told and taxes < last_taxes and 10 * now > 13 * last:
                if now > last:
                    yield Found(region, str(year), "general_revenue", "yellow")


def b51(books: Books) -> Iterator[Found]:
    """社保基金可支付月数不足六个月、三个月。"""
    for (region, scheme), rows in _funds(books).items():
        latest = max(row["month"] for (r, _), of in _funds(books).items() if r == region
                     for row in of)  # fmt: skip
        now = [row for row in rows if row["month"] == latest]
        year = [row for row in rows if row["month"][:4] == latest[:4]]
        outlay = sum(row["outlay"] for row in year)
        if now and outlay > 0 and now[0]["balance"] * len(year) < 6 * outlay:
            grade = "red" if now[0]["balance"] * len(year) < 3 * outlay else "yellow"
            yield Found(region, str(books.as_of.year), scheme, grade)


def b52(books: Books) -> Iterator[Found]:
    """拖欠中小企业款项三十天、六十天。"""
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in books.payments():
        if row["contract"]:
            paid[row["region"], row["contract"]] += row["amount"]
    for row in books.rows["contract"]:
        if row["signed_on"] > books.as_of or not row["is_small_firm"] or not row["delivered_on"]:
            continue
        due = row["amount"] + (row["supplement"] or 0)
        gone = (books.as_of - row["delivered_on"]).days
        if gone > 30 and paid[row["region"], row["contract"]] < due:
            grade = "red" if gone > 60 else "yellow"
            yield Found(row["region"], str(row["signed_on"].year), row["contract"], grade)


def b55(books: Books) -> Iterator[Found]:
    """绩效低分的项目仍按原规模安排预算。"""
    approved: Sums = defaultdict(Decimal)
    for row in books.rows["department_budget"]:
        if row["project"]:
            approved[row["region"], row["fiscal_year"], row["project"]] += row["approved"]
    for (region, year, project), amount in list(approved.items()):
        scores = {
            row["fiscal_year"]: row["score"]
            for row in books.rows["performance"]
            if (row["region"], row["project"], row["indicator"]) == (region, project, None)
            and row["fiscal_year"] < year
        }
        if year <= books.as_of.year and scores and amount > 0:
            last = approved.get((region, year - 1, project), Decimal(0))
            if scores[max(scores)] < 60 and amount >= last:
                yield Found(region, str(year), project, "yellow")


def b56(books: Books) -> Iterator[Found]:
    """绩效目标偏离两成、四成。"""
    projects: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
    for row in books.rows["performance"]:
        projects[row["region"], row["fiscal_year"], row["project"]].append(row)
    for (region, year, project), rows in projects.items():
        asked = [row for row in rows if row["indicator"] is not None] or rows
        off = [
            abs(row["actual_value"] - row["target_value"]) / abs(row["target_value"])
            for row in asked
            if row["target_value"] and row["actual_value"] is not None
        ]
        if year <= books.as_of.year and off and max(off) > Decimal("0.2"):
            grade = "orange" if max(off) > Decimal("0.4") else "yellow"
            yield Found(region, str(year), project, grade)


def b59(books: Books) -> Iterator[Found]:
    """多渠道安排的资金合计超过项目总投资。"""
    by_bond = {
        (row["region"], row["fiscal_year"], row["allotment"])
        for row in books.payments()
        if row["bond"]
    }
    together: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row, executable, _ in books.allotments():
        key = (row["region"], row["fiscal_year"], row["allotment"])
        if row["active"] and row["kind"] != "3" and row["project"] and key not in by_bond:
            together[row["region"], row["project"]] += executable
    for row in books.stock("bond_project", "stated_on"):
        together[row["region"], row["project"]] += row["allocated"]
    totals = {}
    for row in sorted(books.rows["project"], key=lambda row: row["fiscal_year"]):
        if row["fiscal_year"] <= books.as_of.year:
            totals[row["region"], row["project"]] = row["total_amount"]
    for row in books.stock("investment_project", "stated_on"):
        if row["approved_cost"] is not None:
            totals[row["region"], row["project"]] = row["approved_cost"]
    for (region, project), amount in together.items():
        total = totals.get((region, project))
        if total is not None and amount > total:
            yield Found(region, str(books.as_of.year), project, "orange")


def b60(books: Books) -> Iterator[Found]:
    """社保基金结余与上月结余、收支不衔接。"""
    for (region, scheme), rows in _funds(books).items():
        for before, now in pairwise(sorted(rows, key=lambda row: row["month"])):
            if _next(before["month"]) == now["month"]:
                follows = before["balance"] + now["income"] - now["outlay"]
                if abs(now["balance"] - follows) > Decimal("0.01"):
                    yield Found(region, now["month"], scheme, "orange")


def _of(row: Row, grade: str) -> Found:
    return Found(row["region"], str(row["fiscal_year"]), row["payment"], grade)


def _single(books: Books) -> Iterator[Row]:
    """Give what was paid, voucher by voucher: no refunds, no year-end carry-over."""
    for row in books.payments():
        if row["amount"] > 0 and row["fiscal_year"] <= books.as_of.year:
            yield row


def _of_the_year(books: Books) -> Iterator[Row]:
    """Give what counts in the sums of a fiscal year."""
    for row in books.payments():
        day = books.day_of(row["fiscal_year"])
        if day is not None and row["paid_on"] <= day:
            yield row


def _subjects(books: Books, row: Row) -> Iterator[str]:
    if row["project"]:
        yield row["project"]
    department = books.department(row["region"], row["fiscal_year"], row["unit"])
    if department:
        yield f"department/{department}"


def _gone(day: date) -> tuple[int, int]:
    """Give the share of the year gone: by months at a month's end, by days else."""
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return day.month, 12
    return day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365


def _year_before(day: date) -> date:
    last = day.day == calendar.monthrange(day.year, day.month)[1]
    end = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, end if last else min(day.day, end))


def _unit(books: Books, row: Row) -> Row | None:
    key = (row["region"], row["fiscal_year"], row["unit"])
    for unit in books.rows["unit"]:
        if (unit["region"], unit["fiscal_year"], unit["unit"]) == key:
            return unit
    return None


def _code(row: Row, codes: tuple[str, ...]) -> str | None:
    told = row["department_economic"] or ""
    return next((code for code in codes if told.startswith(code)), None)


def _plain(name: str) -> str:
    narrow = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in name)
    bare = "".join(c for c in narrow if c not in " \u3000\u00a0\t()[]{}<>〔〕【】〈〉《》「」")
    return bare.replace("有限责任公司", "有限公司")


def _over_budget(
    books: Books, codes: tuple[str, ...], grade: str, *, departments: bool
) -> Iterator[Found]:
    paid: Sums = defaultdict(Decimal)
    budget: Sums = defaultdict(Decimal)
    for row in _of_the_year(books):
        if code := _code(row, codes):
            for who in _who(books, row, departments=departments):
                paid[row["region"], row["fiscal_year"], f"{who}/{code}"] += row["amount"]
    for row in books.rows["department_budget"]:
        told = row["department_economic"] or ""
        for code in codes:
            if told.startswith(code) or code.startswith(told):
                for who in _who(books, row, departments=departments):
                    key = (row["region"], row["fiscal_year"], f"{who}/{code}")
                    budget[key] += row["approved"]
    allotments = {(r["region"], r["fiscal_year"], r["allotment"]): r for r in
                  books.rows["allotment"]}  # fmt: skip
    for change in books.rows["allotment_change"]:
        day = books.day_of(change["fiscal_year"])
        of = allotments.get((change["region"], change["fiscal_year"], change["allotment"]))
        virement = change["kind"] in ("3", "4") and day and change["changed_on"] <= day
        if not departments and virement and of and (code := _code(of, codes)):
            key = (change["region"], change["fiscal_year"], f"{of['unit']}/{code}")
            budget[key] += change["amount"]
    for (region, year, subject), amount in paid.items():
        if amount > 0 and amount > budget[region, year, subject]:
            yield Found(region, str(year), subject, grade)


def _who(books: Books, row: Row, *, departments: bool) -> Iterator[str]:
    yield row["unit"]
    department = books.department(row["region"], row["fiscal_year"], row["unit"])
    if departments and department:
        yield f"department/{department}"


def _statement(
    books: Books, book: str, side: str, *, length: int | None = 3
) -> dict[tuple[str, int], list[Row]]:
    """Give the rows of a book's latest month that is over, else of the opening budget."""
    rows: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in books.rows["statement"]:
        day = books.day_of(row["fiscal_year"])
        if (row["book"], row["side"]) != (book, side) or day is None or row["month"] > 12:
            continue
        month = row["month"]
        over = (
            month == 0
            or date(row["fiscal_year"], month, calendar.monthrange(row["fiscal_year"], month)[1])
            <= day
        )
        if over and (length is None or len(row["code"]) == length):
            rows[row["region"], row["fiscal_year"]].append(row)
    return {
        key: [row for row in of if row["month"] == max(row["month"] for row in of)]
        for key, of in rows.items()
    }


def _general(books: Books) -> Iterator[Row]:
    """Give the receipts of general revenue: 101 and 103 without 10301 and 10306."""
    for row in books.rows["receipt"]:
        code = row["revenue_item"]
        day = books.day_of(row["fiscal_year"])
        other = code.startswith(("10301", "10306"))
        if code.startswith(("101", "103")) and not other and day and row["received_on"] <= day:
            yield row


def _funds(books: Books) -> dict[tuple[str, str], list[Row]]:
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in books.rows["insurance_fund"]:
        if row["month"] <= f"{books.as_of:%Y-%m}":
            rows[row["region"], row["scheme"]].append(row)
    return rows


def _next(month: str) -> str:
    first = date(int(month[:4]), int(month[5:]), 1) + timedelta(days=32)
    return f"{first:%Y-%m}"
