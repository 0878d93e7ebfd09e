"""承继. What a unit stands as, for rules that look at it across years (from `lineage.unit`).

A unit that was split goes on as itself: what it did before is nobody's alone.
"""

TODAY = """
        heirs as (
            select region, unit, stands_as
            from lineage.unit
            where not split and effective_on <= $as_of
            qualify row_number() over (
                partition by region, unit order by effective_on desc, stands_as
            ) = 1
        )"""
"""What each unit stands as on the day that the rule asks."""


def by_year(of: str, name: str = "heirs") -> str:
    """Give `heirs` for the years of a table: as of that day, or 31 December of a year that is over.

    So the answers of a year that is over stay as they were when units change later. A rule that
    joins to them twice may give them a second name: DuckDB 2.0 takes what follows an empty table
    that is read twice to be nothing, where several more are joined to it.
    """
    return f"""
        {name} as (
            select y.region, y.fiscal_year, l.unit, l.stands_as
            from (select distinct region, fiscal_year from {of}) y
            join lineage.unit l
                on l.region = y.region
                and not l.split
                and l.effective_on <= least($as_of, make_date(y.fiscal_year, 12, 31))
            qualify row_number() over (
                partition by y.region, y.fiscal_year, l.unit
                order by l.effective_on desc, l.stands_as
            ) = 1
        )"""


def parted(of: str, years: int) -> str:
    """Give `parted`: units that came of a split in the year asked about, or `years` before it."""
    return f"""
        parted as (
            select distinct y.region, y.fiscal_year, l.stands_as as unit
            from (select distinct region, fiscal_year from {of}) y
            join lineage.unit l
                on l.region = y.region
                and l.split
                and year(l.effective_on) >= y.fiscal_year - {years}
                and l.effective_on <= least($as_of, make_date(y.fiscal_year, 12, 31))
        )"""


def was(unit: str) -> str:
    """Say of a row of evidence that its `unit` is that of the finding `f`, or became it."""
    return f"""(
                    {unit} = f.unit
                    or {unit} in (
                        select l.unit from lineage.unit l
                        where l.region = f.region and l.stands_as = f.unit and not l.split
                    )
                )"""


PAYERS = """
            payers as (
                select region, period, subject, unit as paid_by from finding
                union
                select f.region, f.period, f.subject, l.unit
                from finding f
                join lineage.unit l
                    on l.region = f.region and l.stands_as = f.unit and not l.split
            )"""
"""Whose payments a finding about a unit rests on: its own, and those of what became it."""
