"""投资超概算 · More is invested than the approved cost.

The approved cost is what holds a project's total. Above it, something was built that nobody
approved, or paid for that was not built.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import INVESTMENT_PROJECT

RULE = Rule(
    code="P09",
    title=Text("投资超概算", "More is invested than the approved cost"),
    meaning=Text(
        "政府投资项目累计完成投资超过了经核定的概算。",
        "What was invested in the project so far is more than its approved cost.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{invested} − {approved_cost} > {tolerance}",
        "{invested} − {approved_cost} > {tolerance}",
    ),
    needs=("investment_project",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="政府投资条例",
            number="第二十三条",
            part="第一款",
            quote="政府投资项目建设投资原则上不得超过经核定的投资概算。",
            note=(
                "经重新核定的概算可以补正（同条第二款） / an approved new cost cures it "
                "(paragraph 2)"
            ),
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"),
            Provenance.STATUTORY,
            "容差",
            "tolerance",
            unit="yuan",
            article="政府投资条例第二十三条第一款",
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
            select p.*, invested - approved_cost as difference
            from core.investment_project p
            join latest using (region, stated_on)
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(project, '/', '／') as subject,
            case
                when difference is null then 'unknown'
                when difference > $tolerance then 'fail'
                else 'pass'
            end as verdict,
            case
                when invested is null and approved_cost is null
                    then 'investment_project.invested, investment_project.approved_cost'
                when invested is null then 'investment_project.invested'
                when approved_cost is null then 'investment_project.approved_cost'
            end as reason,
            null as severity,
            difference as at_stake,
            unit,
            name,
            stated_on,
            approved_cost,
            invested,
            difference
        from compared
    """,
    evidence={"investment_project": INVESTMENT_PROJECT},
    operands={
        "name": Text("项目名称", "project"),
        "stated_on": Text("统计日期", "stated on"),
        "approved_cost": Text("概算投资", "approved cost"),
        "invested": Text("累计完成投资", "invested"),
        "difference": Text("超出", "above"),
    },
    advice=Text(
        "请项目单位提供概算批复及历次调整批复，逐项对照超出部分是设计变更、价差还是超范围建设。",
        "The project's owner shows the approval of the cost and its changes, and says for what is "
        "above: a change of design, prices, or building beyond what was approved.",
    ),
    innocent=Text(
        "调整概算已核定，尚未更新；累计完成投资含非政府投资或不在概算内的征地费用。",
        "A new cost is approved and not delivered yet; what is invested contains other people's "
        "money, or land that the approved cost leaves out.",
    ),
    assumptions=(
        Text(
            "以该级政府最近一期报送为准；累计完成投资按报送数，不用支付重算",
            "the government's latest date stands as a whole; what is invested is taken as reported "
            "and not from the payments",
        ),
    ),
    examples=(
        Example(
            story="the approved cost may be reached to the last fen",
            given={
                "investment_project": [
                    {"approved_cost": Decimal("100.00"), "invested": Decimal("100.00")}
                ]
            },
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="one fen more is too much",
            given={
                "investment_project": [
                    {"approved_cost": Decimal("100.00"), "invested": Decimal("100.01")}
                ]
            },
            fails={"P1": Severity.RED},
            at_stake={"P1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story=(
                "an approved new cost cures it, and what is stated after the night's day is not "
                "read"
            ),
            given={
                "investment_project": [
                    {
                        "stated_on": date(2026, 7, 31),
                        "approved_cost": Decimal("100.00"),
                        "invested": Decimal("120.00"),
                    },
                    {
                        "stated_on": date(2026, 9, 30),
                        "approved_cost": Decimal("150.00"),
                        "invested": Decimal("130.00"),
                    },
                    {
                        "stated_on": date(2026, 10, 31),
                        "approved_cost": Decimal("150.00"),
                        "invested": Decimal("160.00"),
                    },
                    {
                        "project": "P2",
                        "region": "410200",
                        "stated_on": date(2026, 6, 30),
                        "approved_cost": Decimal("100.00"),
                        "invested": Decimal("120.00"),
                    },
                ]
            },
            passes=["P1"],
            fails={"410200 P2": Severity.RED},
        ),
        Example(
            story="nothing may be invested in what was approved for nothing",
            given={
                "investment_project": [
                    {"approved_cost": Decimal("0.00"), "invested": Decimal("50.00")}
                ]
            },
            fails={"P1": Severity.RED},
            at_stake={"P1": Decimal("50.00")},
        ),
        Example(
            story="a sum that was not reported is unknown, by its name",
            given={
                "investment_project": [
                    {"invested": None},
                    {"project": "P2", "approved_cost": None},
                    {"project": "P3", "invested": None, "approved_cost": None},
                ]
            },
            unknown={
                "P1": "investment_project.invested",
                "P2": "investment_project.approved_cost",
                "P3": "investment_project.invested, investment_project.approved_cost",
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
