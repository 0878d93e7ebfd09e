"""债务余额变动不平 · Debt falls without repayment.

Between two dates debt grows by what was issued and falls by what was repaid. Any other movement was
made with a pen.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="D25",
    title=Text("债务余额变动不平", "Debt moves without issue or repayment"),
    meaning=Text(
        "最近两个统计日之间，一类债务余额的变动不等于同期发行额减去同期偿还本金。",
        "Between the two latest dates the debt of a kind moved by another sum than what was issued "
        "less the principal repaid.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "|({outstanding} − {before}) − ({issued} − {repaid})| = |{difference}| > {tolerance}",
        "|({outstanding} − {before}) − ({issued} − {repaid})| = |{difference}| > {tolerance}",
    ),
    needs=("debt_position", "bond", "debt_service"),
    horizon=Horizon.AS_OF,
    basis=(),
    printed_basis="数据核对，无条文 / a data check without an article",
    limits={
        "tolerance": Limit(
            Decimal("0.01"), Provenance.PUBLISHED_PRACTICE, "容差", "tolerance", unit="yuan"
        ),
    },
    sql="""
        with dates as (
            select distinct region, stated_on from core.debt_position where stated_on <= $as_of
        ),
        ordered as (
            select
                region,
                stated_on,
                lag(stated_on) over (partition by region order by stated_on) as before_on,
                max(stated_on) over (partition by region) as latest_on
            from dates
        ),
        spans as (
            select region, stated_on, before_on from ordered where stated_on = latest_on
        ),
        wanted as (
            select region, unnest(['1', '2']) as kind from spans
            union
            select p.region, p.kind
            from core.debt_position p
            join spans s on s.region = p.region and p.stated_on in (s.stated_on, s.before_on)
        ),
        raised as (
            select
                b.region,
                case when b.kind in ('1', '2') then b.kind end as kind,
                sum(b.amount) as issued
            from core.bond b
            join spans s on s.region = b.region
            where b.issued_on > s.before_on and b.issued_on <= s.stated_on
            group by all
        ),
        repayments as (
            select
                d.region,
                case when b.kind in ('1', '2') then b.kind end as kind,
                d.paid,
                d.paid_on,
                coalesce(d.paid_on, d.due_on) as moved_on
            from core.debt_service d
            left join core.bond b on b.region = d.region and b.bond = d.bond
            where d.part = '1'
        ),
        lowered as (
            select
                r.region,
                r.kind,
                sum(case when r.paid_on is not null then r.paid end) as repaid,
                bool_or(r.paid is null) as paid_missing,
                bool_or(r.paid_on is null and r.paid <> 0) as paid_on_missing,
                bool_or(r.paid is null or r.paid <> 0) as is_any
            from repayments r
            join spans s on s.region = r.region
            where r.moved_on > s.before_on and r.moved_on <= s.stated_on
            group by all
        ),
        compared as (
            select
                w.region,
                w.kind,
                s.stated_on,
                s.before_on,
                later.outstanding,
                earlier.outstanding as before,
                coalesce(i.issued, 0) as issued,
                coalesce(l.repaid, 0) as repaid,
                case
                    when w.kind not in ('1', '2') then 'debt_position.kind'
                    when later.kind is null then 'debt_position of kind ' || w.kind
                    when earlier.kind is null
                        then 'debt_position of kind ' || w.kind || ' on '
                            || cast(s.before_on as varchar)
                    when l.paid_missing then 'debt_service.paid'
                    when l.paid_on_missing then 'debt_service.paid_on'
                    when odd.issued is not null then 'bond.kind'
                    when lost.is_any then 'bond'
                end as missing
            from wanted w
            join spans s on s.region = w.region
            left join core.debt_position later
                on later.region = w.region and later.kind = w.kind and later.stated_on = s.stated_on
            left join core.debt_position earlier
                on earlier.region = w.region and earlier.kind = w.kind
                and earlier.stated_on = s.before_on
            left join raised i on i.region = w.region and i.kind = w.kind
            left join raised odd on odd.region = w.region and odd.kind is null
            left join lowered l on l.region = w.region and l.kind = w.kind
            left join lowered lost on lost.region = w.region and lost.kind is null
        ),
        judged as (
            select
                *,
                outstanding - before - issued + repaid as difference,
                case
                    when before_on is null then 'not_applicable'
                    when missing is not null then 'unknown'
                    when abs(outstanding - before - issued + repaid) > $tolerance then 'fail'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(kind, '/', '／') as subject,
            verdict,
            case verdict when 'not_applicable' then 'no earlier date' when 'unknown' then missing
                end as reason,
            null as severity,
            abs(difference) as at_stake,
            null as unit,
            kind,
            before_on,
            before,
            stated_on,
            outstanding,
            issued,
            repaid,
            difference
        from judged
    """,
    evidence={
        "debt_position": """
            select f.region, f.period, f.subject, d.stated_on, d.kind
            from finding f
            join core.debt_position d
                on d.region = f.region
                and d.kind = f.kind
                and d.stated_on in (f.stated_on, f.before_on)
        """,
        "bond": """
            select f.region, f.period, f.subject, b.bond
            from finding f
            join core.bond b on b.region = f.region and b.kind = f.kind
            where b.issued_on > f.before_on and b.issued_on <= f.stated_on
        """,
        "debt_service": """
            select f.region, f.period, f.subject, s.bond, s.due_on, s.part
            from finding f
            join core.bond b on b.region = f.region and b.kind = f.kind
            join core.debt_service s on s.region = b.region and s.bond = b.bond
            where s.part = '1' and s.paid_on > f.before_on and s.paid_on <= f.stated_on
        """,
    },
    operands={
        "kind": Text("债务类型", "kind of debt"),
        "before_on": Text("上一统计日", "stated before on"),
        "before": Text("上一余额", "outstanding before"),
        "stated_on": Text("统计日期", "stated on"),
        "outstanding": Text("债务余额", "outstanding"),
        "issued": Text("同期发行", "issued between"),
        "repaid": Text("同期偿还本金", "principal repaid between"),
        "difference": Text("不平金额", "difference"),
    },
    advice=Text(
        "请财政债务机构逐笔说明两个统计日之间余额增减的原因，附发行、偿还、核销或者划转文件。",
        "The debt office explains each movement between the two dates with the paper of issue, "
        "repayment, write-off or transfer.",
    ),
    innocent=Text(
        "外国政府和国际组织贷款转贷、汇率折算不在债券表；债务随区划调整划转；"
        "发行日与余额登记日跨越统计日。",
        "Loans on-lent from abroad and exchange rates are not in the register of bonds; debt moved "
        "with a change of boundaries; issue and entry lie on two sides of a date.",
    ),
    assumptions=(
        Text(
            "只比较最近两个统计日；发行按发行日期，偿还按实际偿还日期，均在上一统计日之后、"
            "统计日当日及以前",
            "the two latest dates alone are compared; issues by their day and repayments by the "
            "day they were made, after the earlier date and up to the later one",
        ),
        Text(
            "新增、再融资、置换债券都计入发行；余额上升而无发行的同样判",
            "new, refinancing and swap bonds all count as issued; debt that rises without an issue "
            "is found as well",
        ),
        Text(
            "期间到期而已还金额或者日期未填的，以及不在债券表的债券有偿还的，为未知",
            "principal due between the dates with no sum or day of payment, and principal repaid "
            "on a bond that is not on file, make it unknown",
        ),
    ),
    examples=(
        Example(
            story="what was issued and repaid explains the movement, but for a fen",
            given={
                "debt_position": [
                    {"stated_on": date(2026, 7, 31), "kind": "2", "outstanding": Decimal("50.00")},
                    {"kind": "2", "outstanding": Decimal("120.01")},
                    {"stated_on": date(2026, 7, 31), "outstanding": Decimal("50.01")},
                    {"outstanding": Decimal("50.00")},
                ],
                "bond": [
                    {"issued_on": date(2026, 8, 31), "amount": Decimal("60.00")},
                    {"bond": "B2", "issued_on": date(2026, 8, 31), "amount": Decimal("40.00")},
                ],
                "debt_service": [
                    {
                        "bond": bond,
                        "part": "1",
                        "due": Decimal("15.00"),
                        "paid": Decimal("15.00"),
                        "paid_on": date(2026, 8, 1),
                    }
                    for bond in ("B1", "B2")
                ],
            },
            passes=["1", "2"],
            boundary=True,
        ),
        Example(
            story="two fen that nothing explains, up or down",
            given={
                "debt_position": [
                    {"stated_on": date(2026, 7, 31), "kind": "2", "outstanding": Decimal("50.00")},
                    {"kind": "2", "outstanding": Decimal("120.02")},
                    {"stated_on": date(2026, 7, 31), "outstanding": Decimal("50.02")},
                    {"outstanding": Decimal("50.00")},
                ],
                "bond": [{"issued_on": date(2026, 8, 31)}],
                "debt_service": [
                    {
                        "part": "1",
                        "due": Decimal("30.00"),
                        "paid": Decimal("30.00"),
                        "paid_on": date(2026, 8, 1),
                    }
                ],
            },
            fails={"1": Severity.ORANGE, "2": Severity.ORANGE},
            at_stake={"1": Decimal("0.02"), "2": Decimal("0.02")},
            units={"1": None},
            boundary=True,
        ),
        Example(
            story="what happened on the earlier date itself or after the later one is not between",
            given={
                "debt_position": [
                    {"stated_on": date(2026, 7, 31), "kind": "2"},
                    {"kind": "2"},
                    {"stated_on": date(2026, 7, 31)},
                    {},
                ],
                "bond": [
                    {"issued_on": date(2026, 7, 31)},
                    {"bond": "B2", "issued_on": date(2026, 9, 1)},
                ],
                "debt_service": [
                    {"part": "1", "paid": Decimal("3.00"), "paid_on": date(2026, 7, 31)},
                    {
                        "part": "1",
                        "due_on": date(2026, 8, 10),
                        "paid": Decimal("3.00"),
                        "paid_on": date(2026, 9, 1),
                    },
                    {"part": "2", "paid": Decimal("3.00"), "paid_on": date(2026, 8, 10)},
                    {
                        "part": "1",
                        "due_on": date(2026, 8, 11),
                        "paid": Decimal("0.00"),
                        "paid_on": None,
                    },
                ],
            },
            passes=["1", "2"],
            boundary=True,
        ),
        Example(
            story="the two latest dates, none after the night's day; each kind its own bonds",
            given={
                "debt_position": [
                    {"stated_on": date(2026, 6, 30), "outstanding": Decimal("1.00")},
                    {"stated_on": date(2026, 6, 30), "kind": "2", "outstanding": Decimal("1.00")},
                    {"stated_on": date(2026, 8, 31)},
                    {"stated_on": date(2026, 8, 31), "kind": "2"},
                    {"stated_on": date(2026, 9, 30), "outstanding": Decimal("180.00")},
                    {"stated_on": date(2026, 9, 30), "kind": "2"},
                    {"stated_on": date(2026, 10, 1), "outstanding": Decimal("1.00")},
                    {"stated_on": date(2026, 10, 1), "kind": "2", "outstanding": Decimal("1.00")},
                ],
                "bond": [
                    {"issued_on": date(2026, 9, 30)},
                    {"bond": "B2", "kind": "1", "issued_on": date(2026, 9, 1)},
                    {"bond": "B3", "kind": "1", "region": "410102", "issued_on": date(2026, 9, 1)},
                ],
                "debt_service": [],
            },
            passes=["1"],
            fails={"2": Severity.ORANGE},
            at_stake={"2": Decimal("100.00")},
        ),
        Example(
            story="a first date has nothing to be compared with",
            given={"debt_position": [{}, {"kind": "2"}], "bond": [{}], "debt_service": [{}]},
            not_applicable={"1": "no earlier date", "2": "no earlier date"},
        ),
        Example(
            story="a kind that is not stated on both dates",
            given={
                "debt_position": [
                    {"stated_on": date(2026, 7, 31)},
                    {"kind": "2"},
                    {"region": "410102", "stated_on": date(2026, 7, 31), "kind": "9"},
                    {"region": "410102", "kind": "1"},
                ],
                "bond": [],
                "debt_service": [],
            },
            unknown={
                "1": "debt_position of kind 1",
                "2": "debt_position of kind 2 on 2026-07-31",
                "410102 1": "debt_position of kind 1 on 2026-07-31",
                "410102 2": "debt_position of kind 2",
                "410102 9": "debt_position.kind",
            },
        ),
        Example(
            story="a repayment without sum, day or bond, a bond of no known kind",
            given={
                "debt_position": [
                    {"region": region, "kind": kind, "stated_on": stated_on}
                    for region in ("410100", "410102", "410103", "410104")
                    for kind in ("1", "2")
                    for stated_on in (date(2026, 7, 31), date(2026, 8, 31))
                ],
                "bond": [
                    {},
                    {"region": "410102"},
                    {"region": "410104", "kind": "9", "issued_on": date(2026, 8, 10)},
                ],
                "debt_service": [
                    {"part": "1", "due_on": date(2026, 8, 10), "paid": None, "paid_on": None},
                    {
                        "region": "410102",
                        "part": "1",
                        "due_on": date(2026, 8, 31),
                        "paid_on": None,
                    },
                    {
                        "region": "410103",
                        "part": "1",
                        "due_on": date(2026, 8, 31),
                        "paid_on": date(2026, 8, 31),
                    },
                ],
            },
            unknown={
                "2": "debt_service.paid",
                "410102 2": "debt_service.paid_on",
                "410103 1": "bond",
                "410103 2": "bond",
                "410104 1": "bond.kind",
                "410104 2": "bond.kind",
            },
            passes=["1", "410102 1"],
        ),
        Example(
            story="without the bonds nothing is known",
            given={"debt_position": [{}], "debt_service": [{}]},
            missing=["bond"],
            unknown={"": "feed missing: bond"},
        ),
    ),
)
