"""项目. The projects that bonds pay for, as the latest date states them."""

FUNDED = """
        with latest as (
            select region, max(stated_on) as stated_on
            from core.bond_project
            where stated_on <= $as_of
            group by region
        ),
        funded as (
            select
                p.*,
                b.issued_on,
                b.proceeds_on,
                b.kind,
                case when b.bond is null then 'bond' end as missing,
                case
                    when p.allocated <= 0 then 'nothing allocated'
                    when b.proceeds_on > $as_of then 'proceeds not there yet'
                end as excused,
                cast(coalesce(year(b.proceeds_on), year(b.issued_on), year($as_of)) as varchar)
                    as period,
                replace(p.bond, '/', '／') || '/' || replace(p.project, '/', '／') as subject
            from core.bond_project p
            join latest using (region, stated_on)
            left join core.bond b on b.region = p.region and b.bond = p.bond
            where b.issued_on is null or b.issued_on <= $as_of
        )"""
"""Every bond and project of a government's latest date, with the bond's own row where there is one.

`missing` names the bond's row where it is not there, `excused` why there is nothing to ask."""

SPECIAL = f"""{FUNDED},
        special as (
            select
                *,
                coalesce(missing, case when kind not in ('1', '2') then 'bond.kind' end)
                    as unplaced,
                case when kind = '1' then 'general bond' else excused end as spared
            from funded
        )"""
"""The same, asked of special bonds alone: `unplaced` for `missing`, `spared` for `excused`."""

PROJECT_EVIDENCE = """
            select f.region, f.period, f.subject, p.bond, p.project, p.stated_on
            from finding f
            join core.bond_project p
                on p.region = f.region
                and p.stated_on = f.stated_on
                and p.bond = f.bond
                and p.project = f.project
        """

BOND_EVIDENCE = """
            select f.region, f.period, f.subject, b.bond
            from finding f
            join core.bond b on b.region = f.region and b.bond = f.bond
        """
