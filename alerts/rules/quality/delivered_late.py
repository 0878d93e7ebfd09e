"""报送逾期 · What the supply calendar asks for has not come in time.

Supervision stands on what is handed over. A feed that does not come leaves every rule that needs it
without an answer; nobody may take the silence for good news.
"""

from datetime import date

from alerts.rule import (
    Article,
    Bearing,
    Example,
    Horizon,
    Limit,
    Provenance,
    Rule,
    Severity,
    Text,
)

RULE = Rule(
    code="Q01",
    title=Text("报送逾期", "Data handed over late"),
    meaning=Text(
        "按供数日历应报的一期数据，超过约定时间和宽限仍未收到，或者收到时已超过。",
        "A period that the supply calendar asks for had not come when its day and the grace were "
        "over, or has not come to this day.",
    ),
    severity=Severity.BLUE,
    formula=Text(
        "{counted_to} − {due_on} = {days_late} 天（工作日 {working_days_late}），"
        "超过宽限：按日报送 {days_daily} 天、按月 {working_days_monthly} 个工作日、"
        "按年 {days_yearly} 天",
        "{counted_to} − {due_on} = {days_late} days ({working_days_late} working days), above the "
        "grace: daily {days_daily} days, monthly {working_days_monthly} working days, yearly "
        "{days_yearly} days",
    ),
    needs=(),
    horizon=Horizon.FISCAL_YEAR,
    basis=(
        Article(
            law="河南省预算审查监督条例",
            number="第二十二条",
            part="第三款",
            quote="应当定期向本级人民代表大会有关专门委员会或者常务委员会预算审查监督工作机构报送",
            bearing=Bearing.PRINCIPLE,
            note="仅适用于河南；条文没有天数 / Henan only; no days in the law",
        ),
        Article(
            law="河南省预算审查监督条例",
            number="第四十九条",
            part="第（二）项",
            quote="未按法定程序、时限和内容提交、报送、通报",
            bearing=Bearing.PRINCIPLE,
            note="须造成严重影响 / only where it has grave consequences",
        ),
    ),
    limits={
        "days_daily": Limit(
            1, Provenance.PROPOSED_DEFAULT, "按日报送宽限", "grace, daily", unit="day"
        ),
        "working_days_monthly": Limit(
            5,
            Provenance.PROPOSED_DEFAULT,
            "按月、按季报送宽限（工作日）",
            "grace, monthly or quarterly (working days)",
            unit="day",
        ),
        "days_yearly": Limit(
            15, Provenance.PROPOSED_DEFAULT, "按年报送宽限", "grace, yearly", unit="day"
        ),
    },
    sql="""
        with counted as (
            select
                *,
                due_on + cast(least(days_late, $as_of - due_on) as integer) as counted_to,
                case every when 'day' then 'daily' when 'month' then 'monthly'
                    when 'quarter' then 'monthly' else 'yearly' end as rhythm
            from ops.due
        ),
        timed as (
            select
                c.*,
                c.counted_to - c.due_on as late_by,
                w.nth - d.nth as working_days_late
            from counted c
            left join calendar.working_day d on d.day = c.due_on
            left join calendar.working_day w on w.day = c.counted_to
        ),
        judged as (
            select
                *,
                case
                    when state = 'not_due' or (arrived_on is null and due_on >= $as_of)
                        then 'not_applicable'
                    when due_on is null and state = 'arrived' then 'pass'
                    when due_on is null then 'unknown'
                    when days_late is null or counted_to <= due_on then 'pass'
                    when rhythm = 'monthly' and working_days_late is null then 'unknown'
                    when late_by > case rhythm when 'daily' then $days_daily
                        when 'yearly' then $days_yearly else late_by end then 'fail'
                    when rhythm = 'monthly' and working_days_late > $working_days_monthly
                        then 'fail'
                    else 'pass'
                end as verdict
            from timed
        ),
        worst as (
            select
                *,
                count(*) filter (verdict = 'fail') over (partition by region, feed, period)
                    as suppliers_late
            from judged
            qualify row_number() over (
                partition by region, feed, period
                order by
                    case verdict when 'fail' then 0 when 'unknown' then 1 when 'pass' then 2
                        else 3 end,
                    late_by desc nulls last,
                    supplier
            ) = 1
        )
        select
            region,
            period,
            replace(feed, '/', '／') || '/' || period as subject,
            verdict,
            case verdict
                when 'unknown' then 'calendar.working_day ' || left(
                    coalesce(cast(counted_to as varchar), cast(due_on as varchar), period), 4)
                when 'not_applicable' then 'not due yet'
            end as reason,
            null as severity,
            null as at_stake,
            null as unit,
            feed,
            supplier,
            suppliers_late,
            every,
            agreed,
            state,
            due_on,
            arrived_on,
            counted_to,
            late_by as days_late,
            working_days_late
        from worst
    """,
    evidence={
        "ops.due": """
            select f.region, f.period, f.subject, d.file, d.line
            from finding f
            join ops.due d
                on d.region = f.region
                and d.period = f.period
                and d.feed = f.feed
                and d.state in ('late', 'missing', 'refused')
        """,
    },
    operands={
        "feed": Text("数据", "feed"),
        "supplier": Text("供数单位", "supplier"),
        "suppliers_late": Text("逾期的供数单位数", "suppliers that are late"),
        "every": Text("报送周期", "rhythm"),
        "agreed": Text("约定出处", "agreed in"),
        "state": Text("状态", "state"),
        "due_on": Text("应报日期", "due on"),
        "arrived_on": Text("收到日期", "arrived on"),
        "counted_to": Text("计至", "counted to"),
        "days_late": Text("逾期天数", "days late"),
        "working_days_late": Text("逾期工作日", "working days late"),
    },
    advice=Text(
        "请供数单位补报，并说明原因；文件被退回的，按收据所列原因改正后重报。约定时间不合适的，改供数日历。",
        "The supplier hands it over and says why it is late; a refused file is corrected as its "
        "receipt says. Where the day agreed does not fit, change the supply calendar.",
    ),
    innocent=Text(
        "该期没有业务发生，应报而未报空表；机构改革后改由其他单位报送；节假日后补报。",
        "Nothing happened in the period and no empty file was sent; another office reports since a "
        "reform; it was sent after the holidays.",
    ),
    exclusions=(
        Text(
            "按事项报送的数据不判；首次报送以前到期的各期，已收到的不算逾期",
            "feeds by event are not asked; what was due before the first hand-over and came with "
            "it is not late",
        ),
    ),
    assumptions=(
        Text(
            "应报时间、应报单位以供数日历为准；没有约定的，按该单位自己报过的数据和周期",
            "who owes what by when is the supply calendar's; where nothing is agreed, what the "
            "supplier once handed over, in its own rhythm",
        ),
        Text(
            "各年都从基准日计算，不以年末为界",
            "every year counts from the as-of date, not from its 31 December",
        ),
        Text(
            "一期有几个供数单位的，以逾期最久的为准",
            "of several suppliers of one period the latest counts",
        ),
    ),
    examples=(
        Example(
            story="a month came within five working days after it was due",
            given={"ops.due": [{"state": "late", "arrived_on": date(2026, 8, 21), "days_late": 7}]},
            passes=["payment/2026-07"],
            boundary=True,
        ),
        Example(
            story="a month came on the sixth working day after it was due",
            given={
                "ops.due": [{"state": "late", "arrived_on": date(2026, 8, 24), "days_late": 10}]
            },
            fails={"payment/2026-07": Severity.BLUE},
            boundary=True,
        ),
        Example(
            story="a month that has not come is counted to the night",
            given={"ops.due": [{}]},
            as_of=date(2026, 8, 24),
            fails={"payment/2026-07": Severity.BLUE},
            boundary=True,
        ),
        Example(
            story="within the grace nothing is said yet",
            given={
                "ops.due": [
                    {"days_late": 7},
                    {"feed": "receipt", "due_on": date(2026, 8, 21), "line": 2},
                ]
            },
            as_of=date(2026, 8, 21),
            passes=["payment/2026-07"],
            not_applicable={"receipt/2026-07": "not due yet"},
            boundary=True,
        ),
        Example(
            story="refused files do not stand for the period",
            given={"ops.due": [{"state": "refused", "file": 9}]},
            fails={"payment/2026-07": Severity.BLUE},
        ),
        Example(
            story="a day may come one day late and not two",
            given={
                "ops.due": [
                    {
                        "every": "day",
                        "period": "2026-09-10",
                        "due_on": date(2026, 9, 11),
                        "state": "late",
                        "arrived_on": date(2026, 9, 12),
                        "days_late": 1,
                    },
                    {
                        "every": "day",
                        "period": "2026-09-11",
                        "due_on": date(2026, 9, 14),
                        "state": "late",
                        "arrived_on": date(2026, 9, 16),
                        "days_late": 2,
                        "line": 2,
                    },
                ]
            },
            passes=["payment/2026-09-10"],
            fails={"payment/2026-09-11": Severity.BLUE},
            boundary=True,
        ),
        Example(
            story="a year may come fifteen days late and not sixteen",
            given={
                "ops.due": [
                    {
                        "feed": "region",
                        "every": "year",
                        "period": "2026",
                        "due_on": date(2026, 1, 31),
                        "state": "late",
                        "arrived_on": date(2026, 2, 15),
                        "days_late": 15,
                    },
                    {
                        "feed": "department_budget",
                        "every": "year",
                        "period": "2026",
                        "due_on": date(2026, 1, 31),
                        "state": "late",
                        "arrived_on": date(2026, 2, 16),
                        "days_late": 16,
                        "line": 2,
                    },
                ]
            },
            passes=["region/2026"],
            fails={"department_budget/2026": Severity.BLUE},
            boundary=True,
        ),
        Example(
            story="opening budgets and final accounts are asked for like a year",
            given={
                "ops.due": [
                    {
                        "feed": "statement",
                        "every": "opening",
                        "period": "2026-00",
                        "due_on": date(2026, 4, 30),
                        "days_late": 153,
                    },
                    {
                        "feed": "statement",
                        "every": "final",
                        "period": "2025-13",
                        "due_on": date(2026, 9, 30),
                        "state": "not_due",
                        "days_late": None,
                        "line": 2,
                    },
                ]
            },
            fails={"statement/2026-00": Severity.BLUE},
            not_applicable={"2025-13 statement/2025-13": "not due yet"},
        ),
        Example(
            story="a quarter has the grace of a month",
            given={
                "ops.due": [
                    {
                        "every": "quarter",
                        "period": "2026-06",
                        "state": "late",
                        "arrived_on": date(2026, 8, 21),
                        "days_late": 7,
                    },
                    {
                        "feed": "receipt",
                        "every": "quarter",
                        "period": "2026-06",
                        "state": "late",
                        "arrived_on": date(2026, 8, 24),
                        "days_late": 10,
                        "line": 2,
                    },
                ]
            },
            passes=["payment/2026-06"],
            fails={"receipt/2026-06": Severity.BLUE},
            boundary=True,
        ),
        Example(
            story="of several suppliers the latest is named",
            given={
                "ops.due": [
                    {
                        "supplier": "国资委",
                        "state": "arrived",
                        "arrived_on": date(2026, 8, 10),
                        "days_late": None,
                    },
                    {"line": 2},
                ]
            },
            fails={"payment/2026-07": Severity.BLUE},
        ),
        Example(
            story="a month of last year is late for the year that it is of",
            given={
                "ops.due": [
                    {
                        "period": "2025-12",
                        "due_on": date(2026, 1, 19),
                        "state": "late",
                        "arrived_on": date(2026, 3, 2),
                        "days_late": 42,
                    }
                ]
            },
            fails={"2025-12 payment/2025-12": Severity.BLUE},
        ),
        Example(
            story="what came after the night had not come yet",
            given={
                "ops.due": [{"state": "late", "arrived_on": date(2026, 9, 29), "days_late": 46}]
            },
            as_of=date(2026, 8, 19),
            passes=["payment/2026-07"],
        ),
        Example(
            story="what is in time, and what is not due yet",
            given={
                "ops.due": [
                    {"state": "arrived", "arrived_on": date(2026, 8, 3), "days_late": None},
                    {
                        "feed": "statement",
                        "state": "not_due",
                        "due_on": date(2026, 10, 21),
                        "period": "2026-09",
                        "days_late": None,
                        "line": 2,
                    },
                ]
            },
            passes=["payment/2026-07"],
            not_applicable={"statement/2026-09": "not due yet"},
        ),
        Example(
            story="a year that runs is not due, though its day in the next one is not known; what "
            "came within it is in time",
            given={
                "ops.due": [
                    {
                        "every": "year",
                        "period": "2026",
                        "due_on": None,
                        "state": "not_due",
                        "days_late": None,
                    },
                    {
                        "feed": "receipt",
                        "every": "year",
                        "period": "2026",
                        "due_on": None,
                        "state": "arrived",
                        "arrived_on": date(2026, 6, 30),
                        "days_late": None,
                        "line": 2,
                    },
                    {
                        "feed": "receipt",
                        "supplier": "国资委",
                        "every": "year",
                        "period": "2026",
                        "due_on": None,
                        "state": "not_due",
                        "days_late": None,
                        "line": 3,
                    },
                ]
            },
            not_applicable={"payment/2026": "not due yet"},
            passes=["receipt/2026"],
        ),
        Example(
            story="without the notice of its year nobody can tell the day, but on the day it is in "
            "time; who is in time does not answer for the other supplier",
            given={
                "ops.due": [
                    {"period": "2027-01", "due_on": None, "state": "unknown", "days_late": None},
                    {
                        "supplier": "国资委",
                        "period": "2027-01",
                        "due_on": None,
                        "state": "arrived",
                        "arrived_on": date(2027, 2, 1),
                        "days_late": None,
                        "line": 3,
                    },
                    {
                        "feed": "receipt",
                        "period": "2027-01",
                        "due_on": date(2027, 2, 9),
                        "state": "late",
                        "arrived_on": date(2027, 2, 12),
                        "days_late": 3,
                        "line": 4,
                    },
                    {"period": "2026-12", "due_on": date(2026, 12, 31), "days_late": 40, "line": 2},
                ]
            },
            as_of=date(2027, 2, 9),
            passes=["receipt/2027-01"],
            unknown={
                "payment/2027-01": "calendar.working_day 2027",
                "2026-12 payment/2026-12": "calendar.working_day 2027",
            },
        ),
    ),
)
