"""社保基金可支付月数 · How long a social insurance fund lasts.

A fund that holds less than half a year's benefits will soon need money from the budget.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B51",
    title=Text("社保基金可支付月数过低", "A social insurance fund lasts too short"),
    meaning=Text(
        "险种累计结余只够支付不到六个月（按当年月均支出）。",
        "A scheme's balance covers less than six months of this year's average outlay.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{balance} ÷ ({outlay} ÷ {months}) = {months_covered} < {yellow}（红 {red}）",
        "{balance} ÷ ({outlay} ÷ {months}) = {months_covered} < {yellow} (red {red})",
    ),
    needs=("insurance_fund",),
    basis=(
        Article(
            law="社会保险法",
            number="第六十五条",
            part="第二款",
            quote="县级以上人民政府在社会保险基金出现支付不足时，给予补贴",
            bearing=Bearing.PRINCIPLE,
            note="月数不是法律规定的 / the months are in no law",
        ),
        Article(
            law="预算法",
            number="第十一条",
            part="第二款",
            quote="做到收支平衡",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    horizon=Horizon.AS_OF,
    limits={
        "yellow": Limit(
            6, Provenance.UNVERIFIED_DEFAULT, "黄色：不足", "yellow: below", unit="month"
        ),
        "red": Limit(3, Provenance.UNVERIFIED_DEFAULT, "红色：不足", "red: below", unit="month"),
    },
    sql="""
        with told as (
            select *, max(month) over (partition by region) as latest
            from core.insurance_fund
            where last_day(cast(month || '-01' as date)) <= $as_of
        ),
        summed as (
            select
                region, scheme, latest,
                max(case when month = latest then balance end) as balance,
                sum(outlay) as outlay,
                count(*) as months
            from told
            where left(month, 4) = left(latest, 4)
            group by region, scheme, latest
            having bool_or(month = latest)
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(scheme, '/', '／') as subject,
            case
                when outlay <= 0 then 'not_applicable'
                when balance * months < $yellow * outlay then 'fail'
                else 'pass'
            end as verdict,
            case when outlay <= 0 then 'nothing paid out' end as reason,
            case when balance * months < $red * outlay then 'red' else 'yellow' end as severity,
            round($yellow * outlay / nullif(months, 0) - balance, 2) as at_stake,
            cast(null as varchar) as unit,
            scheme,
            latest as month,
            balance,
            outlay,
            months,
            cast(balance * months / nullif(outlay, 0) as decimal(18, 6)) as months_covered
        from summed
    """,
    evidence={
        "insurance_fund": """
            select f.region, f.period, f.subject, i.month, i.scheme
            from finding f
            join core.insurance_fund i
                on i.region = f.region
                and i.scheme = f.scheme
                and left(i.month, 4) = left(f.month, 4)
                and i.month <= f.month
        """,
    },
    operands={
        "scheme": Text("险种", "scheme"),
        "month": Text("统计月份", "month"),
        "balance": Text("累计结余", "balance"),
        "outlay": Text("当年累计支出", "outlay of the year so far"),
        "months": Text("当年月数", "months of the year told"),
        "months_covered": Text("可支付月数", "months covered"),
    },
    advice=Text(
        "请社保经办机构提供收支预测和财政补助安排，说明基金能够支付到什么时候。",
        "The insurance office gives its forecast and the subsidies that are planned, and says how "
        "long the fund will last.",
    ),
    innocent=Text(
        "统筹层次上移，结余已上解；财政补助、上级调剂金尚未到账；当年一次性补发。",
        "The fund was pooled at a higher level; a subsidy has not arrived yet; arrears were paid "
        "once this year.",
    ),
    assumptions=(
        Text(
            "以该级政府最近一个月的结余为准，除以该月所在年度已报各月的平均支出",
            "the balance of the government's latest month over the average outlay of the months of "
            "its year that are told",
        ),
        Text("当年没有支出的不适用", "where nothing was paid out it does not apply"),
    ),
    examples=(
        Example(
            story="six months are enough, a fen less is not",
            given={
                "insurance_fund": [
                    {"balance": Decimal("54.00")},
                    {"scheme": "1/0", "balance": Decimal("53.99")},
                ]
            },
            fails={"1／0": Severity.YELLOW},
            at_stake={"1／0": Decimal("0.01")},
            passes=["110"],
            boundary=True,
        ),
        Example(
            story="three months are yellow still, a fen less is red",
            given={
                "insurance_fund": [
                    {"balance": Decimal("27.00")},
                    {"scheme": "210", "balance": Decimal("26.99")},
                ]
            },
            fails={"110": Severity.YELLOW, "210": Severity.RED},
            boundary=True,
        ),
        Example(
            story="the average of the year's months that are told",
            given={
                "insurance_fund": [
                    {"month": "2025-12", "outlay": Decimal("900.00")},
                    {"month": "2026-06", "outlay": Decimal("6.00")},
                    *(
                        {
                            "region": "410102",
                            "month": month,
                            "outlay": Decimal(outlay),
                            "balance": Decimal(balance),
                        }
                        for month, outlay, balance in (
                            ("2026-06", "6.00", "900.00"),
                            ("2026-07", "9.00", "900.00"),
                            ("2026-08", "12.00", "53.99"),
                        )
                    ),
                    {"month": "2026-07", "outlay": Decimal("9.00"), "balance": Decimal("900.00")},
                    {"month": "2026-08", "outlay": Decimal("12.00"), "balance": Decimal("54.00")},
                    {"scheme": "210", "month": "2026-07", "balance": Decimal("1.00")},
                ]
            },
            fails={"410102 110": Severity.YELLOW},
            at_stake={"410102 110": Decimal("0.01")},
            passes=["110"],
            boundary=True,
        ),
        Example(
            story="the latest month is told when it is over",
            given={
                "insurance_fund": [
                    {"balance": Decimal("1.00")},
                    {"month": "2026-09", "balance": Decimal("900.00")},
                ]
            },
            as_of=date(2026, 9, 29),
            fails={"110": Severity.RED},
            boundary=True,
        ),
        Example(
            story="on its last day it is",
            given={
                "insurance_fund": [
                    {"balance": Decimal("1.00")},
                    {"month": "2026-09", "balance": Decimal("900.00")},
                    {"region": "410102", "balance": Decimal("1.00")},
                ]
            },
            passes=["110"],
            fails={"410102 110": Severity.RED},
            boundary=True,
        ),
        Example(
            story="a fund in debt is red; one that pays nothing has no measure",
            given={
                "insurance_fund": [
                    {"balance": Decimal("-1.00")},
                    {"scheme": "210", "outlay": Decimal("0.00")},
                ]
            },
            fails={"110": Severity.RED},
            at_stake={"110": Decimal("55.00")},
            not_applicable=["210"],
        ),
        Example(
            story="without the funds nothing is known",
            given={"payment": [{}]},
            missing=["insurance_fund"],
            unknown={"": "feed missing: insurance_fund"},
        ),
    ),
)
