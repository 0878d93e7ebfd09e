"""债券支出申报与国库支付不符 · Reported bond spending without payments.

Projects report what they spent of a bond; the treasury knows what it paid for them. What is
reported and was never paid is spending on paper.
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
    code="D24",
    title=Text("债券支出申报与国库支付不符", "Reported bond spending without payments"),
    meaning=Text(
        "项目申报的债券支出超过同一债券、同一项目的国库支付百分之一以上且超过十万元，为红色；"
        "国库支付多于申报的，为黄色。",
        "A project reports spending of a bond that exceeds the payments with that bond and project "
        "by more than 1 % and more than 100,000 yuan: red. Payments above the report: yellow.",
    ),
    severity=Severity.RED,
    formula=Text(
        "申报支出 {spent} − 国库支付 {paid} = {difference} > {share} × {spent} 且 > {floor}；"
        "或者 {difference} < 0（黄）",
        "reported {spent} − paid {paid} = {difference} > {share} × {spent} and > {floor}; or "
        "{difference} < 0 (yellow)",
    ),
    needs=("bond_project", "payment"),
    unbroken=("payment",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="预算法",
            number="第五十七条",
            part="第二款",
            quote="不得虚假列支",
            bearing=Bearing.PRINCIPLE,
            note="差额是线索而非结论 / a difference is a lead, not a proof",
        ),
        Article(
            law="预算法",
            number="第九十三条",
            part="第（一）项",
            quote="虚列收入和支出的",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "share": Limit(
            Decimal("0.01"),
            Provenance.PROPOSED_DEFAULT,
            "占申报支出的比重",
            "share of what is reported",
            unit="share",
        ),
        "floor": Limit(
            Decimal("100000.00"),
            Provenance.PROPOSED_DEFAULT,
            "差额起点",
            "smallest difference",
            unit="yuan",
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.bond_project
            where stated_on <= $as_of
            group by region
        ),
        stated as (
            select p.*
            from core.bond_project p
            join latest using (region, stated_on)
        ),
        drawn as (
            select p.region, p.bond, p.project, sum(p.amount) as paid
            from core.payment p
            join latest l on l.region = p.region and p.paid_on <= l.stated_on
            where p.bond is not null and p.business is distinct from '9'
            group by all
        ),
        compared as (
            select
                s.*,
                coalesce(d.paid, 0) as paid,
                coalesce(u.paid, 0) as without_project,
                s.spent - coalesce(d.paid, 0) as difference
            from stated s
            left join drawn d
                on d.region = s.region and d.bond = s.bond and d.project = s.project
            left join drawn u
                on u.region = s.region and u.bond = s.bond and u.project is null
        ),
        judged as (
            select
                *,
                difference > $share * cast(spent as decimal(38, 2))
                    and difference > $floor as is_short,
                difference - without_project > $share * cast(spent as decimal(38, 2))
                    and difference - without_project > $floor as is_short_anyhow
            from compared
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(bond, '/', '／') || '/' || replace(project, '/', '／') as subject,
            case
                when spent is null then 'unknown'
                when difference < 0 then 'fail'
                when is_short and is_short_anyhow then 'fail'
                when is_short then 'unknown'
                else 'pass'
            end as verdict,
            case
                when spent is null then 'bond_project.spent'
                when is_short and not is_short_anyhow then 'payment.project'
            end as reason,
            case when difference < 0 then 'yellow' else 'red' end as severity,
            abs(difference) as at_stake,
            null as unit,
            bond,
            project,
            project_name,
            owner,
            stated_on,
            spent,
            paid,
            difference
        from judged
    """,
    evidence={
        "bond_project": PROJECT_EVIDENCE,
        "payment": """
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join core.payment p
                on p.region = f.region
                and p.bond = f.bond
                and p.project = f.project
                and p.paid_on <= f.stated_on
            where p.business is distinct from '9'
        """,
    },
    operands={
        "bond": Text("债券", "bond"),
        "project": Text("项目", "project"),
        "project_name": Text("项目名称", "project name"),
        "owner": Text("项目业主", "owner"),
        "stated_on": Text("统计日期", "stated on"),
        "spent": Text("申报支出", "reported spent"),
        "paid": Text("国库支付净额", "paid by the treasury, net"),
        "difference": Text("差额", "difference"),
    },
    advice=Text(
        "请项目单位提供申报支出的逐笔凭证，与国库支付明细核对；只拨到单位账户未实际支付的，更正申报。",
        "The project shows the vouchers of what it reported, held against the treasury's list; "
        "money that only moved to its own account is not spent and the report is put right.",
    ),
    innocent=Text(
        "支付凭证未注明债券或者项目；资金从专户、单位账户支付，不经国库集中支付；系统启用前的支付未报送。",
        "Payments do not name the bond or the project; money is paid from a special account and "
        "not by the treasury; payments before the system began were never delivered.",
    ),
    exclusions=(
        Text(
            "年终结转凭证（支付业务类型 9）不计",
            "year-end carry-over vouchers (business 9) are left out",
        ),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
    ),
    assumptions=(
        Text(
            "支付累计到申报的统计日，不到基准日；不分年度",
            "payments of all years up to the day the report is stated on, not to the as-of date",
        ),
        Text(
            "注明债券而未注明项目的支付，足以解释差额的，为未知",
            "where payments that name the bond and no project could explain what is missing, it "
            "is unknown",
        ),
        Text(
            "国库支付多于申报的，多一分也为黄色",
            "payments above the report are yellow from the first fen",
        ),
    ),
    examples=(
        Example(
            story="one per cent is borne, to the fen",
            given={
                "bond_project": [{"spent": Decimal("20000000.00")}],
                "payment": [
                    {"bond": "B1", "amount": Decimal("19800000.00"), "paid_on": date(2026, 8, 31)}
                ],
            },
            passes=["B1/P1"],
            boundary=True,
        ),
        Example(
            story="a fen more than one per cent",
            given={
                "bond_project": [
                    {"bond": "B/1", "project": "P/1", "spent": Decimal("20000000.00")}
                ],
                "payment": [
                    {
                        "bond": "B/1",
                        "project": "P/1",
                        "amount": Decimal("19799999.99"),
                        "paid_on": date(2026, 8, 31),
                    }
                ],
            },
            fails={"B／1/P／1": Severity.RED},
            at_stake={"B／1/P／1": Decimal("200000.01")},
            units={"B／1/P／1": None},
            boundary=True,
        ),
        Example(
            story="a hundred thousand is borne, a fen more is not",
            given={
                "bond_project": [
                    {"spent": Decimal("1000000.00")},
                    {"project": "P2", "spent": Decimal("1000000.01")},
                    {"project": "P3", "spent": Decimal("100000.00")},
                    {"project": "P4", "spent": Decimal("100000.01")},
                ],
                "payment": [
                    {"bond": "B1", "amount": Decimal("900000.00")},
                    {
                        "payment": "V2",
                        "bond": "B1",
                        "project": "P2",
                        "amount": Decimal("900000.00"),
                    },
                ],
            },
            passes=["B1/P1", "B1/P3"],
            fails={"B1/P2": Severity.RED, "B1/P4": Severity.RED},
            at_stake={"B1/P2": Decimal("100000.01"), "B1/P4": Decimal("100000.01")},
            boundary=True,
        ),
        Example(
            story="paid to the fen as reported; a fen above it is yellow",
            given={
                "bond_project": [
                    {"spent": Decimal("40.00")},
                    {"project": "P2", "spent": Decimal("40.00")},
                    {"project": "P3", "spent": Decimal("0.00")},
                ],
                "payment": [
                    {"bond": "B1"},
                    {
                        "payment": "V2",
                        "bond": "B1",
                        "project": "P2",
                        "amount": Decimal("40.01"),
                    },
                ],
            },
            passes=["B1/P1", "B1/P3"],
            fails={"B1/P2": Severity.YELLOW},
            at_stake={"B1/P2": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="payments of every year up to the day of the report, net of refunds",
            given={
                "bond_project": [{"spent": Decimal("700000.00")}],
                "payment": [
                    {
                        "bond": "B1",
                        "amount": Decimal("400000.00"),
                        "paid_on": date(2026, 8, 31),
                    },
                    {
                        "payment": "V2",
                        "bond": "B1",
                        "amount": Decimal("400000.00"),
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 1),
                    },
                    {
                        "payment": "V3",
                        "bond": "B1",
                        "amount": Decimal("-100000.00"),
                        "business": "2",
                    },
                    {"payment": "V4", "bond": "B1", "paid_on": date(2026, 9, 1)},
                    {"payment": "V5", "bond": "B1", "business": "9"},
                    {"payment": "V6", "bond": "B2"},
                    {"payment": "V7", "bond": None},
                    {"payment": "V8", "bond": "B1", "project": "P2"},
                    {"payment": "V9", "bond": "B1", "region": "410102"},
                ],
            },
            passes=["B1/P1"],
            boundary=True,
        ),
        Example(
            story="a voucher without a kind of business counts",
            given={
                "bond_project": [{"spent": Decimal("39.99")}],
                "payment": [{"bond": "B1", "business": None}],
            },
            fails={"B1/P1": Severity.YELLOW},
        ),
        Example(
            story="the latest date stands as a whole, no row of tomorrow is read",
            given={
                "bond_project": [
                    {"stated_on": date(2026, 9, 30), "spent": Decimal("40.00")},
                    {"spent": Decimal("900000.00")},
                    {"project": "P2", "spent": Decimal("900000.00")},
                    {"stated_on": date(2026, 10, 1), "spent": Decimal("900000.00")},
                    {"region": "410102", "spent": Decimal("900000.00")},
                ],
                "payment": [{"bond": "B1", "paid_on": date(2026, 9, 30)}],
            },
            passes=["B1/P1"],
            fails={"410102 B1/P1": Severity.RED},
        ),
        Example(
            story="payments of the bond without a project may explain the gap, or not all of it",
            given={
                "bond_project": [
                    {"spent": Decimal("100000.01")},
                    {"bond": "B2", "spent": Decimal("200000.00")},
                    {"bond": "B3", "spent": Decimal("20000000.00")},
                ],
                "payment": [
                    {"bond": "B1", "project": None, "amount": Decimal("0.01")},
                    {
                        "payment": "V2",
                        "bond": "B2",
                        "project": None,
                        "amount": Decimal("99999.99"),
                    },
                    {
                        "payment": "V3",
                        "bond": "B3",
                        "project": None,
                        "amount": Decimal("19800000.00"),
                    },
                ],
            },
            unknown={"B1/P1": "payment.project", "B3/P1": "payment.project"},
            fails={"B2/P1": Severity.RED},
            at_stake={"B2/P1": Decimal("200000.00")},
            boundary=True,
        ),
        Example(
            story="what was spent is not reported",
            given={"bond_project": [{"spent": None}], "payment": [{"bond": "B1"}]},
            unknown={"B1/P1": "bond_project.spent"},
        ),
        Example(
            story="without the payments nothing is known",
            given={"bond_project": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
