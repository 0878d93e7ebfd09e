"""再融资依赖 · Old debt is rolled over.

Refinancing bonds pay principal with new debt. Where they pay nearly all of it, nothing is being
repaid, and the interest goes on.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules.debt._kinds import KINDS, UNLISTED

RULE = Rule(
    code="D20",
    title=Text("再融资依赖度高", "Old debt is rolled over"),
    meaning=Text(
        "本年发行的再融资债券超过本年到期本金的百分之九十，一般债券、专项债券和合计分别看。",
        "Refinancing bonds issued in the year are above 90 % of the principal due in the year: "
        "general, special, and both together.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{refinanced} ÷ {principal} = {rolled_share} > {share}",
        "{refinanced} ÷ {principal} = {rolled_share} > {share}",
    ),
    needs=("bond", "debt_service"),
    basis=(),
    printed_basis="债务风险监测 / risk",
    limits={
        "share": Limit(
            Decimal("0.90"),
            Provenance.PROPOSED_DEFAULT,
            "占到期本金的比重",
            "share of principal due",
            "share",
        ),
    },
    sql=f"""
        with due as (
            select
                s.region,
                year(s.due_on) as fiscal_year,
                case when b.kind in ('1', '2') then b.kind end as kind,
                sum(s.due) as due
            from core.debt_service s
            left join core.bond b on b.region = s.region and b.bond = s.bond
            where s.part = '1'
                and year(s.due_on) <= year($as_of)
                and (b.issued_on is null or b.issued_on <= $as_of)
            group by all
        ),
        issued as (
            select
                region,
                year(issued_on) as fiscal_year,
                case when kind in ('1', '2') then kind end as kind,
                sum(amount) as amount
            from core.bond
            where purpose = '2' and issued_on <= $as_of
            group by all
        ),
        years as (
            select region, fiscal_year from due
            union
            select region, fiscal_year from issued
        ),{KINDS},
        by_subject as (
            select
                y.region,
                y.fiscal_year,
                k.subject,
                coalesce(sum(i.amount), 0) as issued,
                coalesce(j.amount, 0) as issued_unplaced,
                coalesce(sum(d.due), 0) as placed,
                coalesce(u.due, 0) as unplaced
            from years y
            cross join kinds k
            left join issued i
                on i.region = y.region and i.fiscal_year = y.fiscal_year and i.kind = k.kind
            left join issued j
                on j.region = y.region and j.fiscal_year = y.fiscal_year and j.kind is null
            left join due d
                on d.region = y.region and d.fiscal_year = y.fiscal_year and d.kind = k.kind
            left join due u
                on u.region = y.region and u.fiscal_year = y.fiscal_year and u.kind is null
            group by all
        ),
        compared as (
            select
                *,
                case when subject = 'total' then issued + issued_unplaced else issued end
                    as refinanced,
                case when subject = 'total' then placed + unplaced else placed end as principal,
                issued + issued_unplaced as refinanced_at_most,
                placed + unplaced as principal_at_most
            from by_subject
        ),
        judged as (
            select
                *,
                case
                    when refinanced_at_most = 0 and principal = 0 then 'not_applicable'
                    when principal_at_most = 0 then 'unknown'
                    when refinanced > $share * principal_at_most then 'fail'
                    when refinanced_at_most > $share * principal then 'unknown'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            subject,
            verdict,
            case verdict
                when 'not_applicable' then 'nothing due and nothing refinanced in the year'
                when 'unknown' then
                    case
                        when refinanced > 0 and principal_at_most = 0
                            then 'debt_service of the principal refinanced'
                        when issued_unplaced > 0 then 'bond.kind'
                        else 'bond'
                    end
            end as reason,
            null as severity,
            round(refinanced - $share * principal, 2) as at_stake,
            null as unit,
            refinanced,
            principal,
            cast(refinanced / nullif(principal, 0) as decimal(38, 6)) as rolled_share
        from judged
    """,
    evidence={
        "bond": """
            select f.region, f.period, f.subject, b.bond
            from finding f
            join core.bond b
                on b.region = f.region
                and cast(year(b.issued_on) as varchar) = f.period
                and f.subject in (b.kind, 'total')
            where b.purpose = '2' and b.issued_on <= $as_of
        """,
        "debt_service": """
            select f.region, f.period, f.subject, s.bond, s.due_on, s.part
            from finding f
            join core.debt_service s
                on s.region = f.region and cast(year(s.due_on) as varchar) = f.period
            left join core.bond b on b.region = s.region and b.bond = s.bond
            where s.part = '1'
                and (b.issued_on is null or b.issued_on <= $as_of)
                and f.subject in (b.kind, 'total')
        """,
    },
    operands={
        "refinanced": Text("本年发行再融资债券", "refinancing bonds issued in the year"),
        "principal": Text("本年到期本金", "principal due in the year"),
        "rolled_share": Text("再融资占比", "share rolled over"),
    },
    advice=Text(
        "请财政部门列出本年到期本金的偿还来源，说明预算资金、项目收益偿还的部分和逐年减少再融资的计划。",
        "The finance department lists what repaid each principal of the year, budget, income or "
        "refinancing, and its plan for refinancing less.",
    ),
    innocent=Text(
        "再融资债券用于置换存量隐性债务或者提前偿还次年到期本金；还本付息计划未收全。",
        "The bonds replace hidden debt or repay next year's principal ahead; the schedule is not "
        "complete.",
    ),
    exclusions=(
        Text(
            "置换债券（发行用途 3）和新增债券不计",
            "swap bonds (purpose 3) and new bonds are left out",
        ),
        Text(
            "本年没有到期本金也没有再融资的不适用",
            "years with nothing due and nothing refinanced: not applicable",
        ),
    ),
    assumptions=(
        Text(
            "发行计至基准日，到期本金计全年；有再融资而计划中没有到期本金的，计划不全，为未知",
            "issues up to the as-of date against the principal of the whole year; refinancing "
            "where the schedule has nothing due says that the schedule is not complete: unknown",
        ),
        UNLISTED,
    ),
    examples=(
        Example(
            story="nine tenths to the fen",
            given={
                "bond": [
                    {"bond": "B0", "issued_on": date(2016, 1, 1)},
                    {"purpose": "2", "amount": Decimal("90.00")},
                ],
                "debt_service": [{"bond": "B0", "part": "1", "due": Decimal("100.00")}],
            },
            passes=["2", "total"],
            not_applicable={"1": "nothing due and nothing refinanced in the year"},
            boundary=True,
        ),
        Example(
            story="a fen more, with the year's last day due still",
            given={
                "bond": [
                    {"bond": "B0", "issued_on": date(2016, 1, 1)},
                    {"purpose": "2", "amount": Decimal("50.00"), "issued_on": date(2026, 9, 30)},
                    {"bond": "B2", "purpose": "2", "amount": Decimal("40.01")},
                ],
                "debt_service": [
                    {
                        "bond": "B0",
                        "part": "1",
                        "due": Decimal("60.00"),
                        "due_on": date(2026, 12, 31),
                    },
                    {
                        "bond": "B0",
                        "part": "1",
                        "due": Decimal("40.00"),
                        "due_on": date(2026, 1, 1),
                    },
                ],
            },
            fails={"2": Severity.YELLOW, "total": Severity.YELLOW},
            at_stake={"2": Decimal("0.01"), "total": Decimal("0.01")},
            units={"2": None},
            not_applicable=["1"],
            boundary=True,
        ),
        Example(
            story="each kind by itself, and both together",
            given={
                "bond": [
                    {"bond": "B0", "issued_on": date(2016, 1, 1)},
                    {"bond": "G0", "issued_on": date(2016, 1, 1), "kind": "1"},
                    {"purpose": "2", "amount": Decimal("100.00")},
                    {"bond": "G1", "kind": "1", "purpose": "2", "amount": Decimal("80.00")},
                ],
                "debt_service": [
                    {"bond": "B0", "part": "1", "due": Decimal("100.00")},
                    {"bond": "G0", "part": "1", "due": Decimal("100.00")},
                ],
            },
            passes=["1", "total"],
            fails={"2": Severity.YELLOW},
            at_stake={"2": Decimal("10.00")},
            boundary=True,
        ),
        Example(
            story="new and swap bonds, bonds of tomorrow and interest are not counted",
            given={
                "bond": [
                    {"bond": "B0", "issued_on": date(2016, 1, 1)},
                    {"purpose": "1"},
                    {"bond": "B2", "purpose": "3"},
                    {"bond": "B3", "purpose": "2", "issued_on": date(2026, 10, 1)},
                    {"bond": "B4", "purpose": "2", "amount": Decimal("18.01")},
                    {"bond": "B5", "issued_on": date(2026, 9, 30)},
                ],
                "debt_service": [
                    {"bond": "B0", "part": "1", "due": Decimal("10.00")},
                    {"bond": "B0", "part": "2", "due": Decimal("10.00")},
                    {"bond": "B3", "part": "1", "due": Decimal("10.00")},
                    {"bond": "B5", "part": "1", "due": Decimal("10.00")},
                    {
                        "bond": "B0",
                        "part": "1",
                        "due": Decimal("10.00"),
                        "due_on": date(2027, 1, 1),
                    },
                ],
            },
            fails={"2": Severity.YELLOW, "total": Severity.YELLOW},
            at_stake={"2": Decimal("0.01")},
            not_applicable=["1"],
            boundary=True,
        ),
        Example(
            story="each year and government has its own",
            given={
                "unit": [{"fiscal_year": 2025}],
                "bond": [
                    {"bond": "B0", "issued_on": date(2016, 1, 1)},
                    {"bond": "B0", "region": "410102", "issued_on": date(2016, 1, 1)},
                    {"purpose": "2", "issued_on": date(2025, 12, 31)},
                ],
                "debt_service": [
                    {"bond": "B0", "part": "1", "due": Decimal("100.00")},
                    {
                        "bond": "B0",
                        "part": "1",
                        "due": Decimal("100.00"),
                        "due_on": date(2025, 1, 1),
                    },
                    {"bond": "B0", "region": "410102", "part": "1", "due": Decimal("100.00")},
                ],
            },
            passes=["2", "total", "410102 2", "410102 total"],
            fails={"2025 2": Severity.YELLOW, "2025 total": Severity.YELLOW},
            not_applicable=["1", "2025 1", "410102 1"],
        ),
        Example(
            story="refinancing where nothing is due says that the schedule is not complete",
            given={
                "bond": [{"purpose": "2", "amount": Decimal("0.01")}],
                "debt_service": [],
            },
            unknown={
                "2": "debt_service of the principal refinanced",
                "total": "debt_service of the principal refinanced",
            },
            not_applicable=["1"],
        ),
        Example(
            story="a fen due is a schedule",
            given={
                "bond": [
                    {"bond": "B0", "issued_on": date(2016, 1, 1)},
                    {"purpose": "2", "amount": Decimal("0.01")},
                ],
                "debt_service": [{"bond": "B0", "part": "1", "due": Decimal("0.01")}],
            },
            fails={"2": Severity.YELLOW, "total": Severity.YELLOW},
            not_applicable=["1"],
        ),
        Example(
            story="a bond that is not on file counts in the total and may be of either kind",
            given={
                "bond": [
                    {"purpose": "2", "amount": Decimal("90.00")},
                    {"bond": "G1", "kind": "1", "purpose": "2", "amount": Decimal("90.01")},
                    {"bond": "B8", "kind": "9", "issued_on": date(2016, 1, 1)},
                ],
                "debt_service": [
                    {"bond": "B8", "part": "1", "due": Decimal("40.00")},
                    {"bond": "B9", "part": "1", "due": Decimal("60.00")},
                ],
            },
            unknown={"2": "bond"},
            fails={"1": Severity.YELLOW, "total": Severity.YELLOW},
            at_stake={"total": Decimal("90.01")},
            boundary=True,
        ),
        Example(
            story="a refinancing bond of no known kind counts in the total",
            given={
                "bond": [
                    {"bond": "B0", "issued_on": date(2016, 1, 1)},
                    {"purpose": "2", "amount": Decimal("89.00")},
                    {"bond": "B8", "kind": "9", "purpose": "2", "amount": Decimal("1.01")},
                    {"bond": "B0", "region": "410102", "issued_on": date(2016, 1, 1)},
                    {
                        "bond": "B8",
                        "region": "410102",
                        "kind": "9",
                        "purpose": "2",
                        "amount": Decimal("90.00"),
                    },
                ],
                "debt_service": [
                    {"bond": "B0", "part": "1", "due": Decimal("100.00")},
                    {"bond": "B0", "region": "410102", "part": "1", "due": Decimal("100.00")},
                ],
            },
            unknown={"1": "bond.kind", "2": "bond.kind", "410102 1": "bond.kind"},
            fails={"total": Severity.YELLOW},
            at_stake={"total": Decimal("0.01")},
            passes=["410102 2", "410102 total"],
            boundary=True,
        ),
        Example(
            story="without the schedule nothing is known",
            given={"bond": [{}]},
            missing=["debt_service"],
            unknown={"": "feed missing: debt_service"},
        ),
    ),
)
