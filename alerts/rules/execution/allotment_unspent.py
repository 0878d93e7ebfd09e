"""有指标零支付 · An allotment on which nothing was paid.

Money was handed down and nobody drew on it: the project has not begun, the need has gone, or the
allotment was issued for the sake of the year's figures.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._charged import CHARGED
from alerts.rules.execution._allotments import ALLOTMENT, CHANGES, PAYMENTS

RULE = Rule(
    code="B04",
    title=Text("有指标零支付", "Nothing paid on an allotment"),
    meaning=Text(
        "可执行指标的可执行数大于零，而截至基准日净支付为零。",
        "An active allotment has money to spend and, by the as-of date, nothing net was paid.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{executable} > 0 且 {paid} = 0（计至 {counted_to}）",
        "{executable} > 0 and {paid} = 0 (counted to {counted_to})",
    ),
    needs=("allotment", "payment"),
    optional=("allotment_change",),
    unbroken=("payment",),
    basis=(
        Article(
            law="预算法",
            number="第五十七条",
            part="第一款",
            quote="及时、足额地拨付预算支出资金",
            bearing=Bearing.PRINCIPLE,
            note="本款约束财政部门；对单位更贴切的是预算法实施条例第六十条 / it binds the finance "
            "department; for the unit article 60 of the Regulation is nearer",
        ),
        Article(
            law="预算法实施条例",
            number="第六十条",
            quote="严格按照预算规定的支出用途使用资金，合理安排支出进度。",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "first_month": Limit(
            3,
            Provenance.PUBLISHED_PRACTICE,
            "自该月末起判",
            "asked from the end of month",
            "month",
            least=1,
            most=12,
        ),
        "orange_after": Limit(
            6,
            Provenance.PROPOSED_DEFAULT,
            "该月末之后为橙",
            "orange after month",
            "month",
            least=1,
            most=12,
        ),
        "red_month": Limit(
            12,
            Provenance.PROPOSED_DEFAULT,
            "该月末起为红",
            "red at the end of month",
            "month",
            least=1,
            most=12,
        ),
    },
    sql=f"""
        with granted as (
            select *, least($as_of, make_date(fiscal_year, 12, 31)) as horizon
            from core.allotment
            where fiscal_year <= year($as_of)
                and issued_on <= least($as_of, make_date(fiscal_year, 12, 31))
        ),
        changed as (
            select region, fiscal_year, allotment, sum(amount) as changes
            from core.allotment_change
            where changed_on <= least($as_of, make_date(fiscal_year, 12, 31))
            group by all
        ),
        drawn as (
            select region, fiscal_year, allotment, sum(paid) as paid
            from {CHARGED}
            group by all
        ),
        compared as (
            select
                granted.*,
                coalesce(changes, 0) as changes,
                coalesce(paid, 0) as paid,
                amount + coalesce(changes, 0) - coalesce(frozen, 0) as executable
            from granted
            left join changed using (region, fiscal_year, allotment)
            left join drawn using (region, fiscal_year, allotment)
        ),
        judged as (
            select
                *,
                case
                    when horizon < last_day(make_date(fiscal_year, $first_month, 1))
                        then 'too early in the year'
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
                when paid <> 0 then 'pass'
                when frozen is null then 'unknown'
                else 'fail'
            end as verdict,
            case
                when exempt is not null then exempt
                when paid = 0 and frozen is null then 'allotment.frozen'
            end as reason,
            case
                when horizon >= last_day(make_date(fiscal_year, $red_month, 1)) then 'red'
                when horizon > last_day(make_date(fiscal_year, $orange_after, 1)) then 'orange'
                else 'yellow'
            end as severity,
            executable as at_stake,
            unit,
            horizon as counted_to,
            issued_on,
            amount,
            changes,
            frozen,
            executable,
            paid
        from judged
    """,
    evidence={
        "allotment": ALLOTMENT,
        "allotment_change": CHANGES,
        "payment": PAYMENTS,
    },
    operands={
        "counted_to": Text("计至", "counted to"),
        "issued_on": Text("发文时间", "issued on"),
        "amount": Text("指标金额", "allotted"),
        "changes": Text("调整合计", "changes"),
        "frozen": Text("冻结金额", "frozen"),
        "executable": Text("可执行数", "executable"),
        "paid": Text("净支付", "net paid"),
    },
    advice=Text(
        "请主管部门说明该指标未支付的原因和用款计划；年内确不需要的，提请收回或者调剂。",
        "The department states why nothing was paid and when it will be, from its cash plan; money "
        "that is not needed this year is to be given back or moved.",
    ),
    innocent=Text(
        "指标近期才下达；项目按合同在验收后一次付款；支付挂在同一项目的另一条指标上。",
        "The allotment was issued lately; the contract pays once, on acceptance; the payments were "
        "booked on another allotment of the project.",
    ),
    exclusions=(
        Text("停用指标不判", "inactive allotments"),
        Text("冻结金额从可执行数中减去", "frozen amounts are not executable"),
        Text("年终结转凭证（支付业务类型 9）不算支付", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
        Text("3 月 31 日以前不判", "not asked before 31 March"),
    ),
    assumptions=(
        Text(
            "指标调整未报送时，以指标金额为准",
            "where changes of allotments are not delivered, amounts stand as issued",
        ),
        Text(
            "10 月 1 日至 12 月 30 日沿用三季度的橙色",
            "from 1 October to 30 December the third quarter's orange stands",
        ),
    ),
    examples=(
        Example(
            story="one fen paid is not nothing",
            given={
                "allotment": [{}, {"allotment": "A/2"}],
                "payment": [{"amount": Decimal("0.01")}],
            },
            fails={"A／2": Severity.ORANGE},
            at_stake={"A／2": Decimal("100.00")},
            passes=["A1"],
            boundary=True,
        ),
        Example(
            story="not asked on 30 March",
            given={"allotment": [{}]},
            as_of=date(2026, 3, 30),
            not_applicable=["A1"],
            boundary=True,
        ),
        Example(
            story="yellow from 31 March",
            given={"allotment": [{}]},
            as_of=date(2026, 3, 31),
            fails={"A1": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="yellow on 30 June still",
            given={"allotment": [{}]},
            as_of=date(2026, 6, 30),
            fails={"A1": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="orange from 1 July",
            given={"allotment": [{}]},
            as_of=date(2026, 7, 1),
            fails={"A1": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="orange on 30 December still",
            given={"allotment": [{}]},
            as_of=date(2026, 12, 30),
            fails={"A1": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="red on 31 December",
            given={"allotment": [{}]},
            as_of=date(2026, 12, 31),
            fails={"A1": Severity.RED},
            boundary=True,
        ),
        Example(
            story="a year that is over is asked as of its 31 December",
            given={
                "allotment": [{"fiscal_year": 2025, "issued_on": date(2025, 12, 31)}],
                "allotment_change": [
                    {
                        "fiscal_year": 2025,
                        "changed_on": date(2026, 1, 1),
                        "amount": Decimal("-100.00"),
                    },
                    {"change": "C2", "fiscal_year": 2025, "changed_on": date(2025, 12, 31)},
                ],
                "payment": [{"fiscal_year": 2025, "paid_on": date(2026, 1, 1)}],
            },
            fails={"2025 A1": Severity.RED},
            at_stake={"2025 A1": Decimal("110.00")},
            boundary=True,
        ),
        Example(
            story="paid on the day of the night is paid; paid after it, or in another year or "
            "government, is not",
            given={
                "allotment": [{}, {"allotment": "A2"}, {"allotment": "A3"}, {"allotment": "A4"}],
                "payment": [
                    {"paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "allotment": "A2", "paid_on": date(2026, 10, 1)},
                    {"payment": "V3", "allotment": "A3", "fiscal_year": 2025},
                    {"payment": "V4", "allotment": "A4", "region": "410102"},
                ],
            },
            fails={"A2": Severity.ORANGE, "A3": Severity.ORANGE, "A4": Severity.ORANGE},
            passes=["A1"],
            boundary=True,
        ),
        Example(
            story="no row dated after the day is read",
            given={
                "allotment": [
                    {"issued_on": date(2026, 9, 30)},
                    {"allotment": "A2", "issued_on": date(2026, 10, 1)},
                    {"allotment": "A3", "fiscal_year": 2027},
                ],
                "allotment_change": [
                    {"changed_on": date(2026, 10, 1), "amount": Decimal("-100.00")},
                    {"change": "C2", "changed_on": date(2026, 9, 30), "amount": Decimal("-50.00")},
                    {"change": "C3", "amount": Decimal("-49.99")},
                ],
            },
            fails={"A1": Severity.ORANGE},
            at_stake={"A1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a payment wholly refunded, or a carry-over voucher, is nothing paid",
            given={
                "allotment": [{}, {"allotment": "A2"}, {"allotment": "A3"}],
                "payment": [
                    {"function_item": "2010199", "amount": Decimal("25.00")},
                    {"payment": "V5", "function_item": "2010199", "amount": Decimal("15.00")},
                    {"payment": "V2", "amount": Decimal("-40.00"), "business": "2"},
                    {"payment": "V3", "allotment": "A2", "business": "9"},
                    {"payment": "V4", "allotment": "A3", "business": None},
                ],
            },
            fails={"A1": Severity.ORANGE, "A2": Severity.ORANGE},
            passes=["A3"],
        ),
        Example(
            story="nothing executable, nothing expected; one fen is something",
            given={
                "allotment": [
                    {"frozen": Decimal("100.00")},
                    {"allotment": "A2", "frozen": Decimal("99.99")},
                    {"allotment": "A3", "active": False},
                    {"allotment": "A4", "frozen": Decimal("105.00")},
                ],
                "allotment_change": [
                    {"allotment": "A4", "amount": Decimal("5.01")},
                ],
            },
            fails={"A2": Severity.ORANGE, "A4": Severity.ORANGE},
            at_stake={"A2": Decimal("0.01"), "A4": Decimal("0.01")},
            not_applicable=["A1", "A3"],
            boundary=True,
        ),
        Example(
            story="an empty frozen amount leaves it open whether there was anything to spend",
            given={
                "allotment": [
                    {"frozen": None},
                    {"allotment": "A2", "frozen": None},
                    {"allotment": "A3", "amount": Decimal("0.00"), "frozen": None},
                ],
                "payment": [{"allotment": "A2"}],
            },
            unknown={"A1": "allotment.frozen"},
            not_applicable={"A3": "nothing to spend"},
            passes=["A2"],
        ),
        Example(
            story="without the payments nothing can be called unpaid",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
        Example(
            story="without the changes the amount stands as issued",
            given={"allotment": [{}]},
            missing=["allotment_change"],
            fails={"A1": Severity.ORANGE},
            at_stake={"A1": Decimal("100.00")},
        ),
    ),
)
