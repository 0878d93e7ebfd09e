"""绩效目标偏离 · Targets are missed by far.

Far below a target the project did not do what it was paid for; far above it the target was too
easy.
"""

from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B56",
    title=Text("绩效目标偏离", "Targets are missed by far"),
    meaning=Text(
        "项目有绩效指标的完成值与目标值相差超过目标值的两成（取偏离最大的指标）。",
        "The actual value of one of a project's indicators is off its target by more than 20 % "
        "(the worst one counts).",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "|{actual_value} − {target_value}| ÷ |{target_value}| = {deviation} > {yellow}"
        "（橙 {orange}）",
        "|{actual_value} − {target_value}| ÷ |{target_value}| = {deviation} > {yellow} "
        "(orange {orange})",
    ),
    needs=("performance",),
    optional=("project",),
    basis=(
        Article(
            law="预算法",
            number="第五十七条",
            part="第三款",
            quote="应当对预算支出情况开展绩效评价",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "yellow": Limit(
            Decimal("0.20"), Provenance.PROPOSED_DEFAULT, "黄色：超过", "yellow: above", "share"
        ),
        "orange": Limit(
            Decimal("0.40"), Provenance.PROPOSED_DEFAULT, "橙色：超过", "orange: above", "share"
        ),
    },
    sql="""
        with told as (
            select
                *,
                bool_or(indicator is not null) over (partition by region, fiscal_year, project)
                    as has_indicators
            from core.performance
            where fiscal_year <= year($as_of)
        ),
        measured as (
            select
                *,
                abs(actual_value - target_value) as gap,
                case
                    when target_value = 0 then 'not_applicable'
                    when abs(actual_value - target_value) > $yellow * abs(target_value) then 'fail'
                    when actual_value is null or target_value is null then 'unknown'
                    else 'pass'
                end as verdict
            from told
            where indicator is not null
                or not has_indicators
                or target_value is not null
                or actual_value is not null
        ),
        ranked as (
            select
                *,
                row_number() over (
                    partition by region, fiscal_year, project
                    order by
                        case verdict
                            when 'fail' then 0
                            when 'unknown' then 1
                            else 2
                        end,
                        gap / nullif(abs(target_value), 0) desc nulls last,
                        indicator nulls first
                ) as nth
            from measured
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(r.project, '/', '／') as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'a target of 0'
                when verdict <> 'unknown' then null
                when target_value is null then 'performance.target_value'
                else 'performance.actual_value'
            end as reason,
            case when gap > $orange * abs(target_value) then 'orange' else 'yellow' end as severity,
            cast(null as decimal(18, 2)) as at_stake,
            unit,
            indicator,
            target_value,
            actual_value,
            cast(gap / nullif(abs(target_value), 0) as decimal(18, 6)) as deviation
        from ranked r
        left join core.project using (region, fiscal_year, project)
        where nth = 1
    """,
    evidence={
        "performance": """
            select f.region, f.period, f.subject, s.project, s.fiscal_year, s.indicator
            from finding f
            join core.performance s
                on s.region = f.region
                and cast(s.fiscal_year as varchar) = f.period
                and replace(s.project, '/', '／') = f.subject
                and s.indicator is not distinct from f.indicator
        """,
    },
    operands={
        "indicator": Text("绩效指标", "indicator"),
        "target_value": Text("目标值", "target"),
        "actual_value": Text("完成值", "actual value"),
        "deviation": Text("偏离", "off by"),
    },
    advice=Text(
        "请主管部门说明偏离的原因；目标定得过低的，修订下一年度的绩效目标。",
        "The department explains the gap; a target that was too easy is set anew for next year.",
    ),
    innocent=Text(
        "指标值越小越好而完成得好；年度中任务调整；评价时项目尚未结束。",
        "Less is better and it did well; the task was changed within the year; the project was "
        "not over when it was looked at.",
    ),
    exclusions=(Text("目标值为零的指标不适用", "indicators with a target of 0"),),
    assumptions=(
        Text(
            "高于、低于目标同样计算；项目有指标行的，整体行（只有得分）不看",
            "above and below count alike; where a project has indicators, its own row, which "
            "carries the score alone, is not looked at",
        ),
        Text(
            "任一指标超过即判；没有超过而有指标未填的判为未知",
            "one indicator off is enough; where none is and one is not told, unknown",
        ),
    ),
    examples=(
        Example(
            story="a fifth off is allowed, a little more is not; below or above",
            given={
                "performance": [
                    {
                        "project": f"P/{nth}",
                        "indicator": "I1",
                        "target_value": Decimal("100"),
                        "actual_value": Decimal(actual),
                    }
                    for nth, actual in ((1, "80"), (2, "120"), (3, "79.999999"), (4, "120.000001"))
                ]
            },
            fails={"P／3": Severity.YELLOW, "P／4": Severity.YELLOW},
            passes=["P／1", "P／2"],
            boundary=True,
        ),
        Example(
            story="two fifths are yellow still, a little more is orange",
            given={
                "performance": [
                    {
                        "indicator": "I1",
                        "target_value": Decimal("100"),
                        "actual_value": Decimal("60"),
                    },
                    {
                        "project": "P2",
                        "indicator": "I1",
                        "target_value": Decimal("-100"),
                        "actual_value": Decimal("-59.999999"),
                    },
                ]
            },
            fails={"P1": Severity.YELLOW, "P2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="the worst indicator counts, and the project's own row is not one",
            given={
                "performance": [
                    {},
                    {
                        "indicator": "I1",
                        "target_value": Decimal("10"),
                        "actual_value": Decimal("13"),
                    },
                    {
                        "indicator": "I2",
                        "target_value": Decimal("10"),
                        "actual_value": Decimal("5"),
                    },
                    {
                        "indicator": "I3",
                        "target_value": Decimal("1000"),
                        "actual_value": Decimal("1200"),
                    },
                    {"indicator": "I4", "target_value": Decimal("0"), "actual_value": Decimal("5")},
                    {"indicator": "I5", "target_value": None, "actual_value": None},
                ]
            },
            fails={"P1": Severity.ORANGE},
        ),
        Example(
            story="a target of nothing has no share; with another indicator that one counts",
            given={
                "performance": [
                    {"indicator": "I1", "target_value": Decimal("0"), "actual_value": Decimal("5")},
                    {
                        "project": "P2",
                        "indicator": "I1",
                        "target_value": Decimal("0"),
                        "actual_value": Decimal("5"),
                    },
                    {
                        "project": "P2",
                        "indicator": "I2",
                        "target_value": Decimal("5"),
                        "actual_value": Decimal("5"),
                    },
                    {"project": "P3", "target_value": Decimal("5"), "actual_value": Decimal("5")},
                    {
                        "project": "P3",
                        "indicator": "I1",
                        "target_value": Decimal("0"),
                        "actual_value": Decimal("0"),
                    },
                ]
            },
            passes=["P2", "P3"],
            not_applicable=["P1"],
        ),
        Example(
            story="a target below nothing is measured by its size",
            given={
                "performance": [
                    {
                        "indicator": "I1",
                        "target_value": Decimal("-100"),
                        "actual_value": Decimal("-90"),
                    },
                    {
                        "project": "P2",
                        "indicator": "I1",
                        "target_value": Decimal("-100"),
                        "actual_value": Decimal("-70"),
                    },
                    {
                        "project": "P2",
                        "indicator": "I2",
                        "target_value": Decimal("100"),
                        "actual_value": Decimal("75"),
                    },
                ]
            },
            fails={"P2": Severity.YELLOW},
            passes=["P1"],
        ),
        Example(
            story="which rows of a project are looked at",
            given={
                "performance": [
                    *(
                        {
                            "project": project,
                            "indicator": indicator,
                            "target_value": target and Decimal(target),
                            "actual_value": actual and Decimal(actual),
                        }
                        for project, indicator, target, actual in (
                            ("P6", "I1", "5", "5"),
                            ("P6", "I2", None, None),
                            ("P7", None, "5", None),
                            ("P7", "I1", "5", "5"),
                            ("P8", None, None, None),
                            ("P8", "I1", "5", "5"),
                        )
                    ),
                ]
            },
            passes=["P8"],
            unknown={"P6": "performance.target_value", "P7": "performance.actual_value"},
        ),
        Example(
            story="what is not told is unknown unless another indicator is off",
            given={
                "performance": [
                    {"indicator": "I1", "target_value": None, "actual_value": Decimal("5")},
                    {
                        "project": "P2",
                        "indicator": "I1",
                        "target_value": Decimal("5"),
                        "actual_value": None,
                    },
                    {
                        "project": "P2",
                        "indicator": "I2",
                        "target_value": Decimal("5"),
                        "actual_value": Decimal("5"),
                    },
                    {"project": "P3"},
                    {"project": "P4", "actual_value": Decimal("5")},
                    {
                        "project": "P4",
                        "indicator": "I1",
                        "target_value": Decimal("5"),
                        "actual_value": Decimal("5"),
                    },
                ]
            },
            unknown={
                "P1": "performance.target_value",
                "P2": "performance.actual_value",
                "P3": "performance.target_value",
                "P4": "performance.target_value",
            },
        ),
        Example(
            story="each year and government by itself; a year to come is not asked",
            given={
                "project": [{}],
                "performance": [
                    {"indicator": "I1", "target_value": Decimal("5"), "actual_value": Decimal("5")},
                    {
                        "fiscal_year": 2025,
                        "indicator": "I1",
                        "target_value": Decimal("5"),
                        "actual_value": Decimal("9"),
                    },
                    {
                        "region": "410102",
                        "indicator": "I1",
                        "target_value": Decimal("5"),
                        "actual_value": Decimal("9"),
                    },
                    {
                        "fiscal_year": 2027,
                        "indicator": "I1",
                        "target_value": Decimal("5"),
                        "actual_value": Decimal("9"),
                    },
                ],
            },
            fails={"2025 P1": Severity.ORANGE, "410102 P1": Severity.ORANGE},
            passes=["P1"],
        ),
        Example(
            story="without the evaluations nothing is known",
            given={"project": [{}]},
            missing=["performance"],
            unknown={"": "feed missing: performance"},
        ),
    ),
)
