"""到期集中度 · Too much falls due at once.

A quarter of all debt due within a year has to be paid or refinanced on the market of that year,
whatever its mood.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules.debt._kinds import KINDS, UNLISTED

RULE = Rule(
    code="D19",
    title=Text("到期集中度高", "Too much falls due at once"),
    meaning=Text(
        "未来十二个月到期的债券本金超过债务余额的四分之一，一般债务、专项债务和合计分别看。",
        "Principal due in the next twelve months is above 25 % of what is outstanding: general "
        "debt, special debt, and both together.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{principal} ÷ {outstanding} = {due_share} > {share}",
        "{principal} ÷ {outstanding} = {due_share} > {share}",
    ),
    needs=("debt_service", "debt_position", "bond"),
    horizon=Horizon.AS_OF,
    basis=(),
    printed_basis="债务风险监测 / risk",
    limits={
        "share": Limit(
            Decimal("0.25"), Provenance.PROPOSED_DEFAULT, "占余额的比重", "share of debt", "share"
        ),
        "months": Limit(12, Provenance.PROPOSED_DEFAULT, "未来月数", "months ahead", unit="month"),
    },
    sql=f"""
        with dated as (
            select *, max(stated_on) over (partition by region) as latest_on
            from core.debt_position
            where stated_on <= $as_of
        ),
        latest as (
            select * from dated where stated_on = latest_on
        ),
        coming as (
            select
                s.region,
                case when b.kind in ('1', '2') then b.kind end as kind,
                sum(s.due) as due
            from core.debt_service s
            left join core.bond b on b.region = s.region and b.bond = s.bond
            where s.part = '1'
                and s.due_on > $as_of
                and s.due_on <= $as_of + to_months($months)
                and (b.issued_on is null or b.issued_on <= $as_of)
            group by all
        ),
        places as (
            select region from latest
            union
            select region from coming
        ),{KINDS},
        by_subject as (
            select
                p.region,
                k.subject,
                max(l.latest_on) as stated_on,
                min(case when l.kind is null then k.kind end) as absent,
                sum(l.outstanding) as outstanding,
                coalesce(sum(c.due), 0) as placed,
                coalesce(u.due, 0) as unplaced
            from places p
            cross join kinds k
            left join latest l on l.region = p.region and l.kind = k.kind
            left join coming c on c.region = p.region and c.kind = k.kind
            left join coming u on u.region = p.region and u.kind is null
            group by all
        ),
        compared as (
            select
                *,
                case when subject = 'total' then placed + unplaced else placed end as principal,
                placed + unplaced as at_most
            from by_subject
        ),
        judged as (
            select
                *,
                case
                    when absent is not null then 'unknown'
                    when principal > $share * outstanding then 'fail'
                    when at_most > $share * outstanding then 'unknown'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            subject,
            verdict,
            case
                when verdict = 'unknown' then coalesce('debt_position of kind ' || absent, 'bond')
            end as reason,
            null as severity,
            round(principal - $share * greatest(outstanding, 0), 2) as at_stake,
            null as unit,
            stated_on,
            outstanding,
            $as_of as as_of_day,
            principal,
            cast(principal / nullif(outstanding, 0) as decimal(38, 6)) as due_share
        from judged
    """,
    evidence={
        "debt_service": """
            select f.region, f.period, f.subject, s.bond, s.due_on, s.part
            from finding f
            join core.debt_service s on s.region = f.region
            left join core.bond b on b.region = s.region and b.bond = s.bond
            where s.part = '1'
                and s.due_on > $as_of
                and s.due_on <= $as_of + to_months($months)
                and (b.issued_on is null or b.issued_on <= $as_of)
                and f.subject in (b.kind, 'total')
        """,
        "debt_position": """
            select f.region, f.period, f.subject, d.stated_on, d.kind
            from finding f
            join core.debt_position d
                on d.region = f.region
                and d.stated_on = f.stated_on
                and f.subject in (d.kind, 'total')
        """,
    },
    operands={
        "stated_on": Text("余额统计日期", "debt stated on"),
        "outstanding": Text("债务余额", "outstanding"),
        "as_of_day": Text("基准日", "as of"),
        "principal": Text("未来到期本金", "principal due ahead"),
        "due_share": Text("到期占比", "share due"),
    },
    advice=Text(
        "请财政部门列出逐月到期本金和拟用的偿债资金、再融资债券额度，说明错峰安排。",
        "The finance department lists the principal due month by month, with the money and the "
        "refinancing quota meant for it.",
    ),
    innocent=Text(
        "再融资债券额度已落实；债务规模很小，只有几只债券；余额统计日较早，尚未计入新发债券。",
        "The refinancing quota is granted; the debt is small, a bond or two; the debt was stated "
        "before new bonds were issued.",
    ),
    exclusions=(Text("利息不计，只计本金", "interest is left out: principal only"),),
    assumptions=(
        Text(
            "未来十二个月自基准日次日起，至十二个月后对应日止；提前偿还的不扣减",
            "the twelve months run from the day after the as-of date to the same day a year on; "
            "what was paid ahead is not taken off",
        ),
        Text(
            "余额为零而有到期本金的判为超过；一类余额未报的，该类和合计为未知",
            "principal against no debt is above the share; where a kind's debt is not stated, that "
            "kind and the total are unknown",
        ),
        UNLISTED,
    ),
    examples=(
        Example(
            story="a quarter to the fen is borne, of each kind and of both",
            given={
                "bond": [{}, {"bond": "B2", "kind": "1"}],
                "debt_service": [
                    {"part": "1", "due": Decimal("20.00"), "due_on": date(2027, 9, 30)},
                    {
                        "bond": "B2",
                        "part": "1",
                        "due": Decimal("20.00"),
                        "due_on": date(2026, 10, 1),
                    },
                ],
                "debt_position": [{}, {"kind": "2"}],
            },
            passes=["1", "2", "total"],
            boundary=True,
        ),
        Example(
            story="a fen more of one kind, the two together are within",
            given={
                "bond": [{}, {"bond": "B2", "kind": "1"}],
                "debt_service": [
                    {"part": "1", "due": Decimal("20.01"), "due_on": date(2027, 9, 30)},
                    {
                        "bond": "B2",
                        "part": "1",
                        "due": Decimal("19.99"),
                        "due_on": date(2026, 10, 1),
                    },
                ],
                "debt_position": [{}, {"kind": "2"}],
            },
            passes=["1", "total"],
            fails={"2": Severity.YELLOW},
            at_stake={"2": Decimal("0.01")},
            units={"2": None},
            boundary=True,
        ),
        Example(
            story="a fen more of one kind tips the total",
            given={
                "bond": [{}, {"bond": "B2", "kind": "1"}],
                "debt_service": [
                    {"part": "1", "due": Decimal("20.00"), "due_on": date(2027, 9, 30)},
                    {
                        "bond": "B2",
                        "part": "1",
                        "due": Decimal("20.01"),
                        "due_on": date(2026, 10, 1),
                    },
                ],
                "debt_position": [{}, {"kind": "2"}],
            },
            passes=["2"],
            fails={"1": Severity.YELLOW, "total": Severity.YELLOW},
            at_stake={"total": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="due on the day itself, a year and a day on, interest, bonds of tomorrow: not",
            given={
                "bond": [{}, {"bond": "B2", "issued_on": date(2026, 10, 1)}],
                "debt_service": [
                    {"part": "1", "due": Decimal("90.00"), "due_on": date(2026, 9, 30)},
                    {"part": "1", "due": Decimal("90.00"), "due_on": date(2027, 10, 1)},
                    {"part": "2", "due": Decimal("90.00"), "due_on": date(2026, 10, 10)},
                    {
                        "bond": "B2",
                        "part": "1",
                        "due": Decimal("90.00"),
                        "due_on": date(2027, 9, 1),
                    },
                ],
                "debt_position": [{}, {"kind": "2"}],
            },
            passes=["1", "2", "total"],
            boundary=True,
        ),
        Example(
            story="a bond issued on the day itself is there",
            given={
                "bond": [{"issued_on": date(2026, 9, 30)}],
                "debt_service": [
                    {"part": "1", "due": Decimal("20.01"), "due_on": date(2027, 9, 1)},
                ],
                "debt_position": [{}, {"kind": "2"}],
            },
            passes=["1", "total"],
            fails={"2": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="the debt of the latest date stands, of each government its own",
            given={
                "bond": [{}, {"region": "410102"}],
                "debt_service": [
                    {"part": "1", "due": Decimal("20.01"), "due_on": date(2027, 9, 1)},
                    {
                        "region": "410102",
                        "part": "1",
                        "due": Decimal("20.00"),
                        "due_on": date(2027, 9, 1),
                    },
                ],
                "debt_position": [
                    {"stated_on": date(2026, 9, 30)},
                    {"stated_on": date(2026, 9, 30), "kind": "2"},
                    {"kind": "2", "outstanding": Decimal("900.00")},
                    {
                        "stated_on": date(2026, 10, 1),
                        "kind": "2",
                        "outstanding": Decimal("900.00"),
                    },
                    {"region": "410102"},
                    {"region": "410102", "kind": "2"},
                ],
            },
            fails={"2": Severity.YELLOW},
            passes=["1", "total", "410102 1", "410102 2", "410102 total"],
        ),
        Example(
            story="principal against no debt is too much; nothing against nothing is not",
            given={
                "bond": [{}],
                "debt_service": [
                    {"part": "1", "due": Decimal("0.01"), "due_on": date(2027, 9, 1)},
                ],
                "debt_position": [
                    {"outstanding": Decimal("0.00")},
                    {"kind": "2", "outstanding": Decimal("0.00")},
                ],
            },
            passes=["1"],
            fails={"2": Severity.YELLOW, "total": Severity.YELLOW},
            at_stake={"2": Decimal("0.01")},
        ),
        Example(
            story="a kind that is not stated leaves itself and the total unknown",
            given={
                "bond": [{}, {"region": "410102"}],
                "debt_service": [
                    {"part": "1", "due": Decimal("20.01"), "due_on": date(2027, 9, 1)},
                    {"region": "410102", "part": "1", "due_on": date(2027, 9, 1)},
                ],
                "debt_position": [{"kind": "2"}],
            },
            fails={"2": Severity.YELLOW},
            unknown={
                "1": "debt_position of kind 1",
                "total": "debt_position of kind 1",
                "410102 1": "debt_position of kind 1",
                "410102 2": "debt_position of kind 2",
                "410102 total": "debt_position of kind 1",
            },
        ),
        Example(
            story="a bond that is not on file counts in the total",
            given={
                "bond": [{}, {"bond": "B8", "kind": "9"}],
                "debt_service": [
                    {"part": "1", "due": Decimal("19.00"), "due_on": date(2027, 9, 1)},
                    {
                        "bond": "B8",
                        "part": "1",
                        "due": Decimal("10.00"),
                        "due_on": date(2027, 9, 1),
                    },
                    {
                        "bond": "B9",
                        "part": "1",
                        "due": Decimal("11.01"),
                        "due_on": date(2027, 9, 1),
                    },
                ],
                "debt_position": [{}, {"kind": "2"}],
            },
            unknown={"1": "bond", "2": "bond"},
            fails={"total": Severity.YELLOW},
            at_stake={"total": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="an unlisted bond too small to matter changes nothing",
            given={
                "bond": [{}],
                "debt_service": [
                    {
                        "bond": "B9",
                        "part": "1",
                        "due": Decimal("20.00"),
                        "due_on": date(2027, 9, 1),
                    },
                ],
                "debt_position": [{}, {"kind": "2"}],
            },
            passes=["1", "2", "total"],
            boundary=True,
        ),
        Example(
            story="without the debt nothing can be said",
            given={"bond": [{}], "debt_service": [{}]},
            missing=["debt_position"],
            unknown={"": "feed missing: debt_position"},
        ),
    ),
)
