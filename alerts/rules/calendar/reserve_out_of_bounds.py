"""预备费比例不合规 · The contingency reserve is too small or too large.

A budget without a reserve has nothing for a flood; one with too much keeps money out of the vote.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text

RESERVE = {"month": 0, "code": "227", "approved": Decimal("1.00")}
OTHERS = {"month": 0, "approved": Decimal("99.00")}
SINCE = date(2015, 1, 1)

RULE = Rule(
    code="A10",
    title=Text("预备费比例不合规", "Contingency reserve out of bounds"),
    meaning=Text(
        "年初预算中的预备费，低于本级一般公共预算支出额的百分之一，或者高于百分之三。",
        "The contingency reserve of the opening budget is below one per cent of the government's "
        "own general public spending, or above three.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{reserve} ÷ {spending} = {reserve_share}，应在 {least} 至 {most} 之间",
        "{reserve} ÷ {spending} = {reserve_share}, wanted between {least} and {most}",
    ),
    needs=("statement",),
    basis=(
        Article(
            law="预算法",
            number="第四十条",
            quote="各级一般公共预算应当按照本级一般公共预算支出额的百分之一至百分之三设置预备费",
            note="分母是本级支出，不含对下转移支付（230） / the base is the government's own "
            "spending: transfers (230) are left out",
        ),
    ),
    limits={
        "least": Limit(
            Decimal("0.01"),
            Provenance.STATUTORY,
            "不低于",
            "at least",
            unit="share",
            article="预算法第四十条",
            valid_from=SINCE,
        ),
        "most": Limit(
            Decimal("0.03"),
            Provenance.STATUTORY,
            "不高于",
            "at most",
            unit="share",
            article="预算法第四十条",
            valid_from=SINCE,
        ),
    },
    sql="""
        with years as (
            select distinct region, fiscal_year
            from core.statement
            where fiscal_year <= year($as_of)
        ),
        summed as (
            select
                region, fiscal_year,
                coalesce(sum(approved) filter (code = '227'), 0) as reserve,
                sum(approved) as spending,
                bool_or(approved is null and code = '227') as reserve_missing,
                bool_or(approved is null) as incomplete
            from core.statement
            where book = '1'
                and side = '2'
                and month = 0
                and length(code) = 3
                and code <> '230'
            group by region, fiscal_year
        ),
        judged as (
            select
                *,
                case
                    when incomplete is null or reserve_missing then 'unknown'
                    when reserve < $least * spending then 'fail'
                    when incomplete then 'unknown'
                    when spending <= 0 then 'not_applicable'
                    when reserve > $most * spending then 'fail'
                    else 'pass'
                end as verdict
            from years
            left join summed using (region, fiscal_year)
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            '1' as subject,
            verdict,
            case
                when incomplete is null then 'statement of month 0, book 1, side 2'
                when verdict = 'unknown' then 'statement.approved'
                when verdict = 'not_applicable' then 'no spending approved'
            end as reason,
            null as severity,
            cast(
                greatest($least * spending - reserve, reserve - $most * spending)
                as decimal(20, 2)
            ) as at_stake,
            cast(null as varchar) as unit,
            reserve,
            spending,
            cast(reserve / nullif(spending, 0) as decimal(18, 6)) as reserve_share
        from judged
    """,
    evidence={
        "statement": """
            select
                f.region, f.period, f.subject, s.fiscal_year, s.month, s.book, s.side, s.code
            from finding f
            join core.statement s
                on s.region = f.region and cast(s.fiscal_year as varchar) = f.period
            where s.book = '1'
                and s.side = '2'
                and s.month = 0
                and length(s.code) = 3
                and s.code <> '230'
        """,
    },
    operands={
        "reserve": Text("预备费", "reserve"),
        "spending": Text("本级一般公共预算支出", "own general public spending"),
        "reserve_share": Text("预备费比例", "share of the reserve"),
    },
    advice=Text(
        "请财政部门对照人代会批准的预算表，核对预备费数额和本级支出额；确不合规的，说明编制依据。",
        "The finance department compares the reserve and its own spending with the budget as the "
        "congress approved it, and says on what ground it was set.",
    ),
    innocent=Text(
        "预备费编在其他科目；报送的年初数含上级补助安排的支出。",
        "The reserve stands under another code; the opening figures contain spending out of "
        "grants from above.",
    ),
    exclusions=(
        Text(
            "转移性支出（230）不计入本级支出额",
            "transfers (230) are not the government's own spending",
        ),
        Text(
            "只看年初预算（0 月）：执行月报中预备费没有执行数，常不列示",
            "the opening budget (month 0) alone: monthly tables often leave the reserve out, "
            "since nothing is paid on it",
        ),
    ),
    assumptions=(
        Text("预备费即科目 227", "the reserve is code 227"),
        Text("年初预算没有 227 的，预备费为零", "an opening budget without 227 has no reserve"),
        Text(
            "有科目年初数为空的，只有已知各数已足以认定偏低时才判",
            "where an amount is empty, only what is too little by the known ones is found",
        ),
    ),
    examples=(
        Example(
            story="one per cent to the fen, and three",
            given={
                "statement": [
                    RESERVE,
                    OTHERS,
                    {**RESERVE, "region": "410102", "approved": Decimal("3.00")},
                    {**OTHERS, "region": "410102", "approved": Decimal("97.00")},
                ]
            },
            passes=["1", "410102 1"],
            boundary=True,
        ),
        Example(
            story="a fen below one per cent, and a fen above three",
            given={
                "statement": [
                    {**RESERVE, "approved": Decimal("10000.00")},
                    {**OTHERS, "approved": Decimal("990001.00")},
                    {**RESERVE, "region": "410102", "approved": Decimal("30000.00")},
                    {**OTHERS, "region": "410102", "approved": Decimal("500000.00")},
                    {**OTHERS, "region": "410102", "code": "206"}
                    | {"approved": Decimal("469999.66")},
                ]
            },
            fails={"1": Severity.RED, "410102 1": Severity.RED},
            at_stake={"1": Decimal("0.01"), "410102 1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="transfers, other books, sides, levels and months are not its own spending",
            given={
                "statement": [
                    RESERVE,
                    OTHERS,
                    {**OTHERS, "code": "230"},
                    {**OTHERS, "code": "20502"},
                    {**OTHERS, "book": "2", "code": "212"},
                    {**OTHERS, "side": "1", "code": "101"},
                    {**RESERVE, "month": 1, "approved": Decimal("50.00")},
                    {**OTHERS, "month": 9},
                    {**OTHERS, "region": "410102", "code": "230"},
                    {**OTHERS, "region": "410102"},
                    {**RESERVE, "region": "410102"},
                    {**OTHERS, "fiscal_year": 2025},
                    {**OTHERS, "fiscal_year": 2027},
                ]
            },
            fails={"2025 1": Severity.RED},
            at_stake={"2025 1": Decimal("0.99")},
            passes=["1", "410102 1"],
        ),
        Example(
            story="an opening budget without 227 has no reserve; without spending none is wanted",
            given={
                "statement": [
                    OTHERS,
                    {**RESERVE, "region": "410102", "approved": Decimal("0.00")},
                ]
            },
            fails={"1": Severity.RED},
            at_stake={"1": Decimal("0.99")},
            not_applicable={"410102 1": "no spending approved"},
        ),
        Example(
            story="an empty amount is unknown unless the known ones show too little already",
            given={
                "statement": [
                    {**RESERVE, "approved": None},
                    OTHERS,
                    {**RESERVE, "region": "410102"},
                    {**OTHERS, "region": "410102", "approved": None},
                    {**RESERVE, "region": "410103", "approved": Decimal("0.98")},
                    {**OTHERS, "region": "410103"},
                    {**OTHERS, "region": "410103", "code": "206", "approved": None},
                ]
            },
            fails={"410103 1": Severity.RED},
            unknown={"1": "statement.approved", "410102 1": "statement.approved"},
        ),
        Example(
            story="monthly statements do not stand in for the opening budget",
            given={"statement": [{}]},
            unknown={"1": "statement of month 0, book 1, side 2"},
        ),
        Example(
            story="statements that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["statement"],
            unknown={"": "feed missing: statement"},
        ),
    ),
)
