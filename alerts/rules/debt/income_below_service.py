"""项目收益覆盖不足 · A project's income does not cover its bond.

A special bond is to be paid out of what its projects earn. Where the forecast or the income so far
is less than what falls due, somebody else will have to pay.
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
from alerts.rules.debt._projects import PROJECT_EVIDENCE

RULE = Rule(
    code="D17",
    title=Text("项目收益覆盖不足", "A project's income does not cover its bond"),
    meaning=Text(
        "专项债券项目的预期收益与债券全部本息之比，或者实际收益与已到期本息之比，低于 1.1 倍。",
        "A project's forecast income over its bond's service of the whole life, or its actual "
        "income over the service due to date, is below 1.1.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "预期 {income_forecast} ÷ {service} = {forecast_cover}；"
        "实际 {income_actual} ÷ {service_due} = {actual_cover}；较低者 < {orange}（红 < {red}）",
        "forecast {income_forecast} ÷ {service} = {forecast_cover}; actual {income_actual} ÷ "
        "{service_due} = {actual_cover}; the worse < {orange} (red < {red})",
    ),
    needs=("bond_project", "debt_service"),
    optional=("bond",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="预算法实施条例",
            number="第四十四条",
            quote="用于有收益的公益性事业发展的专项债券",
            bearing=Bearing.PRINCIPLE,
            note="条文要求有收益，未定倍数 / the article wants income and names no multiple",
        ),
    ),
    limits={
        "orange": Limit(
            Decimal("1.10"), Provenance.PROPOSED_DEFAULT, "橙色：低于", "orange: below", "times"
        ),
        "red": Limit(
            Decimal("1.00"), Provenance.UNVERIFIED_DEFAULT, "红色：低于", "red: below", "times"
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.bond_project
            where stated_on <= $as_of
            group by region
        ),
        served as (
            select
                region, bond,
                sum(due) as due,
                coalesce(sum(due) filter (due_on <= $as_of), 0) as due_so_far
            from core.debt_service
            group by all
        ),
        shared as (
            select
                p.*,
                b.kind,
                s.due,
                s.due_so_far,
                sum(greatest(p.allocated, 0)) over (partition by p.region, p.bond)
                    as bond_allocated
            from core.bond_project p
            join latest using (region, stated_on)
            left join core.bond b on b.region = p.region and b.bond = p.bond
            left join served s on s.region = p.region and s.bond = p.bond
            where b.issued_on is null or b.issued_on <= $as_of
        ),
        weighed as (
            select
                *,
                cast(due * allocated / nullif(bond_allocated, 0) as decimal(38, 2)) as service,
                cast(due_so_far * allocated / nullif(bond_allocated, 0) as decimal(38, 2))
                    as service_due
            from shared
        ),
        judged as (
            select
                *,
                case
                    when kind = '1' or allocated <= 0 then 'not_applicable'
                    when due is null then 'unknown'
                    when income_forecast < $orange * service
                        or income_actual < $orange * service_due then 'fail'
                    when service > 0 and income_forecast is null then 'unknown'
                    when service_due > 0 and income_actual is null then 'unknown'
                    else 'pass'
                end as verdict
            from weighed
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(bond, '/', '／') || '/' || replace(project, '/', '／') as subject,
            verdict,
            case
                when verdict = 'not_applicable' and kind = '1' then 'general bond'
                when verdict = 'not_applicable' then 'nothing allocated'
                when verdict <> 'unknown' then null
                when due is null then 'debt_service of the bond'
                when income_forecast is null then 'bond_project.income_forecast'
                else 'bond_project.income_actual'
            end as reason,
            case
                when income_forecast < $red * service or income_actual < $red * service_due
                    then 'red'
                else 'orange'
            end as severity,
            round(
                greatest(
                    $orange * service - income_forecast, $orange * service_due - income_actual
                ),
                2
            ) as at_stake,
            null as unit,
            bond,
            project,
            project_name,
            owner,
            stated_on,
            allocated,
            bond_allocated,
            service,
            income_forecast,
            cast(income_forecast / nullif(service, 0) as decimal(38, 6)) as forecast_cover,
            service_due,
            income_actual,
            cast(income_actual / nullif(service_due, 0) as decimal(38, 6)) as actual_cover
        from judged
    """,
    evidence={
        "bond_project": PROJECT_EVIDENCE,
        "debt_service": """
            select f.region, f.period, f.subject, s.bond, s.due_on, s.part
            from finding f
            join core.debt_service s on s.region = f.region and s.bond = f.bond
        """,
    },
    operands={
        "bond": Text("债券", "bond"),
        "project": Text("项目", "project"),
        "project_name": Text("项目名称", "project name"),
        "owner": Text("项目业主", "owner"),
        "stated_on": Text("统计日期", "stated on"),
        "allocated": Text("安排金额", "allocated"),
        "bond_allocated": Text("该债券各项目安排合计", "allocated of the bond in all"),
        "service": Text("分摊的全部本息", "its share of the service of the whole life"),
        "income_forecast": Text("预期收益", "income forecast"),
        "forecast_cover": Text("预期覆盖倍数", "cover by the forecast"),
        "service_due": Text("分摊的已到期本息", "its share of the service due to date"),
        "income_actual": Text("实际收益", "actual income"),
        "actual_cover": Text("实际覆盖倍数", "cover by actual income"),
    },
    advice=Text(
        "请项目主管部门对照发行时的实施方案更新收益测算，说明实际收益的构成、归集账户和偿债资金缺口的来源。",
        "The department brings the forecast of the issue up to date, shows what the income is made "
        "of and where it is collected, and who pays what is missing.",
    ),
    innocent=Text(
        "项目在建设期，尚无收益，利息由资本金承担；项目另有土地、补助等收入未计入；收益年末集中入账。",
        "It is being built and its own capital bears the interest; income from land or grants is "
        "not counted in; income is booked at the year's end.",
    ),
    exclusions=(
        Text("一般债券不适用", "general bonds: not applicable"),
        Text("未安排资金的项目不适用", "projects with nothing allocated: not applicable"),
    ),
    assumptions=(
        Text(
            "债券本息按各项目安排金额分摊到分；分摊合计取最近统计日的全部项目",
            "a bond's service is shared to the fen by what its projects were allocated, all of "
            "them as the latest date states",
        ),
        Text(
            "两个倍数中较低者定级；只有一个可以计算且不足的，照判；已到期本息含基准日当日",
            "the worse of the two counts; where one alone can be computed and is short, it is "
            "found; service due to date takes the as-of date in",
        ),
        Text(
            "债券表未报送或者查无此债券的，按专项债券判",
            "a bond whose register was not delivered, or that is not in it, is taken as special",
        ),
    ),
    examples=(
        Example(
            story="one and a tenth is enough, forecast and actual, to the fen",
            given={
                "bond": [{}],
                "bond_project": [
                    {"income_forecast": Decimal("110.00"), "income_actual": Decimal("11.00")}
                ],
                "debt_service": [
                    {"due": Decimal("10.00"), "due_on": date(2026, 9, 30)},
                    {"due": Decimal("90.00"), "due_on": date(2026, 10, 1), "part": "1"},
                ],
            },
            passes=["B1/P1"],
            boundary=True,
        ),
        Example(
            story="a fen below by the forecast, or by actual income",
            given={
                "bond": [{}, {"bond": "B/2"}],
                "bond_project": [
                    {"income_forecast": Decimal("109.99"), "income_actual": Decimal("11.00")},
                    {
                        "bond": "B/2",
                        "project": "P/2",
                        "income_forecast": Decimal("110.00"),
                        "income_actual": Decimal("10.99"),
                    },
                ],
                "debt_service": [
                    {"bond": bond, "due": due, "due_on": due_on}
                    for bond in ("B1", "B/2")
                    for due, due_on in (
                        (Decimal("4.00"), date(2026, 3, 30)),
                        (Decimal("6.00"), date(2026, 9, 30)),
                        (Decimal("90.00"), date(2036, 1, 10)),
                    )
                ],
            },
            fails={"B1/P1": Severity.ORANGE, "B／2/P／2": Severity.ORANGE},
            at_stake={"B1/P1": Decimal("0.01"), "B／2/P／2": Decimal("0.01")},
            units={"B1/P1": None},
            boundary=True,
        ),
        Example(
            story="once over is orange still, a fen below it red",
            given={
                "bond": [{}, {"bond": "B2"}, {"bond": "B3"}],
                "bond_project": [
                    {"income_forecast": Decimal("100.00"), "income_actual": Decimal("10.00")},
                    {
                        "bond": "B2",
                        "income_forecast": Decimal("99.99"),
                        "income_actual": Decimal("10.00"),
                    },
                    {
                        "bond": "B3",
                        "income_forecast": Decimal("110.00"),
                        "income_actual": Decimal("9.99"),
                    },
                ],
                "debt_service": [
                    {"bond": bond, "due": due, "due_on": due_on}
                    for bond in ("B1", "B2", "B3")
                    for due, due_on in (
                        (Decimal("10.00"), date(2026, 9, 30)),
                        (Decimal("90.00"), date(2036, 1, 10)),
                    )
                ],
            },
            fails={
                "B1/P1": Severity.ORANGE,
                "B2/P1": Severity.RED,
                "B3/P1": Severity.RED,
            },
            at_stake={"B1/P1": Decimal("10.00"), "B2/P1": Decimal("10.01")},
            boundary=True,
        ),
        Example(
            story="service is shared by what was allocated",
            given={
                "bond": [{}],
                "bond_project": [
                    {"allocated": Decimal("75.00"), "income_forecast": Decimal("82.50")},
                    {
                        "project": "P2",
                        "allocated": Decimal("25.00"),
                        "income_forecast": Decimal("27.49"),
                    },
                    {"region": "410102", "income_forecast": Decimal("0.00")},
                ],
                "debt_service": [{"due": Decimal("100.00"), "due_on": date(2036, 1, 10)}],
            },
            passes=["B1/P1"],
            fails={"B1/P2": Severity.ORANGE},
            at_stake={"B1/P2": Decimal("0.01")},
            unknown={"410102 B1/P1": "debt_service of the bond"},
            boundary=True,
        ),
        Example(
            story="nothing due to date asks no income yet; nothing due at all asks none",
            given={
                "bond": [{}, {"bond": "B2"}],
                "bond_project": [
                    {"income_actual": None},
                    {"bond": "B2", "income_forecast": None, "income_actual": None},
                ],
                "debt_service": [
                    {"due": Decimal("100.00"), "due_on": date(2026, 10, 1)},
                    {"bond": "B2", "due": Decimal("0.00")},
                ],
            },
            passes=["B1/P1", "B2/P1"],
        ),
        Example(
            story="the latest date stands as a whole, no row of tomorrow is read",
            given={
                "bond": [
                    {},
                    {"bond": "B3", "issued_on": date(2026, 10, 1)},
                    {"bond": "B4", "issued_on": date(2026, 9, 30)},
                ],
                "bond_project": [
                    {"stated_on": date(2026, 9, 30), "income_actual": Decimal("5.00")},
                    {"income_forecast": Decimal("0.00")},
                    {"project": "P2", "income_forecast": Decimal("0.00")},
                    {"stated_on": date(2026, 10, 1), "income_forecast": Decimal("0.00")},
                    {
                        "bond": "B3",
                        "stated_on": date(2026, 9, 30),
                        "income_forecast": Decimal("0.00"),
                    },
                    {"bond": "B4", "stated_on": date(2026, 9, 30)},
                ],
                "debt_service": [{}],
            },
            passes=["B1/P1"],
            unknown={"B4/P1": "debt_service of the bond"},
        ),
        Example(
            story="general bonds and projects with nothing are not asked; an unlisted bond is",
            given={
                "bond": [{"kind": "1"}, {"bond": "B2"}],
                "bond_project": [
                    {},
                    {"bond": "B2", "allocated": Decimal("0.00")},
                    {"bond": "B9"},
                ],
                "debt_service": [{}, {"bond": "B2"}, {"bond": "B9"}],
            },
            not_applicable={"B1/P1": "general bond", "B2/P1": "nothing allocated"},
            fails={"B9/P1": Severity.RED},
            at_stake={"B9/P1": Decimal("1.38")},
        ),
        Example(
            story="without the register of bonds the rule still speaks",
            given={"bond_project": [{}], "debt_service": [{}]},
            missing=["bond"],
            fails={"B1/P1": Severity.RED},
        ),
        Example(
            story="a figure that is not reported is unknown, unless the other is short",
            given={
                "bond": [{"bond": f"B{n}"} for n in (1, 2, 3, 4, 5)],
                "bond_project": [
                    {"income_forecast": None, "income_actual": Decimal("5.00")},
                    {"bond": "B2", "income_actual": None},
                    {"bond": "B3", "income_forecast": None, "income_actual": Decimal("1.00")},
                    {"bond": "B4", "income_forecast": Decimal("1.00"), "income_actual": None},
                    {"bond": "B5"},
                ],
                "debt_service": [{"bond": f"B{n}"} for n in (1, 2, 3, 4)],
            },
            unknown={
                "B1/P1": "bond_project.income_forecast",
                "B2/P1": "bond_project.income_actual",
                "B5/P1": "debt_service of the bond",
            },
            fails={"B3/P1": Severity.RED, "B4/P1": Severity.RED},
        ),
        Example(
            story="without the schedule nothing is known",
            given={"bond_project": [{}]},
            missing=["debt_service"],
            unknown={"": "feed missing: debt_service"},
        ),
    ),
)
