"""会议、培训、差旅费超预算 · Meetings, training and travel above their budget.

They are budgeted by code, unit by unit, and may be moved between codes only by the rules.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._charged import CHARGED
from alerts.rules._heirs import by_year, parted, was

RULE = Rule(
    code="B09",
    title=Text("会议、培训、差旅费超预算", "Meetings, training and travel above budget"),
    meaning=Text(
        "单位在会议费（30215）、培训费（30216）或者差旅费（30211）上的实付合计，超过该科目年初批复数"
        "加年中调剂。",
        "A unit paid more on meetings (30215), training (30216) or travel (30211) than its "
        "department budget approved for the code, with virements within the year.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{paid} − ({approved} + {virement} + {uncoded}) = {difference} > {tolerance}",
        "{paid} − ({approved} + {virement} + {uncoded}) = {difference} > {tolerance}",
    ),
    needs=("payment", "department_budget"),
    optional=("allotment", "allotment_change"),
    basis=(
        Article(
            law="预算法",
            number="第十三条",
            quote="支出必须以经批准的预算为依据",
            bearing=Bearing.PRINCIPLE,
            note="项目间调剂依第七十二条按财政部规定办理，故与调剂后的预算比较 / article 72 allows "
            "virements by the Ministry's rules: compared with the budget after virement",
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"), Provenance.PROPOSED_DEFAULT, "容差", "tolerance", unit="yuan"
        ),
        "codes": Limit(
            ("30215", "30216", "30211"),
            Provenance.TRADE_PRACTICE,
            "会议、培训、差旅费科目",
            "codes of meetings, training and travel",
            unit="code",
        ),
    },
    sql=f"""
        with granted as (
            select region, fiscal_year, allotment, unit, department_economic
            from core.allotment
            where issued_on <= least($as_of, make_date(fiscal_year, 12, 31))
        ),
        moved as (
            select
                region, fiscal_year, unit, department_economic as given,
                approved, 0.00 as virement, 0.00 as paid
            from core.department_budget
            where fiscal_year <= year($as_of)
            union all
            select
                c.region, c.fiscal_year, g.unit, g.department_economic, 0.00, c.amount, 0.00
            from core.allotment_change c
            join granted g using (region, fiscal_year, allotment)
            where c.kind in ('3', '4')
                and c.fiscal_year <= year($as_of)
                and c.changed_on <= least($as_of, make_date(c.fiscal_year, 12, 31))
            union all
            select region, fiscal_year, unit, department_economic, 0.00, 0.00, sum(paid)
            from {CHARGED}
            where fiscal_year <= year($as_of)
            group by all
        ),
        {by_year("moved").strip()},
        {parted("moved", 0).strip()},
        summed as (
            select
                m.region, m.fiscal_year, coalesce(h.stands_as, m.unit) as unit, m.given,
                sum(m.approved) as approved, sum(m.virement) as virement, sum(m.paid) as paid
            from moved m
            left join heirs h
                on h.region = m.region and h.fiscal_year = m.fiscal_year and h.unit = m.unit
            group by all
        ),
        watched as (
            select unnest($codes) as code
        ),
        by_unit as (
            select
                region, fiscal_year, unit, code,
                sum(case when starts_with(given, code) then approved else 0 end) as approved,
                sum(case when starts_with(given, code) then virement else 0 end) as virement,
                sum(case when starts_with(given, code) then paid else 0 end) as paid,
                sum(case when starts_with(given, code) then 0
                    else greatest(approved, 0) + greatest(virement, 0) end) as uncoded,
                sum(case when starts_with(given, code) then 0 else greatest(approved, 0) end)
                    as uncoded_approved,
                sum(case when starts_with(given, code) then 0 else paid end) as uncoded_paid
            from summed
            join watched
                on given is null or starts_with(given, code) or starts_with(code, given)
            group by region, fiscal_year, unit, code
            having bool_or(starts_with(given, code))
        ),
        compared as (
            select
                b.*,
                p.unit is not null as is_parted,
                paid - approved - virement as above_coded
            from by_unit b
            left join parted p
                on p.region = b.region and p.fiscal_year = b.fiscal_year and p.unit = b.unit
        ),
        judged as (
            select
                *,
                case
                    when above_coded + greatest(uncoded_paid, 0) <= $tolerance then 'pass'
                    when not is_parted and above_coded - uncoded > $tolerance then 'fail'
                    else 'unknown'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(unit, '/', '／') || '/' || code as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when is_parted then 'history of a split unit'
                when above_coded <= $tolerance then 'payment.department_economic'
                when uncoded_approved > 0 then 'department_budget.department_economic'
                else 'allotment.department_economic'
            end as reason,
            null as severity,
            above_coded - uncoded as at_stake,
            unit,
            code,
            approved,
            virement,
            uncoded,
            paid,
            above_coded - uncoded as difference
        from judged
    """,
    evidence={
        "payment": f"""
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join lineage.charge c
                on c.region = f.region
                and cast(c.fiscal_year as varchar) = f.period
                and {was("c.unit")}
                and starts_with(c.department_economic, f.code)
            join lineage.payment p on p.charge = c.charge
            where p.business is distinct from '9'
                and p.paid_on <= least($as_of, make_date(p.fiscal_year, 12, 31))
        """,
        "department_budget": f"""
            select f.region, f.period, f.subject, b.line, b.fiscal_year
            from finding f
            join core.department_budget b
                on b.region = f.region
                and cast(b.fiscal_year as varchar) = f.period
                and {was("b.unit")}
                and (
                    b.department_economic is null
                    or starts_with(b.department_economic, f.code)
                    or starts_with(f.code, b.department_economic)
                )
        """,
        "allotment_change": f"""
            select f.region, f.period, f.subject, c.change, c.fiscal_year
            from finding f
            join core.allotment a
                on a.region = f.region
                and cast(a.fiscal_year as varchar) = f.period
                and {was("a.unit")}
                and starts_with(a.department_economic, f.code)
            join core.allotment_change c
                on c.region = a.region
                and c.fiscal_year = a.fiscal_year
                and c.allotment = a.allotment
            where c.kind in ('3', '4')
                and c.changed_on <= least($as_of, make_date(c.fiscal_year, 12, 31))
        """,
    },
    operands={
        "code": Text("部门支出经济分类", "economic code"),
        "approved": Text("该科目批复数", "approved for the code"),
        "virement": Text("调剂净额", "virements, net"),
        "uncoded": Text("未细到该科目的批复和调入", "approved or moved in without a code as fine"),
        "paid": Text("实付合计", "paid"),
        "difference": Text("超出", "above"),
    },
    advice=Text(
        "请单位对照批复的会议、培训计划和差旅审批，说明超出部分的事项和资金来源。",
        "The unit holds the vouchers against the approved plan of meetings and training and the "
        "travel orders, and says what the part above was for and where the money came from.",
    ),
    innocent=Text(
        "经批准的调剂没有报送；上级委托承办会议、培训并拨付经费；支付凭证经济分类填错。",
        "A virement was approved and not delivered; a superior ordered and paid for the event; a "
        "voucher carries the wrong code.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
    ),
    assumptions=(
        Text(
            "调剂（类型 3、4）按所属指标的单位和科目计入；追加、追减不计；未报送的视为没有",
            "virements (kinds 3, 4) count by the unit and code of their allotment; supplements and "
            "reductions do not; where they are not delivered there are none",
        ),
        Text(
            "年中更名、合并的单位，批复和支付都并入现单位；年中分立的为未知",
            "the budget and the payments of a unit that was renamed or merged within the year are "
            "those of the new one; after a split they are unknown",
        ),
        Text(
            "批复或者调入未细到该科目的，先算作该科目可用，仍超出的才判",
            "what was approved or moved in without a code as fine is first held to be for this "
            "code; only what is above even so is raised",
        ),
    ),
    examples=(
        Example(
            story="a unit renamed within the year brings its budget; of a split it is unknown",
            given={
                "department_budget": [
                    {"department_economic": "30215"},
                    {"line": "L2", "unit": "U3", "department_economic": "30216"},
                    {"line": "L3", "unit": "U4", "department_economic": "30215"},
                ],
                "payment": [
                    {"unit": "U2", "department_economic": "30215", "amount": Decimal("100.00")},
                    {"payment": "V2", "unit": "U4", "department_economic": "30216"},
                    {"payment": "V3", "unit": "U4", "department_economic": "30215"}
                    | {"amount": Decimal("100.00")},
                    {"payment": "V4", "unit": "U4", "department_economic": None}
                    | {"amount": Decimal("-90.00"), "business": "2"},
                ],
                "succession": [
                    {"effective_on": date(2026, 9, 30)},
                    {"old_unit": "U3", "new_unit": "U4", "kind": "3"}
                    | {"effective_on": date(2026, 9, 30)},
                ],
            },
            passes=["U2/30215", "U3/30216", "U4/30215"],
            unknown={"U4/30216": "history of a split unit"},
            boundary=True,
        ),
        Example(
            story="what a renamed unit paid under both names is added up",
            given={
                "department_budget": [{"unit": "U2", "department_economic": "30215"}],
                "payment": [
                    {"department_economic": "30215", "amount": Decimal("60.00")},
                    {"payment": "V2", "unit": "U2", "department_economic": "30215"}
                    | {"amount": Decimal("40.01")},
                ],
                "succession": [{"effective_on": date(2026, 9, 30)}],
            },
            fails={"U2/30215": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="spent to the last fen, and a fen above",
            given={
                "department_budget": [
                    {"department_economic": "30215"},
                    {"line": "L2", "unit": "U/2", "department_economic": "30216"},
                ],
                "payment": [
                    {"department_economic": "30215", "amount": Decimal("100.00")},
                    {"payment": "V3", "fiscal_year": 2027, "department_economic": "30215"},
                    {
                        "payment": "V2",
                        "unit": "U/2",
                        "department_economic": "30216",
                        "amount": Decimal("100.01"),
                    },
                ],
            },
            fails={"U／2/30216": Severity.ORANGE},
            at_stake={"U／2/30216": Decimal("0.01")},
            passes=["U1/30215"],
            boundary=True,
        ),
        Example(
            story="no budget line for the code: all of it is at stake; other codes are not asked",
            given={
                "department_budget": [{}],
                "payment": [
                    {"department_economic": "3021101"},
                    {"payment": "V2", "department_economic": "30201", "amount": Decimal("900.00")},
                ],
            },
            fails={"U1/30211": Severity.ORANGE},
            at_stake={"U1/30211": Decimal("40.00")},
        ),
        Example(
            story="a virement moves the line; a supplement does not",
            given={
                "department_budget": [
                    {"department_economic": "30215"},
                    {"line": "L2", "unit": "U2", "department_economic": "30215"},
                    {"line": "L3", "unit": "U3", "department_economic": "30215"},
                ],
                "allotment": [
                    {"department_economic": "30215"},
                    {"allotment": "A2", "unit": "U2", "department_economic": "30215"},
                    {"allotment": "A3", "unit": "U3", "department_economic": "30215"},
                ],
                "allotment_change": [
                    {"kind": "3"},
                    {"change": "C2", "allotment": "A2", "kind": "4", "amount": Decimal("-10.00")},
                    {"change": "C3", "allotment": "A3", "kind": "1"},
                    {"change": "C4", "kind": "3", "changed_on": date(2026, 10, 1)},
                    {"change": "C5", "kind": "3", "region": "410102"},
                ],
                "payment": [
                    {"department_economic": "30215", "amount": Decimal("110.00")},
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "department_economic": "30215",
                        "amount": Decimal("90.01"),
                    },
                    {
                        "payment": "V3",
                        "unit": "U3",
                        "department_economic": "30215",
                        "amount": Decimal("100.01"),
                    },
                ],
            },
            fails={"U2/30215": Severity.ORANGE, "U3/30215": Severity.ORANGE},
            at_stake={"U2/30215": Decimal("0.01"), "U3/30215": Decimal("0.01")},
            passes=["U1/30215"],
            boundary=True,
        ),
        Example(
            story="a budget or virement without a code as fine is first held to be for it",
            given={
                "department_budget": [
                    {"department_economic": "302"},
                    {"line": "L2", "department_economic": "30215", "approved": Decimal("1.00")},
                    {"line": "L3", "unit": "U2", "department_economic": "30215"},
                    {"line": "L4", "unit": "U3", "department_economic": None},
                ],
                "allotment": [{"unit": "U2", "department_economic": None}],
                "allotment_change": [{"kind": "3"}],
                "payment": [
                    {"department_economic": "30215", "amount": Decimal("101.00")},
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "department_economic": "30215",
                        "amount": Decimal("110.00"),
                    },
                    {
                        "payment": "V3",
                        "unit": "U3",
                        "department_economic": "30215",
                        "amount": Decimal("100.01"),
                    },
                ],
            },
            fails={"U3/30215": Severity.ORANGE},
            at_stake={"U3/30215": Decimal("0.01")},
            unknown={
                "U1/30215": "department_budget.department_economic",
                "U2/30215": "allotment.department_economic",
            },
            boundary=True,
        ),
        Example(
            story="a payment without a code is unknown where it could decide",
            given={
                "department_budget": [
                    {"department_economic": "30215"},
                    {"line": "L2", "unit": "U2", "department_economic": "30215"},
                    {"line": "L3", "unit": "U3", "department_economic": "30215"},
                    {"line": "L4", "unit": "U4", "department_economic": "30215"},
                    {"line": "L5", "unit": "U4", "department_economic": None},
                ],
                "payment": [
                    {"department_economic": None, "amount": Decimal("100.01")},
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "department_economic": None,
                        "amount": Decimal("100.00"),
                    },
                    {"payment": "V3", "unit": "U3", "department_economic": "30215"}
                    | {"amount": Decimal("100.00")},
                    {"payment": "V4", "unit": "U3", "department_economic": None}
                    | {"amount": Decimal("0.01")},
                    {"payment": "V5", "unit": "U4", "department_economic": "30215"}
                    | {"amount": Decimal("100.01")},
                    {"payment": "V6", "unit": "U4", "department_economic": None}
                    | {"amount": Decimal("-1.00"), "business": "2"},
                ],
            },
            unknown={
                "U1/30215": "payment.department_economic",
                "U3/30215": "payment.department_economic",
                "U4/30215": "department_budget.department_economic",
            },
            passes=["U2/30215"],
            boundary=True,
        ),
        Example(
            story="refunds net, year-end vouchers are out, an unnamed kind is in",
            given={
                "department_budget": [{"department_economic": "30215"}],
                "payment": [
                    {
                        "function_item": "2010199",
                        "department_economic": "30215",
                        "amount": Decimal("110.00"),
                        "business": None,
                    },
                    {
                        "payment": "V2",
                        "department_economic": "30215",
                        "amount": Decimal("-10.00"),
                        "business": "2",
                    },
                    {"payment": "V3", "department_economic": "30215", "business": "9"},
                ],
            },
            passes=["U1/30215"],
        ),
        Example(
            story="a year that is over is asked as of its end, by its own budget",
            given={
                "department_budget": [
                    {"fiscal_year": 2025, "department_economic": "30215"},
                    {"line": "L2", "department_economic": "30215"},
                    {
                        "line": "L3",
                        "region": "410102",
                        "fiscal_year": 2025,
                        "department_economic": "30215",
                    },
                    {"line": "L4", "fiscal_year": 2027, "department_economic": "30215"},
                ],
                "allotment": [{"fiscal_year": 2027, "department_economic": "30215"}],
                "allotment_change": [{"fiscal_year": 2027, "kind": "3"}],
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "department_economic": "30215",
                        "paid_on": date(2025, 12, 31),
                        "amount": Decimal("100.01"),
                    },
                    {
                        "payment": "V2",
                        "fiscal_year": 2025,
                        "department_economic": "30215",
                        "paid_on": date(2026, 1, 1),
                    },
                    {
                        "payment": "V3",
                        "department_economic": "30215",
                        "paid_on": date(2026, 10, 1),
                        "amount": Decimal("900.00"),
                    },
                ],
            },
            fails={"2025 U1/30215": Severity.ORANGE},
            at_stake={"2025 U1/30215": Decimal("0.01")},
            passes=["U1/30215", "410102 2025 U1/30215"],
        ),
        Example(
            story="several lines, virements and payments add up",
            given={
                "department_budget": [
                    {"department_economic": "3021501", "approved": Decimal("50.00")},
                    {"line": "L2", "department_economic": "3021501", "approved": Decimal("10.00")},
                    {"line": "L3", "department_economic": "3021502", "approved": Decimal("30.00")},
                    {"line": "L4", "department_economic": None, "approved": Decimal("5.00")},
                    {"line": "L5", "department_economic": "302", "approved": Decimal("5.00")},
                ],
                "allotment": [
                    {"department_economic": "3021501"},
                    {"allotment": "A2", "department_economic": "3021502"},
                    {
                        "allotment": "A3",
                        "department_economic": "30215",
                        "issued_on": date(2026, 9, 30),
                    },
                    {
                        "allotment": "A4",
                        "department_economic": "30215",
                        "issued_on": date(2026, 10, 1),
                    },
                ],
                "allotment_change": [
                    {"kind": "3", "amount": Decimal("1.00")},
                    {"change": "C2", "kind": "3", "amount": Decimal("1.00")},
                    {"change": "C3", "allotment": "A2", "kind": "3", "amount": Decimal("2.00")},
                    {
                        "change": "C4",
                        "allotment": "A3",
                        "kind": "3",
                        "amount": Decimal("6.00"),
                        "changed_on": date(2026, 9, 30),
                    },
                    {"change": "C5", "allotment": "A4", "kind": "3", "amount": Decimal("9.00")},
                ],
                "payment": [
                    {"department_economic": "3021501", "amount": Decimal("50.00")},
                    {"payment": "V2", "department_economic": "3021501", "amount": Decimal("10.00")},
                    {"payment": "V3", "department_economic": "3021502", "amount": Decimal("50.01")},
                ],
            },
            fails={"U1/30215": Severity.ORANGE},
            at_stake={"U1/30215": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="payments without a code, or with a coarser one, add up",
            given={
                "department_budget": [{"department_economic": "30215"}],
                "payment": [
                    {"department_economic": None, "amount": Decimal("50.00")},
                    {"payment": "V2", "department_economic": "302", "amount": Decimal("50.01")},
                ],
            },
            unknown={"U1/30215": "payment.department_economic"},
            boundary=True,
        ),
        Example(
            story="a year's virements end with the year",
            given={
                "department_budget": [
                    {"fiscal_year": 2025, "department_economic": "30215"},
                ],
                "allotment": [
                    {
                        "fiscal_year": 2025,
                        "issued_on": date(2025, 12, 31),
                        "department_economic": "30215",
                    },
                    {
                        "allotment": "A2",
                        "fiscal_year": 2025,
                        "issued_on": date(2026, 1, 1),
                        "department_economic": "30215",
                    },
                ],
                "allotment_change": [
                    {"fiscal_year": 2025, "kind": "3", "changed_on": date(2025, 12, 31)},
                    {
                        "change": "C2",
                        "fiscal_year": 2025,
                        "kind": "3",
                        "changed_on": date(2026, 1, 1),
                    },
                    {
                        "change": "C3",
                        "fiscal_year": 2025,
                        "allotment": "A2",
                        "kind": "3",
                        "changed_on": date(2025, 12, 31),
                    },
                ],
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "department_economic": "30215",
                        "paid_on": date(2025, 12, 31),
                        "amount": Decimal("110.01"),
                    },
                ],
            },
            fails={"2025 U1/30215": Severity.ORANGE},
            at_stake={"2025 U1/30215": Decimal("0.01")},
        ),
        Example(
            story="without the budgets nothing is known",
            given={"payment": [{}]},
            missing=["department_budget"],
            unknown={"": "feed missing: department_budget"},
        ),
    ),
)
