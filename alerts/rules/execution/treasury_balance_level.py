"""库款保障水平 · The level of the treasury's balance.

Too little in the treasury and wages wait; too much and the money lies idle.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B37",
    title=Text("库款保障水平", "The level of the treasury's balance"),
    meaning=Text(
        "库款余额与当年月均库款流出之比过低（支付有风险）或者过高（资金闲置）。",
        "The treasury's balance over the year's average monthly outflow is too low (payments are "
        "at risk) or too high (money lies idle).",
    ),
    severity=Severity.RED,
    formula=Text(
        "{closing} ÷ ({outflow} ÷ {months}) = {level} < {low}（红），"
        "或 {level} > {idle}（蓝，闲置）",
        "{closing} ÷ ({outflow} ÷ {months}) = {level} < {low} (red) "
        "or {level} > {idle} (blue, idle)",
    ),
    needs=("treasury_balance",),
    basis=(),
    printed_basis="财政部库款保障水平考核口径（待核实） / the Ministry of Finance's assessment of "
    "treasury balances (unverified)",
    horizon=Horizon.AS_OF,
    limits={
        "low": Limit(
            Decimal("0.30"), Provenance.UNVERIFIED_DEFAULT, "过低：低于", "too low: below", "month"
        ),
        "idle": Limit(
            Decimal("0.80"), Provenance.UNVERIFIED_DEFAULT, "闲置：高于", "idle: above", "month"
        ),
    },
    sql="""
        with told as (
            select *, max(stated_on) over (partition by region) as last_on
            from core.treasury_balance
            where stated_on <= $as_of
        ),
        summed as (
            select
                region,
                last_on,
                max(case when stated_on = last_on then closing end) as closing,
                sum(outflow) as outflow,
                count(distinct month(stated_on)) as months_told
            from told
            where year(stated_on) = year(last_on)
            group by region, last_on
        ),
        spanned as (
            select
                *,
                day(last_day(last_on)) as month_days,
                (months_told - 1) * day(last_day(last_on)) + day(last_on) as span
            from summed
        ),
        judged as (
            select
                *,
                closing * span as held,
                outflow * month_days as needed
            from spanned
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            'treasury' as subject,
            case
                when outflow <= 0 then 'not_applicable'
                when held < $low * needed or held > $idle * needed then 'fail'
                else 'pass'
            end as verdict,
            case when outflow <= 0 then 'nothing flowed out' end as reason,
            case when held < $low * needed then 'red' else 'blue' end as severity,
            round(
                case
                    when held < $low * needed then ($low * needed - held) / nullif(span, 0)
                    else (held - $idle * needed) / nullif(span, 0)
                end, 2
            ) as at_stake,
            cast(null as varchar) as unit,
            last_on,
            closing,
            outflow,
            cast(span / nullif(month_days, 0) as decimal(18, 6)) as months,
            cast(held / nullif(needed, 0) as decimal(18, 6)) as level
        from judged
    """,
    evidence={
        "treasury_balance": """
            select f.region, f.period, f.subject, t.stated_on
            from finding f
            join core.treasury_balance t
                on t.region = f.region and year(t.stated_on) = year(f.last_on)
            where t.stated_on <= f.last_on
        """,
    },
    operands={
        "last_on": Text("余额日期", "balance of"),
        "closing": Text("期末库款余额", "closing balance"),
        "outflow": Text("当年流出合计", "outflow of the year"),
        "months": Text("月数", "months"),
        "level": Text("库款保障水平（月）", "months covered"),
    },
    advice=Text(
        "过低的，请财政部门提供后三个月的库款收支预测和工资等刚性支出安排；过高的，说明沉淀资金的"
        "来源和加快支出的安排。",
        "Too low: the finance department gives its forecast of the next three months and how wages "
        "are covered. Too high: it says whose money it is and how it will be spent.",
    ),
    innocent=Text(
        "月末集中调度，次日上级补助到账；新发债券资金刚入库；按月报送而当月流出未满。",
        "A grant arrived the day after; the proceeds of a bond have just come in; the month is "
        "not told to its end.",
    ),
    assumptions=(
        Text(
            "月均流出为余额日期所在年度的流出合计除以有记录的月数，最后一个月按已过天数折算",
            "the average is the outflow of the balance's year over the months that have rows, the "
            "last month by its days gone",
        ),
        Text("当年没有流出的不适用", "where nothing flowed out it does not apply"),
    ),
    examples=(
        Example(
            story="three tenths of a month are enough, a fen less is not",
            given={
                "treasury_balance": [
                    {"closing": Decimal("3.00")},
                    {"region": "410102", "closing": Decimal("2.99")},
                ]
            },
            fails={"410102 treasury": Severity.RED},
            at_stake={"410102 treasury": Decimal("0.01")},
            passes=["treasury"],
            boundary=True,
        ),
        Example(
            story="eight tenths are not idle, a fen more is",
            given={
                "treasury_balance": [
                    {"closing": Decimal("8.00")},
                    {"region": "410102", "closing": Decimal("8.01")},
                ]
            },
            fails={"410102 treasury": Severity.BLUE},
            at_stake={"410102 treasury": Decimal("0.01")},
            passes=["treasury"],
            boundary=True,
        ),
        Example(
            story="the average goes over the months of the year that are told",
            given={
                "treasury_balance": [
                    {"stated_on": date(2025, 12, 31), "outflow": Decimal("900.00")},
                    {"stated_on": date(2026, 7, 31), "outflow": Decimal("10.00")},
                    {"stated_on": date(2026, 8, 30), "outflow": Decimal("10.00")},
                    {"stated_on": date(2026, 8, 31), "outflow": Decimal("20.00")},
                    {
                        "stated_on": date(2026, 9, 30),
                        "outflow": Decimal("20.00"),
                        "closing": Decimal("6.00"),
                    },
                    {"stated_on": date(2026, 10, 1), "closing": Decimal("900.00")},
                ]
            },
            passes=["treasury"],
            boundary=True,
        ),
        Example(
            story="a fen below the same average",
            given={
                "treasury_balance": [
                    {"stated_on": date(2026, 7, 31), "outflow": Decimal("10.00")},
                    {"stated_on": date(2026, 8, 31), "outflow": Decimal("30.00")},
                    {
                        "stated_on": date(2026, 9, 30),
                        "outflow": Decimal("20.00"),
                        "closing": Decimal("5.99"),
                    },
                ]
            },
            fails={"treasury": Severity.RED},
            at_stake={"treasury": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="half a month has half a month's outflow",
            given={
                "treasury_balance": [
                    {"stated_on": date(2026, 8, 31), "outflow": Decimal("20.00")},
                    {
                        "stated_on": date(2026, 9, 15),
                        "outflow": Decimal("10.00"),
                        "closing": Decimal("16.00"),
                    },
                    {
                        "region": "410102",
                        "stated_on": date(2026, 8, 31),
                        "outflow": Decimal("20.00"),
                    },
                    {
                        "region": "410102",
                        "stated_on": date(2026, 9, 15),
                        "outflow": Decimal("10.00"),
                        "closing": Decimal("16.01"),
                    },
                ]
            },
            fails={"410102 treasury": Severity.BLUE},
            at_stake={"410102 treasury": Decimal("0.01")},
            passes=["treasury"],
            boundary=True,
        ),
        Example(
            story="an overdrawn treasury is red; nothing flowed out is no measure",
            given={
                "treasury_balance": [
                    {"closing": Decimal("-1.00")},
                    {"region": "410102", "outflow": Decimal("0.00")},
                ]
            },
            fails={"treasury": Severity.RED},
            at_stake={"treasury": Decimal("4.00")},
            not_applicable=["410102 treasury"],
        ),
        Example(
            story="without the balances nothing is known",
            given={"payment": [{}]},
            missing=["treasury_balance"],
            unknown={"": "feed missing: treasury_balance"},
        ),
    ),
)
