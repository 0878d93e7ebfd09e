"""勾稽不平 · The statement does not agree with its details.

Every line of a statement is the sum of the lines below it, and of the payments or receipts that
made it. Where it is not, something was left out, counted twice or booked under another code, and
every figure above it is in doubt.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

MONTHS = [f"{month:02}" for month in range(1, 14)]
SUMS = ", ".join(f"sum(case when mm <= '{mm}' then amount end) as to_{mm}" for mm in MONTHS)
ADDED = ", ".join(f"sum(to_{mm}) as to_{mm}" for mm in MONTHS)
PICKED = " ".join(f"when '{mm}' then to_{mm}" for mm in MONTHS)
"""What came up to each month, side by side, so that a line is met once and not once a month."""

HEAD = "region, fiscal_year, code, fund, allotment"
"""What a charge says of its line; the first of all charges that say the same stands for them."""

RULE = Rule(
    code="Q03",
    title=Text("勾稽不平", "Branches that do not add up"),
    meaning=Text(
        "收支表某科目的累计执行数，与其下级科目合计，或者与同期支付、入库明细合计不一致。",
        "The cumulative figure of a code in the statement differs from the sum of the level below, "
        "or from the payments or receipts of the same months.",
    ),
    severity=Severity.BLUE,
    formula=Text(
        "|{executed} − 下级合计 {below}| = {below_difference} 或 "
        "|{executed} − 明细合计 {detail}| = {detail_difference}，大于 {tolerance}",
        "|{executed} − level below {below}| = {below_difference} or "
        "|{executed} − details {detail}| = {detail_difference}, above {tolerance}",
    ),
    needs=("statement",),
    optional=("payment", "receipt", "allotment"),
    basis=(
        Article(
            law="预算法",
            number="第七十五条",
            part="第一款",
            quote="收支真实、数额准确、内容完整、报送及时",
            bearing=Bearing.PRINCIPLE,
            note="本条针对决算草案 / the article is on final accounts",
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.01"), Provenance.PROPOSED_DEFAULT, "容差", "tolerance", "yuan"
        ),
        "transfer_classes": Limit(
            ("230",),
            Provenance.PROPOSED_DEFAULT,
            "有明细才比的支出类（转移性支出）",
            "spending compared only where details stand (transfers)",
            "code",
        ),
    },
    sql=f"""
        with delivered as (
            select distinct
                region, fiscal_year, case feed when 'payment' then '2' else '1' end as side
            from ops.supply
            where feed in ('payment', 'receipt')
        ),
        books as (
            select
                region, fiscal_year, side, book,
                row_number() over (order by region, fiscal_year, side, book) as number,
                delivered.side is not null as is_delivered
            from (select distinct region, fiscal_year, side, book from core.statement)
            left join delivered using (region, fiscal_year, side)
        ),
        lines as (
            select number, month, code, executed, left(code, 3) as class
            from core.statement
            join books using (region, fiscal_year, side, book)
            where month between 1 and 13
                and last_day(make_date(fiscal_year, least(month, 12), 1)) <= $as_of
        ),
        sizes as (
            select distinct length(code) as size from lines
        ),
        charges as (
            select *, min(charge) over (partition by {HEAD}) as head
            from (
                select
                    charge, region, fiscal_year, function_item as code,
                    case when left(fund, 1) between '1' and '6' then left(fund, 1) end as fund,
                    case when fund is null or function_item is null then allotment end as allotment
                from lineage.charge
            )
        ),
        paid as (
            select {HEAD}, month, amount
            from (
                select
                    head,
                    case
                        when year(paid_on) < p.fiscal_year then 1
                        when year(paid_on) > p.fiscal_year then 13
                        else month(paid_on)
                    end as month,
                    sum(amount) as amount
                from lineage.payment p
                join charges using (charge)
                where paid_on <= $as_of and business is distinct from '9'
                group by all
            ) as summed
            join charges on charges.charge = summed.head
        ),
        received as (
            select
                region, fiscal_year, revenue_item as code,
                case
                    when year(received_on) < fiscal_year then 1
                    when year(received_on) > fiscal_year then 13
                    else month(received_on)
                end as month,
                sum(amount) as amount
            from core.receipt
            where received_on <= $as_of
            group by all
        ),
        details as (
            select
                region, fiscal_year, '2' as side, paid.month,
                coalesce(paid.fund, left(a.fund, 1)) as book,
                coalesce(paid.code, a.function_item) as code,
                paid.amount
            from paid
            left join core.allotment a using (region, fiscal_year, allotment)
            union all
            select
                region, fiscal_year, '1', month,
                case
                    when starts_with(code, '10301') then '2'
                    when starts_with(code, '10306') then '3'
                    when left(code, 3) in ('101', '103') then '1'
                end,
                code,
                amount
            from received
        ),
        widths as (
            select distinct length(code) as width from details
        ),
        cuts as (
            select width, size from widths join sizes on size <= width
        ),
        summed as (
            select
                number, left(code, size) as code,
                {ADDED}
            from (
                select number, code, {SUMS}
                from (
                    select *, lpad(cast(month as varchar), 2, '0') as mm
                    from details
                    join books using (region, fiscal_year, side, book)
                )
                group by all
            )
            join cuts on width = length(code)
            group by all
        ),
        loose as (
            select books.number, side, month as since, left(code, size) as code, amount
            from details
            join books using (region, fiscal_year, side)
            join cuts on width = length(code)
            where details.book is null
        ),
        homes as (
            select min(number) as number, month, class
            from lines
            join books using (number)
            where side = '1'
            group by region, fiscal_year, month, class
            having min(number) = max(number)
        ),
        homeless as (
            select number, month, code, sum(amount) as unplaced
            from lines
            join homes using (number, month, class)
            join loose using (number, code)
            where since <= month
            group by all
        ),
        below as (
            select
                number, month, parent as code,
                sum(executed) as below,
                bool_or(executed is null) as below_missing
            from (
                select child.number, child.month, child.code,
                    min(child.executed) as executed,
                    max(parent.code) as parent
                from (
                    select lines.*, left(code, part.size) as stem
                    from lines
                    join sizes part on part.size < length(code)
                ) as child
                join lines parent
                    on parent.number = child.number
                    and parent.month = child.month
                    and parent.code = child.stem
                group by all
            )
            group by all
        ),
        branches as (
            select distinct number, code from lines
        ),
        doubts as (
            select number, code, since, 'payment.fund' as missing
            from loose
            where side = '2'
            union all
            select books.number, branches.code, d.month, 'payment.function_item'
            from details d
            join books using (region, fiscal_year, side)
            join branches using (number)
            where d.code is null and coalesce(d.book, books.book) = books.book
            union all
            select books.number, branches.code, d.month,
                case side when '2' then 'payment.function_item'
                    else 'receipt.revenue_item' end
            from details d
            join books using (region, fiscal_year, side)
            join (
                select *, left(code, width) as stem
                from branches
                join widths on width < length(code)
            ) as branches on branches.number = books.number and branches.stem = d.code
            where coalesce(d.book, books.book) = books.book
        ),
        vague as (
            select number, month, code, max(missing) as missing
            from lines
            join doubts using (number, code)
            where since <= month
            group by all
        ),
        detailed as (
            select
                lines.*,
                case lpad(cast(month as varchar), 2, '0')
                    {PICKED}
                end as placed
            from lines
            left join summed using (number, code)
        ),
        joined as (
            select
                *,
                case
                    when placed is null then unplaced
                    else placed + coalesce(unplaced, 0)
                end as told,
                is_delivered
                    and (
                        told is not null
                        or missing is not null
                        or (
                            class not in $transfer_classes
                            and case
                                when side = '1' then class in ('101', '103')
                                else book in ('1', '2', '3')
                            end
                        )
                    ) as is_detailed
            from detailed
            join books using (number)
            left join homeless using (number, month, code)
            left join below using (number, month, code)
            left join vague using (number, month, code)
        ),
        compared as (
            select
                *,
                case when is_detailed and missing is null then coalesce(told, 0) end as detail
            from joined
        ),
        apart as (
            select
                *,
                abs(executed - below) as below_difference,
                abs(executed - detail) as detail_difference
            from compared
        ),
        judged as (
            select
                *,
                case
                    when (not below_missing and below_difference > $tolerance)
                        or detail_difference > $tolerance then 'fail'
                    when executed is null and (below_missing is not null or is_detailed)
                        then 'unknown'
                    when below_missing then 'unknown'
                    when is_detailed and missing is not null then 'unknown'
                    when below_missing is not null or is_detailed then 'pass'
                    else 'not_applicable'
                end as verdict
            from apart
        )
        select
            region,
            cast(fiscal_year as varchar) || '-' || lpad(cast(month as varchar), 2, '0') as period,
            replace(book, '/', '／') || '/' || replace(side, '/', '／') || '/'
                || replace(code, '/', '／') || '/' || cast(month as varchar) as subject,
            verdict,
            case
                when verdict = 'unknown' and (executed is null or below_missing)
                    then 'statement.executed'
                when verdict = 'unknown' then missing
                when verdict = 'not_applicable' then 'nothing to compare with'
            end as reason,
            null as severity,
            greatest(
                case when not below_missing then below_difference end, detail_difference
            ) as at_stake,
            null as unit,
            fiscal_year,
            month,
            book,
            side,
            code,
            executed,
            case when not below_missing then below end as below,
            case when not below_missing then below_difference end as below_difference,
            detail,
            detail_difference
        from judged
    """,
    evidence={
        "statement": """
            select
                f.region, f.period, f.subject,
                s.fiscal_year, s.month, s.book, s.side, s.code
            from finding f
            join core.statement s
                on s.region = f.region
                and s.fiscal_year = f.fiscal_year
                and s.month = f.month
                and s.book = f.book
                and s.side = f.side
                and starts_with(s.code, f.code)
            where not exists (
                from core.statement m
                where m.region = s.region
                    and m.fiscal_year = s.fiscal_year
                    and m.month = s.month
                    and m.book = s.book
                    and m.side = s.side
                    and starts_with(m.code, f.code)
                    and m.code <> f.code
                    and starts_with(s.code, m.code)
                    and m.code <> s.code
            )
        """,
        "payment": """
            with broken as (
                select * from finding where side = '2' and detail is not null
            ),
            deepest as (
                select f.*
                from broken f
                where not exists (
                    select 1
                    from broken d
                    where d.region = f.region
                        and d.period = f.period
                        and d.book = f.book
                        and starts_with(d.code, f.code)
                        and d.code <> f.code
                )
            ),
            sizes as (
                select distinct length(code) as size from deepest
            ),
            booked as (
                select charge, region, fiscal_year, fund, function_item as item
                from lineage.charge
                where fund is not null and function_item is not null
                union all
                select
                    c.charge, c.region, c.fiscal_year,
                    coalesce(c.fund, a.fund), coalesce(c.function_item, a.function_item)
                from lineage.charge c
                join core.allotment a
                    on a.region = c.region
                    and a.fiscal_year = c.fiscal_year
                    and a.allotment = c.allotment
                where c.fund is null or c.function_item is null
            ),
            placed as (
                select
                    charge, region, fiscal_year,
                    left(fund, 1) as book,
                    left(item, size) as code
                from booked
                join sizes on size <= length(item)
            ),
            charged as (
                select f.region, f.period, f.subject, f.fiscal_year, f.month, c.charge
                from placed c
                join deepest f
                    on f.region = c.region
                    and f.fiscal_year = c.fiscal_year
                    and f.book = c.book
                    and f.code = c.code
            )
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from charged f
            join lineage.payment p on p.charge = f.charge
            where p.paid_on <= $as_of
                and p.business is distinct from '9'
                and (
                    f.month = 13
                    or p.paid_on <= last_day(make_date(f.fiscal_year, f.month, 1))
                )
        """,
        "receipt": """
            with broken as (
                select * from finding where side = '1' and detail is not null
            ),
            deepest as (
                select f.*
                from broken f
                where not exists (
                    select 1
                    from broken d
                    where d.region = f.region
                        and d.period = f.period
                        and d.book = f.book
                        and starts_with(d.code, f.code)
                        and d.code <> f.code
                )
            ),
            sizes as (
                select distinct length(code) as size from deepest
            ),
            placed as (
                select
                    region, fiscal_year, receipt, received_on,
                    case
                        when starts_with(revenue_item, '10301') then '2'
                        when starts_with(revenue_item, '10306') then '3'
                        when left(revenue_item, 3) in ('101', '103') then '1'
                    end as book,
                    left(revenue_item, size) as code
                from core.receipt
                join sizes on size <= length(revenue_item)
                where received_on <= $as_of
            )
            select f.region, f.period, f.subject, r.receipt, r.fiscal_year
            from placed r
            join deepest f
                on f.region = r.region
                and f.fiscal_year = r.fiscal_year
                and f.book = coalesce(r.book, f.book)
                and f.code = r.code
            where f.month = 13 or r.received_on <= last_day(make_date(f.fiscal_year, f.month, 1))
        """,
    },
    operands={
        "fiscal_year": Text("预算年度", "fiscal year"),
        "month": Text("月份", "month"),
        "book": Text("账本", "book"),
        "side": Text("收支方向", "side"),
        "code": Text("科目编码", "code"),
        "executed": Text("累计执行数", "executed to date"),
        "below": Text("下级合计", "sum of the level below"),
        "below_difference": Text("与下级之差", "difference to the level below"),
        "detail": Text("明细合计", "sum of the details"),
        "detail_difference": Text("与明细之差", "difference to the details"),
    },
    advice=Text(
        "请财政部门核对该科目报表与明细账，更正后重新报送；口径不同的，书面说明差异构成。",
        "The finance department checks this code in its statement against the books and delivers "
        "again; where the two count different things, it explains the difference in writing.",
    ),
    innocent=Text(
        "不经国库集中支付的支出只在报表中；当月明细晚于报表报送；报表只列了部分下级科目。",
        "Spending outside the treasury's payments stands in the statement alone; the month's "
        "details came later than the statement; it lists some of its sub-codes only.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
        Text(
            "财政专户（5）、单位资金（6）的支付不入四本账",
            "payments of special accounts (5) and units' own money (6) are in no book",
        ),
        Text("年初预算（0 月）不判", "the opening budget (month 0)"),
    ),
    assumptions=(
        Text(
            "支付按资金性质首位归账本，未填的取其指标的；资金性质或者功能科目不明、较粗的，相关科目为未知",
            "a payment is of the book of its fund's first digit, else of its allotment's; codes "
            "that payments without fund or with a coarser code may belong to are unknown",
        ),
        Text(
            "入库按科目归账本：10301 为政府性基金，10306 为国有资本经营，101 和其余 103 为一般公共"
            "预算，其他类归唯一列有该类的账本，有明细才比",
            "receipts are of book 2 (10301), 3 (10306) or 1 (101 and the rest of 103); other "
            "classes are of the one book that lists them, and compared where details stand",
        ),
        Text(
            "社会保险基金和转移性收支不经国库集中支付，有明细才比",
            "social insurance and transfers do not pass the treasury's payments: they are compared "
            "only where details stand",
        ),
        Text(
            "上下级科目都不平的，支付、入库凭据列在最下级",
            "where a code and one below it are broken, the payments stand with the lowest",
        ),
        Text(
            "13 月（决算）含计入该年度的全部明细，1 至 12 月按日期累计",
            "month 13 (final accounts) takes every detail charged to the year, the others by date",
        ),
    ),
    examples=(
        Example(
            story="a parent and its children may differ by a fen",
            given={
                "statement": [
                    {"executed": Decimal("100.00")},
                    {"code": "20501", "executed": Decimal("60.00")},
                    {"code": "20502", "executed": Decimal("39.99")},
                ]
            },
            missing=["payment", "receipt"],
            passes=["1/2/205/9"],
            not_applicable=["1/2/20501/9", "1/2/20502/9"],
            boundary=True,
        ),
        Example(
            story="two fen are a broken branch, above or below",
            given={
                "statement": [
                    {"executed": Decimal("100.00")},
                    {"code": "20501", "executed": Decimal("60.00")},
                    {"code": "20502", "executed": Decimal("39.98")},
                    {"month": 8, "executed": Decimal("99.98")},
                    {"month": 8, "code": "20501", "executed": Decimal("100.00")},
                ]
            },
            missing=["payment", "receipt"],
            fails={"1/2/205/9": Severity.BLUE, "1/2/205/8": Severity.BLUE},
            at_stake={"1/2/205/9": Decimal("0.02"), "1/2/205/8": Decimal("0.02")},
            not_applicable=["1/2/20501/9", "1/2/20502/9", "1/2/20501/8"],
            boundary=True,
        ),
        Example(
            story="each level is held against the one just below; a gap in the levels is bridged",
            given={
                "statement": [
                    {"executed": Decimal("100.00")},
                    {"code": "20501", "executed": Decimal("60.00")},
                    {"code": "2050101", "executed": Decimal("60.00")},
                    {"code": "2050201", "executed": Decimal("40.00")},
                    {"code": "206", "executed": Decimal("10.00")},
                    {"code": "2060101", "executed": Decimal("9.00")},
                ]
            },
            missing=["payment", "receipt"],
            fails={"1/2/206/9": Severity.BLUE},
            at_stake={"1/2/206/9": Decimal("1.00")},
            passes=["1/2/205/9", "1/2/20501/9"],
            not_applicable=["1/2/2050101/9", "1/2/2050201/9", "1/2/2060101/9"],
        ),
        Example(
            story="books, sides, months, years and governments are apart",
            given={
                "statement": [
                    {"executed": Decimal("100.00")},
                    {"book": "2", "code": "20501", "executed": Decimal("100.00")},
                    {"side": "1", "code": "20502", "executed": Decimal("100.00")},
                    {"month": 7, "code": "20503", "executed": Decimal("100.00")},
                    {"fiscal_year": 2025, "code": "20504", "executed": Decimal("100.00")},
                    {"region": "410102", "code": "20505", "executed": Decimal("100.00")},
                ]
            },
            missing=["payment", "receipt"],
            not_applicable=[
                "1/2/205/9",
                "2/2/20501/9",
                "1/1/20502/9",
                "1/2/20503/7",
                "2025-09 1/2/20504/9",
                "410102 1/2/20505/9",
            ],
        ),
        Example(
            story="the level between stands in another book, side, month, year or government",
            given={
                "statement": [
                    {"executed": Decimal("100.00")},
                    {"code": "2050101", "executed": Decimal("99.00")},
                    {"book": "2", "code": "20501"},
                    {"side": "1", "code": "20501"},
                    {"month": 8, "code": "20501"},
                    {"fiscal_year": 2025, "code": "20501"},
                    {"region": "410102", "code": "20501"},
                ]
            },
            missing=["payment", "receipt"],
            fails={"1/2/205/9": Severity.BLUE},
            at_stake={"1/2/205/9": Decimal("1.00")},
            not_applicable=[
                "1/2/2050101/9",
                "2/2/20501/9",
                "1/1/20501/9",
                "1/2/20501/8",
                "2025-09 1/2/20501/9",
                "410102 1/2/20501/9",
            ],
        ),
        Example(
            story="each month, the final accounts too, holds the payments of all months so far",
            given={
                "statement": [
                    {"month": month, "executed": Decimal(2 * month)} for month in range(1, 14)
                ],
                "payment": [
                    {
                        "payment": f"V{code}{month}",
                        "function_item": code,
                        "amount": Decimal("1.00"),
                        "paid_on": date(2026 + month // 13, month % 13 + month // 13, 3),
                    }
                    for month in range(1, 14)
                    for code in ("2050101", "2050201")
                ],
            },
            as_of=date(2027, 2, 28),
            missing=["receipt"],
            passes=[f"2026-{month:02} 1/2/205/{month}" for month in range(1, 14)],
        ),
        Example(
            story="revenue of a class that one book alone has is held against it, month by month",
            given={
                "statement": [
                    {"month": 3, "book": "2", "side": "1", "code": "105"}
                    | {"executed": Decimal("7.00")},
                ],
                "receipt": [
                    {
                        "receipt": f"R{month}",
                        "received_on": date(2026, month, 28),
                        "revenue_item": "1050101",
                        "amount": Decimal(amount),
                    }
                    for month, amount in ((2, "3.00"), (3, "4.00"), (4, "9.00"))
                ],
            },
            missing=["payment"],
            passes=["2/1/105/3"],
        ),
        Example(
            story="the payments of the months so far may differ by a fen",
            given={
                "statement": [{"executed": Decimal("40.01")}],
                "payment": [
                    {"paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "function_item": "2060101"},
                    {"payment": "V3", "fund": "2"},
                    {"payment": "V4", "fund": "6"},
                    {"payment": "V5", "business": "9"},
                    {"payment": "V6", "region": "410102"},
                    {"payment": "V7", "fiscal_year": 2025},
                ],
            },
            passes=["1/2/205/9"],
            boundary=True,
        ),
        Example(
            story="two fen off the payments is a broken branch; refunds net",
            given={
                "statement": [{"executed": Decimal("40.02")}],
                "payment": [
                    {"fund": "111", "amount": Decimal("45.00"), "business": None},
                    {"payment": "V2", "amount": Decimal("-5.00"), "business": "2"},
                ],
            },
            fails={"1/2/205/9": Severity.BLUE},
            at_stake={"1/2/205/9": Decimal("0.02")},
            boundary=True,
        ),
        Example(
            story="every level is held against the payments of its codes",
            given={
                "statement": [
                    {"executed": Decimal("40.00")},
                    {"code": "20501", "executed": Decimal("15.00")},
                    {"code": "20502", "executed": Decimal("25.00")},
                    {"code": "2050201", "executed": Decimal("25.00")},
                ],
                "payment": [
                    {"amount": Decimal("30.00")},
                    {"payment": "V2", "function_item": "2050101", "amount": Decimal("10.00")},
                ],
            },
            fails={
                "1/2/20501/9": Severity.BLUE,
                "1/2/20502/9": Severity.BLUE,
                "1/2/2050201/9": Severity.BLUE,
            },
            at_stake={"1/2/20502/9": Decimal("5.00")},
            passes=["1/2/205/9"],
        ),
        Example(
            story="a month takes the payments up to its last day",
            given={
                "statement": [
                    {"month": 2, "executed": Decimal("1.00")},
                    {"month": 3, "executed": Decimal("7.00")},
                    {"month": 4, "executed": Decimal("7.00")},
                ],
                "payment": [
                    {"paid_on": date(2025, 12, 30), "amount": Decimal("1.00")},
                    {"payment": "V2", "paid_on": date(2026, 3, 1), "amount": Decimal("2.00")},
                    {"payment": "V3", "paid_on": date(2026, 3, 31), "amount": Decimal("4.00")},
                    {"payment": "V4", "paid_on": date(2026, 4, 1), "amount": Decimal("8.00")},
                ],
            },
            fails={"1/2/205/4": Severity.BLUE},
            at_stake={"1/2/205/4": Decimal("8.00")},
            passes=["1/2/205/2", "1/2/205/3"],
            boundary=True,
        ),
        Example(
            story="final accounts take what was charged to the year after its end, December does "
            "not; the opening budget executes nothing",
            given={
                "statement": [
                    {"fiscal_year": 2025, "month": 0, "executed": Decimal("9.00")},
                    {"fiscal_year": 2025, "month": 12, "executed": Decimal("2.00")},
                    {"fiscal_year": 2025, "month": 13, "executed": Decimal("6.00")},
                ],
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                        "amount": Decimal("2.00"),
                    },
                    {
                        "payment": "V2",
                        "fiscal_year": 2025,
                        "paid_on": date(2026, 1, 1),
                        "amount": Decimal("4.00"),
                    },
                ],
            },
            passes=["2025-12 1/2/205/12", "2025-13 1/2/205/13"],
            boundary=True,
        ),
        Example(
            story="a month that is not over is not read, nor a payment after the day",
            given={
                "statement": [
                    {"month": 9, "executed": Decimal("1.00")},
                    {"month": 8, "executed": Decimal("40.00")},
                    {"month": 13, "executed": Decimal("1.00")},
                ],
                "payment": [{}, {"payment": "V2", "paid_on": date(2026, 9, 30)}],
            },
            as_of=date(2026, 9, 29),
            passes=["1/2/205/8"],
            boundary=True,
        ),
        Example(
            story="executed with nothing paid at all is a broken branch, not a pass",
            given={"statement": [{"executed": Decimal("0.02")}], "payment": []},
            fails={"1/2/205/9": Severity.BLUE},
            at_stake={"1/2/205/9": Decimal("0.02")},
        ),
        Example(
            story="transfers and social insurance are compared only where details stand",
            given={
                "statement": [
                    {"code": "230"},
                    {"code": "209", "book": "4"},
                    {"code": "230", "book": "2"},
                    {"code": "212", "book": "3"},
                    {"code": "209", "book": "4", "month": 3},
                ],
                "payment": [
                    {"function_item": "2300401", "fund": "2", "amount": Decimal("39.00")},
                    {
                        "payment": "V2",
                        "function_item": "2090101",
                        "fund": "4",
                        "amount": Decimal("40.00"),
                        "paid_on": date(2026, 4, 1),
                    },
                ],
            },
            fails={"2/2/230/9": Severity.BLUE, "3/2/212/9": Severity.BLUE},
            at_stake={"2/2/230/9": Decimal("1.00"), "3/2/212/9": Decimal("40.00")},
            passes=["4/2/209/9"],
            not_applicable=["1/2/230/9", "4/2/209/3"],
        ),
        Example(
            story="receipts are of the book of their code",
            given={
                "statement": [
                    {"side": "1", "code": "101", "executed": Decimal("100.00")},
                    {"side": "1", "code": "103", "executed": Decimal("7.00")},
                    {"side": "1", "book": "2", "code": "103", "executed": Decimal("5.00")},
                    {"side": "1", "book": "2", "code": "10301", "executed": Decimal("5.00")},
                    {"side": "1", "book": "3", "code": "103", "executed": Decimal("3.00")},
                    {"side": "1", "book": "4", "code": "102", "executed": Decimal("2.00")},
                ],
                "receipt": [
                    {},
                    {"receipt": "R2", "revenue_item": "1030401", "amount": Decimal("7.00")},
                    {"receipt": "R3", "revenue_item": "1030146", "amount": Decimal("5.00")},
                    {"receipt": "R4", "revenue_item": "1030601", "amount": Decimal("3.00")},
                    {"receipt": "R5", "revenue_item": "1020101", "amount": Decimal("2.00")},
                ],
            },
            passes=[
                "1/1/101/9",
                "1/1/103/9",
                "2/1/103/9",
                "2/1/10301/9",
                "3/1/103/9",
                "4/1/102/9",
            ],
        ),
        Example(
            story="two fen off the receipts is a broken branch; a rebate nets; later ones wait",
            given={
                "statement": [
                    {"side": "1", "code": "101", "executed": Decimal("90.02")},
                    {"side": "1", "code": "101", "month": 8, "executed": Decimal("90.01")},
                    {"side": "1", "code": "103", "executed": Decimal("0.00")},
                ],
                "receipt": [
                    {"received_on": date(2026, 8, 31)},
                    {
                        "receipt": "R2",
                        "amount": Decimal("-10.00"),
                        "received_on": date(2026, 8, 31),
                    },
                    {"receipt": "R3", "received_on": date(2026, 10, 1)},
                    {"receipt": "R4", "fiscal_year": 2025},
                    {"receipt": "R5", "region": "410102"},
                ],
            },
            fails={"1/1/101/9": Severity.BLUE},
            at_stake={"1/1/101/9": Decimal("0.02")},
            passes=["1/1/101/8", "1/1/103/9"],
            boundary=True,
        ),
        Example(
            story="receipts that are not delivered are not held against revenue",
            given={"statement": [{"side": "1", "code": "101"}, {}], "payment": [{}]},
            missing=["receipt"],
            not_applicable={"1/1/101/9": "nothing to compare with"},
            passes=["1/2/205/9"],
        ),
        Example(
            story="payments that are not delivered are not held against spending",
            given={
                "statement": [{"side": "1", "code": "101", "executed": Decimal("100.00")}, {}],
                "receipt": [{}],
            },
            missing=["payment"],
            not_applicable={"1/2/205/9": "nothing to compare with"},
            passes=["1/1/101/9"],
        ),
        Example(
            story="final accounts take what came in up to the day of the night",
            given={
                "statement": [
                    {
                        "fiscal_year": 2025,
                        "month": 13,
                        "side": "1",
                        "code": "101",
                        "executed": Decimal("100.00"),
                    },
                    {"fiscal_year": 2025, "month": 13},
                ],
                "receipt": [
                    {"fiscal_year": 2025, "received_on": date(2026, 1, 15)},
                    {"fiscal_year": 2025, "receipt": "R2", "received_on": date(2026, 1, 16)},
                ],
                "payment": [
                    {"fiscal_year": 2025, "paid_on": date(2026, 1, 15)},
                    {"fiscal_year": 2025, "payment": "V2", "paid_on": date(2026, 1, 16)},
                ],
            },
            as_of=date(2026, 1, 15),
            passes=["2025-13 1/1/101/13", "2025-13 1/2/205/13"],
            boundary=True,
        ),
        Example(
            story="a receipt with a coarser code leaves the finer ones open",
            given={
                "statement": [
                    {"side": "1", "code": "101", "executed": Decimal("100.00")},
                    {"side": "1", "code": "10101", "executed": Decimal("100.00")},
                ],
                "receipt": [{"revenue_item": "101"}],
            },
            unknown={"1/1/10101/9": "receipt.revenue_item"},
            passes=["1/1/101/9"],
        ),
        Example(
            story="receipts late in a month, before the year and after it",
            given={
                "statement": [
                    {"fiscal_year": 2025, "side": "1", "code": "101", "month": m, "executed": e}
                    for m, e in ((1, "1.00"), (3, "3.00"), (12, "7.00"), (13, "15.00"))
                ],
                "receipt": [
                    {"fiscal_year": 2025, "receipt": n, "received_on": d, "amount": a}
                    for n, d, a in (
                        ("R1", "2024-12-31", "1.00"),
                        ("R2", "2025-03-31", "2.00"),
                        ("R3", "2025-04-01", "4.00"),
                        ("R4", "2026-01-02", "8.00"),
                    )
                ],
            },
            passes=[
                "2025-01 1/1/101/1",
                "2025-03 1/1/101/3",
                "2025-12 1/1/101/12",
                "2025-13 1/1/101/13",
            ],
            boundary=True,
        ),
        Example(
            story="other revenue is of the one book that lists its class, where details stand",
            given={
                "statement": [
                    {"side": "1", "code": "105", "executed": Decimal("60.00")},
                    {"side": "1", "code": "110", "executed": Decimal("60.00")},
                    {"side": "1", "book": "2", "code": "110", "executed": Decimal("40.00")},
                    {"side": "1", "code": "104", "executed": Decimal("60.00")},
                    {"side": "1", "book": "4", "code": "102", "executed": Decimal("60.00")},
                ],
                "receipt": [
                    {"revenue_item": "1050401", "amount": Decimal("50.00")},
                    {"receipt": "R2", "revenue_item": "1100201", "amount": Decimal("100.00")},
                ],
            },
            fails={"1/1/105/9": Severity.BLUE},
            at_stake={"1/1/105/9": Decimal("10.00")},
            not_applicable=["1/1/110/9", "2/1/110/9", "1/1/104/9", "4/1/102/9"],
        ),
        Example(
            story="a payment without fund or code takes its allotment's",
            given={
                "statement": [{}],
                "allotment": [{}, {"region": "410102", "function_item": "206"}],
                "payment": [
                    {"fund": None, "amount": Decimal("15.00")},
                    {"payment": "V2", "function_item": None, "amount": Decimal("25.00")},
                ],
            },
            passes=["1/2/205/9"],
        ),
        Example(
            story="payments that might be of a code leave it open",
            given={
                "statement": [
                    {},
                    {"code": "206"},
                    {"code": "20502", "executed": Decimal("40.00")},
                    {"code": "205", "book": "2"},
                    {"code": "205", "month": 2, "executed": Decimal("0.00")},
                    {"code": "207", "book": "3", "executed": Decimal("0.00")},
                ],
                "payment": [
                    {},
                    {"payment": "V2", "fund": None, "allotment": None},
                    {"payment": "V3", "function_item": "206", "fund": "1"},
                    {
                        "payment": "V4",
                        "fund": "2",
                        "function_item": None,
                        "allotment": None,
                        "paid_on": date(2026, 8, 1),
                    },
                    {"payment": "V5", "fund": "3", "function_item": "2"},
                ],
            },
            unknown={
                "1/2/205/9": "payment.fund",
                "1/2/20502/9": "payment.fund",
                "2/2/205/9": "payment.fund",
                "3/2/207/9": "payment.function_item",
            },
            passes=["1/2/206/9", "1/2/205/2"],
        ),
        Example(
            story="they leave it open from their own month on",
            given={
                "statement": [
                    {"code": code, "month": month, "executed": Decimal("0.00")}
                    for code in ("205", "20601", "207")
                    for month in (2, 3)
                ],
                "payment": [
                    {"fund": None, "allotment": None, "paid_on": date(2026, 3, 31)},
                    {
                        "payment": "V2",
                        "fund": None,
                        "function_item": "206",
                        "allotment": None,
                        "paid_on": date(2026, 3, 31),
                    },
                ],
            },
            unknown={"1/2/205/3": "payment.fund", "1/2/20601/3": "payment.function_item"},
            passes=["1/2/205/2", "1/2/20601/2", "1/2/207/2", "1/2/207/3"],
            boundary=True,
        ),
        Example(
            story="a payment without fund and code may be of every code, from its own month on",
            given={
                "statement": [
                    {"month": 2, "executed": Decimal("0.00")},
                    {"month": 3, "executed": Decimal("0.00")},
                    {"month": 3, "book": "2", "code": "20601"},
                ],
                "payment": [
                    {
                        "fund": "9",
                        "function_item": None,
                        "allotment": None,
                        "paid_on": date(2026, 3, 31),
                    },
                    {
                        "payment": "V2",
                        "fund": None,
                        "function_item": "206",
                        "allotment": None,
                        "paid_on": date(2026, 3, 31),
                    },
                ],
            },
            unknown={
                "1/2/205/3": "payment.function_item",
                "2/2/20601/3": "payment.function_item",
            },
            passes=["1/2/205/2"],
            boundary=True,
        ),
        Example(
            story="what the statement does not report cannot be compared",
            given={
                "statement": [
                    {"executed": None},
                    {"code": "20501", "executed": Decimal("1.00")},
                    {"code": "206"},
                    {"code": "20601", "executed": None},
                    {"code": "207", "executed": None},
                ]
            },
            missing=["payment", "receipt"],
            unknown={"1/2/205/9": "statement.executed", "1/2/206/9": "statement.executed"},
            not_applicable=["1/2/20501/9", "1/2/20601/9", "1/2/207/9"],
        ),
        Example(
            story="an empty figure against payments is open; broken against them is broken",
            given={
                "statement": [
                    {"executed": None},
                    {"code": "206", "executed": Decimal("5.00")},
                    {"code": "20601", "executed": None},
                ],
                "payment": [{}],
            },
            fails={"1/2/206/9": Severity.BLUE},
            at_stake={"1/2/206/9": Decimal("5.00")},
            unknown={"1/2/205/9": "statement.executed", "1/2/20601/9": "statement.executed"},
        ),
        Example(
            story="without the statement there is nothing to add up",
            given={"payment": [{}]},
            missing=["statement"],
            unknown={"": "feed missing: statement"},
        ),
    ),
)
