"""拆分支付（规避限额） · Split to stay below the line.

Large payments are looked at one by one. Cut into parts, each below the line, a large one is not.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

SMALL = """
                join charged using (charge)
                where paid_on <= $as_of
                    and business is distinct from '9'
                    and amount > 0
                    and amount < $line
                    and contract is null"""
"""The payments that a split can be made of, each with who made it."""

RULE = Rule(
    code="B18",
    title=Text("拆分支付（规避限额）", "Split to stay below the line"),
    meaning=Text(
        "一个单位三十天内向同一收款人的各笔支付都低于大额支付线，而合计达到该线。",
        "Payments of a unit to one payee, each below the large-payment line, reach the line "
        "together within 30 days.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{window_from} 至 {window_to}（{days} 天内）{payments} 笔，每笔 < {line}，"
        "合计 {total} ≥ {line}",
        "{window_from} to {window_to} (within {days} days): {payments} payments, each < {line}, "
        "{total} ≥ {line} together",
    ),
    needs=("payment",),
    apart=True,
    basis=(
        Article(
            law="政府采购法",
            number="第二十八条",
            quote="化整为零或者以其他任何方式规避公开招标采购",
            bearing=Bearing.PRINCIPLE,
            note="三十天和大额支付线系本系统设定，法定检验见政府采购法实施条例第二十八条"
            " / the 30 days and the line are ours, the law's own test is article 28 of the "
            "Procurement Regulation",
        ),
        Article(
            law="机关事务管理条例",
            number="第十五条",
            part="第一款",
            quote="不得违反规定自行采购或者以化整为零等方式规避政府集中采购",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "line": Limit(
            Decimal("5000000.00"),
            Provenance.PROPOSED_DEFAULT,
            "大额支付线（同 B20）",
            "large-payment line (as B20's)",
            unit="yuan",
            by_tier={
                "province": Decimal("10000000.00"),
                "prefecture": Decimal("5000000.00"),
                "county": Decimal("1000000.00"),
                "township": Decimal("200000.00"),
            },
        ),
        "days": Limit(30, Provenance.PROPOSED_DEFAULT, "窗口天数", "days of a window", unit="day"),
        "debt_service": Limit(
            ("231", "232"),
            Provenance.PROPOSED_DEFAULT,
            "不看的还本付息科目",
            "functions of debt service, left out",
            unit="code",
        ),
    },
    sql=f"""
        with charged as (
            select
                charge, region, unit, function_item is null as may_be_debt,
                min(charge) over (partition by region, unit) as buyer
            from lineage.charge
            where fiscal_year <= year($as_of)
                and coalesce(left(function_item, 3) not in $debt_service, true)
        ),
        buyers as (
            select distinct buyer, region, unit from charged
        ),
        yearly as (
            select
                buyer, payee_key, year(paid_on) as paid_in,
                bit_or(1 << month(paid_on)) as months,
                min(spelling) as spelling,
                sum(amount) as total
            from lineage.payment
            {SMALL}
            group by all
        ),
        heavy as (
            select buyer, payee_key
            from yearly
            group by buyer, payee_key
            having sum(total) >= $line
        ),
        small as (
            select
                buyer, spelling, payee_key, paid_on, amount,
                make_date(year(paid_on), month(paid_on), 1) as month_on,
                paid_on - date '2000-01-01' as day,
                case when may_be_debt then 0 else amount end as sure_amount
            from lineage.payment
            {SMALL}
        ),
        windows as (
            select
                buyer, payee_key, paid_on, month_on, day,
                sum(amount) over w as total,
                sum(sure_amount) over w as sure_total,
                count(*) over w as payments,
                min(paid_on) over w as window_from,
                min(spelling) over w as spelling
            from small
            join heavy using (buyer, payee_key)
            window w as (
                partition by buyer, payee_key
                order by day
                range between $days - 1 preceding and current row
            )
        ),
        reached as (
            select distinct
                buyer, payee_key, paid_on as window_to, month_on, day,
                total, payments, window_from, spelling
            from windows
            where sure_total >= $line
        ),
        started as (
            select
                *,
                coalesce(
                    day - lag(day) over (
                        partition by buyer, payee_key order by day
                    ) >= $days,
                    true
                ) as starts
            from reached
        ),
        spells as (
            select
                *,
                sum(case when starts then 1 else 0 end) over (
                    partition by buyer, payee_key order by day rows unbounded preceding
                ) as spell
            from started
        ),
        split as (
            select *, min(month_on) over (partition by buyer, payee_key, spell) as found_on
            from spells
        ),
        largest as (
            select *
            from split
            qualify row_number() over (
                partition by buyer, payee_key, found_on order by total desc, day
            ) = 1
        ),
        perhaps as (
            select distinct buyer, payee_key, month_on
            from windows
            where total >= $line and sure_total < $line
        ),
        months as (
            select
                paid_in, month,
                make_date(paid_in, month, 1) as month_on,
                left(cast(make_date(paid_in, month, 1) as varchar), 7) as period
            from (select distinct paid_in from yearly)
            cross join (select unnest(generate_series(1, 12)) as month)
        ),
        judged as (
            select
                b.region, m.period, b.unit, y.spelling as met,
                l.spelling as paid, l.window_from, l.window_to, l.payments, l.total,
                case
                    when l.payee_key is not null then 'fail'
                    when p.payee_key is not null then 'unknown'
                    else 'pass'
                end as verdict
            from yearly y
            join months m on m.paid_in = y.paid_in and y.months & (1 << m.month) > 0
            join buyers b using (buyer)
            left join largest l
                on l.buyer = y.buyer and l.payee_key = y.payee_key and l.found_on = m.month_on
            left join perhaps p
                on p.buyer = y.buyer and p.payee_key = y.payee_key and p.month_on = m.month_on
        )
        select
            region,
            period,
            replace(unit, '/', '／') || '/' || replace(one.plain, '/', '／') as subject,
            verdict,
            case when verdict = 'unknown' then 'payment.function_item' end as reason,
            null as severity,
            total as at_stake,
            unit,
            other.payee,
            window_from,
            window_to,
            payments,
            total
        from judged
        left join lineage.payee as one on one.spelling = met
        left join lineage.payee as other on other.spelling = paid
    """,
    evidence={
        "payment": """
            with near as (
                select
                    f.region, f.period, f.subject,
                    p.payment, p.fiscal_year, p.payee,
                    substr(f.subject, length(p.unit) + 2) as answers
                from finding f
                join core.payment p on p.region = f.region and p.unit = f.unit
                where p.paid_on between f.window_from and f.window_to
                    and p.fiscal_year <= year($as_of)
                    and p.business is distinct from '9'
                    and p.amount > 0
                    and p.amount < $line
                    and p.contract is null
                    and coalesce(left(p.function_item, 3) not in $debt_service, true)
            )
            select near.region, near.period, near.subject, near.payment, near.fiscal_year
            from near
            join lineage.payee n
                on n.payee = near.payee and replace(n.plain, '/', '／') = near.answers
        """,
    },
    operands={
        "payee": Text("收款人", "payee"),
        "window_from": Text("首笔支付日期", "first paid on"),
        "window_to": Text("末笔支付日期", "last paid on"),
        "payments": Text("笔数", "payments"),
        "total": Text("合计", "together"),
    },
    advice=Text(
        "请单位提供窗口内各笔支付的采购依据、发票和验收单，说明是否属于同一事项、为何没有签订合同。",
        "The unit shows on what purchase each payment of the window rests, with bill and "
        "acceptance, and says whether they are one matter and why there is no contract.",
    ),
    innocent=Text(
        "按月缴纳的社会保险、水电、物业费；代发工资、补助的银行专户；互不相干的几次采购。",
        "Monthly insurance, power or rent; a bank's account for wages and grants; purchases that "
        "have nothing to do with each other.",
    ),
    exclusions=(
        Text("列有合同编号的支付不看", "payments that name a contract"),
        Text("债务还本付息（231、232）不看", "debt service (231, 232)"),
        Text("达到大额支付线的单笔归 B20", "single payments at the line are B20's"),
        Text("退款、红冲（金额不大于 0）不计", "refunds and reversals (amounts not above 0)"),
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
    ),
    assumptions=(
        Text(
            "三十天指首末两日都算在内的三十个日历日；窗口相连的为一次拆分，归合计首次达到该线的月份，"
            "金额取其中最大的窗口",
            "30 days are 30 calendar days, first and last included; windows that overlap are one "
            "split, found in the month in which the line was first reached, with the largest "
            "window at stake",
        ),
        Text(
            "收款人按统一后的名称，不做模糊匹配",
            "a payee is its name in one form; nothing is guessed",
        ),
    ),
    examples=(
        Example(
            story="two payments reach the line to the fen; a fen less does not",
            given={
                "payment": [
                    {"amount": Decimal("2500000.00")},
                    {"payment": "V2", "amount": Decimal("2500000.00")},
                    {"payment": "V3", "unit": "U2", "amount": Decimal("2500000.00")},
                    {"payment": "V4", "unit": "U2", "amount": Decimal("2499999.99")},
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U1/安澜文具有限公司": Severity.ORANGE},
            at_stake={"2026-03 U1/安澜文具有限公司": Decimal("5000000.00")},
            passes=["2026-03 U2/安澜文具有限公司"],
            boundary=True,
        ),
        Example(
            story="the first and the thirtieth day are in one window, the thirty-first is not",
            given={
                "payment": [
                    {"amount": Decimal("3000000.00"), "paid_on": date(2026, 3, 3)},
                    {"payment": "V2", "amount": Decimal("3000000.00"), "paid_on": date(2026, 4, 1)},
                    {
                        "payment": "V3",
                        "unit": "U2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 3, 3),
                    },
                    {
                        "payment": "V4",
                        "unit": "U2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 4, 2),
                    },
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-04 U1/安澜文具有限公司": Severity.ORANGE},
            passes=[
                "2026-03 U1/安澜文具有限公司",
                "2026-03 U2/安澜文具有限公司",
                "2026-04 U2/安澜文具有限公司",
            ],
            boundary=True,
        ),
        Example(
            story="a window over the end of a short month touches three",
            given={
                "payment": [
                    {"amount": Decimal("2000000.00"), "paid_on": date(2026, 1, 31)},
                    {
                        "payment": "V2",
                        "amount": Decimal("1000000.00"),
                        "paid_on": date(2026, 2, 15),
                    },
                    {"payment": "V3", "amount": Decimal("2000000.00"), "paid_on": date(2026, 3, 1)},
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U1/安澜文具有限公司": Severity.ORANGE},
            at_stake={"2026-03 U1/安澜文具有限公司": Decimal("5000000.00")},
            passes=["2026-01 U1/安澜文具有限公司", "2026-02 U1/安澜文具有限公司"],
        ),
        Example(
            story="what goes on is one split: found once, its largest window at stake",
            given={
                "payment": [
                    {"amount": Decimal("2000000.00"), "paid_on": date(2026, 3, 3)},
                    {
                        "payment": "V2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 3, 20),
                    },
                    {"payment": "V3", "amount": Decimal("4000000.00"), "paid_on": date(2026, 4, 1)},
                    {
                        "payment": "V4",
                        "amount": Decimal("1000000.00"),
                        "paid_on": date(2026, 4, 30),
                    },
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U1/安澜文具有限公司": Severity.ORANGE},
            at_stake={"2026-03 U1/安澜文具有限公司": Decimal("9000000.00")},
            passes=["2026-04 U1/安澜文具有限公司"],
        ),
        Example(
            story="a window that begins after the last one ended is a split of its own",
            given={
                "payment": [
                    {"amount": Decimal("3000000.00"), "paid_on": date(2026, 3, 3)},
                    {"payment": "V2", "amount": Decimal("3000000.00"), "paid_on": date(2026, 3, 3)},
                    {"payment": "V3", "amount": Decimal("4000000.00"), "paid_on": date(2026, 4, 2)},
                    {"payment": "V4", "amount": Decimal("4000000.00"), "paid_on": date(2026, 4, 2)},
                    {
                        "payment": "V5",
                        "unit": "U2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 3, 3),
                    },
                    {
                        "payment": "V6",
                        "unit": "U2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 3, 3),
                    },
                    {
                        "payment": "V7",
                        "unit": "U2",
                        "amount": Decimal("4000000.00"),
                        "paid_on": date(2026, 4, 1),
                    },
                    {
                        "payment": "V8",
                        "unit": "U2",
                        "amount": Decimal("4000000.00"),
                        "paid_on": date(2026, 4, 1),
                    },
                ]
            },
            as_of=date(2027, 2, 28),
            fails={
                "2026-03 U1/安澜文具有限公司": Severity.ORANGE,
                "2026-04 U1/安澜文具有限公司": Severity.ORANGE,
                "2026-03 U2/安澜文具有限公司": Severity.ORANGE,
            },
            at_stake={
                "2026-03 U1/安澜文具有限公司": Decimal("6000000.00"),
                "2026-04 U1/安澜文具有限公司": Decimal("8000000.00"),
                "2026-03 U2/安澜文具有限公司": Decimal("14000000.00"),
            },
            passes=["2026-04 U2/安澜文具有限公司"],
            boundary=True,
        ),
        Example(
            story="contracts, debt service, payments at the line, refunds and vouchers are out",
            given={
                "payment": [
                    {"amount": Decimal("4999999.99")},
                    {"payment": "V2", "amount": Decimal("5000000.00")},
                    {"payment": "V3", "amount": Decimal("4000000.00"), "contract": "K1"},
                    {"payment": "V4", "amount": Decimal("4000000.00"), "function_item": "2310301"},
                    {"payment": "V5", "amount": Decimal("4000000.00"), "function_item": "2320301"},
                    {"payment": "V6", "amount": Decimal("4000000.00"), "business": "9"},
                    {"payment": "V7", "amount": Decimal("0.00")},
                    {
                        "payment": "V8",
                        "unit": "U2",
                        "amount": Decimal("3000000.00"),
                        "business": None,
                    },
                    {"payment": "V9", "unit": "U2", "amount": Decimal("3000000.00")},
                    {
                        "payment": "VA",
                        "unit": "U2",
                        "amount": Decimal("-3000000.00"),
                        "business": "2",
                    },
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U2/安澜文具有限公司": Severity.ORANGE},
            at_stake={"2026-03 U2/安澜文具有限公司": Decimal("6000000.00")},
            passes=["2026-03 U1/安澜文具有限公司"],
            boundary=True,
        ),
        Example(
            story="one unit, one payee, one government; a name in two forms is one",
            given={
                "payment": [
                    {
                        "payment": "V1",
                        "unit": "U/1",
                        "payee": "安澜（甲/乙）有限责任公司",
                        "amount": Decimal("3000000.00"),
                    },
                    {
                        "payment": "V2",
                        "unit": "U/1",
                        "payee": "安澜甲／乙有限公司",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 3, 4),
                    },
                    {"payment": "V3", "unit": "U2", "amount": Decimal("3000000.00")},
                    {"payment": "V4", "unit": "U2", "payee": "丙", "amount": Decimal("3000000.00")},
                    {"payment": "V5", "unit": "U3", "amount": Decimal("3000000.00")},
                    {
                        "payment": "V6",
                        "unit": "U2",
                        "region": "410200",
                        "amount": Decimal("3000000.00"),
                    },
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U／1/安澜甲／乙有限公司": Severity.ORANGE},
            passes=[
                "2026-03 U2/安澜文具有限公司",
                "2026-03 U2/丙",
                "2026-03 U3/安澜文具有限公司",
                "410200 2026-03 U2/安澜文具有限公司",
            ],
        ),
        Example(
            story="a province's line is higher",
            given={
                "payment": [
                    {"region": "410000", "amount": Decimal("5000000.00")},
                    {"payment": "V2", "region": "410000", "amount": Decimal("5000000.00")},
                    {
                        "payment": "V3",
                        "unit": "U2",
                        "region": "410000",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V4",
                        "unit": "U2",
                        "region": "410000",
                        "amount": Decimal("4999999.99"),
                    },
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"410000 2026-03 U1/安澜文具有限公司": Severity.ORANGE},
            passes=["410000 2026-03 U2/安澜文具有限公司"],
        ),
        Example(
            story="an empty function may be debt service: unknown where it decides",
            given={
                "payment": [
                    {"amount": Decimal("3000000.00")},
                    {"payment": "V2", "amount": Decimal("2000000.00"), "function_item": None},
                    {"payment": "V3", "unit": "U2", "amount": Decimal("3000000.00")},
                    {"payment": "V4", "unit": "U2", "amount": Decimal("2000000.00")},
                    {
                        "payment": "V5",
                        "unit": "U2",
                        "amount": Decimal("1.00"),
                        "function_item": None,
                    },
                    {"payment": "V6", "unit": "U3", "amount": Decimal("1.00")},
                    {"payment": "V7", "payee": "乙", "amount": Decimal("1.00")},
                    {"payment": "V8", "paid_on": date(2026, 5, 5), "amount": Decimal("1.00")},
                    {"payment": "V9", "unit": "U4", "amount": Decimal("0.00")},
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U2/安澜文具有限公司": Severity.ORANGE},
            passes=[
                "2026-03 U3/安澜文具有限公司",
                "2026-03 U1/乙",
                "2026-05 U1/安澜文具有限公司",
            ],
            unknown={"2026-03 U1/安澜文具有限公司": "payment.function_item"},
        ),
        Example(
            story="the window goes over the year's end; the day after is not read",
            given={
                "payment": [
                    {
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2025, 12, 20),
                        "fiscal_year": 2025,
                    },
                    {
                        "payment": "V2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 1, 10),
                    },
                    {
                        "payment": "V3",
                        "unit": "U2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 9, 30),
                    },
                    {
                        "payment": "V4",
                        "unit": "U2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 10, 1),
                    },
                    {
                        "payment": "V5",
                        "unit": "U2",
                        "amount": Decimal("3000000.00"),
                        "paid_on": date(2026, 9, 30),
                        "fiscal_year": 2027,
                    },
                ]
            },
            fails={"U1/安澜文具有限公司": Severity.ORANGE},
            passes=["2025-12 U1/安澜文具有限公司", "U2/安澜文具有限公司"],
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
