"""处置收入未缴 · Proceeds of a disposal are not handed in.

What an asset was sold for belongs to the treasury from the day on which it is due.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import ASSET_USE
from alerts.rules.assets._uses import INCOME_ASSUMPTIONS, INCOME_OPERANDS, not_handed_in

RULE = Rule(
    code="S08",
    title=Text("处置收入未缴", "Proceeds of a disposal are not handed in"),
    meaning=Text(
        "资产处置收入到期已超过三十天，仍未全部缴入国库。",
        "The proceeds of a disposal have been due for more than thirty days and are not all "
        "handed in.",
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
            part="第二款",
            quote="事业单位国有资产的处置收入应当按照政府非税收入和国库集中收缴制度的有关规定管理。",
            bearing=Bearing.PRINCIPLE,
            note=(
                "行政单位同此（第一款）；国家另有规定的除外 / the same for administrative units "
                "(paragraph 1); other state rules excepted"
            ),
        ),
    ),
    limits={
        "days": Limit(30, Provenance.PROPOSED_DEFAULT, "宽限天数", "days of grace", unit="day"),
    },
    sql=not_handed_in("3"),
    evidence={"asset_use": ASSET_USE},
    operands=INCOME_OPERANDS,
    advice=Text(
        "请单位提供处置合同、成交确认书和非税收入缴款书，核对扣除的税费是否有据。",
        "The unit shows the contract, the confirmed price and the payment into the "
        "treasury; are the taxes and costs it took off supported?",
    ),
    innocent=Text(
        "处置收入扣除税费后上缴；国家规定科技成果转化等收入留归单位；分期付款尚未到期。",
        "Taxes and costs were taken off first; the state leaves some proceeds to the unit, "
        "such as those of research; payment is by instalments.",
    ),
    assumptions=INCOME_ASSUMPTIONS,
    examples=(
        Example(
            story="thirty days of grace are borne",
            given={
                "asset_use": [
                    {
                        "kind": "3",
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
            given={
                "asset_use": [
                    {"kind": "3", "due_on": date(2026, 8, 30), "handed_in": Decimal("0.00")}
                ]
            },
            fails={"G1": Severity.ORANGE},
            at_stake={"G1": Decimal("100.00")},
            boundary=True,
        ),
        Example(
            story="a fen short is not all of it",
            given={
                "asset_use": [
                    {"kind": "3", "handed_in": Decimal("99.99")},
                    {"event": "G2", "kind": "3", "handed_in": Decimal("100.00")},
                    {"event": "G3", "kind": "3", "handed_in": Decimal("100.01")},
                ]
            },
            fails={"G1": Severity.ORANGE},
            at_stake={"G1": Decimal("0.01")},
            passes=["G2", "G3"],
            boundary=True,
        ),
        Example(
            story="leases, loans and investments have no proceeds",
            given={
                "asset_use": [
                    {"handed_in": Decimal("0.00")},
                    {"event": "G2", "kind": "2", "handed_in": Decimal("0.00")},
                    {"event": "G4", "kind": "4", "handed_in": Decimal("0.00")},
                ]
            },
        ),
        Example(
            story="where nothing is due nothing is owed",
            given={
                "asset_use": [
                    {"kind": "3", "due_income": Decimal("0.00"), "handed_in": Decimal("0.00")}
                ]
            },
            passes=["G1"],
        ),
        Example(
            story="what was not reported is unknown, unless the rest settles it",
            given={
                "asset_use": [
                    {"kind": "3", "due_on": None, "handed_in": Decimal("0.00")},
                    {"event": "G2", "kind": "3", "due_income": None},
                    {"event": "G3", "kind": "3", "handed_in": None},
                    {"event": "G4", "kind": "3", "due_on": None},
                    {"event": "G5", "kind": "3", "due_on": date(2026, 9, 15), "handed_in": None},
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
                        "kind": "3",
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
