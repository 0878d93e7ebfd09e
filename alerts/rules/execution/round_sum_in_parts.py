"""拆分支付（整数合计） · Parts that make a round sum.

One bill is paid in parts and the parts add up to a round sum: what was agreed was the whole, and
the parts were cut to size.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B17",
    title=Text("拆分支付（整数合计）", "Parts that make a round sum"),
    meaning=Text(
        "一个单位一个月内向同一收款人支付不止一笔，各笔之和是一万元的整数倍。",
        "A unit paid one payee more than once in a month, and the payments add up to a multiple "
        "of 10,000 yuan.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{month} 向 {payee} 支付 {payments} 笔 > 1，合计 {total} 是 {round_to} 的整数倍",
        "{month}, to {payee}: {payments} payments > 1, {total} in all is a multiple of {round_to}",
    ),
    needs=("payment",),
    basis=(
        Article(
            law="政府采购法",
            number="第二十八条",
            quote="化整为零或者以其他任何方式规避公开招标采购",
            bearing=Bearing.PRINCIPLE,
            note="整数合计的检验来自审计做法 / the test for a round sum comes from audit practice",
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
        "round_to": Limit(
            Decimal("10000.00"), Provenance.TRADE_PRACTICE, "整数单位", "multiple of", unit="yuan"
        ),
    },
    sql="""
        with summed as (
            select
                region, unit, payee_key, last_day(paid_on) as month_end,
                min(spelling) as spelling,
                count(*) as payments,
                sum(amount) as total
            from lineage.payment
            where paid_on <= $as_of
                and fiscal_year <= year($as_of)
                and business is distinct from '9'
                and amount > 0
            group by region, unit, payee_key, last_day(paid_on)
        )
        select
            region,
            left(cast(month_end as varchar), 7) as period,
            replace(unit, '/', '／') || '/' || replace(plain, '/', '／') as subject,
            case
                when payments > 1 and total % nullif($round_to, 0) = 0 then 'fail'
                else 'pass'
            end as verdict,
            cast(null as varchar) as reason,
            null as severity,
            total as at_stake,
            unit,
            left(cast(month_end as varchar), 7) as month,
            payee,
            payments,
            total
        from summed
        left join lineage.payee using (spelling)
    """,
    evidence={
        "payment": """
            with near as (
                select
                    f.region, f.period, f.subject,
                    p.payment, p.fiscal_year, p.payee,
                    substr(f.subject, length(p.unit) + 2) as answers
                from finding f
                join core.payment p
                    on p.region = f.region
                    and p.unit = f.unit
                    and last_day(p.paid_on) = last_day(cast(f.period || '-01' as date))
                where p.amount > 0
                    and p.business is distinct from '9'
                    and p.paid_on <= $as_of
                    and p.fiscal_year <= year($as_of)
            )
            select near.region, near.period, near.subject, near.payment, near.fiscal_year
            from near
            join lineage.payee n
                on n.payee = near.payee and replace(n.plain, '/', '／') = near.answers
        """,
    },
    operands={
        "month": Text("月份", "month"),
        "payee": Text("收款人", "payee"),
        "payments": Text("笔数", "payments"),
        "total": Text("合计", "together"),
    },
    advice=Text(
        "请单位提供该月各笔支付对应的合同、发票和采购方式，说明为何分笔支付。",
        "The unit shows the contract, the bills and the way of purchase of each payment, and says "
        "why it was paid in parts.",
    ),
    innocent=Text(
        "按合同分期付款；按定额标准发放的补助；同月两次采购恰为整数。",
        "Instalments by contract; grants at a set rate; two purchases that happen to be round.",
    ),
    exclusions=(
        Text("退款、红冲（金额不大于 0）不计", "refunds and reversals (amounts not above 0)"),
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
    ),
    assumptions=(
        Text(
            "收款人按统一后的名称：全角转半角，去掉空格和括号，有限责任公司视同有限公司",
            "a payee is its name in one form: half-width, without spaces and brackets, "
            "有限责任公司 as 有限公司",
        ),
        Text("月份按支付日期，不论预算年度", "the month is that of the payment, whatever its year"),
    ),
    examples=(
        Example(
            story="two parts make ten thousand; a fen less or more does not",
            given={
                "payment": [
                    {"amount": Decimal("3333.33")},
                    {"payment": "V2", "amount": Decimal("6666.67")},
                    {"payment": "V3", "unit": "U2", "amount": Decimal("3333.33")},
                    {"payment": "V4", "unit": "U2", "amount": Decimal("6666.66")},
                    {"payment": "V5", "unit": "U3", "amount": Decimal("3333.33")},
                    {"payment": "V6", "unit": "U3", "amount": Decimal("6666.68")},
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U1/安澜文具有限公司": Severity.YELLOW},
            at_stake={"2026-03 U1/安澜文具有限公司": Decimal("10000.00")},
            passes=["2026-03 U2/安澜文具有限公司", "2026-03 U3/安澜文具有限公司"],
            boundary=True,
        ),
        Example(
            story="one round payment is no parts",
            given={"payment": [{"amount": Decimal("20000.00")}]},
            as_of=date(2027, 2, 28),
            passes=["2026-03 U1/安澜文具有限公司"],
            boundary=True,
        ),
        Example(
            story="one month, one unit, one payee, one government",
            given={
                "payment": [
                    {"amount": Decimal("4000.00"), "paid_on": date(2026, 3, 31)},
                    {"payment": "V2", "amount": Decimal("6000.00"), "paid_on": date(2026, 4, 1)},
                    {"payment": "V3", "unit": "U2", "amount": Decimal("6000.00")},
                    {"payment": "V4", "payee": "甲", "amount": Decimal("6000.00")},
                    {"payment": "V5", "region": "410102", "amount": Decimal("6000.00")},
                ]
            },
            as_of=date(2027, 2, 28),
            passes=[
                "2026-03 U1/安澜文具有限公司",
                "2026-04 U1/安澜文具有限公司",
                "2026-03 U2/安澜文具有限公司",
                "2026-03 U1/甲",
                "410102 2026-03 U1/安澜文具有限公司",
            ],
        ),
        Example(
            story="one payee however it is written, and a stroke in a name parts nothing",
            given={
                "payment": [
                    {
                        "unit": "U/1",
                        "payee": "安澜（甲/乙）有限责任公司",
                        "amount": Decimal("4000.00"),
                    },
                    {
                        "payment": "V2",
                        "unit": "U/1",
                        "payee": "安澜 甲／乙 有限公司",
                        "amount": Decimal("6000.00"),
                    },
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U／1/安澜甲／乙有限公司": Severity.YELLOW},
        ),
        Example(
            story="refunds and year-end vouchers are left out, an unnamed kind is in",
            given={
                "payment": [
                    {"amount": Decimal("4000.00"), "business": None},
                    {"payment": "V2", "amount": Decimal("6000.00")},
                    {"payment": "V3", "amount": Decimal("-1.00"), "business": "2"},
                    {"payment": "V4", "amount": Decimal("0.00")},
                    {"payment": "V5", "amount": Decimal("1.00"), "business": "9"},
                    {"payment": "V6", "unit": "U2", "amount": Decimal("10000.00")},
                    {"payment": "V7", "unit": "U2", "amount": Decimal("0.00")},
                    {"payment": "V8", "unit": "U2", "amount": Decimal("-10000.00")},
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-03 U1/安澜文具有限公司": Severity.YELLOW},
            passes=["2026-03 U2/安澜文具有限公司"],
        ),
        Example(
            story="a payment of last year's budget counts in the month that it was made",
            given={
                "payment": [
                    {"amount": Decimal("4000.00"), "paid_on": date(2026, 1, 5)},
                    {
                        "payment": "V2",
                        "amount": Decimal("6000.00"),
                        "paid_on": date(2026, 1, 6),
                        "fiscal_year": 2025,
                    },
                ]
            },
            as_of=date(2027, 2, 28),
            fails={"2026-01 U1/安澜文具有限公司": Severity.YELLOW},
        ),
        Example(
            story="the day after and the year after are not read",
            given={
                "payment": [
                    {"amount": Decimal("4000.00"), "paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "amount": Decimal("6000.00"), "paid_on": date(2026, 9, 30)},
                    {"payment": "V3", "amount": Decimal("1.00"), "paid_on": date(2026, 10, 1)},
                    {
                        "payment": "V4",
                        "amount": Decimal("1.00"),
                        "paid_on": date(2026, 9, 30),
                        "fiscal_year": 2027,
                    },
                ]
            },
            fails={"U1/安澜文具有限公司": Severity.YELLOW},
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
