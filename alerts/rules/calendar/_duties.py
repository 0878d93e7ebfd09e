"""法定期限. What the law dates, and to whom a year's budget owes an answer."""

DEPARTMENTS = """
        departments as (
            select
                region, fiscal_year, department,
                case when department is null then unit end as nobodys,
                max(department_name) as department_name,
                sum(approved) as budget
            from core.department_budget
            left join core.unit using (region, fiscal_year, unit)
            where fiscal_year <= year($as_of)
            group by all
        )"""
"""Every department of a year's department budget; `nobodys` is a unit that has none."""

UNITS = """
        units as (
            select
                region, fiscal_year, unit, department, department_name,
                name as unit_name,
                sum(approved) as budget
            from core.department_budget
            left join core.unit using (region, fiscal_year, unit)
            where fiscal_year <= year($as_of)
            group by all
        )"""
"""Every unit of a year's department budget, with its department where it is on file."""

EVENTS = """
        events as (
            select
                region, fiscal_year, kind,
                nullif(subject, region) as subject,
                min(happened_on) filter (happened_on <= $as_of) as happened_on,
                bool_or(happened_on is null) as awaited
            from core.legal_event
            group by all
        )"""
"""The first day of each kind of event, by whose it is; null: the government's own.

`awaited` says that somebody typed it in as still to come.
"""
