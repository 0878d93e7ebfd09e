"""专项债支出进度慢 · Special-bond money is spent slowly.

Half of the money within half a year and four fifths within a year is the pace of a project that was
ready when the bond was issued for it.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules.debt._projects import BOND_EVIDENCE, PROJECT_EVIDENCE, SPECIAL

RULE = Rule(
    code="D14",
    title=Text("专项债支出进度慢", "Special-bond money is spent slowly"),
    meaning=Text(
        "专项债券资金到位超过六个月而支出不足一半，或者超过十二个月而支出不足百分之八十。",
        "More than six calendar months after the proceeds of a special bond less than half is "
        "spent, or more than twelve months after less than 80 %.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "支出 {spent} < {share} × 安排 {allocated} = {wanted}（超过 {months} 个月取 {half_share}，"
        "超过 {year_months} 个月取 {year_share}）",
        "{spent} spent < {share} × {allocated} allocated = {wanted} (beyond {months} months "
        "{half_share}, beyond {year_months} months {year_share})",
    ),
    needs=("bond", "bond_project"),
    horizon=Horizon.OPEN,
    basis=(),
    printed_basis="国办发〔2024〕52号 / MOF use rules",
    limits={
        "months": Limit(
            6, Provenance.PROPOSED_DEFAULT, "第一个时点", "first milestone", unit="month"
        ),
        "half_share": Limit(
            Decimal("0.50"),
            Provenance.PROPOSED_DEFAULT,
            "第一个时点的支出进度",
            "share spent at the first milestone",
            unit="share",
        ),
        "year_months": Limit(
            12, Provenance.PROPOSED_DEFAULT, "第二个时点", "second milestone", unit="month"
        ),
        "year_share": Limit(
            Decimal("0.80"),
            Provenance.PROPOSED_DEFAULT,
            "第二个时点的支出进度",
            "share spent at the second milestone",
            unit="share",
        ),
    },
    sql=f"""{SPECIAL},
        timed as (
            select
                *,
                cast(allocated as decimal(38, 2)) as whole,
                case
                    when $as_of > proceeds_on + to_months($year_months) then $year_share
                    when $as_of > proceeds_on + to_months($months) then $half_share
                end as share
            from special
        ),
        judged as (
            select
                *,
                case
                    when unplaced is not null then 'unknown'
                    when spared is not null then 'not_applicable'
                    when spent >= greatest($half_share, $year_share) * whole then 'pass'
                    when proceeds_on is null then 'unknown'
                    when share is null then 'pass'
                    when spent is null then 'unknown'
                    when spent < share * whole then 'fail'
                    else 'pass'
                end as verdict
            from timed
        )
        select
            region,
            period,
            subject,
            verdict,
            case verdict
                when 'not_applicable' then spared
                when 'unknown' then coalesce(
                    unplaced,
                    case
                        when proceeds_on is null then 'bond.proceeds_on'
                        else 'bond_project.spent'
                    end
                )
            end as reason,
            null as severity,
            round(share * whole - spent, 2) as at_stake,
            null as unit,
            bond,
            project,
            project_name,
            owner,
            stated_on,
            proceeds_on,
            $as_of as as_of_day,
            allocated,
            cast(share as decimal(18, 4)) as share,
            round(share * whole, 2) as wanted,
            spent,
            round(share * whole - spent, 2) as behind
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
        "as_of_day": Text("基准日", "as of"),
        "allocated": Text("安排金额", "allocated"),
        "share": Text("应达支出进度", "share wanted"),
        "wanted": Text("应达支出", "spending wanted"),
        "spent": Text("实际支出", "spent"),
        "behind": Text("落后金额", "behind by"),
    },
    advice=Text(
        "请项目主管部门对照施工合同和形象进度，说明支出慢的原因和后续支付计划。",
        "The department holds the contracts and the state of the works against what was spent and "
        "gives the plan of further payments.",
    ),
    innocent=Text(
        "设备采购到货后集中付款；支出已发生而项目月报未更新；征地、汛期等使工程顺延。",
        "Equipment is paid for at delivery, all at once; it was spent and the monthly report was "
        "not updated; land or floods put the works off.",
    ),
    exclusions=(
        Text("一般债券不适用", "general bonds: not applicable"),
        Text("资金尚未到位的不适用", "bonds whose proceeds are not there yet: not applicable"),
    ),
    assumptions=(
        Text(
            "按公历月计，恰满六个月、十二个月当日尚不判；十二个月后只看第二个时点",
            "calendar months, and the day that completes them is not beyond them; beyond twelve "
            "months the second milestone alone is asked",
        ),
        Text(
            "支出取基准日前最近统计日所报，时间算至基准日",
            "spending is that of the latest date stated, time runs to the as-of date",
        ),
    ),
    examples=(
        Example(
            story="half of it spent beyond six months, to the fen",
            given={"bond": [{}], "bond_project": [{"spent": Decimal("50.00")}]},
            passes=["B1/P1"],
            boundary=True,
        ),
        Example(
            story="one fen less than half",
            given={"bond": [{}], "bond_project": [{"spent": Decimal("49.99")}]},
            fails={"B1/P1": Severity.YELLOW},
            at_stake={"B1/P1": Decimal("0.01")},
            units={"B1/P1": None},
            boundary=True,
        ),
        Example(
            story="six months to the day are not asked, a day more is",
            given={
                "bond": [
                    {"proceeds_on": date(2026, 3, 30)},
                    {"bond": "B2", "proceeds_on": date(2026, 3, 29)},
                ],
                "bond_project": [
                    {"spent": Decimal("0.00")},
                    {"bond": "B2", "spent": Decimal("0.00")},
                ],
            },
            passes=["B1/P1"],
            fails={"B2/P1": Severity.YELLOW},
            at_stake={"B2/P1": Decimal("50.00")},
            boundary=True,
        ),
        Example(
            story="beyond twelve months four fifths are wanted, at twelve still half",
            given={
                "unit": [{"fiscal_year": 2025}],
                "bond": [
                    {"proceeds_on": date(2025, 9, 29)},
                    {"bond": "B/2", "proceeds_on": date(2025, 9, 29)},
                    {"bond": "B3", "proceeds_on": date(2025, 9, 30)},
                ],
                "bond_project": [
                    {"spent": Decimal("80.00")},
                    {"bond": "B/2", "project": "P/2", "spent": Decimal("79.99")},
                    {"bond": "B3", "spent": Decimal("79.99")},
                ],
            },
            passes=["2025 B1/P1", "2025 B3/P1"],
            fails={"2025 B／2/P／2": Severity.YELLOW},
            at_stake={"2025 B／2/P／2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="the latest date stands as a whole, no row of tomorrow is read",
            given={
                "bond": [{}],
                "bond_project": [
                    {"stated_on": date(2026, 9, 30), "spent": Decimal("60.00")},
                    {"spent": Decimal("0.00")},
                    {"project": "P2", "spent": Decimal("0.00")},
                    {"stated_on": date(2026, 10, 1), "spent": Decimal("0.00")},
                ],
            },
            passes=["B1/P1"],
        ),
        Example(
            story="general bonds, nothing allocated, proceeds of tomorrow",
            given={
                "bond": [
                    {"kind": "1"},
                    {"bond": "B2"},
                    {"bond": "B3", "proceeds_on": date(2026, 10, 1)},
                    {
                        "bond": "B4",
                        "issued_on": date(2026, 9, 30),
                        "proceeds_on": date(2026, 9, 30),
                    },
                    {"bond": "B5", "issued_on": date(2026, 10, 1)},
                ],
                "bond_project": [
                    {"spent": Decimal("0.00")},
                    {"bond": "B2", "allocated": Decimal("0.00"), "spent": Decimal("0.00")},
                    {"bond": "B3", "spent": Decimal("0.00")},
                    {"bond": "B4", "spent": Decimal("0.00")},
                    {"bond": "B5", "spent": Decimal("0.00")},
                ],
            },
            not_applicable={
                "B1/P1": "general bond",
                "B2/P1": "nothing allocated",
                "B3/P1": "proceeds not there yet",
            },
            passes=["B4/P1"],
        ),
        Example(
            story="without the bond, its kind, its day or what was spent nobody can say",
            given={
                "bond": [
                    {"bond": "B2", "kind": "9"},
                    {"bond": "B3", "proceeds_on": None},
                    {"bond": "B4"},
                    {"bond": "B5", "proceeds_on": date(2026, 9, 1)},
                ],
                "bond_project": [
                    {},
                    {"bond": "B2"},
                    {"bond": "B3", "spent": Decimal("79.99")},
                    {"bond": "B3", "project": "P2", "spent": Decimal("80.00")},
                    {"bond": "B4", "spent": None},
                    {"bond": "B5", "spent": None},
                ],
            },
            unknown={
                "B1/P1": "bond",
                "B2/P1": "bond.kind",
                "B3/P1": "bond.proceeds_on",
                "B4/P1": "bond_project.spent",
            },
            passes=["B3/P2", "B5/P1"],
        ),
        Example(
            story="without the projects nothing is known",
            given={"bond": [{}]},
            missing=["bond_project"],
            unknown={"": "feed missing: bond_project"},
        ),
    ),
)
