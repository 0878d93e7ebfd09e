"""绩效低分项目仍安排预算 · A low score and as much money again.

A project that was found not to work gets as much as before: the finding was for the file.
"""

from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B55",
    title=Text("绩效低分项目仍安排预算", "A low score and as much money again"),
    meaning=Text(
        "项目最近一次绩效评价得分低于六十分，而本年年初批复数不少于上年。",
        "A project's last score was below 60, and this year's approved budget is no less than "
        "last year's.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{score_year} 年得分 {score} < {line}，本年批复 {approved} ≥ 上年批复 {approved_before}",
        "score of {score_year} {score} < {line}, approved {approved} ≥ {approved_before} of last "
        "year",
    ),
    needs=("department_budget",),
    optional=("performance",),
    basis=(
        Article(
            law="预算法",
            number="第三十二条",
            part="第一款",
            quote="有关支出绩效评价结果",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="预算法实施条例",
            number="第二十条",
            part="第二款",
            quote="绩效评价结果应当按照规定作为改进管理和编制以后年度预算的依据",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "line": Limit(60, Provenance.PROPOSED_DEFAULT, "低分线", "score below", unit="point"),
    },
    sql="""
        with budgeted as (
            select
                region, fiscal_year, project,
                sum(approved) as approved,
                case when min(unit) = max(unit) then min(unit) end as unit
            from core.department_budget
            where fiscal_year <= year($as_of)
                and project is not null
            group by region, fiscal_year, project
        ),
        years as (
            select distinct region, fiscal_year from core.department_budget
        ),
        scored as (
            select b.region, b.fiscal_year, b.project, s.score, s.fiscal_year as score_year
            from budgeted b
            join core.performance s
                on s.region = b.region
                and s.project = b.project
                and s.fiscal_year < b.fiscal_year
            where s.indicator is null
            qualify row_number() over (
                partition by b.region, b.fiscal_year, b.project
                order by s.fiscal_year desc, s.score
            ) = 1
        ),
        evaluated as (
            select region, min(fiscal_year) as first_year
            from core.performance
            where indicator is null
            group by region
        ),
        compared as (
            select
                b.*,
                s.score,
                s.score_year,
                e.first_year,
                y.fiscal_year as year_before,
                coalesce(before.approved, 0) as approved_before
            from budgeted b
            left join scored s using (region, fiscal_year, project)
            left join evaluated e on e.region = b.region and e.first_year < b.fiscal_year
            left join years y on y.region = b.region and y.fiscal_year + 1 = b.fiscal_year
            left join budgeted before
                on before.region = b.region
                and before.project = b.project
                and before.fiscal_year + 1 = b.fiscal_year
        ),
        judged as (
            select
                *,
                case
                    when approved <= 0 then 'pass'
                    when first_year is null then 'unknown'
                    when score is null then 'not_applicable'
                    when score >= $line then 'pass'
                    when year_before is null then 'unknown'
                    when approved >= approved_before then 'fail'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(project, '/', '／') as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'never evaluated'
                when verdict <> 'unknown' then null
                when first_year is null then 'performance of earlier years'
                else 'department_budget of the year before'
            end as reason,
            null as severity,
            approved as at_stake,
            unit,
            score_year,
            score,
            approved,
            approved_before
        from judged
    """,
    evidence={
        "performance": """
            select f.region, f.period, f.subject, s.project, s.fiscal_year, s.indicator
            from finding f
            join core.performance s
                on s.region = f.region
                and replace(s.project, '/', '／') = f.subject
                and s.fiscal_year = f.score_year
            where s.indicator is null
        """,
        "department_budget": """
            select f.region, f.period, f.subject, b.line, b.fiscal_year
            from finding f
            join core.department_budget b
                on b.region = f.region
                and replace(b.project, '/', '／') = f.subject
                and (
                    cast(b.fiscal_year as varchar) = f.period
                    or cast(b.fiscal_year + 1 as varchar) = f.period
                )
        """,
    },
    operands={
        "score_year": Text("评价年度", "year of the score"),
        "score": Text("评价得分", "score"),
        "approved": Text("本年批复数", "approved this year"),
        "approved_before": Text("上年批复数", "approved last year"),
    },
    advice=Text(
        "请财政部门和主管部门说明评价结果如何用于本年预算，提供整改情况。",
        "The finance department and the department in charge say what the score was used for in "
        "this year's budget, and what was put right.",
    ),
    innocent=Text(
        "法定或者民生项目不能因得分压减；低分源于资料不全，复评已经合格；整改后扩大试点。",
        "The law or people's livelihood asks for the money; papers were missing and a second look "
        "was passed; it was put right and enlarged.",
    ),
    exclusions=(
        Text("从未评价的项目不适用", "projects that were never evaluated"),
        Text("本年没有批复数的项目通过", "a project with nothing approved this year passes"),
    ),
    assumptions=(
        Text(
            "最近一次得分指本年以前最近年度的整体得分（指标为空的行）",
            "the last score is that of the project as a whole in the latest year before this one",
        ),
        Text(
            "上年没有该项目批复行的，上年批复数为零；上年部门预算全部没有报送的判为未知",
            "a project without a line last year had nothing; where last year's budgets are not "
            "there at all, unknown",
        ),
    ),
    examples=(
        Example(
            story="sixty is enough, a hundredth less is not; as much again is too much",
            given={
                "performance": [
                    {"fiscal_year": 2025, "score": Decimal("60.00")},
                    {"project": "P/2", "fiscal_year": 2025, "score": Decimal("59.99")},
                ],
                "department_budget": [
                    {},
                    {"line": "L2", "fiscal_year": 2025},
                    {"line": "L3", "project": "P/2"},
                    {"line": "L4", "project": "P/2", "fiscal_year": 2025},
                ],
            },
            fails={"P／2": Severity.YELLOW},
            at_stake={"P／2": Decimal("100.00")},
            units={"P／2": "U1"},
            passes=["P1"],
            unknown={
                "2025 P1": "performance of earlier years",
                "2025 P／2": "performance of earlier years",
            },
            boundary=True,
        ),
        Example(
            story="a fen less than last year is less; lines are added up",
            given={
                "performance": [
                    {"fiscal_year": 2024, "score": Decimal("40.00")},
                    {"project": "P2", "fiscal_year": 2024, "score": Decimal("40.00")},
                ],
                "department_budget": [
                    {"approved": Decimal("59.99")},
                    {"line": "L2", "unit": "U2", "approved": Decimal("40.00")},
                    {"line": "L3", "fiscal_year": 2025, "approved": Decimal("60.00")},
                    {"line": "L4", "fiscal_year": 2025, "approved": Decimal("40.00")},
                    {"line": "L5", "project": "P2", "approved": Decimal("60.00")},
                    {"line": "L6", "project": "P2", "unit": "U2", "approved": Decimal("40.00")},
                    {"line": "L7", "project": "P2", "fiscal_year": 2025},
                ],
            },
            fails={"P2": Severity.YELLOW},
            at_stake={"P2": Decimal("100.00")},
            units={"P2": None},
            passes=["P1"],
            unknown={
                "2025 P1": "department_budget of the year before",
                "2025 P2": "department_budget of the year before",
            },
            boundary=True,
        ),
        Example(
            story="the last score before the year counts, not an older or a later one",
            given={
                "performance": [
                    {"fiscal_year": 2024, "score": Decimal("40.00")},
                    {"fiscal_year": 2025, "score": Decimal("80.00")},
                    {"fiscal_year": 2026, "score": Decimal("40.00")},
                    {"project": "P2", "fiscal_year": 2024, "score": Decimal("80.00")},
                    {"project": "P2", "fiscal_year": 2025, "score": Decimal("40.00")},
                    {"project": "P2", "fiscal_year": 2026, "score": Decimal("80.00")},
                ],
                "department_budget": [
                    {},
                    {"line": "L2", "project": "P2"},
                    {
                        "line": "L3",
                        "project": "P9",
                        "fiscal_year": 2025,
                        "approved": Decimal("0.00"),
                    },
                ],
            },
            fails={"P2": Severity.YELLOW},
            passes=["P1", "2025 P9"],
        ),
        Example(
            story="scores of indicators, of other projects and of other governments are others'",
            given={
                "performance": [
                    {"fiscal_year": 2025, "indicator": "I1", "score": Decimal("40.00")},
                    {"fiscal_year": 2025, "project": "P2", "score": Decimal("40.00")},
                    {"fiscal_year": 2025, "region": "410102", "score": Decimal("40.00")},
                ],
                "department_budget": [
                    {},
                    {"line": "L2", "fiscal_year": 2025, "approved": Decimal("0.00")},
                    {"line": "L3", "project": None},
                ],
            },
            not_applicable=["P1"],
            passes=["2025 P1"],
        ),
        Example(
            story="nothing approved is not funded; new money for an old low score is",
            given={
                "performance": [
                    {"fiscal_year": 2024, "score": Decimal("40.00")},
                    {"fiscal_year": 2024, "project": "P2", "score": Decimal("40.00")},
                ],
                "department_budget": [
                    {"approved": Decimal("0.00")},
                    {"line": "L2", "project": "P2", "approved": Decimal("0.01")},
                    {
                        "line": "L3",
                        "project": "P3",
                        "fiscal_year": 2025,
                        "approved": Decimal("0.00"),
                    },
                    {"line": "L4", "project": "P2", "fiscal_year": 2027},
                ],
            },
            fails={"P2": Severity.YELLOW},
            passes=["P1", "2025 P3"],
            boundary=True,
        ),
        Example(
            story="without any score of the government nothing is known of its projects",
            given={
                "performance": [
                    {"fiscal_year": 2026},
                    {"fiscal_year": 2025, "indicator": "I1"},
                    {"fiscal_year": 2025, "region": "410102"},
                ],
                "department_budget": [{}],
            },
            unknown={"P1": "performance of earlier years"},
        ),
        Example(
            story="without the budgets nothing is known",
            given={"performance": [{"fiscal_year": 2025}]},
            missing=["department_budget"],
            unknown={"": "feed missing: department_budget"},
        ),
    ),
)
