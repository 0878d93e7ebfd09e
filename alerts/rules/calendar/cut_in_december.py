"""年底才据实调减 · Reductions left to December.

A department that hands back a tenth of its budget in the last month knew earlier that it would not
need it; by then nobody else can use it.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

CUT = {"kind": "2", "changed_on": date(2026, 12, 1), "amount": Decimal("-10.00")}
YEAR_END = date(2026, 12, 31)

RULE = Rule(
    code="A26",
    title=Text("年底才据实调减", "Reductions left to December"),
    meaning=Text(
        "部门在十二月调减的指标合计，达到其年初指标的一成。",
        "What was cut from a department's allotments in December is a tenth of its opening "
        "allotments or more.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{cut} ÷ {opening} = {cut_share} ≥ {share}",
        "{cut} ÷ {opening} = {cut_share} ≥ {share}",
    ),
    needs=("allotment_change", "allotment", "unit"),
    basis=(
        Article(
            law="预算法",
            number="第十二条",
            part="第一款",
            quote="讲求绩效",
            bearing=Bearing.PRINCIPLE,
            note="条文没有规定何时调减 / the article says nothing on when a reduction is made",
        ),
    ),
    limits={
        "share": Limit(
            Decimal("0.10"),
            Provenance.PROPOSED_DEFAULT,
            "十二月调减达到",
            "cut in December at least",
            unit="share",
        ),
    },
    sql="""
        with cuts as (
            select region, fiscal_year, allotment, sum(-amount) as cut
            from core.allotment_change
            where kind = '2'
                and changed_on between make_date(fiscal_year, 12, 1)
                    and least($as_of, make_date(fiscal_year, 12, 31))
            group by all
        ),
        parts as (
            select
                region, fiscal_year, allotment, unit,
                case when kind = '1' then amount else 0.00 end as opening,
                cut
            from core.allotment
            left join cuts using (region, fiscal_year, allotment)
            where fiscal_year <= year($as_of)
                and issued_on <= least($as_of, make_date(fiscal_year, 12, 31))
            union all
            select c.region, c.fiscal_year, c.allotment, null, 0.00, c.cut
            from cuts c
            left join core.allotment a using (region, fiscal_year, allotment)
            where a.allotment is null
        ),
        named as (
            select
                p.*,
                department,
                case
                    when p.unit is null then 'allotment/' || replace(allotment, '/', '／')
                    when department is null then 'unit/' || replace(p.unit, '/', '／')
                    else 'department/' || replace(department, '/', '／')
                end as subject,
                case
                    when p.unit is null then 'allotment.unit'
                    when department is null then 'unit.department'
                end as absent
            from parts p
            left join core.unit u using (region, fiscal_year, unit)
        ),
        summed as (
            select
                region, fiscal_year, subject, department, absent,
                cast(sum(opening) as decimal(20, 2)) as opening,
                cast(sum(cut) as decimal(20, 2)) as cut
            from named
            group by all
        ),
        judged as (
            select
                *,
                case
                    when $as_of < make_date(fiscal_year, 12, 1) then 'not_applicable'
                    when absent is not null then 'unknown'
                    when opening <= 0 then 'not_applicable'
                    when cut >= $share * opening then 'fail'
                    else 'pass'
                end as verdict
            from summed
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            subject,
            verdict,
            case
                when $as_of < make_date(fiscal_year, 12, 1) then 'December has not begun'
                when verdict = 'not_applicable' then 'no opening allotments'
                else absent
            end as reason,
            null as severity,
            cut as at_stake,
            department as unit,
            opening,
            cut,
            cast(cut / nullif(opening, 0) as decimal(18, 6)) as cut_share
        from judged
    """,
    evidence={
        "allotment_change": """
            select f.region, f.period, f.subject, c.change, c.fiscal_year
            from finding f
            join core.unit u
                on u.region = f.region
                and cast(u.fiscal_year as varchar) = f.period
                and u.department = f.unit
            join core.allotment a
                on a.region = u.region and a.fiscal_year = u.fiscal_year and a.unit = u.unit
            join core.allotment_change c
                on c.region = a.region
                and c.fiscal_year = a.fiscal_year
                and c.allotment = a.allotment
            where c.kind = '2'
                and c.changed_on between make_date(c.fiscal_year, 12, 1)
                    and least($as_of, make_date(c.fiscal_year, 12, 31))
        """,
    },
    operands={
        "opening": Text("年初指标", "opening allotments"),
        "cut": Text("十二月调减", "cut in December"),
        "cut_share": Text("调减比例", "share cut"),
    },
    advice=Text(
        "请主管部门列出十二月各笔调减的项目和原因，说明何时已知用不完、为何没有及早交回。",
        "The department lists what was cut in December and why, and says when it was known and why "
        "it was not handed back earlier.",
    ),
    innocent=Text(
        "据实结算的补助年底清算；上级年底收回；机构划转。",
        "Grants that are settled at the year's end; the level above took it back; tasks moved to "
        "another department.",
    ),
    exclusions=(
        Text("调剂（类型 3、4）不是调减", "virements (kinds 3, 4) are no reductions"),
        Text("没有年初指标的部门不适用", "departments without opening allotments"),
    ),
    assumptions=(
        Text(
            "年初指标取类型 1 下达时的金额，含后来停用的",
            "opening allotments are those of kind 1 as issued, also where they were closed since",
        ),
        Text(
            "调减为负数；十二月内更正的冲减相抵",
            "a reduction is below zero; what is put back within December counts against it",
        ),
    ),
    examples=(
        Example(
            story="a tenth cut on the first and the last of December",
            given={
                "unit": [{}, {"unit": "U2"}],
                "allotment": [{}, {"allotment": "A2", "unit": "U2"}],
                "allotment_change": [
                    CUT,
                    {**CUT, "change": "C2", "allotment": "A2", "changed_on": YEAR_END},
                ],
            },
            as_of=YEAR_END,
            fails={"department/D1": Severity.YELLOW},
            at_stake={"department/D1": Decimal("20.00")},
            units={"department/D1": "D1"},
            boundary=True,
        ),
        Example(
            story="a fen less; November and January are not December, nor virements a reduction",
            given={
                "unit": [{"department": "D/1"}],
                "allotment": [{"active": False}],
                "allotment_change": [
                    {**CUT, "amount": Decimal("-9.99")},
                    {**CUT, "change": "C2", "changed_on": date(2026, 11, 30)},
                    {**CUT, "change": "C3", "changed_on": date(2027, 1, 1)},
                    {**CUT, "change": "C4", "kind": "4"},
                ],
            },
            as_of=date(2027, 1, 31),
            passes=["2026 department/D／1"],
            boundary=True,
        ),
        Example(
            story="on the first of December it is asked, by what is cut until the night",
            given={
                "unit": [
                    {},
                    {"unit": "U2", "department": "D2"},
                    {"unit": "U3", "department": "D3"},
                ],
                "allotment": [
                    {},
                    {"allotment": "A2", "unit": "U2"},
                    {"allotment": "A3", "unit": "U2", "issued_on": date(2026, 12, 2)},
                    {"allotment": "A4", "unit": "U2", "kind": "2"},
                    {"allotment": "A5", "unit": "U3", "amount": Decimal("60.00")},
                    {"allotment": "A6", "unit": "U3", "issued_on": date(2026, 12, 1)}
                    | {"amount": Decimal("40.00")},
                ],
                "allotment_change": [
                    {**CUT, "changed_on": date(2026, 12, 2)},
                    {**CUT, "change": "C2", "allotment": "A4"},
                    {**CUT, "change": "C3", "allotment": "A5", "amount": Decimal("-9.99")},
                ],
            },
            as_of=date(2026, 12, 1),
            fails={"department/D2": Severity.YELLOW},
            at_stake={"department/D2": Decimal("10.00")},
            passes=["department/D1", "department/D3"],
            boundary=True,
        ),
        Example(
            story="the day before December nothing can be said",
            given={"unit": [{}], "allotment": [{}], "allotment_change": [CUT]},
            as_of=date(2026, 11, 30),
            not_applicable={"department/D1": "December has not begun"},
            boundary=True,
        ),
        Example(
            story="each year and government by itself; what is put back counts against it",
            given={
                "unit": [{}, {"fiscal_year": 2025}, {"region": "410102"}],
                "allotment": [
                    {},
                    {"fiscal_year": 2025, "issued_on": date(2025, 1, 20)},
                    {"region": "410102"},
                    {"fiscal_year": 2027},
                ],
                "allotment_change": [
                    CUT,
                    {**CUT, "change": "C2", "amount": Decimal("0.01")},
                    {**CUT, "fiscal_year": 2025, "changed_on": date(2025, 12, 15)},
                    {**CUT, "fiscal_year": 2027, "allotment": "A9", "change": "C3"}
                    | {"changed_on": date(2026, 12, 5)},
                ],
            },
            as_of=YEAR_END,
            fails={"2025 department/D1": Severity.YELLOW},
            passes=["department/D1", "410102 department/D1"],
        ),
        Example(
            story="nothing to measure against, or nobody known to answer",
            given={
                "unit": [{}],
                "allotment": [{"kind": "2"}, {"allotment": "A2", "unit": "U2"}],
                "allotment_change": [CUT, {**CUT, "change": "C2", "allotment": "A/9"}],
            },
            as_of=YEAR_END,
            not_applicable={"department/D1": "no opening allotments"},
            unknown={"unit/U2": "unit.department", "allotment/A／9": "allotment.unit"},
        ),
        Example(
            story="without changes nobody knows what was cut",
            given={"unit": [{}], "allotment": [{}]},
            missing=["allotment_change"],
            unknown={"": "feed missing: allotment_change"},
        ),
    ),
)
