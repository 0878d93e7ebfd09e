"""处置未批 · A disposal without approval.

Sold, scrapped or given away before anybody agreed: what is gone cannot be looked at again.
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
    code="S07",
    title=Text("处置未批", "A disposal without approval"),
    meaning=Text(
        "资产处置没有批准文号。",
        "An asset was disposed of, and no approval number is given.",
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
        Article(
            law="行政事业性国有资产管理条例",
            number="第十九条",
            quote="经集体决策和履行审批程序，依据处置事项批复等相关文件及时处置行政事业性国有资产",
        ),
    ),
    limits={},
    sql=without_approval("kind = '3'"),
    evidence={"asset_use": ASSET_USE},
    operands=APPROVAL_OPERANDS,
    advice=Text(
        "请单位提供集体决策记录、处置批复、评估与交易文件，核对处置日期与批复日期的先后。",
        "The unit shows its decision, the approval, the valuation and the sale; was it "
        "approved before it was disposed of?",
    ),
    innocent=Text(
        "地方规定限额以下由单位自行决定；批复为批量处置，文号只登在一处。",
        "Below a local line the unit decides alone; one approval covers a batch and stands "
        "with one asset.",
    ),
    exclusions=(Text("出租、出借由 S03 判", "leases and loans are S03's"),),
    assumptions=APPROVAL_ASSUMPTIONS,
    examples=(
        Example(
            story="a disposal with an approval number is in order",
            given={"asset_use": [{"kind": "3"}]},
            passes=["G1"],
        ),
        Example(
            story="a disposal without one is not",
            given={"asset_use": [{"kind": "3", "approval": None, "due_income": Decimal("100.00")}]},
            fails={"G1": Severity.RED},
            at_stake={"G1": Decimal("100.00")},
        ),
        Example(
            story="a blank is no number, and one character is",
            given={
                "asset_use": [
                    {"kind": "3", "approval": "  "},
                    {"event": "G2", "kind": "3", "approval": "1"},
                ]
            },
            fails={"G1": Severity.RED},
            passes=["G2"],
            boundary=True,
        ),
        Example(
            story="income that was not reported leaves the amount open and the disposal found",
            given={"asset_use": [{"kind": "3", "approval": None, "due_income": None}]},
            fails={"G1": Severity.RED},
        ),
        Example(
            story="it is asked about from the day it happens",
            given={
                "asset_use": [
                    {"kind": "3", "approval": None, "started_on": date(2026, 9, 30)},
                    {
                        "event": "G2",
                        "kind": "3",
                        "approval": None,
                        "started_on": date(2026, 10, 1),
                    },
                ]
            },
            fails={"G1": Severity.RED},
            boundary=True,
        ),
        Example(
            story="leases, loans and investments are not disposals",
            given={
                "asset_use": [
                    {"approval": None},
                    {"event": "G2", "kind": "2", "approval": None},
                    {"event": "G4", "kind": "4", "approval": None},
                ]
            },
        ),
        Example(
            story="leases and disposals that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["asset_use"],
            unknown={"": "feed missing: asset_use"},
        ),
    ),
)
