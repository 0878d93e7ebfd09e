"""调剂比例过高 · Large virements.

A budget that is moved about within the year was not the budget that the congress approved.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B28",
    title=Text("调剂比例过高", "Large virements"),
    meaning=Text(
        "部门当年调入、调出的金额（不分正负）合计，超过该部门年初预算的一成。",
        "The sizes of a department's virements in and out are together above a tenth of its "
        "opening budget.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{moved} ÷ {opening} = {moved_share} > {yellow}（橙 {orange}）",
        "{moved} ÷ {opening} = {moved_share} > {yellow} (orange {orange})",
    ),
    needs=("allotment_change", "allotment", "department_budget", "unit"),
    basis=(
        Article(
            law="预算法",
            number="第七十二条",
            quote="严格控制不同预算科目、预算级次或者项目间的预算资金的调剂",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "yellow": Limit(
            Decimal("0.10"), Provenance.PROPOSED_DEFAULT, "黄色：超过", "yellow: above", "share"
        ),
        "orange": Limit(
            Decimal("0.30"), Provenance.PROPOSED_DEFAULT, "橙色：超过", "orange: above", "share"
        ),
    },
    sql="""
        with shifted as (
            select
                c.region, c.fiscal_year, c.allotment, a.unit,
                sum(abs(c.amount)) as moved,
                count(*) as virements
            from core.allotment_change c
            left join core.allotment a using (region, fiscal_year, allotment)
            where c.kind in ('3', '4')
                and c.fiscal_year <= year($as_of)
                and c.changed_on <= least($as_of, make_date(c.fiscal_year, 12, 31))
            group by c.region, c.fiscal_year, c.allotment, a.unit
        ),
        parts as (
            select
                region, fiscal_year, unit, cast(null as varchar) as allotment,
                approved as opening, 0.00 as moved, 0 as virements
            from core.department_budget
            where fiscal_year <= year($as_of)
            union all
            select region, fiscal_year, unit, allotment, 0.00, moved, virements
            from shifted
        ),
        named as (
            select
                p.*,
                case
                    when p.unit is null then 'allotment/' || replace(p.allotment, '/', '／')
                    when department is null then 'unit/' || replace(p.unit, '/', '／')
                    else 'department/' || replace(department, '/', '／')
                end as subject,
                department,
                case
                    when p.unit is null then 'allotment.unit'
                    when department is null then 'unit.department'
                end as absent
            from parts p
            left join core.unit u using (region, fiscal_year, unit)
        ),
        summed as (
            select
                region, fiscal_year, subject, absent, department,
                sum(opening) as opening,
                sum(moved) as moved,
                cast(sum(virements) as bigint) as virements
            from named
            group by region, fiscal_year, subject, absent, department
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            subject,
            case
                when absent is not null then 'unknown'
                when opening <= 0 then 'not_applicable'
                when moved > $yellow * opening then 'fail'
                else 'pass'
            end as verdict,
            case
                when absent is not null then absent
                when opening <= 0 then 'no opening budget'
            end as reason,
            case when moved > $orange * opening then 'orange' else 'yellow' end as severity,
            moved as at_stake,
            department as unit,
            opening,
            virements,
            moved,
            cast(moved / nullif(opening, 0) as decimal(18, 6)) as moved_share
        from summed
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
            where c.kind in ('3', '4')
                and c.changed_on <= least($as_of, make_date(c.fiscal_year, 12, 31))
        """,
        "department_budget": """
            select f.region, f.period, f.subject, b.line, b.fiscal_year
            from finding f
            join core.unit u
                on u.region = f.region
                and cast(u.fiscal_year as varchar) = f.period
                and u.department = f.unit
            join core.department_budget b
                on b.region = u.region and b.fiscal_year = u.fiscal_year and b.unit = u.unit
        """,
    },
    operands={
        "opening": Text("部门年初预算", "opening budget"),
        "virements": Text("调剂笔数", "virements"),
        "moved": Text("调入调出合计", "moved in and out"),
        "moved_share": Text("调剂比例", "share moved"),
    },
    advice=Text(
        "请主管部门提供各笔调剂的批准文件，说明年初预算编制时为何没有预见。",
        "The department shows the approval of each virement and says why the budget did not "
        "foresee it.",
    ),
    innocent=Text(
        "机构改革、职能划转；待分配资金按规定细化下达；科目归类更正。",
        "A reform that moved tasks; money not yet assigned that was handed out; codes put right.",
    ),
    exclusions=(Text("追加、追减（类型 1、2）不计", "supplements and reductions (kinds 1, 2)"),),
    assumptions=(
        Text(
            "一笔调剂的调出和调入各计一次；部门内部调剂因此计两次",
            "each side of a virement counts: one within a department counts twice",
        ),
        Text(
            "没有年初预算的部门不适用",
            "a department without an opening budget has nothing to be measured against",
        ),
    ),
    examples=(
        Example(
            story="a tenth is allowed, a fen more is not; both directions count",
            given={
                "unit": [{}, {"unit": "U2", "department": "D/2"}],
                "department_budget": [{}, {"line": "L2", "unit": "U2"}],
                "allotment": [{}, {"allotment": "A2", "unit": "U2"}],
                "allotment_change": [
                    {"kind": "3", "amount": Decimal("6.00")},
                    {"change": "C2", "kind": "4", "amount": Decimal("-4.00")},
                    {"change": "C3", "allotment": "A2", "kind": "3", "amount": Decimal("6.00")},
                    {"change": "C4", "allotment": "A2", "kind": "4", "amount": Decimal("-4.01")},
                ],
            },
            fails={"department/D／2": Severity.YELLOW},
            at_stake={"department/D／2": Decimal("10.01")},
            passes=["department/D1"],
            boundary=True,
        ),
        Example(
            story="three tenths are yellow still, a fen more is orange; units are added up",
            given={
                "unit": [{}, {"unit": "U2"}, {"unit": "U3", "department": "D3"}],
                "department_budget": [
                    {"approved": Decimal("60.00")},
                    {"line": "L2", "unit": "U2", "approved": Decimal("40.00")},
                    {"line": "L3", "unit": "U3", "approved": Decimal("60.00")},
                    {"line": "L4", "unit": "U3", "approved": Decimal("40.00")},
                ],
                "allotment": [
                    {},
                    {"allotment": "A2", "unit": "U2"},
                    {"allotment": "A3", "unit": "U3"},
                ],
                "allotment_change": [
                    {"kind": "3", "amount": Decimal("10.00")},
                    {"change": "C2", "allotment": "A2", "kind": "3", "amount": Decimal("20.01")},
                    {"change": "C3", "allotment": "A3", "kind": "3", "amount": Decimal("30.00")},
                ],
            },
            fails={"department/D1": Severity.ORANGE, "department/D3": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="supplements and reductions are no virements",
            given={
                "unit": [{}],
                "department_budget": [{}],
                "allotment": [{}],
                "allotment_change": [
                    {"kind": "1", "amount": Decimal("90.00")},
                    {"change": "C2", "kind": "2", "amount": Decimal("-90.00")},
                ],
            },
            passes=["department/D1"],
        ),
        Example(
            story="without an opening budget there is nothing to measure against",
            given={
                "unit": [{}],
                "department_budget": [{"approved": Decimal("0.00")}],
                "allotment": [{}],
                "allotment_change": [{"kind": "3"}],
            },
            not_applicable=["department/D1"],
        ),
        Example(
            story="a year is asked by its own budget, to its end",
            given={
                "unit": [{}, {"fiscal_year": 2025}, {"region": "410102"}],
                "department_budget": [
                    {"approved": Decimal("90.00")},
                    {"line": "L2", "fiscal_year": 2025},
                    {"line": "L3", "region": "410102"},
                    {"line": "L4", "fiscal_year": 2027},
                ],
                "allotment": [{}, {"fiscal_year": 2025}],
                "allotment_change": [
                    {"kind": "3", "changed_on": date(2026, 9, 30)},
                    {"change": "C2", "kind": "3", "changed_on": date(2026, 10, 1)},
                    {"change": "C5", "fiscal_year": 2027, "kind": "3"},
                    {
                        "change": "C3",
                        "fiscal_year": 2025,
                        "kind": "3",
                        "changed_on": date(2025, 12, 31),
                    },
                    {
                        "change": "C4",
                        "fiscal_year": 2025,
                        "kind": "3",
                        "changed_on": date(2026, 1, 1),
                    },
                ],
            },
            fails={"department/D1": Severity.YELLOW},
            at_stake={"department/D1": Decimal("10.00")},
            passes=["2025 department/D1", "410102 department/D1"],
        ),
        Example(
            story="what is of nobody is unknown",
            given={
                "department_budget": [{"unit": "U/9"}],
                "allotment_change": [{"allotment": "A/9", "kind": "3"}],
            },
            unknown={"unit/U／9": "unit.department", "allotment/A／9": "allotment.unit"},
        ),
        Example(
            story="without the budgets nothing is known",
            given={"unit": [{}]},
            missing=["department_budget"],
            unknown={"": "feed missing: department_budget"},
        ),
    ),
)
