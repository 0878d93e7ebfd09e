"""追加指标执行率低 · A supplement is not spent.

Money that was added within the year was asked for as urgent. What is half unspent at the end was
not.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._charged import CHARGED
from alerts.rules.execution._allotments import ALLOTMENT, CHANGES, PAYMENTS

RULE = Rule(
    code="B30",
    title=Text("追加指标执行率低", "A supplement is not spent"),
    meaning=Text(
        "年中追加的指标（类型 2），到 12 月 31 日支付不足可执行数的一半。",
        "Of an allotment that was added within the year (kind 2), less than half of what may be "
        "spent is paid on 31 December.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{paid} ÷ {executable} = {paid_share} < {share}",
        "{paid} ÷ {executable} = {paid_share} < {share}",
    ),
    needs=("allotment", "payment"),
    optional=("allotment_change",),
    unbroken=("payment",),
    basis=(
        Article(
            law="预算法",
            number="第十二条",
            part="第一款",
            quote="讲求绩效",
            bearing=Bearing.PRINCIPLE,
            note="条文只有原则，依据较弱 / the article has the principle alone",
        ),
    ),
    limits={
        "share": Limit(
            Decimal("0.50"), Provenance.PROPOSED_DEFAULT, "执行率下限", "share at least", "share"
        ),
    },
    sql=f"""
        with added as (
            select *, make_date(fiscal_year, 12, 31) as year_end
            from core.allotment
            where kind = '2'
                and fiscal_year <= year($as_of)
                and issued_on <= least($as_of, make_date(fiscal_year, 12, 31))
        ),
        changed as (
            select region, fiscal_year, allotment, sum(amount) as changes
            from core.allotment_change
            where changed_on <= least($as_of, make_date(fiscal_year, 12, 31))
            group by region, fiscal_year, allotment
        ),
        drawn as (
            select region, fiscal_year, allotment, sum(paid) as paid
            from {CHARGED}
            group by region, fiscal_year, allotment
        ),
        compared as (
            select
                added.*,
                coalesce(changes, 0) as changes,
                coalesce(paid, 0) as paid,
                amount + coalesce(changes, 0) - coalesce(frozen, 0) as executable
            from added
            left join changed using (region, fiscal_year, allotment)
            left join drawn using (region, fiscal_year, allotment)
        ),
        judged as (
            select
                *,
                case
                    when $as_of < year_end then 'not asked before 31 December'
                    when not active then 'inactive allotment'
                    when executable <= 0 then 'nothing to spend'
                end as exempt
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(allotment, '/', '／') as subject,
            case
                when exempt is not null then 'not_applicable'
                when paid >= $share * executable then 'pass'
                when frozen is null then 'unknown'
                else 'fail'
            end as verdict,
            case
                when exempt is not null then exempt
                when paid < $share * executable and frozen is null then 'allotment.frozen'
            end as reason,
            null as severity,
            executable - paid as at_stake,
            unit,
            project,
            issued_on,
            amount,
            changes,
            frozen,
            executable,
            paid,
            cast(paid / nullif(executable, 0) as decimal(18, 6)) as paid_share
        from judged
    """,
    evidence={
        "allotment": ALLOTMENT,
        "allotment_change": CHANGES,
        "payment": PAYMENTS,
    },
    operands={
        "project": Text("项目", "project"),
        "issued_on": Text("发文时间", "issued on"),
        "amount": Text("指标金额", "allotted"),
        "changes": Text("调整合计", "changes"),
        "frozen": Text("冻结金额", "frozen"),
        "executable": Text("可执行数", "executable"),
        "paid": Text("实付合计", "paid"),
        "paid_share": Text("执行率", "share paid"),
    },
    advice=Text(
        "请主管部门说明追加时的用款理由和未能支付的原因，结余资金按规定收回。",
        "The department says why the money was asked for and why it was not paid; what is left is "
        "given back as the rules have it.",
    ),
    innocent=Text(
        "年底前才下达；上级专项按项目进度跨年使用；合同尾款待验收。",
        "It came down just before the year's end; an earmarked grant runs over the year; the last "
        "instalment waits for acceptance.",
    ),
    exclusions=(
        Text("停用指标不判", "inactive allotments"),
        Text("冻结金额从可执行数中减去", "frozen amounts are not executable"),
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
        Text("12 月 31 日以前不判", "not asked before 31 December"),
    ),
    assumptions=(
        Text(
            "指标调整未报送时，以指标金额为准",
            "where changes of allotments are not delivered, amounts stand as issued",
        ),
        Text(
            "冻结金额未填的，按未冻结仍不足一半才判为未知",
            "where the frozen amount is empty, what is half paid even so passes, the rest is "
            "unknown",
        ),
    ),
    examples=(
        Example(
            story="half is enough, a fen less is not",
            given={
                "allotment": [{"kind": "2"}, {"allotment": "A/2", "kind": "2"}],
                "payment": [
                    {"amount": Decimal("50.00")},
                    {"payment": "V2", "allotment": "A/2", "amount": Decimal("49.99")},
                ],
            },
            as_of=date(2026, 12, 31),
            fails={"A／2": Severity.YELLOW},
            at_stake={"A／2": Decimal("50.01")},
            passes=["A1"],
            boundary=True,
        ),
        Example(
            story="the day before, nothing is asked",
            given={"allotment": [{"kind": "2"}]},
            as_of=date(2026, 12, 30),
            not_applicable=["A1"],
            boundary=True,
        ),
        Example(
            story="only supplements are looked at",
            given={
                "allotment": [
                    {},
                    {"allotment": "A2", "kind": "3"},
                    {"allotment": "A3", "kind": "4"},
                    {"allotment": "A4", "kind": "2"},
                ]
            },
            as_of=date(2026, 12, 31),
            fails={"A4": Severity.YELLOW},
            at_stake={"A4": Decimal("100.00")},
        ),
        Example(
            story="changes are in, frozen money is out, inactive allotments are not asked",
            given={
                "allotment": [
                    {"kind": "2", "frozen": Decimal("20.00")},
                    {"allotment": "A2", "kind": "2", "active": False},
                    {"allotment": "A3", "kind": "2", "frozen": Decimal("100.00")},
                    {"allotment": "A4", "kind": "2"},
                ],
                "allotment_change": [
                    {"amount": Decimal("15.00")},
                    {"change": "C4", "amount": Decimal("5.00")},
                    {
                        "change": "C2",
                        "allotment": "A4",
                        "amount": Decimal("0.01"),
                        "changed_on": date(2026, 12, 31),
                    },
                    {"change": "C5", "allotment": "A4", "amount": Decimal("0.01")},
                    {
                        "change": "C3",
                        "allotment": "A1",
                        "amount": Decimal("9.00"),
                        "changed_on": date(2027, 1, 1),
                    },
                ],
                "payment": [
                    {"function_item": "2010199", "amount": Decimal("30.00")},
                    {"payment": "V4", "function_item": "2010199", "amount": Decimal("19.00")},
                    {"payment": "V3", "amount": Decimal("1.00")},
                    {"payment": "V2", "allotment": "A4", "amount": Decimal("50.00")},
                ],
            },
            as_of=date(2026, 12, 31),
            fails={"A4": Severity.YELLOW},
            at_stake={"A4": Decimal("50.02")},
            passes=["A1"],
            not_applicable=["A2", "A3"],
            boundary=True,
        ),
        Example(
            story="refunds net, year-end vouchers are out, an unnamed kind is in",
            given={
                "allotment": [{"kind": "2"}, {"allotment": "A2", "kind": "2"}],
                "payment": [
                    {"amount": Decimal("60.00"), "business": None},
                    {"payment": "V2", "amount": Decimal("-10.00"), "business": "2"},
                    {
                        "payment": "V3",
                        "allotment": "A2",
                        "amount": Decimal("60.00"),
                        "business": "9",
                    },
                ],
            },
            as_of=date(2026, 12, 31),
            fails={"A2": Severity.YELLOW},
            passes=["A1"],
        ),
        Example(
            story="an empty frozen amount is unknown where it could decide",
            given={
                "allotment": [
                    {"kind": "2", "frozen": None},
                    {"allotment": "A2", "kind": "2", "frozen": None},
                ],
                "payment": [{"amount": Decimal("50.00")}],
            },
            as_of=date(2026, 12, 31),
            passes=["A1"],
            unknown={"A2": "allotment.frozen"},
        ),
        Example(
            story="a year that is over is asked as of its end, by its own payments",
            given={
                "allotment": [
                    {"kind": "2", "fiscal_year": 2025, "issued_on": date(2025, 12, 31)},
                    {
                        "allotment": "A2",
                        "kind": "2",
                        "fiscal_year": 2025,
                        "issued_on": date(2026, 1, 1),
                    },
                    {"allotment": "A3", "kind": "2", "fiscal_year": 2027},
                ],
                "payment": [
                    {
                        "payment": "V9",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                        "amount": Decimal("1.00"),
                    },
                    {"fiscal_year": 2025, "paid_on": date(2026, 1, 1), "amount": Decimal("60.00")},
                    {"payment": "V2", "fiscal_year": 2026, "amount": Decimal("60.00")},
                    {
                        "payment": "V3",
                        "fiscal_year": 2025,
                        "region": "410102",
                        "paid_on": date(2025, 5, 5),
                        "amount": Decimal("60.00"),
                    },
                ],
            },
            fails={"2025 A1": Severity.YELLOW},
            at_stake={"2025 A1": Decimal("99.00")},
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{"kind": "2"}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
