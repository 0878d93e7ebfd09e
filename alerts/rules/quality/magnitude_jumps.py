"""量级异常 · A figure a thousand times the month before.

Yuan reported as ten thousand yuan, or the other way round. It is shown and never put right here:
only the supplier knows which of the two months is wrong.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text
from warehouse.shapes import Table, tables


def _month_of(table: Table) -> tuple[str, str] | None:
    """Give what names the rows of a month in a feed: columns, and the SQL of their month."""
    for dated in ("paid_on", "changed_on", "received_on", "stated_on"):
        if table.type_of(dated) == "DATE" and table.name != "transfer":
            return f"t.{dated}", f"strftime(t.{dated}, '%Y-%m')"
    if table.type_of("month") == "VARCHAR":
        return "t.month", "t.month"
    if table.type_of("month") == "INTEGER":
        month = "lpad(cast(t.month as varchar), 2, '0')"
        return "t.fiscal_year, t.month", f"concat(cast(t.fiscal_year as varchar), '-', {month})"
    return None


def _evidence(table: Table) -> str:
    month = _month_of(table)
    if month is None:
        return f"""
            select distinct f.region, f.period, f.subject, d.number as file
            from finding f
            join ops.delivery_file d
                on d.region = f.region
                and d.feed = f.feed
                and d.in_force
                and left(d.period, 7) in (f.period, f.month_before)
            where f.feed = '{table.name}'
        """
    return f"""
        select distinct f.region, f.period, f.subject, {month[0]}
        from finding f
        join core.{table.name} t
            on t.region = f.region and {month[1]} in (f.period, f.month_before)
        where f.feed = '{table.name}'
    """


RULE = Rule(
    code="Q06",
    title=Text("量级异常", "A figure of another magnitude"),
    meaning=Text(
        "某表某金额列一个月的合计，是上月的一千倍以上或者千分之一以下，疑为元、万元、亿元混用。",
        "The total of a money column in a month is a thousand times that of the month before, or a "
        "thousandth: yuan, 万元 and 亿元 may be mixed up.",
    ),
    severity=Severity.BLUE,
    formula=Text(
        "{feed} 的 {column_name} 本月合计 {total}，上月（{month_before}）合计 {total_before}，"
        "相差 {times} 倍 ≥ {factor}",
        "{feed}: the total of {column_name} is {total}, that of {month_before} {total_before}: "
        "{times} times ≥ {factor}",
    ),
    needs=(),
    basis=(),
    printed_basis="unit mix-up: 部门预算表 in 万元 vs payments in 元 in the audit model [C]",
    limits={
        "factor": Limit(1000, Provenance.PROPOSED_DEFAULT, "倍数", "times", ""),
    },
    sql="""
        with totals as (
            select
                feed, region, month, column_name, total, rows,
                cast(concat(month, '-01') as date) as first_day
            from ops.month_total
            where last_day(cast(concat(month, '-01') as date)) <= $as_of
        ),
        begun as (
            select feed, region, column_name, min(month) as month from totals group by all
        ),
        paired as (
            select
                t.feed, t.region, t.month, t.column_name, t.total,
                b.total as total_before,
                begun.month < t.month as older,
                b.month as month_before,
                case
                    when t.total <> 0 and b.total <> 0
                        then greatest(abs(t.total), abs(b.total))
                            / nullif(least(abs(t.total), abs(b.total)), 0)
                end as times
            from totals t
            join begun using (feed, region, column_name)
            left join totals b
                on b.feed = t.feed
                and b.region = t.region
                and b.column_name = t.column_name
                and b.first_day = t.first_day - interval 1 month
        ),
        judged as (
            select
                *,
                case
                    when not older then 'not_applicable'
                    when month_before is null then 'unknown'
                    when coalesce(total, 0) = 0 or coalesce(total_before, 0) = 0
                        then 'not_applicable'
                    when abs(total) >= $factor * abs(total_before) then 'fail'
                    when abs(total_before) >= $factor * abs(total) then 'fail'
                    else 'pass'
                end as verdict
            from paired
        ),
        worst as (
            select *
            from judged
            qualify row_number() over (
                partition by feed, region, month
                order by
                    case verdict
                        when 'fail' then 0 when 'pass' then 1 when 'unknown' then 2 else 3
                    end,
                    times desc nulls last,
                    column_name
            ) = 1
        )
        select
            region,
            month as period,
            concat_ws('/', feed, region, month) as subject,
            verdict,
            case
                when verdict = 'unknown' then feed || ' of the month before'
                when verdict = 'not_applicable' and not older then 'first month'
                when verdict = 'not_applicable' then 'nothing in one of the months'
            end as reason,
            null as severity,
            abs(total - total_before) as at_stake,
            cast(null as varchar) as unit,
            feed,
            column_name,
            total,
            month_before,
            total_before,
            round(times, 1) as times
        from worst
    """,
    evidence={
        feed: _evidence(table) for feed, table in sorted(tables("core").items()) if table.money
    },
    operands={
        "feed": Text("数据表", "feed"),
        "column_name": Text("列", "column"),
        "total": Text("本月合计", "total of the month"),
        "month_before": Text("上月", "month before"),
        "total_before": Text("上月合计", "total of the month before"),
        "times": Text("倍数", "times"),
    },
    advice=Text(
        "请报送单位核对两个月的金额单位，写明单位后重报错的一个月。",
        "The supplier checks the unit of both months and delivers the wrong one again, with its "
        "unit written.",
    ),
    innocent=Text(
        "上月只有零星业务，本月集中支付；年初第一笔很小；大额发行或者转贷只在某月发生。",
        "There was next to nothing the month before; a year begins with small sums; a large issue "
        "falls into one month.",
    ),
    exclusions=(
        Text(
            "合计为零或者为空的月份不比较；首个月不适用；上月没有报送的判为未知",
            "a month that adds up to nothing is not compared; the first month is not applicable; "
            "where the month before is not there, unknown",
        ),
        Text(
            "只看已经结束的月份；金额不作任何更正",
            "only months that are over are looked at; no amount is put right",
        ),
    ),
    assumptions=(
        Text(
            "有日期的表按行的日期和区划分月，收支表按月份，其余按文件的月份和报送的政府；"
            "每表每月取倍数最大的一列",
            "feeds with dates by the rows' dates and regions, statements by their month, others by "
            "the files' month and delivering government; the column with the largest factor speaks "
            "for a feed's month",
        ),
    ),
    examples=(
        Example(
            story="a thousand times is a jump, a fen less is none",
            given={
                "payment": [{"paid_on": date(2026, 9, 1), "amount": Decimal("100000.00")}],
                "receipt": [{}],
                "ops.month_total": [
                    {},
                    {"month": "2026-09", "total": Decimal("100000.00")},
                    {"feed": "receipt"},
                    {"feed": "receipt", "month": "2026-09", "total": Decimal("99999.99")},
                ],
            },
            fails={"payment/410100/2026-09": Severity.BLUE},
            at_stake={"payment/410100/2026-09": Decimal("99900.00")},
            passes=["receipt/410100/2026-09"],
            not_applicable={
                "payment/410100/2026-08": "first month",
                "receipt/410100/2026-08": "first month",
            },
            boundary=True,
        ),
        Example(
            story="a thousandth is a jump, a fen more is none; below nothing it is the same",
            given={
                "payment": [{"paid_on": date(2026, 9, 1), "amount": Decimal("-0.10")}],
                "receipt": [{}],
                "ops.month_total": [
                    {},
                    {"month": "2026-09", "total": Decimal("-0.10")},
                    {"feed": "receipt"},
                    {"feed": "receipt", "month": "2026-09", "total": Decimal("0.11")},
                ],
            },
            fails={"payment/410100/2026-09": Severity.BLUE},
            passes=["receipt/410100/2026-09"],
            not_applicable=["payment/410100/2026-08", "receipt/410100/2026-08"],
            boundary=True,
        ),
        Example(
            story="the column that jumps most speaks for the month; the year is crossed",
            given={
                "asset_card": [{"stated_on": date(2026, 1, 31), "cost": Decimal("5000000.00")}],
                "ops.month_total": [
                    {
                        "feed": "asset_card",
                        "month": month,
                        "column_name": column,
                        "total": Decimal(total),
                    }
                    for month, column, total in (
                        ("2025-12", "cost", "500.00"),
                        ("2025-12", "net_value", "1.00"),
                        ("2026-01", "cost", "5000000.00"),
                        ("2026-01", "net_value", "2.00"),
                    )
                ],
            },
            as_of=date(2026, 1, 31),
            fails={"asset_card/410100/2026-01": Severity.BLUE},
            at_stake={"asset_card/410100/2026-01": Decimal("4999500.00")},
            not_applicable={"2025-12 asset_card/410100/2025-12": "first month"},
        ),
        Example(
            story="a month that is not over is not looked at",
            given={
                "payment": [{}],
                "ops.month_total": [
                    {"month": "2026-07"},
                    {"month": "2026-08"},
                    {"month": "2026-09", "total": Decimal("1.00")},
                ],
            },
            as_of=date(2026, 9, 29),
            passes=["payment/410100/2026-08"],
            not_applicable=["payment/410100/2026-07"],
            boundary=True,
        ),
        Example(
            story="a month before that is not there is unknown; nothing is not compared",
            given={
                "payment": [{}],
                "ops.month_total": [
                    {"month": "2026-03"},
                    {"month": "2026-05"},
                    {"month": "2026-06", "total": Decimal("0.00"), "rows": 0},
                    {"month": "2026-07", "total": Decimal("1.00")},
                    {"month": "2026-08", "total": None},
                    {"month": "2026-09"},
                ],
            },
            unknown={"payment/410100/2026-05": "payment of the month before"},
            not_applicable={
                "payment/410100/2026-03": "first month",
                "payment/410100/2026-06": "nothing in one of the months",
                "payment/410100/2026-07": "nothing in one of the months",
                "payment/410100/2026-08": "nothing in one of the months",
                "payment/410100/2026-09": "nothing in one of the months",
            },
        ),
        Example(
            story="a column that can be compared speaks before one that cannot",
            given={
                "ops.month_total": [
                    {"feed": feed, "column_name": column, "month": f"2026-0{month}"}
                    for feed, column, months in (
                        ("asset_card", "cost", (7, 8)),
                        ("asset_card", "net_value", (6, 8)),
                        ("bond_project", "allocated", (8,)),
                        ("bond_project", "spent", (6, 8)),
                    )
                    for month in months
                ],
            },
            passes=["asset_card/410100/2026-08"],
            unknown={"bond_project/410100/2026-08": "bond_project of the month before"},
            not_applicable=[
                "asset_card/410100/2026-06",
                "asset_card/410100/2026-07",
                "bond_project/410100/2026-06",
            ],
        ),
    ),
)
