"""合同签订超期 · A contract is signed late after the award.

Between the award and the signature the winner is known and nothing binds it yet: the longer the
gap, the more room there is to talk the terms over again.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import CONTRACT

RULE = Rule(
    code="P01",
    title=Text("合同签订超期", "A contract is signed late after the award"),
    meaning=Text(
        "从中标、成交通知书发出到签订采购合同，超过了法定的三十日。",
        "More days than the law allows passed between the notice of award and the signature.",
    ),
    severity=Severity.ORANGE,
    formula=Text("{signed_on} − {awarded_on} > {days}", "{signed_on} − {awarded_on} > {days}"),
    needs=("contract",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="政府采购法",
            number="第四十六条",
            part="第一款",
            quote="采购人与中标、成交供应商应当在中标、成交通知书发出之日起三十日内，按照采购文件确定的事项签订政府采购合同。",
        ),
    ),
    limits={
        "days": Limit(
            30,
            Provenance.STATUTORY,
            "签订期限",
            "days to sign",
            unit="day",
            article="政府采购法第四十六条第一款",
        ),
    },
    sql="""
        with signed as (
            select *, date_diff('day', awarded_on, signed_on) as taken
            from core.contract
            where signed_on <= $as_of
        )
        select
            region,
            cast(year(signed_on) as varchar) as period,
            replace(contract, '/', '／') as subject,
            case
                when taken is null then 'unknown'
                when taken > $days then 'fail'
                else 'pass'
            end as verdict,
            case when taken is null then 'contract.awarded_on' end as reason,
            null as severity,
            amount as at_stake,
            unit,
            awarded_on,
            signed_on,
            taken,
            supplier
        from signed
    """,
    evidence={"contract": CONTRACT},
    operands={
        "awarded_on": Text("中标通知日期", "awarded on"),
        "signed_on": Text("签订日期", "signed on"),
        "taken": Text("相隔天数", "days between"),
        "supplier": Text("供应商", "supplier"),
    },
    advice=Text(
        "请采购人说明迟签的原因，并对照中标、成交通知书与合同文本，核对价款、数量和工期有无改变。",
        "The buyer explains the delay; compare the notice of award with the signed contract for "
        "changes in price, quantity or term.",
    ),
    innocent=Text(
        "质疑、投诉处理期间依法暂停；通知书日期填成了评审日期；不可抗力。",
        "The award was challenged and signing was suspended; the date reported is that of the "
        "evaluation and not of the notice; force majeure.",
    ),
    assumptions=(
        Text(
            "中标通知日期即通知书发出之日，发出当日不计",
            "the date of award is the day on which the notice went out, and is not counted",
        ),
    ),
    examples=(
        Example(
            story="signed on the thirtieth day is in time",
            given={"contract": [{"awarded_on": date(2026, 3, 1), "signed_on": date(2026, 3, 31)}]},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="signed on the thirty-first day is late",
            given={
                "contract": [
                    {
                        "awarded_on": date(2026, 3, 1),
                        "signed_on": date(2026, 4, 1),
                        "amount": Decimal("90.00"),
                    }
                ]
            },
            fails={"K1": Severity.ORANGE},
            at_stake={"K1": Decimal("90.00")},
            boundary=True,
        ),
        Example(
            story="without the day of award nobody can tell",
            given={"contract": [{"awarded_on": None}]},
            unknown={"K1": "contract.awarded_on"},
        ),
        Example(
            story="a contract of the night's own day is read, and one of the day after is not",
            given={
                "contract": [
                    {"awarded_on": date(2026, 3, 1), "signed_on": date(2026, 10, 1)},
                    {
                        "contract": "K2",
                        "awarded_on": date(2026, 3, 1),
                        "signed_on": date(2026, 9, 30),
                    },
                ]
            },
            fails={"K2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="a site may give less time, from the day that its setting names",
            given={"contract": [{"awarded_on": date(2026, 3, 1), "signed_on": date(2026, 3, 27)}]},
            limits={"days": 25},
            fails={"K1": Severity.ORANGE},
        ),
        Example(
            story="a slash in the number is written wide, so that it stays one part",
            given={
                "contract": [
                    {
                        "contract": "K/2026/1",
                        "awarded_on": date(2026, 3, 1),
                        "signed_on": date(2026, 9, 1),
                    }
                ]
            },
            fails={"K／2026／1": Severity.ORANGE},
        ),
        Example(
            story="contracts that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["contract"],
            unknown={"": "feed missing: contract"},
        ),
    ),
)
