"""到期还本付息未足额列预算 · Debt service is not fully budgeted.

The schedule says what falls due in the year, the budget what may be paid. Where the budget is the
smaller, a payment will be late or will be made without a budget.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="D08",
    title=Text("到期还本付息未足额列预算", "Debt service is not fully budgeted"),
    meaning=Text(
        "一个账本的年初预算所列债务还本（231）和付息（232）支出，低于还本付息计划中本年到期的本息。",
        "What a book's budget approved for repayment (231) and interest (232) is less than what "
        "the schedule has due in the year.",
    ),
    severity=Severity.RED,
    formula=Text(
        "到期本息 {due} − 年初预算 {approved} = {gap} > {tolerance}",
        "due {due} − approved {approved} = {gap} > {tolerance}",
    ),
    needs=("debt_service", "bond", "statement"),
    basis=(
        Article(
            law="预算法",
            number="第三十五条",
            part="第二款",
            quote="举借的债务应当有偿还计划和稳定的偿还资金来源",
            bearing=Bearing.PRINCIPLE,
            note="条文要求有计划和来源，未言列入哪个科目 / the article wants a plan and a source; "
            "it does not name the budget line",
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"),
            Provenance.STATUTORY,
            "容差",
            "tolerance",
            unit="yuan",
            article="预算法第三十五条第二款",
        ),
    },
    sql="""
        with service as (
            select
                s.region,
                year(s.due_on) as fiscal_year,
                case when b.kind in ('1', '2') then b.kind end as book,
                sum(s.due) as due
            from core.debt_service s
            left join core.bond b on b.region = s.region and b.bond = s.bond
            where year(s.due_on) <= year($as_of)
                and (b.issued_on is null or b.issued_on <= $as_of)
            group by all
        ),
        readable as (
            select
                *,
                min(month) over (partition by region, fiscal_year, book) as first_month,
                max(month) over (partition by region, fiscal_year, book) as last_month
            from core.statement
            where book in ('1', '2')
                and side = '2'
                and length(code) = 3
                and month between 0 and 12
                and fiscal_year <= year($as_of)
                and (
                    fiscal_year < year($as_of)
                    or month < month($as_of)
                    or (month = month($as_of) and $as_of = last_day($as_of))
                )
        ),
        budgeted as (
            select
                region, fiscal_year, book, month,
                coalesce(sum(approved) filter (code in ('231', '232')), 0) as approved,
                bool_or(code in ('231', '232') and approved is null) as approved_missing
            from readable
            where month = case when first_month = 0 then 0 else last_month end
            group by region, fiscal_year, book, month
        ),
        wanted as (
            select distinct region, fiscal_year, unnest(['1', '2']) as book from service
            union
            select region, fiscal_year, book from budgeted
        ),
        compared as (
            select
                w.region,
                w.fiscal_year,
                w.book,
                b.month,
                b.approved,
                b.approved_missing,
                coalesce(s.due, 0) as due,
                coalesce(u.due, 0) as unplaced
            from wanted w
            left join budgeted b using (region, fiscal_year, book)
            left join service s using (region, fiscal_year, book)
            left join service u
                on u.region = w.region and u.fiscal_year = w.fiscal_year and u.book is null
        ),
        reckoned as (
            select *, due + unplaced as at_most from compared
        ),
        judged as (
            select
                *,
                case
                    when at_most <= 0 then 'not_applicable'
                    when at_most - approved <= $tolerance then 'pass'
                    when approved_missing then 'unknown'
                    when due - approved > $tolerance then 'fail'
                    else 'unknown'
                end as verdict
            from reckoned
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            book as subject,
            verdict,
            case
                when verdict = 'not_applicable' then 'nothing due in the year'
                when verdict <> 'unknown' then null
                when month is null then 'statement of book ' || book
                when approved_missing then 'statement.approved'
                else 'bond'
            end as reason,
            null as severity,
            due - approved as at_stake,
            null as unit,
            month,
            due,
            approved,
            due - approved as gap
        from judged
    """,
    evidence={
        "debt_service": """
            select f.region, f.period, f.subject, s.bond, s.due_on, s.part
            from finding f
            join core.debt_service s
                on s.region = f.region and cast(year(s.due_on) as varchar) = f.period
            join core.bond b on b.region = s.region and b.bond = s.bond
            where b.kind = f.subject and b.issued_on <= $as_of
        """,
        "statement": """
            select f.region, f.period, f.subject,
                t.fiscal_year, t.month, t.book, t.side, t.code
            from finding f
            join core.statement t
                on t.region = f.region
                and cast(t.fiscal_year as varchar) = f.period
                and t.month = f.month
                and t.book = f.subject
            where t.side = '2' and t.code in ('231', '232')
        """,
    },
    operands={
        "month": Text(
            "预算收支表月份（0 为年初预算）", "month of the statement, 0 the opening budget"
        ),
        "due": Text("本年到期本息", "principal and interest due in the year"),
        "approved": Text("年初预算（231 加 232）", "approved, 231 and 232"),
        "gap": Text("缺口", "gap"),
    },
    advice=Text(
        "请财政预算机构对照还本付息计划逐只核对预算安排，缺口部分说明资金来源（再融资债券、调整预算等）。",
        "The budget office holds the budget against the schedule, bond by bond, and names the "
        "source of what is missing: a refinancing bond, an adjustment of the budget.",
    ),
    innocent=Text(
        "到期本金由再融资债券偿还，年中列入调整预算；当年新发债券的首期利息，年初未能列入；"
        "由下级或者企业承担的部分列在其他科目。",
        "Principal is repaid by a refinancing bond that enters the budget within the year; the "
        "first interest of a bond issued this year could not be in it; another level's share is "
        "booked elsewhere.",
    ),
    exclusions=(
        Text("本年没有到期本息的账本不适用", "books with nothing due in the year: not applicable"),
    ),
    assumptions=(
        Text(
            "一般债券对一般公共预算，专项债券对政府性基金预算，还本与付息合并比较",
            "general bonds are held against the general public budget, special bonds against the "
            "funds; repayment and interest together",
        ),
        Text(
            "年初预算数取月份为 0 的报表，没有的取最近月份所列年初预算数；"
            "账本有报表而无 231、232 行的，视为未列预算",
            "the approved budget is that of month 0, or else as the latest month repeats it; a "
            "book without rows 231 and 232 has budgeted nothing",
        ),
        Text(
            "计划取全年，含尚未到期的；不在债券表中的债券只在足以改变结论时使结论未知",
            "the schedule of the whole year counts, also what is not due yet; a bond that is not "
            "on file makes the answer unknown only where it could change it",
        ),
    ),
    examples=(
        Example(
            story="budgeted to the fen, repayment and interest together",
            given={
                "bond": [{}, {"bond": "B2", "kind": "1"}],
                "debt_service": [
                    {"due": Decimal("40.00")},
                    {"part": "1", "due": Decimal("60.00"), "due_on": date(2026, 12, 31)},
                    {"bond": "B2", "due": Decimal("100.00"), "due_on": date(2026, 1, 1)},
                ],
                "statement": [
                    {"month": 0, "book": "2", "code": "231", "approved": Decimal("70.00")},
                    {"month": 0, "book": "2", "code": "232", "approved": Decimal("30.00")},
                    {"month": 0, "code": "232", "approved": Decimal("100.00")},
                ],
            },
            passes=["1", "2"],
            boundary=True,
        ),
        Example(
            story="a fen is missing in each book",
            given={
                "bond": [{}, {"bond": "B2", "kind": "1"}],
                "debt_service": [
                    {"due": Decimal("40.00")},
                    {"part": "1", "due": Decimal("60.01")},
                    {"bond": "B2", "due": Decimal("100.01")},
                ],
                "statement": [
                    {"month": 0, "book": "2", "code": "231", "approved": Decimal("70.00")},
                    {"month": 0, "book": "2", "code": "232", "approved": Decimal("30.00")},
                    {"month": 0, "code": "231", "approved": Decimal("100.00")},
                ],
            },
            fails={"1": Severity.RED, "2": Severity.RED},
            at_stake={"1": Decimal("0.01"), "2": Decimal("0.01")},
            units={"1": None},
            boundary=True,
        ),
        Example(
            story="dues of other years and bonds of tomorrow are not this year's",
            given={
                "bond": [
                    {},
                    {"bond": "B2", "issued_on": date(2026, 10, 1)},
                    {"bond": "B3", "kind": "1", "issued_on": date(2026, 9, 30)},
                ],
                "debt_service": [
                    {"due": Decimal("100.00")},
                    {"due_on": date(2027, 1, 1), "due": Decimal("1.00")},
                    {"due_on": date(2025, 12, 31), "due": Decimal("100.01")},
                    {"bond": "B2", "due_on": date(2026, 12, 31), "due": Decimal("1.00")},
                    {"bond": "B3", "due_on": date(2026, 12, 31), "due": Decimal("1.00")},
                ],
                "statement": [
                    {"month": 0, "book": "2", "code": "232"},
                    {"fiscal_year": 2025, "month": 12, "book": "2", "code": "232"},
                    {"fiscal_year": 2025, "month": 13, "book": "2", "code": "232"}
                    | {"approved": Decimal("200.00")},
                    {"fiscal_year": 2027, "month": 0, "book": "2", "code": "232"},
                ],
            },
            passes=["2"],
            unknown={"1": "statement of book 1"},
            not_applicable={"2025 1": "nothing due in the year"},
            fails={"2025 2": Severity.RED},
            at_stake={"2025 2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="the opening budget counts; only without one the latest month that is over",
            as_of=date(2026, 8, 31),
            given={
                "bond": [{}, {"region": "410102"}],
                "debt_service": [
                    {"due": Decimal("90.00")},
                    {"region": "410102", "due": Decimal("90.00")},
                ],
                "statement": [
                    {"month": 0, "book": "2", "code": "232", "approved": Decimal("80.00")},
                    {"month": 8, "book": "2", "code": "232"},
                    {
                        "region": "410102",
                        "month": 7,
                        "book": "2",
                        "code": "232",
                        "approved": Decimal("80.00"),
                    },
                    {"region": "410102", "month": 8, "book": "2", "code": "232"},
                    {
                        "region": "410102",
                        "month": 9,
                        "book": "2",
                        "code": "232",
                        "approved": Decimal("80.00"),
                    },
                    {
                        "region": "410102",
                        "month": 13,
                        "book": "2",
                        "code": "232",
                        "approved": Decimal("80.00"),
                    },
                ],
            },
            fails={"2": Severity.RED},
            at_stake={"2": Decimal("10.00")},
            not_applicable={
                "1": "nothing due in the year",
                "410102 1": "nothing due in the year",
            },
            passes=["410102 2"],
        ),
        Example(
            story="a month that is not over is not the latest",
            as_of=date(2026, 9, 29),
            given={
                "bond": [{}],
                "debt_service": [{"due": Decimal("90.00")}],
                "statement": [
                    {"month": 8, "book": "2", "code": "232"},
                    {"month": 9, "book": "2", "code": "232", "approved": Decimal("80.00")},
                ],
            },
            passes=["2"],
            not_applicable=["1"],
            boundary=True,
        ),
        Example(
            story="a book without a line for its debt has budgeted nothing",
            given={
                "bond": [{}],
                "debt_service": [{"due": Decimal("0.01")}],
                "statement": [
                    {"month": 0, "book": "2", "code": "212"},
                    {"month": 0, "book": "2", "code": "23204"},
                    {"month": 0, "book": "2", "code": "232", "side": "1"},
                    {"month": 0, "book": "3", "code": "232"},
                ],
            },
            fails={"2": Severity.RED},
            at_stake={"2": Decimal("0.01")},
            not_applicable={"1": "nothing due in the year"},
        ),
        Example(
            story="without the book or the approved sum nobody can say",
            given={
                "bond": [
                    {},
                    {"bond": "B2", "kind": "1"},
                    {"region": "410102"},
                    {"region": "410103"},
                ],
                "debt_service": [
                    {"due": Decimal("90.00")},
                    {"bond": "B2", "due": Decimal("90.00")},
                    {"region": "410102", "due": Decimal("90.00")},
                    {"region": "410103", "due": Decimal("90.00")},
                ],
                "statement": [
                    {"region": "410103", "month": 0, "book": "2", "code": "23204"},
                    {"month": 0, "book": "2", "code": "231", "approved": None},
                    {"month": 0, "book": "2", "code": "232", "approved": Decimal("89.99")},
                    {"region": "410102", "month": 0, "book": "2", "code": "231", "approved": None},
                    {
                        "region": "410102",
                        "month": 0,
                        "book": "2",
                        "code": "232",
                        "approved": Decimal("90.00"),
                    },
                ],
            },
            unknown={
                "1": "statement of book 1",
                "2": "statement.approved",
                "410103 2": "statement of book 2",
            },
            passes=["410102 2"],
            not_applicable={
                "410102 1": "nothing due in the year",
                "410103 1": "nothing due in the year",
            },
            boundary=True,
        ),
        Example(
            story="a bond that is not on file may belong to either book",
            given={
                "bond": [{}, {"bond": "B2", "kind": "1"}, {"bond": "B8", "kind": "9"}],
                "debt_service": [
                    {"due": Decimal("100.01")},
                    {"bond": "B2", "due": Decimal("100.00")},
                    {"bond": "B8", "due": Decimal("0.51")},
                    {"bond": "B9", "due": Decimal("0.50")},
                    {"region": "410102", "due": Decimal("1.00")},
                ],
                "statement": [
                    {"month": 0, "book": "2", "code": "232"},
                    {"month": 0, "book": "1", "code": "232"},
                    {"region": "410102", "month": 0, "book": "2", "code": "232"},
                ],
            },
            fails={"2": Severity.RED},
            at_stake={"2": Decimal("0.01")},
            unknown={"1": "bond", "410102 1": "statement of book 1"},
            passes=["410102 2"],
            boundary=True,
        ),
        Example(
            story="without the budget nothing can be said",
            given={"bond": [{}], "debt_service": [{}]},
            missing=["statement"],
            unknown={"": "feed missing: statement"},
        ),
    ),
)
