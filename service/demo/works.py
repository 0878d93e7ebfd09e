"""政府投资项目、绩效、审计. What is being built, what it achieved, what the auditors saw."""

from datetime import date, timedelta

from service.demo.assets import stock_days
from service.demo.books import Books, month_of
from service.demo.places import CITY, COUNTIES, Unit
from service.demo.treasury import WAN, YUAN, Project, Treasury

NAMES = ("河湾大道改建", "第七中学新校区", "松岭水厂", "市儿童医院", "云栖公园", "文化艺术中心",
         "汀兰湖湿地修复", "北环物流园道路", "砚池老街保护", "职业教育实训中心", "应急指挥中心",
         "清淮河堤防加固")  # fmt: skip
CLASSES = ("往来款清理不及时", "政府采购不规范", "资产账实不符", "预算编制不细化",
           "超范围列支", "结转资金未盘活", "合同管理不规范", "收入未及时上缴")  # fmt: skip


def set_totals(books: Books, treasury: Treasury) -> None:
    """B59, A14. Give every project its total and its target; a few have too little or none."""
    sums: dict[str, int] = {}
    for allotment in treasury.allotments:
        if allotment.project.category == "3" and allotment.kind != "3":
            whole = allotment.amount + sum(change.amount for change in allotment.changes)
            code = allotment.project.code
            sums[code] = sums.get(code, 0) + whole
    projects = {p.code: p for listed in treasury.register.values() for p in listed}
    for at, (code, whole) in enumerate(sorted(sums.items()), 1):
        project = projects[code]
        project.total = whole * 5 // 4 // WAN * WAN + WAN
        if at % 97 == 11 and code[-3:] < "500":
            project.has_target = False
            for year in books.years:
                if project in treasury.register.get((project.unit.region, year), []):
                    books.plant("A14", f"{project.unit.region}/{year}", code, "yellow",
                                "no performance target")  # fmt: skip
        if at % 131 == 29 and code[-3:] < "500":
            project.total = whole - 5 * WAN
            books.plant("B59", f"{project.unit.region}/{books.until.year}", code, "orange",
                        "its allotments are 50,000.00 more than its total")  # fmt: skip


def build(books: Books, units: list[Unit]) -> None:
    """Write every investment project at every count."""
    year = books.until.year
    own = [unit for unit in units if unit.region == CITY]
    for at, name in enumerate(NAMES):
        die = books.draw("works", name)
        estimate = die.randint(3_000, 26_000) * WAN
        approved = estimate * (112 if at == 4 else 110 if at == 5 else 103) // 100
        planned = date(year - 3 + at % 3, 3 + at % 6, 10)
        started = planned + timedelta(days=12)
        finish = planned + timedelta(days=1_400)
        accepted = {0: date(year - 2, 11, 20), 1: books.until.replace(year=year - 1)}.get(at)
        if at == 8:
            finish = books.until - timedelta(days=31)
        if at == 9:
            planned, started = books.until - timedelta(days=200), date(year + 1, 3, 1)
            finish = date(year + 3, 1, 1)
        if at == 10:
            finish = books.until - timedelta(days=30)
        dates = (planned, started, finish, accepted)
        unit = own[at * 5 % len(own)]
        _works(books, (f"{CITY}{year - 4}TZ{at + 1:03d}", name, unit), (estimate, approved), dates)
    _note_works(books, year)


def _works(
    books: Books, who: tuple[str, str, Unit], cost: tuple[int, int],
    dates: tuple[date, date, date, date | None],
) -> None:  # fmt: skip
    code, name, unit = who
    estimate, approved = cost
    planned, started, finish, accepted = dates
    for on in stock_days(books):
        gone = max(0, (on - started).days)
        share = min(98, 100 * gone // max(1, (finish - started).days))
        invested = approved * share // 100 + (260 * WAN if name == NAMES[6] else 0)
        if name == NAMES[6] and on == books.until:
            invested = approved + 186 * WAN
        if name == NAMES[7]:
            invested = min(invested, approved)
        books.add(
            "investment_project", month_of(on), project=code, region=CITY, stated_on=on, name=name,
            unit=unit.code, estimate=estimate, approved_cost=approved, invested=invested,
            planned_start_on=planned, started_on=started if started <= on else None,
            planned_finish_on=finish, accepted_on=accepted if accepted and accepted <= on else None,
            final_accounts_on=None,
        )  # fmt: skip


def _note_works(books: Books, year: int) -> None:
    for at, code, grade, why in (
        (4, "P08", "orange", "approved 12 % above the estimate"),
        (5, "P08", None, "approved exactly 10 % above the estimate"),
        (6, "P09", "red", "invested 1,860,000.00 above what was approved"),
        (0, "P13", "orange", "accepted long ago, no final accounts"),
        (1, "P13", None, "accepted a year ago to the day"),
        (8, "P14", "yellow", "31 days past its finish"),
        (9, "P14", "orange", "200 days past its start"),
        (10, "P14", None, "30 days past its finish"),
    ):
        books.plant(code, f"{CITY}/{year}", f"{CITY}{year - 4}TZ{at + 1:03d}", grade, why)


def assess(books: Books, treasury: Treasury) -> None:
    """绩效评价. Score last year's projects; one is low and gets no less, three miss a target."""
    approved: dict[tuple[str, int], int] = {}
    for allotment in treasury.allotments:
        if allotment.kind == "1":
            key = (allotment.project.code, allotment.year)
            approved[key] = approved.get(key, 0) + allotment.amount
    for year in books.years[:-1]:
        listed = [
            project
            for (_, of), projects in sorted(treasury.register.items())
            if of == year
            for project in projects
            if project.category == "3" and project.code[-3:] < "500"
        ][::3]
        grown = [
            project for project in listed
            if 0 < approved.get((project.code, year), 0)
            <= approved.get((project.code, year + 1), 0)
        ]  # fmt: skip
        marks = {}
        if year == books.years[-2]:
            marks = {grown[0].code: 54, grown[1].code: 60}
        for at, project in enumerate(listed):
            _score(books, project, year, at, marks.get(project.code))


def _score(books: Books, project: Project, year: int, at: int, mark: int | None) -> None:
    die = books.draw("score", project.code, year)
    period = str(year + 1)
    region = project.unit.region
    cells = {"project": project.code, "fiscal_year": year, "region": region}
    score = mark or die.randint(66, 96) + at % 2 * 0.5
    if mark:
        books.plant("B55", f"{region}/{year + 1}", project.code, "yellow" if mark < 60 else None,
                    f"scored {mark} and gets no less")  # fmt: skip
    books.add("performance", period, **cells, indicator=None, score=score, target_value=None,
              actual_value=None)  # fmt: skip
    target = die.randint(4, 120) * 10
    share = {5: 72, 17: 79, 29: 58, 41: 80}.get(at, die.randint(84, 116))
    if year != books.years[-2] and share < 84:
        share = 91
    books.add("performance", period, **cells, indicator="CC01", score=score,
              target_value=target, actual_value=target * share / 100)  # fmt: skip
    if share < 84:
        grade = "orange" if share < 60 else "yellow" if share < 80 else None
        books.plant("B56", f"{region}/{year}", project.code, grade,
                    f"{share} % of the target was reached")  # fmt: skip


def audit(books: Books, units: list[Unit]) -> None:
    """审计查出问题. Write what three audits found; most of it is put right."""
    until = books.until
    count = 0
    for back in (3, 2, 1):
        year = until.year - back
        die = books.draw("audit", year)
        for region in (CITY, *COUNTIES):
            own = [unit for unit in units if unit.region == region]
            for at in range(9 if region == CITY else 1):
                count += 1
                unit = own[(at * 7 + back * 2) % len(own)]
                problem_class = CLASSES[(at + 3 * back) % len(CLASSES)]
                if at == 0 and region in (CITY, "419821"):
                    unit, problem_class = own[1], CLASSES[5]
                reported = date(year + 1, 6, 25)
                due = reported + timedelta(days=120)
                amount = die.randint(2, 400) * 10_000 * YUAN
                closed = reported + timedelta(days=die.randint(40, 115))
                if back == 1:
                    due = until + timedelta(days=(-20, 0, 45, 60, 80)[at % 5])
                    closed = due - timedelta(days=9) if at > 5 else date(until.year + 9, 1, 1)
                _problem(books, f"SJ{year}{count:04d}", unit,
                         (year, problem_class, amount, reported, due, closed))  # fmt: skip
    for region in (CITY, "419821"):
        own = [unit for unit in units if unit.region == region]
        books.plant("R04", f"{region}/{until.year - 1}", f"{own[1].code}/{CLASSES[5]}", "orange",
                    "the same fault in three audits")  # fmt: skip


def _problem(
    books: Books, code: str, unit: Unit, what: tuple[int, str, int, date, date, date]
) -> None:
    year, problem_class, amount, reported, due, closed = what
    done = closed <= books.until
    late = not done and due < books.until
    period = max(month_of(reported), f"{books.years[0]}-01")
    books.add(
        "audit_problem", period, problem=code, region=unit.region, audit_year=year, unit=unit.code,
        problem_class=problem_class, text=f"{unit.name}{problem_class}\n（详见审计报告）",
        amount=amount,
        reported_on=reported, due_on=due, remedied=amount if done else amount * 2 // 5,
        closed_on=closed if done else None,
    )  # fmt: skip
    if late:
        books.plant("R02", f"{unit.region}/{books.until.year}", code, "orange",
                    f"due on {due} and still open")  # fmt: skip
