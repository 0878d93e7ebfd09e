"""审计整改报告超期 · The report on putting right what the audit found is late.

Six months after it heard the auditor, the standing committee hears the government on what became
of it. Without that report nobody answers for the problems as a whole.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text

AUDITED = {"fiscal_year": 2025, "kind": "audit_report", "happened_on": date(2026, 2, 28)}
RECTIFIED = {
    "event": "M2",
    "fiscal_year": 2025,
    "kind": "rectification_report",
    "happened_on": date(2026, 8, 28),
}

RULE = Rule(
    code="R01",
    title=Text("审计整改报告超期", "Report on rectification late"),
    meaning=Text(
        "常务委员会听取审计工作报告后超过六个月，政府才报告审计查出问题整改情况，或者至今没有报告。",
        "More than six months after the standing committee heard the audit report, the government "
        "had not reported on what was put right, or has not to this day.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{counted_to} > {audited_on} + {months} 个月（{last_day}）",
        "{counted_to} > {audited_on} + {months} months ({last_day})",
    ),
    needs=("legal_event",),
    optional=("audit_problem",),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="各级人民代表大会常务委员会监督法",
            number="第二十七条",
            part="第二款",
            quote="常务委员会在听取和审议审计工作报告后的六个月内，听取和审议本级人民政府关于审计查出问题整改情况的报告。",
            note="在河南另有每年年底前的规定（河南条例第四十四条），可能更早 / "
            "in Henan also by the end of the year (article 44 there), which may be earlier",
        ),
    ),
    limits={
        "months": Limit(
            6,
            Provenance.STATUTORY,
            "审计工作报告后不超过",
            "after the audit report at most",
            unit="month",
            article="监督法第二十七条第二款",
        ),
    },
    sql="""
        with reports as (
            select
                region, fiscal_year,
                min(happened_on) filter (kind = 'audit_report' and happened_on <= $as_of)
                    as audited_on,
                bool_or(happened_on is null) filter (kind = 'audit_report') as awaited,
                min(happened_on) filter (kind = 'rectification_report' and happened_on <= $as_of)
                    as rectified_on
            from core.legal_event
            where kind in ('audit_report', 'rectification_report')
            group by region, fiscal_year
        ),
        problems as (
            select
                region, audit_year as fiscal_year,
                count(*) as problems,
                count(*) filter (closed_on <= $as_of) as closed,
                sum(amount) as amount
            from core.audit_problem
            where reported_on <= $as_of
            group by region, audit_year
        ),
        timed as (
            select
                *,
                coalesce(rectified_on, $as_of) as counted_to,
                cast(audited_on + to_months($months) as date) as last_day
            from reports
            full join problems using (region, fiscal_year)
            where fiscal_year <= year($as_of)
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            cast(fiscal_year as varchar) as subject,
            case
                when counted_to > last_day then 'fail'
                when audited_on is not null then 'pass'
                when awaited then 'not_applicable'
                else 'unknown'
            end as verdict,
            case
                when audited_on is not null then null
                when awaited then 'audit report not made yet'
                else 'legal_event audit_report'
            end as reason,
            null as severity,
            amount as at_stake,
            cast(null as varchar) as unit,
            audited_on,
            rectified_on,
            counted_to,
            last_day,
            problems,
            closed,
            amount
        from timed
    """,
    evidence={
        "legal_event": """
            select f.region, f.period, f.subject, e.event
            from finding f
            join core.legal_event e
                on e.region = f.region
                and cast(e.fiscal_year as varchar) = f.period
                and e.kind in ('audit_report', 'rectification_report')
                and e.happened_on <= $as_of
        """,
        "audit_problem": """
            select f.region, f.period, f.subject, p.problem
            from finding f
            join core.audit_problem p
                on p.region = f.region
                and cast(p.audit_year as varchar) = f.period
                and p.reported_on <= $as_of
        """,
    },
    operands={
        "audited_on": Text("审计工作报告日期", "audit report on"),
        "rectified_on": Text("整改情况报告日期", "report on rectification on"),
        "counted_to": Text("计至", "counted to"),
        "last_day": Text("期限届满日", "last day"),
        "problems": Text("问题数", "problems"),
        "closed": Text("已销号", "closed"),
        "amount": Text("涉及金额", "amount"),
    },
    advice=Text(
        "请政府办公室和审计机关说明整改报告的安排，提供已完成的整改台账，商定向常委会报告的日期。",
        "The government's office and the auditor say when the report comes, show their list of "
        "what was put right, and agree on a day with the standing committee.",
    ),
    innocent=Text(
        "整改报告已听取，只是未录入法定事项；常委会会议延期；与年底的综合报告合并听取。",
        "The report was heard and not typed in; the sitting was put off; it was heard together "
        "with another at the year's end.",
    ),
    assumptions=(
        Text(
            "事项的预算年度和问题的审计年度是被审计的年度",
            "an event's year, as a problem's audit year, is the year that was audited",
        ),
        Text(
            "六个月按对日计算，没有对日的取当月最后一天；届满日当日报告的不超期",
            "six calendar months keep the day, or take the last one of the month; a report on the "
            "last day is in time",
        ),
        Text("多次报告取最早日期", "of several reports the first counts"),
        Text(
            "有审计问题而没有审计工作报告日期的，为未知",
            "a year with problems and without the day of its audit report is unknown",
        ),
    ),
    examples=(
        Example(
            story="on the day that completes six months",
            given={"legal_event": [AUDITED, RECTIFIED]},
            passes=["2025 2025"],
            boundary=True,
        ),
        Example(
            story="a day later, and the problems are shown",
            given={
                "legal_event": [
                    AUDITED,
                    {**RECTIFIED, "happened_on": date(2026, 8, 29)},
                    {"event": "M9", "fiscal_year": 2024, "region": "410102", "kind": "debt_report"},
                ],
                "audit_problem": [
                    {},
                    {"problem": "W2", "amount": Decimal("20.00"), "closed_on": date(2026, 8, 1)},
                    {"problem": "W3", "reported_on": date(2026, 10, 1)},
                    {"problem": "W4", "region": "410102", "audit_year": 2024},
                ],
            },
            fails={"2025 2025": Severity.RED},
            at_stake={"2025 2025": Decimal("120.00")},
            unknown={"410102 2024 2024": "legal_event audit_report"},
            boundary=True,
        ),
        Example(
            story="not made, and the last day is today",
            given={"legal_event": [AUDITED, {**RECTIFIED, "happened_on": date(2026, 8, 29)}]},
            as_of=date(2026, 8, 28),
            passes=["2025 2025"],
            boundary=True,
        ),
        Example(
            story="not made, and the last day was yesterday; what comes later is to come",
            given={
                "legal_event": [
                    AUDITED,
                    {**RECTIFIED, "happened_on": date(2026, 8, 30)},
                    {**RECTIFIED, "event": "M3", "happened_on": None},
                ]
            },
            as_of=date(2026, 8, 29),
            fails={"2025 2025": Severity.RED},
            boundary=True,
        ),
        Example(
            story="the first reports count, each of its own year and government",
            given={
                "legal_event": [
                    AUDITED,
                    {**AUDITED, "event": "M3", "happened_on": date(2026, 6, 1)},
                    RECTIFIED,
                    {**RECTIFIED, "event": "M4", "happened_on": date(2026, 9, 1)},
                    {**AUDITED, "event": "M5", "region": "410102"},
                    {**RECTIFIED, "event": "M6", "region": "410102", "fiscal_year": 2024},
                    {**AUDITED, "event": "M7", "fiscal_year": 2027},
                    {**AUDITED, "event": "M9", "fiscal_year": 2026, "region": "410104"}
                    | {"happened_on": date(2026, 9, 1)},
                    {**AUDITED, "event": "M8", "region": "410103", "kind": "debt_report"},
                ]
            },
            fails={"410102 2025 2025": Severity.RED},
            passes=["2025 2025", "410104 2026"],
            unknown={"410102 2024 2024": "legal_event audit_report"},
        ),
        Example(
            story="a second audit report in the year does not start the term again",
            given={
                "legal_event": [
                    AUDITED,
                    {**AUDITED, "event": "M3", "happened_on": date(2026, 6, 1)},
                    {**RECTIFIED, "happened_on": date(2026, 8, 29)},
                ]
            },
            fails={"2025 2025": Severity.RED},
        ),
        Example(
            story="a report on the day of the night itself has been made",
            given={
                "legal_event": [
                    {**AUDITED, "happened_on": date(2026, 3, 29)},
                    {**RECTIFIED, "happened_on": date(2026, 9, 30)},
                    {**AUDITED, "event": "M3", "region": "410102"},
                    {**AUDITED, "event": "M4", "region": "410103"}
                    | {"happened_on": date(2026, 9, 30)},
                ],
                "audit_problem": [{"region": "410102", "reported_on": date(2026, 9, 30)}],
            },
            fails={"2025 2025": Severity.RED, "410102 2025 2025": Severity.RED},
            at_stake={"410102 2025 2025": Decimal("100.00")},
            passes=["410103 2025 2025"],
        ),
        Example(
            story="an audit report that is still to come starts no term; none at all is unknown",
            given={
                "legal_event": [
                    {**AUDITED, "happened_on": None},
                    {**AUDITED, "region": "410102", "happened_on": date(2026, 10, 1)},
                ]
            },
            missing=["audit_problem"],
            not_applicable={"2025 2025": "audit report not made yet"},
            unknown={"410102 2025 2025": "legal_event audit_report"},
        ),
        Example(
            story="without the events nobody is late",
            given={"audit_problem": [{}]},
            missing=["legal_event"],
            unknown={"": "feed missing: legal_event"},
        ),
    ),
)
