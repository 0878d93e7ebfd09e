"""国资收益上缴不足 · Less profit is handed in than is due.

The share of profit that an enterprise owes its owner was set by the owner. What is short of it
stays with the enterprise and out of the state capital budget.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="S23",
    title=Text("国资收益上缴不足", "Less profit is handed in than is due"),
    meaning=Text(
        "到年末，国有企业当年已上缴收益低于上年归母净利润乘以核定的上缴比例。",
        "At the year's end an enterprise has handed in less than the set share of the net "
        "profit of "
        "the year before.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{profit_handed_in} < {profit} × {profit_due_share}",
        "{profit_handed_in} < {profit} × {profit_due_share}",
    ),
    needs=("enterprise",),
    basis=(
        Article(
            law="企业国有资产法",
            number="第五十八条",
            quote="对取得的国有资本收入及其支出实行预算管理",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="企业国有资产法",
            number="第五十九条",
            part="第（一）项",
            quote="从国家出资企业分得的利润",
            bearing=Bearing.PRINCIPLE,
            note="更贴切的是第十八条第二款 / nearer is article 18, paragraph 2",
        ),
        Article(
            law="企业国有资产法",
            number="第六十条",
            part="第二款",
            quote="国有资本经营预算支出按照当年预算收入规模安排，不列赤字。",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="预算法",
            number="第十条",
            part="第一款",
            quote="国有资本经营预算是对国有资本收益作出支出安排的收支预算。",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "from_month": Limit(
            12,
            Provenance.PROPOSED_DEFAULT,
            "起算月",
            "asked from (month)",
            unit="month",
            least=1,
            most=12,
        ),
        "from_day": Limit(
            31,
            Provenance.PROPOSED_DEFAULT,
            "起算日",
            "asked from (day)",
            unit="day",
            least=1,
            most=31,
        ),
    },
    sql="""
        with dated as (
            select *, cast(left(month, 4) as integer) as fiscal_year
            from core.enterprise
            where last_day(cast(month || '-01' as date)) <= $as_of
        ),
        latest as (
            select region, fiscal_year, max(month) as month
            from dated
            group by region, fiscal_year
        ),
        measured as (
            select
                d.*,
                b.month as month_before,
                coalesce(b.net_profit, d.net_profit) as profit,
                coalesce(b.month, d.month) as profit_month,
                least($as_of, make_date(d.fiscal_year, 12, 31))
                    >= make_date(d.fiscal_year, $from_month, $from_day) as is_time
            from dated d
            join latest using (region, fiscal_year, month)
            left join core.enterprise b
                on b.region = d.region
                and b.enterprise = d.enterprise
                and b.month = concat(cast(d.fiscal_year - 1 as varchar), '-12')
        ),
        compared as (
            select *, cast(profit * profit_due_share as decimal(18, 2)) as due
            from measured
        ),
        judged as (
            select
                *,
                case
                    when not is_time or profit <= 0 then 'not_applicable'
                    when profit_due_share is null then 'unknown'
                    when due <= 0 then 'pass'
                    when profit_handed_in is null then 'unknown'
                    when profit_handed_in < due then 'fail'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(enterprise, '/', '／') as subject,
            verdict,
            case
                when not is_time then 'not due yet this year'
                when profit <= 0 then 'no profit to share'
                when verdict <> 'unknown' then null
                when profit_due_share is null then 'enterprise.profit_due_share'
                else 'enterprise.profit_handed_in'
            end as reason,
            null as severity,
            due - profit_handed_in as at_stake,
            cast(null as varchar) as unit,
            name,
            month,
            profit_month,
            profit,
            profit_due_share,
            due,
            profit_handed_in,
            due - profit_handed_in as difference
        from judged
    """,
    evidence={
        "enterprise": """
            select f.region, f.period, f.subject, e.enterprise, e.month
            from finding f
            join core.enterprise e
                on e.region = f.region
                and e.month in (f.month, f.profit_month)
                and replace(e.enterprise, '/', '／') = f.subject
        """,
    },
    operands={
        "name": Text("企业名称", "enterprise"),
        "month": Text("上缴数所属月份", "handed in up to"),
        "profit_month": Text("利润所属月份", "profit of"),
        "profit": Text("归母净利润", "net profit"),
        "profit_due_share": Text("收益上缴比例", "share to hand in"),
        "due": Text("应上缴收益", "due"),
        "profit_handed_in": Text("已上缴收益", "handed in"),
        "difference": Text("少缴", "short by"),
    },
    advice=Text(
        "请财政部门和国资监管机构提供收益核定文件和缴款书，核对应缴基数的扣除项目和减免批文。",
        "The finance office and the body that oversees the enterprise show the assessment and the "
        "payments; check what was taken off the base, and any exemption.",
    ),
    innocent=Text(
        "应缴基数依规定弥补以前年度亏损、提取公积金；经批准减免、缓缴；上缴在次年初入库。",
        "Earlier losses and reserves come off the base by rule; an exemption or delay was "
        "approved; "
        "the money arrived early in the next year.",
    ),
    exclusions=(
        Text("没有盈利的不适用", "no profit: not applicable"),
        Text("年末（设置的日期）以前不判", "not asked before the year's end (a setting)"),
    ),
    assumptions=(
        Text(
            "以上年十二月累计归母净利润为基数，未报的用当年累计；不扣弥补亏损和公积金；应缴数算到分",
            "the base is the net profit of the year before, as of December, and this year's so far "
            "where that is not delivered; nothing is taken off it; what is due is rounded to a fen",
        ),
    ),
    examples=(
        Example(
            story="the set share is enough, and a fen less is short",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "month": "2025-12",
                        "net_profit": Decimal("10.00"),
                        "profit_handed_in": Decimal("2.00"),
                    },
                    {
                        "enterprise": "N1",
                        "month": "2026-12",
                        "profit_handed_in": Decimal("2.00"),
                    },
                    {
                        "enterprise": "N2",
                        "month": "2025-12",
                        "net_profit": Decimal("20.00"),
                        "profit_handed_in": Decimal("4.00"),
                    },
                    {
                        "enterprise": "N2",
                        "month": "2026-12",
                        "profit_handed_in": Decimal("3.99"),
                    },
                    {
                        "enterprise": "N1",
                        "region": "410200",
                        "month": "2025-12",
                        "net_profit": Decimal("30.00"),
                        "profit_handed_in": Decimal("6.00"),
                    },
                    {
                        "enterprise": "N1",
                        "region": "410200",
                        "month": "2026-12",
                        "profit_handed_in": Decimal("6.00"),
                    },
                    {"enterprise": "N1", "month": "2027-01"},
                ]
            },
            as_of=date(2026, 12, 31),
            passes=["N1", "410200 N1", "2025 N1", "2025 N2", "410200 2025 N1"],
            fails={"N2": Severity.ORANGE},
            at_stake={"N2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="on the day before the year's end it is not due",
            given={
                "enterprise": [
                    {"enterprise": "N1", "profit_handed_in": Decimal("0.00")},
                ]
            },
            as_of=date(2026, 12, 30),
            not_applicable=["N1"],
            boundary=True,
        ),
        Example(
            story="without the year before, this year's profit is the base",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "month": "2026-12",
                        "net_profit": Decimal("5.00"),
                        "profit_handed_in": Decimal("0.99"),
                    },
                    {
                        "enterprise": "N2",
                        "month": "2026-12",
                        "net_profit": Decimal("5.00"),
                        "profit_handed_in": Decimal("1.00"),
                    },
                ]
            },
            as_of=date(2026, 12, 31),
            fails={"N1": Severity.ORANGE},
            at_stake={"N1": Decimal("0.01")},
            passes=["N2"],
            boundary=True,
        ),
        Example(
            story="a year that is over is asked as of its own last day",
            given={
                "unit": [{"fiscal_year": 2025}],
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "month": "2025-12",
                        "net_profit": Decimal("5.00"),
                        "profit_handed_in": Decimal("0.50"),
                    },
                    {
                        "enterprise": "N1",
                        "month": "2025-11",
                        "net_profit": Decimal("5.00"),
                        "profit_handed_in": Decimal("1.00"),
                    },
                    {
                        "enterprise": "N1",
                        "month": "2026-08",
                        "profit_handed_in": Decimal("1.00"),
                    },
                ],
            },
            fails={"2025 N1": Severity.ORANGE},
            at_stake={"2025 N1": Decimal("0.50")},
            not_applicable=["N1"],
        ),
        Example(
            story="a site may ask earlier in the year",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "net_profit": Decimal("5.00"),
                        "profit_handed_in": Decimal("0.00"),
                    },
                ]
            },
            as_of=date(2026, 9, 30),
            limits={"from_month": 9, "from_day": 30},
            fails={"N1": Severity.ORANGE},
            at_stake={"N1": Decimal("1.00")},
            boundary=True,
        ),
        Example(
            story="without a profit nothing is due, and of a share of nothing nothing",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "month": "2026-12",
                        "net_profit": Decimal("0.00"),
                        "profit_due_share": None,
                        "profit_handed_in": None,
                    },
                    {
                        "enterprise": "N2",
                        "month": "2026-12",
                        "net_profit": Decimal("-5.00"),
                    },
                    {
                        "enterprise": "N3",
                        "month": "2026-12",
                        "net_profit": Decimal("5.00"),
                        "profit_due_share": Decimal("0.00000000"),
                        "profit_handed_in": None,
                    },
                    {
                        "enterprise": "N4",
                        "month": "2026-12",
                        "net_profit": Decimal("0.05"),
                        "profit_handed_in": Decimal("0.00"),
                    },
                ]
            },
            as_of=date(2026, 12, 31),
            not_applicable=["N1", "N2"],
            passes=["N3"],
            fails={"N4": Severity.ORANGE},
            at_stake={"N4": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a share or a sum that was not reported is unknown",
            given={
                "enterprise": [
                    {"enterprise": "N1", "month": "2026-12", "profit_due_share": None},
                    {"enterprise": "N2", "month": "2026-12", "profit_handed_in": None},
                ]
            },
            as_of=date(2026, 12, 31),
            unknown={
                "N1": "enterprise.profit_due_share",
                "N2": "enterprise.profit_handed_in",
            },
        ),
        Example(
            story="the day before its month is over, the month before stands",
            given={
                "enterprise": [
                    {
                        "enterprise": "N1",
                        "net_profit": Decimal("5.00"),
                        "profit_handed_in": Decimal("1.00"),
                    },
                    {
                        "enterprise": "N1",
                        "month": "2026-09",
                        "net_profit": Decimal("500.00"),
                        "profit_handed_in": Decimal("1.00"),
                    },
                ]
            },
            as_of=date(2026, 9, 29),
            limits={"from_month": 9, "from_day": 1},
            passes=["N1"],
            boundary=True,
        ),
        Example(
            story="enterprises that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["enterprise"],
            unknown={"": "feed missing: enterprise"},
        ),
    ),
)
