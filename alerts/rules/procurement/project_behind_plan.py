"""项目逾期未开工、未完工 · A project starts or ends later than planned.

Money waits while a project does not begin, and costs grow while it does not end. The plan's dates
are the project's own.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import INVESTMENT_PROJECT

RULE = Rule(
    code="P14",
    title=Text("项目逾期未开工、未完工", "A project starts or ends later than planned"),
    meaning=Text(
        "到监督日，项目已过计划开工日期仍未开工，或者已过计划完工日期仍未竣工验收。",
        "The day planned for the start has passed without one, or the day planned for the finish "
        "without an acceptance.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "max({start_late}, {finish_late}) > {late}（> {very_late} 为橙色）",
        "max({start_late}, {finish_late}) > {late} (orange above {very_late})",
    ),
    needs=("investment_project",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="政府投资条例",
            number="第二十四条",
            quote="政府投资项目应当按照国家有关规定合理确定并严格执行建设工期",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="政府投资条例",
            number="第三十四条",
            part="第（六）项",
            quote="无正当理由不实施或者不按照建设工期实施已批准的政府投资项目",
            bearing=Bearing.PRINCIPLE,
            note=(
                "有正当理由的不适用，报送数据不含理由 / a good reason excuses it, and the feed "
                "has none"
            ),
        ),
    ),
    limits={
        "late": Limit(
            30, Provenance.PROPOSED_DEFAULT, "逾期天数（黄）", "days late (yellow)", unit="day"
        ),
        "very_late": Limit(
            180, Provenance.PROPOSED_DEFAULT, "逾期天数（橙）", "days late (orange)", unit="day"
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.investment_project
            where stated_on <= $as_of
            group by region
        ),
        standing as (
            select
                p.*,
                case
                    when started_on <= $as_of or accepted_on <= $as_of then 0
                    else date_diff('day', planned_start_on, $as_of)
                end as start_late,
                case
                    when accepted_on <= $as_of then 0
                    else date_diff('day', planned_finish_on, $as_of)
                end as finish_late
            from core.investment_project p
            join latest using (region, stated_on)
        ),
        delayed as (
            select *, greatest(start_late, finish_late) as days_late
            from standing
        ),
        judged as (
            select
                *,
                case
                    when days_late > $late then 'fail'
                    when start_late is null or finish_late is null then 'unknown'
                    else 'pass'
                end as verdict
            from delayed
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(project, '/', '／') as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when start_late is null and finish_late is null
                    then 'investment_project.planned_start_on, investment_project.planned_finish_on'
                when start_late is null then 'investment_project.planned_start_on'
                else 'investment_project.planned_finish_on'
            end as reason,
            case when days_late > $very_late then 'orange' else 'yellow' end as severity,
            coalesce(approved_cost, estimate) as at_stake,
            unit,
            name,
            stated_on,
            planned_start_on,
            started_on,
            start_late,
            planned_finish_on,
            accepted_on,
            finish_late,
            days_late
        from judged
    """,
    evidence={"investment_project": INVESTMENT_PROJECT},
    operands={
        "name": Text("项目名称", "project"),
        "stated_on": Text("统计日期", "stated on"),
        "planned_start_on": Text("计划开工日期", "planned start"),
        "started_on": Text("实际开工日期", "started on"),
        "start_late": Text(
            "过计划开工日天数（已开工为 0）", "days past the planned start, 0 once begun"
        ),
        "planned_finish_on": Text("计划完工日期", "planned finish"),
        "accepted_on": Text("竣工验收日期", "accepted on"),
        "finish_late": Text(
            "过计划完工日天数（已验收为 0）", "days past the planned finish, 0 once accepted"
        ),
        "days_late": Text("逾期天数", "days late"),
    },
    advice=Text(
        "请项目单位说明未开工、未完工的原因和新的时间表，核对资金是否已拨付、是否闲置。",
        "The project's owner gives the reason and a new timetable; check whether its money was "
        "handed over already and lies idle.",
    ),
    innocent=Text(
        "征地拆迁、汛期或上级停工令等正当理由；已开工、已验收而日期未回填；计划经批准顺延。",
        "Land, floods or an order to stop; it has begun or ended and the date was not "
        "written back; "
        "the plan was put off with approval.",
    ),
    exclusions=(
        Text(
            "已开工的不再判迟开工，已验收的不再判",
            "what has begun is not late to begin, and what is accepted is late for nothing",
        ),
    ),
    assumptions=(
        Text(
            "实际日期未填视为尚未发生；迟开工与迟完工取较长者定级",
            "no actual date means that it has not happened; the longer of the two delays grades it",
        ),
    ),
    examples=(
        Example(
            story="thirty days after the planned start are borne",
            given={
                "investment_project": [{"planned_start_on": date(2026, 8, 31), "started_on": None}]
            },
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="the thirty-first day is late",
            given={
                "investment_project": [{"planned_start_on": date(2026, 8, 30), "started_on": None}]
            },
            fails={"P1": Severity.YELLOW},
            at_stake={"P1": Decimal("100.00")},
            boundary=True,
        ),
        Example(
            story="without an approved cost the estimate is at stake",
            given={
                "investment_project": [
                    {
                        "planned_start_on": date(2026, 8, 30),
                        "started_on": None,
                        "approved_cost": None,
                        "estimate": Decimal("70.00"),
                    }
                ]
            },
            fails={"P1": Severity.YELLOW},
            at_stake={"P1": Decimal("70.00")},
        ),
        Example(
            story="a hundred and eighty days are yellow, one more is orange",
            given={
                "investment_project": [
                    {"planned_start_on": date(2026, 4, 3), "started_on": None},
                    {
                        "project": "P2",
                        "planned_start_on": date(2026, 4, 2),
                        "started_on": None,
                    },
                ]
            },
            fails={"P1": Severity.YELLOW, "P2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="the finish is asked in the same way",
            given={
                "investment_project": [
                    {"planned_finish_on": date(2026, 8, 31)},
                    {"project": "P2", "planned_finish_on": date(2026, 8, 30)},
                    {"project": "P3", "planned_finish_on": date(2026, 4, 3)},
                    {"project": "P4", "planned_finish_on": date(2026, 4, 2)},
                ]
            },
            passes=["P1"],
            fails={"P2": Severity.YELLOW, "P3": Severity.YELLOW, "P4": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="a late start is over once it has begun, a late finish once it is accepted",
            given={
                "investment_project": [
                    {"planned_start_on": date(2025, 1, 1), "started_on": date(2026, 9, 30)},
                    {
                        "project": "P2",
                        "planned_finish_on": date(2025, 1, 1),
                        "accepted_on": date(2026, 9, 30),
                    },
                    {
                        "project": "P3",
                        "planned_start_on": date(2025, 1, 1),
                        "started_on": None,
                        "planned_finish_on": date(2025, 6, 1),
                        "accepted_on": date(2026, 9, 30),
                    },
                ]
            },
            passes=["P1", "P2", "P3"],
            boundary=True,
        ),
        Example(
            story="what begins or ends after the night's day has not happened yet",
            given={
                "investment_project": [
                    {"planned_start_on": date(2026, 8, 30), "started_on": date(2026, 10, 1)},
                    {
                        "project": "P2",
                        "planned_finish_on": date(2026, 8, 30),
                        "accepted_on": date(2026, 10, 1),
                    },
                ]
            },
            fails={"P1": Severity.YELLOW, "P2": Severity.YELLOW},
        ),
        Example(
            story=(
                "without a planned day nobody can be late, unless the other day is known to "
                "have passed"
            ),
            given={
                "investment_project": [
                    {"planned_start_on": None, "started_on": None},
                    {"project": "P2", "planned_finish_on": None},
                    {
                        "project": "P3",
                        "planned_start_on": None,
                        "started_on": None,
                        "planned_finish_on": None,
                    },
                    {
                        "project": "P4",
                        "planned_start_on": date(2026, 8, 30),
                        "started_on": None,
                        "planned_finish_on": None,
                    },
                    {"project": "P5", "planned_start_on": None},
                ]
            },
            unknown={
                "P1": "investment_project.planned_start_on",
                "P2": "investment_project.planned_finish_on",
                "P3": "investment_project.planned_start_on, investment_project.planned_finish_on",
            },
            fails={"P4": Severity.YELLOW},
            passes=["P5"],
        ),
        Example(
            story="the latest date stands as a whole",
            given={
                "investment_project": [
                    {"stated_on": date(2026, 7, 31), "started_on": None},
                    {"stated_on": date(2026, 9, 30)},
                    {"project": "P2", "stated_on": date(2026, 7, 31), "started_on": None},
                    {"project": "P3", "stated_on": date(2026, 10, 31), "started_on": None},
                    {
                        "project": "P4",
                        "region": "410200",
                        "stated_on": date(2026, 6, 30),
                        "started_on": None,
                    },
                ]
            },
            passes=["P1"],
            fails={"410200 P4": Severity.ORANGE},
        ),
        Example(
            story="projects that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["investment_project"],
            unknown={"": "feed missing: investment_project"},
        ),
    ),
)
