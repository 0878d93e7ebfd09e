"""追加采购超百分之十 · Supplements exceed a tenth of the contract.

What could not be won in one tender is often added afterwards, to the same supplier and without a
second one. The law leaves a tenth for what nobody could foresee.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import CONTRACT

RULE = Rule(
    code="P04",
    title=Text("追加采购超百分之十", "Supplements exceed a tenth of the contract"),
    meaning=Text(
        "一份采购合同的全部补充合同金额，超过了原合同金额的百分之十。",
        "All supplementary contracts together are more than a tenth of the contract they add to.",
    ),
    severity=Severity.RED,
    formula=Text("{supplement} > {amount} × {share}", "{supplement} > {amount} × {share}"),
    needs=("contract",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="政府采购法",
            number="第四十九条",
            quote="所有补充合同的采购金额不得超过原合同采购金额的百分之十",
        ),
    ),
    limits={
        "share": Limit(
            Decimal("0.10"),
            Provenance.STATUTORY,
            "追加上限",
            "most that may be added",
            unit="share",
            article="政府采购法第四十九条",
        ),
    },
    sql="""
        with compared as (
            select *, amount * $share as most, supplement - amount * $share as difference
            from core.contract
            where signed_on <= $as_of
        )
        select
            region,
            cast(year(signed_on) as varchar) as period,
            replace(contract, '/', '／') as subject,
            case
                when supplement is null then 'unknown'
                when difference > 0 then 'fail'
                else 'pass'
            end as verdict,
            case when supplement is null then 'contract.supplement' end as reason,
            null as severity,
            difference as at_stake,
            unit,
            amount,
            supplement,
            most,
            difference,
            supplier
        from compared
    """,
    evidence={"contract": CONTRACT},
    operands={
        "amount": Text("原合同金额", "contract"),
        "supplement": Text("补充合同金额", "supplements"),
        "most": Text("追加上限金额", "most that may be added"),
        "difference": Text("超出", "above"),
        "supplier": Text("供应商", "supplier"),
    },
    advice=Text(
        "请采购人提供全部补充合同，逐份核对标的是否与原合同相同、追加的审批依据，以及超出部分是否另行采购。",
        "The buyer shows every supplementary contract: whether each buys the same as the "
        "first, who "
        "approved it, and whether what is above a tenth was tendered anew.",
    ),
    innocent=Text(
        "变更后的合同总价误填为补充金额；框架协议按订单结算，原合同金额为零或为估计数。",
        "The new total was reported as the supplement; a framework agreement settles by order and "
        "its contract amount is zero or a guess.",
    ),
    assumptions=(
        Text(
            "补充合同金额为该合同全部补充合同之和；原合同金额为 0 而有追加的，即为超出",
            "the supplement is the sum of all supplements; where the contract is 0, any supplement "
            "is above a tenth of it",
        ),
    ),
    examples=(
        Example(
            story="exactly a tenth may be added",
            given={"contract": [{"amount": Decimal("90.00"), "supplement": Decimal("9.00")}]},
            passes=["K1"],
            boundary=True,
        ),
        Example(
            story="one fen more is too much",
            given={"contract": [{"amount": Decimal("90.00"), "supplement": Decimal("9.01")}]},
            fails={"K1": Severity.RED},
            at_stake={"K1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a tenth of an odd sum is not rounded up",
            given={
                "contract": [
                    {"amount": Decimal("90.09"), "supplement": Decimal("9.00")},
                    {
                        "contract": "K2",
                        "amount": Decimal("90.09"),
                        "supplement": Decimal("9.01"),
                    },
                ]
            },
            passes=["K1"],
            fails={"K2": Severity.RED},
            boundary=True,
        ),
        Example(
            story="a contract of the night's own day is read, and one of the day after is not",
            given={
                "contract": [
                    {"signed_on": date(2026, 10, 1), "supplement": Decimal("50.00")},
                    {
                        "contract": "K2",
                        "signed_on": date(2026, 9, 30),
                        "supplement": Decimal("50.00"),
                    },
                ]
            },
            fails={"K2": Severity.RED},
            boundary=True,
        ),
        Example(
            story="nothing was added",
            given={"contract": [{"supplement": Decimal("0.00")}]},
            passes=["K1"],
        ),
        Example(
            story="a contract may be cut",
            given={"contract": [{"supplement": Decimal("-20.00")}]},
            passes=["K1"],
        ),
        Example(
            story="a tenth of nothing is nothing",
            given={"contract": [{"amount": Decimal("0.00"), "supplement": Decimal("50.00")}]},
            fails={"K1": Severity.RED},
            at_stake={"K1": Decimal("50.00")},
        ),
        Example(
            story="a supplement that was not reported is not a supplement of nothing",
            given={"contract": [{"supplement": None}]},
            unknown={"K1": "contract.supplement"},
        ),
        Example(
            story="contracts that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["contract"],
            unknown={"": "feed missing: contract"},
        ),
    ),
)
