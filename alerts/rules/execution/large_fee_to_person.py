"""向个人支付大额劳务费 · A large fee to a person.

Fees for labour are the easiest voucher to invent: a name, an account and no goods to look at.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import PAYMENT

ORGANISATIONS = (
    *("甲公司", "甲集团", "甲乙厂", "甲乙店", "甲乙局", "甲乙处", "甲乙所", "甲乙院", "甲乙部"),
    *("甲乙队", "甲乙站", "甲乙馆", "甲乙室", "甲中心", "甲学校", "甲中学", "甲小学", "甲大学"),
    *("甲幼儿园", "甲银行", "甲支行", "甲分行", "甲商行", "甲车行", "甲学会", "甲协会", "甲商会"),
    *("甲工会", "甲联合会", "甲委员会", "甲村委", "甲居委", "甲基金", "甲合作社", "甲报社"),
    *("甲旅行社", "甲供销社", "甲政府", "甲街道", "甲社区", "甲超市", "甲农场", "甲林场", "甲专户"),
)

RULE = Rule(
    code="B16",
    title=Text("向个人账户大额支付劳务费", "A large fee for labour to a person"),
    meaning=Text(
        "劳务费科目（30226）的一笔支付，收款人看来是自然人，金额达到一万元。",
        "A payment on fees for labour (30226) whose payee seems to be a person, of 10,000 yuan or "
        "more.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{amount} ≥ {line}，收款人 {payee} 为 {shortest} 至 {longest} 个字且不含机构用字，"
        "经济分类 {department_economic} 属 {codes}",
        "{amount} ≥ {line}, payee {payee} of {shortest} to {longest} characters without a word of "
        "an organisation, code {department_economic} of {codes}",
    ),
    needs=("payment",),
    basis=(
        Article(
            law="预算法",
            number="第五十七条",
            part="第二款",
            quote="不得虚假列支",
            bearing=Bearing.PRINCIPLE,
            note="条文未提向个人支付 / the article has no word on payments to persons",
        ),
    ),
    limits={
        "line": Limit(
            Decimal("10000.00"), Provenance.TRADE_PRACTICE, "起点金额", "from", unit="yuan"
        ),
        "codes": Limit(
            ("30226",),
            Provenance.TRADE_PRACTICE,
            "劳务费科目",
            "codes of fees for labour",
            unit="code",
        ),
        "shortest": Limit(
            2, Provenance.PROPOSED_DEFAULT, "人名最短", "shortest name of a person", "character"
        ),
        "longest": Limit(
            4, Provenance.PROPOSED_DEFAULT, "人名最长", "longest name of a person", "character"
        ),
        "organisation_words": Limit(
            (
                "公司",
                "集团",
                "厂",
                "店",
                "局",
                "处",
                "所",
                "院",
                "部",
                "队",
                "站",
                "馆",
                "室",
                "中心",
                "学校",
                "中学",
                "小学",
                "大学",
                "幼儿园",
                "银行",
                "支行",
                "分行",
                "商行",
                "车行",
                "学会",
                "协会",
                "商会",
                "工会",
                "联合会",
                "委员会",
                "村委",
                "居委",
                "基金",
                "合作社",
                "报社",
                "旅行社",
                "供销社",
                "政府",
                "街道",
                "社区",
                "超市",
                "农场",
                "林场",
                "专户",
            ),
            Provenance.PROPOSED_DEFAULT,
            "机构用字",
            "words of organisations",
            unit="word",
        ),
    },
    sql="""
        with fees as (
            select *
            from lineage.payment
            where paid_on <= $as_of
                and fiscal_year <= year($as_of)
                and business is distinct from '9'
                and coalesce(left(department_economic, 5) in $codes, true)
        ),
        words as (select unnest($organisation_words) as word),
        persons as (
            select spelling
            from lineage.payee
            left join words on contains(plain, word)
            where length(plain) between $shortest and $longest
            group by spelling
            having count(word) = 0
        ),
        judged as (
            select fees.*, persons.spelling is not null and amount >= $line as is_large
            from fees
            left join persons on persons.spelling = fees.spelling
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            case
                when amount <= 0 then 'not_applicable'
                when not is_large then 'pass'
                when department_economic is null then 'unknown'
                else 'fail'
            end as verdict,
            case
                when amount <= 0 then 'refund or reversal'
                when is_large and department_economic is null then 'payment.department_economic'
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            payee,
            payee_account,
            department_economic,
            amount,
            paid_on,
            purpose
        from judged
    """,
    evidence={"payment": PAYMENT},
    operands={
        "payee": Text("收款人", "payee"),
        "payee_account": Text("收款账号", "payee's account"),
        "department_economic": Text("部门经济分类", "economic code"),
        "amount": Text("金额", "amount"),
        "paid_on": Text("支付日期", "paid on"),
        "purpose": Text("用途", "purpose"),
    },
    advice=Text(
        "请单位提供劳务合同、签到和成果、发放标准及个人所得税扣缴记录。",
        "The unit shows the contract, who came and what was done, the rate that was paid and the "
        "tax withheld.",
    ),
    innocent=Text(
        "专家评审费、讲课费按标准汇总支付；聘用人员按月劳务报酬；收款人为个体工商户字号。",
        "Experts or lecturers paid at the set rate; somebody hired by the month; a sole trader's "
        "business name.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲（金额不大于 0）不看", "refunds and reversals (amounts not above 0)"),
    ),
    assumptions=(
        Text(
            "自然人的判断：名称去掉空格和括号后二至四个字，不含所列机构用字；少数民族长名、外国人名不在其内",
            "a person is told by a name of two to four characters, without spaces and brackets, "
            "and without the listed words of organisations; longer names are not seen",
        ),
    ),
    examples=(
        Example(
            story="ten thousand to a person",
            given={
                "payment": [
                    {
                        "payment": "V/1",
                        "payee": "王芳",
                        "department_economic": "30226",
                        "amount": Decimal("10000.00"),
                    },
                    {
                        "payment": "V2",
                        "payee": "王芳",
                        "department_economic": "30226",
                        "amount": Decimal("9999.99"),
                    },
                ]
            },
            fails={"V／1": Severity.YELLOW},
            at_stake={"V／1": Decimal("10000.00")},
            passes=["V2"],
            boundary=True,
        ),
        Example(
            story="two to four characters are a person's name, one and five are not",
            given={
                "payment": [
                    {
                        "payment": f"V{len(name)}",
                        "payee": name,
                        "department_economic": "30226",
                        "amount": Decimal("20000.00"),
                    }
                    for name in ("王", "王芳", "王小芳", "欧阳小芳", "欧阳小芳芳")
                ]
            },
            fails={"V2": Severity.YELLOW, "V3": Severity.YELLOW, "V4": Severity.YELLOW},
            passes=["V1", "V5"],
            boundary=True,
        ),
        Example(
            story="each word of an organisation makes it one",
            given={
                "payment": [
                    {
                        "payment": name,
                        "payee": name,
                        "department_economic": "30226",
                        "amount": Decimal("20000.00"),
                    }
                    for name in ORGANISATIONS
                ]
            },
            passes=ORGANISATIONS,
        ),
        Example(
            story="spaces and brackets do not count; a word of an organisation makes it one",
            given={
                "payment": [
                    {
                        "payee": "王 （小） 芳",
                        "department_economic": "30226",
                        "amount": Decimal("20000.00"),
                    },
                    {
                        "payment": "V2",
                        "payee": "市医院",
                        "department_economic": "30226",
                        "amount": Decimal("20000.00"),
                    },
                    {
                        "payment": "V3",
                        "payee": "水务局",
                        "department_economic": "30226",
                        "amount": Decimal("20000.00"),
                    },
                    {
                        "payment": "V4",
                        "payee": "甲公司",
                        "department_economic": "30226",
                        "amount": Decimal("20000.00"),
                    },
                ]
            },
            fails={"V1": Severity.YELLOW},
            passes=["V2", "V3", "V4"],
        ),
        Example(
            story="only fees for labour are looked at; a longer code is of the code",
            given={
                "payment": [
                    {
                        "payee": "王芳",
                        "department_economic": "30201",
                        "amount": Decimal("20000.00"),
                    },
                    {
                        "payment": "V2",
                        "payee": "王芳",
                        "department_economic": "3022601",
                        "amount": Decimal("20000.00"),
                    },
                ]
            },
            fails={"V2": Severity.YELLOW},
        ),
        Example(
            story="money coming back and a year-end carry-over voucher are no fee",
            given={
                "payment": [
                    {
                        "payee": "王芳",
                        "department_economic": "30226",
                        "amount": Decimal("-20000.00"),
                    },
                    {
                        "payment": "V2",
                        "payee": "王芳",
                        "department_economic": "30226",
                        "amount": Decimal("20000.00"),
                        "business": "9",
                    },
                    {
                        "payment": "V3",
                        "payee": "王芳",
                        "department_economic": "30226",
                        "amount": Decimal("20000.00"),
                        "business": None,
                    },
                    {
                        "payment": "V4",
                        "payee": "王芳",
                        "department_economic": "30226",
                        "amount": Decimal("0.00"),
                    },
                ]
            },
            fails={"V3": Severity.YELLOW},
            not_applicable=["V1", "V4"],
        ),
        Example(
            story="an empty code is unknown where it decides",
            given={
                "payment": [
                    {"payee": "王芳", "department_economic": None, "amount": Decimal("20000.00")},
                    {"payment": "V2", "payee": "王芳", "department_economic": None},
                    {"payment": "V3", "department_economic": None, "amount": Decimal("20000.00")},
                ]
            },
            unknown={"V1": "payment.department_economic"},
            passes=["V2", "V3"],
        ),
        Example(
            story="each year is asked, and no row after the day",
            given={
                "payment": [
                    {
                        "payee": "王芳",
                        "department_economic": "30226",
                        "paid_on": date(2026, 9, 30),
                        "amount": Decimal("20000.00"),
                    },
                    {
                        "payment": "V2",
                        "payee": "王芳",
                        "department_economic": "30226",
                        "paid_on": date(2026, 10, 1),
                        "amount": Decimal("20000.00"),
                    },
                    {
                        "payment": "V3",
                        "payee": "王芳",
                        "department_economic": "30226",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                        "amount": Decimal("20000.00"),
                    },
                    {
                        "payment": "V4",
                        "payee": "王芳",
                        "department_economic": "30226",
                        "fiscal_year": 2027,
                        "amount": Decimal("20000.00"),
                    },
                ]
            },
            fails={"V1": Severity.YELLOW, "2025 V3": Severity.YELLOW},
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
