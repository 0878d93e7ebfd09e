"""重复支付 · The same account paid the same amount twice.

Two vouchers, one account, one amount, a few weeks apart: an instalment, a monthly fee, or an
invoice paid twice. The later voucher is the finding.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

BOOKED = """paid_on <= $as_of
                and fiscal_year <= year($as_of)
                and business is distinct from '9'
                and coalesce(left(department_economic, 3) not in $personnel_codes, true)"""

RULE = Rule(
    code="B19",
    title=Text("重复支付", "Paid twice"),
    meaning=Text(
        "同一政府在规定天数内，向同一收款账号支付了两笔相同金额；用途不同的降为黄色。",
        "A government paid one account the same amount twice within some days; where the purposes "
        "are worded differently, it is yellow only.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{paid_on} − {earlier_on} = {days_apart} 天 ≤ {days} 天，同一账号 {payee_account}，"
        "同为 {amount} 元",
        "{paid_on} − {earlier_on} = {days_apart} days ≤ {days} days, one account "
        "{payee_account}, {amount} yuan each",
    ),
    needs=("payment",),
    basis=(
        Article(
            law="预算法",
            number="第五十七条",
            part="第二款",
            quote="各级政府、各部门、各单位的支出必须按照预算执行，不得虚假列支。",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "days": Limit(30, Provenance.PROPOSED_DEFAULT, "相隔不超过", "at most apart", "day"),
        "personnel_codes": Limit(
            ("301", "303"),
            Provenance.PROPOSED_DEFAULT,
            "不看的人员类经济科目",
            "personnel codes left out",
            "code",
        ),
    },
    sql=f"""
        with by_size as (
            select
                account, amount,
                lag(amount) over (partition by account order by amount) as before
            from lineage.payment
            where {BOOKED}
                and account is not null
                and amount > 0
        ),
        repeated as (
            select distinct account, amount as size
            from by_size
            where amount = before
        ),
        booked as (
            select *, abs(amount) as size, nullif(trim(purpose), '') as worded
            from lineage.payment
            where {BOOKED}
        ),
        once as (
            select booked.*
            from booked
            join repeated using (account, size)
            qualify row_number() over (
                partition by region, fiscal_year, payment order by paid_on, amount desc
            ) = 1
        ),
        in_turn as (
            select
                *,
                sum(sign(amount)) over (
                    partition by region, account, size
                    order by paid_on, amount desc, fiscal_year, payment
                    rows unbounded preceding
                ) as depth
            from once
        ),
        followed as (
            select
                *,
                min(depth) over (
                    partition by region, account, size
                    order by paid_on, amount desc, fiscal_year, payment
                    rows between current row and unbounded following
                ) as lowest
            from in_turn
        ),
        standing as (
            select
                *,
                row_number() over (
                    partition by region, account, size
                    order by paid_on, fiscal_year, payment
                ) as nth
            from followed
            where amount > 0 and lowest >= depth
        ),
        pairs as (
            select
                later.region,
                later.fiscal_year,
                later.payment,
                later.payee,
                later.payee_account,
                later.purpose,
                earlier.payment as earlier,
                earlier.paid_on as earlier_on,
                earlier.fiscal_year as earlier_year,
                earlier.purpose as earlier_purpose,
                coalesce(later.worded = earlier.worded, true) as same_purpose
            from standing later
            join standing earlier
                on earlier.region = later.region
                and earlier.account = later.account
                and earlier.size = later.size
                and earlier.nth < later.nth
                and later.paid_on - earlier.paid_on <= $days
            qualify row_number() over (
                partition by later.region, later.fiscal_year, later.payment
                order by same_purpose desc, earlier.nth desc
            ) = 1
        )
        select
            region,
            left(cast(paid_on as varchar), 7) as period,
            replace(p.payment, '/', '／') as subject,
            case
                when amount <= 0 then 'not_applicable'
                when left(department_economic, 3) in $personnel_codes then 'not_applicable'
                when account is null then 'unknown'
                when earlier is not null then 'fail'
                else 'pass'
            end as verdict,
            case
                when amount <= 0 then 'refund or reversal'
                when left(department_economic, 3) in $personnel_codes then 'personnel code'
                when account is null then 'payment.payee_account'
            end as reason,
            case when same_purpose then 'orange' else 'yellow' end as severity,
            amount as at_stake,
            unit,
            amount,
            pairs.payee,
            pairs.payee_account,
            paid_on,
            earlier,
            earlier_on,
            earlier_year,
            paid_on - earlier_on as days_apart,
            pairs.purpose,
            earlier_purpose,
            same_purpose,
            p.fiscal_year as booked_year
        from lineage.payment p
        left join pairs using (region, fiscal_year, payment)
        where paid_on <= $as_of
            and p.fiscal_year <= year($as_of)
            and business is distinct from '9'
    """,
    evidence={
        "payment": """
            with pair as (
                select region, period, subject, booked_year as year, amount, subject as written
                from finding
                union all
                select
                    region, period, subject, earlier_year, amount, replace(earlier, '/', '／')
                from finding
            )
            select pair.region, pair.period, pair.subject, p.payment, p.fiscal_year
            from pair
            join core.payment p
                on p.region = pair.region
                and p.fiscal_year = pair.year
                and p.amount = pair.amount
            where pair.written in (p.payment, replace(p.payment, '/', '／'))
        """,
    },
    operands={
        "amount": Text("金额", "amount"),
        "payee": Text("收款人", "payee"),
        "payee_account": Text("收款账号", "payee's account"),
        "paid_on": Text("本笔支付日期", "paid on"),
        "earlier": Text("前一笔凭证", "earlier voucher"),
        "earlier_on": Text("前一笔支付日期", "earlier one paid on"),
        "earlier_year": Text("前一笔预算年度", "earlier one's fiscal year"),
        "days_apart": Text("相隔天数", "days apart"),
        "purpose": Text("本笔用途", "purpose"),
        "earlier_purpose": Text("前一笔用途", "earlier purpose"),
        "same_purpose": Text("用途相同", "same purpose"),
        "booked_year": Text("本笔预算年度", "fiscal year"),
    },
    advice=Text(
        "请付款单位提供两笔支付各自的发票、合同和验收单；属重复支付的，追回并更正账务。",
        "The unit shows the invoice, contract and acceptance of each payment; one that was paid "
        "twice is recovered and the books corrected.",
    ),
    innocent=Text(
        "合同约定的等额分期款、按月租金或者服务费；同价多次采购；两笔分属不同项目。",
        "Equal instalments, a monthly rent or fee; the same goods bought twice; two projects "
        "that owe the same.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不看", "year-end carry-over vouchers (business 9)"),
        Text(
            "退款、红冲不作一笔支付，并与其前最近一笔同账号同金额支付相抵",
            "a refund or reversal is no payment, and cancels the nearest payment before it of the "
            "same account and amount",
        ),
        Text("人员类科目（301、303）不看", "personnel codes (301, 303)"),
    ),
    assumptions=(
        Text(
            "未填经济分类的支付照看；用途未填的不算用途不同",
            "a payment without an economic code is looked at; a purpose that is not given is not "
            "a different one",
        ),
        Text(
            "两笔可分属两个预算年度，疑点归后一笔的支付月份",
            "the two may be of two fiscal years; the finding is of the month of the later one",
        ),
    ),
    examples=(
        Example(
            story="the same amount to the same account 30 days later",
            given={"payment": [{}, {"payment": "V2", "paid_on": date(2026, 4, 2)}]},
            fails={"V2": Severity.ORANGE},
            at_stake={"V2": Decimal("40.00")},
            passes=["V1"],
            boundary=True,
        ),
        Example(
            story="31 days later is another month",
            given={"payment": [{}, {"payment": "V2", "paid_on": date(2026, 4, 3)}]},
            passes=["V1", "V2"],
            boundary=True,
        ),
        Example(
            story="one fen more is another amount; another account or government is another payee",
            given={
                "payment": [
                    {},
                    {"payment": "V2", "amount": Decimal("40.01")},
                    {"payment": "V3", "payee_account": "6200992"},
                    {"payment": "V4", "region": "410102"},
                ]
            },
            passes=["V1", "V2", "V3", "410102 V4"],
            boundary=True,
        ),
        Example(
            story="on one day the voucher that comes first by its number is the earlier one",
            given={"payment": [{"payment": "V1/2"}, {"payment": "V1"}]},
            fails={"V1／2": Severity.ORANGE},
            passes=["V1"],
        ),
        Example(
            story="another purpose lowers it to yellow; one that is empty does not",
            given={
                "payment": [
                    {"purpose": "一季度物业费"},
                    {"payment": "V2", "purpose": "二季度物业费 "},
                    {"payment": "V3", "purpose": " 一季度物业费"},
                    {"payment": "V4", "purpose": " "},
                    {"payment": "V5", "purpose": None, "amount": Decimal("7.00")},
                    {"payment": "V6", "purpose": "印刷费", "amount": Decimal("7.00")},
                ]
            },
            fails={
                "V2": Severity.YELLOW,
                "V3": Severity.ORANGE,
                "V4": Severity.ORANGE,
                "V6": Severity.ORANGE,
            },
            passes=["V1", "V5"],
        ),
        Example(
            story="a chain of equal payments is measured from each to the one before",
            given={
                "payment": [
                    {},
                    {"payment": "V2", "paid_on": date(2026, 4, 1)},
                    {"payment": "V3", "paid_on": date(2026, 4, 30)},
                    {"payment": "V4", "paid_on": date(2026, 6, 30)},
                ]
            },
            fails={"V2": Severity.ORANGE, "V3": Severity.ORANGE},
            passes=["V1", "V4"],
        ),
        Example(
            story="what came back and was paid again was paid once",
            given={
                "payment": [
                    {},
                    {
                        "payment": "V2",
                        "amount": Decimal("-40.00"),
                        "business": "2",
                        "paid_on": date(2026, 3, 5),
                    },
                    {"payment": "V3", "paid_on": date(2026, 3, 6)},
                ]
            },
            passes=["V1", "V3"],
            not_applicable=["V2"],
        ),
        Example(
            story="a second payment that came back is no finding; a third one is",
            given={
                "payment": [
                    {},
                    {"payment": "V2"},
                    {"payment": "V3", "amount": Decimal("-40.00"), "business": "2"},
                    {"payment": "V4", "paid_on": date(2026, 3, 9)},
                ]
            },
            fails={"V4": Severity.ORANGE},
            passes=["V1", "V2"],
            not_applicable=["V3"],
        ),
        Example(
            story="a refund of something older cancels nothing that comes after it",
            given={
                "payment": [
                    {"payment": "V0", "amount": Decimal("-40.00"), "paid_on": date(2026, 1, 5)},
                    {},
                    {"payment": "V2"},
                ]
            },
            fails={"V2": Severity.ORANGE},
            passes=["V1"],
            not_applicable=["V0"],
        ),
        Example(
            story="refunds are no pair, nor are payments of nothing",
            given={
                "payment": [
                    {"amount": Decimal("-40.00")},
                    {"payment": "V2", "amount": Decimal("-40.00")},
                    {"payment": "V3", "amount": Decimal("0.00")},
                    {"payment": "V4", "amount": Decimal("0.00")},
                ]
            },
            not_applicable=["V1", "V2", "V3", "V4"],
        ),
        Example(
            story="wages and pensions repeat; an empty code may be anything",
            given={
                "payment": [
                    {"department_economic": "30101"},
                    {"payment": "V2", "department_economic": "30101"},
                    {"payment": "V3", "department_economic": "30305"},
                    {"payment": "V6"},
                    {"payment": "V4", "department_economic": None, "amount": Decimal("9.00")},
                    {"payment": "V5", "department_economic": None, "amount": Decimal("9.00")},
                ]
            },
            fails={"V5": Severity.ORANGE},
            passes=["V4", "V6"],
            not_applicable={
                "V1": "personnel code",
                "V2": "personnel code",
                "V3": "personnel code",
            },
        ),
        Example(
            story="between two that lie too far apart a wage or a year-end voucher makes no pair",
            given={
                "payment": [
                    {"paid_on": date(2026, 3, 3)},
                    {"payment": "V2", "paid_on": date(2026, 3, 20), "department_economic": "30101"},
                    {"payment": "V3", "paid_on": date(2026, 3, 20), "business": "9"},
                    {"payment": "V5", "paid_on": date(2026, 3, 20), "fiscal_year": 2027},
                    {"payment": "V4", "paid_on": date(2026, 4, 10)},
                ]
            },
            passes=["V1", "V4"],
            not_applicable={"V2": "personnel code"},
        ),
        Example(
            story="a year-end carry-over voucher is no payment",
            given={
                "payment": [
                    {"business": None},
                    {"payment": "V2", "business": "9"},
                    {"payment": "V3", "business": "9", "amount": Decimal("7.00")},
                    {"payment": "V4", "amount": Decimal("7.00")},
                ]
            },
            passes=["V1", "V4"],
        ),
        Example(
            story="the pair may cross the year, and each year is asked",
            given={
                "payment": [
                    {"fiscal_year": 2025, "paid_on": date(2025, 12, 20)},
                    {"fiscal_year": 2026, "paid_on": date(2026, 1, 10)},
                    {"payment": "V3", "fiscal_year": 2025, "paid_on": date(2025, 12, 21)},
                ]
            },
            fails={"V1": Severity.ORANGE, "2025-12 V3": Severity.ORANGE},
            passes=["2025-12 V1"],
        ),
        Example(
            story="no row dated after the day is read",
            given={
                "payment": [
                    {"paid_on": date(2026, 9, 29)},
                    {"payment": "V2", "paid_on": date(2026, 9, 30)},
                    {"payment": "V3", "paid_on": date(2026, 10, 1)},
                    {"payment": "V4", "paid_on": date(2026, 9, 30), "fiscal_year": 2027},
                    {
                        "payment": "V5",
                        "fiscal_year": 2027,
                        "paid_on": date(2026, 9, 1),
                        "amount": Decimal("7.00"),
                    },
                    {"payment": "V6", "paid_on": date(2026, 9, 2), "amount": Decimal("7.00")},
                    {"payment": "V7", "paid_on": date(2026, 10, 1), "amount": Decimal("-40.00")},
                ]
            },
            fails={"V2": Severity.ORANGE},
            passes=["V1", "V6"],
            units={"V2": "U1"},
            boundary=True,
        ),
        Example(
            story="an empty account is unknown",
            given={"payment": [{"payee_account": None}, {"payment": "V2", "payee_account": None}]},
            unknown={"V1": "payment.payee_account", "V2": "payment.payee_account"},
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
        Example(
            story="one voucher delivered in two months is not two payments",
            given={"payment": [{}, {}]},
            passes=["V1"],
        ),
    ),
)
