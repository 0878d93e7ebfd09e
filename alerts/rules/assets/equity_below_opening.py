"""国有资产保值增值率 · The equity of a state enterprise has fallen.

Equity below the year's opening is state capital that went somewhere.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="S21",
    title=Text("国有资产保值增值率", "The equity of a state enterprise has fallen"),
    meaning=Text(
        "国有企业归母所有者权益低于年初数。",
        "The equity of a state enterprise is below what it was at the start of the year.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{opening_equity} − {equity} > {tolerance}", "{opening_equity} − {equity} > {tolerance}"
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
        "tolerance": Limit(
            Decimal("0.00"), Provenance.UNVERIFIED_DEFAULT, "容差", "tolerance", unit="yuan"
        ),
    },
    sql="""
        with latest as (
            select region, max(month) as month
            from core.enterprise
            where last_day(cast(month || '-01' as date)) <= $as_of
            group by region
        ),
        compared as (
            select e.*, opening_equity - equity as difference
            from core.enterprise e
            join latest using (region, month)
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(enterprise, '/', '／') as subject,
            case
                when difference is null then 'unknown'
                when difference > $tolerance then 'fail'
                else 'pass'
            end as verdict,
            case when difference is null then 'enterprise.opening_equity' end as reason,
            null as severity,
            difference as at_stake,
            cast(null as varchar) as unit,
            name,
            month,
            opening_equity,
            equity,
            difference,
            round(equity / nullif(opening_equity, 0), 4) as ratio
        from compared
    """,
    evidence={
        "enterprise": """
            select f.region, f.period, f.subject, e.enterprise, e.month
            from finding f
            join core.enterprise e
                on e.region = f.region
                and e.month = f.month
                and replace(e.enterprise, '/', '／') = f.subject
        """,
    },
    operands={
        "name": Text("企业名称", "enterprise"),
        "month": Text("月份", "month"),
        "opening_equity": Text("年初归母所有者权益", "equity at the start of the year"),
        "equity": Text("归母所有者权益", "equity"),
        "difference": Text("减少", "less by"),
        "ratio": Text("保值增值率", "equity over opening equity"),
    },
    advice=Text(
        "请国资监管机构说明权益减少的构成：亏损、上缴利润、无偿划出还是会计调整。",
        "The body that oversees the enterprise says of what the fall is made: losses, "
        "profit handed in, assets given away, or a change of accounts.",
    ),
    innocent=Text(
        "当年上缴利润、无偿划出子企业等客观因素未剔除；年初数按新准则重述而未更新。",
        "Profit was handed in or a subsidiary was moved away by order; the opening figure "
        "was restated and not delivered anew.",
    ),
    assumptions=(
        Text(
            "年初数按快报，未剔除客观增减因素；年初为负的直接比较大小",
            "the opening figure is the report's, without adjustments; where it is below "
            "zero the two are compared as they are",
        ),
    ),
    examples=(
        Example(
            story="as much as at the start of the year is kept, a fen less is not",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "opening_equity": Decimal("50.00"),
                        "equity": Decimal("50.00"),
                    },
                    {
                        "enterprise": "N2",
                        "opening_equity": Decimal("50.00"),
                        "equity": Decimal("49.99"),
                    },
                ]
            },
            passes=["N1"],
            fails={"N2": Severity.ORANGE},
            at_stake={"N2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="an opening of nothing can only be lost below zero",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "opening_equity": Decimal("0.00"),
                        "equity": Decimal("0.00"),
                    },
                    {
                        "enterprise": "N2",
                        "opening_equity": Decimal("0.00"),
                        "equity": Decimal("-0.01"),
                    },
                    {
                        "enterprise": "N3",
                        "opening_equity": Decimal("-9.00"),
                        "equity": Decimal("-8.00"),
                    },
                    {
                        "enterprise": "N4",
                        "opening_equity": Decimal("-8.00"),
                        "equity": Decimal("-9.00"),
                    },
                ]
            },
            passes=["N1", "N3"],
            fails={"N2": Severity.ORANGE, "N4": Severity.ORANGE},
            at_stake={"N4": Decimal("1.00")},
            boundary=True,
        ),
        Example(
            story="an opening that was not reported is unknown",
            given={"enterprise": [{"enterprise": "N1", "opening_equity": None}]},
            unknown={"N1": "enterprise.opening_equity"},
        ),
        Example(
            story="the latest month stands as a whole",
            given={
                "enterprise": [
                    {"enterprise": "N1", "month": "2026-07", "equity": Decimal("40.00")},
                    {"enterprise": "N1", "equity": Decimal("50.00")},
                    {"enterprise": "N2", "month": "2026-07", "equity": Decimal("40.00")},
                    {"enterprise": "N3", "month": "2026-10", "equity": Decimal("40.00")},
                    {
                        "enterprise": "N4",
                        "region": "410200",
                        "month": "2026-06",
                        "equity": Decimal("40.00"),
                    },
                ]
            },
            passes=["N1"],
            fails={"410200 N4": Severity.ORANGE},
        ),
        Example(
            story="the month of the night's own day is read",
            given={
                "enterprise": [
                    {"enterprise": "N1", "equity": Decimal("50.00")},
                    {"enterprise": "N1", "month": "2026-09", "equity": Decimal("40.00")},
                ]
            },
            fails={"N1": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="the day before its month is over, the month before stands",
            given={
                "enterprise": [
                    {"enterprise": "N1"},
                    {"enterprise": "N1", "month": "2026-09", "equity": Decimal("1.00")},
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
