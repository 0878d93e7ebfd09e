"""大额支付 · A large payment.

Not wrong in itself: a payment of this size is one that a deputy wants to have seen.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import PAYMENT

RULE = Rule(
    code="B20",
    title=Text("大额支付", "A large payment"),
    meaning=Text(
        "单笔支付金额达到本级的大额支付线。",
        "A single payment reaches the large-payment line of its level of government.",
    ),
    severity=Severity.YELLOW,
    formula=Text("{amount} ≥ {line}", "{amount} ≥ {line}"),
    needs=("payment",),
    apart=True,
    basis=(),
    printed_basis="财政监控主题“超出大额支付” / the finance monitoring topic of large payments",
    limits={
        "line": Limit(
            Decimal("5000000.00"),
            Provenance.PROPOSED_DEFAULT,
            "大额支付线",
            "large-payment line",
            unit="yuan",
            by_tier={
                "province": Decimal("10000000.00"),
                "prefecture": Decimal("5000000.00"),
                "county": Decimal("1000000.00"),
                "township": Decimal("200000.00"),
            },
        ),
    },
    sql="""
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            case
                when amount <= 0 then 'not_applicable'
                when amount >= $line then 'fail'
                else 'pass'
            end as verdict,
            case when amount <= 0 then 'refund or reversal' end as reason,
            null as severity,
            amount as at_stake,
            unit,
            amount,
            payee,
            payee_account,
            paid_on,
            purpose,
            project
        from core.payment
        where paid_on <= $as_of
            and fiscal_year <= year($as_of)
            and business is distinct from '9'
    """,
    evidence={"payment": PAYMENT},
    operands={
        "amount": Text("金额", "amount"),
        "payee": Text("收款人", "payee"),
        "payee_account": Text("收款账号", "payee's account"),
        "paid_on": Text("支付日期", "paid on"),
        "purpose": Text("用途", "purpose"),
        "project": Text("项目", "project"),
    },
    advice=Text(
        "请单位提供该笔支付的合同、进度和审批材料，核对收款人与合同相对方是否一致。",
        "The unit shows the contract, the progress and the approvals of this payment; the payee "
        "is held against the other party of the contract.",
    ),
    innocent=Text(
        "工程进度款、还本付息、上解支出、批量代发等金额本来就大。",
        "Progress payments of works, debt service, money handed up, wages paid in bulk are large "
        "by nature.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲（金额不大于 0）不看", "refunds and reversals (amounts not above 0)"),
    ),
    examples=(
        Example(
            story="a city's line to the fen",
            given={
                "payment": [
                    {"payment": "V/1", "amount": Decimal("5000000.00")},
                    {"payment": "V2", "amount": Decimal("4999999.99")},
                ]
            },
            fails={"V／1": Severity.YELLOW},
            at_stake={"V／1": Decimal("5000000.00")},
            passes=["V2"],
            boundary=True,
        ),
        Example(
            story="a province's line is higher",
            given={
                "payment": [
                    {"region": "410000", "amount": Decimal("10000000.00")},
                    {"payment": "V2", "region": "410000", "amount": Decimal("9999999.99")},
                ],
            },
            fails={"410000 V1": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="money coming back and a year-end carry-over voucher are no payment",
            given={
                "payment": [
                    {"amount": Decimal("-9000000.00")},
                    {"payment": "V2", "amount": Decimal("0.00")},
                    {"payment": "V3", "amount": Decimal("9000000.00"), "business": "9"},
                    {"payment": "V4", "amount": Decimal("9000000.00"), "business": None},
                ]
            },
            fails={"V4": Severity.YELLOW},
            not_applicable=["V1", "V2"],
        ),
        Example(
            story="each year is asked, and no row after the day",
            given={
                "payment": [
                    {"amount": Decimal("9000000.00"), "paid_on": date(2026, 9, 30)},
                    {
                        "payment": "V2",
                        "amount": Decimal("9000000.00"),
                        "paid_on": date(2026, 10, 1),
                    },
                    {
                        "payment": "V3",
                        "amount": Decimal("9000000.00"),
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                    },
                    {"payment": "V4", "amount": Decimal("9000000.00"), "fiscal_year": 2027},
                ]
            },
            fails={"V1": Severity.YELLOW, "2025 V3": Severity.YELLOW},
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
