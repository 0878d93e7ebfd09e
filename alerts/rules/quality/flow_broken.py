"""零记录、断流 · A monthly feed runs dry.

A month without a row, or with a tenth of the rows of the month before, is seldom a quiet month:
more often an export broke, a filter was set, or half of the units were left out.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Horizon, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="Q07",
    title=Text("零记录、断流", "A feed runs dry"),
    meaning=Text(
        "按月或者按日报送的数据，某月一行也没有，或者行数不到上月的十分之一。",
        "A feed that comes by month or by day has no row in a month, or fewer than a tenth of the "
        "rows of the month before.",
    ),
    severity=Severity.BLUE,
    formula=Text(
        "{rows} 行 = 0，或者 {rows} < {share} × 上月 {rows_before} 行",
        "{rows} rows = 0, or {rows} < {share} × {rows_before} rows of the month before",
    ),
    needs=(),
    horizon=Horizon.FISCAL_YEAR,
    basis=(),
    printed_basis="数据检查，目录未引条文 / a check of the data; the catalogue cites no article",
    limits={
        "share": Limit(
            Decimal("0.10"),
            Provenance.PROPOSED_DEFAULT,
            "少于上月的",
            "fewer than this share of the month before",
            unit="share",
        ),
    },
    sql="""
        with asked as (
            select
                region, feed, left(period, 7) as month,
                string_agg(distinct supplier, '、' order by supplier) as suppliers,
                bool_or(due_on is null) as is_unknown,
                bool_or(state = 'not_due') as is_open
            from ops.due
            where every in ('day', 'month')
            group by region, feed, left(period, 7)
        ),
        came as (
            select region, feed, left(period, 7) as month, sum(kept) as rows
            from ops.delivery_file
            where in_force
            group by region, feed, left(period, 7)
        ),
        whole_year as (
            select distinct region, feed, left(period, 4) as year
            from ops.delivery_file
            where in_force and period not like '%-%'
        ),
        counted as (
            select
                asked.*,
                coalesce(came.rows, 0) as rows,
                whole_year.year is not null as is_whole_year,
                strptime(asked.month || '-01', '%Y-%m-%d') as starts_at
            from asked
            left join came using (region, feed, month)
            left join whole_year
                on whole_year.region = asked.region
                and whole_year.feed = asked.feed
                and whole_year.year = left(asked.month, 4)
        ),
        beside as (
            select
                *,
                lag(rows) over one_by_one as rows_of_last,
                lag(starts_at) over one_by_one as starts_of_last,
                lag(month) over one_by_one as month_of_last,
                max(rows) over (
                    partition by region, feed order by starts_at
                    rows between unbounded preceding and 1 preceding
                ) as most_before
            from counted
            window one_by_one as (partition by region, feed order by starts_at)
        ),
        held as (
            select
                *,
                starts_of_last = starts_at - interval 1 month as is_next
            from beside
        ),
        judged as (
            select
                *,
                case when is_next then rows_of_last end as rows_before,
                case when is_next then month_of_last end as month_before,
                case
                    when cast(last_day(starts_at) as date) > $as_of then 'not over yet'
                    when rows = 0 and is_whole_year then 'handed over by the year'
                    when rows = 0 and is_open then 'not due yet'
                    when coalesce(most_before, 0) = 0 then 'nothing before it'
                end as excused
            from held
        ),
        told as (
            select
                *,
                case
                    when excused is not null then 'not_applicable'
                    when rows = 0 and is_unknown then 'unknown'
                    when rows = 0 or rows < $share * rows_before then 'fail'
                    else 'pass'
                end as verdict
            from judged
        )
        select
            region,
            month as period,
            concat_ws('/', replace(feed, '/', '／'), region, month) as subject,
            verdict,
            case verdict
                when 'not_applicable' then excused
                when 'unknown' then 'calendar.working_day'
            end as reason,
            null as severity,
            null as at_stake,
            null as unit,
            feed,
            month,
            suppliers,
            rows,
            month_before,
            rows_before
        from told
    """,
    evidence={
        "ops.due": """
            select f.region, f.period, f.subject, d.file, d.line
            from finding f
            join ops.due d
                on d.region = f.region
                and d.feed = f.feed
                and left(d.period, 7) in (f.month, f.month_before)
        """,
    },
    operands={
        "feed": Text("数据", "feed"),
        "month": Text("月份", "month"),
        "suppliers": Text("供数单位", "suppliers"),
        "rows": Text("本月行数", "rows of the month"),
        "month_before": Text("上月", "month before"),
        "rows_before": Text("上月行数", "rows of the month before"),
    },
    advice=Text(
        "请供数单位核对导出条件和范围，补报或者书面确认该月确无业务。",
        "The supplier checks what the export was filtered by and which units it held, and hands "
        "over the rest or confirms in writing that nothing happened.",
    ),
    innocent=Text(
        "该月确无业务，已报空表；一月集中下达指标，二月行数自然少；数据改由其他单位报送。",
        "Nothing happened and an empty file says so; allotments are issued in January and few in "
        "February; another office hands the feed over.",
    ),
    exclusions=(
        Text("按事项、按季、按年报送的数据不判", "feeds by event, quarter or year are not asked"),
        Text(
            "尚未结束、尚未到期的月份，以及首次报送的月份，不适用",
            "months that are not over or not due, and the first one, are not applicable",
        ),
    ),
    assumptions=(
        Text(
            "行数为在册文件收下的行数，按文件所属月份计；按日报送的逐日相加",
            "rows are those kept of the files in force, by the files' month; days are added up",
        ),
        Text(
            "整年一份报送、没有分月文件的年度，不与上月比较",
            "a year that is handed over as a whole has no months to compare",
        ),
        Text(
            "从未收到的月份按无记录计；上月无记录的，本月有记录即可",
            "a month that never came counts as having no row; after a dry month any row will do",
        ),
    ),
    examples=(
        Example(
            story="a month has exactly a tenth of the rows of the month before",
            given={
                "ops.due": [{"period": "2026-06"}, {"line": 2}],
                "ops.delivery_file": [
                    {"period": "2026-06", "kept": 100},
                    {"number": 8, "period": "2026-07", "kept": 10},
                ],
            },
            passes=["payment/410100/2026-07"],
            not_applicable={"payment/410100/2026-06": "nothing before it"},
            boundary=True,
        ),
        Example(
            story="a month has one row less than a tenth",
            given={
                "ops.due": [{"period": "2026-06"}, {"line": 2}],
                "ops.delivery_file": [
                    {"period": "2026-06", "kept": 100},
                    {"number": 8, "period": "2026-07", "kept": 9},
                ],
            },
            fails={"payment/410100/2026-07": Severity.BLUE},
            not_applicable=["payment/410100/2026-06"],
            boundary=True,
        ),
        Example(
            story="an empty month, and a month that never came, have no row; the next is compared "
            "with none",
            given={
                "ops.due": [
                    {"period": "2026-04", "state": "arrived"},
                    {"period": "2026-05", "state": "arrived", "line": 2},
                    {"period": "2026-06", "line": 3},
                    {"period": "2026-07", "state": "arrived", "line": 4},
                ],
                "ops.delivery_file": [
                    {"period": "2026-04", "kept": 100},
                    {"number": 8, "period": "2026-05", "kept": 0},
                    {"number": 7, "period": "2026-07", "kept": 1},
                ],
            },
            fails={
                "payment/410100/2026-05": Severity.BLUE,
                "payment/410100/2026-06": Severity.BLUE,
            },
            passes=["payment/410100/2026-07"],
            not_applicable=["payment/410100/2026-04"],
        ),
        Example(
            story="the days of a month are added up, and files out of force are not counted",
            given={
                "ops.due": [
                    {"period": "2026-06"},
                    {"period": "2026-07-01", "every": "day", "line": 2},
                    {"period": "2026-07-02", "every": "day", "line": 3},
                    {"period": "2026-08-01", "every": "day", "line": 4},
                ],
                "ops.delivery_file": [
                    {"period": "2026-06", "kept": 100},
                    {"number": 8, "period": "2026-07-01", "kept": 5},
                    {"number": 7, "period": "2026-07-02", "kept": 5},
                    {"number": 6, "period": "2026-08-01", "kept": 9, "in_force": False},
                ],
            },
            passes=["payment/410100/2026-07"],
            fails={"payment/410100/2026-08": Severity.BLUE},
            not_applicable=["payment/410100/2026-06"],
        ),
        Example(
            story="January is held against December",
            given={
                "ops.due": [{"period": "2025-12"}, {"period": "2026-01", "line": 2}],
                "ops.delivery_file": [
                    {"period": "2025-12", "kept": 50},
                    {"number": 8, "period": "2026-01", "kept": 4},
                ],
            },
            fails={"payment/410100/2026-01": Severity.BLUE},
            not_applicable=["2025-12 payment/410100/2025-12"],
        ),
        Example(
            story="months apart, governments apart and feeds apart are not compared",
            given={
                "ops.due": [
                    {"period": "2026-05"},
                    {"line": 2},
                    {"feed": "statement", "period": "2026-06", "line": 3},
                    {"region": "410102", "period": "2026-06", "line": 4},
                ],
                "ops.delivery_file": [
                    {"period": "2026-05", "kept": 100},
                    {"number": 8, "period": "2026-07", "kept": 1},
                    {"number": 7, "feed": "statement", "period": "2026-06", "kept": 1},
                    {"number": 6, "region": "410102", "period": "2026-06", "kept": 100},
                ],
            },
            passes=["payment/410100/2026-07"],
            not_applicable=[
                "payment/410100/2026-05",
                "statement/410100/2026-06",
                "410102 payment/410102/2026-06",
            ],
        ),
        Example(
            story="a month on its last day is asked; one day earlier it is not over",
            given={
                "ops.due": [{"period": "2026-06"}, {"state": "arrived", "line": 2}],
                "ops.delivery_file": [
                    {"period": "2026-06", "kept": 100},
                    {"number": 8, "period": "2026-07", "kept": 1},
                ],
            },
            as_of=date(2026, 7, 31),
            fails={"payment/410100/2026-07": Severity.BLUE},
            not_applicable=["payment/410100/2026-06"],
            boundary=True,
        ),
        Example(
            story="the day before, the month is not over",
            given={
                "ops.due": [{"period": "2026-06"}, {"state": "arrived", "line": 2}],
                "ops.delivery_file": [
                    {"period": "2026-06", "kept": 100},
                    {"number": 8, "period": "2026-07", "kept": 1},
                ],
            },
            as_of=date(2026, 7, 30),
            not_applicable={
                "payment/410100/2026-06": "nothing before it",
                "payment/410100/2026-07": "not over yet",
            },
        ),
        Example(
            story="a month that is not due yet is not missed; a year handed over whole has none",
            given={
                "ops.due": [
                    {"period": "2026-07"},
                    {"period": "2026-08", "state": "not_due", "line": 2},
                    {"feed": "receipt", "period": "2026-06", "line": 3},
                    {"feed": "receipt", "period": "2026-07", "line": 4},
                ],
                "ops.delivery_file": [
                    {"period": "2026-07", "kept": 100},
                    {"number": 8, "feed": "receipt", "period": "2026-06", "kept": 9},
                    {"number": 7, "feed": "receipt", "period": "2026", "kept": 100},
                ],
            },
            not_applicable={
                "payment/410100/2026-07": "nothing before it",
                "payment/410100/2026-08": "not due yet",
                "receipt/410100/2026-06": "nothing before it",
                "receipt/410100/2026-07": "handed over by the year",
            },
        ),
        Example(
            story="quarters and years are not asked about",
            given={
                "ops.due": [
                    {"every": "quarter", "period": "2026-06"},
                    {"every": "year", "period": "2025", "line": 2},
                    {"period": "2026-07", "line": 3},
                ],
                "ops.delivery_file": [{"period": "2026-07", "kept": 1}],
            },
            not_applicable=["payment/410100/2026-07"],
        ),
        Example(
            story="whether a month was due is unknown without the notice of its year",
            given={
                "ops.due": [
                    {"period": "2026-12"},
                    {"period": "2027-01", "due_on": None, "state": "unknown", "line": 2},
                ],
                "ops.delivery_file": [{"period": "2026-12", "kept": 100}],
            },
            as_of=date(2027, 3, 1),
            unknown={"payment/410100/2027-01": "calendar.working_day"},
            not_applicable=["2026-12 payment/410100/2026-12"],
        ),
    ),
)
