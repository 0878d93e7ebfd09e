"""竣工财务决算超期 · A finished project has no final accounts.

Until its final accounts are drawn up, nobody knows what a building cost, and it is in no book as
what it is.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import INVESTMENT_PROJECT

RULE = Rule(
    code="P13",
    title=Text("竣工财务决算超期", "A finished project has no final accounts"),
    meaning=Text(
        "建设项目竣工验收已超过一年，仍未办理竣工财务决算。",
        "The project was accepted more than a year ago and still has no final accounts.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{as_of_day} > {accepted_on} + {years}",
        "{as_of_day} > {accepted_on} + {years}",
    ),
    needs=("investment_project",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="行政事业性国有资产管理条例",
            number="第三十一条",
            part="第一款",
            quote="应当在建设项目竣工验收合格后及时办理资产交付手续，并在规定期限内办理竣工财务决算，期限最长不得超过1年。",
        ),
        Article(
            law="行政事业性国有资产管理条例",
            number="第五十三条",
            part="第（五）项",
            quote="未按照规定期限办理建设项目竣工财务决算",
        ),
    ),
    limits={
        "years": Limit(
            1,
            Provenance.STATUTORY,
            "决算期限",
            "years to draw up final accounts",
            unit="year",
            article="行政事业性国有资产管理条例第三十一条第一款",
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
                make_date(
                    year(accepted_on) + $years,
                    month(accepted_on),
                    case
                        when month(accepted_on) = 2 and day(accepted_on) = 29 then 28
                        else day(accepted_on)
                    end
                ) as due_by
            from core.investment_project p
            join latest using (region, stated_on)
        ),
        judged as (
            select
                *,
                case
                    when accepted_on is null or accepted_on > $as_of then 'not_applicable'
                    when final_accounts_on <= $as_of then 'pass'
                    when due_by < $as_of then 'fail'
                    else 'pass'
                end as verdict
            from standing
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(project, '/', '／') as subject,
            verdict,
            case when verdict = 'not_applicable' then 'not accepted yet' end as reason,
            null as severity,
            coalesce(invested, approved_cost, estimate) as at_stake,
            unit,
            name,
            stated_on,
            accepted_on,
            due_by,
            $as_of as as_of_day,
            date_diff('day', due_by, $as_of) as days_over
        from judged
    """,
    evidence={"investment_project": INVESTMENT_PROJECT},
    operands={
        "name": Text("项目名称", "project"),
        "stated_on": Text("统计日期", "stated on"),
        "accepted_on": Text("竣工验收日期", "accepted on"),
        "due_by": Text("决算期满", "final accounts due by"),
        "as_of_day": Text("监督日", "asked as of"),
        "days_over": Text("逾期天数", "days over"),
    },
    advice=Text(
        "请项目单位说明决算编制、送审所处环节，并查该资产是否已暂估入账。",
        "The project's owner says how far the final accounts are, and whether the asset is booked "
        "at an estimate meanwhile.",
    ),
    innocent=Text(
        "决算已批复，日期未回填；验收日期为单项工程验收，整体尚未验收。",
        "They are approved and the date was not written back; the date of acceptance is "
        "that of one "
        "part and not of the whole.",
    ),
    exclusions=(
        Text(
            "未竣工验收的项目不适用",
            "projects that are not accepted yet: not applicable",
        ),
        Text(
            "逾期后补办的不再判",
            "once there are final accounts, however late, the rule is silent",
        ),
    ),
    assumptions=(
        Text(
            "期限按公历一年计；验收日为 2 月 29 日的，至次年 2 月 28 日；验收日期未填视为尚未验收",
            "a year is a calendar year, from 29 February to 28 February; no date of acceptance "
            "means that it was not accepted yet",
        ),
    ),
    examples=(
        Example(
            story="a year to the day is in time",
            given={"investment_project": [{"accepted_on": date(2025, 9, 30)}]},
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="a year and a day is not",
            given={
                "investment_project": [
                    {"accepted_on": date(2025, 9, 29), "invested": Decimal("50.00")}
                ]
            },
            fails={"P1": Severity.ORANGE},
            at_stake={"P1": Decimal("50.00")},
            boundary=True,
        ),
        Example(
            story="from 29 February the year ends on 28 February",
            given={
                "investment_project": [
                    {"stated_on": date(2025, 1, 31), "accepted_on": date(2024, 2, 29)},
                    {
                        "project": "P2",
                        "stated_on": date(2025, 1, 31),
                        "accepted_on": date(2024, 2, 28),
                    },
                ]
            },
            as_of=date(2025, 3, 1),
            fails={"P1": Severity.ORANGE, "P2": Severity.ORANGE},
        ),
        Example(
            story="any other day of February, and any other 29th, comes round as it is",
            given={
                "investment_project": [
                    {"stated_on": date(2026, 1, 31), "accepted_on": date(2025, 2, 10)},
                    {
                        "project": "P2",
                        "region": "410200",
                        "stated_on": date(2026, 1, 31),
                        "accepted_on": date(2025, 1, 29),
                    },
                ]
            },
            as_of=date(2026, 2, 11),
            fails={"P1": Severity.ORANGE, "410200 P2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="on the 29th of another month it is not over yet",
            given={"investment_project": [{"accepted_on": date(2025, 9, 29)}]},
            as_of=date(2026, 9, 29),
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="on 28 February it is not over yet",
            given={
                "investment_project": [
                    {"stated_on": date(2025, 1, 31), "accepted_on": date(2024, 2, 29)}
                ]
            },
            as_of=date(2025, 2, 28),
            passes=["P1"],
            boundary=True,
        ),
        Example(
            story="final accounts end it, be they late; what is still to come does not",
            given={
                "investment_project": [
                    {"accepted_on": date(2024, 1, 5), "final_accounts_on": date(2026, 9, 30)},
                    {
                        "project": "P2",
                        "accepted_on": date(2024, 1, 5),
                        "final_accounts_on": date(2026, 10, 1),
                    },
                ]
            },
            passes=["P1"],
            fails={"P2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="what is not accepted yet needs no final accounts",
            given={
                "investment_project": [
                    {"accepted_on": None},
                    {"project": "P2", "accepted_on": date(2026, 10, 1)},
                    {"project": "P3", "accepted_on": date(2026, 9, 30)},
                ]
            },
            not_applicable=["P1", "P2"],
            passes=["P3"],
            boundary=True,
        ),
        Example(
            story="a project whose sums were not reported is found as well",
            given={
                "investment_project": [
                    {
                        "accepted_on": date(2024, 1, 5),
                        "invested": None,
                        "approved_cost": Decimal("70.00"),
                    }
                ]
            },
            fails={"P1": Severity.ORANGE},
            at_stake={"P1": Decimal("70.00")},
        ),
        Example(
            story="the latest date stands as a whole",
            given={
                "investment_project": [
                    {"stated_on": date(2026, 7, 31), "accepted_on": date(2024, 1, 5)},
                    {
                        "stated_on": date(2026, 9, 30),
                        "accepted_on": date(2024, 1, 5),
                        "final_accounts_on": date(2025, 1, 5),
                    },
                    {"stated_on": date(2026, 10, 31), "accepted_on": date(2024, 1, 5)},
                    {
                        "project": "P2",
                        "stated_on": date(2026, 7, 31),
                        "accepted_on": date(2024, 1, 5),
                    },
                    {
                        "project": "P3",
                        "region": "410200",
                        "stated_on": date(2026, 6, 30),
                        "accepted_on": date(2024, 1, 5),
                    },
                ]
            },
            passes=["P1"],
            fails={"410200 P3": Severity.ORANGE},
        ),
        Example(
            story="projects that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["investment_project"],
            unknown={"": "feed missing: investment_project"},
        ),
    ),
)
