"""三公经费超预算 · The three publics above their budget.

Trips abroad, receptions and official cars are budgeted by code, unit by unit, and published. More
spent than approved on any of them is what a congress asks about first.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._charged import CHARGED
from alerts.rules._heirs import PAYERS, by_year, parted

RULE = Rule(
    code="B07",
    title=Text("三公经费超预算", "The three publics above budget"),
    meaning=Text(
        "单位在因公出国（境）、公务接待、公务用车运行或购置科目上的实付合计超过该科目的年初批复数；"
        "部门所属单位合计也超过的，另成部门疑点。",
        "A unit paid more on trips abroad, receptions or official cars than its department budget "
        "approved for that code; where the units of a department together did, the department too.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{paid} − ({approved} + {uncoded}) = {difference} > {tolerance}",
        "{paid} − ({approved} + {uncoded}) = {difference} > {tolerance}",
    ),
    needs=("payment", "department_budget"),
    optional=("unit",),
    basis=(
        Article(
            law="机关事务管理条例",
            number="第十二条",
            part="第二款",
            quote="政府各部门应当根据工作需要和机关运行经费预算制定公务接待费、公务用车购置和运行费、因公出国(境)费支出计划",
        ),
        Article(
            law="机关事务管理条例",
            number="第三十二条",
            part="第（一）项",
            quote="超预算、超标准开支公务接待费、公务用车购置和运行费、因公出国(境)费",
            note="政府各部门直接适用，其他国家机关和有关人民团体参照执行（第三十四条）"
            " / it binds the departments of government; other state organs follow it by article 34",
        ),
        Article(
            law="预算法",
            number="第十三条",
            quote="支出必须以经批准的预算为依据",
            bearing=Bearing.EXACT,
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"),
            Provenance.STATUTORY,
            "容差",
            "tolerance",
            unit="yuan",
            article="机关事务管理条例第三十二条第（一）项",
        ),
        "codes": Limit(
            ("30212", "30217", "30231", "31013"),
            Provenance.TRADE_PRACTICE,
            "三公经费部门支出经济分类科目",
            "economic codes of the three publics",
            unit="code",
        ),
    },
    sql=f"""
        with budgeted as (
            select
                region, fiscal_year, unit, department_economic as given,
                sum(approved) as approved, 0.00 as paid, true as is_budget
            from core.department_budget
            where fiscal_year <= year($as_of)
            group by all
        ),
        drawn as (
            select
                region, fiscal_year, unit, department_economic as given,
                0.00 as approved, sum(paid) as paid, false as is_budget
            from {CHARGED}
            where fiscal_year <= year($as_of)
            group by all
        ),
        listed as (
            select * from budgeted
            union all
            select * from drawn
        ),
        {by_year("listed").strip()},
        {parted("listed", 0).strip()},
        moved as (
            select l.* exclude (unit), coalesce(h.stands_as, l.unit) as unit
            from listed l
            left join heirs h
                on h.region = l.region and h.fiscal_year = l.fiscal_year and h.unit = l.unit
        ),
        watched as (
            select unnest($codes) as code
        ),
        by_unit as (
            select
                region, fiscal_year, unit, code,
                sum(approved) filter (starts_with(given, code)) as approved,
                sum(paid) filter (starts_with(given, code)) as paid,
                coalesce(sum(approved) filter (not coalesce(starts_with(given, code), false)), 0)
                    as uncoded,
                bool_or(not is_budget and not coalesce(starts_with(given, code), false))
                    as payment_uncoded
            from moved
            join watched
                on given is null or starts_with(given, code) or starts_with(code, given)
            group by all
            having bool_or(starts_with(given, code))
        ),
        named as (
            select
                * exclude (unit),
                replace(unit, '/', '／') || '/' || code as subject,
                unit,
                true as placed
            from by_unit
            union all
            select
                by_unit.* exclude (unit),
                coalesce('department/' || replace(department, '/', '／'), 'unit/' || unit)
                    || '/' || code,
                department,
                department is not null
            from by_unit
            left join core.unit using (region, fiscal_year, unit)
        ),
        compared as (
            select
                region, fiscal_year, subject, unit, code, placed,
                sum(approved) as approved,
                sum(paid) as paid,
                sum(uncoded) as uncoded,
                bool_or(payment_uncoded) as payment_uncoded
            from named
            group by all
        ),
        measured as (
            select *, paid - approved as above from compared
        ),
        judged as (
            select
                m.*,
                p.unit is not null as is_parted,
                case
                    when not placed then 'unknown'
                    when above <= $tolerance and not payment_uncoded then 'pass'
                    when p.unit is null and above - uncoded > $tolerance then 'fail'
                    else 'unknown'
                end as verdict
            from measured m
            left join parted p
                on p.region = m.region and p.fiscal_year = m.fiscal_year and p.unit = m.unit
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            subject,
            verdict,
            case
                when not placed then 'unit.department'
                when verdict <> 'unknown' then null
                when above <= $tolerance then 'payment.department_economic'
                when is_parted then 'history of a split unit'
                else 'department_budget.department_economic'
            end as reason,
            null as severity,
            above - uncoded as at_stake,
            unit,
            code,
            approved,
            uncoded,
            paid,
            above - uncoded as difference
        from judged
    """,
    evidence={
        "payment": f"""
            with {PAYERS.strip()},
            answers as (
                select f.region, f.period, f.subject, f.code, paid_by
                from finding f
                join payers using (region, period, subject)
                where f.subject = replace(f.unit, '/', '／') || '/' || f.code
                union
                select f.region, f.period, f.subject, f.code, u.unit
                from finding f
                join core.unit u
                    on u.region = f.region
                    and cast(u.fiscal_year as varchar) = f.period
                    and f.subject = 'department/' || replace(u.department, '/', '／')
                        || '/' || f.code
            )
            select a.region, a.period, a.subject, p.payment, p.fiscal_year
            from answers a
            join lineage.charge c
                on c.region = a.region
                and cast(c.fiscal_year as varchar) = a.period
                and c.unit = a.paid_by
            join lineage.payment p on p.charge = c.charge
            where starts_with(c.department_economic, a.code)
                and p.business is distinct from '9'
                and p.paid_on <= least($as_of, make_date(p.fiscal_year, 12, 31))
        """,
        "department_budget": """
            with named as (
                select b.*, replace(b.unit, '/', '／') as subject from core.department_budget b
                union all
                select b.*, replace(l.stands_as, '/', '／')
                from core.department_budget b
                join (select distinct region, unit, stands_as from lineage.unit where not split) l
                    on l.region = b.region and l.unit = b.unit
                union all
                select b.*, 'department/' || replace(u.department, '/', '／')
                from core.department_budget b
                join core.unit u
                    on u.region = b.region and u.fiscal_year = b.fiscal_year and u.unit = b.unit
            )
            select f.region, f.period, f.subject, named.line, named.fiscal_year
            from named
            join finding f
                on f.region = named.region
                and f.period = cast(named.fiscal_year as varchar)
                and f.subject = named.subject || '/' || f.code
                and (
                    named.department_economic is null
                    or starts_with(named.department_economic, f.code)
                    or starts_with(f.code, named.department_economic)
                )
        """,
    },
    operands={
        "code": Text("部门支出经济分类", "economic code"),
        "approved": Text("该科目批复数", "approved for the code"),
        "uncoded": Text("未细到该科目的批复数", "approved without a code as fine"),
        "paid": Text("实付合计", "paid"),
        "difference": Text("超出", "above"),
    },
    advice=Text(
        "请主管部门对照部门预算批复文本与该科目支付凭证，说明超出的事项、审批依据和压减安排。",
        "The department holds the vouchers of this code against its approved budget and states "
        "what the part above was for, who allowed it and how it will be made good.",
    ),
    innocent=Text(
        "经批准的调剂增加了该科目；支付凭证经济分类填错；外事、招商等专项由上级追加。",
        "A virement that was approved raised the code; a voucher carries the wrong code; a "
        "superior added money for a delegation.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
    ),
    assumptions=(
        Text(
            "与年初批复数比较，年中调剂未计入",
            "the approved budget is the opening one; virements within the year are not in it",
        ),
        Text(
            "年中更名、合并的单位，批复和支付都并入现单位；年中分立的为未知",
            "the budget and the payments of a unit that was renamed or merged within the year are "
            "those of the new one; after a split they are unknown",
        ),
        Text(
            "批复未细到该科目的，先算作该科目可用，仍超出的才判",
            "what was approved without a code, or with a coarser one, is first held to be for this "
            "code; only what is above even so is raised",
        ),
    ),
    examples=(
        Example(
            story="a unit renamed within the year brings its budget; of a split it is unknown",
            given={
                "unit": [{"unit": "U2"}, {"unit": "U3"}, {"unit": "U4"}],
                "department_budget": [
                    {"department_economic": "30217"},
                    {"line": "L2", "unit": "U3", "department_economic": "30231"},
                    {"line": "L3", "unit": "U4", "department_economic": "30217"},
                    {"line": "L4", "unit": "U4", "department_economic": "31013"},
                ],
                "payment": [
                    {"unit": "U2", "department_economic": "30217", "amount": Decimal("100.00")},
                    {"payment": "V2", "unit": "U4", "department_economic": "30231"},
                    {"payment": "V3", "unit": "U4", "department_economic": "30217"}
                    | {"amount": Decimal("100.00")},
                    {"payment": "V4", "unit": "U4", "department_economic": "31013"}
                    | {"amount": Decimal("100.00")},
                    {"payment": "V5", "unit": "U4", "department_economic": "310"},
                ],
                "succession": [
                    {"effective_on": date(2026, 9, 30)},
                    {"old_unit": "U3", "new_unit": "U4", "kind": "3"}
                    | {"effective_on": date(2026, 9, 30)},
                ],
            },
            passes=[
                "U2/30217",
                "U3/30231",
                "U4/30217",
                "department/D1/30217",
                "department/D1/30231",
            ],
            unknown={
                "U4/30231": "history of a split unit",
                "U4/31013": "payment.department_economic",
                "department/D1/31013": "payment.department_economic",
            },
            boundary=True,
        ),
        Example(
            story="spent to the last fen",
            given={
                "unit": [{}],
                "department_budget": [{"department_economic": "30217"}],
                "payment": [{"department_economic": "30217", "amount": Decimal("100.00")}],
            },
            passes=["U1/30217", "department/D1/30217"],
            boundary=True,
        ),
        Example(
            story="one fen above, by the unit and by the department",
            given={
                "unit": [{}],
                "department_budget": [{"department_economic": "30217"}],
                "payment": [{"department_economic": "30217", "amount": Decimal("100.01")}],
            },
            fails={"U1/30217": Severity.RED, "department/D1/30217": Severity.RED},
            at_stake={"U1/30217": Decimal("0.01"), "department/D1/30217": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="one unit above, its department with all its units within",
            given={
                "unit": [{"unit": "U/1"}, {"unit": "U2"}, {"unit": "U3", "department": "D/3"}],
                "department_budget": [
                    {"unit": "U/1", "department_economic": "30231"},
                    {"line": "L2", "unit": "U2", "department_economic": "30231"},
                ],
                "payment": [
                    {
                        "unit": "U/1",
                        "department_economic": "30231",
                        "amount": Decimal("100.01"),
                    },
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "department_economic": "30231",
                        "amount": Decimal("99.99"),
                    },
                    {
                        "payment": "V3",
                        "unit": "U3",
                        "department_economic": "31013",
                        "amount": Decimal("0.01"),
                    },
                ],
            },
            fails={
                "U／1/30231": Severity.RED,
                "U3/31013": Severity.RED,
                "department/D／3/31013": Severity.RED,
            },
            passes=["U2/30231", "department/D1/30231"],
            boundary=True,
        ),
        Example(
            story="several lines and several payments add up, with a code and without",
            given={
                "unit": [{}],
                "department_budget": [
                    {"department_economic": "30217", "approved": Decimal("30.00")},
                    {
                        "line": "L2",
                        "department_economic": "30217",
                        "approved": Decimal("30.00"),
                    },
                    {"line": "L3", "department_economic": None, "approved": Decimal("20.00")},
                    {"line": "L4", "department_economic": "302", "approved": Decimal("20.00")},
                ],
                "payment": [
                    {
                        "function_item": "2010199",
                        "department_economic": "30217",
                        "amount": Decimal("60.00"),
                    },
                    {
                        "payment": "V2",
                        "department_economic": "30217",
                        "amount": Decimal("40.01"),
                    },
                ],
            },
            fails={"U1/30217": Severity.RED, "department/D1/30217": Severity.RED},
            at_stake={"U1/30217": Decimal("0.01"), "department/D1/30217": Decimal("0.01")},
            units={"U1/30217": "U1", "department/D1/30217": "D1"},
            boundary=True,
        ),
        Example(
            story="two units of a department above together",
            given={
                "unit": [{}, {"unit": "U2"}],
                "department_budget": [
                    {"department_economic": "30217", "approved": Decimal("50.00")},
                    {"line": "L2", "unit": "U2", "department_economic": "30217"},
                    {
                        "line": "L3",
                        "department_economic": None,
                        "approved": Decimal("10.00"),
                    },
                    {
                        "line": "L4",
                        "unit": "U2",
                        "department_economic": None,
                        "approved": Decimal("10.00"),
                    },
                ],
                "payment": [
                    {"department_economic": "30217", "amount": Decimal("60.01")},
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "department_economic": "30217",
                        "amount": Decimal("110.00"),
                    },
                ],
            },
            fails={"U1/30217": Severity.RED, "department/D1/30217": Severity.RED},
            at_stake={"U1/30217": Decimal("0.01"), "department/D1/30217": Decimal("0.01")},
            unknown={"U2/30217": "department_budget.department_economic"},
            boundary=True,
        ),
        Example(
            story="no budget line for the code: all of it is at stake",
            given={
                "unit": [{}],
                "department_budget": [{"department_economic": "30201"}],
                "payment": [{"department_economic": "30212", "amount": Decimal("30.00")}],
            },
            fails={"U1/30212": Severity.RED, "department/D1/30212": Severity.RED},
            at_stake={"U1/30212": Decimal("30.00")},
        ),
        Example(
            story="each code by itself; other codes are not asked; longer codes are of the code",
            given={
                "unit": [{}],
                "department_budget": [
                    {"department_economic": "30217", "approved": Decimal("500.00")},
                    {"line": "L2", "department_economic": "3023101", "approved": Decimal("60.00")},
                    {"line": "L3", "department_economic": "3023102", "approved": Decimal("40.00")},
                ],
                "payment": [
                    {"department_economic": "3023102", "amount": Decimal("60.00")},
                    {
                        "payment": "V3",
                        "department_economic": "3023103",
                        "amount": Decimal("40.01"),
                    },
                    {"payment": "V2", "department_economic": "30201"},
                ],
            },
            fails={"U1/30231": Severity.RED, "department/D1/30231": Severity.RED},
            at_stake={"U1/30231": Decimal("0.01")},
            passes=["U1/30217", "department/D1/30217"],
        ),
        Example(
            story="a refund nets, a year-end carry-over voucher is out, an unnamed kind is in",
            given={
                "unit": [{}],
                "department_budget": [
                    {"department_economic": "30217"},
                    {"line": "L2", "department_economic": "30212"},
                ],
                "payment": [
                    {"department_economic": "30217", "amount": Decimal("120.00")},
                    {
                        "payment": "V2",
                        "department_economic": "30217",
                        "amount": Decimal("-20.00"),
                        "business": "2",
                    },
                    {
                        "payment": "V3",
                        "department_economic": "30217",
                        "amount": Decimal("50.00"),
                        "business": "9",
                    },
                    {
                        "payment": "V4",
                        "department_economic": "30212",
                        "amount": Decimal("100.01"),
                        "business": None,
                    },
                ],
            },
            fails={"U1/30212": Severity.RED, "department/D1/30212": Severity.RED},
            passes=["U1/30217", "department/D1/30217"],
        ),
        Example(
            story="no row dated after the day is read; a year that is over ends on 31 December",
            given={
                "unit": [{}, {"fiscal_year": 2025}],
                "department_budget": [
                    {"department_economic": "30217"},
                    {"fiscal_year": 2025, "department_economic": "30217"},
                    {"fiscal_year": 2027, "department_economic": "30217"},
                ],
                "payment": [
                    {
                        "department_economic": "30217",
                        "amount": Decimal("100.01"),
                        "paid_on": "2026-09-30",
                    },
                    {"payment": "V2", "department_economic": "30217", "paid_on": "2026-10-01"},
                    {
                        "payment": "V3",
                        "fiscal_year": 2025,
                        "department_economic": "30217",
                        "amount": Decimal("100.00"),
                        "paid_on": "2025-12-31",
                    },
                    {
                        "payment": "V4",
                        "fiscal_year": 2025,
                        "department_economic": "30217",
                        "paid_on": "2026-01-01",
                    },
                    {
                        "payment": "V5",
                        "fiscal_year": 2027,
                        "department_economic": "30217",
                        "amount": Decimal("500.00"),
                    },
                ],
            },
            fails={"U1/30217": Severity.RED, "department/D1/30217": Severity.RED},
            at_stake={"U1/30217": Decimal("0.01")},
            passes=["2025 U1/30217", "2025 department/D1/30217"],
            boundary=True,
        ),
        Example(
            story="what was approved without a code may be for this one: open up to that amount",
            given={
                "unit": [{}, {"unit": "U2", "department": "D2"}],
                "department_budget": [
                    {"department_economic": "30217"},
                    {"line": "L2", "department_economic": "302", "approved": Decimal("50.00")},
                    {"line": "L3", "unit": "U2", "department_economic": None},
                ],
                "payment": [
                    {"department_economic": "30217", "amount": Decimal("150.00")},
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "department_economic": "30217",
                        "amount": Decimal("100.01"),
                    },
                ],
            },
            fails={"U2/30217": Severity.RED, "department/D2/30217": Severity.RED},
            at_stake={"U2/30217": Decimal("0.01")},
            unknown={
                "U1/30217": "department_budget.department_economic",
                "department/D1/30217": "department_budget.department_economic",
            },
            boundary=True,
        ),
        Example(
            story="payments without a code may be of this one: not passed, and never failed for it",
            given={
                "unit": [{}, {"unit": "U2", "department": "D2"}],
                "department_budget": [
                    {"department_economic": "30217"},
                    {"line": "L2", "unit": "U2", "department_economic": "30217"},
                ],
                "payment": [
                    {"department_economic": None, "amount": Decimal("500.00")},
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "department_economic": "302",
                        "amount": Decimal("500.00"),
                    },
                    {
                        "payment": "V3",
                        "unit": "U2",
                        "department_economic": "30217",
                        "amount": Decimal("100.00"),
                    },
                ],
            },
            unknown={
                "U1/30217": "payment.department_economic",
                "department/D1/30217": "payment.department_economic",
                "U2/30217": "payment.department_economic",
                "department/D2/30217": "payment.department_economic",
            },
        ),
        Example(
            story="a unit that is not on file has no department",
            given={
                "department_budget": [{"department_economic": "30217"}],
                "payment": [{"department_economic": "30217", "amount": Decimal("100.01")}],
            },
            fails={"U1/30217": Severity.RED},
            unknown={"unit/U1/30217": "unit.department"},
        ),
        Example(
            story="without the budget nothing is above it",
            given={"payment": [{"department_economic": "30217"}]},
            missing=["department_budget"],
            unknown={"": "feed missing: department_budget"},
        ),
        Example(story="nothing on these codes, no subject", given={"payment": [{}]}),
    ),
)
