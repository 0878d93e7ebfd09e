"""资产出租、出借、处置. What a use of an asset needs, and what it owes."""

from alerts.rule import Text


def without_approval(kinds: str) -> str:
    """Ask which uses have no number of an approval.

    Args:
        kinds: of which uses it is asked, as a condition in SQL.
    """
    return f"""
        with used as (
            select *
            from core.asset_use
            where {kinds}
                and started_on <= $as_of
        )
        select
            region,
            cast(year(started_on) as varchar) as period,
            replace(event, '/', '／') as subject,
            case when trim(coalesce(approval, '')) = '' then 'fail' else 'pass' end as verdict,
            cast(null as varchar) as reason,
            null as severity,
            due_income as at_stake,
            unit,
            asset,
            kind,
            started_on,
            ends_on,
            approval,
            due_income
        from used
    """


APPROVAL_OPERANDS = {
    "asset": Text("资产编号", "asset"),
    "kind": Text("业务类型", "kind"),
    "started_on": Text("发生日期", "happened on"),
    "ends_on": Text("到期日期", "ends on"),
    "approval": Text("批准文号", "approval"),
    "due_income": Text("应收收入", "income due"),
}

APPROVAL_ASSUMPTIONS = (
    Text(
        "批准文号为空或者只有空格，即为没有批准文号；已结束的同样要答复",
        "an approval that is empty or blank is none; what has ended is to be answered for too",
    ),
)


def not_handed_in(kind: str) -> str:
    """Ask which uses of a kind owe the treasury income that has been due for too long.

    Args:
        kind: `1` leases, `3` disposals.
    """
    return f"""
        with owed as (
            select
                *,
                date_diff('day', due_on, $as_of) as days_over,
                due_income - handed_in as difference
            from core.asset_use
            where kind = '{kind}'
                and started_on <= $as_of
        ),
        judged as (
            select
                *,
                case
                    when difference <= 0 or days_over <= $days then 'pass'
                    when difference is null or days_over is null then 'unknown'
                    else 'fail'
                end as verdict
            from owed
        )
        select
            region,
            cast(year(started_on) as varchar) as period,
            replace(event, '/', '／') as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when due_on is null then 'asset_use.due_on'
                when due_income is null then 'asset_use.due_income'
                else 'asset_use.handed_in'
            end as reason,
            null as severity,
            difference as at_stake,
            unit,
            asset,
            started_on,
            due_on,
            days_over,
            due_income,
            handed_in,
            difference
        from judged
    """


INCOME_OPERANDS = {
    "asset": Text("资产编号", "asset"),
    "started_on": Text("发生日期", "happened on"),
    "due_on": Text("应缴日期", "due on"),
    "days_over": Text("逾期天数", "days over"),
    "due_income": Text("应收收入", "income due"),
    "handed_in": Text("已缴国库金额", "handed in"),
    "difference": Text("未缴", "not handed in"),
}

INCOME_ASSUMPTIONS = (
    Text(
        "按报送的应缴日期计算；已全部上缴的，无论何时不再判；应收收入为 0 的没有可缴的",
        "counted from the day on which it is due; once all is handed in, however late, the rule "
        "is silent; where nothing is due nothing is owed",
    ),
)
