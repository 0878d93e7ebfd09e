"""现金使用超限 · Cash above the limit.

Cash leaves no trace of who received it. What must be paid in cash is small.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import PAYMENT

RULE = Rule(
    code="B22",
    title=Text("现金使用超限", "Cash above the limit"),
    meaning=Text(
        "以现金结算的一笔支付超过单笔限额；设有月度限额的，单位当月现金累计超过该限额的各笔也是。",
        "A payment in cash above the limit for one payment; where a monthly limit is set, also "
        "each payment at which the unit's cash of the month is above it.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{amount} > {single}，或者（{monthly} > 0 时）当月累计 {month_total} > {monthly}",
        "{amount} > {single}, or (where {monthly} > 0) {month_total} of the month > {monthly}",
    ),
    needs=("payment",),
    basis=(),
    printed_basis="国库现金管理制度；楚雄三级现金核查 / treasury rules on cash; Chuxiong's check",
    limits={
        "single": Limit(
            Decimal("50000.00"),
            Provenance.PROPOSED_DEFAULT,
            "单笔限额",
            "limit for one payment",
            unit="yuan",
        ),
        "monthly": Limit(
            Decimal("0.00"),
            Provenance.PROPOSED_DEFAULT,
            "单位月度限额（0 为未设）",
            "a unit's limit for a month (0: none is set)",
            unit="yuan",
        ),
    },
    sql="""
        with counted as (
            select
                *,
                sum(case when settlement = '2' and amount > 0 then amount else 0 end) over (
                    partition by region, unit, year(paid_on), month(paid_on)
                    order by paid_on, fiscal_year, payment
                    rows unbounded preceding
                ) as month_total,
                sum(case when settlement is null and amount > 0 then amount else 0 end) over (
                    partition by region, unit, year(paid_on), month(paid_on)
                    order by paid_on, fiscal_year, payment
                    rows unbounded preceding
                ) as perhaps_total
            from core.payment
            where paid_on <= $as_of
                and fiscal_year <= year($as_of)
                and business is distinct from '9'
                and (settlement is null or settlement = '2')
        ),
        judged as (
            select
                *,
                amount > $single or ($monthly > 0 and month_total > $monthly) as above,
                amount > $single or ($monthly > 0 and month_total + perhaps_total > $monthly)
                    as perhaps_above
            from counted
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            case
                when amount <= 0 then 'not_applicable'
                when settlement = '2' and above then 'fail'
                when perhaps_above then 'unknown'
                else 'pass'
            end as verdict,
            case
                when amount <= 0 then 'refund or reversal'
                when above and settlement = '2' then null
                when perhaps_above then 'payment.settlement'
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            amount,
            month_total,
            payee,
            paid_on,
            purpose
        from judged
    """,
    evidence={"payment": PAYMENT},
    operands={
        "amount": Text("金额", "amount"),
        "month_total": Text("单位当月现金累计", "unit's cash of the month so far"),
        "payee": Text("收款人", "payee"),
        "paid_on": Text("支付日期", "paid on"),
        "purpose": Text("用途", "purpose"),
    },
    advice=Text(
        "请单位说明使用现金的理由和审批，提供领款人签收单。",
        "The unit says why cash was used and who allowed it, and shows the receipts that were "
        "signed.",
    ),
    innocent=Text(
        "向农户、群众发放补贴、慰问金；当地没有银行网点；结算方式填错。",
        "Grants handed to farmers or families; no bank in the place; the way of settlement is "
        "filled in wrongly.",
    ),
    exclusions=(
        Text("退款、红冲（金额不大于 0）不看", "refunds and reversals (amounts not above 0)"),
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
    ),
    assumptions=(
        Text(
            "只看结算方式为现金或者未填的支付；月度累计按支付日期、凭证号先后",
            "only payments in cash, or without a way of settlement, are looked at; the month is "
            "added up in order of day and voucher",
        ),
    ),
    examples=(
        Example(
            story="fifty thousand in cash is allowed, a fen more is not; a transfer is no cash",
            given={
                "payment": [
                    {"settlement": "2", "amount": Decimal("50000.00")},
                    {"payment": "V/2", "settlement": "2", "amount": Decimal("50000.01")},
                    {"payment": "V3", "settlement": "1", "amount": Decimal("60000.00")},
                    {"payment": "V4", "settlement": "3", "amount": Decimal("60000.00")},
                ]
            },
            fails={"V／2": Severity.ORANGE},
            at_stake={"V／2": Decimal("50000.01")},
            passes=["V1"],
            boundary=True,
        ),
        Example(
            story="a monthly limit: from the payment that is above it, by unit and month",
            given={
                "payment": [
                    {"settlement": "2", "amount": Decimal("600.00")},
                    {"payment": "V2", "settlement": "2", "amount": Decimal("400.00")},
                    {
                        "payment": "V3",
                        "settlement": "2",
                        "amount": Decimal("0.01"),
                        "paid_on": date(2026, 3, 4),
                    },
                    {
                        "payment": "V4",
                        "settlement": "2",
                        "amount": Decimal("1000.00"),
                        "paid_on": date(2026, 4, 1),
                    },
                    {
                        "payment": "V5",
                        "settlement": "2",
                        "amount": Decimal("1000.00"),
                        "unit": "U2",
                    },
                    {
                        "payment": "V6",
                        "settlement": "2",
                        "amount": Decimal("1000.00"),
                        "region": "410102",
                    },
                    {
                        "payment": "V7",
                        "settlement": "2",
                        "amount": Decimal("1000.00"),
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                    },
                    {"payment": "V8", "settlement": "1", "amount": Decimal("1000.00")},
                ]
            },
            limits={"monthly": Decimal("1000.00")},
            fails={"V3": Severity.ORANGE},
            passes=["V1", "V2", "V4", "V5", "410102 V6", "2025 V7"],
            boundary=True,
        ),
        Example(
            story="money coming back and a year-end voucher are no cash used, nor do they net",
            given={
                "payment": [
                    {"settlement": "2", "amount": Decimal("-60000.00")},
                    {"payment": "V2", "settlement": "2", "amount": Decimal("0.00")},
                    {
                        "payment": "V3",
                        "settlement": "2",
                        "amount": Decimal("60000.00"),
                        "business": "9",
                    },
                    {
                        "payment": "V4",
                        "settlement": "2",
                        "amount": Decimal("60000.00"),
                        "business": None,
                    },
                ]
            },
            limits={"monthly": Decimal("60000.00")},
            fails={"V4": Severity.ORANGE},
            not_applicable=["V1", "V2"],
        ),
        Example(
            story="a refund does not make room in the month",
            given={
                "payment": [
                    {"settlement": "2", "amount": Decimal("-500.00")},
                    {"payment": "V2", "settlement": "2", "amount": Decimal("1000.01")},
                    {"payment": "V3", "settlement": None, "amount": Decimal("-9.00")},
                    {"payment": "V4", "settlement": "2", "amount": Decimal("1.00"), "unit": "U2"},
                ]
            },
            limits={"monthly": Decimal("1000.00")},
            fails={"V2": Severity.ORANGE},
            not_applicable=["V1", "V3"],
            passes=["V4"],
        ),
        Example(
            story="an empty way of settlement is unknown where it decides",
            given={
                "payment": [
                    {"settlement": None, "amount": Decimal("50000.01")},
                    {"payment": "V2", "settlement": None, "amount": Decimal("50000.00")},
                    {"payment": "V3", "settlement": "2", "amount": Decimal("40.00")},
                ]
            },
            unknown={"V1": "payment.settlement"},
            passes=["V2", "V3"],
        ),
        Example(
            story="under a monthly limit, what may be cash makes the rest of the month unknown",
            given={
                "payment": [
                    {"settlement": None, "amount": Decimal("-90.00")},
                    {"payment": "V2", "settlement": None, "amount": Decimal("900.00")},
                    {"payment": "V3", "settlement": None, "amount": Decimal("60.00")},
                    {"payment": "V4", "settlement": "2", "amount": Decimal("40.00")},
                    {"payment": "V5", "settlement": "2", "amount": Decimal("0.01")},
                ]
            },
            limits={"monthly": Decimal("1000.00")},
            not_applicable=["V1"],
            unknown={"V5": "payment.settlement"},
            passes=["V2", "V3", "V4"],
            boundary=True,
        ),
        Example(
            story="each year is asked, and no row after the day",
            given={
                "payment": [
                    {
                        "settlement": "2",
                        "amount": Decimal("60000.00"),
                        "paid_on": date(2026, 9, 30),
                    },
                    {
                        "payment": "V2",
                        "settlement": "2",
                        "amount": Decimal("60000.00"),
                        "paid_on": date(2026, 10, 1),
                    },
                    {
                        "payment": "V3",
                        "settlement": "2",
                        "amount": Decimal("60000.00"),
                        "fiscal_year": 2027,
                    },
                ]
            },
            fails={"V1": Severity.ORANGE},
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
