"""名. What a code is called tonight: governments, units, departments, projects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from warehouse.database import Warehouse

REGIONS = """
    select region as code, arg_max(name, length(name)) as name
    from core.region where list_contains($codes, region) group by region
"""
UNITS = """
    select region, unit as code, arg_max(name, fiscal_year) as name
    from core.unit where list_contains($codes, unit) group by region, unit
    union all
    select region, department, arg_max(department_name, fiscal_year)
    from core.unit where list_contains($codes, department) group by region, department
"""
PROJECTS = """
    select region, project as code, arg_max(name, fiscal_year) as name
    from core.project where list_contains($codes, project) group by region, project
    union all
    select a.region, a.allotment, arg_max(p.name, p.fiscal_year)
    from core.allotment a join core.project p
        on p.region = a.region and p.project = a.project
    where list_contains($codes, a.allotment) group by a.region, a.allotment
    union all
    select region, asset, arg_max(name, stated_on)
    from core.asset_card where list_contains($codes, asset) group by region, asset
    union all
    select region, bond, arg_max(name, issued_on)
    from core.bond where list_contains($codes, bond) group by region, bond
    union all
    select region, project, arg_max(name, stated_on)
    from core.investment_project where list_contains($codes, project) group by region, project
    union all
    select region, enterprise, arg_max(name, month)
    from core.enterprise where list_contains($codes, enterprise) group by region, enterprise
"""
CODES = """
    select scheme, code, arg_max(name, fiscal_year) as name
    from core.classification where list_contains($codes, code) group by scheme, code
"""
SCHEMES = {
    "支出功能分类": "function",
    "政府预算支出经济分类": "government_economic",
    "部门预算支出经济分类": "department_economic",
    "收入分类": "revenue",
}
"""What a scheme of the classification is called, where it goes by its Chinese name."""


@dataclass(frozen=True)
class Names:
    """Names by code, within a government; what has none keeps its code."""

    regions: dict[str, str] = field(default_factory=dict)
    units: dict[tuple[str, str], str] = field(default_factory=dict)
    things: dict[tuple[str, str], str] = field(default_factory=dict)
    codes: dict[tuple[str, str], str] = field(default_factory=dict)  # by scheme and code

    def region(self, code: str) -> str:
        """Name a government."""
        return self.regions.get(code, code)

    def unit(self, region: str, code: str | None) -> str:
        """Name the unit or department that answers, or the government where there is none."""
        if not code:
            return self.region(region)
        return self.units.get((region, code), code)

    def thing(self, region: str, code: str) -> str:
        """Name a project, an asset, a bond, a unit: whatever has that code there."""
        return self.things.get((region, code)) or self.units.get((region, code)) or code

    def item(self, scheme: str, code: str) -> str:
        """Name a code of the classification, beside the code itself."""
        name = self.codes.get((scheme, code))
        return f"{code} {name}" if name else code


def names(warehouse: Warehouse | None, asked: Iterable[tuple[str, str, str | None]]) -> Names:
    """Look up the names for `(region, subject, unit)`, all at once."""
    listed = list(asked)
    if warehouse is None or not listed:
        return Names()
    regions = sorted({region for region, _, _ in listed})
    codes = sorted(
        {part for _, subject, _ in listed for part in subject.split("/")}
        | {unit for _, _, unit in listed if unit}
    )
    found = {row["code"]: row["name"] for row in warehouse.rows(REGIONS, {"codes": regions})}
    schemes: dict[tuple[str, str], str] = {}
    for row in warehouse.rows(CODES, {"codes": codes}):
        scheme = str(row["scheme"])
        schemes[SCHEMES.get(scheme, scheme), row["code"]] = row["name"]
    things = _within(warehouse, PROJECTS, codes)
    return Names(found, _within(warehouse, UNITS, codes), things, schemes)


def _within(warehouse: Warehouse, sql: str, codes: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = warehouse.rows(sql, {"codes": codes})
    return {(row["region"], row["code"]): row["name"] for row in rows if row["name"]}
