"""专项债资金闲置 · Special-bond money lies idle.

Interest runs from the day of issue. Money that was raised for a project and not spent on it for
half a year costs and builds nothing.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules.debt._projects import BOND_EVIDENCE, PROJECT_EVIDENCE, SPECIAL

RULE = Rule(
    code="D13",
    title=Text("专项债资金闲置", "Special-bond money lies idle"),
    meaning=Text(
        "专项债券资金到位超过六个月，安排给项目的资金仍未用完；超过十二个月为红色。",
        "The proceeds of a special bond came more than six calendar months ago and a project has "
        "not spent all that it was allocated; red after more than twelve.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "安排 {allocated} − 支出 {spent} = {unspent} > {tolerance}，且 {as_of_day} > {proceeds_on} "
        "+ {months} 个月（红色 + {red_months} 个月）",
        "{allocated} allocated − {spent} spent = {unspent} > {tolerance} and {as_of_day} > "
        "{proceeds_on} + {months} months (red + {red_months} months)",
    ),
    needs=("bond", "bond_project"),
    horizon=Horizon.OPEN,
    basis=(),
    printed_basis="国办发〔2024〕52号 / MOF use rules",
    limits={
        "tolerance": Limit(
            Decimal("0.00"), Provenance.PROPOSED_DEFAULT, "容差", "tolerance", unit="yuan"
        ),
        "months": Limit(
            6, Provenance.PROPOSED_DEFAULT, "闲置月数（黄）", "months idle (yellow)", unit="month"
        ),
        "red_months": Limit(
            12, Provenance.UNVERIFIED_DEFAULT, "闲置月数（红）", "months idle (red)", unit="month"
        ),
    },
    sql=f"""{SPECIAL},
        judged as (
            select
                *,
                case
                    when unplaced is not null then 'unknown'
                    when spared is not null then 'not_applicable'
                    when allocated - spent <= $tolerance then 'pass'
                    when proceeds_on is null then 'unknown'
                    when $as_of <= proceeds_on + to_months($months) then 'pass'
                    when spent is null then 'unknown'
                    else 'fail'
                end as verdict
            from special
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
            case when $as_of > proceeds_on + to_months($red_months) then 'red' else 'yellow' end
                as severity,
            allocated - spent as at_stake,
            null as unit,
            bond,
            project,
            project_name,
            owner,
            stated_on,
            proceeds_on,
            $as_of as as_of_day,
            allocated,
            handed_over,
            spent,
            allocated - spent as unspent
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
        "handed_over": Text("拨付金额", "handed over"),
        "spent": Text("实际支出", "spent"),
        "unspent": Text("未支出", "not spent"),
    },
    advice=Text(
        "请项目主管部门说明资金停留在国库、主管部门还是业主账户，以及工程进度；短期内用不完的，提出调整用途的方案。",
        "The department says where the money lies, with the treasury, itself or the owner, and "
        "how far the works are; what cannot be used soon is proposed for another project.",
    ),
    innocent=Text(
        "尾款、质量保证金按合同尚未到支付期；支出已发生而项目月报未更新；冬季停工。",
        "The last instalment or the guarantee is not due yet by contract; it was spent and the "
        "monthly report was not updated; works stop in winter.",
    ),
    exclusions=(
        Text("一般债券不适用", "general bonds: not applicable"),
        Text("资金尚未到位的不适用", "bonds whose proceeds are not there yet: not applicable"),
    ),
    assumptions=(
        Text(
            "按公历月计；到位日在对月没有的，按对月最后一日；恰满六个月当日不算超过",
            "calendar months; a day that the month lacks is its last day; the day that completes "
            "six months is not beyond them",
        ),
        Text(
            "支出取基准日前最近统计日所报，时间算至基准日；支出已满的，到位日期未填也通过",
            "spending is that of the latest date stated, time runs to the as-of date; what is all "
            "spent passes even without a day of proceeds",
        ),
    ),
    examples=(
        Example(
            story="six months to the day are borne",
            given={"bond": [{"proceeds_on": date(2026, 3, 30)}], "bond_project": [{}]},
            passes=["B1/P1"],
            boundary=True,
        ),
        Example(
            story="a day more is idle, by a fen",
            given={
                "bond": [{"proceeds_on": date(2026, 3, 29)}],
                "bond_project": [{"spent": Decimal("99.99")}],
            },
            fails={"B1/P1": Severity.YELLOW},
            at_stake={"B1/P1": Decimal("0.01")},
            units={"B1/P1": None},
            boundary=True,
        ),
        Example(
            story="spent to the last fen, or above it",
            given={
                "bond": [{}],
                "bond_project": [
                    {"spent": Decimal("100.00")},
                    {"project": "P2", "spent": Decimal("100.01")},
                ],
            },
            passes=["B1/P1", "B1/P2"],
            boundary=True,
        ),
        Example(
            story="twelve months to the day are yellow, a day more red",
            given={
                "unit": [{"fiscal_year": 2025}],
                "bond": [
                    {"proceeds_on": date(2025, 9, 30)},
                    {"bond": "B/2", "proceeds_on": date(2025, 9, 29)},
                ],
                "bond_project": [{}, {"bond": "B/2", "project": "P/2"}],
            },
            fails={"2025 B1/P1": Severity.YELLOW, "2025 B／2/P／2": Severity.RED},
            at_stake={"2025 B／2/P／2": Decimal("20.00")},
            boundary=True,
        ),
        Example(
            story="six months after 31 August end with February",
            as_of=date(2026, 2, 28),
            given={
                "unit": [{"fiscal_year": 2025}],
                "bond": [
                    {"issued_on": date(2025, 8, 20), "proceeds_on": date(2025, 8, 31)},
                    {
                        "bond": "B2",
                        "issued_on": date(2025, 8, 20),
                        "proceeds_on": date(2025, 8, 27),
                    },
                ],
                "bond_project": [
                    {"stated_on": date(2026, 1, 31)},
                    {"bond": "B2", "stated_on": date(2026, 1, 31)},
                ],
            },
            passes=["2025 B1/P1"],
            fails={"2025 B2/P1": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="the latest date stands as a whole, no row of tomorrow is read",
            given={
                "bond": [{}, {"bond": "B3", "issued_on": date(2026, 10, 1)}],
                "bond_project": [
                    {"stated_on": date(2026, 9, 30), "spent": Decimal("100.00")},
                    {"stated_on": date(2026, 8, 31)},
                    {"project": "P2"},
                    {"project": "P3", "stated_on": date(2026, 10, 1)},
                    {"bond": "B3", "stated_on": date(2026, 9, 30)},
                ],
            },
            passes=["B1/P1"],
        ),
        Example(
            story="another government's bond of the same code is another bond",
            given={
                "bond": [{}, {"region": "410102", "proceeds_on": date(2026, 9, 1)}],
                "bond_project": [{}, {"region": "410102"}],
            },
            fails={"B1/P1": Severity.YELLOW},
            passes=["410102 B1/P1"],
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
                ],
                "bond_project": [
                    {},
                    {"bond": "B2", "allocated": Decimal("0.00"), "spent": Decimal("0.00")},
                    {"bond": "B3"},
                    {"bond": "B4"},
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
                    {"bond": "B3"},
                    {"bond": "B3", "project": "P2", "spent": Decimal("100.00")},
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
