"""未达年限提前处置 · An asset is disposed of before its standard life.

What leaves before it is worn out is bought twice. Damage and loss are reasons; a newer model is
not.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Bearing, Example, Horizon, Limit, Provenance, Rule, Severity, Text
from alerts.rules._itself import ASSET_USE

DAMAGED = (
    *(
        "水灾毁损",
        "地震损毁",
        "摔落损坏",
        "被毁坏",
        "遭受损失",
        "按报损处理",
        "搬迁丢失",
        "途中遗失",
    ),
    *("火灾灭失", "夜间被盗", "清查盘亏", "Damage by fire", "a total Loss", "lost"),
)

RULE = Rule(
    code="S09",
    title=Text("未达年限提前处置", "An asset is disposed of before its standard life"),
    meaning=Text(
        "资产在最低使用年限届满前处置，事由又不是毁损、灭失。",
        "An asset left before its standard life was over, and neither damage nor loss is given as "
        "the reason.",
    ),
    severity=Severity.YELLOW,
    formula=Text("{started_on} < {in_use_from} + {life}", "{started_on} < {in_use_from} + {life}"),
    needs=("asset_use", "asset_card"),
    horizon=Horizon.OPEN,
    basis=(
        Article(
            law="行政事业性国有资产管理条例",
            number="第十条",
            part="第一款",
            quote="明确配置的数量、价值、等级、最低使用年限等标准",
            bearing=Bearing.PRINCIPLE,
        ),
        Article(
            law="行政事业性国有资产管理条例",
            number="第二十一条",
            part="第（三）项",
            quote="已超过使用年限且无法满足现有工作需要的资产",
            bearing=Bearing.PRINCIPLE,
        ),
    ),
    limits={
        "life_equipment": Limit(
            6, Provenance.PROPOSED_DEFAULT, "设备最低使用年限", "years of equipment", unit="year"
        ),
        "life_vehicle": Limit(
            8, Provenance.PROPOSED_DEFAULT, "车辆最低使用年限", "years of a vehicle", unit="year"
        ),
        "life_furniture": Limit(
            15, Provenance.PROPOSED_DEFAULT, "家具最低使用年限", "years of furniture", unit="year"
        ),
        "life_building": Limit(
            30, Provenance.PROPOSED_DEFAULT, "房屋最低使用年限", "years of a building", unit="year"
        ),
        "damage_or_loss": Limit(
            (
                "毁损",
                "损毁",
                "损坏",
                "毁坏",
                "损失",
                "报损",
                "丢失",
                "遗失",
                "灭失",
                "被盗",
                "盘亏",
                "damage",
                "loss",
                "lost",
            ),
            Provenance.PROPOSED_DEFAULT,
            "毁损、灭失的字样",
            "words of damage or loss",
            unit="text",
        ),
    },
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.asset_card
            where stated_on <= $as_of
            group by region
        ),
        cards as (
            select
                c.region, c.asset, c.stated_on, c.name, c.asset_class, c.in_use_from,
                c.cost, c.net_value
            from core.asset_card c
            join latest using (region, stated_on)
        ),
        gone as (
            select
                u.*,
                c.stated_on, c.name, c.asset_class, c.in_use_from, c.cost, c.net_value,
                c.asset is not null as has_card,
                case
                    when left(asset_class, 3) = '203' then $life_vehicle
                    when left(asset_class, 1) = '2' then $life_equipment
                    when left(asset_class, 1) = '5' then $life_furniture
                    when left(asset_class, 1) = '1' then $life_building
                end as life,
                regexp_matches(lower(reason), array_to_string($damage_or_loss, '|')) as was_damaged
            from core.asset_use u
            left join cards c using (region, asset)
            where kind = '3'
                and started_on <= $as_of
        ),
        timed as (
            select
                *,
                make_date(
                    year(in_use_from) + life,
                    month(in_use_from),
                    case
                        when month(in_use_from) = 2 and day(in_use_from) = 29 then 28
                        else day(in_use_from)
                    end
                ) as lasts_to
            from gone
        ),
        judged as (
            select
                *,
                case
                    when was_damaged then 'not_applicable'
                    when not has_card or asset_class is null then 'unknown'
                    when life is null then 'not_applicable'
                    when lasts_to is null then 'unknown'
                    when started_on >= lasts_to then 'pass'
                    when was_damaged is null then 'unknown'
                    else 'fail'
                end as verdict
            from timed
        )
        select
            region,
            cast(year(started_on) as varchar) as period,
            replace(event, '/', '／') as subject,
            verdict,
            case
                when was_damaged then 'damage or loss'
                when verdict = 'not_applicable' then 'no standard life for its class'
                when verdict <> 'unknown' then null
                when not has_card then 'asset_card'
                when asset_class is null then 'asset_card.asset_class'
                when lasts_to is null then 'asset_card.in_use_from'
                else 'asset_use.reason'
            end as reason,
            null as severity,
            coalesce(net_value, cost) as at_stake,
            unit,
            asset,
            name,
            asset_class,
            stated_on,
            in_use_from,
            life,
            lasts_to,
            started_on,
            reason as said,
            net_value
        from judged
    """,
    evidence={
        "asset_use": ASSET_USE,
        "asset_card": """
            select f.region, f.period, f.subject, c.asset, c.stated_on
            from finding f
            join core.asset_card c
                on c.region = f.region
                and c.stated_on = f.stated_on
                and c.asset = f.asset
        """,
    },
    operands={
        "asset": Text("资产编号", "asset"),
        "name": Text("资产名称", "name"),
        "asset_class": Text("资产分类代码", "class"),
        "stated_on": Text("卡片统计日期", "card stated on"),
        "in_use_from": Text("投入使用日期", "in use from"),
        "life": Text("最低使用年限", "standard life in years"),
        "lasts_to": Text("年限届满", "life ends"),
        "started_on": Text("处置日期", "disposed on"),
        "said": Text("事由", "reason given"),
        "net_value": Text("净值", "net value"),
    },
    advice=Text(
        "请单位提供技术鉴定和处置批复，说明未到年限而处置的原因，并查是否随后购置同类资产。",
        "The unit shows the technical report and the approval, says why the asset left early, and "
        "whether it bought one like it soon after.",
    ),
    innocent=Text(
        "因技术原因确需淘汰、无维修价值；调拨给其他单位而登记为处置；投入使用日期填错。",
        "It was beyond repair or had to be replaced for technical reasons; it was handed to "
        "another "
        "unit and booked as a disposal; the day of first use is wrong.",
    ),
    exclusions=(
        Text("事由为毁损、灭失的不适用", "damage and loss: not applicable"),
        Text(
            "没有标准年限的类别（文物、图书、生物、无形资产）不适用",
            "classes without a standard life (relics, books, living and intangible assets): not "
            "applicable",
        ),
    ),
    assumptions=(
        Text(
            "年限表是设置：设备 6 年、车辆 8 年、家具 15 年、房屋 30 年；届满当日即满",
            "the table of lives is a setting: equipment 6 years, vehicles 8, furniture 15, "
            "buildings 30; the life is over on its last day",
        ),
        Text(
            "卡片取该级政府最近一期；那一期没有这张卡片的，判为未知",
            "the card is that of the government's latest date; an asset that is not on it is "
            "unknown",
        ),
    ),
    examples=(
        Example(
            story=(
                "equipment may leave on the day on which six years are over, and not the day before"
            ),
            given={
                "asset_card": [
                    {"asset_class": "2010000", "in_use_from": date(2020, 3, 10)},
                ],
                "asset_use": [
                    {"kind": "3", "started_on": date(2026, 3, 10), "reason": "更新"},
                    {
                        "event": "G2",
                        "kind": "3",
                        "started_on": date(2026, 3, 9),
                        "reason": "更新",
                    },
                ],
            },
            passes=["G1"],
            fails={"G2": Severity.YELLOW},
            at_stake={"G2": Decimal("600000.00")},
            boundary=True,
        ),
        Example(
            story="vehicles last eight years, furniture fifteen, buildings thirty",
            given={
                "asset_card": [
                    {"asset_class": "2030500", "in_use_from": date(2018, 3, 10)},
                    {
                        "asset": "E2",
                        "asset_class": "5010000",
                        "in_use_from": date(2011, 3, 10),
                        "net_value": None,
                        "cost": Decimal("900.00"),
                    },
                    {
                        "asset": "E3",
                        "asset_class": "1020000",
                        "in_use_from": date(1996, 3, 10),
                    },
                ],
                "asset_use": [
                    {"kind": "3", "started_on": date(2026, 3, 10), "reason": "更新"},
                    {
                        "event": "G2",
                        "kind": "3",
                        "started_on": date(2026, 3, 9),
                        "reason": "更新",
                    },
                    {
                        "event": "G3",
                        "asset": "E2",
                        "kind": "3",
                        "started_on": date(2026, 3, 10),
                        "reason": "更新",
                    },
                    {
                        "event": "G4",
                        "asset": "E2",
                        "kind": "3",
                        "started_on": date(2026, 3, 9),
                        "reason": "更新",
                    },
                    {
                        "event": "G5",
                        "asset": "E3",
                        "kind": "3",
                        "started_on": date(2026, 3, 10),
                        "reason": "更新",
                    },
                    {
                        "event": "G6",
                        "asset": "E3",
                        "kind": "3",
                        "started_on": date(2026, 3, 9),
                        "reason": "更新",
                    },
                ],
            },
            passes=["G1", "G3", "G5"],
            fails={"G2": Severity.YELLOW, "G4": Severity.YELLOW, "G6": Severity.YELLOW},
            at_stake={"G4": Decimal("900.00")},
            boundary=True,
        ),
        Example(
            story="damage and loss are reasons",
            given={
                "asset_card": [{"asset_class": "2010000", "in_use_from": date(2024, 1, 1)}],
                "asset_use": [
                    *({"event": reason, "kind": "3", "reason": reason} for reason in DAMAGED),
                    {"event": "G3", "asset": "E9", "kind": "3", "reason": "盘亏"},
                ],
            },
            not_applicable=dict.fromkeys((*DAMAGED, "G3"), "damage or loss"),
        ),
        Example(
            story="a relic, a book and a patent have no standard life",
            given={
                "asset_card": [
                    {"asset_class": "3010000"},
                    {"asset": "E2", "asset_class": "4010000"},
                    {"asset": "E3", "asset_class": "7010000"},
                ],
                "asset_use": [
                    {"kind": "3", "reason": "更新"},
                    {"event": "G2", "asset": "E2", "kind": "3", "reason": "更新"},
                    {"event": "G3", "asset": "E3", "kind": "3", "reason": "更新"},
                ],
            },
            not_applicable=["G1", "G2", "G3"],
        ),
        Example(
            story="a life that began on 29 February ends on 28 February",
            given={
                "asset_card": [{"asset_class": "2010000", "in_use_from": date(2020, 2, 29)}],
                "asset_use": [
                    {"kind": "3", "started_on": date(2026, 2, 28), "reason": "更新"},
                    {
                        "event": "G2",
                        "kind": "3",
                        "started_on": date(2026, 2, 27),
                        "reason": "更新",
                    },
                ],
            },
            passes=["G1"],
            fails={"G2": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="any other day of February, and any other 29th, comes round as it is",
            given={
                "asset_card": [
                    {"asset_class": "2010000", "in_use_from": date(2020, 2, 10)},
                    {
                        "asset": "E2",
                        "asset_class": "2010000",
                        "in_use_from": date(2020, 1, 29),
                    },
                ],
                "asset_use": [
                    {"kind": "3", "started_on": date(2026, 2, 10), "reason": "更新"},
                    {
                        "event": "G2",
                        "asset": "E2",
                        "kind": "3",
                        "started_on": date(2026, 1, 28),
                        "reason": "更新",
                    },
                ],
            },
            passes=["G1"],
            fails={"G2": Severity.YELLOW},
            boundary=True,
        ),
        Example(
            story="leases are not disposals, and what happens after the night's day is not read",
            given={
                "asset_card": [{"asset_class": "2010000", "in_use_from": date(2024, 1, 1)}],
                "asset_use": [
                    {"reason": "更新"},
                    {
                        "event": "G2",
                        "kind": "3",
                        "started_on": date(2026, 10, 1),
                        "reason": "更新",
                    },
                ],
            },
        ),
        Example(
            story="the card is that of the government's latest date",
            given={
                "asset_card": [
                    {
                        "asset_class": "2010000",
                        "stated_on": date(2026, 7, 31),
                        "in_use_from": date(2024, 1, 1),
                    },
                    {
                        "asset_class": "2010000",
                        "stated_on": date(2026, 9, 30),
                        "in_use_from": date(2014, 1, 1),
                    },
                    {
                        "asset": "E2",
                        "asset_class": "2010000",
                        "stated_on": date(2026, 7, 31),
                        "in_use_from": date(2024, 1, 1),
                    },
                    {
                        "asset": "E1",
                        "asset_class": "2010000",
                        "stated_on": date(2026, 10, 31),
                        "in_use_from": date(2024, 1, 1),
                    },
                ],
                "asset_use": [
                    {"kind": "3", "started_on": date(2026, 9, 30), "reason": "更新"},
                    {"event": "G2", "asset": "E2", "kind": "3", "reason": "更新"},
                ],
            },
            passes=["G1"],
            unknown={"G2": "asset_card"},
        ),
        Example(
            story="what was not reported is unknown, by its name",
            given={
                "asset_card": [
                    {"asset_class": None},
                    {"asset": "E2", "asset_class": "2010000", "in_use_from": None},
                    {"asset": "E3", "asset_class": "2010000", "in_use_from": date(2024, 1, 1)},
                    {"asset": "E4", "asset_class": "2010000", "in_use_from": date(2014, 1, 1)},
                ],
                "asset_use": [
                    {"kind": "3", "reason": "更新"},
                    {"event": "G2", "asset": "E2", "kind": "3", "reason": "更新"},
                    {"event": "G3", "asset": "E3", "kind": "3", "reason": None},
                    {"event": "G4", "asset": "E4", "kind": "3", "reason": None},
                ],
            },
            unknown={
                "G1": "asset_card.asset_class",
                "G2": "asset_card.in_use_from",
                "G3": "asset_use.reason",
            },
            passes=["G4"],
        ),
        Example(
            story="without the cards no life is known",
            given={"asset_use": [{"kind": "3", "reason": "更新"}]},
            missing=["asset_card"],
            unknown={"": "feed missing: asset_card"},
        ),
    ),
)
