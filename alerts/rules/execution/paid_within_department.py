"""同部门单位间互转 · Paid to another unit of the same department.

Money that goes round inside a department has been spent on paper; what it buys is seen by nobody.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Rule, Severity, Text
from alerts.rules._itself import PAYMENT
from alerts.rules.execution._names import normalised

RULE = Rule(
    code="B14",
    title=Text("同一主管部门所属单位间互转", "Paid to another unit of the same department"),
    meaning=Text(
        "收款人是同一政府、同一主管部门的另一预算单位。账户类别未报送，收入任何账户都作疑点。",
        "The payee is another unit of the same department and government. Kinds of account are "
        "not delivered: it speaks whatever account the money goes to.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "收款人 {payee} = 单位 {payee_unit}，主管部门同为 {department}；付款单位 {payer}",
        "payee {payee} = unit {payee_unit}, of the same department {department} as the payer "
        "{payer}",
    ),
    needs=("payment", "unit"),
    basis=(
        Article(
            law="预算法实施条例",
            number="第五十七条",
            part="第（二）项",
            quote="按照规定的预算级次和程序拨付",
            bearing=Bearing.PRINCIPLE,
            note="条文未提单位间划转，更贴切的是预算法第六十一条（集中收付）；本规则依据国库管理制度"
            " / the article has no word on transfers between units, nearer is article 61 of the "
            "Budget Law; the rule rests on the treasury's own rules",
        ),
    ),
    limits={},
    sql=f"""
        with own as (
            select region, fiscal_year, unit, name, department, {normalised("name")} as plain
            from core.unit
        ),
        siblings as (
            select region, fiscal_year, department, plain, min(unit) as payee_unit
            from own
            group by all
        ),
        places as (
            select distinct region, fiscal_year, plain from own
        ),
        to_units as (
            select spelling, plain
            from lineage.payee
            where plain in (select plain from own)
        ),
        charged as (
            select charge, name as payer, department, plain as own_plain
            from lineage.charge
            left join own using (region, fiscal_year, unit)
        ),
        compared as (
            select
                p.*,
                payer,
                charged.department,
                payee_unit,
                places.plain is not null as to_a_unit,
                own_plain is distinct from to_units.plain and payee_unit is not null as to_sibling
            from lineage.payment p
            join charged using (charge)
            left join to_units using (spelling)
            left join places
                on places.region = p.region
                and places.fiscal_year = p.fiscal_year
                and places.plain = to_units.plain
            left join siblings
                on siblings.region = p.region
                and siblings.fiscal_year = p.fiscal_year
                and siblings.department = charged.department
                and siblings.plain = to_units.plain
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
                when to_sibling then 'fail'
                when to_a_unit and department is null then 'unknown'
                else 'pass'
            end as verdict,
            case
                when amount <= 0 then 'refund or reversal'
                when to_a_unit and department is null then 'unit.department'
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            payee,
            payee_account,
            payee_unit,
            payer,
            department,
            amount,
            paid_on,
            purpose
        from compared
    """,
    evidence={"payment": PAYMENT},
    operands={
        "payee": Text("收款人", "payee"),
        "payee_account": Text("收款账号", "payee's account"),
        "payee_unit": Text("收款单位代码", "payee's unit code"),
        "payer": Text("付款单位", "payer"),
        "department": Text("主管部门", "department"),
        "amount": Text("金额", "amount"),
        "paid_on": Text("支付日期", "paid on"),
        "purpose": Text("用途", "purpose"),
    },
    advice=Text(
        "请主管部门说明划转的依据和收款账户的性质，收款单位提供该笔资金的后续支出明细。",
        "The department shows on what authority the money was moved and to what kind of account; "
        "the unit that received it shows what it was then spent on.",
    ),
    innocent=Text(
        "所属单位提供了有偿服务并开票（如印刷、培训、检测）；归垫代付的水电费。",
        "The other unit sold a service and billed it (printing, training, testing); water and "
        "power that it had paid for both.",
    ),
    exclusions=(
        Text("付给本单位自己的归 B13", "what a unit pays to itself is asked by B13"),
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲（金额不大于 0）不看", "refunds and reversals (amounts not above 0)"),
    ),
    assumptions=(
        Text(
            "按名称认单位：统一全角半角，去掉空格和括号，有限责任公司视同有限公司；不做模糊匹配",
            "a unit is known by its name in one form: half-width, without spaces and brackets, "
            "有限责任公司 as 有限公司; nothing is guessed",
        ),
        Text(
            "账户类别未报送，不区分实有资金账户与零余额账户",
            "kinds of account are not delivered: deposit and zero-balance accounts are not told "
            "apart",
        ),
    ),
    examples=(
        Example(
            story="a bureau pays a school of its own; a unit of another department is no sister",
            given={
                "unit": [
                    {},
                    {"unit": "U2", "name": "市一中"},
                    {"unit": "U3", "name": "市体校", "department": "D3"},
                ],
                "payment": [
                    {"payment": "V/1", "payee": "市一中"},
                    {"payment": "V2", "payee": "市体校"},
                    {"payment": "V3"},
                ],
            },
            fails={"V／1": Severity.ORANGE},
            at_stake={"V／1": Decimal("40.00")},
            passes=["V2", "V3"],
        ),
        Example(
            story="to itself is no matter of this rule, nor is a name that both bear",
            given={
                "unit": [{}, {"unit": "U2", "name": "市 教育局 机关"}],
                "payment": [{"payee": "市教育局机关"}],
            },
            passes=["V1"],
        ),
        Example(
            story="spaces, brackets and full-width signs do not make another name",
            given={
                "unit": [{}, {"unit": "U2", "name": "市第1中学(本部)"}],
                "payment": [
                    {"payee": "市第１中学（本部）　"},
                    {"payment": "V2", "payee": "市第1中学本部分校"},
                ],
            },
            fails={"V1": Severity.ORANGE},
            passes=["V2"],
        ),
        Example(
            story="a unit of another government or year is no sister",
            given={
                "unit": [
                    {},
                    {"unit": "U2", "name": "市一中", "region": "410102"},
                    {"unit": "U3", "name": "市二中", "fiscal_year": 2025},
                ],
                "payment": [{"payee": "市一中"}, {"payment": "V2", "payee": "市二中"}],
            },
            passes=["V1", "V2"],
        ),
        Example(
            story="one fen is a payment, nothing and money coming back are none",
            given={
                "unit": [{}, {"unit": "U2", "name": "市一中"}],
                "payment": [
                    {"payee": "市一中", "amount": Decimal("0.01")},
                    {"payment": "V2", "payee": "市一中", "amount": Decimal("0.00")},
                    {"payment": "V3", "payee": "市一中", "amount": Decimal("-9.00")},
                    {"payment": "V4", "payee": "市一中", "business": "9"},
                    {"payment": "V5", "payee": "市一中", "business": None},
                ],
            },
            fails={"V1": Severity.ORANGE, "V5": Severity.ORANGE},
            not_applicable=["V2", "V3"],
            boundary=True,
        ),
        Example(
            story="a payer that is not on file is unknown where the payee is a unit",
            given={
                "unit": [
                    {},
                    {"unit": "U2", "name": "市一中"},
                    {"unit": "U3", "name": "区一中", "region": "410102"},
                ],
                "payment": [
                    {"unit": "U9", "payee": "市一中"},
                    {"payment": "V2", "unit": "U9"},
                    {"payment": "V3", "unit": "U9", "payee": "区一中"},
                ],
            },
            unknown={"V1": "unit.department"},
            passes=["V2", "V3"],
        ),
        Example(
            story="each year is asked by its own register, and no row after the day",
            given={
                "unit": [
                    {},
                    {"unit": "U2", "name": "市一中"},
                    {"fiscal_year": 2025},
                    {"unit": "U2", "name": "市一中", "fiscal_year": 2025},
                    {"fiscal_year": 2027},
                    {"unit": "U2", "name": "市一中", "fiscal_year": 2027},
                ],
                "payment": [
                    {"payee": "市一中", "paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "payee": "市一中", "paid_on": date(2026, 10, 1)},
                    {
                        "payment": "V3",
                        "payee": "市一中",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                    },
                    {"payment": "V4", "payee": "市一中", "fiscal_year": 2027},
                ],
            },
            fails={"V1": Severity.ORANGE, "2025 V3": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="a department that is split by the day before is silent",
            given={
                "unit": [{}, {"unit": "U2", "name": "市一中"}],
                "payment": [{"payee": "市一中", "paid_on": date(2026, 9, 30)}, {"payment": "V2"}],
            },
            as_of=date(2026, 9, 29),
            passes=["V2"],
            boundary=True,
        ),
        Example(
            story="without the units nobody is a sister",
            given={"payment": [{}]},
            missing=["unit"],
            unknown={"": "feed missing: unit"},
        ),
    ),
)
