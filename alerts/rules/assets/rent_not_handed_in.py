"""租金未收未缴 · Rent is not collected or not handed in.

Rent that stays with the tenant or in the unit is money of the treasury that nobody counts.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text

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
    sql="""
        with owed as (
            select
                *,
                date_diff('day', due_on, $as_of) as days_over,
                due_income - handed_in as difference
            from core.asset_use
            where kind = '1'
                and started_on <= $as_of
        ),
        judged as (
            select
                *,
                case
                    when difference <= 0 or days_over <= $days then 'pass'
                    when difference is null or days_over is null then 'unknown'
                    else 'fail'
                end as verdict
            from owed
        )
        select
            region,
            cast(year(started_on) as varchar) as period,
            replace(event, '/', '／') as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when due_on is null then 'asset_use.due_on'
                when due_income is null then 'asset_use.due_income'
                else 'asset_use.handed_in'
            end as reason,
            null as severity,
            difference as at_stake,
            unit,
            asset,
            started_on,
            due_on,
            days_over,
            due_income,
            handed_in,
            difference
        from judged
    """,
    evidence={
        "asset_use": """
            select f.region, f.period, f.subject, u.event
            from finding f
            join core.asset_use u
                on u.region = f.region
                and replace(u.event, '/', '／') = f.subject
        """,
    },
    operands={
        "asset": Text("资产编号", "asset"),
        "started_on": Text("发生日期", "happened on"),
        "due_on": Text("应缴日期", "due on"),
        "days_over": Text("逾期天数", "days over"),
        "due_income": Text("应收收入", "income due"),
        "handed_in": Text("已缴国库金额", "handed in"),
        "difference": Text("未缴", "not handed in"),
    },
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
    assumptions=(
        Text(
            "按报送的应缴日期计算；已全部上缴的，无论何时不再判；应收收入为 0 的没有可缴的",
            "counted from the day on which it is due; once all is handed in, however late, "
            "the rule "
            "is silent; where nothing is due nothing is owed",
        ),
    ),
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
