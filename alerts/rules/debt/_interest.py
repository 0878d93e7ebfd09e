"""付息. What a year's interest takes of the book that pays it."""

from collections.abc import Mapping

from alerts.rule import Text


def interest_burden(book: str) -> str:
    """Ask how the interest due in a year stands against the spending of the book that pays it.

    Args:
        book: `1` the general public budget and general bonds, `2` the funds and special bonds.
    """
    return f"""
        with service as (
            select
                s.region,
                year(s.due_on) as fiscal_year,
                sum(s.due) filter (b.kind = '{book}') as interest,
                sum(s.due) filter (coalesce(b.kind not in ('1', '2'), true)) as unplaced
            from core.debt_service s
            left join core.bond b on b.region = s.region and b.bond = s.bond
            where s.part = '2'
                and year(s.due_on) <= year($as_of)
                and (b.issued_on is null or b.issued_on <= $as_of)
            group by all
        ),
        classes as (
            select
                region, fiscal_year, month, executed,
                case when month = 0 then coalesce(revised, approved) else revised end as revised,
                max(month) over (partition by region, fiscal_year) as latest_month
            from core.statement
            where book = '{book}'
                and side = '2'
                and length(code) = 3
                and code <> '231'
                and month between 0 and 12
                and fiscal_year <= year($as_of)
                and (
                    fiscal_year < year($as_of)
                    or month < month($as_of)
                    or (month = month($as_of) and $as_of = last_day($as_of))
                )
        ),
        summed as (
            select
                region, fiscal_year, month,
                sum(revised) as revised,
                sum(executed) as executed,
                case
                    when month = 12 and count(executed) < count(*) then 'statement.executed'
                    when month < 12 and count(revised) < count(*) then 'statement.revised'
                end as incomplete
            from classes
            where month = latest_month
            group by region, fiscal_year, month
        ),
        compared as (
            select
                region,
                fiscal_year,
                month,
                revised,
                executed,
                case when month = 12 then executed else revised end as spending,
                coalesce(interest, 0) as interest,
                coalesce(unplaced, 0) as unplaced,
                case when month is null then 'statement of book {book}' else incomplete end
                    as missing
            from summed
            full join service using (region, fiscal_year)
        ),
        reckoned as (
            select *, interest + unplaced as at_most from compared
        ),
        judged as (
            select
                *,
                case
                    when at_most <= 0 then 'pass'
                    when missing is not null then 'unknown'
                    when interest > $yellow * spending then 'fail'
                    when at_most > $yellow * spending then 'unknown'
                    else 'pass'
                end as verdict
            from reckoned
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            '{book}' as subject,
            verdict,
            case when verdict = 'unknown' then coalesce(missing, 'bond') end as reason,
            case when interest > $red * spending then 'red' else 'yellow' end as severity,
            round(interest - $yellow * greatest(spending, 0), 2) as at_stake,
            null as unit,
            month,
            interest,
            revised,
            executed,
            spending,
            cast(interest / nullif(spending, 0) as decimal(38, 6)) as burden
        from judged
    """


def interest_evidence(book: str) -> Mapping[str, str]:
    """Give the evidence: the interest due in the year, and the classes of the book."""
    return {
        "debt_service": f"""
            select f.region, f.period, f.subject, s.bond, s.due_on, s.part
            from finding f
            join core.debt_service s
                on s.region = f.region and cast(year(s.due_on) as varchar) = f.period
            join core.bond b on b.region = s.region and b.bond = s.bond
            where s.part = '2' and b.kind = '{book}' and b.issued_on <= $as_of
        """,
        "statement": f"""
            select f.region, f.period, f.subject,
                t.fiscal_year, t.month, t.book, t.side, t.code
            from finding f
            join core.statement t
                on t.region = f.region
                and cast(t.fiscal_year as varchar) = f.period
                and t.month = f.month
            where t.book = '{book}' and t.side = '2' and length(t.code) = 3 and t.code <> '231'
        """,
    }


INTEREST_OPERANDS = {
    "month": Text("预算收支表月份（0 为年初预算）", "month of the statement, 0 the opening budget"),
    "interest": Text("本年应付利息", "interest due in the year"),
    "revised": Text("调整预算数（不含 231）", "revised budget, without 231"),
    "executed": Text("累计执行数（不含 231）", "executed, without 231"),
    "spending": Text("分母：12 月前为调整预算数，其后为执行数", "the one of the two divided by"),
    "burden": Text("付息占比", "share of interest"),
}

INTEREST_ASSUMPTIONS = (
    Text(
        "分母为各类（三位科目）之和，不含 231 债务还本支出；12 月报表送达前取最近月份的调整预算数，"
        "其后取 12 月累计执行数；决算（13 月）不读；只有年初预算而未填调整数的，取年初预算数",
        "spending is the sum of the classes without 231, repayment of principal: the revised "
        "budget of the latest month until December is there, the executed figure then; final "
        "accounts (month 13) are not read; of an opening budget without a revised figure the "
        "approved one is taken",
    ),
    Text(
        "本年应付利息按还本付息计划全年计，含尚未到期的；付息而没有支出的，按红色",
        "the interest of the whole year by schedule, also what is not due yet; interest against "
        "no spending is red",
    ),
    Text(
        "不在债券表中的债券，其利息只在足以改变结论时使结论未知",
        "interest of a bond that is not on file makes the answer unknown only where it could "
        "change it",
    ),
)
