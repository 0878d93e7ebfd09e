"""三公经费同比不减 · The three publics grow.

Trips abroad, receptions and official cars are to fall from year to year and not to rise.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._heirs import PAYERS, by_year, parted

RULE = Rule(
    code="B08",
    title=Text("三公经费同比不减", "The three publics grow"),
    meaning=Text(
        "单位在因公出国（境）、公务接待、公务用车运行或购置科目上的本年累计支付多于上年同期。",
        "A unit has paid more on trips abroad, receptions or official cars this year so far than "
        "in the same months of last year.",
    ),
    severity=Severity.YELLOW,
    formula=Text(
        "{paid} − ({paid_before} + {uncoded_before}) = {increase}，增幅 {growth} > {growth_allowed}"
        "（黄）、> {orange} 或者上年同期为零（橙）",
        "{paid} − ({paid_before} + {uncoded_before}) = {increase}, growth {growth} > "
        "{growth_allowed} (yellow), > {orange} or from nothing (orange)",
    ),
    needs=("payment",),
    basis=(),
    printed_basis="“只减不增”政策（待核实） / the policy that they only fall (unverified)",
    limits={
        "growth_allowed": Limit(
            Decimal("0.00"), Provenance.PROPOSED_DEFAULT, "黄色：增幅超过", "yellow: above", "share"
        ),
        "orange": Limit(
            Decimal("0.20"), Provenance.PROPOSED_DEFAULT, "橙色：增幅超过", "orange: above", "share"
        ),
        "codes": Limit(
            ("30212", "30217", "30231", "31013"),
            Provenance.TRADE_PRACTICE,
            "三公经费部门支出经济分类科目",
            "economic codes of the three publics",
            unit="code",
        ),
    },
    sql=f"""
        with dated as (
            select
                charge, paid_on, amount,
                least($as_of, make_date(fiscal_year, 12, 31)) as horizon,
                case
                    when fiscal_year + 1 < year($as_of) then make_date(fiscal_year, 12, 31)
                    when $as_of = last_day($as_of)
                        then last_day(make_date(fiscal_year, month($as_of), 1))
                    else make_date(fiscal_year, month($as_of), day($as_of))
                end as same_day
            from lineage.payment
            where fiscal_year <= year($as_of)
                and business is distinct from '9'
        ),
        summed as (
            select
                region, fiscal_year, unit, department_economic as given,
                sum(paid) as paid,
                sum(paid_by_then) as paid_by_then
            from (
                select
                    charge,
                    sum(case when paid_on <= horizon then amount end) as paid,
                    sum(case when paid_on <= same_day then amount end) as paid_by_then
                from dated
                group by charge
            ) as by_charge
            join lineage.charge using (charge)
            group by region, fiscal_year, unit, department_economic
        ),
        charged as (
            select
                region, fiscal_year, unit, given,
                paid, 0.00 as paid_before, true as is_now
            from summed
            where paid is not null
            union all
            select region, fiscal_year + 1, unit, given, 0.00, paid_by_then, false
            from summed
            where paid_by_then is not null
        ),
        {by_year("charged").strip()},
        {parted("charged", 1).strip()},
        moved as (
            select
                c.region, c.fiscal_year, coalesce(h.stands_as, c.unit) as unit, c.given,
                c.paid, c.paid_before, c.is_now
            from charged c
            left join heirs h
                on h.region = c.region
                and h.fiscal_year = c.fiscal_year
                and h.unit = c.unit
        ),
        delivered as (
            select
                region, fiscal_year,
                bool_or(is_now) as has_now, bool_or(not is_now) as has_before
            from moved
            group by region, fiscal_year
        ),
        watched as (
            select unnest($codes) as code
        ),
        by_unit as (
            select
                region, fiscal_year, unit, code,
                sum(case when starts_with(given, code) then paid else 0 end) as paid,
                sum(case when starts_with(given, code) then paid_before else 0 end) as paid_before,
                sum(case when starts_with(given, code) then 0 else paid end) as uncoded,
                sum(case when starts_with(given, code) then 0 else paid_before end)
                    as uncoded_before
            from moved
            join watched
                on given is null or starts_with(given, code) or starts_with(code, given)
            group by region, fiscal_year, unit, code
            having bool_or(starts_with(given, code))
        ),
        compared as (
            select
                b.*,
                parted.unit is not null as parted,
                b.paid_before + b.uncoded_before as most_before,
                b.paid - (b.paid_before + b.uncoded_before) as increase
            from by_unit b
            left join parted
                on parted.region = b.region
                and parted.fiscal_year = b.fiscal_year
                and parted.unit = b.unit
        ),
        judged as (
            select
                *,
                case
                    when not has_before or parted then 'unknown'
                    when increase > $growth_allowed * greatest(most_before, 0) and paid > 0
                        then 'fail'
                    when paid + uncoded <= 0 then 'pass'
                    when paid + uncoded - paid_before > $growth_allowed * greatest(paid_before, 0)
                        then 'unknown'
                    else 'pass'
                end as verdict
            from compared
            join delivered using (region, fiscal_year)
            where has_now
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(unit, '/', '／') || '/' || code as subject,
            verdict,
            case
                when not has_before then 'payment of the year before'
                when parted then 'history of a split unit'
                when verdict = 'unknown' then 'payment.department_economic'
            end as reason,
            case
                when increase > $orange * greatest(most_before, 0) then 'orange'
                else 'yellow'
            end as severity,
            paid - greatest(most_before, 0) as at_stake,
            unit,
            code,
            paid,
            paid_before,
            uncoded_before,
            increase,
            cast(increase / nullif(most_before, 0) as decimal(18, 6)) as growth
        from judged
    """,
    evidence={
        "payment": f"""
            with {PAYERS.strip()}
            select f.region, f.period, f.subject, p.payment, p.fiscal_year
            from finding f
            join payers using (region, period, subject)
            join lineage.charge c on c.region = f.region and c.unit = paid_by
            join lineage.payment p on p.charge = c.charge
            where cast(left(f.period, 4) as integer) in (c.fiscal_year, c.fiscal_year + 1)
                and starts_with(c.department_economic, f.code)
                and p.business is distinct from '9'
                and p.paid_on <= least($as_of, make_date(p.fiscal_year, 12, 31))
        """,
    },
    operands={
        "code": Text("部门支出经济分类", "economic code"),
        "paid": Text("本年累计支付", "paid this year"),
        "paid_before": Text("上年同期支付", "paid in the same months of last year"),
        "uncoded_before": Text("上年同期未细到该科目的支付", "paid then without a code as fine"),
        "increase": Text("增加", "increase"),
        "growth": Text("增幅", "growth"),
    },
    advice=Text(
        "请主管部门说明增加的事项和审批依据，提出全年压减安排。",
        "The department says what the increase was for and who allowed it, and how the year will "
        "stay below the last.",
    ),
    innocent=Text(
        "出访、购车的月份与上年不同；新设单位或者职能划入；上年同期受特殊情况影响基数偏低。",
        "The trip or the car fell into another month; a new unit or a new task; last year's months "
        "were exceptional.",
    ),
    exclusions=(
        Text("年终结转凭证（支付业务类型 9）不计", "year-end carry-over vouchers (business 9)"),
        Text("退款、红冲与原支付相抵", "refunds and red reversals net against what they reverse"),
    ),
    assumptions=(
        Text(
            "同期指上年同月同日为止，月末对月末；上年没有任何支付记录的，判为未知",
            "the same months end on the same day of last year, a month's end on the month's end; "
            "where last year has no payment at all, unknown",
        ),
        Text(
            "更名、合并的单位，按报送的单位承继（succession）并入现单位比较，上年也并入；"
            "分立的单位上年数无从拆分，判为未知",
            "a renamed or merged unit's payments, last year's too, are the present unit's, as "
            "`succession` was delivered; after a split, unknown",
        ),
        Text(
            "没有填到该科目的支付，能够左右结论时判为未知",
            "payments without a code as fine make it unknown where they could decide",
        ),
    ),
    examples=(
        Example(
            story="as much as last year is silent, a fen more is yellow",
            given={
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "30217",
                    },
                    {"payment": "V2", "department_economic": "30217"},
                    {
                        "payment": "V3",
                        "unit": "U/2",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "30212",
                    },
                    {
                        "payment": "V4",
                        "unit": "U/2",
                        "department_economic": "30212",
                        "amount": Decimal("40.01"),
                    },
                ]
            },
            fails={"U／2/30212": Severity.YELLOW},
            at_stake={"U／2/30212": Decimal("0.01")},
            passes=["U1/30217"],
            unknown={
                "2025 U1/30217": "payment of the year before",
                "2025 U／2/30212": "payment of the year before",
            },
            boundary=True,
        ),
        Example(
            story="a fifth more is yellow still, a fen above it is orange, as is from nothing",
            given={
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "30217",
                        "amount": Decimal("100.00"),
                    },
                    {"payment": "V2", "department_economic": "30217", "amount": Decimal("120.00")},
                    {
                        "payment": "V3",
                        "unit": "U2",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "30231",
                        "amount": Decimal("100.00"),
                    },
                    {
                        "payment": "V4",
                        "unit": "U2",
                        "department_economic": "30231",
                        "amount": Decimal("120.01"),
                    },
                    {
                        "payment": "V5",
                        "unit": "U3",
                        "department_economic": "31013",
                        "amount": Decimal("0.01"),
                    },
                ]
            },
            as_of=date(2026, 12, 31),
            fails={
                "U1/30217": Severity.YELLOW,
                "U2/30231": Severity.ORANGE,
                "U3/31013": Severity.ORANGE,
            },
            at_stake={
                "U1/30217": Decimal("20.00"),
                "U2/30231": Decimal("20.01"),
                "U3/31013": Decimal("0.01"),
            },
            unknown={
                "2025 U1/30217": "payment of the year before",
                "2025 U2/30231": "payment of the year before",
            },
            boundary=True,
        ),
        Example(
            story="the same months: to the same day of last year, a month's end to its end",
            given={
                "payment": [
                    {
                        "fiscal_year": 2024,
                        "paid_on": date(2024, 2, 29),
                        "department_economic": "30217",
                    },
                    {
                        "payment": "V2",
                        "fiscal_year": 2024,
                        "paid_on": date(2024, 3, 1),
                        "department_economic": "30217",
                        "amount": Decimal("900.00"),
                    },
                    {
                        "payment": "V3",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 2, 28),
                        "department_economic": "30217",
                    },
                    {
                        "payment": "V4",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 1),
                        "department_economic": "30217",
                        "amount": Decimal("900.00"),
                    },
                ]
            },
            as_of=date(2025, 2, 28),
            passes=["U1/30217"],
            unknown={"2024 U1/30217": "payment of the year before"},
            boundary=True,
        ),
        Example(
            story="within a month it is the day that counts",
            given={
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 9, 15),
                        "department_economic": "30217",
                    },
                    {
                        "payment": "V2",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 9, 16),
                        "department_economic": "30217",
                    },
                    {
                        "payment": "V3",
                        "paid_on": date(2026, 9, 15),
                        "department_economic": "30217",
                        "amount": Decimal("41.00"),
                    },
                    {"payment": "V4", "paid_on": date(2026, 9, 16), "department_economic": "30217"},
                    {"payment": "V5", "paid_on": date(2026, 9, 16), "department_economic": "30217"}
                    | {"unit": "U2"},
                    {"payment": "V6", "paid_on": date(2025, 9, 16), "department_economic": "30217"}
                    | {"unit": "U3", "fiscal_year": 2025},
                ]
            },
            as_of=date(2026, 9, 15),
            fails={"U1/30217": Severity.YELLOW},
            at_stake={"U1/30217": Decimal("1.00")},
            unknown={
                "2025 U1/30217": "payment of the year before",
                "2025 U3/30217": "payment of the year before",
            },
            boundary=True,
        ),
        Example(
            story="a year that is over is held against a whole year",
            given={
                "payment": [
                    {
                        "fiscal_year": 2024,
                        "paid_on": date(2024, 12, 31),
                        "department_economic": "30217",
                    },
                    {
                        "payment": "V2",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 1, 31),
                        "department_economic": "30217",
                        "amount": Decimal("50.00"),
                    },
                    {
                        "payment": "V3",
                        "fiscal_year": 2025,
                        "paid_on": date(2026, 1, 1),
                        "department_economic": "30217",
                        "amount": Decimal("900.00"),
                    },
                    {"payment": "V4", "fiscal_year": 2027},
                ]
            },
            fails={"2025 U1/30217": Severity.ORANGE},
            at_stake={"2025 U1/30217": Decimal("10.00")},
            unknown={"2024 U1/30217": "payment of the year before"},
        ),
        Example(
            story="each unit and code by itself; longer codes are of the code",
            given={
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "3021701",
                    },
                    {
                        "payment": "V2",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "unit": "U2",
                        "department_economic": "30217",
                        "amount": Decimal("900.00"),
                    },
                    {
                        "payment": "V3",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "region": "410102",
                        "department_economic": "30217",
                        "amount": Decimal("900.00"),
                    },
                    {"payment": "V4", "department_economic": "3021702", "amount": Decimal("30.00")},
                    {"payment": "V5", "department_economic": "30217", "amount": Decimal("10.01")},
                    {"payment": "V6", "department_economic": "30201", "amount": Decimal("900.00")},
                ]
            },
            fails={"U1/30217": Severity.YELLOW},
            at_stake={"U1/30217": Decimal("0.01")},
            passes=["U2/30217"],
            unknown={
                "2025 U1/30217": "payment of the year before",
                "2025 U2/30217": "payment of the year before",
                "410102 2025 U1/30217": "payment of the year before",
            },
        ),
        Example(
            story="refunds net, year-end vouchers are out, an unnamed kind is in",
            given={
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "30217",
                        "business": None,
                    },
                    {
                        "function_item": "2010199",
                        "payment": "V2",
                        "department_economic": "30217",
                        "amount": Decimal("50.00"),
                    },
                    {
                        "payment": "V3",
                        "department_economic": "30217",
                        "amount": Decimal("-10.00"),
                        "business": "2",
                    },
                    {"payment": "V4", "department_economic": "30217", "business": "9"},
                    {
                        "payment": "V5",
                        "unit": "U2",
                        "department_economic": "30217",
                        "amount": Decimal("-1.00"),
                    },
                ]
            },
            passes=["U1/30217", "U2/30217"],
            unknown={"2025 U1/30217": "payment of the year before"},
        ),
        Example(
            story="what carries no code is unknown where it could decide",
            given={
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "30217",
                    },
                    {"payment": "V2", "department_economic": "30217", "amount": Decimal("39.00")},
                    {"payment": "V3", "department_economic": None, "amount": Decimal("1.01")},
                    {
                        "payment": "V4",
                        "unit": "U2",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "302",
                    },
                    {"payment": "V5", "unit": "U2", "department_economic": "30217"},
                    {
                        "payment": "V6",
                        "unit": "U3",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": None,
                    },
                    {
                        "payment": "V7",
                        "unit": "U3",
                        "department_economic": "30217",
                        "amount": Decimal("50.00"),
                    },
                    {
                        "payment": "V8",
                        "unit": "U4",
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 3, 3),
                        "department_economic": "30217",
                    },
                    {"payment": "V9", "unit": "U4", "department_economic": None},
                ]
            },
            fails={"U3/30217": Severity.ORANGE},
            at_stake={"U3/30217": Decimal("10.00")},
            passes=["U4/30217"],
            unknown={
                "U1/30217": "payment.department_economic",
                "U2/30217": "payment.department_economic",
                "2025 U1/30217": "payment of the year before",
                "2025 U4/30217": "payment of the year before",
            },
            boundary=True,
        ),
        Example(
            story="several payments of both years add up, with and without a code",
            given={
                "payment": [
                    *(
                        {
                            "payment": f"{unit}{year}{nth}",
                            "unit": unit,
                            "fiscal_year": year,
                            "paid_on": date(year, 3, nth),
                            "function_item": "2010199" if nth == 1 else "2050201",
                            "department_economic": code,
                            "amount": Decimal(amount),
                        }
                        for unit, year, nth, code, amount in (
                            ("U1", 2025, 1, "3021701", "20.00"),
                            ("U1", 2025, 5, "3021701", "5.00"),
                            ("U1", 2025, 6, "3021701", "5.00"),
                            ("U1", 2025, 2, "3021702", "30.00"),
                            ("U1", 2025, 3, None, "20.00"),
                            ("U1", 2025, 4, "302", "20.00"),
                            ("U1", 2026, 3, "3021701", "50.00"),
                            ("U1", 2026, 4, "3021701", "10.00"),
                            ("U1", 2026, 2, "3021702", "40.01"),
                            ("U2", 2025, 1, "30217", "70.00"),
                            ("U2", 2025, 2, "30217", "-70.00"),
                            ("U2", 2026, 1, "30217", "0.00"),
                            ("U3", 2025, 1, "30217", "70.00"),
                            ("U3", 2026, 1, "30217", "30.00"),
                            ("U3", 2026, 2, None, "20.00"),
                            ("U3", 2026, 3, "302", "20.01"),
                            ("U4", 2025, 1, "30217", "-5.00"),
                            ("U4", 2026, 1, "30217", "0.00"),
                        )
                    ),
                ]
            },
            fails={"U1/30217": Severity.YELLOW},
            at_stake={"U1/30217": Decimal("0.01")},
            passes=["U2/30217", "U4/30217"],
            unknown={
                "U3/30217": "payment.department_economic",
                **{
                    f"2025 {unit}/30217": "payment of the year before"
                    for unit in ("U1", "U2", "U3", "U4")
                },
            },
            boundary=True,
        ),
        Example(
            story="a growth that is allowed is measured from all of last year's",
            given={
                "payment": [
                    *(
                        {
                            "payment": f"{unit}{year}{nth}",
                            "unit": unit,
                            "fiscal_year": year,
                            "paid_on": date(year, 3, nth),
                            "department_economic": code,
                            "amount": Decimal(amount),
                        }
                        for unit, year, nth, code, amount in (
                            ("U1", 2025, 1, "30217", "90.00"),
                            ("U1", 2025, 2, None, "10.00"),
                            ("U1", 2026, 1, "30217", "110.01"),
                            ("U2", 2025, 1, "30217", "100.00"),
                            ("U2", 2026, 1, "30217", "110.00"),
                            ("U3", 2025, 1, "30217", "-100.00"),
                            ("U3", 2026, 1, "30217", "-95.00"),
                        )
                    ),
                ]
            },
            limits={"growth_allowed": Decimal("0.10")},
            fails={"U1/30217": Severity.YELLOW},
            at_stake={"U1/30217": Decimal("10.01")},
            passes=["U2/30217", "U3/30217"],
            unknown={
                f"2025 {unit}/30217": "payment of the year before" for unit in ("U1", "U2", "U3")
            },
            boundary=True,
        ),
        Example(
            story="a merged unit is held against all that were merged; a split one is unknown",
            given={
                "succession": [
                    {"old_unit": old, "new_unit": new, "kind": kind, "effective_on": on}
                    for old, new, kind, on in (
                        ("U1", "U3", "2", date(2026, 9, 30)),
                        ("U2", "U3", "2", date(2026, 9, 30)),
                        ("U8", "U9", "3", date(2026, 9, 30)),
                        ("U8", "U10", "3", date(2025, 6, 1)),
                        ("U5", "U6", "1", date(2026, 10, 1)),
                    )
                ],
                "payment": [
                    {
                        "payment": f"{unit}{year}",
                        "unit": unit,
                        "fiscal_year": year,
                        "paid_on": date(year, 3, 3),
                        "department_economic": "30217",
                        "amount": Decimal(amount),
                    }
                    for unit, year, amount in (
                        ("U1", 2025, "40.00"),
                        ("U2", 2025, "60.00"),
                        ("U2", 2026, "30.00"),
                        ("U3", 2026, "70.01"),
                        ("U9", 2026, "5.00"),
                        ("U10", 2026, "5.00"),
                        ("U6", 2026, "5.00"),
                    )
                ],
            },
            fails={"U3/30217": Severity.YELLOW, "U6/30217": Severity.ORANGE},
            at_stake={"U3/30217": Decimal("0.01")},
            unknown={
                "U9/30217": "history of a split unit",
                "U10/30217": "history of a split unit",
                "2025 U1/30217": "payment of the year before",
                "2025 U2/30217": "payment of the year before",
            },
        ),
        Example(
            story="without the payments nothing is known",
            given={"allotment": [{}]},
            missing=["payment"],
            unknown={"": "feed missing: payment"},
        ),
    ),
)
