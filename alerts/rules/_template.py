"""大额支付未填用途 · A large payment does not say what it is for.

Write here why somebody should look, in two sentences.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="X00",
    title=Text("大额支付未填用途", "A large payment without a purpose"),
    meaning=Text(
        "单笔支付达到限额而用途栏为空。",
        "One payment reaches the line, and its purpose is left empty.",
    ),
    severity=Severity.YELLOW,
    formula=Text("{amount} ≥ {line}，用途为空", "{amount} ≥ {line}, without a purpose"),
    needs=("payment",),
    basis=(),
    printed_basis="本级国库集中支付管理办法（请填写条款，或改为 basis 逐字引用）",
    limits={
        "line": Limit(
            Decimal("50000.00"),
            Provenance.PROPOSED_DEFAULT,
            "限额",
            "line",
            "yuan",
        ),
    },
    sql="""
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            case
                when amount <= 0 then 'not_applicable'
                when amount is null then 'unknown'
                when amount >= $line and nullif(trim(purpose), '') is null then 'fail'
                else 'pass'
            end as verdict,
            case
                when amount <= 0 then 'refund or reversal'
                when amount is null then 'payment.amount'
            end as reason,
            cast(null as varchar) as severity,
            amount as at_stake,
            unit,
            amount,
            payee,
            paid_on
        from core.payment
        where paid_on <= $as_of
            and fiscal_year <= year($as_of)
            and business is distinct from '9'
    """,
    evidence={
        "payment": """
            select finding.region, finding.period, finding.subject, p.payment, p.fiscal_year
            from finding
            join core.payment p
                on p.region = finding.region
                and cast(p.fiscal_year as varchar) = finding.period
                and replace(p.payment, '/', '／') = finding.subject
        """,
    },
    operands={
        "amount": Text("金额", "amount"),
        "payee": Text("收款人", "payee"),
        "paid_on": Text("支付日期", "paid on"),
    },
    advice=Text(
        "请付款单位补充用途，并出示合同或审批单。",
        "The unit says what was paid for and shows the contract or the approval.",
    ),
    innocent=Text("系统迁移时用途栏未转入。", "The purpose was lost when a system was replaced."),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲不看", "refunds and reversals"),
    ),
    examples=(
        Example(
            story="at the line, without a purpose",
            given={"payment": [{"amount": Decimal("50000.00"), "purpose": None}]},
            fails={"V1": Severity.YELLOW},
            at_stake={"V1": Decimal("50000.00")},
            units={"V1": "U1"},
            boundary=True,
        ),
        Example(
            story="one fen below the line",
            given={"payment": [{"amount": Decimal("49999.99"), "purpose": None}]},
            passes=["V1"],
            boundary=True,
        ),
        Example(
            story="blanks are no purpose; words are one",
            given={
                "payment": [
                    {"amount": Decimal("50000.00"), "purpose": " "},
                    {"payment": "V2", "amount": Decimal("50000.00"), "purpose": "维修"},
                ]
            },
            fails={"V1": Severity.YELLOW},
            passes=["V2"],
        ),
        Example(
            story="a refund and a carry-over voucher are not looked at",
            given={
                "payment": [
                    {"amount": Decimal("-50000.00"), "purpose": None},
                    {"payment": "V2", "amount": Decimal("50000.00"), "purpose": None,
                     "business": "9"},
                ]
            },
            not_applicable=["V1"],
        ),
        Example(
            story="no row dated after the day is read",
            given={
                "payment": [
                    {"amount": Decimal("50000.00"), "purpose": None, "paid_on": date(2026, 10, 1)},
                    {"payment": "V2", "purpose": None, "paid_on": date(2026, 9, 30)},
                ]
            },
            passes=["V2"],
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)  # fmt: skip
