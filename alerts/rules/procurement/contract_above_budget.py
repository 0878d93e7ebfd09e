"""无预算、超预算采购 · A contract without a procurement budget, or above it.

Who signs for more than was appropriated has spent next year's money, or somebody else's.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Rule, Severity, Text
from alerts.rules._itself import CONTRACT

RULE = Rule(
    code="P05",
    title=Text("无预算、超预算采购", "A contract without a budget, or above it"),
    meaning=Text(
        "采购合同没有采购预算（预算为 0），或者合同金额超过了采购预算。",
        "The contract has a procurement budget of nothing, or is more than its budget.",
    ),
    severity=Severity.RED,
    formula=Text("{budget} = 0 ∨ {amount} > {budget}", "{budget} = 0 or {amount} > {budget}"),
    needs=("contract",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="政府采购法",
            number="第六条",
            quote="政府采购应当严格按照批准的预算执行。",
        ),
        Article(
            law="政府采购法",
            number="第三十三条",
            quote="负有编制部门预算职责的部门在编制下一财政年度部门预算时，应当将该财政年度政府采购的项目及资金预算列出，报本级财政部门汇总。",
        ),
    ),
    limits={},
    sql="""
        with signed as (
            select *, amount - budget as difference
            from core.contract
            where signed_on <= $as_of
        )
        select
            region,
            cast(year(signed_on) as varchar) as period,
            replace(contract, '/', '／') as subject,
            case
                when budget is null then 'unknown'
                when budget = 0 or difference > 0 then 'fail'
                else 'pass'
            end as verdict,
            case when budget is null then 'contract.budget' end as reason,
            null as severity,
            difference as at_stake,
            unit,
            budget,
            amount,
            difference,
            supplier
        from signed
    """,
    evidence={"contract": CONTRACT},
    operands={
        "budget": Text("采购预算", "procurement budget"),
        "amount": Text("合同金额", "contract"),
        "difference": Text("超出", "above"),
        "supplier": Text("供应商", "supplier"),
    },
    advice=Text(
        "请采购人提供采购预算批复和采购计划备案表，核对合同对应的预算项目、调剂文件与资金来源。",
        "The buyer shows the approved procurement budget and the plan on file; compare the item, "
        "the virements and where the money comes from.",
    ),
    innocent=Text(
        "预算调剂已批但采购预算未更新；一份预算对应多份合同而按份额拆填；跨年项目只报了当年预算。",
        "The budget was raised by virement and not updated here; one budget serves several "
        "contracts; a project of several years reports this year's budget only.",
    ),
    exclusions=(
        Text(
            "补充合同不计，由 P04、P06 判", "supplements are not counted: P04 and P06 ask of them"
        ),
    ),
    assumptions=(
        Text(
            "采购预算未报不等于没有预算，判为未知",
            "a budget that is not reported is not a budget of nothing: unknown",
        ),
    ),
    examples=(
        Example(
            story="a contract may take the whole budget",
            given={"contract": [{"budget": Decimal("90.00"), "amount": Decimal("90.00")}]},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="one fen above the budget is too much",
            given={"contract": [{"budget": Decimal("90.00"), "amount": Decimal("90.01")}]},
            fails={"K1": Severity.RED},
            at_stake={"K1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a budget of nothing is no budget, however small the contract",
            given={
                "contract": [
                    {"budget": Decimal("0.00"), "amount": Decimal("90.00")},
                    {"contract": "K2", "budget": Decimal("0.00"), "amount": Decimal("0.00")},
                    {"contract": "K3", "budget": Decimal("0.01"), "amount": Decimal("0.01")},
                ]
            },
            fails={"K1": Severity.RED, "K2": Severity.RED},
            at_stake={"K1": Decimal("90.00"), "K2": Decimal("0.00")},
            passes=["K3"],
            boundary=True,
        ),
        Example(
            story="a supplement does not count against the procurement budget",
            given={
                "contract": [
                    {
                        "budget": Decimal("90.00"),
                        "amount": Decimal("90.00"),
                        "supplement": Decimal("9.00"),
                    }
                ]
            },
            passes=["K1"],
        ),
        Example(
            story="a contract of the night's own day is read, and one of the day after is not",
            given={
                "contract": [
                    {"signed_on": date(2026, 10, 1), "budget": Decimal("0.00")},
                    {"contract": "K2", "signed_on": date(2026, 9, 30), "budget": Decimal("0.00")},
                ]
            },
            fails={"K2": Severity.RED},
            boundary=True,
        ),
        Example(
            story="a budget that was not reported is unknown",
            given={"contract": [{"budget": None}]},
            unknown={"K1": "contract.budget"},
        ),
        Example(
            story="contracts that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["contract"],
            unknown={"": "feed missing: contract"},
        ),
    ),
)
