"""支出进度慢 · Spending lies behind the year.

The share of the year that is gone is held against the share of the executable budget that is paid.
Slow projects wait for land, tenders or papers; money that sleeps all year was not needed, or will
be rushed out in December.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._charged import CHARGED

RULE = Rule(
    code="B03",
    title=Text("支出进度低于序时进度", "Spending behind the year"),
    meaning=Text(
        "项目或部门的支出进度（实付合计除以可执行数）落后于序时进度。",
        "A project or a department has paid a smaller share of what it may spend than the share "
        "of the year that is gone.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{pace} − {paid} ÷ {executable} = {behind_share} > {yellow}（橙 {orange}，红 {red}）",
        "{pace} − {paid} ÷ {executable} = {behind_share} > {yellow} (orange {orange}, red {red})",
    ),
    needs=("payment", "allotment"),
    optional=("allotment_change", "unit"),
    unbroken=("payment",),
    basis=(
        Article(
            law="预算法实施条例",
            number="第六十条",
            quote="严格按照预算规定的支出用途使用资金，合理安排支出进度。",
            bearing=Bearing.PRINCIPLE,
            note="条文只要求合理安排进度，落后多少为限系本系统设定 / the article asks for a "
            "reasonable pace, the points are ours",
        ),
    ),
    limits={
        "yellow": Limit(
            Decimal("0.10"), Provenance.PROPOSED_DEFAULT, "黄色：落后", "yellow: behind by", "share"
        ),
        "orange": Limit(
            Decimal("0.20"), Provenance.PROPOSED_DEFAULT, "橙色：落后", "orange: behind by", "share"
        ),
        "red": Limit(
            Decimal("0.30"), Provenance.PROPOSED_DEFAULT, "红色：落后", "red: behind by", "share"
        ),
        "first_month": Limit(
            3,
            Provenance.PROPOSED_DEFAULT,
            "自该月末起判",
            "asked from the end of month",
            "month",
            least=1,
            most=12,
        ),
    },
    sql=f"""
        with granted as (
            select *
            from core.allotment
            where fiscal_year <= year($as_of)
                and issued_on <= least($as_of, make_date(fiscal_year, 12, 31))
        ),
        changed as (
            select region, fiscal_year, allotment, sum(amount) as changes
            from core.allotment_change
            where changed_on <= least($as_of, make_date(fiscal_year, 12, 31))
            group by all
        ),
        drawn as (
            select region, fiscal_year, allotment, project, unit, sum(paid) as paid
            from {CHARGED}
            where fiscal_year <= year($as_of)
            group by all
        ),
        moved as (
            select
                region, fiscal_year, project, unit, true as is_allotment,
                amount + coalesce(changes, 0) as allotted, frozen, 0.00 as paid
            from granted
            left join changed using (region, fiscal_year, allotment)
            where active
            union all
            select
                d.region, d.fiscal_year,
                case when g.allotment is null then d.project else g.project end,
                coalesce(g.unit, d.unit), false, 0.00, 0.00, d.paid
            from drawn d
            left join granted g using (region, fiscal_year, allotment)
            where coalesce(g.active, true)
        ),
        gathered as (
            select
                region, fiscal_year, project, unit,
                bool_or(is_allotment) as is_allotment,
                sum(allotted) as allotted,
                sum(frozen) as frozen,
                bool_or(frozen is null) as frozen_missing,
                sum(paid) as paid
            from moved
            group by all
        ),
        named as (
            select
                *,
                replace(project, '/', '／') as subject,
                unit as answers,
                true as placed
            from gathered
            where project is not null
            union all
            select
                gathered.*,
                coalesce('department/' || replace(department, '/', '／'), 'unit/' || unit),
                department,
                department is not null
            from gathered
            left join core.unit using (region, fiscal_year, unit)
        ),
        summed as (
            select
                region, fiscal_year, subject,
                bool_and(placed) as placed,
                case when min(answers) = max(answers) then min(answers) end as unit,
                sum(allotted) as allotted,
                coalesce(sum(frozen), 0) as frozen,
                bool_or(frozen_missing) as frozen_missing,
                cast(sum(paid) as decimal(20, 2)) as paid,
                least($as_of, make_date(fiscal_year, 12, 31)) as horizon
            from named
            group by region, fiscal_year, subject
            having bool_or(is_allotment)
        ),
        timed as (
            select
                *,
                cast(allotted - frozen as decimal(20, 2)) as executable,
                case when horizon = last_day(horizon) then month(horizon)
                    else dayofyear(horizon) end as gone,
                case when horizon = last_day(horizon) then 12
                    else dayofyear(make_date(fiscal_year, 12, 31)) end as span
            from summed
        ),
        compared as (
            select
                *,
                executable * gone - paid * span as lag,
                executable * span as whole
            from timed
        ),
        judged as (
            select
                *,
                case
                    when horizon < last_day(make_date(fiscal_year, $first_month, 1))
                        then 'not_applicable'
                    when not placed then 'unknown'
                    when executable <= 0 then 'not_applicable'
                    when lag <= $yellow * whole then 'pass'
                    when frozen_missing then 'unknown'
                    else 'fail'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            subject,
            verdict,
            case
                when horizon < last_day(make_date(fiscal_year, $first_month, 1))
                    then 'too early in the year'
                when not placed then 'unit.department'
                when executable <= 0 then 'nothing to spend'
                when verdict = 'unknown' then 'allotment.frozen'
            end as reason,
            case
                when lag > $red * whole then 'red'
                when lag > $orange * whole then 'orange'
                else 'yellow'
            end as severity,
            cast(
                (greatest(cast(round(executable * 100) as hugeint), 0) * gone * 2 + span)
                // nullif(span * 2, 0) as decimal(20, 0)
            ) * 0.01 - paid as at_stake,
            unit,
            horizon as counted_to,
            allotted,
            frozen,
            executable,
            paid,
            cast(paid / nullif(executable, 0) as decimal(18, 6)) as progress_rate,
            cast(gone / nullif(span, 0) as decimal(18, 6)) as pace,
            cast(lag / nullif(whole, 0) as decimal(18, 6)) as behind_share
        from judged
    """,
    evidence={
        "payment": """
            with answered as (
                select
                    a.region, a.fiscal_year, a.allotment,
                    unnest([
                        replace(a.project, '/', '／'),
                        'department/' || replace(u.department, '/', '／')
                    ]) as subject
                from core.allotment a
                left join core.unit u
                    on u.region = a.region and u.fiscal_year = a.fiscal_year and u.unit = a.unit
                where a.active and a.issued_on <= least($as_of, make_date(a.fiscal_year, 12, 31))
            ),
            wanted as (
                select f.region, f.period, f.subject, f.counted_to, fiscal_year, allotment
                from finding f
                join answered
                    on answered.region = f.region
                    and cast(answered.fiscal_year as varchar) = f.period
                    and answered.subject = f.subject
            ),
            units as (
                select f.region, f.period, f.subject, f.counted_to, u.fiscal_year, u.unit
                from finding f
                join core.unit u
                    on u.region = f.region
                    and cast(u.fiscal_year as varchar) = f.period
                    and 'department/' || replace(u.department, '/', '／') = f.subject
            ),
            near as (
                select
                    f.region, f.period, f.subject, f.counted_to,
                    c.charge, c.fiscal_year, c.allotment
                from finding f
                join lineage.charge c
                    on c.region = f.region
                    and cast(c.fiscal_year as varchar) = f.period
                    and replace(c.project, '/', '／') = f.subject
                union all
                select
                    u.region, u.period, u.subject, u.counted_to,
                    c.charge, c.fiscal_year, c.allotment
                from units u
                join lineage.charge c
                    on c.region = u.region and c.fiscal_year = u.fiscal_year and c.unit = u.unit
            ),
            charged as (
                select w.region, w.period, w.subject, w.counted_to, c.charge
                from wanted w
                join lineage.charge c
                    on c.region = w.region
                    and c.fiscal_year = w.fiscal_year
                    and c.allotment = w.allotment
                union all
                select near.region, near.period, near.subject, near.counted_to, near.charge
                from near
                left join core.allotment a
                    on a.region = near.region
                    and a.fiscal_year = near.fiscal_year
                    and a.allotment = near.allotment
                    and a.issued_on <= least($as_of, make_date(a.fiscal_year, 12, 31))
                where a.allotment is null
            )
            select charged.region, charged.period, charged.subject, p.payment, p.fiscal_year
            from charged
            join lineage.payment p on p.charge = charged.charge
            where p.paid_on <= charged.counted_to
                and p.business is distinct from '9'
        """,
        "allotment": """
            with named as (
                select *, replace(project, '/', '／') as subject from core.allotment where active
                union all
                select a.*, 'department/' || replace(u.department, '/', '／')
                from core.allotment a
                join core.unit u
                    on u.region = a.region and u.fiscal_year = a.fiscal_year and u.unit = a.unit
                where a.active
            )
            select f.region, f.period, f.subject, named.allotment, named.fiscal_year
            from named
            join finding f
                on f.region = named.region
                and f.period = cast(named.fiscal_year as varchar)
                and f.subject = named.subject
                and named.issued_on <= f.counted_to
        """,
        "allotment_change": """
            with placed as (
                select c.*, a.project, a.unit
                from core.allotment_change c
                join core.allotment a
                    on a.region = c.region
                    and a.fiscal_year = c.fiscal_year
                    and a.allotment = c.allotment
                    and a.issued_on <= least($as_of, make_date(a.fiscal_year, 12, 31))
                where a.active
            ),
            named as (
                select *, replace(project, '/', '／') as subject from placed
                union all
                select placed.*, 'department/' || replace(u.department, '/', '／')
                from placed
                join core.unit u
                    on u.region = placed.region
                    and u.fiscal_year = placed.fiscal_year
                    and u.unit = placed.unit
            )
            select f.region, f.period, f.subject, named.change, named.fiscal_year
            from named
            join finding f
                on f.region = named.region
                and f.period = cast(named.fiscal_year as varchar)
                and f.subject = named.subject
                and named.changed_on <= f.counted_to
        """,
    },
    operands={
        "counted_to": Text("计至", "counted to"),
        "allotted": Text("指标金额加调整", "allotted with changes"),
        "frozen": Text("冻结金额", "frozen"),
        "executable": Text("可执行数", "executable"),
        "paid": Text("实付合计", "paid"),
        "progress_rate": Text("支出进度", "progress"),
        "pace": Text("序时进度", "share of the year gone"),
        "behind_share": Text("落后", "behind by"),
    },
    advice=Text(
        "请主管部门对照项目实施计划和用款计划说明进度落后的原因，提出加快、调剂或者收回的意见。",
        "The department explains the delay against the project's plan and its cash plan, and says "
        "whether the money is to be spent, moved or given back.",
    ),
    innocent=Text(
        "项目按合同在年末集中结算；资金系近期追加；土地、招标等前置手续未完。",
        "The contract settles at the year's end; the money was added lately; land or tender "
        "procedures are still open.",
    ),
    exclusions=(
        Text("停用指标及其支付不计", "inactive allotments and what was paid on them are left out"),
        Text("冻结金额从可执行数中减去", "frozen amounts are not executable"),
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
        Text("3 月 31 日以前不判", "not asked before 31 March"),
    ),
    assumptions=(
        Text(
            "分母为可执行数：指标金额加历次调整减冻结，只取可执行指标",
            "the denominator is the executable budget: amounts with all changes less what is "
            "frozen, of active allotments alone",
        ),
        Text(
            "支付先按其指标归项目和单位，未挂指标的按支付所列项目和单位",
            "a payment belongs to the project and unit of its allotment; without one, to those "
            "that it names itself",
        ),
        Text(
            "指标调整未报送时，以指标金额为准",
            "where changes of allotments are not delivered, amounts stand as issued",
        ),
    ),
    examples=(
        Example(
            story="at 30 September three quarters are gone: 10 points behind is silent",
            given={"unit": [{}], "allotment": [{}], "payment": [{"amount": Decimal("65.00")}]},
            passes=["P1", "department/D1"],
            boundary=True,
        ),
        Example(
            story="one fen less than 10 points behind is yellow",
            given={"unit": [{}], "allotment": [{}], "payment": [{"amount": Decimal("64.99")}]},
            fails={"P1": Severity.YELLOW, "department/D1": Severity.YELLOW},
            at_stake={"P1": Decimal("10.01")},
            boundary=True,
        ),
        Example(
            story="20 points behind is yellow still, one fen more is orange",
            given={
                "unit": [{}],
                "allotment": [{}, {"allotment": "A2", "project": "P/2"}],
                "payment": [
                    {"amount": Decimal("55.00")},
                    {
                        "payment": "V2",
                        "allotment": "A2",
                        "project": "P/2",
                        "amount": Decimal("54.99"),
                    },
                ],
            },
            fails={
                "P1": Severity.YELLOW,
                "P／2": Severity.ORANGE,
                "department/D1": Severity.ORANGE,
            },
            boundary=True,
        ),
        Example(
            story="30 points behind is orange still, one fen more is red",
            given={
                "unit": [{}],
                "allotment": [{}, {"allotment": "A2", "project": "P2"}],
                "payment": [
                    {"amount": Decimal("45.00")},
                    {"payment": "V2", "allotment": "A2", "amount": Decimal("44.99")},
                ],
            },
            fails={"P1": Severity.ORANGE, "P2": Severity.RED, "department/D1": Severity.RED},
            at_stake={"P1": Decimal("30.00"), "P2": Decimal("30.01")},
            boundary=True,
        ),
        Example(
            story="what is paid of two allotments of a project is added up",
            given={
                "unit": [{}],
                "allotment": [{}, {"allotment": "A2"}],
                "payment": [
                    {"amount": Decimal("65.00")},
                    {"payment": "V2", "allotment": "A2", "amount": Decimal("65.00")},
                ],
            },
            passes=["P1", "department/D1"],
            boundary=True,
        ),
        Example(
            story="what is frozen in two projects of a department is added up",
            given={
                "unit": [{}],
                "allotment": [
                    {"frozen": Decimal("50.00")},
                    {"allotment": "A2", "project": "P2", "frozen": Decimal("50.00")},
                ],
                "payment": [
                    {"amount": Decimal("32.50")},
                    {
                        "payment": "V2",
                        "allotment": "A2",
                        "project": "P2",
                        "amount": Decimal("32.50"),
                    },
                ],
            },
            passes=["P1", "P2", "department/D1"],
            boundary=True,
        ),
        Example(
            story="not asked on 30 March",
            given={"unit": [{}], "allotment": [{}]},
            as_of=date(2026, 3, 30),
            not_applicable=["P1", "department/D1"],
            boundary=True,
        ),
        Example(
            story="asked on 31 March, when a quarter of the year is gone",
            given={"unit": [{}], "allotment": [{}], "payment": [{"amount": Decimal("14.99")}]},
            as_of=date(2026, 3, 31),
            fails={"P1": Severity.YELLOW, "department/D1": Severity.YELLOW},
            at_stake={"P1": Decimal("10.01")},
            boundary=True,
        ),
        Example(
            story="within a month the days count: 73 of 365 are a fifth, with all changes",
            given={
                "unit": [{}],
                "allotment": [{"amount": Decimal("900.00")}],
                "allotment_change": [
                    {"amount": Decimal("100.00"), "changed_on": date(2026, 1, 21)}
                ],
                "payment": [{"amount": Decimal("100.00")}],
            },
            as_of=date(2026, 3, 14),
            limits={"first_month": 2},
            passes=["P1", "department/D1"],
            boundary=True,
        ),
        Example(
            story="within a month the days count: one fen under a fifth less 10 points",
            given={
                "unit": [{}],
                "allotment": [{"amount": Decimal("900.00")}],
                "allotment_change": [
                    {"amount": Decimal("60.00"), "changed_on": date(2026, 3, 14)},
                    {"change": "C2", "amount": Decimal("40.00"), "changed_on": date(2026, 3, 14)},
                ],
                "payment": [{"amount": Decimal("99.99"), "paid_on": date(2026, 3, 14)}],
            },
            as_of=date(2026, 3, 14),
            limits={"first_month": 2},
            fails={"P1": Severity.YELLOW, "department/D1": Severity.YELLOW},
            at_stake={"P1": Decimal("100.01")},
            boundary=True,
        ),
        Example(
            story="a leap year has 366 days",
            given={
                "unit": [{"fiscal_year": 2028}],
                "allotment": [
                    {
                        "fiscal_year": 2028,
                        "issued_on": date(2028, 1, 20),
                        "amount": Decimal("366.00"),
                    }
                ],
                "payment": [
                    {
                        "fiscal_year": 2028,
                        "paid_on": date(2028, 3, 3),
                        "amount": Decimal("63.40"),
                    }
                ],
            },
            as_of=date(2028, 4, 9),
            passes=["P1", "department/D1"],
            boundary=True,
        ),
        Example(
            story="a year that is over is asked as of its 31 December",
            given={
                "unit": [{"fiscal_year": 2025}],
                "allotment": [{"fiscal_year": 2025, "issued_on": date(2025, 12, 31)}],
                "allotment_change": [
                    {
                        "fiscal_year": 2025,
                        "changed_on": date(2026, 1, 1),
                        "amount": Decimal("-9.00"),
                    }
                ],
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                        "amount": Decimal("89.99"),
                    },
                    {"payment": "V2", "fiscal_year": 2025, "paid_on": date(2026, 1, 1)},
                ],
            },
            fails={"2025 P1": Severity.YELLOW, "2025 department/D1": Severity.YELLOW},
            at_stake={"2025 P1": Decimal("10.01")},
            boundary=True,
        ),
        Example(
            story="frozen money need not be spent; inactive allotments and carry-over vouchers "
            "do not count; refunds do",
            given={
                "unit": [{}],
                "allotment": [
                    {"amount": Decimal("150.00"), "frozen": Decimal("50.00")},
                    {"allotment": "A2", "amount": Decimal("500.00"), "active": False},
                ],
                "payment": [
                    {"function_item": "2010199", "amount": Decimal("40.00")},
                    {"payment": "V5", "function_item": "2010199", "amount": Decimal("30.00")},
                    {"payment": "V2", "amount": Decimal("-5.01"), "business": "2"},
                    {"payment": "V3", "amount": Decimal("30.00"), "business": "9"},
                    {"payment": "V4", "allotment": "A2", "amount": Decimal("30.00")},
                ],
            },
            fails={"P1": Severity.YELLOW, "department/D1": Severity.YELLOW},
            at_stake={"P1": Decimal("10.01")},
        ),
        Example(
            story="what is frozen on several allotments is frozen together",
            given={
                "unit": [{}],
                "allotment": [
                    {"amount": Decimal("120.00"), "frozen": Decimal("60.00")},
                    {"allotment": "A2", "frozen": Decimal("60.00")},
                ],
                "payment": [{"amount": Decimal("64.99")}],
            },
            fails={"P1": Severity.YELLOW, "department/D1": Severity.YELLOW},
            at_stake={"P1": Decimal("10.01")},
            units={"P1": "U1"},
            boundary=True,
        ),
        Example(
            story="a payment without an allotment counts for the project and unit that it names; "
            "one on an allotment for that allotment's",
            given={
                "unit": [{}, {"unit": "U2", "department": "D2"}],
                "allotment": [{}, {"allotment": "A2", "project": "P2", "unit": "U2"}],
                "payment": [
                    {"allotment": None, "business": None, "amount": Decimal("65.00")},
                    {"payment": "V2", "allotment": "A2", "amount": Decimal("65.00")},
                ],
            },
            passes=["P1", "P2", "department/D1", "department/D2"],
        ),
        Example(
            story="several units of a department and several allotments of a project add up",
            given={
                "unit": [{}, {"unit": "U2"}, {"unit": "U3", "department": "D3"}],
                "allotment": [
                    {},
                    {"allotment": "A2", "unit": "U2"},
                    {"allotment": "A3", "unit": "U3", "project": None},
                ],
                "payment": [
                    {"amount": Decimal("100.00")},
                    {"payment": "V2", "allotment": "A2", "amount": Decimal("29.99")},
                    {"payment": "V3", "allotment": "A3", "amount": Decimal("65.00")},
                ],
            },
            fails={"P1": Severity.YELLOW, "department/D1": Severity.YELLOW},
            at_stake={"P1": Decimal("20.01"), "department/D1": Decimal("20.01")},
            units={"P1": None, "department/D1": "D1"},
            passes=["department/D3"],
        ),
        Example(
            story="nothing to spend, nothing to be behind of; payments alone are no project",
            given={
                "unit": [{}],
                "allotment": [{"frozen": Decimal("100.00")}],
                "payment": [
                    {"amount": Decimal("5.00")},
                    {"payment": "V2", "allotment": None, "project": "P9"},
                ],
            },
            not_applicable=["P1", "department/D1"],
        ),
        Example(
            story="no row dated after the day is read",
            given={
                "unit": [{}],
                "allotment": [
                    {"issued_on": date(2026, 9, 30)},
                    {"allotment": "A2", "issued_on": date(2026, 10, 1)},
                    {"allotment": "A3", "fiscal_year": 2027, "issued_on": date(2026, 9, 1)},
                ],
                "allotment_change": [
                    {"changed_on": date(2026, 10, 1), "amount": Decimal("90.00")},
                    {"change": "C2", "changed_on": date(2026, 9, 30), "amount": Decimal("100.00")},
                ],
                "payment": [
                    {"amount": Decimal("130.00"), "paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "paid_on": date(2026, 10, 1), "amount": Decimal("-90.00")},
                ],
            },
            passes=["P1", "department/D1"],
            boundary=True,
        ),
        Example(
            story="an empty frozen amount leaves it open, unless even all of it is not behind",
            given={
                "unit": [{}],
                "allotment": [
                    {"frozen": None},
                    {"allotment": "A2", "project": "P2", "frozen": None},
                    {"allotment": "A3", "project": "P3", "amount": Decimal(0), "frozen": None},
                ],
                "payment": [
                    {"amount": Decimal("64.99")},
                    {"payment": "V2", "allotment": "A2", "amount": Decimal("65.00")},
                ],
            },
            unknown={"P1": "allotment.frozen", "department/D1": "allotment.frozen"},
            passes=["P2"],
            not_applicable={"P3": "nothing to spend"},
        ),
        Example(
            story="a unit that is not on file has no department",
            given={"allotment": [{}], "payment": [{"amount": Decimal("65.00")}]},
            missing=["unit"],
            unknown={"unit/U1": "unit.department"},
            passes=["P1"],
        ),
        Example(
            story="without the payments nobody is behind",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
