"""超预算支付 · Payments exceed the allotment that they draw on.

The payment system should make this impossible. When it is seen, either the allotment was cut or
frozen after the money had left, or a payment was booked against an allotment that is not its own.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text

RULE = Rule(
    code="B02",
    title=Text("超预算支付", "Payments exceed the allotment"),
    meaning=Text(
        "同一条指标下的实付合计，超过了它的可执行数（指标金额加历次调整，减冻结金额）。",
        "What was paid on an allotment is more than it may carry: its amount with all changes, "
        "less what is frozen.",
    ),
    severity=Severity.RED,
    formula=Text("{paid} − {executable} > {tolerance}", "{paid} − {executable} > {tolerance}"),
    needs=("payment", "allotment", "allotment_change"),
    basis=(
        Article(
            law="预算法",
            number="第十三条",
            quote="各级政府、各部门、各单位的支出必须以经批准的预算为依据，未列入预算的不得支出。",
        ),
        Article(
            law="预算法实施条例",
            number="第五十七条",
            part="第（一）项",
            quote="不得办理无预算、无用款计划、超预算或者超计划的资金拨付",
            note="本项约束财政部门 / it addresses the finance department",
        ),
    ),
    limits={
        "tolerance": Limit(
            Decimal("0.00"),
            Provenance.STATUTORY,
            "容差",
            "tolerance",
            unit="yuan",
            article="预算法实施条例第五十七条第（一）项",
        ),
    },
    sql="""
        with granted as (
            select *
            from core.allotment
            where fiscal_year <= year($as_of)
                and issued_on <= least($as_of, make_date(fiscal_year, 12, 31))
        ),
        changed as (
            select region, fiscal_year, allotment, sum(amount) as changes
            from core.allotment_change
            where changed_on <= least($as_of, make_date(fiscal_year, 12, 31))
            group by all
        ),
        drawn as (
            select region, fiscal_year, allotment, sum(paid) as paid
            from (
                select charge, sum(amount) as paid
                from lineage.payment
                where paid_on <= least($as_of, make_date(fiscal_year, 12, 31))
                    and business is distinct from '9'
                group by charge
            ) as charged
            join lineage.charge using (charge)
            group by all
        ),
        compared as (
            select
                granted.*,
                coalesce(changes, 0) as changes,
                coalesce(paid, 0) as paid,
                amount + coalesce(changes, 0) - coalesce(frozen, 0) as executable
            from granted
            left join changed using (region, fiscal_year, allotment)
            left join drawn using (region, fiscal_year, allotment)
        ),
        judged as (
            select
                *,
                case
                    when not active then 'not_applicable'
                    when paid - executable > $tolerance then 'fail'
                    when frozen is null and paid > 0 then 'unknown'
                    else 'pass'
                end as verdict
            from compared
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(allotment, '/', '／') as subject,
            verdict,
            case verdict
                when 'not_applicable' then 'inactive allotment'
                when 'unknown' then 'allotment.frozen'
            end as reason,
            null as severity,
            paid - executable as at_stake,
            unit,
            amount,
            changes,
            frozen,
            executable,
            paid,
            paid - executable as difference
        from judged
    """,
    evidence={
        "payment": """
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join lineage.charge c
                on c.region = f.region
                and cast(c.fiscal_year as varchar) = f.period
                and replace(c.allotment, '/', '／') = f.subject
            join lineage.payment p on p.charge = c.charge
            where p.paid_on <= least($as_of, make_date(p.fiscal_year, 12, 31))
                and p.business is distinct from '9'
        """,
        "allotment": """
            select f.region, f.period, f.subject, a.allotment, a.fiscal_year
            from finding f
            join core.allotment a
                on a.region = f.region
                and cast(a.fiscal_year as varchar) = f.period
                and replace(a.allotment, '/', '／') = f.subject
        """,
        "allotment_change": """
            select f.region, f.period, f.subject, c.change, c.fiscal_year
            from finding f
            join core.allotment_change c
                on c.region = f.region
                and cast(c.fiscal_year as varchar) = f.period
                and replace(c.allotment, '/', '／') = f.subject
            where c.changed_on <= least($as_of, make_date(c.fiscal_year, 12, 31))
        """,
    },
    operands={
        "amount": Text("指标金额", "allotted"),
        "changes": Text("调整合计", "changes"),
        "frozen": Text("冻结金额", "frozen"),
        "executable": Text("可执行数", "executable"),
        "paid": Text("实付合计", "paid"),
        "difference": Text("超出", "above"),
    },
    advice=Text(
        "请财政国库机构对照该指标的调减、冻结文件与支付凭证逐笔核对，说明超出部分由何指标列支。",
        "The treasury office checks the papers that reduced or froze this allotment against its "
        "payment vouchers, one by one, and states which allotment carries the part above.",
    ),
    innocent=Text(
        "追加或调剂文件已批但尚未报送；支付凭证挂错指标，更正凭证尚未入账。",
        "A supplement or virement was approved and is not delivered yet; a voucher was booked on "
        "the wrong allotment and its correction is still to come.",
    ),
    exclusions=(
        Text(
            "年终结转凭证（支付业务类型 9）不计",
            "year-end carry-over vouchers (business 9) are left out",
        ),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
        Text("冻结金额不得动用，从可执行数中减去", "frozen amounts may not be drawn"),
        Text("停用指标不判，其支付由 B01 判", "inactive allotments are B01's"),
    ),
    assumptions=(
        Text(
            "冻结金额未报时，只有不计冻结也超出的才判；其余为未知",
            "where the frozen amount is not reported, only what is above even with nothing frozen "
            "is raised, and the rest is unknown",
        ),
    ),
    examples=(
        Example(
            story="an allotment may be paid to the last fen",
            given={"allotment": [{}], "payment": [{"amount": Decimal("100.00")}]},
            passes=["A1"],
            boundary=True,
        ),
        Example(
            story="one fen more is too much",
            given={
                "allotment": [{}],
                "payment": [
                    {"function_item": "2010199", "amount": Decimal("60.00")},
                    {"payment": "V2", "amount": Decimal("40.01")},
                ],
            },
            fails={"A1": Severity.RED},
            at_stake={"A1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a supplement makes room, a reduction takes it, each by its own allotment",
            given={
                "allotment": [{}, {"allotment": "A2"}, {"allotment": "A3"}],
                "allotment_change": [
                    {"amount": Decimal("10.00")},
                    {"change": "C2", "allotment": "A2", "kind": "2", "amount": Decimal("-10.00")},
                ],
                "payment": [
                    {"amount": Decimal("110.00")},
                    {"payment": "V2", "allotment": "A2", "amount": Decimal("90.01")},
                    {"payment": "V3", "allotment": "A3", "amount": Decimal("100.00")},
                ],
            },
            fails={"A2": Severity.RED},
            at_stake={"A2": Decimal("0.01")},
            passes=["A1", "A3"],
        ),
        Example(
            story="cut below nothing, it is exceeded by paying nothing",
            given={
                "allotment": [{}],
                "allotment_change": [
                    {"kind": "2", "amount": Decimal("-60.00")},
                    {"change": "C2", "kind": "2", "amount": Decimal("-40.01")},
                ],
            },
            fails={"A1": Severity.RED},
            at_stake={"A1": Decimal("0.01")},
            units={"A1": "U1"},
        ),
        Example(
            story="what is frozen may not be drawn",
            given={
                "allotment": [
                    {"frozen": Decimal("20.00")},
                    {"allotment": "A2", "frozen": Decimal("20.00")},
                ],
                "payment": [
                    {"amount": Decimal("80.00")},
                    {"payment": "V2", "allotment": "A2", "amount": Decimal("80.01")},
                ],
            },
            fails={"A2": Severity.RED},
            at_stake={"A2": Decimal("0.01")},
            passes=["A1"],
            boundary=True,
        ),
        Example(
            story="a refund gives the room back",
            given={
                "allotment": [{}],
                "payment": [
                    {"amount": Decimal("120.00")},
                    {"payment": "V2", "amount": Decimal("-20.00"), "business": "2"},
                ],
            },
            passes=["A1"],
        ),
        Example(
            story="a year-end carry-over voucher is no payment; an unnamed kind is one",
            given={
                "allotment": [{}, {"allotment": "A2"}],
                "payment": [
                    {"amount": Decimal("100.00")},
                    {"payment": "V2", "amount": Decimal("50.00"), "business": "9"},
                    {
                        "payment": "V3",
                        "allotment": "A2",
                        "amount": Decimal("100.01"),
                        "business": None,
                    },
                ],
            },
            fails={"A2": Severity.RED},
            passes=["A1"],
        ),
        Example(
            story="an inactive allotment is not judged here",
            given={"allotment": [{"active": False}], "payment": [{"amount": Decimal("500.00")}]},
            not_applicable=["A1"],
        ),
        Example(
            story="without the frozen amount only the certain is said",
            given={
                "allotment": [
                    {"frozen": None},
                    {"allotment": "A2", "frozen": None},
                    {"allotment": "A3", "frozen": None},
                ],
                "payment": [
                    {"amount": Decimal("100.01")},
                    {"payment": "V2", "allotment": "A2", "amount": Decimal("0.01")},
                ],
            },
            fails={"A1": Severity.RED},
            at_stake={"A1": Decimal("0.01")},
            unknown={"A2": "allotment.frozen"},
            passes=["A3"],
        ),
        Example(
            story="paid against nothing is a failure, not 0 %",
            given={
                "allotment": [{"amount": Decimal("0.00")}],
                "payment": [{"amount": Decimal("100.00")}],
            },
            fails={"A1": Severity.RED},
            at_stake={"A1": Decimal("100.00")},
        ),
        Example(
            story="the same code in another year or government is another allotment",
            given={
                "allotment": [
                    {},
                    {"region": "410102"},
                    {"fiscal_year": 2025, "issued_on": date(2025, 1, 20)},
                ],
                "payment": [
                    {"amount": Decimal("60.00")},
                    {"region": "410102", "amount": Decimal("60.00")},
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 6, 1),
                        "amount": Decimal("100.01"),
                    },
                ],
            },
            fails={"2025 A1": Severity.RED},
            passes=["A1", "410102 A1"],
        ),
        Example(
            story="a year that is over is asked as of its 31 December",
            given={
                "allotment": [{"fiscal_year": 2025, "issued_on": date(2025, 12, 31)}],
                "allotment_change": [
                    {
                        "fiscal_year": 2025,
                        "changed_on": date(2026, 1, 1),
                        "amount": Decimal("50.00"),
                    },
                ],
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                        "amount": Decimal("100.01"),
                    },
                    {"payment": "V2", "fiscal_year": 2025, "paid_on": date(2026, 1, 1)},
                ],
            },
            fails={"2025 A1": Severity.RED},
            at_stake={"2025 A1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="no row dated after the day is read",
            given={
                "allotment": [{}, {"allotment": "A2", "issued_on": date(2026, 10, 1)}],
                "allotment_change": [
                    {"changed_on": date(2026, 10, 1), "amount": Decimal("-50.00"), "kind": "2"},
                    {"change": "C2", "changed_on": date(2026, 9, 30), "amount": Decimal("1.00")},
                ],
                "payment": [
                    {"amount": Decimal("101.00"), "paid_on": date(2026, 9, 30)},
                    {"payment": "V2", "paid_on": date(2026, 10, 1)},
                    {"payment": "V3", "allotment": "A2", "amount": Decimal("500.00")},
                ],
            },
            passes=["A1"],
            boundary=True,
        ),
        Example(
            story="without the changes nothing can be said",
            given={"allotment": [{}], "payment": [{"amount": Decimal("500.00")}]},
            missing=["allotment_change"],
            unknown={"": "feed missing: allotment_change"},
        ),
    ),
)
