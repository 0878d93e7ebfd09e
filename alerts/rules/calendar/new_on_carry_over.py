"""结转未消化又安排新增 · New money on top of an unspent carry-over.

A project that starts the year with much of last year's money unspent is given new money as well.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._heirs import by_year, parted, was

BEFORE = {"allotment": "A0", "fiscal_year": 2025, "issued_on": date(2025, 1, 20)}
CARRIED = {"allotment": "A2", "kind": "3", "origin_year": 2025, "amount": Decimal("30.00")}

RULE = Rule(
    code="A25",
    title=Text("结转未消化又安排新增", "New money on top of an unspent carry-over"),
    meaning=Text(
        "同一单位同一项目年初结转达到上年预算的三成，又安排了本年年初预算。",
        "A project starts the year with an unspent carry-over of three tenths of last year's "
        "budget or more, and is given a new opening allotment as well.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{carried} ÷ {budget_before} = {carried_share} ≥ {share}，年初新增 {opening} > {tolerance}",
        "{carried} ÷ {budget_before} = {carried_share} ≥ {share}, new {opening} > {tolerance}",
    ),
    needs=("allotment",),
    basis=(
        Article(
            law="预算法",
            number="第四十二条",
            part="第一款",
            quote="各级政府上一年预算的结转资金，应当在下一年用于结转项目的支出",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "share": Limit(
            Decimal("0.30"),
            Provenance.PROPOSED_DEFAULT,
            "结转达到上年预算的",
            "carried over, of last year's budget, at least",
            unit="share",
        ),
        "tolerance": Limit(
            Decimal("0.00"),
            Provenance.PUBLISHED_PRACTICE,
            "年初新增超过",
            "new money above",
            unit="yuan",
        ),
    },
    sql=f"""
        with granted as (
            select
                region, fiscal_year, unit, project,
                cast(coalesce(sum(amount) filter (kind = '1'), 0) as decimal(20, 2)) as opening,
                cast(coalesce(sum(amount) filter (kind = '3'), 0) as decimal(20, 2)) as carried,
                cast(sum(amount) as decimal(20, 2)) as whole
            from core.allotment
            where active
                and project is not null
                and fiscal_year <= year($as_of)
                and issued_on <= least($as_of, make_date(fiscal_year, 12, 31))
            group by all
        ),
        years as (
            select distinct region, fiscal_year from core.allotment
        ),
        {by_year("granted").strip()},
        {by_year("granted", "heirs_after").strip()},
        {parted("granted", 1).strip()},
        this_year as (
            select
                g.region, g.fiscal_year, coalesce(h.stands_as, g.unit) as unit, g.project,
                cast(sum(g.opening) as decimal(20, 2)) as opening,
                cast(sum(g.carried) as decimal(20, 2)) as carried
            from granted g
            left join heirs h
                on h.region = g.region and h.fiscal_year = g.fiscal_year and h.unit = g.unit
            group by all
        ),
        year_before as (
            select
                g.region, g.fiscal_year + 1 as fiscal_year,
                coalesce(h.stands_as, g.unit) as unit, g.project,
                cast(sum(g.whole) as decimal(20, 2)) as whole
            from granted g
            left join heirs_after h
                on h.region = g.region and h.fiscal_year = g.fiscal_year + 1 and h.unit = g.unit
            group by all
        ),
        compared as (
            select
                n.*,
                coalesce(l.whole, 0) as budget_before,
                y.region is not null as has_before,
                p.unit is not null as is_parted
            from this_year n
            left join years y on y.region = n.region and y.fiscal_year + 1 = n.fiscal_year
            left join year_before l
                on l.region = n.region
                and l.fiscal_year = n.fiscal_year
                and l.unit = n.unit
                and l.project = n.project
            left join parted p
                on p.region = n.region and p.fiscal_year = n.fiscal_year and p.unit = n.unit
        ),
        judged as (
            select
                *,
                case
                    when carried <= 0 or opening <= $tolerance then 'pass'
                    when not has_before or is_parted then 'unknown'
                    when carried >= $share * budget_before then 'fail'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(unit, '/', '／') || '/' || replace(project, '/', '／') as subject,
            verdict,
            case
                when verdict <> 'unknown' then null
                when is_parted then 'history of a split unit'
                else 'allotment of the year before'
            end as reason,
            null as severity,
            opening as at_stake,
            unit,
            project,
            budget_before,
            carried,
            cast(carried / nullif(budget_before, 0) as decimal(18, 6)) as carried_share,
            opening
        from judged
    """,
    evidence={
        "allotment": f"""
            select f.region, f.period, f.subject, a.allotment, a.fiscal_year
            from finding f
            join core.allotment a
                on a.region = f.region
                and {was("a.unit")}
                and a.project = f.project
            where a.active
                and (
                    cast(a.fiscal_year + 1 as varchar) = f.period
                    or (cast(a.fiscal_year as varchar) = f.period and a.kind in ('1', '3'))
                )
                and a.issued_on <= $as_of
        """,
    },
    operands={
        "project": Text("项目", "project"),
        "budget_before": Text("上年预算", "budget of last year"),
        "carried": Text("年初结转", "carried over"),
        "carried_share": Text("结转占比", "share carried over"),
        "opening": Text("本年年初新增", "new opening allotments"),
    },
    advice=Text(
        "请主管部门说明结转资金未用完的原因、本年新增的测算依据，以及结转与新增各自的使用安排。",
        "The department says why last year's money was left, how the new sum was worked out, and "
        "what each of the two is for.",
    ),
    innocent=Text(
        "工程按合同跨年付款；上年资金年底才到；新增用于项目的另一阶段。",
        "Works are paid over several years by contract; last year's money came at its end; the new "
        "money is for another stage.",
    ),
    exclusions=(
        Text("不可执行指标不计", "inactive allotments"),
        Text(
            "追加（类型 2）、提前下达（类型 4）不是年初新增",
            "supplements and advances (kinds 2, 4) are no opening allotments",
        ),
    ),
    assumptions=(
        Text(
            "年初结转为本年结转指标（类型 3）下达时的金额；上年预算为上年各类指标下达时的金额",
            "what is carried over is this year's allotments of kind 3 as issued; last year's "
            "budget is its allotments of every kind as issued, without changes",
        ),
        Text(
            "更名、合并的单位按现单位比较，上年也并入；分立后的单位为未知",
            "a unit that was renamed or merged is compared as what it stands as, last year too; "
            "after a split it is unknown",
        ),
        Text(
            "上年没有该项目预算的，其结转视为全部未消化",
            "where the project had no budget last year, all of its carry-over is unspent",
        ),
    ),
    examples=(
        Example(
            story="three tenths carried over, and new money",
            given={"allotment": [{}, BEFORE, CARRIED]},
            fails={"U1/P1": Severity.YELLOW},
            at_stake={"U1/P1": Decimal("100.00")},
            units={"U1/P1": "U1"},
            passes=["2025 U1/P1"],
            boundary=True,
        ),
        Example(
            story="a fen less carried over, or no new money",
            given={
                "allotment": [
                    {},
                    BEFORE,
                    {**CARRIED, "amount": Decimal("29.99")},
                    {**BEFORE, "allotment": "A3", "unit": "U2"},
                    {**CARRIED, "allotment": "A4", "unit": "U2"},
                    {"allotment": "A5", "unit": "U2", "kind": "2"},
                    {"allotment": "A6", "unit": "U2", "amount": Decimal("0.00")},
                ]
            },
            passes=["U1/P1", "U2/P1", "2025 U1/P1", "2025 U2/P1"],
            boundary=True,
        ),
        Example(
            story="a fen of new money is new money; all of last year's kinds are its budget",
            given={
                "allotment": [
                    {"amount": Decimal("0.02")},
                    {"allotment": "A10", "amount": Decimal("-0.01")},
                    {**BEFORE, "amount": Decimal("40.00")},
                    {**BEFORE, "allotment": "A8", "kind": "2", "amount": Decimal("60.00")},
                    {**CARRIED, "amount": Decimal("10.00")},
                    {**CARRIED, "allotment": "A9", "amount": Decimal("20.00")},
                    {"allotment": "A/3", "unit": "U/2", "project": "P/2"},
                    {**BEFORE, "unit": "U/2", "project": "P/2", "allotment": "A7"}
                    | {"amount": Decimal("60.00")},
                    {**BEFORE, "unit": "U/2", "project": "P/2", "allotment": "A11"}
                    | {"amount": Decimal("40.01")},
                    {**CARRIED, "allotment": "A4", "unit": "U/2", "project": "P/2"},
                ]
            },
            fails={"U1/P1": Severity.YELLOW},
            at_stake={"U1/P1": Decimal("0.01")},
            passes=["U／2/P／2", "2025 U1/P1", "2025 U／2/P／2"],
            boundary=True,
        ),
        Example(
            story="inactive, later, nameless and other projects' allotments are not in it",
            given={
                "allotment": [
                    {},
                    BEFORE,
                    {**CARRIED, "active": False},
                    {**CARRIED, "allotment": "A3", "issued_on": date(2026, 10, 1)},
                    {**CARRIED, "allotment": "A4", "project": None},
                    {**CARRIED, "allotment": "A5", "project": "P2"},
                    {**CARRIED, "allotment": "A6", "unit": "U2"},
                    {**CARRIED, "allotment": "A7", "region": "410102"},
                    {**CARRIED, "allotment": "A8", "fiscal_year": 2027},
                    {**BEFORE, "allotment": "A9", "issued_on": date(2026, 1, 1)}
                    | {"project": "P3", "region": "410103", "amount": Decimal("0.01")},
                    {**BEFORE, "allotment": "A10", "project": "P3", "region": "410103"},
                    {"allotment": "A11", "project": "P3", "region": "410103"},
                    {**CARRIED, "allotment": "A12", "project": "P3", "region": "410103"}
                    | {"issued_on": date(2026, 9, 30)},
                ]
            },
            fails={"410103 U1/P3": Severity.YELLOW},
            passes=[
                "U1/P1",
                "U1/P2",
                "U2/P1",
                "410102 U1/P1",
                "2025 U1/P1",
                "410103 2025 U1/P3",
            ],
            boundary=True,
        ),
        Example(
            story="money of a project that had no budget last year is all unspent",
            given={
                "allotment": [
                    {},
                    {**CARRIED, "amount": Decimal("0.01")},
                    {**BEFORE, "project": "P2"},
                ]
            },
            fails={"U1/P1": Severity.YELLOW},
            passes=["2025 U1/P2"],
        ),
        Example(
            story="a renamed unit brings its money of this year and last, from the day on; a split "
            "one is unknown, in the year after too",
            given={
                "allotment": [
                    {},
                    {**BEFORE, "unit": "U1"},
                    {**CARRIED, "unit": "U2", "amount": Decimal("29.99")},
                    {"allotment": "A3", "unit": "U4"},
                    {**BEFORE, "allotment": "A4", "unit": "U3"},
                    {**CARRIED, "allotment": "A5", "unit": "U4"},
                    {"allotment": "A6", "unit": "U6"},
                    {**CARRIED, "allotment": "A7", "unit": "U6"},
                ],
                "succession": [
                    {"effective_on": date(2026, 9, 30)},
                    {"old_unit": "U3", "new_unit": "U4", "kind": "3"}
                    | {"effective_on": date(2026, 9, 30)},
                    {"old_unit": "U5", "new_unit": "U6", "kind": "3"}
                    | {"effective_on": date(2025, 6, 1)},
                ],
            },
            passes=["U2/P1", "2025 U1/P1", "2025 U3/P1"],
            unknown={"U4/P1": "history of a split unit", "U6/P1": "history of a split unit"},
            boundary=True,
        ),
        Example(
            story="units that merged are added up, this year and last",
            given={
                "allotment": [
                    {"amount": Decimal("5.00")},
                    {"allotment": "A3", "unit": "U2", "amount": Decimal("6.00")},
                    {**CARRIED, "amount": Decimal("10.00")},
                    {**CARRIED, "allotment": "A4", "unit": "U2", "amount": Decimal("20.00")},
                    BEFORE,
                    {"allotment": "A5", "project": "P2"},
                    {**CARRIED, "allotment": "A6", "project": "P2"},
                    {**BEFORE, "allotment": "A7", "project": "P2", "amount": Decimal("60.00")},
                    {**BEFORE, "allotment": "A8", "project": "P2", "amount": Decimal("40.01")}
                    | {"unit": "U2"},
                ],
                "succession": [{"kind": "2"}],
            },
            fails={"U2/P1": Severity.YELLOW},
            at_stake={"U2/P1": Decimal("11.00")},
            passes=["U2/P2", "2025 U1/P1", "2025 U1/P2", "2025 U2/P2"],
            boundary=True,
        ),
        Example(
            story="a government's first year has none before it",
            given={"allotment": [{}, CARRIED, {**BEFORE, "region": "410102"}]},
            unknown={"U1/P1": "allotment of the year before"},
            passes=["410102 2025 U1/P1"],
        ),
        Example(
            story="allotments that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["allotment"],
            unknown={"": "feed missing: allotment"},
        ),
    ),
)
