"""代码不在字典 · A code that the year's dictionary does not list.

What cannot be named cannot be added up under its name: a code from last year's classification, a
unit that nobody has on file, or a leading zero that a spreadsheet has eaten.
"""

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from warehouse.codes import REFERENCES, SHORT_LISTS

RULE = Rule(
    code="Q02",
    title=Text("代码不在字典", "A code that is not in the dictionary"),
    meaning=Text(
        "报送的行使用了当年字典没有的科目、资金性质或者其他代码，或者使用了没有备案的单位、区划。",
        "A delivered row uses a code that the dictionary of its year does not have, or a unit or "
        "region that is not on file.",
    ),
    severity=Severity.BLUE,
    formula=Text(
        "{feed} 的 {column_name} 使用 {value}，"
        "{fiscal_year} 年的字典 {dictionary}（{origin}）没有，共 {used} 行 > {allowed}",
        "{feed} has {value} in {column_name}, which the dictionary {dictionary} of {fiscal_year} "
        "({origin}) does not list: {used} rows > {allowed}",
    ),
    needs=(),
    basis=(
        Article(
            law="预算法",
            number="第三十二条",
            part="第三款",
            quote="按照国务院财政部门制定的政府收支分类科目",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "allowed": Limit(0, Provenance.PROPOSED_DEFAULT, "允许的行数", "rows allowed", "row"),
    },
    sql="""
        with used as (
            select
                f.region, f.period, u.*, d.origin,
                replace(u.value, '/', '／') as shown
            from ops.code_used u
            join ops.delivery_file f on f.number = u.file and f.in_force
            left join ops.dictionary d
                on d.dictionary = u.dictionary and d.fiscal_year = u.fiscal_year
            where f.period <= left(cast($as_of as varchar), length(f.period))
        ),
        worst as (
            select
                *,
                sum(case when state = 'unlisted' then used else 0 end) over (
                    partition by region, period, feed, column_name, value
                ) as unlisted
            from used
            qualify row_number() over (
                partition by region, period, feed, column_name, value
                order by
                    case state when 'unlisted' then 0 when 'open' then 1 else 2 end,
                    fiscal_year desc,
                    dictionary,
                    file
            ) = 1
        ),
        judged as (
            select
                *,
                case
                    when unlisted > $allowed then 'fail'
                    when state = 'open' then 'unknown'
                    else 'pass'
                end as verdict
            from worst
        )
        select
            region,
            period,
            concat_ws('/', feed, column_name, shown) as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when dictionary in ('unit', 'region') then dictionary || ' of the year'
                else 'classification ' || dictionary || ' of ' || cast(fiscal_year as varchar)
            end as reason,
            null as severity,
            cast(null as decimal(18, 2)) as at_stake,
            cast(null as varchar) as unit,
            feed,
            column_name,
            value,
            dictionary,
            fiscal_year,
            coalesce(origin, 'delivered') as origin,
            looks_like,
            unlisted as used
        from judged
    """,
    evidence={
        feed: f"""
            select f.region, f.period, f.subject, u.file, unnest(u.lines) as line
            from finding f
            join ops.code_used u
                on u.feed = f.feed
                and u.column_name = f.column_name
                and u.value = f.value
                and u.state = 'unlisted'
            join ops.delivery_file d
                on d.number = u.file
                and d.region = f.region
                and d.period = f.period
            where f.feed = '{feed}'
        """
        for feed in sorted({*REFERENCES, *SHORT_LISTS})
    },
    operands={
        "feed": Text("数据表", "feed"),
        "column_name": Text("列", "column"),
        "value": Text("代码", "code"),
        "dictionary": Text("字典", "dictionary"),
        "fiscal_year": Text("年度", "year"),
        "origin": Text("字典来源", "whose dictionary"),
        "looks_like": Text("疑为（首位零丢失）", "looks like (a leading zero was lost)"),
        "used": Text("行数", "rows"),
    },
    advice=Text(
        "请报送单位核对代码：改正后重报，或者报送当年的科目、单位、区划清单。",
        "The supplier checks the code: it delivers the rows again, put right, or the year's list "
        "of codes, units or regions.",
    ),
    innocent=Text(
        "新增科目或者新设单位已经使用，清单尚未更新；科目年中有调整。",
        "A new code or unit is already used and the list is not renewed yet; codes were changed "
        "within the year.",
    ),
    exclusions=(
        Text(
            "没有字典，或者随附的骨架字典达不到该级的，判为未知，不判通过",
            "without a dictionary, or below what the bundled skeleton lists: unknown, never passed",
        ),
        Text(
            "境外区划（99xxxx）只按其自己报送的字典判断",
            "what lies outside China (99xxxx) is held against delivered dictionaries alone",
        ),
    ),
    assumptions=(
        Text(
            "对象为报送的政府和文件的期间；字典取行的预算年度（没有的取日期或者文件的年度）",
            "a finding is about the delivering government and the file's period; the dictionary "
            "is that of the row's fiscal year, else of its date, else of the file",
        ),
        Text(
            "首位零丢失（10500 与 010500）是疑点，不改写；行照样保留",
            "a lost leading zero (10500 for 010500) is a finding and is not put right: the row "
            "stays as it came",
        ),
    ),
    examples=(
        Example(
            story="a code that is listed and one that is not",
            given={
                "payment": [{"function_item": "2059900"}],
                "ops.code_used": [
                    {},
                    {"value": "2059900", "state": "unlisted", "used": 1, "lines": [2]},
                ],
                "ops.dictionary": [{}],
            },
            fails={"payment/function_item/2059900": Severity.BLUE},
            passes=["payment/function_item/2050201"],
            boundary=True,
        ),
        Example(
            story="a lost leading zero is a finding; a part with a slash is written wide",
            given={
                "payment": [{"unit": "10500"}, {"payment": "V2", "unit": "A/1"}],
                "ops.code_used": [
                    {
                        "column_name": "unit",
                        "dictionary": "unit",
                        "value": "10500",
                        "state": "unlisted",
                        "looks_like": "010500",
                        "lines": [2],
                    },
                    {
                        "column_name": "unit",
                        "dictionary": "unit",
                        "value": "A/1",
                        "state": "unlisted",
                        "lines": [3],
                    },
                ],
            },
            fails={"payment/unit/10500": Severity.BLUE, "payment/unit/A／1": Severity.BLUE},
        ),
        Example(
            story="without a dictionary of the year nothing is known of its codes",
            given={
                "payment": [{}],
                "ops.code_used": [
                    {"state": "open"},
                    {"column_name": "unit", "dictionary": "unit", "value": "U9", "state": "open"},
                ],
            },
            unknown={
                "payment/function_item/2050201": "classification function of 2026",
                "payment/unit/U9": "unit of the year",
            },
        ),
        Example(
            story="as many rows as are allowed are allowed",
            given={
                "payment": [{}, {"payment": "V2"}],
                "ops.code_used": [
                    {"value": "1", "state": "unlisted", "used": 1, "lines": [2]},
                    {"value": "2", "state": "unlisted", "used": 2, "lines": [2, 3]},
                ],
            },
            limits={"allowed": 1},
            fails={"payment/function_item/2": Severity.BLUE},
            passes=["payment/function_item/1"],
            boundary=True,
        ),
        Example(
            story="of several years the worst speaks, the latest of equals; their rows add up",
            given={
                "payment": [{}, {"payment": "V2"}],
                "ops.code_used": [
                    {"value": value, "fiscal_year": year, "state": state, "lines": [2]}
                    for value, states in (
                        ("1", ("open", "open", "listed")),
                        ("2", ("open", "unlisted", "unlisted")),
                        ("3", ("listed", "unlisted", "open")),
                    )
                    for year, state in zip((2024, 2025, 2026), states, strict=True)
                ],
            },
            limits={"allowed": 1},
            fails={"payment/function_item/2": Severity.BLUE},
            passes=["payment/function_item/3"],
            unknown={"payment/function_item/1": "classification function of 2025"},
        ),
        Example(
            story="files that are not in force, and those of a period ahead, are not looked at",
            given={
                "payment": [{}],
                "ops.delivery_file": [
                    {"number": 8, "in_force": False},
                    {"number": 9, "period": "2026-10"},
                    {"number": 10, "period": "2026-09"},
                ],
                "ops.code_used": [
                    {"file": 8, "value": "8", "state": "unlisted"},
                    {"file": 9, "value": "9", "state": "unlisted"},
                    {"file": 10, "value": "10"},
                ],
            },
            passes=["payment/function_item/10"],
        ),
    ),
)
