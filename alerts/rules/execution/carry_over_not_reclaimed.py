"""结转超两年未收回 · Carry-over of two years or more that was not given back.

Money carried over must be used for its purpose in the next year; what is left at the end of that
year is surplus (结余) and goes back. Left on the unit's allotment it sleeps.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._charged import CHARGED
from alerts.rules.execution._allotments import ALLOTMENT, CHANGES, PAYMENTS

RULE = Rule(
    code="B32",
    title=Text("结转超两年未收回", "Carry-over older than two years"),
    meaning=Text(
        "结转指标的资金来源年度早于预算年度两年或以上，仍有余额。",
        "A carry-over allotment still has a balance, though its money is of a year two or more "
        "years back.",
    ),
    severity=Severity.RED,
    formula=Text(
        "{fiscal_year} − {origin_year} ≥ {years} 且 {balance} > {tolerance}",
        "{fiscal_year} − {origin_year} ≥ {years} and {balance} > {tolerance}",
    ),
    needs=("allotment", "payment"),
    optional=("allotment_change",),
    basis=(
        Article(
            law="预算法",
            number="第四十二条",
            part="第一款",
            quote="连续两年未用完的结转资金，应当作为结余资金管理。",
            note="条文所言为作为结余资金管理；第二款：部门、单位自身的结转按国务院财政部门的规定办理"
            " / the text says it is to be managed as surplus; by paragraph 2 a department's own "
            "carry-over follows the Ministry of Finance's rules",
        ),
        Article(
            law="预算法实施条例",
            number="第五十条",
            quote="连续两年未用完的结转资金，是指预算安排项目的支出在下一年度终了时仍未用完的资金。",
        ),
    ),
    limits={
        "years": Limit(
            2,
            Provenance.STATUTORY,
            "来源年度早于预算年度",
            "years back",
            unit="year",
            article="预算法第四十二条第一款",
            valid_from=date(2015, 1, 1),
        ),
        "tolerance": Limit(
            Decimal("0.00"),
            Provenance.STATUTORY,
            "容差",
            "tolerance",
            unit="yuan",
            article="预算法第四十二条第一款",
            valid_from=date(2015, 1, 1),
        ),
    },
    sql=f"""
        with carried as (
            select *
            from core.allotment
            where kind = '3'
                and fiscal_year <= year($as_of)
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
            from {CHARGED}
            group by all
        ),
        compared as (
            select
                carried.*,
                coalesce(changes, 0) as changes,
                coalesce(paid, 0) as paid,
                amount + coalesce(changes, 0) - coalesce(paid, 0) as balance
            from carried
            left join changed using (region, fiscal_year, allotment)
            left join drawn using (region, fiscal_year, allotment)
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(allotment, '/', '／') as subject,
            case
                when not active then 'not_applicable'
                when balance <= $tolerance then 'pass'
                when origin_year is null then 'unknown'
                when fiscal_year - origin_year >= $years then 'fail'
                else 'pass'
            end as verdict,
            case
                when not active then 'inactive allotment'
                when balance > $tolerance and origin_year is null then 'allotment.origin_year'
            end as reason,
            null as severity,
            balance as at_stake,
            unit,
            fiscal_year,
            origin_year,
            amount,
            changes,
            paid,
            balance
        from compared
    """,
    evidence={
        "allotment": ALLOTMENT,
        "payment": PAYMENTS,
        "allotment_change": CHANGES,
    },
    operands={
        "fiscal_year": Text("预算年度", "fiscal year"),
        "origin_year": Text("资金来源年度", "year of its money"),
        "amount": Text("指标金额", "allotted"),
        "changes": Text("调整合计", "changes"),
        "paid": Text("净支付", "net paid"),
        "balance": Text("余额", "balance"),
    },
    advice=Text(
        "请财政部门对照结转结余清理台账，说明该资金未作结余收回的依据，或者办理收回。",
        "The finance department shows, from its register of carry-over, on what ground the money "
        "was not taken back as surplus, or takes it back.",
    ),
    innocent=Text(
        "上级规定可继续使用的资金（如科研、基建）；收回文件已办，调减尚未报送。",
        "A superior allows longer use (research, construction); or it was taken back and the "
        "reduction is not delivered yet.",
    ),
    exclusions=(
        Text("只看结转指标（类型 3）", "carry-over allotments (kind 3) alone"),
        Text("停用指标不判", "inactive allotments"),
        Text("年终结转凭证（支付业务类型 9）不算支付", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
    ),
    assumptions=(
        Text(
            "余额为指标金额加历次调整减净支付，冻结部分仍为余额",
            "the balance is the amount with all changes less what was paid; what is frozen is "
            "still there",
        ),
        Text(
            "指标调整未报送时，以指标金额为准",
            "where changes of allotments are not delivered, amounts stand as issued",
        ),
    ),
    examples=(
        Example(
            story="two years back with one fen left",
            given={
                "allotment": [{"allotment": "A/1", "kind": "3", "origin_year": 2024}],
                "payment": [{"allotment": "A/1", "amount": Decimal("99.99")}],
            },
            fails={"A／1": Severity.RED},
            at_stake={"A／1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="two years back and used to the last fen",
            given={
                "allotment": [{"kind": "3", "origin_year": 2024}],
                "payment": [{"amount": Decimal("100.00")}],
            },
            passes=["A1"],
            boundary=True,
        ),
        Example(
            story="last year's money may be carried over; three years back is older still",
            given={
                "allotment": [
                    {"kind": "3", "origin_year": 2025},
                    {"allotment": "A2", "kind": "3", "origin_year": 2023},
                ]
            },
            fails={"A2": Severity.RED},
            at_stake={"A2": Decimal("100.00")},
            passes=["A1"],
            boundary=True,
        ),
        Example(
            story="only carry-over is looked at",
            given={
                "allotment": [
                    {"kind": "1", "origin_year": 2020},
                    {"allotment": "A2", "kind": "4", "origin_year": 2020},
                ]
            },
        ),
        Example(
            story="what was taken back by a reduction is not there; what is frozen is",
            given={
                "allotment": [
                    {"kind": "3", "origin_year": 2024},
                    {
                        "allotment": "A2",
                        "kind": "3",
                        "origin_year": 2024,
                        "frozen": Decimal("100.00"),
                    },
                ],
                "allotment_change": [{"kind": "2", "amount": Decimal("-100.00")}],
            },
            fails={"A2": Severity.RED},
            passes=["A1"],
        ),
        Example(
            story="a refund makes a balance, a carry-over voucher uses none",
            given={
                "allotment": [
                    {"kind": "3", "origin_year": 2024},
                    {"allotment": "A2", "kind": "3", "origin_year": 2024},
                    {"allotment": "A3", "kind": "3", "origin_year": 2024},
                ],
                "payment": [
                    {"amount": Decimal("100.00")},
                    {"payment": "V2", "amount": Decimal("-30.00"), "business": "2"},
                    {
                        "payment": "V3",
                        "allotment": "A2",
                        "amount": Decimal("100.00"),
                        "business": "9",
                    },
                    {
                        "payment": "V4",
                        "allotment": "A3",
                        "amount": Decimal("100.00"),
                        "business": None,
                    },
                ],
            },
            fails={"A1": Severity.RED, "A2": Severity.RED},
            at_stake={"A1": Decimal("30.00"), "A2": Decimal("100.00")},
            passes=["A3"],
        ),
        Example(
            story="no row dated after the day is read",
            given={
                "allotment": [
                    {"kind": "3", "origin_year": 2024, "issued_on": date(2026, 9, 30)},
                    {
                        "allotment": "A2",
                        "kind": "3",
                        "origin_year": 2024,
                        "issued_on": date(2026, 10, 1),
                    },
                    {"allotment": "A3", "kind": "3", "origin_year": 2020, "fiscal_year": 2027},
                ],
                "allotment_change": [
                    {"changed_on": date(2026, 10, 1), "amount": Decimal("-100.00")},
                    {"change": "C2", "changed_on": date(2026, 9, 30), "amount": Decimal("-50.00")},
                ],
                "payment": [
                    {"paid_on": date(2026, 9, 30), "amount": Decimal("49.99")},
                    {"payment": "V2", "paid_on": date(2026, 10, 1), "amount": Decimal("50.00")},
                ],
            },
            fails={"A1": Severity.RED},
            at_stake={"A1": Decimal("0.01")},
            boundary=True,
        ),
        Example(
            story="a year that is over is asked as of its 31 December, by its own allotments",
            given={
                "allotment": [
                    {
                        "kind": "3",
                        "origin_year": 2023,
                        "fiscal_year": 2025,
                        "issued_on": date(2025, 12, 31),
                    },
                    {
                        "kind": "3",
                        "origin_year": 2024,
                        "fiscal_year": 2025,
                        "issued_on": date(2025, 1, 31),
                        "region": "410102",
                    },
                ],
                "allotment_change": [
                    {
                        "fiscal_year": 2025,
                        "changed_on": date(2026, 1, 1),
                        "amount": Decimal("-100.00"),
                    },
                    {
                        "change": "C2",
                        "fiscal_year": 2025,
                        "changed_on": date(2025, 12, 31),
                        "amount": Decimal("-40.00"),
                    },
                ],
                "payment": [
                    {"fiscal_year": 2025, "paid_on": date(2026, 1, 1)},
                    {
                        "payment": "V2",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 31),
                        "amount": Decimal("20.00"),
                    },
                ],
            },
            fails={"2025 A1": Severity.RED},
            at_stake={"2025 A1": Decimal("40.00")},
            passes=["410102 2025 A1"],
            boundary=True,
        ),
        Example(
            story="an inactive allotment is not judged",
            given={"allotment": [{"kind": "3", "origin_year": 2020, "active": False}]},
            not_applicable=["A1"],
        ),
        Example(
            story="without the year of its money it stays open, unless nothing is left",
            given={
                "allotment": [
                    {"kind": "3", "origin_year": None},
                    {"allotment": "A2", "kind": "3", "origin_year": None},
                ],
                "payment": [{"allotment": "A2", "amount": Decimal("100.00")}],
            },
            unknown={"A1": "allotment.origin_year"},
            passes=["A2"],
        ),
        Example(
            story="without the payments the balance is not known",
            given={"allotment": [{"kind": "3", "origin_year": 2020}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
        Example(
            story="before the law of 2015 there was no such term",
            given={
                "allotment": [
                    {
                        "kind": "3",
                        "origin_year": 2012,
                        "fiscal_year": 2014,
                        "issued_on": date(2014, 1, 20),
                    }
                ]
            },
            as_of=date(2014, 12, 31),
            not_applicable=[""],
        ),
    ),
)
