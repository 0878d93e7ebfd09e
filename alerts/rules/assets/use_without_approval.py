"""出租出借未审批 · A lease or loan without approval.

Public property earns for somebody before anybody agreed to it.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Rule, Severity, Text
from alerts.rules._itself import ASSET_USE
from alerts.rules.assets._uses import (
    APPROVAL_ASSUMPTIONS,
    APPROVAL_OPERANDS,
    without_approval,
)

RULE = Rule(
    code="S03",
    title=Text("出租出借未审批", "A lease or loan without approval"),
    meaning=Text(
        "资产出租、出借没有批准文号。",
        "An asset is let or lent, and no approval number is given.",
    ),
    severity=Severity.RED,
    formula=Text("{approval} = ∅", "{approval} is empty"),
    needs=("asset_use",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="行政事业性国有资产管理条例",
            number="第五十三条",
            part="第（一）项",
            quote="配置、使用、处置国有资产未按照规定经集体决策或者履行审批程序",
            note=(
                "地方规定不需审批的不适用，报送数据不能辨别 / where the local rules need no "
                "approval it does not apply, and the feed cannot tell"
            ),
        ),
    ),
    limits={},
    sql=without_approval("kind in ('1', '2')"),
    evidence={"asset_use": ASSET_USE},
    operands=APPROVAL_OPERANDS,
    advice=Text(
        "请单位提供集体决策记录和主管部门、财政部门的批复，没有的补办或者收回。",
        "The unit shows its own decision and the approval of department and finance office; "
        "without one, the asset is taken back or the approval sought.",
    ),
    innocent=Text(
        "地方规定限额以下由单位自行决定；批复为多处资产合一，文号只登在一处。",
        "Below a local line the unit decides alone; one approval covers several assets and "
        "stands with one of them.",
    ),
    exclusions=(
        Text(
            "处置由 S07 判，对外投资不在此列",
            "disposals are S07's; outside investments are not asked here",
        ),
    ),
    assumptions=APPROVAL_ASSUMPTIONS,
    examples=(
        Example(
            story="a lease with an approval number is in order",
            given={"asset_use": [{"kind": "1"}]},
            passes=["G1"],
        ),
        Example(
            story="a lease without one is not",
            given={"asset_use": [{"kind": "1", "approval": None, "due_income": Decimal("100.00")}]},
            fails={"G1": Severity.RED},
            at_stake={"G1": Decimal("100.00")},
        ),
        Example(
            story="a blank is no number, and one character is",
            given={
                "asset_use": [
                    {"kind": "1", "approval": "  "},
                    {"event": "G2", "kind": "1", "approval": "1"},
                ]
            },
            fails={"G1": Severity.RED},
            passes=["G2"],
            boundary=True,
        ),
        Example(
            story="income that was not reported leaves the amount open and the lease found",
            given={"asset_use": [{"kind": "1", "approval": None, "due_income": None}]},
            fails={"G1": Severity.RED},
        ),
        Example(
            story="it is asked about from the day it happens",
            given={
                "asset_use": [
                    {"kind": "1", "approval": None, "started_on": date(2026, 9, 30)},
                    {
                        "event": "G2",
                        "kind": "1",
                        "approval": None,
                        "started_on": date(2026, 10, 1),
                    },
                ]
            },
            fails={"G1": Severity.RED},
            boundary=True,
        ),
        Example(
            story="a loan is asked as a lease is; disposals and investments are not",
            given={
                "asset_use": [
                    {"event": "G2", "kind": "2", "approval": None},
                    {"event": "G3", "kind": "3", "approval": None},
                    {"event": "G4", "kind": "4", "approval": None},
                ]
            },
            fails={"G2": Severity.RED},
        ),
        Example(
            story="a lease that has ended is to be answered for too",
            given={"asset_use": [{"approval": None, "ends_on": date(2026, 3, 31)}]},
            fails={"G1": Severity.RED},
        ),
        Example(
            story="leases and disposals that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["asset_use"],
            unknown={"": "feed missing: asset_use"},
        ),
    ),
)
