"""债券资金用于经常性支出 · Bond money spent on running costs.

The law gives borrowed money one use, public capital works. Wages, office costs and allowances paid
with it are eaten today and repaid for years.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import PAYMENT

RULE = Rule(
    code="D11",
    title=Text("债券资金用于经常性支出", "Bond money spent on running costs"),
    meaning=Text(
        "支付凭证注明了债券，而经济分类为工资福利、商品和服务、对个人和家庭补助等经常性科目。",
        "A payment names a bond and an economic code of wages, goods and services or allowances.",
    ),
    severity=Severity.RED,
    formula=Text(
        "债券 {bond} 支付 {amount} 元：部门经济分类 {department_economic} ∈ {department_codes} "
        "或政府经济分类 {government_economic} ∈ {government_codes}",
        "{amount} yuan paid with bond {bond}: department code {department_economic} of "
        "{department_codes} or government code {government_economic} of {government_codes}",
    ),
    needs=("payment",),
    basis=(
        Article(
            law="预算法",
            number="第三十五条",
            part="第二款",
            quote="只能用于公益性资本支出，不得用于经常性支出",
        ),
    ),
    limits={
        "department_codes": Limit(
            ("301", "302", "303"),
            Provenance.STATUTORY,
            "部门支出经济分类的经常性类款",
            "department economic codes of running costs",
            unit="code",
            article="预算法第三十五条第二款",
        ),
        "government_codes": Limit(
            ("501", "502", "505", "509"),
            Provenance.STATUTORY,
            "政府支出经济分类的经常性类款",
            "government economic codes of running costs",
            unit="code",
            article="预算法第三十五条第二款",
        ),
    },
    sql="""
        with judged as (
            select
                *,
                case
                    when amount <= 0 then 'not_applicable'
                    when left(department_economic, 3) in $department_codes
                        or left(government_economic, 3) in $government_codes then 'fail'
                    when department_economic is null and government_economic is null then 'unknown'
                    else 'pass'
                end as verdict
            from core.payment
            where bond is not null
                and paid_on <= $as_of
                and fiscal_year <= year($as_of)
                and business is distinct from '9'
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            verdict,
            case verdict
                when 'not_applicable' then 'refund or reversal'
                when 'unknown' then 'payment.department_economic, payment.government_economic'
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            bond,
            project,
            amount,
            paid_on,
            department_economic,
            government_economic,
            payee,
            purpose
        from judged
    """,
    evidence={"payment": PAYMENT},
    operands={
        "bond": Text("债券", "bond"),
        "project": Text("项目", "project"),
        "amount": Text("支付金额", "amount paid"),
        "paid_on": Text("支付日期", "paid on"),
        "department_economic": Text("部门支出经济分类", "department economic code"),
        "government_economic": Text("政府支出经济分类", "government economic code"),
        "payee": Text("收款人", "payee"),
        "purpose": Text("用途", "purpose"),
    },
    advice=Text(
        "请付款单位对照债券项目批复和发票说明该笔支出内容；属经常性支出的，以其他资金归还债券资金。",
        "The paying unit shows, by the project's approval and the invoice, what was bought; "
        "running costs are put back out of other money.",
    ),
    innocent=Text(
        "经济分类填错，实为项目建设支出；项目建设管理费、勘察设计费按规定计入项目投资而误列商品和服务支出。",
        "The economic code was mistyped and it paid for building; the costs of managing or "
        "designing the project belong to it and were coded as goods and services.",
    ),
    exclusions=(
        Text("未注明债券的支付不查", "payments that name no bond are not looked at"),
        Text("年终结转凭证（支付业务类型 9）不判", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲（金额不大于 0）不适用", "refunds and reversals (amounts not above 0)"),
    ),
    assumptions=(
        Text(
            "两种经济分类只填其一的，按所填的判；都未填的为未知",
            "where one of the two economic codes is given it decides; with neither it is unknown",
        ),
    ),
    examples=(
        Example(
            story="office costs paid with a bond",
            given={"payment": [{"bond": "B1"}]},
            fails={"V1": Severity.RED},
            at_stake={"V1": Decimal("40.00")},
            units={"V1": "U1"},
        ),
        Example(
            story="each code of running costs speaks, by itself",
            given={
                "payment": [
                    {
                        "payment": f"V{code}",
                        "bond": "B1",
                        "department_economic": code,
                        "government_economic": None,
                    }
                    for code in ("30101", "302", "30399")
                ]
                + [
                    {
                        "payment": f"V/{code}",
                        "bond": "B1",
                        "department_economic": None,
                        "government_economic": code,
                    }
                    for code in ("50101", "50299", "505", "50901")
                ]
            },
            fails=dict.fromkeys(
                ("V30101", "V302", "V30399", "V／50101", "V／50299", "V／505", "V／50901"),
                Severity.RED,
            ),
        ),
        Example(
            story="one code of the two is enough",
            given={
                "payment": [
                    {"bond": "B1", "department_economic": "31001"},
                    {"payment": "V2", "bond": "B1", "government_economic": "50301"},
                ]
            },
            fails={"V1": Severity.RED, "V2": Severity.RED},
        ),
        Example(
            story="building is what bonds are for, and the codes next door are no running costs",
            given={
                "payment": [
                    {
                        "payment": f"V{department}",
                        "bond": "B1",
                        "department_economic": department,
                        "government_economic": government,
                    }
                    for department, government in (
                        ("30901", "50401"),
                        ("31005", "50302"),
                        ("30701", "51101"),
                        ("31201", "50701"),
                    )
                ]
                + [
                    {
                        "payment": "V5",
                        "bond": "B1",
                        "department_economic": "31001",
                        "government_economic": None,
                    },
                    {
                        "payment": "V6",
                        "bond": "B1",
                        "department_economic": None,
                        "government_economic": "50601",
                    },
                ]
            },
            passes=["V30901", "V31005", "V30701", "V31201", "V5", "V6"],
        ),
        Example(
            story="a payment without a bond, a carry-over voucher, one of tomorrow",
            given={
                "payment": [
                    {"bond": None},
                    {"payment": "V2", "bond": "B1", "business": "9"},
                    {"payment": "V3", "bond": "B1", "paid_on": date(2026, 10, 1)},
                    {"payment": "V4", "bond": "B1", "fiscal_year": 2027},
                ]
            },
        ),
        Example(
            story="a refund and a sum of nothing are no spending, a fen is",
            given={
                "payment": [
                    {"bond": "B1", "amount": Decimal("-40.00"), "business": "2"},
                    {"payment": "V2", "bond": "B1", "amount": Decimal("0.00")},
                    {"payment": "V3", "bond": "B1", "amount": Decimal("0.01"), "business": None},
                ]
            },
            not_applicable={"V1": "refund or reversal", "V2": "refund or reversal"},
            fails={"V3": Severity.RED},
        ),
        Example(
            story="the night's own day is read, and last year's payments in last year",
            given={
                "payment": [
                    {"bond": "B1", "paid_on": date(2026, 9, 30)},
                    {"bond": "B1", "fiscal_year": 2025, "paid_on": date(2025, 12, 31)},
                    {
                        "payment": "V2",
                        "bond": "B1",
                        "department_economic": "31001",
                        "government_economic": "50302",
                        "paid_on": date(2026, 9, 30),
                    },
                ]
            },
            fails={"V1": Severity.RED, "2025 V1": Severity.RED},
            passes=["V2"],
            boundary=True,
        ),
        Example(
            story="without an economic code nobody can say",
            given={
                "payment": [
                    {"bond": "B1", "department_economic": None, "government_economic": None}
                ]
            },
            unknown={"V1": "payment.department_economic, payment.government_economic"},
        ),
        Example(
            story="without the payments nothing is known",
            given={"debt_service": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
