"""重复主键 · One key, two contents.

A key names one thing. Where two rows of one key differ, one of them is wrong, and nobody here can
say which: both were set aside, or both stand and are counted twice.
"""

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="Q05",
    title=Text("重复主键、重复装载", "One key with two contents"),
    meaning=Text(
        "同一文件内同一主键的行内容不同（均已剔出），或者同一事项的主键出现在两个期间的文件里。",
        "Rows of one key differ within a file (all of them were set aside), or the key of one "
        "event stands in the files of two periods.",
    ),
    severity=Severity.BLUE,
    formula=Text(
        "{feed} 的主键 {key} 有 {rows} 行内容不同 > {allowed}（{where_found}）",
        "{feed}, key {key}: {rows} rows that differ > {allowed} ({where_found})",
    ),
    needs=(),
    basis=(),
    printed_basis="数据核对，无条文 / a data check without an article",
    limits={
        "allowed": Limit(1, Provenance.PROPOSED_DEFAULT, "每个主键的行数", "rows of a key", "row"),
    },
    sql="""
        with clashes as (
            select
                f.region, f.period, f.feed, f.number as file,
                replace(replace(a.raw, '/', '／'), ' | ', '/') as key,
                'within the file' as where_found,
                count(distinct a.line) as rows
            from ops.aside a
            join ops.delivery_file f on f.number = a.file and f.in_force
            where starts_with(a.reason, 'key:')
            group by all
        ),
        twice as (
            select
                f.region, f.period, k.feed, f.number as file, k.key,
                'in two periods' as where_found,
                k.differs,
                count(*) over (partition by k.feed, k.key) as rows
            from ops.key_twice k
            join ops.delivery_file f on f.number = k.file and f.in_force
            qualify row_number() over (
                partition by k.feed, k.key order by f.period desc, f.number desc
            ) = 1
        ),
        told as (
            select region, period, feed, file, key, where_found, rows from clashes
            union all
            select region, period, feed, file, key, where_found, rows from twice where differs
        ),
        gathered as (
            select
                region, period, feed, key,
                min(where_found) as where_found,
                sum(rows) as rows
            from told
            group by all
        ),
        quiet as (
            select f.region, f.period, f.feed
            from ops.delivery_file f
            where f.in_force and f.feed is not null
                and not exists (
                    select 1 from gathered g
                    where g.region = f.region and g.period = f.period and g.feed = f.feed
                        and g.rows > $allowed
                )
        ),
        subjects as (
            select
                region, period, concat_ws('/', feed, key) as subject, 'fail' as verdict,
                feed, key, where_found, rows
            from gathered
            where rows > $allowed
            union all
            select
                region, period, feed, 'pass', feed, cast(null as varchar), cast(null as varchar),
                cast(null as bigint)
            from quiet
        )
        select
            region,
            period,
            subject,
            verdict,
            cast(null as varchar) as reason,
            null as severity,
            cast(null as decimal(18, 2)) as at_stake,
            cast(null as varchar) as unit,
            feed,
            key,
            where_found,
            rows
        from subjects
        where period <= left(cast($as_of as varchar), length(period))
    """,
    evidence={
        "ops.aside": """
            select f.region, f.period, f.subject, a.file, a.line
            from finding f
            join ops.delivery_file d
                on d.region = f.region and d.period = f.period and d.feed = f.feed and d.in_force
            join ops.aside a
                on a.file = d.number
                and starts_with(a.reason, 'key:')
                and f.key = replace(replace(a.raw, '/', '／'), ' | ', '/')
        """,
        **{
            feed: f"""
                select f.region, f.period, f.subject, k.file, k.line
                from finding f
                join ops.key_twice k on k.feed = f.feed and k.key = f.key
                where f.feed = '{feed}'
            """
            for feed in ("allotment_change", "payment", "receipt", "treasury_balance")
        },
    },
    operands={
        "feed": Text("数据表", "feed"),
        "key": Text("主键", "key"),
        "where_found": Text("出现在", "where it was found"),
        "rows": Text("行数", "rows"),
    },
    advice=Text(
        "请报送单位说明哪一行为准，改正后重报；同一笔报在两个期间的，撤回其中一个。",
        "The supplier says which row is right and delivers it again; of one event that was "
        "reported in two periods, it withdraws one.",
    ),
    innocent=Text(
        "系统主键在年度之间重新编号；分笔支付共用一个凭证号而未报送明细主键。",
        "The system numbers anew every year; parts of one payment share a voucher and the key of "
        "the part was not delivered.",
    ),
    exclusions=(
        Text(
            "内容相同的重复行只记数，不是疑点；登记类和时点类数据跨期间同一主键是更新，不是重复",
            "rows that repeat with equal content are counted and no finding; a key that comes "
            "again in a later period of a register or a state is its next state",
        ),
    ),
    assumptions=(
        Text(
            "对象为报送的政府和文件的期间；跨期间的，取较晚的期间",
            "a finding is about the delivering government and the file's period, the later of two",
        ),
        Text(
            "主键按该表主键各列的顺序写出，用 / 相连",
            "the key is written as the feed's key columns in their order, joined with /",
        ),
    ),
    examples=(
        Example(
            story="rows of one key that differ; a file without such passes",
            given={
                "payment": [{"payment": "V9"}],
                "allotment": [{}],
                "ops.aside": [{"file": 2}, {"file": 2, "line": 3}],
            },
            fails={"payment/V1/2026/410100": Severity.BLUE},
            passes=["allotment"],
            boundary=True,
        ),
        Example(
            story="one row alone is no clash, and other reasons are others'",
            given={
                "payment": [{"payment": "V9"}],
                "ops.aside": [
                    {"raw": "V1 | 2026 | 410100"},
                    *(
                        {"line": line, "reason": "date: 2026-02-30 is no day", "raw": "2026-02-30"}
                        for line in (3, 4)
                    ),
                ],
            },
            passes=["payment"],
            boundary=True,
        ),
        Example(
            story="a slash within a key is written wide",
            given={
                "payment": [{"payment": "V9"}],
                "ops.aside": [
                    {"raw": "A/1 | 2026 | 410100"},
                    {"raw": "A/1 | 2026 | 410100", "line": 3},
                ],
            },
            fails={"payment/A／1/2026/410100": Severity.BLUE},
        ),
        Example(
            story="an event in two periods is of the later; equal content is a repeat",
            given={
                "payment": [{}, {"paid_on": "2026-04-01"}],
                "ops.delivery_file": [
                    {"number": 8, "period": "2026-01"},
                    {"number": 9, "period": "2025-12"},
                ],
                "ops.key_twice": [
                    {"file": 8},
                    {"file": 9, "line": 3},
                    {"file": 8, "key": "V2/2026/410100", "differs": False},
                    {"file": 9, "key": "V2/2026/410100", "differs": False},
                    {"file": 1},
                ],
            },
            fails={"payment/V1/2026/410100": Severity.BLUE},
            passes=["payment", "2025-12 payment"],
        ),
        Example(
            story="what clashes within a file and with another period is counted together",
            given={
                "payment": [{}],
                "ops.delivery_file": [
                    {"number": 8, "period": "2026-04"},
                    {"number": 9, "period": "2026-03"},
                ],
                "ops.aside": [{"file": 8}, {"file": 8, "line": 3}],
                "ops.key_twice": [{"file": 8}, {"file": 9, "line": 3}],
            },
            limits={"allowed": 3},
            fails={"payment/V1/2026/410100": Severity.BLUE},
            passes=["payment"],
        ),
        Example(
            story="files that are not in force, and those of a period ahead, are not looked at",
            given={
                "payment": [{}],
                "ops.delivery_file": [
                    {"number": 8, "in_force": False},
                    {"number": 9, "period": "2026-10"},
                    {"number": 7, "feed": None},
                ],
                "ops.aside": [{"file": file, "line": line} for file in (8, 9) for line in (2, 3)],
            },
            passes=["payment"],
        ),
    ),
)
