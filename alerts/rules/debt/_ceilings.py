"""限额. Each government's debt beside its ceiling: general, special, and the two together."""

COMPARED = """
        with dated as (
            select *, max(stated_on) over (partition by region) as latest_on
            from core.debt_position
            where stated_on <= $as_of
        ),
        latest as (
            select * from dated where stated_on = latest_on
        ),
        wanted as (
            select distinct region, latest_on, unnest(['1', '2']) as kind from latest
            union
            select region, latest_on, kind from latest
        ),
        by_kind as (
            select
                region, latest_on, kind as subject,
                case
                    when kind not in ('1', '2') then 'debt_position.kind'
                    when ceiling is null then 'debt_position of kind ' || kind
                end as missing,
                ceiling, outstanding
            from wanted
            left join latest using (region, latest_on, kind)
        ),
        compared as (
            select * from by_kind
            union all
            select
                region, latest_on, 'total', max(missing), sum(ceiling), sum(outstanding)
            from by_kind
            group by all
        )"""
"""`compared`: the latest debt and ceiling of each kind, and of both; `missing` names what lacks."""
