"""应做预算调整未报批 · The budget was changed without approval.

Total spending is the congress's to set. It may not change within the year unless its standing
committee has approved the adjustment.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B27",
    title=Text("应做预算调整未报批", "The budget was changed without approval"),
    meaning=Text(
        "一般公共预算支出的调整预算总数与年初批准总数不同，而当年没有批准预算调整的事项。",
        "The revised total of general public spending differs from the approved total, and no "
        "adjustment has been approved in the year.",
    ),
    severity=Severity.RED,
    formula=Text(
        "|{revised} − {approved}| = {size} > {tolerance}，批准预算调整 {adjustments} 次；"
        "增加不超过当年收到的专项转移支付 {earmarked} 的为橙",
        "|{revised} − {approved}| = {size} > {tolerance}, {adjustments} adjustments approved; an "
        "increase of no more than the earmarked transfers received, {earmarked}, is orange",
    ),
    needs=("statement", "legal_event"),
    optional=("transfer",),
    basis=(
        Article(
            law="预算法",
            number="第六十七条",
            part="第（一）项",
            quote="需要增加或者减少预算总支出的",
            note="因上级增加不需要本级配套的专项转移支付引起的支出变化不属于预算调整（第七十一条），"
            "故增加额不超过当年收到的专项转移支付时为橙色；年度执行中节约形成的差额也不属于预算调整"
            "（实施条例第七十八条第六款） / changes by added earmarked transfers without a local "
            "match are no adjustment (article 71): an increase within those received is orange; "
            "nor are savings in execution (Regulation, article 78)",
        ),
        Article(
            law="预算法",
            number="第六十九条",
            quote="未经批准，不得调整预算",
        ),
        Article(
            law="预算法",
            number="第十三条",
            quote="非经法定程序，不得调整",
        ),
        Article(
            law="预算法",
            number="第七十一条",
            part="第一款",
            quote="因上级政府增加不需要本级政府提供配套资金的专项转移支付而引起的预算支出变化，不属于预算调整",
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"),
            Provenance.STATUTORY,
            "容差",
            "tolerance",
            unit="yuan",
            article="预算法第六十七条第（一）项",
        ),
    },
    sql="""
        with told as (
            select *
            from core.statement
            where month between 1 and 12
                and fiscal_year <= year($as_of)
                and (
                    fiscal_year < year($as_of)
                    or month < month($as_of)
                    or (month = month($as_of) and $as_of = last_day($as_of))
                )
        ),
        places as (
            select distinct region, fiscal_year from told
        ),
        classes as (
            select *, max(month) over (partition by region, fiscal_year) as latest
            from told
            where book = '1'
                and side = '2'
                and length(code) = 3
        ),
        totals as (
            select
                region, fiscal_year, month,
                case when count(approved) = count(*) then sum(approved) end as approved,
                case when count(revised) = count(*) then sum(revised) end as revised
            from classes
            where month = latest
            group by region, fiscal_year, month
        ),
        opened as (
            select
                region, fiscal_year,
                case when count(approved) = count(*) then sum(approved) end as opening
            from core.statement
            where month = 0
                and book = '1'
                and side = '2'
                and length(code) = 3
            group by region, fiscal_year
        ),
        adjusted as (
            select region, fiscal_year, count(*) as adjustments
            from core.legal_event
            where kind = 'adjustment_approved'
                and happened_on <= least($as_of, make_date(fiscal_year, 12, 31))
            group by region, fiscal_year
        ),
        received as (
            select to_region as region, fiscal_year, sum(amount) as earmarked
            from core.transfer
            where kind = '2'
                and issued_on <= least($as_of, make_date(fiscal_year, 12, 31))
            group by to_region, fiscal_year
        ),
        compared as (
            select
                p.region, p.fiscal_year, month,
                case when approved is null then 0 else month end as approved_month,
                coalesce(approved, opening) as approved,
                revised,
                abs(revised - coalesce(approved, opening)) as size,
                coalesce(adjustments, 0) as adjustments,
                coalesce(earmarked, 0) as earmarked,
                case
                    when month is null then 'statement of book 1, side 2'
                    when coalesce(approved, opening) is null then 'statement.approved'
                    when revised is null then 'statement.revised'
                end as absent
            from places p
            left join totals using (region, fiscal_year)
            left join opened using (region, fiscal_year)
            left join adjusted using (region, fiscal_year)
            left join received using (region, fiscal_year)
        ),
        judged as (
            select
                *,
                case
                    when adjustments > 0 then 'pass'
                    when absent is not null then 'unknown'
                    when size > $tolerance then 'fail'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            '1' as subject,
            verdict,
            case when verdict = 'unknown' then absent end as reason,
            case
                when revised > approved and size <= earmarked then 'orange'
                else 'red'
            end as severity,
            size as at_stake,
            cast(null as varchar) as unit,
            month,
            approved_month,
            approved,
            revised,
            size,
            adjustments,
            earmarked
        from judged
    """,
    evidence={
        "statement": """
            select
                f.region, f.period, f.subject, s.fiscal_year, s.month, s.book, s.side, s.code
            from finding f
            join core.statement s
                on s.region = f.region
                and cast(s.fiscal_year as varchar) = f.period
            where s.book = '1'
                and s.side = '2'
                and length(s.code) = 3
                and (
                    (s.month = f.month and s.revised is distinct from s.approved)
                    or (s.month = f.approved_month and f.approved_month <> f.month)
                )
        """,
        "transfer": """
            select f.region, f.period, f.subject, t.transfer, t.fiscal_year
            from finding f
            join core.transfer t
                on t.to_region = f.region and cast(t.fiscal_year as varchar) = f.period
            where t.kind = '2'
                and t.issued_on <= least($as_of, make_date(t.fiscal_year, 12, 31))
        """,
    },
    operands={
        "month": Text("报表月份", "month of the statement"),
        "approved_month": Text("批准数所属月份", "approved by the statement of month"),
        "approved": Text("年初批准总数", "approved total"),
        "revised": Text("调整预算总数", "revised total"),
        "size": Text("相差", "difference"),
        "adjustments": Text("批准预算调整次数", "adjustments approved"),
        "earmarked": Text("当年收到的专项转移支付", "earmarked transfers received"),
    },
    advice=Text(
        "请财政部门说明总支出变动的构成；属于预算调整的，提供人大常委会批准调整方案的决议。",
        "The finance department says what the change is made of and shows the resolution by which "
        "the standing committee approved the adjustment.",
    ),
    innocent=Text(
        "增加的都是不需本级配套的上级专项；决议已经通过而事项尚未录入；报表口径含上年结转。",
        "All of it is earmarked grants without a local match; the resolution was passed and is "
        "not typed in yet; the statement counts last year's carry-over.",
    ),
    exclusions=(
        Text(
            "只看调整预算数；执行数低于预算（节约）不属于预算调整",
            "only the revised budget is looked at: savings in execution are no adjustment",
        ),
        Text(
            "不超过当年收到的专项转移支付的增加为橙色，不为红色",
            "an increase within the earmarked transfers received is orange and not red",
        ),
    ),
    assumptions=(
        Text(
            "取最近一个已过月份的支出三位科目之和；该月未列年初数的，取年初预算（月份 0）",
            "the latest month that is over, the sum of the 3-digit rows of general spending; where "
            "it does not repeat what was approved, that of the opening budget (month 0)",
        ),
        Text(
            "收到的专项转移支付取上级报送、以本级为接收方且已下达的；没有报送的按零",
            "transfers received are those that a superior delivered as issued to this government; "
            "where none are delivered there are none",
        ),
        Text("当年任何一次批准都视为已经报批", "any approval in the year is taken as the approval"),
    ),
    examples=(
        Example(
            story="the same total is silent though classes differ, a fen more is red",
            given={
                "statement": [
                    {"revised": Decimal("110.00")},
                    {"code": "206", "revised": Decimal("90.00")},
                    {"region": "410102", "revised": Decimal("100.01")},
                ]
            },
            fails={"410102 1": Severity.RED},
            at_stake={"410102 1": Decimal("0.01")},
            passes=["1"],
            boundary=True,
        ),
        Example(
            story="a fen less is red too: no grant explains it",
            given={
                "statement": [{"revised": Decimal("99.99")}],
                "transfer": [
                    {"region": "410000", "to_region": "410100", "kind": "2"},
                ],
            },
            fails={"1": Severity.RED},
            at_stake={"1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="an increase within the earmarked grants received is orange, a fen above is red",
            given={
                "statement": [
                    {"revised": Decimal("150.00")},
                    {"region": "410102", "revised": Decimal("150.01")},
                ],
                "transfer": [
                    {
                        "region": "410000",
                        "to_region": "410100",
                        "kind": "2",
                        "issued_on": date(2026, 9, 30),
                        "amount": Decimal("30.00"),
                    },
                    {
                        "transfer": "T2",
                        "region": "410000",
                        "to_region": "410100",
                        "kind": "2",
                        "amount": Decimal("20.00"),
                    },
                    {
                        "transfer": "T3",
                        "to_region": "410102",
                        "kind": "2",
                        "amount": Decimal("50.00"),
                        "issued_on": date(2026, 9, 30),
                    },
                    {"transfer": "T4", "to_region": "410102", "kind": "1"},
                    {
                        "transfer": "T5",
                        "to_region": "410102",
                        "kind": "2",
                        "issued_on": date(2026, 10, 1),
                    },
                    {"transfer": "T6", "to_region": "410102", "kind": "2", "issued_on": None},
                    {"transfer": "T7", "to_region": "410102", "kind": "2", "fiscal_year": 2025},
                ],
            },
            fails={"1": Severity.ORANGE, "410102 1": Severity.RED},
            at_stake={"1": Decimal("50.00")},
            boundary=True,
        ),
        Example(
            story="an approved adjustment of the year answers, by the day that it happened",
            given={
                "statement": [
                    {"revised": Decimal("150.00")},
                    {"region": "410102", "revised": Decimal("150.00")},
                    {"region": "410103", "revised": Decimal("150.00")},
                    {"region": "410104", "revised": Decimal("150.00")},
                    {"region": "410105", "revised": None},
                ],
                "legal_event": [
                    {"kind": "adjustment_approved", "happened_on": date(2026, 9, 30)},
                    {
                        "event": "M2",
                        "region": "410102",
                        "kind": "adjustment_approved",
                        "happened_on": date(2026, 10, 1),
                    },
                    {
                        "event": "M3",
                        "region": "410103",
                        "kind": "adjustment_approved",
                        "fiscal_year": 2025,
                        "happened_on": date(2025, 9, 1),
                    },
                    {"event": "M4", "region": "410104", "kind": "borrowing_approved"},
                    {
                        "event": "M5",
                        "region": "410104",
                        "kind": "adjustment_approved",
                        "happened_on": None,
                    },
                    {"event": "M6", "region": "410105", "kind": "adjustment_approved"},
                ],
            },
            fails={
                "410102 1": Severity.RED,
                "410103 1": Severity.RED,
                "410104 1": Severity.RED,
            },
            passes=["1", "410105 1"],
            boundary=True,
        ),
        Example(
            story="the latest month that is over; other books, sides and levels are not in it",
            given={
                "statement": [
                    {"month": 8, "revised": Decimal("900.00")},
                    {},
                    {"month": 10, "revised": Decimal("900.00")},
                    {"month": 0, "revised": Decimal("900.00")},
                    {"month": 13, "revised": Decimal("900.00")},
                    {"book": "2", "revised": Decimal("900.00")},
                    {"side": "1", "code": "101", "revised": Decimal("900.00")},
                    {"code": "20502", "revised": Decimal("900.00")},
                ]
            },
            passes=["1"],
        ),
        Example(
            story="on the last day but one the month is not over",
            given={"statement": [{"revised": Decimal("900.00")}, {"month": 8}]},
            as_of=date(2026, 9, 29),
            passes=["1"],
            boundary=True,
        ),
        Example(
            story="a year that is over is asked in December; a year to come is not",
            given={
                "statement": [
                    {"fiscal_year": 2025, "month": 12, "revised": Decimal("120.00")},
                    {"fiscal_year": 2025, "month": 13},
                    {"fiscal_year": 2027, "month": 1, "revised": Decimal("120.00")},
                ],
                "legal_event": [
                    {
                        "fiscal_year": 2025,
                        "kind": "adjustment_approved",
                        "happened_on": date(2026, 1, 1),
                    },
                ],
                "transfer": [
                    {
                        "region": "410000",
                        "to_region": "410100",
                        "kind": "2",
                        "fiscal_year": 2025,
                        "issued_on": date(2026, 1, 1),
                    },
                ],
            },
            fails={"2025 1": Severity.RED},
        ),
        Example(
            story="what a month does not repeat was approved with the opening budget",
            given={
                "statement": [
                    {"month": 0, "approved": Decimal("60.00"), "revised": None},
                    {"month": 0, "code": "206", "approved": Decimal("40.00"), "revised": None},
                    {"month": 0, "code": "20601", "approved": Decimal("40.00")},
                    {"month": 0, "book": "2", "code": "212", "approved": Decimal("9.00")},
                    {"month": 0, "side": "1", "code": "101", "approved": Decimal("9.00")},
                    {"approved": Decimal("60.00"), "revised": Decimal("60.00")},
                    {"code": "206", "approved": None, "revised": Decimal("40.01")},
                    {"region": "410102", "month": 0, "approved": Decimal("70.00")},
                    {"region": "410102", "approved": Decimal("100.00")},
                    {"region": "410103", "month": 0, "approved": None},
                    {"region": "410103", "month": 0, "code": "206"},
                    {"region": "410103", "approved": None},
                ]
            },
            fails={"1": Severity.RED},
            at_stake={"1": Decimal("0.01")},
            passes=["410102 1"],
            unknown={"410103 1": "statement.approved"},
            boundary=True,
        ),
        Example(
            story="an empty column or another book alone is unknown",
            given={
                "statement": [
                    {"approved": None},
                    {"code": "206"},
                    {"region": "410102"},
                    {"region": "410102", "code": "206", "revised": None},
                    {"region": "410103", "book": "2"},
                ]
            },
            unknown={
                "1": "statement.approved",
                "410102 1": "statement.revised",
                "410103 1": "statement of book 1, side 2",
            },
        ),
        Example(
            story="without the events nobody knows what was approved",
            given={"statement": [{}]},
            missing=["legal_event"],
            unknown={"": "feed missing: legal_event"},
        ),
    ),
)
