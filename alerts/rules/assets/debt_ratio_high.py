"""国企资产负债率 · A state enterprise owes most of what it has.

What an enterprise of the government owes, the government may have to pay.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="S20",
    title=Text("国企资产负债率", "A state enterprise owes most of what it has"),
    meaning=Text(
        "国有企业的负债总额超过资产总额的百分之七十；超过百分之八十为橙色。",
        "The liabilities of a state enterprise are more than seventy per cent of its "
        "assets; above eighty it is orange.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{liabilities} > {assets} × {share}（> {high_share} 为橙色）",
        "{liabilities} > {assets} × {share} (orange above {high_share})",
    ),
    needs=("enterprise",),
    horizon=Horizon.AS_OF,
    basis=(),
    printed_basis="SASAC practice [K]",
    limits={
        "share": Limit(
            Decimal("0.70"),
            Provenance.PROPOSED_DEFAULT,
            "资产负债率（黄）",
            "liabilities over assets (yellow)",
            unit="share",
        ),
        "high_share": Limit(
            Decimal("0.80"),
            Provenance.PROPOSED_DEFAULT,
            "资产负债率（橙）",
            "liabilities over assets (orange)",
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
            select e.*, assets * $share as most
            from core.enterprise e
            join latest using (region, month)
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(enterprise, '/', '／') as subject,
            case when liabilities > most then 'fail' else 'pass' end as verdict,
            cast(null as varchar) as reason,
            case when liabilities > assets * $high_share then 'orange' else 'yellow' end
                as severity,
            liabilities - most as at_stake,
            cast(null as varchar) as unit,
            name,
            month,
            assets,
            liabilities,
            round(liabilities / nullif(assets, 0), 4) as ratio,
            most,
            liabilities - most as difference
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
        "assets": Text("资产总额", "assets"),
        "liabilities": Text("负债总额", "liabilities"),
        "ratio": Text("资产负债率", "liabilities over assets"),
        "most": Text("警戒线负债额", "liabilities at the line"),
        "difference": Text("超出", "above"),
    },
    advice=Text(
        "请国资监管机构说明该企业所处行业的警戒线、有息负债规模和降负债安排。",
        "The body that oversees the enterprise gives its trade's own line, what it owes at "
        "interest, and how the debt is to fall.",
    ),
    innocent=Text(
        "金融、建筑、房地产等行业负债率普遍较高，另有行业警戒线；当月集中拨入项目贷款。",
        "Finance, building and property run at higher ratios and have lines of their own; a "
        "loan for a project came in this month.",
    ),
    assumptions=(
        Text(
            "按快报的资产、负债总额，不区分有息与无息；资产为 0 而有负债的即为超出",
            "by the total liabilities of the monthly report, at interest or not; any "
            "liability on assets of 0 is above the line",
        ),
    ),
    examples=(
        Example(
            story="seventy per cent is the line and not above it",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "assets": Decimal("100.00"),
                        "liabilities": Decimal("70.00"),
                    },
                    {
                        "enterprise": "N2",
                        "assets": Decimal("100.00"),
                        "liabilities": Decimal("70.01"),
                    },
                ]
            },
            passes=["N1"],
            fails={"N2": Severity.YELLOW},
            at_stake={"N2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="eighty per cent is yellow, a fen more is orange",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "assets": Decimal("100.00"),
                        "liabilities": Decimal("80.00"),
                    },
                    {
                        "enterprise": "N2",
                        "assets": Decimal("100.00"),
                        "liabilities": Decimal("80.01"),
                    },
                ]
            },
            fails={"N1": Severity.YELLOW, "N2": Severity.ORANGE},
            at_stake={"N1": Decimal("10.00")},
            boundary=True,
        ),
        Example(
            story="who owes and owns nothing is above any line; an empty shell is not",
            given={
                "enterprise": [
                    {"enterprise": "N1", "assets": Decimal("0.00"), "liabilities": Decimal("0.01")},
                    {"enterprise": "N2", "assets": Decimal("0.00"), "liabilities": Decimal("0.00")},
                ]
            },
            fails={"N1": Severity.ORANGE},
            passes=["N2"],
            boundary=True,
        ),
        Example(
            story="the latest month stands as a whole",
            given={
                "enterprise": [
                    {"enterprise": "N1", "month": "2026-07", "liabilities": Decimal("75.00")},
                    {"enterprise": "N1", "liabilities": Decimal("50.00")},
                    {"enterprise": "N2", "month": "2026-07", "liabilities": Decimal("75.00")},
                    {"enterprise": "N3", "month": "2026-10", "liabilities": Decimal("75.00")},
                    {
                        "enterprise": "N4",
                        "region": "410200",
                        "month": "2026-06",
                        "liabilities": Decimal("75.00"),
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
                    {"enterprise": "N1", "liabilities": Decimal("50.00")},
                    {"enterprise": "N1", "month": "2026-09", "liabilities": Decimal("75.00")},
                ]
            },
            fails={"N1": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="the day before its month is over, the month before stands",
            given={
                "enterprise": [
                    {"enterprise": "N1", "liabilities": Decimal("50.00")},
                    {"enterprise": "N1", "month": "2026-09", "liabilities": Decimal("75.00")},
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
