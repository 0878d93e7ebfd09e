"""租约到期未续招 · A lease is about to end.

Two months are what it takes to advertise a lease openly. Whoever begins later renews with the
tenant who is there, at the rent that is there.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import ASSET_USE

RULE = Rule(
    code="S06",
    title=Text("租约到期未续招", "A lease is about to end"),
    meaning=Text(
        "出租合同将在六十天内到期（含当天），应当及早公开招租。",
        "The lease ends within sixty days, today included: time to let the asset openly again.",
    ),
    severity=Severity.BLUE,
    formula=Text("0 ≤ {ends_on} − {as_of_day} ≤ {days}", "0 ≤ {ends_on} − {as_of_day} ≤ {days}"),
    needs=("asset_use",),
    horizon=Horizon.OPEN,
    basis=(),
    printed_basis="宁海 practice",
    limits={
        "days": Limit(60, Provenance.PUBLISHED_PRACTICE, "提前天数", "days ahead", unit="day"),
    },
    sql="""
        with let as (
            select *, date_diff('day', $as_of, ends_on) as days_left
            from core.asset_use
            where kind = '1'
                and started_on <= $as_of
        )
        select
            region,
            cast(year(started_on) as varchar) as period,
            replace(event, '/', '／') as subject,
            case
                when days_left is null then 'unknown'
                when days_left < 0 then 'not_applicable'
                when days_left <= $days then 'fail'
                else 'pass'
            end as verdict,
            case
                when days_left is null then 'asset_use.ends_on'
                when days_left < 0 then 'lease has ended'
            end as reason,
            null as severity,
            due_income as at_stake,
            unit,
            asset,
            started_on,
            ends_on,
            $as_of as as_of_day,
            days_left,
            due_income
        from let
    """,
    evidence={"asset_use": ASSET_USE},
    operands={
        "asset": Text("资产编号", "asset"),
        "started_on": Text("起租日期", "let from"),
        "ends_on": Text("到期日期", "ends on"),
        "as_of_day": Text("监督日", "asked as of"),
        "days_left": Text("剩余天数", "days left"),
        "due_income": Text("年租金", "rent of a year"),
    },
    advice=Text(
        "请单位说明到期后收回自用还是继续出租；继续出租的，提供评估底价和公开招租公告。",
        "The unit says whether it takes the asset back or lets it again; if so, it shows the "
        "valuation and the public notice.",
    ),
    innocent=Text(
        "已公开招租或者决定收回，新合同尚未报送。",
        "It is advertised, or will be taken back, and the new contract is not delivered yet.",
    ),
    exclusions=(
        Text("已到期的不适用", "leases that have ended: not applicable"),
        Text("出借不在此列", "loans are not asked here"),
    ),
    assumptions=(
        Text(
            "没有到期日期的租约判为未知；续租另行登记为新业务",
            "a lease without an end is unknown; its renewal is an event of its own",
        ),
    ),
    examples=(
        Example(
            story="a lease that ends today still counts, and one that ended yesterday does not",
            given={
                "asset_use": [
                    {"ends_on": date(2026, 9, 30), "due_income": Decimal("100.00")},
                    {"event": "G2", "ends_on": date(2026, 9, 29)},
                ]
            },
            fails={"G1": Severity.BLUE},
            at_stake={"G1": Decimal("100.00")},
            not_applicable=["G2"],
            boundary=True,
        ),
        Example(
            story="the sixtieth day ahead counts, the sixty-first does not",
            given={
                "asset_use": [
                    {"ends_on": date(2026, 11, 29)},
                    {"event": "G2", "ends_on": date(2026, 11, 30)},
                ]
            },
            fails={"G1": Severity.BLUE},
            passes=["G2"],
            boundary=True,
        ),
        Example(
            story="loans, disposals and investments are not leases",
            given={
                "asset_use": [
                    {"event": "G2", "kind": "2", "ends_on": date(2026, 10, 30)},
                    {"event": "G3", "kind": "3", "ends_on": date(2026, 10, 30)},
                    {"event": "G4", "kind": "4", "ends_on": date(2026, 10, 30)},
                ]
            },
        ),
        Example(
            story="a lease that begins after the night's day is not read",
            given={
                "asset_use": [
                    {"started_on": date(2026, 10, 1), "ends_on": date(2026, 10, 30)},
                    {
                        "event": "G2",
                        "started_on": date(2026, 9, 30),
                        "ends_on": date(2026, 10, 30),
                    },
                ]
            },
            fails={"G2": Severity.BLUE},
            boundary=True,
        ),
        Example(
            story="a lease without an end is unknown",
            given={"asset_use": [{"ends_on": None}]},
            unknown={"G1": "asset_use.ends_on"},
        ),
        Example(
            story="a rent that was not reported leaves the amount open and the lease found",
            given={"asset_use": [{"ends_on": date(2026, 10, 30), "due_income": None}]},
            fails={"G1": Severity.BLUE},
        ),
        Example(
            story="leases that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["asset_use"],
            unknown={"": "feed missing: asset_use"},
        ),
    ),
)
