"""零余额账户转本单位账户 · Paid to the unit's own account.

Money that a unit moves from the treasury into an account of its own is spent on paper and out of
sight in fact. Wages are left out: they are paid through the unit's own account everywhere.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import PAYMENT
from alerts.rules.execution._names import normalised

RULE = Rule(
    code="B13",
    title=Text("零余额账户转本单位实有资金账户", "Paid to the unit's own account"),
    meaning=Text(
        "转账支付的收款人就是付款单位自己，且既非人员类科目，也非人员类项目。",
        "A transfer whose payee is the paying unit itself, on neither a personnel code nor a "
        "personnel project.",
    ),
    severity=Severity.RED,
    formula=Text(
        "收款人 {payee} = 付款单位 {payer}，结算方式 {settlement} = 转账，"
        "经济分类 {department_economic} 不属 {personnel_codes}，项目类别 {category} ≠ 人员类",
        "payee {payee} = payer {payer}, settlement {settlement} = transfer, code "
        "{department_economic} not of {personnel_codes}, project category {category} is not "
        "personnel",
    ),
    needs=("payment", "unit", "project"),
    basis=(
        Article(
            law="预算法实施条例",
            number="第五十七条",
            part="第（二）项",
            quote="按照规定的预算级次和程序拨付",
            bearing=Bearing.PRINCIPLE,
            note="条文未提零余额账户，更贴切的是预算法第六十一条（集中收付）；本规则依据国库管理制度"
            " / the article has no word on zero-balance accounts, nearer is article 61 of the "
            "Budget Law; the rule rests on the treasury's own rules",
        ),
        Article(
            law="预算法",
            number="第六十一条",
            quote="对政府全部收入和支出实行国库集中收付管理",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "personnel_codes": Limit(
            ("301", "303"),
            Provenance.TRADE_PRACTICE,
            "不看的人员类经济科目",
            "personnel codes left out",
            unit="code",
        ),
    },
    sql=f"""
        with own as (
            select region, fiscal_year, unit, name, {normalised("name")} as plain
            from core.unit
        ),
        keys as (
            select distinct plain, payee_key from lineage.payee
        ),
        charged as (
            select
                charge,
                own.name as payer,
                payee_key as payer_key,
                category,
                project is null as no_project,
                left(department_economic, 3) in $personnel_codes as is_personnel
            from lineage.charge
            left join own using (region, fiscal_year, unit)
            left join keys using (plain)
            left join core.project using (region, fiscal_year, project)
        ),
        compared as (
            select
                p.*,
                payer,
                category,
                no_project,
                case when payer is not null
                    then coalesce(payee_key = payer_key, false) end as to_itself,
                is_personnel
            from lineage.payment p
            join charged using (charge)
            where paid_on <= $as_of
                and fiscal_year <= year($as_of)
                and business is distinct from '9'
        ),
        judged as (
            select
                *,
                to_itself and settlement = '1' and not is_personnel and category <> '1' as wrong
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            case
                when amount <= 0 then 'not_applicable'
                when wrong then 'fail'
                when wrong is null then 'unknown'
                else 'pass'
            end as verdict,
            case
                when amount <= 0 then 'refund or reversal'
                when wrong is not null then null
                when to_itself is null then 'unit.name'
                when settlement is null then 'payment.settlement'
                when is_personnel is null then 'payment.department_economic'
                when no_project then 'payment.project'
                else 'project.category'
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            payee,
            payee_account,
            payer,
            settlement,
            department_economic,
            project,
            category,
            amount,
            paid_on,
            purpose
        from judged
    """,
    evidence={"payment": PAYMENT},
    operands={
        "payee": Text("收款人", "payee"),
        "payee_account": Text("收款账号", "payee's account"),
        "payer": Text("付款单位", "payer"),
        "settlement": Text("结算方式", "settlement"),
        "department_economic": Text("部门经济分类", "economic code"),
        "project": Text("项目", "project"),
        "category": Text("项目类别", "project category"),
        "amount": Text("金额", "amount"),
        "paid_on": Text("支付日期", "paid on"),
        "purpose": Text("用途", "purpose"),
    },
    advice=Text(
        "请单位说明划转的依据，提供收款账户的开户批复和该笔资金的后续支出明细。",
        "The unit shows on what authority the money was moved, the approval of the account that "
        "received it and what was then paid from there.",
    ),
    innocent=Text(
        "经财政部门批准归垫本单位垫付的支出；缴纳工会经费、代扣税款等按规定须经本单位账户办理。",
        "The finance department allowed the unit to make good what it had advanced; union dues or "
        "taxes withheld that must go through the unit's account.",
    ),
    exclusions=(
        Text(
            "人员类科目（301、303）和人员类项目（类别 1）不看",
            "personnel codes (301, 303) and personnel projects (category 1)",
        ),
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲（金额不大于 0）不看", "refunds and reversals (amounts not above 0)"),
    ),
    assumptions=(
        Text(
            "名称比较前统一全角半角，去掉空格和括号，有限责任公司视同有限公司；不做模糊匹配",
            "names are compared in one form: half-width, without spaces and brackets, 有限责任公司 "
            "as 有限公司; nothing is guessed",
        ),
        Text(
            "账户类别未报送，收款账户是否实有资金账户须核实",
            "kinds of account are not delivered: whether it is a deposit account is to be checked",
        ),
    ),
    examples=(
        Example(
            story="a unit pays itself; another payee is another matter",
            given={
                "unit": [{}],
                "project": [{}],
                "payment": [{"payee": "市教育局机关"}, {"payment": "V/2", "payee": "市教育局"}],
            },
            fails={"V1": Severity.RED},
            at_stake={"V1": Decimal("40.00")},
            passes=["V／2"],
        ),
        Example(
            story="a unit whose own name nobody bears is paid by none",
            given={"unit": [{}], "project": [{}], "payment": [{"payee": "市教育局"}]},
            passes=["V1"],
        ),
        Example(
            story="spaces, brackets and full-width signs do not make another name",
            given={
                "unit": [{"name": "市第1中学(本部)有限责任公司"}],
                "project": [{}],
                "payment": [
                    {"payee": "市第１中学（本部） 有限公司"},
                    {"payment": "V2", "payee": "市第2中学本部有限公司"},
                ],
            },
            fails={"V1": Severity.RED},
            passes=["V2"],
        ),
        Example(
            story="one fen is a transfer, nothing and money coming back are none",
            given={
                "unit": [{}],
                "project": [{}],
                "payment": [
                    {"payee": "市教育局机关", "amount": Decimal("0.01")},
                    {"payment": "V2", "payee": "市教育局机关", "amount": Decimal("0.00")},
                    {"payment": "V3", "payee": "市教育局机关", "amount": Decimal("-0.01")},
                ],
            },
            fails={"V1": Severity.RED},
            at_stake={"V1": Decimal("0.01")},
            not_applicable=["V2", "V3"],
            boundary=True,
        ),
        Example(
            story="wages, pensions, cash and cards go their own way",
            given={
                "unit": [{}],
                "project": [
                    {},
                    {"project": "P2", "category": "1"},
                    {"project": "P3", "category": "2"},
                ],
                "payment": [
                    {"payee": "市教育局机关", "department_economic": "30101"},
                    {"payment": "V2", "payee": "市教育局机关", "department_economic": "30399"},
                    {"payment": "V3", "payee": "市教育局机关", "settlement": "2"},
                    {"payment": "V4", "payee": "市教育局机关", "settlement": "3"},
                    {"payment": "V5", "payee": "市教育局机关", "project": "P2"},
                    {"payment": "V6", "payee": "市教育局机关", "project": "P3"},
                    {
                        "payment": "V7",
                        "payee": "市教育局机关",
                        "department_economic": "30201",
                        "business": None,
                    },
                    {"payment": "V8", "payee": "市教育局机关", "business": "9"},
                ],
            },
            fails={"V6": Severity.RED, "V7": Severity.RED},
            passes=["V1", "V2", "V3", "V4", "V5"],
        ),
        Example(
            story="a unit's name is that of its own year and government",
            given={
                "unit": [
                    {},
                    {"fiscal_year": 2025, "name": "市教委"},
                    {"region": "410102", "name": "区教育局"},
                    {"unit": "U2", "name": "市体育局"},
                ],
                "project": [{}, {"fiscal_year": 2025}, {"region": "410102"}],
                "payment": [
                    {"payee": "市教委"},
                    {
                        "payment": "V2",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 5, 6),
                        "payee": "市教委",
                    },
                    {"payment": "V3", "region": "410102", "payee": "市教育局机关"},
                    {"payment": "V4", "region": "410102", "payee": "区教育局"},
                    {"payment": "V5", "payee": "市体育局"},
                ],
            },
            fails={"2025 V2": Severity.RED, "410102 V4": Severity.RED},
            passes=["V1", "410102 V3", "V5"],
        ),
        Example(
            story="a category is that of the payment's own year and government",
            given={
                "unit": [{}],
                "project": [
                    {"category": "1"},
                    {"fiscal_year": 2025, "category": "3"},
                    {"region": "410102", "category": "3"},
                ],
                "payment": [{"payee": "市教育局机关"}],
            },
            passes=["V1"],
        ),
        Example(
            story="what is not told is unknown, and only where it decides",
            given={
                "unit": [{}],
                "project": [{}],
                "payment": [
                    {"payee": "市教育局机关", "settlement": None},
                    {"payment": "V2", "payee": "市教育局机关", "department_economic": None},
                    {"payment": "V3", "payee": "市教育局机关", "project": None},
                    {"payment": "V4", "payee": "市教育局机关", "project": "P9"},
                    {"payment": "V5", "unit": "U9", "payee": "市教育局机关"},
                    {
                        "payment": "V6",
                        "settlement": None,
                        "department_economic": None,
                        "project": None,
                    },
                    {
                        "payment": "V7",
                        "payee": "市教育局机关",
                        "department_economic": "301",
                        "settlement": None,
                        "project": None,
                    },
                ],
            },
            unknown={
                "V1": "payment.settlement",
                "V2": "payment.department_economic",
                "V3": "payment.project",
                "V4": "project.category",
                "V5": "unit.name",
            },
            passes=["V6", "V7"],
        ),
        Example(
            story="no row dated after the day is read, and no year to come",
            given={
                "unit": [{}, {"fiscal_year": 2027}],
                "project": [{}, {"fiscal_year": 2027}],
                "payment": [
                    {"payee": "市教育局机关", "paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "payee": "市教育局机关", "paid_on": date(2026, 10, 1)},
                    {"payment": "V3", "payee": "市教育局机关", "fiscal_year": 2027},
                ],
            },
            fails={"V1": Severity.RED},
            boundary=True,
        ),
        Example(
            story="the day before, it was silent",
            given={
                "unit": [{}],
                "project": [{}],
                "payment": [
                    {"payee": "市教育局机关", "paid_on": date(2026, 9, 30)},
                    {"payment": "V2"},
                ],
            },
            as_of=date(2026, 9, 29),
            passes=["V2"],
            boundary=True,
        ),
        Example(
            story="without the units nobody knows who pays",
            given={"payment": [{"payee": "市教育局机关"}]},
            missing=["unit"],
            unknown={"": "feed missing: unit"},
        ),
    ),
)
