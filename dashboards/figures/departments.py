"""归口部门. Which department a unit belongs to, and the alerts that are open of each."""

from collections.abc import Mapping
from datetime import date

from alerts.ledger import Ledger, Scope, Wanted
from alerts.rule import Severity
from warehouse.database import Warehouse

BELONGING = """
    select unit, arg_max(department, fiscal_year) as department from core.unit
    where region = $region and department is not null
    group by unit
"""


def departments(night: Warehouse, region: str) -> Mapping[str, str]:
    """Give the department of each unit of one government, by the latest year that is on file."""
    rows = night.rows(BELONGING, {"region": region})
    return {row["unit"]: row["department"] for row in rows}


def answering(night: Warehouse, region: str, department: str) -> tuple[str, ...]:
    """Give the codes that a department's alerts name: its own, and its units'; none: no such."""
    of_unit = departments(night, region)
    if department not in of_unit.values():
        return ()
    own = () if of_unit.get(department, department) != department else (department,)
    return tuple(sorted({*own, *(unit for unit, one in of_unit.items() if one == department)}))


def open_alerts(
    night: Warehouse, region: str, *, scope: Scope, ledger: Ledger, today: date | None
) -> Mapping[str, Mapping[str, int]]:
    """Count the open alerts of a government's departments by severity, the gravest first.

    Each alert counts for one department; on `today` no silence is over it.
    """
    of_unit = departments(night, region)
    told = {one: {grade.value: 0 for grade in reversed(Severity)} for one in of_unit.values()}
    wanted = Wanted(region=region, alone=True, unmuted_on=today)
    for unit, counted in ledger.open_by("unit", scope=scope, wanted=wanted).items():
        for grade, n in counted.items():
            if (department := of_unit.get(unit, unit)) in told:
                told[department][grade.value] += n
    return told
