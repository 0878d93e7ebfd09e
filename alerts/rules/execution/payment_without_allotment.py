"""无预算支付 · Payments without an allotment.

The money left the treasury on an allotment that nobody issued, or on one that may not be drawn
(可执行标志为否). Either the budget was bypassed or the allotment's papers are late.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Rule, Severity, Text
from alerts.rules._itself import PAYMENT

RULE = Rule(
    code="B01",
    title=Text("无预算支付", "Payments without an allotment"),
    meaning=Text(
        "支付凭证所列指标不在指标表中，或者该指标不可执行。",
        "A payment names an allotment that is not on file, or one that may not be drawn on.",
    ),
    severity=Severity.RED,
    formula=Text(
        "支付 {amount} 元所列指标 {allotment}：在册 = {known}，可执行 = {active}"
        "（两项均须为 true）",
        "{amount} yuan paid on allotment {allotment}: on file = {known}, active = {active} "
        "(both must be true)",
    ),
    needs=("payment", "allotment"),
    basis=(
        Article(
            law="预算法",
            number="第十三条",
            quote="各级政府、各部门、各单位的支出必须以经批准的预算为依据，未列入预算的不得支出。",
        ),
        Article(
            law="预算法实施条例",
            number="第五十七条",
            part="第（一）项",
            quote="除预算法第五十四条规定的在预算草案批准前可以安排支出的情形外，不得办理无预算、无用款计划、超预算或者超计划的资金拨付",
            note="本项约束财政部门 / it addresses the finance department",
        ),
    ),
    limits={},
    sql="""
        with known as (
            select region, fiscal_year, allotment, bool_or(active) as active
            from core.allotment
            where issued_on <= $as_of
            group by all
        ),
        charged as (
            select
                charge,
                case
                    when c.allotment is null then 'unknown'
                    when k.active then 'pass'
                    else 'fail'
                end as found,
                k.allotment is not null as known,
                coalesce(k.active, false) as active
            from lineage.charge c
            left join known k using (region, fiscal_year, allotment)
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            case
                when amount <= 0 then 'not_applicable'
                else found
            end as verdict,
            case
                when amount <= 0 then 'refund or reversal'
                when found = 'unknown' then 'payment.allotment'
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            allotment,
            known,
            active,
            amount,
            paid_on,
            payee
        from lineage.payment
        join charged using (charge)
        where paid_on <= $as_of
            and fiscal_year <= year($as_of)
            and business is distinct from '9'
    """,
    evidence={
        "payment": PAYMENT,
        "allotment": """
            select f.region, f.period, f.subject, a.allotment, a.fiscal_year
            from finding f
            join core.allotment a
                on a.region = f.region
                and cast(a.fiscal_year as varchar) = f.period
                and a.allotment = f.allotment
            where a.issued_on <= $as_of
        """,
    },
    operands={
        "allotment": Text("所列指标", "allotment named"),
        "known": Text("在册", "on file"),
        "active": Text("可执行", "active"),
        "amount": Text("支付金额", "amount paid"),
        "paid_on": Text("支付日期", "paid on"),
        "payee": Text("收款人", "payee"),
    },
    advice=Text(
        "请财政国库机构提供该笔支付所依据的指标文件；属指标漏报的补报，属无预算支付的说明追回安排。",
        "The treasury office shows the document by which this payment was authorised; an allotment "
        "that was not reported is delivered, money paid without a budget is to be recovered.",
    ),
    innocent=Text(
        "指标文件晚于支付数据报送；预算批准前依法安排的支出（预算法第五十四条）尚未补挂指标。",
        "The allotment's papers came later than the payments; or spending that article 54 of the "
        "Budget Law allows before approval has not been booked on an allotment yet.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不判", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲（金额不大于 0）不判", "refunds and reversals (amounts not above 0)"),
    ),
    assumptions=(
        Text(
            "指标按预算年度、区划和主键查找；未填指标的支付为未知，不作违规",
            "an allotment is looked up by its code, fiscal year and government; a payment with an "
            "empty allotment is unknown, not a violation",
        ),
        Text(
            "每笔支付至基准日为止都查，年后入账的上年支付也查",
            "every payment up to the as-of date is looked at, also one charged to a year that is "
            "over",
        ),
    ),
    examples=(
        Example(
            story="an allotment that nobody issued",
            given={"allotment": [{}], "payment": [{}, {"payment": "V2", "allotment": "A9"}]},
            fails={"V2": Severity.RED},
            at_stake={"V2": Decimal("40.00")},
            passes=["V1"],
        ),
        Example(
            story="an inactive allotment may not be drawn on",
            given={
                "allotment": [{"active": False}, {"allotment": "A2"}],
                "payment": [{"payment": "V/1"}, {"payment": "V2", "allotment": "A2"}],
            },
            fails={"V／1": Severity.RED},
            passes=["V2"],
        ),
        Example(
            story="an allotment of another year or government is not this one",
            given={
                "allotment": [{"fiscal_year": 2025}, {"region": "410102"}],
                "payment": [{}],
            },
            fails={"V1": Severity.RED},
        ),
        Example(
            story="an allotment is known from the day it is issued",
            given={
                "allotment": [
                    {"issued_on": date(2026, 9, 30)},
                    {"allotment": "A2", "issued_on": date(2026, 10, 1)},
                ],
                "payment": [{}, {"payment": "V2", "allotment": "A2"}],
            },
            fails={"V2": Severity.RED},
            passes=["V1"],
            boundary=True,
        ),
        Example(
            story="a payment is looked at from its own day",
            given={
                "allotment": [{}],
                "payment": [
                    {"allotment": "A9", "paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "allotment": "A9", "paid_on": date(2026, 10, 1)},
                ],
            },
            fails={"V1": Severity.RED},
            boundary=True,
        ),
        Example(
            story="one fen without an allotment is too much; a refund is money coming back",
            given={
                "allotment": [{}],
                "payment": [
                    {"allotment": "A9", "amount": Decimal("0.01")},
                    {"payment": "V2", "allotment": "A9", "amount": Decimal("-0.01")},
                    {"payment": "V3", "allotment": "A9", "amount": Decimal("0.00")},
                ],
            },
            fails={"V1": Severity.RED},
            at_stake={"V1": Decimal("0.01")},
            not_applicable=["V2", "V3"],
            boundary=True,
        ),
        Example(
            story="a year-end carry-over voucher is not asked for its allotment",
            given={
                "allotment": [{}],
                "payment": [
                    {"allotment": "A9", "business": "9"},
                    {"payment": "V2", "business": None},
                    {"payment": "V3", "allotment": "A9", "business": None},
                ],
            },
            fails={"V3": Severity.RED},
            passes=["V2"],
        ),
        Example(
            story="a payment that names no allotment is unknown",
            given={"allotment": [{}], "payment": [{"allotment": None}]},
            unknown={"V1": "payment.allotment"},
        ),
        Example(
            story="a year that is over is asked too, a year to come is not",
            given={
                "allotment": [{}],
                "payment": [
                    {"fiscal_year": 2025, "paid_on": date(2026, 1, 5)},
                    {"payment": "V2", "fiscal_year": 2027},
                ],
            },
            fails={"2025 V1": Severity.RED},
        ),
        Example(
            story="without the allotments no payment is called unauthorised",
            given={"payment": [{}]},
            missing=["allotment"],
            unknown={"": "feed missing: allotment"},
        ),
        Example(story="no payments, no subject", given={"allotment": [{}]}),
    ),
)
