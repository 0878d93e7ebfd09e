"""收款人信息异常 · One account with several names.

A bank account has one owner. Where vouchers name several, one of the names is not the owner's.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Rule, Severity, Text

BOOKED = """paid_on <= $as_of
                and fiscal_year <= year($as_of)
                and business is distinct from '9'
                and amount > 0"""

RULE = Rule(
    code="B21",
    title=Text("收款人信息异常", "One account with several names"),
    meaning=Text(
        "同一收款账号在一个预算年度内对应不止一个收款人名称。",
        "Vouchers of one fiscal year name more than one payee for the same account.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "收款账号 {payee_account} 的收款人名称 {names} 个 > 1",
        "account {payee_account}: {names} names > 1",
    ),
    needs=("payment",),
    basis=(),
    printed_basis="财政监控主题“支付信息不规范” / a topic of finance monitoring",
    limits={},
    sql=f"""
        with accounts as (
            select
                region, fiscal_year, account,
                min(payee_key) as first_key,
                max(payee_key) as last_key,
                min(spelling) as first_spelling,
                max(spelling) as last_spelling,
                min(charge) as first_charge,
                max(charge) as last_charge,
                count(*) as payments,
                sum(amount) as total
            from lineage.payment
            where {BOOKED}
            group by
                region, fiscal_year, account,
                case when account is null then payee_key end
        ),
        shared as (
            select region, fiscal_year, account
            from accounts
            where account is not null and first_key < last_key
        ),
        named as (
            select region, fiscal_year, account, count(distinct payee_key) as names
            from lineage.payment
            join shared using (region, fiscal_year, account)
            where {BOOKED}
            group by region, fiscal_year, account
        ),
        told as (
            select accounts.*, names
            from accounts
            left join named using (region, fiscal_year, account)
        )
        select
            told.region,
            cast(told.fiscal_year as varchar) as period,
            case
                when account is null then 'name/' || replace(one.plain, '/', '／')
                else 'account/' || replace(payee_account, '/', '／')
            end as subject,
            case
                when account is null then 'unknown'
                when first_key < last_key then 'fail'
                else 'pass'
            end as verdict,
            case when account is null then 'payment.payee_account' end as reason,
            null as severity,
            total as at_stake,
            case when first.unit = last.unit then first.unit end as unit,
            payee_account,
            names,
            one.payee,
            other.payee as other_payee,
            payments,
            total
        from told
        left join lineage.account using (account)
        left join lineage.payee as one on one.spelling = first_spelling
        left join lineage.payee as other on other.spelling = last_spelling
        left join lineage.charge as first on first.charge = first_charge
        left join lineage.charge as last on last.charge = last_charge
    """,
    evidence={
        "payment": """
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join core.payment p
                on p.region = f.region
                and cast(p.fiscal_year as varchar) = f.period
                and p.payee_account = f.payee_account
            where p.paid_on <= $as_of
                and p.business is distinct from '9'
                and p.amount > 0
        """,
    },
    operands={
        "payee_account": Text("收款账号", "account"),
        "names": Text("名称个数", "names"),
        "payee": Text("收款人名称", "one name"),
        "other_payee": Text("另一收款人名称", "another name"),
        "payments": Text("笔数", "payments"),
        "total": Text("支付合计", "paid to it"),
    },
    advice=Text(
        "请财政国库机构向开户银行核实账户户名，对照各笔支付的合同和发票确认收款人。",
        "The treasury office asks the bank whose account it is, and holds each payment against its "
        "contract and bill.",
    ),
    innocent=Text(
        "单位更名；简称与全称并用；银行代发工资、公务卡还款等一户多人的过渡账户。",
        "A change of name; a short name beside the full one; a bank's account through which many "
        "people are paid.",
    ),
    exclusions=(
        Text("一个名称有多个账号的，不作疑点", "one name with several accounts is no finding"),
        Text("退款、红冲（金额不大于 0）不看", "refunds and reversals (amounts not above 0)"),
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
    ),
    assumptions=(
        Text(
            "名称统一全角半角，去掉空格和括号，有限责任公司视同有限公司之后再比；账号按原文",
            "names are compared in one form: half-width, without spaces and brackets, "
            "有限责任公司 as 有限公司; accounts as they are written",
        ),
        Text(
            "黑名单和收款人注册日期未报送，不查",
            "black lists and the day a payee was registered are not delivered and not asked",
        ),
    ),
    examples=(
        Example(
            story="an account with two names; one with one",
            given={
                "payment": [
                    {"payee_account": "62/1"},
                    {"payment": "V2", "payee_account": "62/1", "payee": "安澜印务有限公司"},
                    {"payment": "V5", "payee_account": "62/1", "payee": "安澜印务有限公司"},
                    {"payment": "V3", "payee_account": "622"},
                    {"payment": "V4", "payee_account": "622"},
                ]
            },
            fails={"account/62／1": Severity.YELLOW},
            at_stake={"account/62／1": Decimal("120.00")},
            units={"account/62／1": "U1"},
            passes=["account/622"],
            boundary=True,
        ),
        Example(
            story="an account that two units paid into is answered for by neither",
            given={
                "payment": [
                    {},
                    {"payment": "V2", "payee": "乙", "unit": "U2"},
                    {"payment": "V3", "payee_account": "622"},
                    {"payment": "V4", "payee_account": "622", "payee": "乙", "unit": "U0"},
                    *(
                        {"payment": f"{account}-{nth}", "payee_account": account}
                        | {"payee": payee, "unit": unit}
                        for account, other in (("624", "U2"), ("625", "U1"))
                        for nth, (payee, unit) in enumerate(
                            (("甲", "U1"), ("甲", "U2"), ("乙", other)), start=1
                        )
                    ),
                ]
            },
            fails={
                "account/6200991": Severity.YELLOW,
                "account/622": Severity.YELLOW,
                "account/624": Severity.YELLOW,
                "account/625": Severity.YELLOW,
            },
            units={
                "account/6200991": None,
                "account/622": None,
                "account/624": None,
                "account/625": None,
            },
        ),
        Example(
            story="one name however it is written, and a name with several accounts",
            given={
                "payment": [
                    {"payee": "安澜（甲）有限责任公司"},
                    {"payment": "V2", "payee": "安澜甲 有限公司"},
                    {"payment": "V3", "payee": "安澜甲有限公司", "payee_account": "6200992"},
                ]
            },
            passes=["account/6200991", "account/6200992"],
        ),
        Example(
            story="another government or another year is asked by itself",
            given={
                "payment": [
                    {},
                    {"payment": "V2", "region": "410102", "payee": "乙"},
                    {
                        "payment": "V3",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 5, 6),
                        "payee": "丙",
                    },
                ]
            },
            passes=["account/6200991", "410102 account/6200991", "2025 account/6200991"],
        ),
        Example(
            story="one fen to another name is enough; nothing, refunds and vouchers are not",
            given={
                "payment": [
                    {},
                    {"payment": "V2", "payee": "乙", "amount": Decimal("0.01")},
                    {"payment": "V3", "payee_account": "622"},
                    {
                        "payment": "V4",
                        "payee_account": "622",
                        "payee": "乙",
                        "amount": Decimal("-1.00"),
                    },
                    {
                        "payment": "V5",
                        "payee_account": "622",
                        "payee": "丙",
                        "amount": Decimal("0.00"),
                    },
                    {"payment": "V6", "payee_account": "622", "payee": "丁", "business": "9"},
                    {"payment": "V7", "payee_account": "623", "payee": "丁", "business": None},
                    {"payment": "V8", "payee_account": "623", "unit": "U2"},
                ]
            },
            fails={"account/6200991": Severity.YELLOW, "account/623": Severity.YELLOW},
            at_stake={"account/6200991": Decimal("40.01"), "account/623": Decimal("80.00")},
            passes=["account/622"],
            boundary=True,
        ),
        Example(
            story="an empty account is unknown, by the payee's name",
            given={
                "payment": [
                    {"payee_account": None, "payee": "甲/乙"},
                    {"payment": "V2", "payee_account": None, "payee": "丙"},
                ]
            },
            unknown={"name/甲／乙": "payment.payee_account", "name/丙": "payment.payee_account"},
        ),
        Example(
            story="the day after and the year after are not read",
            given={
                "payment": [
                    {"paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "payee": "乙", "paid_on": date(2026, 10, 1)},
                    {
                        "payment": "V3",
                        "payee": "丙",
                        "payee_account": "622",
                        "paid_on": date(2026, 9, 30),
                    },
                    {
                        "payment": "V4",
                        "payee": "丁",
                        "payee_account": "622",
                        "paid_on": date(2026, 9, 30),
                    },
                    {"payment": "V5", "fiscal_year": 2027},
                ]
            },
            fails={"account/622": Severity.YELLOW},
            passes=["account/6200991"],
            boundary=True,
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
