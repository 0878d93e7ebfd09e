"""大额购置未建卡 · A large purchase has no asset card.

What was bought and is on no card can be used, lent or lost by anybody.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import PAYMENT

RULE = Rule(
    code="S13",
    title=Text("大额购置未建卡", "A large purchase has no asset card"),
    meaning=Text(
        "单位用资本性支出（310）大额购置，付款前后九十天内该单位没有取得或者入账任何新卡片。",
        "A unit paid a large sum on capital items (310), and no card of it was acquired or booked "
        "from ninety days before to ninety days after.",
    ),
    severity=Severity.ORANGE,
    formula=Text(
        "{amount} ≥ {line} ∧ {cards} = 0 ∧ {days_since} > {days}",
        "{amount} ≥ {line} and {cards} = 0 and {days_since} > {days}",
    ),
    needs=("payment", "asset_card"),
    apart=True,
    basis=(
        Article(
            law="行政事业性国有资产管理条例",
            number="第三十条",
            quote="依照国家统一的会计制度进行会计核算，不得形成账外资产",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "line": Limit(
            Decimal("5000000.00"),
            Provenance.PROPOSED_DEFAULT,
            "大额支付线（同 B20）",
            "large-payment line (as B20's)",
            unit="yuan",
            by_tier={
                "province": Decimal("10000000.00"),
                "prefecture": Decimal("5000000.00"),
                "county": Decimal("1000000.00"),
                "township": Decimal("200000.00"),
            },
        ),
        "days": Limit(90, Provenance.PROPOSED_DEFAULT, "建卡天数", "days for a card", unit="day"),
    },
    sql="""
        with large as (
            select *
            from core.payment
            where paid_on <= $as_of
                and amount >= $line
                and business is distinct from '9'
                and (department_economic is null or left(department_economic, 3) = '310')
        ),
        latest as (
            select region, max(stated_on) as stated_on
            from core.asset_card
            where stated_on <= $as_of
            group by region
        ),
        cards as (
            select c.region, c.unit, c.asset, c.acquired_on, c.booked_on
            from core.asset_card c
            join latest using (region, stated_on)
        ),
        carded as (
            select
                p.region, p.fiscal_year, p.payment,
                sum(
                    case
                        when abs(date_diff('day', paid_on, acquired_on)) <= $days then 1
                        when abs(date_diff('day', paid_on, booked_on)) <= $days then 1
                        else 0
                    end
                ) as cards,
                count(coalesce(acquired_on, booked_on)) as dated
            from large p
            join cards c on c.region = p.region and c.unit = p.unit
            group by p.region, p.fiscal_year, p.payment
        ),
        seen as (
            select
                p.*,
                coalesce(cards, 0) as cards,
                dated = 0 as undated,
                stated_on,
                date_diff('day', paid_on, $as_of) as days_since
            from large p
            left join carded using (region, fiscal_year, payment)
            left join latest using (region)
        ),
        judged as (
            select
                *,
                case
                    when department_economic is null then 'payment.department_economic'
                    when cards > 0 or days_since <= $days then null
                    when undated then 'asset_card.acquired_on, asset_card.booked_on'
                    when stated_on < paid_on then 'asset_card stated after the payment'
                end as absent
            from seen
        )
        select
            region,
            cast(fiscal_year as varchar) as period,
            replace(payment, '/', '／') as subject,
            case
                when absent is not null then 'unknown'
                when cards > 0 then 'pass'
                when days_since <= $days then 'not_applicable'
                else 'fail'
            end as verdict,
            case
                when absent is not null then absent
                when cards = 0 and days_since <= $days
                    then 'the days for a card are not over'
            end as reason,
            null as severity,
            amount as at_stake,
            unit,
            paid_on,
            payee,
            purpose,
            department_economic,
            amount,
            days_since,
            cards,
            stated_on
        from judged
    """,
    evidence={"payment": PAYMENT},
    operands={
        "paid_on": Text("支付日期", "paid on"),
        "payee": Text("收款人", "payee"),
        "purpose": Text("用途", "purpose"),
        "department_economic": Text("部门经济分类", "economic code"),
        "amount": Text("支付金额", "amount"),
        "days_since": Text("付款至今天数", "days since"),
        "cards": Text("期间新卡片数", "new cards within the days"),
        "stated_on": Text("卡片统计日期", "cards stated on"),
    },
    advice=Text(
        "请单位对照合同、验收单说明所购资产的卡片编号；没有建卡的，限期入账。",
        "The unit names the card of what it bought, by contract and acceptance; without one, it "
        "books the asset by a set day.",
    ),
    innocent=Text(
        "预付款，货物尚未交付；在建工程按进度付款，竣工后转固；代建、代购，卡片在使用单位。",
        "It was paid in advance and not delivered yet; a building under way is booked when it is "
        "finished; the card is with the unit for which it was bought.",
    ),
    exclusions=(
        Text(
            "年终结转凭证（支付业务类型 9）、退款和红冲不看",
            "year-end carry-over vouchers (business 9), refunds and reversals are not looked at",
        ),
        Text("从第 91 天起才判", "asked from the ninety-first day only"),
    ),
    assumptions=(
        Text(
            "以该单位有无新卡片判断，不与金额、名称配对；卡片取该级政府最近一期，早于付款日的不能说明问题，判为未知",
            "any new card of the unit will do, it is not matched by amount or name; cards "
            "are those "
            "of the government's latest date, and a date before the payment tells nothing: unknown",
        ),
        Text(
            "取得、入账日期均未填的卡片不算新卡片；单位全部卡片都没有日期的，判为未知",
            "a card without either date is no new card; where none of the unit's cards has a date, "
            "unknown",
        ),
    ),
    examples=(
        Example(
            story="asked from the ninety-first day, and of nothing below the line",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 7, 2),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V2",
                        "paid_on": date(2026, 7, 1),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V3",
                        "paid_on": date(2026, 7, 1),
                        "department_economic": "31003",
                        "amount": Decimal("4999999.99"),
                    },
                ],
                "asset_card": [{}],
            },
            not_applicable=["V1"],
            fails={"V2": Severity.ORANGE},
            at_stake={"V2": Decimal("5000000.00")},
            boundary=True,
        ),
        Example(
            story="a card acquired ninety days before is one, ninety-one days before is none",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [
                    {"acquired_on": date(2026, 1, 10), "booked_on": None},
                    {
                        "asset": "E2",
                        "unit": "U2",
                        "acquired_on": date(2026, 1, 9),
                        "booked_on": None,
                    },
                ],
            },
            passes=["V1"],
            fails={"V2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="a card booked ninety days after is one, ninety-one days after is none",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [
                    {"acquired_on": date(2010, 5, 1), "booked_on": date(2026, 7, 9)},
                    {
                        "asset": "E2",
                        "unit": "U2",
                        "acquired_on": date(2010, 5, 1),
                        "booked_on": date(2026, 7, 10),
                    },
                ],
            },
            passes=["V1"],
            fails={"V2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="another unit's card, or another government's, is no answer",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    }
                ],
                "asset_card": [
                    {"unit": "U2", "acquired_on": date(2026, 4, 10)},
                    {
                        "asset": "E2",
                        "region": "410200",
                        "acquired_on": date(2026, 4, 10),
                    },
                    {"asset": "E3", "unit": None, "acquired_on": date(2026, 4, 10)},
                ],
            },
            fails={"V1": Severity.ORANGE},
        ),
        Example(
            story="only capital items of this budget are asked, and no voucher of the year's end",
            given={
                "payment": [
                    {"paid_on": date(2026, 4, 10), "amount": Decimal("5000000.00")},
                    {
                        "payment": "V2",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "30903",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V3",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "business": "9",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V4",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "business": "2",
                        "amount": Decimal("-5000000.00"),
                    },
                    {
                        "payment": "V5",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "business": None,
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [{}],
            },
            fails={"V5": Severity.ORANGE},
        ),
        Example(
            story="the payment of a year that is over is still asked about",
            given={
                "payment": [
                    {
                        "fiscal_year": 2025,
                        "paid_on": date(2025, 12, 20),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V2",
                        "fiscal_year": 2027,
                        "paid_on": date(2027, 1, 5),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [{}],
            },
            fails={"2025 V1": Severity.ORANGE},
        ),
        Example(
            story="the latest date stands as a whole, and a card to come is none",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [
                    {},
                    {
                        "asset": "E2",
                        "stated_on": date(2026, 7, 31),
                        "acquired_on": date(2026, 4, 10),
                    },
                    {
                        "asset": "E3",
                        "stated_on": date(2026, 10, 31),
                        "acquired_on": date(2026, 4, 10),
                    },
                    {
                        "asset": "E4",
                        "region": "410200",
                        "stated_on": date(2026, 9, 30),
                    },
                ],
            },
            fails={"V1": Severity.ORANGE},
        ),
        Example(
            story="a government that delivered an empty list of cards has none",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
            },
            fails={"V1": Severity.ORANGE},
        ),
        Example(
            story="what the cards or the voucher do not tell is unknown",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": None,
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V2",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V3",
                        "unit": "U2",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [
                    {
                        "stated_on": date(2026, 4, 9),
                    },
                    {
                        "asset": "E2",
                        "unit": "U2",
                        "stated_on": date(2026, 4, 9),
                        "acquired_on": None,
                        "booked_on": None,
                    },
                ],
            },
            unknown={
                "V1": "payment.department_economic",
                "V2": "asset_card stated after the payment",
                "V3": "asset_card.acquired_on, asset_card.booked_on",
            },
        ),
        Example(
            story="cards stated on the day of the payment tell something",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [{"stated_on": date(2026, 4, 10)}],
            },
            fails={"V1": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="what the cards tell, or the days do, needs no more cards",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V2",
                        "unit": "U2",
                        "paid_on": date(2026, 9, 30),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V3",
                        "paid_on": date(2026, 10, 1),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                    {
                        "payment": "V4",
                        "unit": "U3",
                        "paid_on": date(2026, 4, 9),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [
                    {"stated_on": date(2026, 4, 9), "acquired_on": date(2026, 3, 1)},
                    {
                        "asset": "E2",
                        "unit": "U2",
                        "stated_on": date(2026, 4, 9),
                        "acquired_on": None,
                        "booked_on": None,
                    },
                    {
                        "asset": "E3",
                        "unit": "U3",
                        "stated_on": date(2026, 4, 9),
                        "acquired_on": None,
                        "booked_on": date(2010, 1, 1),
                    },
                ],
            },
            passes=["V1"],
            not_applicable=["V2"],
            fails={"V4": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="cards of the night's own day are read",
            given={
                "payment": [
                    {
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("5000000.00"),
                    },
                ],
                "asset_card": [
                    {},
                    {
                        "stated_on": date(2026, 9, 30),
                        "asset": "E2",
                        "acquired_on": date(2026, 4, 10),
                    },
                ],
            },
            passes=["V1"],
            boundary=True,
        ),
        Example(
            story="a county's line is lower, and so is a township's",
            given={
                "payment": [
                    {
                        "region": "410102",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("1000000.00"),
                    },
                    {
                        "payment": "V2",
                        "region": "410102001",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("200000.00"),
                    },
                    {
                        "payment": "V3",
                        "region": "410102001",
                        "paid_on": date(2026, 4, 10),
                        "department_economic": "31003",
                        "amount": Decimal("199999.99"),
                    },
                ],
            },
            fails={"410102 V1": Severity.ORANGE, "410102001 V2": Severity.ORANGE},
            boundary=True,
        ),
        Example(
            story="without the cards nothing can be said",
            given={"payment": [{}]},
            missing=["asset_card"],
            unknown={"": "feed missing: asset_card"},
        ),
    ),
)
