"""安澜市: its governments, departments and units. The city and all its counties are invented."""

from dataclasses import dataclass, field
from random import Random

from service.demo.books import Books
from service.demo.names import Payee, Payees

PROVINCE, CITY = "410000", "419800"
COUNTIES = {
    "419821": "云渡县",
    "419822": "青岚县",
    "419823": "望川县",
    "419824": "白堰县",
    "419825": "霁河县",
    "419826": "栖原县",
}
OWN_HAND = ("419825", "419826")  # counties that deliver for themselves


@dataclass(frozen=True)
class Department:
    """A department: how its name ends, its running function code, and its units' share."""

    code: str
    name: str
    running: str
    share: int
    pattern: str  # names of subordinate units, {} is a drawn syllable
    functions: tuple[str, ...] = ()  # the subordinates' own running codes


DEPARTMENTS = [
    Department("101", "人大常委会办公室", "2010101", 1, "人大{}服务中心"),
    Department("102", "政府办公室", "2010301", 1, "{}政务服务中心", ("2010350",)),
    Department("103", "财政局", "2010601", 2, "财政{}评审中心", ("2010650",)),
    Department("104", "教育局", "2050101", 10, "{}学校", ("2050202", "2050203", "2050204")),
    Department("105", "科学技术局", "2060101", 2, "{}科技服务中心", ("2060501",)),
    Department("106", "公安局", "2040201", 4, "公安局{}分局", ("2040201",)),
    Department("107", "民政局", "2080201", 3, "{}社会福利院", ("2081005",)),
    Department("108", "人力资源和社会保障局", "2080101", 3, "{}公共就业服务中心", ("2080111",)),
    Department("109", "自然资源和规划局", "2200101", 3, "{}自然资源所", ("2200150",)),
    Department("110", "生态环境局", "2110101", 3, "{}生态环境监测站", ("2110299",)),
    Department("111", "住房和城乡建设局", "2120101", 4, "{}城建服务中心", ("2120199",)),
    Department("112", "交通运输局", "2140101", 4, "{}公路养护中心", ("2140106",)),
    Department("113", "水利局", "2130301", 4, "{}灌区服务中心", ("2130306",)),
    Department("114", "农业农村局", "2130101", 4, "{}农技推广中心", ("2130104",)),
    Department(
        "115", "文化广电和旅游局", "2070101", 3, "{}文化馆", ("2070109", "2070104", "2070205")
    ),
    Department("116", "卫生健康委员会", "2100101", 7, "{}医院", ("2100201", "2100202", "2100206")),
    Department("117", "应急管理局", "2240101", 2, "{}应急救援中心", ("2240109",)),
]
COUNTY_DEPARTMENTS = ("103", "104", "111", "114", "116")
DRAWN = [
    "河湾",
    "云栖",
    "松岭",
    "瑞禾",
    "汀兰",
    "沐原",
    "望舒",
    "砚池",
    "槐安",
    "澄湖",
    "霁月",
    "禾丰",
    "鹭洲",
    "麦浪",
    "清淮",
]


@dataclass(frozen=True)
class Unit:
    """A budgetary unit of one government."""

    region: str
    code: str
    name: str
    department: Department
    department_name: str
    kind: str  # 1 administrative 2 institution
    running: str
    staff: int
    vehicles: int  # quota
    account: Payee = field(compare=False)

    @property
    def where(self) -> str:
        """The government's name before its offices."""
        return "安澜市" if self.region == CITY else COUNTIES[self.region]


def open_payees(books: Books) -> dict[str, Payees]:
    """Found every government's firms."""
    names = {CITY: "安澜"} | {code: name[:2] for code, name in COUNTIES.items()}
    return {
        region: Payees(books.draw("payees", region), name, f"62{region[-4:]}")
        for region, name in names.items()
    }


def settle(books: Books, units: int, payees: dict[str, Payees]) -> list[Unit]:
    """Set up every unit of the city and its counties.

    Raises:
        ValueError: fewer units than the city has departments.
    """
    if units < len(DEPARTMENTS):
        raise ValueError(f"{units} units are too few: the city's {len(DEPARTMENTS)} departments "
                         f"need one each; ask for {len(DEPARTMENTS)} or more")  # fmt: skip
    found = []
    for department, count in zip(DEPARTMENTS, _counts(units), strict=True):
        found += _house(books, CITY, "市", department, count, payees[CITY])
    for region in COUNTIES:
        for department in DEPARTMENTS:
            if department.code in COUNTY_DEPARTMENTS:
                count = max(1, units // 60) + (department.code == "104")
                found += _house(books, region, "县", department, count, payees[region])
    return found


def _counts(units: int) -> list[int]:
    total = sum(department.share for department in DEPARTMENTS)
    spare = units - len(DEPARTMENTS)
    wanted = [
        spare * (department.share - 1) / (total - len(DEPARTMENTS)) for department in DEPARTMENTS
    ]
    counts = [1 + int(share) for share in wanted]
    order = sorted(range(len(wanted)), key=lambda at: (int(wanted[at]) - wanted[at], at))
    for at in order[: units - sum(counts)]:
        counts[at] += 1
    return counts


def _house(
    books: Books, region: str, tier: str, department: Department, count: int, payees: Payees
) -> list[Unit]:
    die = books.draw("units", region, department.code)
    title = f"{tier}{department.name}"
    place = "安澜" if region == CITY else COUNTIES[region][:2]
    drawn = die.sample(DRAWN, len(DRAWN))
    units = []
    for at in range(count):
        name = f"{place}{title}" if at == 0 else f"{place}{tier}{_called(department, drawn, at)}"
        kind = "1" if at == 0 or department.code == "106" else "2"
        running = department.running if at == 0 else die.choice(department.functions or (department.running,))  # noqa: E501  # fmt: skip
        units.append(
            Unit(region, f"{department.code}{at + 1:03d}", name, department, f"{place}{title}",
                 kind, running, _staff(die, at, department), die.randint(2, 6),
                 payees.open(name))
        )  # fmt: skip
    return units


def _called(department: Department, drawn: list[str], at: int) -> str:
    word = drawn[(at - 1) % len(drawn)]
    if at > len(drawn):
        word = f"第{(at - 1) // len(drawn) + 1}{word}"
    return department.pattern.format(word)


def _staff(die: Random, at: int, department: Department) -> int:
    if department.code in ("104", "116") and at:
        return die.randint(70, 140)
    return die.randint(22, 70)


def write_places(books: Books, units: list[Unit]) -> None:
    """Write the registers of governments and units, every year."""
    for year in books.years:
        books.add("region", str(year), region=PROVINCE, name="河南省", parent=None, tier="2")
        books.add("region", str(year), region=CITY, name="安澜市", parent=PROVINCE, tier="3")
        for region, name in COUNTIES.items():
            books.add("region", str(year), region=region, name=name, parent=CITY, tier="4")
        for unit in units:
            books.add(
                "unit", str(year), unit=unit.code, fiscal_year=year, region=unit.region,
                name=unit.name, department=unit.department.code,
                department_name=unit.department_name, kind=unit.kind,
                staff_quota=unit.staff + 2, staff=unit.staff, vehicle_quota=unit.vehicles,
            )  # fmt: skip
