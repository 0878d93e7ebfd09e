"""支出进度. The departments that are behind, and the large works that hold them back."""

from typing import NamedTuple

from service.demo.books import Books
from service.demo.budget import Plan, code_of, fund_project
from service.demo.places import CITY, Unit
from service.demo.templates import Template
from service.demo.treasury import WAN, Project, Treasury, scaled

IDLE_CAPITAL = "419823"
"""The county whose state capital budget moves nothing in the current year."""


class Work(NamedTuple):
    """A large work: its share of the department's slow money, and how far it has come."""

    template: Template
    weight: float
    reach: float


WORKS: dict[str, tuple[float, tuple[Work, ...]]] = {
    "112": (0.31, (
        Work(Template("国省道改造配套", "2140104", "31005", "works", 0, 0), 0.85, 0.167),
        Work(Template("港航与水运", "2140123", "31005", "works", 0, 0), 0.15, 0.095),
    )),
    "105": (0.439, (Work(Template("重大科技专项", "2060902", "31204", "goods", 0, 0), 1, 0.25),)),
    "111": (0.527, (Work(Template("供热管网改造", "2120399", "31005", "works", 0, 0), 1, 0.18),)),
    "113": (0.536, (Work(Template("河道综合治理", "2130305", "31005", "works", 0, 0), 1, 0.30),)),
    "114": (0.641, (Work(Template("高标准农田建设", "2130153", "31005", "works", 0, 0), 1, 0.52),)),
}  # fmt: skip
"""What share each department has paid by the end of September, and what keeps it there."""


def hold_back(books: Books, treasury: Treasury) -> None:
    """Give each slow department works large enough to bring it to its known pace.

    The same works went well in the years before.
    """
    year, month = books.until.year, books.until.month
    for department, (reach, works) in WORKS.items():
        quiet = [
            a for a in treasury.allotments_of(year)
            if a.unit.region == CITY and a.unit.department.code == department and a.active
        ]  # fmt: skip
        executable = sum(a.executable for a in quiet)
        paid = sum(a.paid for a in quiet)
        slow = sum(work.weight * work.reach for work in works)
        room = (paid - reach * executable) / (reach - slow)
        for at, work in enumerate(works):
            amount = max(50, round(room * work.weight / WAN)) * WAN
            project = Project(
                code_of(quiet[0].unit, books.years[0], 501 + at), quiet[0].unit,
                work.template.name, "3", work.template.function, books.years[0], is_key=True,
            )  # fmt: skip
            for past in books.years[:-1]:
                less = amount * (100 - 7 * (year - past)) // 100 // WAN * WAN
                fund_project(books, treasury, project, work.template, past, Plan(less, times=11))
            pace = scaled(work.reach * month / 9, month)
            fund_project(books, treasury, project, work.template, year, Plan(amount, pace, 22))
            treasury.slow.append((project, year, work.reach * month / 9))


STATE_CAPITAL = Template("国有企业退休人员社会化管理", "2230105", "31299", "service", 60, 150, "3")


def run_state_capital(books: Books, treasury: Treasury) -> None:
    """国有资本经营预算. Spend what state firms hand in, by every finance bureau."""
    for unit in treasury.units:
        if unit.code == "103001":
            project = Project(
                code_of(unit, books.years[0], 541), unit, STATE_CAPITAL.name, "3",
                STATE_CAPITAL.function, books.years[0], fund="3", term=9,
            )  # fmt: skip
            if unit.region != CITY:
                _take_land(books, treasury, unit)
            amount = (1_900 if unit.region == CITY else 180) * WAN
            for year in books.years:
                if (unit.region, year) != (IDLE_CAPITAL, books.until.year):
                    plan = Plan(amount, times=11)
                    fund_project(books, treasury, project, STATE_CAPITAL, year, plan)


LAND = Template("土地收储补偿", "2120801", "31009", "works", 0, 0, "2")


def _take_land(books: Books, treasury: Treasury, unit: Unit) -> None:
    """政府性基金. Spend what a county's land brings in."""
    project = Project(
        code_of(unit, books.years[0], 542), unit, LAND.name, "3", LAND.function, books.years[0],
        fund="2", term=9,
    )  # fmt: skip
    for year in books.years:
        plan = Plan((1_150 - 30 * (books.until.year - year)) * WAN, times=22)
        fund_project(books, treasury, project, LAND, year, plan)


def note_slow(books: Books, treasury: Treasury) -> None:
    """Note every project and department that the books leave behind time."""
    sums: dict[tuple[str, int, str], list[int]] = {}
    for allotment in treasury.allotments:
        if allotment.active:
            subjects = (allotment.project.code, f"department/{allotment.unit.department.code}")
            for subject in subjects:
                pair = sums.setdefault((allotment.unit.region, allotment.year, subject), [0, 0])
                pair[0] += allotment.executable
                pair[1] += allotment.paid
    slow = {(project.unit.region, year, project.code) for project, year, _ in treasury.slow}
    for (region, year, subject), (executable, paid) in sorted(sums.items()):
        month = books.until.month if year == books.until.year else 12
        behind = (month * executable - 12 * paid) * 100
        grade = behind / (12 * executable) if executable else 0
        expected = (region, year, subject) in slow or subject.startswith("department/")
        if expected and grade > 10:
            severity = "red" if grade > 30 else "orange" if grade > 20 else "yellow"
            books.plant("B03", f"{region}/{year}", subject, severity,
                        f"{grade:.1f} points behind the year")  # fmt: skip
