"""项目无绩效目标 · A project without a performance target.

Who asks for money without saying what will come of it cannot be held to anything afterwards.
"""

from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="A14",
    title=Text("项目无绩效目标", "Project without a performance target"),
    meaning=Text(
        "项目库中的项目没有设定绩效目标。",
        "A project of the register has no performance target.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "项目总额 {total_amount} ≥ {line}，未设定绩效目标（{has_target}）",
        "total {total_amount} ≥ {line}, target set: {has_target}",
    ),
    needs=("project",),
    basis=(
        Article(
            law="预算法",
            number="第三十二条",
            part="第三款",
            quote="绩效目标管理等预算编制规定",
            bearing=Bearing.PRINCIPLE,
            note="条文要求遵守绩效目标管理规定，没有规定每个项目都须有目标 / "
            "the law asks to follow the rules on targets; no article wants one of every project",
        ),
        Article(
            law="预算法",
            number="第五十七条",
            part="第三款",
            quote="应当对预算支出情况开展绩效评价",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "line": Limit(
            Decimal("0.00"),
            Provenance.PROPOSED_DEFAULT,
            "项目总额达到多少才判",
            "asked from a total of",
            unit="yuan",
        ),
    },
    sql="""
        with judged as (
            select
                *,
                case
                    when has_target then 'pass'
                    when total_amount < $line then 'not_applicable'
                    when has_target is null then 'unknown'
                    when total_amount is null and $line > 0 then 'unknown'
                    else 'fail'
                end as verdict
            from core.project
            where fiscal_year <= year($as_of)
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(project, '/', '／') as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'below the size that is asked'
                when verdict = 'unknown' and has_target is null then 'project.has_target'
                when verdict = 'unknown' then 'project.total_amount'
            end as reason,
            null as severity,
            total_amount as at_stake,
            unit,
            name,
            category,
            total_amount,
            has_target
        from judged
    """,
    evidence={
        "project": """
            select f.region, f.period, f.subject, p.project, p.fiscal_year
            from finding f
            join core.project p
                on p.region = f.region
                and cast(p.fiscal_year as varchar) = f.period
                and replace(p.project, '/', '／') = f.subject
        """,
    },
    operands={
        "name": Text("项目名称", "name"),
        "category": Text("项目类别", "category"),
        "total_amount": Text("项目总额", "total"),
        "has_target": Text("是否设定绩效目标", "target set"),
    },
    advice=Text(
        "请主管部门提供项目绩效目标申报表和财政部门的审核意见；没有的，补报并说明原因。",
        "The department shows the project's statement of targets and the finance department's "
        "opinion of it; where there is none, it is made up for, with the reason.",
    ),
    innocent=Text(
        "人员类、公用经费等按规定不设绩效目标的项目；目标已申报而项目库未回填。",
        "Personnel and running costs need no target by the local rules; the target was filed and "
        "not written back to the register.",
    ),
    exclusions=(
        Text(
            "项目总额低于限额的（默认为零，即都判）",
            "projects below the size that a site sets (0 while none is set)",
        ),
    ),
    assumptions=(
        Text("是否设定为空的为未知", "a project that is not marked either way is unknown"),
        Text("各类项目都判", "projects of every category are asked"),
    ),
    examples=(
        Example(
            story="without a target it speaks, with one it is silent",
            given={
                "project": [
                    {"project": "P/1", "has_target": False},
                    {"project": "P2"},
                    {"project": "P3", "has_target": False, "total_amount": None},
                    {"fiscal_year": 2025, "has_target": False},
                    {"fiscal_year": 2027, "has_target": False},
                ]
            },
            fails={
                "P／1": Severity.YELLOW,
                "P3": Severity.YELLOW,
                "2025 P1": Severity.YELLOW,
            },
            at_stake={"P／1": Decimal("100.00")},
            units={"P／1": "U1"},
            passes=["P2"],
        ),
        Example(
            story="a site may ask from a size on",
            given={
                "project": [
                    {"has_target": False},
                    {"project": "P2", "has_target": False, "total_amount": Decimal("99.99")},
                    {"project": "P3", "has_target": False, "total_amount": None},
                    {"project": "P4", "has_target": None, "total_amount": Decimal("99.99")},
                    {"project": "P5", "total_amount": Decimal("99.99")},
                ]
            },
            limits={"line": Decimal("100.00")},
            fails={"P1": Severity.YELLOW},
            passes=["P5"],
            not_applicable={
                "P2": "below the size that is asked",
                "P4": "below the size that is asked",
            },
            unknown={"P3": "project.total_amount"},
            boundary=True,
        ),
        Example(
            story="not marked either way",
            given={"project": [{"has_target": None}]},
            unknown={"P1": "project.has_target"},
        ),
        Example(
            story="a register that was never delivered leaves the rule without an answer",
            given={"unit": [{}]},
            missing=["project"],
            unknown={"": "feed missing: project"},
        ),
    ),
)
