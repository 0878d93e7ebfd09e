"""绕过转移支付直拨下级财政 · A unit pays a lower finance office.

Money between governments is handed down by the finance department, in the open and in the budget
of both. A unit that sends it itself goes round both.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import PAYMENT
from alerts.rules.execution._names import normalised

RULE = Rule(
    code="B15",
    title=Text("绕过转移支付直拨下级财政", "A unit pays a finance office"),
    meaning=Text(
        "收款人是财政局或者财政所，而付款单位不是财政部门。",
        "The payee is a finance office, and the payer is not the finance department.",
    ),
    severity=Severity.RED,
    formula=Text(
        "收款人 {payee} 含 {finance_words}，付款单位 {payer} 不含 {payer_words}",
        "payee {payee} contains one of {finance_words}, payer {payer} none of {payer_words}",
    ),
    needs=("payment", "unit"),
    basis=(
        Article(
            law="预算法实施条例",
            number="第五十九条",
            quote="转移支付预算下达和资金拨付应当由财政部门办理，其他部门和单位不得对下级政府部门和单位下达转移支付预算或者拨付转移支付资金。",
        ),
    ),
    limits={
        "finance_words": Limit(
            ("财政局", "财政所"),
            Provenance.TRADE_PRACTICE,
            "收款人含有",
            "the payee contains",
            unit="word",
        ),
        "payer_words": Limit(
            ("财政局",),
            Provenance.TRADE_PRACTICE,
            "付款的财政部门含有",
            "a payer that is the finance department contains",
            unit="word",
        ),
    },
    sql=f"""
        with finance_words as (select unnest($finance_words) as word),
        to_finance as (
            select spelling
            from lineage.payee
            join finance_words on contains(plain, word)
            group by spelling
        ),
        payer_words as (select unnest($payer_words) as word),
        payers as (
            select
                region, fiscal_year, unit, name as payer,
                bool_or(contains({normalised("name")}, word)) as is_finance
            from core.unit
            join payer_words on true
            group by region, fiscal_year, unit, name
        ),
        charged as (
            select charge, payer, is_finance
            from lineage.charge
            left join payers using (region, fiscal_year, unit)
        ),
        compared as (
            select
                p.*,
                payer,
                is_finance,
                to_finance.spelling is not null as is_to_finance
            from lineage.payment p
            join charged using (charge)
            left join to_finance on to_finance.spelling = p.spelling
            where paid_on <= $as_of
                and p.fiscal_year <= year($as_of)
                and business is distinct from '9'
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            case
                when amount <= 0 then 'not_applicable'
                when not is_to_finance or is_finance then 'pass'
                when is_finance is null then 'unknown'
                else 'fail'
            end as verdict,
            case
                when amount <= 0 then 'refund or reversal'
                when is_to_finance and is_finance is null then 'unit.name'
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            payee,
            payee_account,
            payer,
            amount,
            paid_on,
            purpose
        from compared
    """,
    evidence={"payment": PAYMENT},
    operands={
        "payee": Text("收款人", "payee"),
        "payee_account": Text("收款账号", "payee's account"),
        "payer": Text("付款单位", "payer"),
        "amount": Text("金额", "amount"),
        "paid_on": Text("支付日期", "paid on"),
        "purpose": Text("用途", "purpose"),
    },
    advice=Text(
        "请付款部门说明拨付依据；属转移支付性质的，由财政部门按转移支付程序办理并纳入双方预算。",
        "The unit shows on what authority it paid; what is a transfer between governments is to be "
        "made by the finance department and stand in both budgets.",
    ),
    innocent=Text(
        "上缴非税收入、退回结余资金；向财政局所属单位购买服务而收款户名冠有财政局。",
        "Non-tax income or unused money handed in; a service of an office that bears the finance "
        "bureau's name.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲（金额不大于 0）不看", "refunds and reversals (amounts not above 0)"),
    ),
    assumptions=(
        Text(
            "按名称判断，不区分收款的财政部门是上级、同级还是下级",
            "by the names alone: whether the finance office is above, beside or below is not told",
        ),
    ),
    examples=(
        Example(
            story="a bureau pays a county's finance bureau and a township's finance office",
            given={
                "unit": [{}],
                "payment": [
                    {"payment": "V/1", "payee": "某县财政局"},
                    {"payment": "V2", "payee": "某镇 财 政 所"},
                    {"payment": "V3", "payee": "财政大厦物业公司"},
                ],
            },
            fails={"V／1": Severity.RED, "V2": Severity.RED},
            at_stake={"V2": Decimal("40.00")},
            passes=["V3"],
        ),
        Example(
            story="the finance bureau itself may; a finance office of a township may not",
            given={
                "unit": [
                    {"name": "市财政局（国库处）"},
                    {"unit": "U2", "name": "某镇财政所"},
                    {"unit": "U3", "name": "市财 政局"},
                ],
                "payment": [
                    {"payee": "某县财政局"},
                    {"payment": "V2", "unit": "U2", "payee": "某县财政局"},
                    {"payment": "V3", "unit": "U3", "payee": "某县财政局"},
                ],
            },
            fails={"V2": Severity.RED},
            passes=["V1", "V3"],
        ),
        Example(
            story="one fen is a payment, nothing and money coming back are none",
            given={
                "unit": [{}],
                "payment": [
                    {"payee": "某县财政局", "amount": Decimal("0.01")},
                    {"payment": "V2", "payee": "某县财政局", "amount": Decimal("0.00")},
                    {"payment": "V3", "payee": "某县财政局", "amount": Decimal("-1.00")},
                    {"payment": "V4", "payee": "某县财政局", "business": "9"},
                    {"payment": "V5", "payee": "某县财政局", "business": None},
                ],
            },
            fails={"V1": Severity.RED, "V5": Severity.RED},
            not_applicable=["V2", "V3"],
            boundary=True,
        ),
        Example(
            story="a payer that is not on file is unknown where it matters",
            given={
                "unit": [{"fiscal_year": 2025}, {"region": "410102"}, {"unit": "U2"}],
                "payment": [{"payee": "某县财政局"}, {"payment": "V2"}],
            },
            unknown={"V1": "unit.name"},
            passes=["V2"],
        ),
        Example(
            story="each year is asked, and no row after the day",
            given={
                "unit": [{}, {"fiscal_year": 2025}, {"fiscal_year": 2027}],
                "payment": [
                    {"payee": "某县财政局", "paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "payee": "某县财政局", "paid_on": date(2026, 10, 1)},
                    {
                        "payment": "V3",
                        "payee": "某县财政局",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                    },
                    {"payment": "V4", "payee": "某县财政局", "fiscal_year": 2027},
                ],
            },
            fails={"V1": Severity.RED, "2025 V3": Severity.RED},
            boundary=True,
        ),
        Example(
            story="the day before, it was silent",
            given={
                "unit": [{}],
                "payment": [
                    {"payee": "某县财政局", "paid_on": date(2026, 9, 30)},
                    {"payment": "V2"},
                ],
            },
            as_of=date(2026, 9, 29),
            passes=["V2"],
            boundary=True,
        ),
        Example(
            story="a word that is added is listened to",
            given={
                "unit": [{}],
                "payment": [{"payee": "某县国库科"}, {"payment": "V2", "payee": "某县财政局"}],
            },
            limits={"finance_words": ("国库科",)},
            fails={"V1": Severity.RED},
            passes=["V2"],
        ),
        Example(
            story="without the units nobody knows who pays",
            given={"payment": [{"payee": "某县财政局"}]},
            missing=["unit"],
            unknown={"": "feed missing: unit"},
        ),
    ),
)
