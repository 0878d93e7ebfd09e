"""预算编制不细化 · A budget line too coarse to be watched.

A line that stops at the second level of the classification says who gets money, not what for.
"""

from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text

ARTICLE = "预算法实施条例第四十条第三款"

RULE = Rule(
    code="A12",
    title=Text("预算编制不细化", "Budget line too coarse"),
    meaning=Text(
        "部门预算中，功能分类没有编到项的支出，或者人员类、公用类项目经济分类没有编到款的支出。",
        "A line of the department budget whose functional code stops short of the item, or, for "
        "personnel and operating projects, whose economic code stops short of the section.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "功能分类 {function_item} 不足 {function_digits} 位，或者类别 {category} 的经济分类 "
        "{department_economic} 不足 {economic_digits} 位",
        "functional code {function_item} shorter than {function_digits} digits, or economic code "
        "{department_economic} of category {category} shorter than {economic_digits}",
    ),
    needs=("department_budget",),
    optional=("project",),
    basis=(
        Article(
            law="预算法",
            number="第四十六条",
            quote="按其功能分类应当编列到项；按其经济性质分类，基本支出应当编列到款。",
            note="本条就提交人代会的草案而言 / this article is on the draft before the congress",
        ),
        Article(
            law="预算法实施条例",
            number="第四十条",
            part="第三款",
            quote="各部门、各单位的预算支出，按其功能分类应当编列到项，按其经济性质分类应当编列到款。",
            note="本款对项目支出的经济分类也有要求，本规则只判基本支出 / this asks the section of "
            "project spending as well; the rule asks it of basic spending alone",
        ),
    ),
    limits={
        "function_digits": Limit(
            7, Provenance.STATUTORY, "功能分类位数（项）", "digits of an item", "digit", ARTICLE
        ),
        "economic_digits": Limit(
            5, Provenance.STATUTORY, "经济分类位数（款）", "digits of a section", "digit", ARTICLE
        ),
        "basic": Limit(
            ("1", "2"),
            Provenance.TRADE_PRACTICE,
            "基本支出的项目类别",
            "categories of basic spending",
            unit="code",
        ),
    },
    sql="""
        with lines as (
            select
                b.*,
                p.category,
                length(b.function_item) < $function_digits as coarse,
                length(b.department_economic) < $economic_digits as coarse_kind,
                p.category in (select unnest(cast($basic as varchar[]))) as is_basic
            from core.department_budget b
            left join core.project p using (region, fiscal_year, project)
            where fiscal_year <= year($as_of)
        ),
        judged as (
            select
                *,
                case
                    when coarse or (coarse_kind and is_basic) then 'fail'
                    when not coarse_kind or not is_basic then 'pass'
                    else 'unknown'
                end as verdict
            from lines
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(line, '/', '／') as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when coarse_kind is null then 'department_budget.department_economic'
                when project is null then 'department_budget.project'
                else 'project.category'
            end as reason,
            null as severity,
            approved as at_stake,
            unit,
            project,
            category,
            function_item,
            department_economic,
            approved
        from judged
    """,
    evidence={
        "department_budget": """
            select f.region, f.period, f.subject, b.line, b.fiscal_year
            from finding f
            join core.department_budget b
                on b.region = f.region
                and cast(b.fiscal_year as varchar) = f.period
                and replace(b.line, '/', '／') = f.subject
        """,
    },
    operands={
        "project": Text("项目", "project"),
        "category": Text("项目类别", "category of the project"),
        "function_item": Text("功能分类科目", "functional code"),
        "department_economic": Text("部门经济分类科目", "economic code"),
        "approved": Text("年初批复数", "approved"),
    },
    advice=Text(
        "请财政部门和主管部门按政府收支分类科目补编到项、款，并说明编制时未细化的原因。",
        "The finance department and the department break the line down to item and section, and "
        "say why it was drawn up without.",
    ),
    innocent=Text(
        "预留待分配资金按规定年中细化；报送时科目代码被截断；项目类别填错。",
        "It is a reserve to be assigned within the year; the code was cut off in the delivery; the "
        "category is wrong.",
    ),
    exclusions=(
        Text("预算收支表的行不判", "rows of the statements are not asked"),
        Text(
            "特定目标类项目不判经济分类位数",
            "projects for a specific purpose are not asked about their economic code",
        ),
    ),
    assumptions=(
        Text(
            "经济分类为空的，基本支出为未知；项目不在库的，只在经济分类不足位时为未知",
            "an empty economic code of basic spending is unknown; a project that is not on file is "
            "unknown only where the code is short",
        ),
    ),
    examples=(
        Example(
            story="seven digits and five are enough",
            given={
                "project": [{"category": "1"}, {"project": "P2", "category": "2"}],
                "department_budget": [{}, {"line": "L2", "project": "P2"}],
            },
            passes=["L1", "L2"],
            boundary=True,
        ),
        Example(
            story="six digits, or four of basic spending, are too few",
            given={
                "project": [
                    {},
                    {"project": "P2", "category": "1"},
                    {"project": "P3", "category": "2"},
                ],
                "department_budget": [
                    {"line": "L/1", "function_item": "205020"},
                    {
                        "line": "L2",
                        "project": "P2",
                        "department_economic": "3020",
                        "approved": Decimal("7.00"),
                    },
                    {"line": "L3", "project": "P3", "department_economic": "302"},
                ],
            },
            fails={"L／1": Severity.ORANGE, "L2": Severity.ORANGE, "L3": Severity.ORANGE},
            at_stake={"L2": Decimal("7.00")},
            units={"L2": "U1"},
            boundary=True,
        ),
        Example(
            story="a project for a specific purpose may stay coarse by its economic code",
            given={
                "project": [{}],
                "department_budget": [
                    {"department_economic": "302"},
                    {"line": "L2", "department_economic": None},
                ],
            },
            passes=["L1", "L2"],
        ),
        Example(
            story="the category is that of the same project in the same year and place",
            given={
                "project": [
                    {},
                    {"fiscal_year": 2025, "category": "1"},
                    {"region": "410102", "category": "2"},
                ],
                "department_budget": [
                    {"department_economic": "302"},
                    {"fiscal_year": 2025, "department_economic": "302"},
                    {"region": "410102", "department_economic": "302"},
                    {"fiscal_year": 2027, "function_item": "205"},
                ],
            },
            fails={"2025 L1": Severity.ORANGE, "410102 L1": Severity.ORANGE},
            passes=["L1"],
        ),
        Example(
            story="what is not told is unknown only where it decides",
            given={
                "project": [{"category": "1"}, {"project": "P3"}],
                "department_budget": [
                    {"department_economic": None},
                    {"line": "L2", "project": None, "department_economic": "302"},
                    {"line": "L3", "project": "P9", "department_economic": "302"},
                    {"line": "L4", "project": "P9"},
                    {"line": "L5", "project": None, "function_item": "205"},
                ],
            },
            fails={"L5": Severity.ORANGE},
            passes=["L4"],
            unknown={
                "L1": "department_budget.department_economic",
                "L2": "department_budget.project",
                "L3": "project.category",
            },
        ),
        Example(
            story="a department budget that was never delivered leaves it without an answer",
            given={"project": [{}]},
            missing=["department_budget"],
            unknown={"": "feed missing: department_budget"},
        ),
    ),
)
