"""租金未收未缴 · Rent is not collected or not handed in.

Rent that stays with the tenant or in the unit is money of the treasury that nobody counts.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import ASSET_USE
from alerts.rules.assets._uses import INCOME_ASSUMPTIONS, INCOME_OPERANDS, not_handed_in

RULE = Rule(
    code="S05",
    title=Text("租金未收未缴", "Rent is not collected or not handed in"),
    meaning=Text(
        "出租资产的租金到期已超过三十天，仍未全部缴入国库。",
        "The rent of a lease has been due for more than thirty days and is not all handed in.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{due_income} − {handed_in} > 0 ∧ {days_over} > {days}",
        "{due_income} − {handed_in} > 0 and {days_over} > {days}",
    ),
    needs=("asset_use",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="行政事业性国有资产管理条例",
            number="第二十五条",
            part="第一款",
            quote="行政单位国有资产出租和处置等收入，应当按照政府非税收入和国库集中收缴制度的有关规定管理。",
            bearing=Bearing.PRINCIPLE,
            note=(
                "事业单位的租金按本级财政部门的办法（第三款） / an institution's rent follows "
                "the local finance office's rule (paragraph 3)"
            ),
        ),
        Article(
            law="行政事业性国有资产管理条例",
            number="第二十六条",
            quote="各部门及其所属单位应当及时收取各类资产收入",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "days": Limit(30, Provenance.PROPOSED_DEFAULT, "宽限天数", "days of grace", unit="day"),
    },
    sql=not_handed_in("1"),
    evidence={"asset_use": ASSET_USE},
    operands=INCOME_OPERANDS,
    advice=Text(
        "请单位提供租赁合同、收款凭证和非税收入缴款书，说明未收、未缴的原因和催收情况。",
        "The unit shows the lease, the receipts and the payment into the treasury, and says "
        "why rent is missing and what it did to collect it.",
    ),
    innocent=Text(
        "按地方规定减免租金；租金按季缴库而应缴日期填为年初；事业单位租金依规定留用。",
        "The rent was remitted by local policy; it is handed in by quarter; an institution "
        "may keep it by the local rule.",
    ),
    assumptions=INCOME_ASSUMPTIONS,
    examples=(
        Example(
            story="thirty days of grace are borne",
            given={
                "asset_use": [
                    {
                        "started_on": date(2026, 9, 30),
                        "due_on": date(2026, 8, 31),
                        "handed_in": Decimal("0.00"),
                    }
                ]
            },
            passes=["G1"],
            boundary=True,
        ),
        Example(
            story="the thirty-first day is too late",
            given={"asset_use": [{"due_on": date(2026, 8, 30), "handed_in": Decimal("0.00")}]},
            fails={"G1": Severity.ORANGE},
            at_stake={"G1": Decimal("100.00")},
            boundary=True,
        ),
        Example(
            story="a fen short is not all of it",
            given={
                "asset_use": [
                    {"handed_in": Decimal("99.99")},
                    {"event": "G2", "handed_in": Decimal("100.00")},
                    {"event": "G3", "handed_in": Decimal("100.01")},
                ]
            },
            fails={"G1": Severity.ORANGE},
            at_stake={"G1": Decimal("0.01")},
            passes=["G2", "G3"],
            boundary=True,
        ),
        Example(
            story="loans, disposals and investments owe no rent",
            given={
                "asset_use": [
                    {"kind": "2", "handed_in": Decimal("0.00")},
                    {"event": "G3", "kind": "3", "handed_in": Decimal("0.00")},
                    {"event": "G4", "kind": "4", "handed_in": Decimal("0.00")},
                ]
            },
        ),
        Example(
            story="where nothing is due nothing is owed",
            given={"asset_use": [{"due_income": Decimal("0.00"), "handed_in": Decimal("0.00")}]},
            passes=["G1"],
        ),
        Example(
            story="what was not reported is unknown, unless the rest settles it",
            given={
                "asset_use": [
                    {"due_on": None, "handed_in": Decimal("0.00")},
                    {"event": "G2", "due_income": None},
                    {"event": "G3", "handed_in": None},
                    {"event": "G4", "due_on": None},
                    {"event": "G5", "due_on": date(2026, 9, 15), "handed_in": None},
                ]
            },
            unknown={
                "G1": "asset_use.due_on",
                "G2": "asset_use.due_income",
                "G3": "asset_use.handed_in",
            },
            passes=["G4", "G5"],
        ),
        Example(
            story="what happens after the night's day is not read",
            given={
                "asset_use": [
                    {
                        "started_on": date(2026, 10, 1),
                        "handed_in": Decimal("0.00"),
                    }
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
