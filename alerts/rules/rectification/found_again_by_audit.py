"""屡审屡犯 · Found again, year after year.

A unit in which the auditor finds the same thing twice has not been changed by the first report.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import (
    Article,
    Bearing,
    Example,
    Horizon,
    Limit,
    Provenance,
    Rule,
    Severity,
    Text,
)
from alerts.rules._heirs import TODAY, was

EARLIER = {"problem": "W0", "audit_year": 2023, "reported_on": date(2024, 6, 30)}

RULE = Rule(
    code="R04",
    title=Text("屡审屡犯", "Found again by the audit"),
    meaning=Text(
        "同一单位、同一类别的问题，在两个以上审计年度被查出。",
        "The same class of problem was found at the same unit in two or more audit years.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{years_found} 个审计年度（{first_year} 至 {last_year}）≥ {years}",
        "{years_found} audit years ({first_year} to {last_year}) ≥ {years}",
    ),
    needs=("audit_problem",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="上海市预算审查监督条例",
            number="第六十条",
            quote="对突出问题屡审屡犯、未整改或者整改不力的部门、单位",
            bearing=Bearing.PRINCIPLE,
            note="上海市内适用；条文要求在安排下一年度预算时重点审核 / "
            "within Shanghai; it asks for a closer look at the next budget",
        ),
    ),
    limits={
        "years": Limit(
            2,
            Provenance.STATUTORY,
            "审计年度数达到",
            "audit years at least",
            article="上海市预算审查监督条例第六十条",
        ),
    },
    sql=f"""
        with {TODAY.strip()},
        classes as (
            select
                p.region,
                coalesce(h.stands_as, p.unit) as unit,
                trim(p.problem_class) as problem_class,
                count(distinct p.audit_year) as years_found,
                min(p.audit_year) as first_year,
                max(p.audit_year) as last_year,
                count(*) as problems,
                sum(p.amount) as amount
            from core.audit_problem p
            left join heirs h on h.region = p.region and h.unit = p.unit
            where p.reported_on <= $as_of
            group by all
        )
        select
            region,
            cast(least(last_year, year($as_of)) as varchar) as period,
            replace(unit, '/', '／') || '/' || replace(problem_class, '/', '／') as subject,
            case when years_found >= $years then 'fail' else 'pass' end as verdict,
            cast(null as varchar) as reason,
            null as severity,
            amount as at_stake,
            unit,
            problem_class,
            years_found,
            first_year,
            last_year,
            problems,
            amount
        from classes
    """,
    evidence={
        "audit_problem": f"""
            select f.region, f.period, f.subject, p.problem
            from finding f
            join core.audit_problem p
                on p.region = f.region
                and {was("p.unit")}
                and trim(p.problem_class) = f.problem_class
                and p.reported_on <= $as_of
        """,
    },
    operands={
        "problem_class": Text("问题类别", "class"),
        "years_found": Text("审计年度数", "audit years"),
        "first_year": Text("最早审计年度", "first"),
        "last_year": Text("最近审计年度", "last"),
        "problems": Text("问题数", "problems"),
        "amount": Text("涉及金额合计", "amount"),
    },
    advice=Text(
        "请单位说明上次整改后制度上改了什么、为何再犯，请财政部门在安排下一年度预算时重点审核。",
        "The unit says what it changed after the first report and why it happened again; the "
        "finance department looks at its next budget closely.",
    ),
    innocent=Text(
        "问题类别划得过宽，两次是不同的事；同一件事在两个年度的报告中连续反映。",
        "The class is so wide that these are different things; one matter was reported in two "
        "years running.",
    ),
    exclusions=(
        Text("同一审计年度内的多个问题只算一个年度", "several problems of one audit year"),
    ),
    assumptions=(
        Text(
            "类别按文字相同认定，首尾空格不计，不作近似匹配",
            "classes are the same where their words are, but for spaces around them; nothing is "
            "matched loosely",
        ),
        Text(
            "更名、合并的单位按现单位计，分立前的问题仍归原单位",
            "a unit that was renamed or merged is what it stands as now; what was found before a "
            "split stays with the old one",
        ),
        Text(
            "所属期间为最近一次查出的审计年度；已销号的问题同样计入",
            "it is filed under the last audit year; problems that were closed count as well",
        ),
    ),
    examples=(
        Example(
            story="the same class at the same unit in two audit years",
            given={
                "audit_problem": [
                    {"unit": "U/1", "problem_class": "预算/编制 "},
                    {**EARLIER, "unit": "U/1", "problem_class": "预算/编制"},
                ]
            },
            fails={"2025 U／1/预算／编制": Severity.ORANGE},
            at_stake={"2025 U／1/预算／编制": Decimal("200.00")},
            units={"2025 U／1/预算／编制": "U/1"},
            boundary=True,
        ),
        Example(
            story="twice in one year, another class, unit or government is not again",
            given={
                "audit_problem": [
                    {},
                    {"problem": "W2"},
                    {**EARLIER, "problem_class": "资产管理"},
                    {**EARLIER, "problem": "W3", "unit": "U2"},
                    {**EARLIER, "region": "410102"},
                    {**EARLIER, "problem": "W5", "reported_on": date(2026, 10, 1)},
                ]
            },
            passes=[
                "2025 U1/预算编制",
                "2023 U1/资产管理",
                "2023 U2/预算编制",
                "410102 2023 U1/预算编制",
            ],
            boundary=True,
        ),
        Example(
            story="a renamed unit keeps its record; a split one leaves it behind",
            given={
                "audit_problem": [
                    {"unit": "U2"},
                    {**EARLIER, "unit": "U1"},
                    {"problem": "W2", "unit": "U4"},
                    {**EARLIER, "problem": "W3", "unit": "U3"},
                ],
                "succession": [
                    {},
                    {"old_unit": "U3", "new_unit": "U4", "kind": "3"},
                    {"old_unit": "U3", "new_unit": "U5", "kind": "3"},
                    {"old_unit": "U2", "new_unit": "U6", "effective_on": date(2026, 10, 1)},
                ],
            },
            fails={"2025 U2/预算编制": Severity.ORANGE},
            passes=["2025 U4/预算编制", "2023 U3/预算编制"],
        ),
        Example(
            story="what is reported on the day of the night is read, and so is a new name",
            given={
                "audit_problem": [{"reported_on": date(2026, 9, 30), "unit": "U2"}, EARLIER],
                "succession": [{"effective_on": date(2026, 9, 30)}],
            },
            fails={"2025 U2/预算编制": Severity.ORANGE},
        ),
        Example(
            story="a list that was never delivered leaves the rule without an answer",
            given={"unit": [{}]},
            missing=["audit_problem"],
            unknown={"": "feed missing: audit_problem"},
        ),
    ),
)
