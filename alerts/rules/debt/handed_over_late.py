"""转贷、拨付滞后 · Bond money is handed over late.

The proceeds are there and the project waits for them: the money stops with the finance department
or a level above the project.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules.debt._projects import BOND_EVIDENCE, FUNDED, PROJECT_EVIDENCE

RULE = Rule(
    code="D15",
    title=Text("债券资金转贷、拨付滞后", "Bond money is handed over late"),
    meaning=Text(
        "债券资金到位后超过三十日才首次拨付项目，或者超过三十日仍未拨付。",
        "A bond's money was first handed over to its project more than thirty days after the "
        "proceeds came, or it is not handed over yet and thirty days are gone.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{proceeds_on} 至 {until_on} = {days_taken} 天 > {days}",
        "{proceeds_on} to {until_on} = {days_taken} days > {days}",
    ),
    needs=("bond", "bond_project"),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="预算法",
            number="第五十七条",
            part="第一款",
            quote="及时、足额地拨付预算支出资金",
            bearing=Bearing.PRINCIPLE,
            note="条文只要求及时，三十日系本系统设定 / the article says in time; thirty days are "
            "ours",
        ),
    ),
    limits={
        "days": Limit(30, Provenance.PROPOSED_DEFAULT, "拨付天数", "days to hand over", unit="day"),
    },
    sql=f"""{FUNDED},
        handed as (
            select
                *,
                handed_over_on <= $as_of as is_handed_over,
                handed_over_on is null and handed_over > 0 as is_undated,
                least(handed_over_on, $as_of) as until_on
            from funded
        ),
        timed as (
            select *, date_diff('day', proceeds_on, until_on) as days_taken
            from handed
        ),
        judged as (
            select
                *,
                case
                    when missing is not null then 'unknown'
                    when excused is not null then 'not_applicable'
                    when proceeds_on is null then 'unknown'
                    when days_taken <= $days then 'pass'
                    when is_undated then 'unknown'
                    else 'fail'
                end as verdict
            from timed
        )
        select
            region,
            period,
            subject,
            verdict,
            case verdict
                when 'not_applicable' then excused
                when 'unknown' then coalesce(
                    missing,
                    case
                        when proceeds_on is null then 'bond.proceeds_on'
                        else 'bond_project.handed_over_on'
                    end
                )
            end as reason,
            null as severity,
            case when is_handed_over then coalesce(handed_over, allocated) else allocated end
                as at_stake,
            null as unit,
            bond,
            project,
            project_name,
            owner,
            stated_on,
            proceeds_on,
            handed_over_on,
            until_on,
            days_taken,
            allocated,
            handed_over
        from judged
    """,
    evidence={"bond_project": PROJECT_EVIDENCE, "bond": BOND_EVIDENCE},
    operands={
        "bond": Text("债券", "bond"),
        "project": Text("项目", "project"),
        "project_name": Text("项目名称", "project name"),
        "owner": Text("项目业主", "owner"),
        "stated_on": Text("统计日期", "stated on"),
        "proceeds_on": Text("资金到位日期", "proceeds on"),
        "handed_over_on": Text("首次拨付日期", "first handed over on"),
        "until_on": Text("算至（首次拨付日，未拨付的为基准日）", "counted to"),
        "days_taken": Text("历时天数", "days taken"),
        "allocated": Text("安排金额", "allocated"),
        "handed_over": Text("拨付金额", "handed over"),
    },
    advice=Text(
        "请财政部门出示转贷协议、拨付凭证，说明资金停留的环节；对照项目单位的用款申请日期。",
        "The finance department shows the agreement and the vouchers and says where the money "
        "stopped; hold it against the day on which the project asked for it.",
    ),
    innocent=Text(
        "项目尚未达到用款条件，资金按规定留存国库；由国库集中支付直接付给施工单位，未经业主账户。",
        "The project may not draw yet and the money stays in the treasury by rule; the treasury "
        "pays the builder directly and nothing passes through the owner.",
    ),
    exclusions=(
        Text("资金尚未到位的不适用", "bonds whose proceeds are not there yet: not applicable"),
        Text("未安排资金的项目不适用", "projects with nothing allocated: not applicable"),
    ),
    assumptions=(
        Text(
            "一般债券和专项债券都判；只看首次拨付，不看以后各次",
            "general and special bonds alike; the first hand-over alone is asked about",
        ),
        Text(
            "首次拨付日期未填视为尚未拨付；拨付金额大于零而日期未填的，满三十日后为未知",
            "without a day nothing was handed over; a sum above 0 without a day is unknown once "
            "thirty days are gone",
        ),
    ),
    examples=(
        Example(
            story="handed over on the thirtieth day",
            given={
                "bond": [{}],
                "bond_project": [{"handed_over_on": date(2026, 2, 11)}],
            },
            passes=["B1/P1"],
            boundary=True,
        ),
        Example(
            story="handed over on the thirty-first",
            given={
                "bond": [{"bond": "B/1"}],
                "bond_project": [
                    {
                        "bond": "B/1",
                        "project": "P/1",
                        "handed_over_on": date(2026, 2, 12),
                        "handed_over": Decimal("70.00"),
                    },
                    {
                        "bond": "B/1",
                        "project": "P2",
                        "handed_over_on": date(2026, 2, 12),
                        "handed_over": None,
                    },
                ],
            },
            fails={"B／1/P／1": Severity.ORANGE, "B／1/P2": Severity.ORANGE},
            at_stake={"B／1/P／1": Decimal("70.00"), "B／1/P2": Decimal("100.00")},
            units={"B／1/P／1": None},
            boundary=True,
        ),
        Example(
            story="not handed over: thirty days are borne, one more is not",
            given={
                "bond": [
                    {"proceeds_on": date(2026, 8, 31)},
                    {"bond": "B2", "proceeds_on": date(2026, 8, 30)},
                ],
                "bond_project": [
                    {"handed_over": Decimal("0.00"), "handed_over_on": None},
                    {"bond": "B2", "handed_over": Decimal("0.00"), "handed_over_on": None},
                    {
                        "bond": "B2",
                        "project": "P2",
                        "handed_over": None,
                        "handed_over_on": None,
                    },
                ],
            },
            passes=["B1/P1"],
            fails={"B2/P1": Severity.ORANGE, "B2/P2": Severity.ORANGE},
            at_stake={"B2/P1": Decimal("100.00")},
            boundary=True,
        ),
        Example(
            story="handed over on the night's day is handed over, tomorrow not yet",
            given={
                "bond": [{"proceeds_on": date(2026, 8, 31)}, {"bond": "B2"}],
                "bond_project": [
                    {"handed_over_on": date(2026, 9, 30)},
                    {
                        "bond": "B2",
                        "handed_over": Decimal("10.00"),
                        "handed_over_on": date(2026, 10, 1),
                    },
                    {
                        "bond": "B2",
                        "project": "P2",
                        "handed_over": Decimal("10.00"),
                        "handed_over_on": date(2026, 9, 30),
                    },
                ],
            },
            passes=["B1/P1"],
            fails={"B2/P1": Severity.ORANGE, "B2/P2": Severity.ORANGE},
            at_stake={"B2/P1": Decimal("100.00"), "B2/P2": Decimal("10.00")},
            boundary=True,
        ),
        Example(
            story="general bonds are asked too; money ahead of the proceeds is in time",
            given={
                "unit": [{"fiscal_year": 2025}],
                "bond": [
                    {"kind": "1", "proceeds_on": date(2025, 12, 1)},
                    {"bond": "B2", "kind": "1"},
                ],
                "bond_project": [{}, {"bond": "B2", "handed_over_on": date(2026, 1, 11)}],
            },
            fails={"2025 B1/P1": Severity.ORANGE},
            passes=["B2/P1"],
        ),
        Example(
            story="the latest date stands as a whole, no row of tomorrow is read",
            given={
                "bond": [{}, {"bond": "B3", "issued_on": date(2026, 10, 1)}],
                "bond_project": [
                    {"stated_on": date(2026, 9, 30)},
                    {"handed_over_on": None, "handed_over": None},
                    {"project": "P2", "handed_over_on": None, "handed_over": None},
                    {"stated_on": date(2026, 10, 1), "handed_over_on": date(2026, 9, 1)},
                    {"bond": "B3", "stated_on": date(2026, 9, 30)},
                ],
            },
            passes=["B1/P1"],
        ),
        Example(
            story="nothing allocated, proceeds of tomorrow",
            given={
                "bond": [
                    {},
                    {"bond": "B2", "proceeds_on": date(2026, 10, 1)},
                    {"bond": "B3", "kind": "1", "proceeds_on": date(2026, 10, 1)},
                    {"bond": "B4", "kind": "1"},
                    {
                        "bond": "B5",
                        "issued_on": date(2026, 9, 30),
                        "proceeds_on": date(2026, 9, 30),
                    },
                ],
                "bond_project": [
                    {"allocated": Decimal("0.00"), "handed_over_on": None},
                    {"bond": "B2"},
                    {"bond": "B3"},
                    {"bond": "B4", "allocated": Decimal("0.00"), "handed_over_on": None},
                    {"bond": "B5", "handed_over": Decimal("0.00"), "handed_over_on": None},
                ],
            },
            not_applicable={
                "B1/P1": "nothing allocated",
                "B2/P1": "proceeds not there yet",
                "B3/P1": "proceeds not there yet",
                "B4/P1": "nothing allocated",
            },
            passes=["B5/P1"],
        ),
        Example(
            story="without the bond, its day or the day of a sum handed over nobody can say",
            given={
                "bond": [
                    {"bond": "B2", "proceeds_on": None},
                    {"bond": "B3"},
                    {"bond": "B4", "proceeds_on": date(2026, 9, 1)},
                ],
                "bond_project": [
                    {},
                    {"project": "P2", "allocated": Decimal("0.00")},
                    {"bond": "B2"},
                    {"bond": "B3", "handed_over": Decimal("0.01"), "handed_over_on": None},
                    {"bond": "B4", "handed_over": Decimal("0.01"), "handed_over_on": None},
                ],
            },
            unknown={
                "B1/P1": "bond",
                "B1/P2": "bond",
                "B2/P1": "bond.proceeds_on",
                "B3/P1": "bond_project.handed_over_on",
            },
            passes=["B4/P1"],
        ),
        Example(
            story="without the bonds nothing is known",
            given={"bond_project": [{}]},
            missing=["bond"],
            unknown={"": "feed missing: bond"},
        ),
    ),
)
