"""概算超估算 · The approved cost exceeds the estimate by more than a tenth.

A project passes on a low estimate and is designed dear. Above a tenth, whoever approved the study
must hear of it and may ask for a new one.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import INVESTMENT_PROJECT

RULE = Rule(
    code="P08",
    title=Text("概算超估算", "The approved cost exceeds the estimate"),
    meaning=Text(
        "政府投资项目的概算超过可行性研究报告估算的百分之十，应当报告，并可能要重新报送可行性研究报告。",
        "The approved cost is more than a tenth above the estimate of the feasibility study: it is "
        "to be reported, and a new study may be asked for.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{approved_cost} − {estimate} > {estimate} × {share}",
        "{approved_cost} − {estimate} > {estimate} × {share}",
    ),
    needs=("investment_project",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="政府投资条例",
            number="第十二条",
            part="第二款",
            quote="初步设计提出的投资概算超过经批准的可行性研究报告提出的投资估算10%的，项目单位应当向投资主管部门或者其他有关部门报告",
            note="本款要求报告，并不禁止 / it asks for a report and does not forbid",
        ),
    ),
    limits={
        "share": Limit(
            Decimal("0.10"),
            Provenance.STATUTORY,
            "超估算比例",
            "share above the estimate",
            unit="share",
            article="政府投资条例第十二条第二款",
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.investment_project
            where stated_on <= $as_of
            group by region
        ),
        compared as (
            select
                p.*,
                approved_cost - estimate as difference,
                estimate * $share as allowed
            from core.investment_project p
            join latest using (region, stated_on)
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(project, '/', '／') as subject,
            case
                when difference is null then 'unknown'
                when difference > allowed then 'fail'
                else 'pass'
            end as verdict,
            case
                when estimate is null and approved_cost is null
                    then 'investment_project.estimate, investment_project.approved_cost'
                when estimate is null then 'investment_project.estimate'
                when approved_cost is null then 'investment_project.approved_cost'
            end as reason,
            null as severity,
            difference as at_stake,
            unit,
            name,
            stated_on,
            estimate,
            approved_cost,
            difference,
            allowed
        from compared
    """,
    evidence={"investment_project": INVESTMENT_PROJECT},
    operands={
        "name": Text("项目名称", "project"),
        "stated_on": Text("统计日期", "stated on"),
        "estimate": Text("估算投资", "estimate"),
        "approved_cost": Text("概算投资", "approved cost"),
        "difference": Text("概算超估算", "above the estimate"),
        "allowed": Text("容许超出", "allowed above"),
    },
    advice=Text(
        "请投资主管部门提供可行性研究报告批复与概算批复，查明是否已报告、是否要求重新报送。",
        "The investment authority shows the approvals of the study and of the cost: was the excess "
        "reported, and was a new study asked for?",
    ),
    innocent=Text(
        "已按规定报告并重新批复，估算未更新；估算与概算口径不同（是否含征地、建设期利息）。",
        "It was reported and approved anew and the estimate is not updated; the two are drawn up "
        "differently, with or without land and interest.",
    ),
    assumptions=(
        Text(
            "以该级政府最近一期报送为准；估算为 0 而有概算的，视为没有经批准的估算，即为超出",
            "the government's latest date stands as a whole; an approved cost on an estimate of 0 "
            "is above it",
        ),
    ),
    examples=(
        Example(
            story="exactly a tenth above the estimate needs no report",
            given={
                "investment_project": [
                    {"estimate": Decimal("100.00"), "approved_cost": Decimal("110.00")}
                ]
            },
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="one fen more does",
            given={
                "investment_project": [
                    {"estimate": Decimal("100.00"), "approved_cost": Decimal("110.01")}
                ]
            },
            fails={"P1": Severity.ORANGE},
            at_stake={"P1": Decimal("10.01")},
            boundary=True,
        ),
        Example(
            story="the latest date stands as a whole",
            given={
                "investment_project": [
                    {
                        "stated_on": date(2026, 7, 31),
                        "estimate": Decimal("100.00"),
                        "approved_cost": Decimal("150.00"),
                    },
                    {
                        "stated_on": date(2026, 9, 30),
                        "estimate": Decimal("140.00"),
                        "approved_cost": Decimal("150.00"),
                    },
                    {
                        "project": "P2",
                        "stated_on": date(2026, 7, 31),
                        "estimate": Decimal("100.00"),
                        "approved_cost": Decimal("150.00"),
                    },
                    {
                        "project": "P3",
                        "stated_on": date(2026, 10, 31),
                        "estimate": Decimal("100.00"),
                        "approved_cost": Decimal("150.00"),
                    },
                    {
                        "project": "P4",
                        "region": "410200",
                        "stated_on": date(2026, 6, 30),
                        "estimate": Decimal("100.00"),
                        "approved_cost": Decimal("150.00"),
                    },
                ]
            },
            passes=["P1"],
            fails={"410200 P4": Severity.ORANGE},
            at_stake={"410200 P4": Decimal("50.00")},
        ),
        Example(
            story="a cost approved on an estimate of nothing is above it",
            given={
                "investment_project": [
                    {"estimate": Decimal("0.00"), "approved_cost": Decimal("0.01")},
                    {
                        "project": "P2",
                        "estimate": Decimal("0.00"),
                        "approved_cost": Decimal("0.00"),
                    },
                ]
            },
            fails={"P1": Severity.ORANGE},
            passes=["P2"],
        ),
        Example(
            story="a sum that was not reported is unknown, by its name",
            given={
                "investment_project": [
                    {"estimate": None},
                    {"project": "P2", "approved_cost": None},
                    {"project": "P3", "estimate": None, "approved_cost": None},
                ]
            },
            unknown={
                "P1": "investment_project.estimate",
                "P2": "investment_project.approved_cost",
                "P3": "investment_project.estimate, investment_project.approved_cost",
            },
        ),
        Example(
            story="projects that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["investment_project"],
            unknown={"": "feed missing: investment_project"},
        ),
    ),
)
