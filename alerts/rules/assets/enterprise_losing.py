"""国企连续亏损、利润骤降 · A state enterprise keeps losing or its profit falls.

Two months of losses on end, or a fifth of the profit gone: next year there is less to hand in.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="S22",
    title=Text("国企连续亏损、利润骤降", "A state enterprise keeps losing or its profit falls"),
    meaning=Text(
        "国有企业本月和上月累计净利润均为亏损，或者比上年同期下降超过百分之二十。",
        "A state enterprise shows a loss in this month and the month before, or a profit "
        "more than a fifth below that of the same month of last year.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{net_profit} < 0 且 {profit_before} < 0，或者 {last_year} − {net_profit} > "
        "{last_year} × {fall}",
        "{net_profit} < 0 and {profit_before} < 0, or {last_year} − {net_profit} > "
        "{last_year} × {fall}",
    ),
    needs=("enterprise",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="企业国有资产法",
            number="第十五条",
            part="第一款",
            quote="对国有资产的保值增值负责",
            bearing=Bearing.PRINCIPLE,
            note=(
                "责任主体是履行出资人职责的机构，不是企业 / the duty is the investor body's, "
                "not the enterprise's"
            ),
        ),
    ),
    limits={
        "fall": Limit(
            Decimal("0.20"),
            Provenance.PROPOSED_DEFAULT,
            "利润降幅",
            "fall of the profit",
            unit="share",
        ),
    },
    sql="""
        with latest as (
            select region, max(month) as month
            from core.enterprise
            where last_day(cast(month || '-01' as date)) <= $as_of
            group by region
        ),
        standing as (
            select
                e.*,
                case
                    when right(month, 2) = '01'
                        then concat(cast(cast(left(month, 4) as integer) - 1 as varchar), '-12')
                    else concat(
                        left(month, 5),
                        right(concat('0', cast(cast(right(month, 2) as integer) - 1 as varchar)), 2)
                    )
                end as month_before,
                concat(
                    cast(cast(left(month, 4) as integer) - 1 as varchar), right(month, 3)
                ) as month_last_year
            from core.enterprise e
            join latest using (region, month)
        ),
        compared as (
            select
                s.*,
                b.net_profit as profit_before,
                l.net_profit as last_year,
                case
                    when s.net_profit >= 0 then false
                    else b.net_profit < 0
                end as loses,
                case
                    when l.net_profit <= 0 then false
                    else l.net_profit - s.net_profit > l.net_profit * $fall
                end as falls
            from standing s
            left join core.enterprise b
                on b.region = s.region
                and b.enterprise = s.enterprise
                and b.month = s.month_before
            left join core.enterprise l
                on l.region = s.region
                and l.enterprise = s.enterprise
                and l.month = s.month_last_year
        ),
        judged as (
            select
                *,
                case
                    when loses or falls then 'fail'
                    when loses is null or falls is null then 'unknown'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(enterprise, '/', '／') as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when loses is null and falls is null
                    then concat('enterprise of ', month_before, ' and of ', month_last_year)
                when loses is null then concat('enterprise of ', month_before)
                else concat('enterprise of ', month_last_year)
            end as reason,
            null as severity,
            greatest(
                case when loses then -net_profit else 0 end,
                case when falls then last_year - net_profit else 0 end
            ) as at_stake,
            cast(null as varchar) as unit,
            name,
            month,
            net_profit,
            month_before,
            profit_before,
            month_last_year,
            last_year
        from judged
    """,
    evidence={
        "enterprise": """
            select f.region, f.period, f.subject, e.enterprise, e.month
            from finding f
            join core.enterprise e
                on e.region = f.region
                and e.month in (f.month, f.month_before, f.month_last_year)
                and replace(e.enterprise, '/', '／') = f.subject
        """,
    },
    operands={
        "name": Text("企业名称", "enterprise"),
        "month": Text("月份", "month"),
        "net_profit": Text("归母净利润（累计）", "net profit since January"),
        "month_before": Text("上月", "the month before"),
        "profit_before": Text("上月累计净利润", "net profit of the month before"),
        "month_last_year": Text("上年同月", "the same month of last year"),
        "last_year": Text("上年同期净利润", "net profit of last year"),
    },
    advice=Text(
        "请国资监管机构说明亏损或者利润下降的原因、扭亏措施，以及是否影响收益上缴。",
        "The body that oversees the enterprise gives the cause, what is done about it, and "
        "whether less profit will be handed in.",
    ),
    innocent=Text(
        "季节性行业年初亏损；公益性企业按政策亏损并有补贴；上年同期有一次性收益。",
        "A seasonal trade loses early in the year; a public service loses by policy and is "
        "paid for it; last year had a gain that comes once.",
    ),
    assumptions=(
        Text(
            "净利润为当年累计数；一月的上月是上年十二月（全年累计）",
            "profit is cumulative since January; the month before January is December, with "
            "the whole year",
        ),
        Text(
            "上年同期没有盈利的不比降幅；当月盈利的不需要上月数",
            "a fall is measured only from a profit; who makes a profit now needs no month before",
        ),
    ),
    examples=(
        Example(
            story="a loss in this month and in the month before is one too many",
            given={
                "enterprise": [
                    {"enterprise": "N1", "net_profit": Decimal("-0.01")},
                    {"enterprise": "N1", "month": "2026-07", "net_profit": Decimal("-0.01")},
                    {"enterprise": "N1", "month": "2025-08", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N2", "net_profit": Decimal("-0.01")},
                    {"enterprise": "N2", "month": "2026-07", "net_profit": Decimal("0.00")},
                    {"enterprise": "N2", "month": "2025-08", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N3", "net_profit": Decimal("0.00")},
                    {"enterprise": "N3", "month": "2026-07", "net_profit": Decimal("-9.00")},
                    {"enterprise": "N3", "month": "2025-08", "net_profit": Decimal("-5.00")},
                ]
            },
            fails={"N1": Severity.YELLOW},
            at_stake={"N1": Decimal("0.01")},
            passes=["N2", "N3"],
            boundary=True,
        ),
        Example(
            story="a fifth less than last year is borne, a fen more is not",
            given={
                "enterprise": [
                    {"enterprise": "N1", "net_profit": Decimal("8.00")},
                    {"enterprise": "N1", "month": "2025-08", "net_profit": Decimal("10.00")},
                    {"enterprise": "N2", "net_profit": Decimal("7.99")},
                    {"enterprise": "N2", "month": "2025-08", "net_profit": Decimal("10.00")},
                ]
            },
            passes=["N1"],
            fails={"N2": Severity.YELLOW},
            at_stake={"N2": Decimal("2.01")},
            boundary=True,
        ),
        Example(
            story="before January comes December",
            given={
                "enterprise": [
                    {"enterprise": "N1", "month": "2026-01", "net_profit": Decimal("-1.00")},
                    {"enterprise": "N1", "month": "2025-12", "net_profit": Decimal("-7.00")},
                    {"enterprise": "N1", "month": "2025-01", "net_profit": Decimal("-1.00")},
                    {"enterprise": "N2", "month": "2026-01", "net_profit": Decimal("-1.00")},
                    {"enterprise": "N2", "month": "2025-12", "net_profit": Decimal("7.00")},
                    {"enterprise": "N2", "month": "2025-01", "net_profit": Decimal("-1.00")},
                ]
            },
            as_of=date(2026, 1, 31),
            fails={"N1": Severity.YELLOW},
            passes=["N2"],
        ),
        Example(
            story="before October comes September, and before November October",
            given={
                "enterprise": [
                    {"enterprise": "N1", "month": "2026-10", "net_profit": Decimal("-1.00")},
                    {"enterprise": "N1", "month": "2026-09", "net_profit": Decimal("-1.00")},
                    {"enterprise": "N1", "month": "2025-10", "net_profit": Decimal("-1.00")},
                    {
                        "enterprise": "N2",
                        "region": "410200",
                        "month": "2026-11",
                        "net_profit": Decimal("-1.00"),
                    },
                    {
                        "enterprise": "N2",
                        "region": "410200",
                        "month": "2026-10",
                        "net_profit": Decimal("-1.00"),
                    },
                    {
                        "enterprise": "N2",
                        "region": "410200",
                        "month": "2025-11",
                        "net_profit": Decimal("-1.00"),
                    },
                ]
            },
            as_of=date(2026, 11, 30),
            fails={"N1": Severity.YELLOW, "410200 N2": Severity.YELLOW},
        ),
        Example(
            story="a fall from no profit is no fall, and a fall into a loss is one",
            given={
                "enterprise": [
                    {"enterprise": "N1", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N1", "month": "2026-07", "net_profit": Decimal("1.00")},
                    {"enterprise": "N1", "month": "2025-08", "net_profit": Decimal("0.00")},
                    {"enterprise": "N2", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N2", "month": "2026-07", "net_profit": Decimal("1.00")},
                    {"enterprise": "N2", "month": "2025-08", "net_profit": Decimal("1.00")},
                    {"enterprise": "N3", "net_profit": Decimal("0.00")},
                    {"enterprise": "N3", "month": "2025-08", "net_profit": Decimal("0.01")},
                ]
            },
            passes=["N1"],
            fails={"N2": Severity.YELLOW, "N3": Severity.YELLOW},
            at_stake={"N2": Decimal("6.00"), "N3": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a month that was not delivered is unknown, unless the other settles it",
            given={
                "enterprise": [
                    {"enterprise": "N1", "net_profit": Decimal("5.00")},
                    {"enterprise": "N2", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N2", "month": "2025-08", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N3", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N4", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N4", "month": "2026-07", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N5", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N5", "month": "2026-07", "net_profit": Decimal("5.00")},
                    {
                        "enterprise": "N5",
                        "region": "410200",
                        "month": "2025-08",
                        "net_profit": Decimal("5.00"),
                    },
                    {
                        "enterprise": "N3",
                        "region": "410200",
                        "month": "2026-07",
                        "net_profit": Decimal("-5.00"),
                    },
                ]
            },
            unknown={
                "N1": "enterprise of 2025-08",
                "N2": "enterprise of 2026-07",
                "N3": "enterprise of 2026-07 and of 2025-08",
                "N5": "enterprise of 2025-08",
                "410200 N3": "enterprise of 2026-06 and of 2025-07",
            },
            fails={"N4": Severity.YELLOW},
        ),
        Example(
            story="the latest month stands as a whole",
            given={
                "enterprise": [
                    {"enterprise": "N1"},
                    {"enterprise": "N1", "month": "2025-08"},
                    {"enterprise": "N2", "month": "2026-07", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N2", "month": "2026-06", "net_profit": Decimal("-5.00")},
                    {"enterprise": "N1", "month": "2026-10", "net_profit": Decimal("-5.00")},
                ]
            },
            passes=["N1"],
        ),
        Example(
            story="the day before its month is over, the month before stands",
            given={
                "enterprise": [
                    {"enterprise": "N1"},
                    {"enterprise": "N1", "month": "2025-08"},
                    {"enterprise": "N1", "month": "2025-09"},
                    {"enterprise": "N1", "month": "2026-09", "net_profit": Decimal("-5.00")},
                ]
            },
            as_of=date(2026, 9, 29),
            passes=["N1"],
            boundary=True,
        ),
        Example(
            story="enterprises that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["enterprise"],
            unknown={"": "feed missing: enterprise"},
        ),
    ),
)
