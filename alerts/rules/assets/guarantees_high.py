"""对外担保过高 · A state enterprise guarantees too much for others.

A guarantee is a debt that waits for somebody else's failure.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="S28",
    title=Text("对外担保过高", "A state enterprise guarantees too much for others"),
    meaning=Text(
        "国有企业对外担保余额超过归母所有者权益的一半；超过全部权益为橙色。",
        "The guarantees of a state enterprise for others are more than half its equity; "
        "above all of it, orange.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{guarantees} > {equity} × {share}（> {high_share} 为橙色）",
        "{guarantees} > {equity} × {share} (orange above {high_share})",
    ),
    needs=("enterprise",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="企业国有资产法",
            number="第三十条",
            quote="为他人提供大额担保",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="企业国有资产法",
            number="第三十二条",
            quote="国有独资企业由企业负责人集体讨论决定，国有独资公司由董事会决定",
            bearing=Bearing.PRINCIPLE,
            note=(
                "只适用国有独资企业、国有独资公司，其他见第三十三条 / wholly owned enterprises "
                "only, the others see article 33"
            ),
        ),
    ),
    limits={
        "share": Limit(
            Decimal("0.50"),
            Provenance.PROPOSED_DEFAULT,
            "担保占权益（黄）",
            "guarantees over equity (yellow)",
            unit="share",
        ),
        "high_share": Limit(
            Decimal("1.00"),
            Provenance.PROPOSED_DEFAULT,
            "担保占权益（橙）",
            "guarantees over equity (orange)",
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
        compared as (
            select e.*, equity * $share as most
            from core.enterprise e
            join latest using (region, month)
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(enterprise, '/', '／') as subject,
            case
                when guarantees is null then 'unknown'
                when guarantees > 0 and guarantees > most then 'fail'
                else 'pass'
            end as verdict,
            case when guarantees is null then 'enterprise.guarantees' end as reason,
            case when guarantees > equity * $high_share then 'orange' else 'yellow' end
                as severity,
            guarantees - greatest(most, 0) as at_stake,
            cast(null as varchar) as unit,
            name,
            month,
            equity,
            guarantees,
            round(guarantees / nullif(equity, 0), 4) as ratio,
            most
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
        "equity": Text("归母所有者权益", "equity"),
        "guarantees": Text("对外担保余额", "guarantees"),
        "ratio": Text("担保占权益", "guarantees over equity"),
        "most": Text("警戒线担保额", "guarantees at the line"),
    },
    advice=Text(
        "请国资监管机构提供担保清单、被担保人和决策记录，核对有无反担保和代偿。",
        "The body that oversees the enterprise shows the list of guarantees, for whom, who "
        "decided, what secures them and what was already paid for others.",
    ),
    innocent=Text(
        "担保公司以担保为业；集团内部互保计入对外担保。",
        "A guarantee company lives by it; guarantees within the group were counted as "
        "outside ones.",
    ),
    assumptions=(
        Text(
            "权益为 0 或者为负而有担保的，即为超出，橙色；没有担保的通过",
            "any guarantee on an equity of 0 or below is above the line, and orange; "
            "without guarantees it passes",
        ),
    ),
    examples=(
        Example(
            story="half the equity is the line, a fen more is above it",
            given={
                "enterprise": [
                    {"enterprise": "N1", "guarantees": Decimal("25.00")},
                    {"enterprise": "N2", "guarantees": Decimal("25.01")},
                ]
            },
            passes=["N1"],
            fails={"N2": Severity.YELLOW},
            at_stake={"N2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="all the equity is yellow, a fen more is orange",
            given={
                "enterprise": [
                    {"enterprise": "N1", "guarantees": Decimal("50.00")},
                    {"enterprise": "N2", "guarantees": Decimal("50.01")},
                ]
            },
            fails={"N1": Severity.YELLOW, "N2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="without equity any guarantee is above the line, and none is none",
            given={
                "enterprise": [
                    {"enterprise": "N1", "equity": Decimal("0.00"), "guarantees": Decimal("0.01")},
                    {"enterprise": "N2", "equity": Decimal("0.00"), "guarantees": Decimal("0.00")},
                    {"enterprise": "N3", "equity": Decimal("-9.00"), "guarantees": Decimal("1.00")},
                    {"enterprise": "N4", "equity": Decimal("-9.00"), "guarantees": Decimal("0.00")},
                ]
            },
            fails={"N1": Severity.ORANGE, "N3": Severity.ORANGE},
            at_stake={"N3": Decimal("1.00")},
            passes=["N2", "N4"],
            boundary=True,
        ),
        Example(
            story="guarantees that were not reported are unknown",
            given={"enterprise": [{"enterprise": "N1", "guarantees": None}]},
            unknown={"N1": "enterprise.guarantees"},
        ),
        Example(
            story="the latest month stands as a whole",
            given={
                "enterprise": [
                    {"enterprise": "N1", "month": "2026-07", "guarantees": Decimal("40.00")},
                    {"enterprise": "N1", "guarantees": Decimal("5.00")},
                    {"enterprise": "N2", "month": "2026-07", "guarantees": Decimal("40.00")},
                    {"enterprise": "N3", "month": "2026-10", "guarantees": Decimal("40.00")},
                    {
                        "enterprise": "N4",
                        "region": "410200",
                        "month": "2026-06",
                        "guarantees": Decimal("40.00"),
                    },
                ]
            },
            passes=["N1"],
            fails={"410200 N4": Severity.YELLOW},
        ),
        Example(
            story="the month of the night's own day is read",
            given={
                "enterprise": [
                    {"enterprise": "N1", "guarantees": Decimal("5.00")},
                    {"enterprise": "N1", "month": "2026-09", "guarantees": Decimal("40.00")},
                ]
            },
            fails={"N1": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="the day before its month is over, the month before stands",
            given={
                "enterprise": [
                    {"enterprise": "N1", "guarantees": Decimal("5.00")},
                    {"enterprise": "N1", "month": "2026-09", "guarantees": Decimal("40.00")},
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
