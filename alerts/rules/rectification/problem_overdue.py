"""单项整改超期 · A problem of the audit is not put right in time.

Every problem has a day by which it is to be put right. What is open after that day is answered for
one by one.
"""

from datetime import date
from decimal import Decimal

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
    code="R02",
    title=Text("单项整改超期", "Audit problem overdue"),
    meaning=Text(
        "审计查出的问题，整改时限已过而没有销号。",
        "A problem that the audit found is past its day and not closed.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{counted_to} − {due_on} = {days_over} 天 > {days} 天，未销号",
        "{counted_to} − {due_on} = {days_over} days > {days} days, not closed",
    ),
    needs=("audit_problem",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="审计法",
            number="第五十二条",
            part="第一款",
            quote="被审计单位应当按照规定时间整改审计查出的问题",
            bearing=Bearing.PRINCIPLE,
            note="规定时间由审计机关逐项确定 / the time is set for each problem by the auditor",
        ),
    ),
    limits={
        "days": Limit(
            0,
            Provenance.STATUTORY,
            "超过时限",
            "days over",
            unit="day",
            article="审计法第五十二条第一款",
        ),
    },
    sql="""
        with known as (
            select
                *,
                closed_on <= $as_of as is_closed,
                $as_of - due_on as days_over
            from core.audit_problem
            where reported_on <= $as_of
        ),
        judged as (
            select
                *,
                case
                    when is_closed then 'pass'
                    when due_on is null then 'unknown'
                    when days_over > $days then 'fail'
                    else 'pass'
                end as verdict
            from known
        )
        select
            region,
            cast(year(least(coalesce(due_on, reported_on), $as_of)) as varchar) as period,
            replace(problem, '/', '／') as subject,
            verdict,
            case when verdict = 'unknown' then 'audit_problem.due_on' end as reason,
            null as severity,
            case when amount is not null then greatest(amount - coalesce(remedied, 0), 0) end
                as at_stake,
            unit,
            problem_class,
            audit_year,
            reported_on,
            due_on,
            $as_of as counted_to,
            days_over,
            amount,
            remedied
        from judged
    """,
    evidence={
        "audit_problem": """
            select f.region, f.period, f.subject, p.problem
            from finding f
            join core.audit_problem p
                on p.region = f.region
                and replace(p.problem, '/', '／') = f.subject
        """,
    },
    operands={
        "problem_class": Text("问题类别", "class"),
        "audit_year": Text("审计年度", "audit year"),
        "reported_on": Text("审计报告日期", "reported on"),
        "due_on": Text("整改时限", "due on"),
        "counted_to": Text("计至", "counted to"),
        "days_over": Text("超期天数", "days over"),
        "amount": Text("涉及金额", "amount"),
        "remedied": Text("已整改金额", "put right"),
    },
    advice=Text(
        "请被审计单位提供整改措施、完成凭证和剩余部分的计划，请审计机关确认可否销号或者延期。",
        "The unit shows what it did, the papers that prove it and a plan for the rest; the auditor "
        "says whether it can be closed or the day be moved.",
    ),
    innocent=Text(
        "已整改完毕、等待审计机关确认；经批准延期而时限未更新；涉及诉讼。",
        "It is put right and waits for the auditor's word; the day was moved and not written "
        "back; it is before a court.",
    ),
    exclusions=(
        Text("时限当日未销号的不算超期", "a problem on its very day is not overdue"),
        Text("逾期后已销号的不再判", "what was closed since, however late"),
    ),
    assumptions=(
        Text(
            "所属期间为整改时限所在年度，尚未到期的为基准日年度，没有时限的为审计报告年度",
            "a problem is filed under the year of its day, before that under the as-of year, and "
            "without one under the year of its report",
        ),
        Text(
            "涉及金额为问题金额减已整改金额；未报已整改金额的取全部",
            "at stake is the amount less what is put right; all of it where that is not reported",
        ),
    ),
    examples=(
        Example(
            story="a day over",
            given={
                "audit_problem": [
                    {"problem": "W/1", "due_on": date(2026, 9, 29), "remedied": Decimal("30.00")},
                    {"problem": "W2", "due_on": date(2026, 9, 29), "remedied": Decimal("130.00")},
                    {"problem": "W3", "due_on": date(2026, 9, 29)},
                    {"problem": "W4", "due_on": date(2026, 9, 29), "amount": None},
                ]
            },
            fails={
                "W／1": Severity.ORANGE,
                "W2": Severity.ORANGE,
                "W3": Severity.ORANGE,
                "W4": Severity.ORANGE,
            },
            at_stake={
                "W／1": Decimal("70.00"),
                "W2": Decimal("0.00"),
                "W3": Decimal("100.00"),
            },
            units={"W／1": "U1"},
            boundary=True,
        ),
        Example(
            story="on the day itself, or closed by the night",
            given={
                "audit_problem": [
                    {"due_on": date(2026, 9, 30)},
                    {
                        "problem": "W2",
                        "due_on": date(2026, 8, 1),
                        "closed_on": date(2026, 9, 30),
                    },
                    {"problem": "W3", "due_on": None, "closed_on": date(2026, 8, 1)},
                    {"problem": "W4", "due_on": date(2027, 3, 1)},
                ]
            },
            passes=["W1", "W2", "W3", "W4"],
            boundary=True,
        ),
        Example(
            story="what is closed or reported after the night is not yet",
            given={
                "audit_problem": [
                    {"due_on": date(2026, 8, 1), "closed_on": date(2026, 10, 1)},
                    {"problem": "W2", "due_on": date(2026, 8, 1), "reported_on": date(2026, 10, 1)},
                    {"problem": "W3", "due_on": date(2026, 8, 1), "reported_on": date(2026, 9, 30)},
                ]
            },
            fails={"W1": Severity.ORANGE, "W3": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="a problem of earlier years counts to the night, under the year of its day",
            given={
                "audit_problem": [
                    {
                        "audit_year": 2021,
                        "reported_on": date(2022, 6, 30),
                        "due_on": date(2022, 12, 31),
                    },
                ]
            },
            fails={"2022 W1": Severity.ORANGE},
        ),
        Example(
            story="without a day nobody can tell",
            given={
                "audit_problem": [
                    {"due_on": None},
                    {"problem": "W2", "due_on": None, "reported_on": date(2025, 6, 30)},
                ]
            },
            unknown={"W1": "audit_problem.due_on", "2025 W2": "audit_problem.due_on"},
        ),
        Example(
            story="a list that was never delivered leaves the rule without an answer",
            given={"unit": [{}]},
            missing=["audit_problem"],
            unknown={"": "feed missing: audit_problem"},
        ),
    ),
)
