"""权证不全 · Land or a building without a certificate.

What has no certificate cannot be sold, pledged or defended in court as the state's.
"""

from datetime import date
from decimal import Decimal

from alerts.rule import Article, Example, Horizon, Rule, Severity, Text

RULE = Rule(
    code="S14",
    title=Text("权证不全", "Land or a building without a certificate"),
    meaning=Text(
        "土地、房屋类资产卡片没有权属证号。",
        "The card of land or a building gives no certificate of ownership.",
    ),
    severity=Severity.BLUE,
    formula=Text("{certificate} = ∅", "{certificate} is empty"),
    needs=("asset_card",),
    horizon=Horizon.AS_OF,
    basis=(
        Article(
            law="行政事业性国有资产管理条例",
            number="第四十条",
            quote="各部门及其所属单位对需要办理权属登记的资产应当依法及时办理。",
            note=(
                "不需办理权属登记的构筑物除外，报送数据不能辨别 / structures that need no "
                "registration are excepted, and the feed cannot tell"
            ),
        ),
    ),
    limits={},
    sql="""
        with latest as (
            select region, max(stated_on) as stated_on
            from core.asset_card
            where stated_on <= $as_of
            group by region
        ),
        property as (
            select c.*, trim(coalesce(certificate, '')) = '' as is_bare
            from core.asset_card c
            join latest using (region, stated_on)
            where c.status <> '9'
                and (c.asset_class is null or left(c.asset_class, 1) = '1')
        )
        select
            region,
            cast(year($as_of) as varchar) as period,
            replace(asset, '/', '／') as subject,
            case
                when not is_bare then 'pass'
                when asset_class is null then 'unknown'
                else 'fail'
            end as verdict,
            case when is_bare and asset_class is null then 'asset_card.asset_class' end
                as reason,
            null as severity,
            cost as at_stake,
            unit,
            name,
            asset_class,
            stated_on,
            acquired_on,
            area,
            cost,
            certificate
        from property
    """,
    evidence={
        "asset_card": """
            select f.region, f.period, f.subject, c.asset, c.stated_on
            from finding f
            join core.asset_card c
                on c.region = f.region
                and c.stated_on = f.stated_on
                and replace(c.asset, '/', '／') = f.subject
        """,
    },
    operands={
        "name": Text("资产名称", "asset"),
        "asset_class": Text("资产分类代码", "class"),
        "stated_on": Text("统计日期", "stated on"),
        "acquired_on": Text("取得日期", "acquired on"),
        "area": Text("面积（平方米）", "area in square metres"),
        "cost": Text("原值", "cost"),
        "certificate": Text("权属证号", "certificate"),
    },
    advice=Text(
        "请单位说明未办证的原因和补办计划，历史遗留的提出确认权属申请。",
        "The unit says why there is none and by when there will be; for old cases it "
        "applies to have "
        "the ownership confirmed.",
    ),
    innocent=Text(
        "构筑物、绿地等不需登记；证号登在同一宗地的另一张卡片；已办证未回填。",
        "A structure or a green needs none; the number stands on another card of the same plot; it "
        "exists and was not written back.",
    ),
    exclusions=(Text("已处置的卡片不看", "cards of what was disposed of are not looked at"),),
    assumptions=(
        Text(
            "权属证号为空或者只有空格，即为没有；没有分类代码又没有证号的，判为未知",
            "a certificate that is empty or blank is none; a card with neither class nor "
            "certificate is unknown",
        ),
    ),
    examples=(
        Example(story="a certificate is in order", given={"asset_card": [{}]}, passes=["E1"]),
        Example(
            story="no certificate, or a blank one, is not; one character is",
            given={
                "asset_card": [
                    {"certificate": None},
                    {"asset": "E2", "certificate": " ", "asset_class": "1010000"},
                    {"asset": "E3", "certificate": "1", "cost": None},
                    {"asset": "E4", "certificate": None, "cost": None},
                ]
            },
            fails={"E1": Severity.BLUE, "E2": Severity.BLUE, "E4": Severity.BLUE},
            at_stake={"E1": Decimal("1000000.00")},
            passes=["E3"],
            boundary=True,
        ),
        Example(
            story="equipment needs none, and what was disposed of is not looked at",
            given={
                "asset_card": [
                    {"asset_class": "2010000", "certificate": None},
                    {"asset": "E2", "status": "9", "certificate": None},
                    {"asset": "E3", "status": "5", "certificate": None},
                ]
            },
            fails={"E3": Severity.BLUE},
        ),
        Example(
            story="the latest date stands as a whole",
            given={
                "asset_card": [
                    {"stated_on": date(2026, 7, 31), "certificate": None},
                    {"stated_on": date(2026, 9, 30)},
                    {"asset": "E2", "stated_on": date(2026, 7, 31), "certificate": None},
                    {"asset": "E3", "stated_on": date(2026, 10, 31), "certificate": None},
                    {
                        "asset": "E4",
                        "region": "410200",
                        "stated_on": date(2026, 6, 30),
                        "certificate": None,
                    },
                ]
            },
            passes=["E1"],
            fails={"410200 E4": Severity.BLUE},
        ),
        Example(
            story="a card with neither class nor certificate is unknown",
            given={
                "asset_card": [
                    {"asset_class": None, "certificate": None},
                    {"asset": "E2", "asset_class": None},
                ]
            },
            unknown={"E1": "asset_card.asset_class"},
            passes=["E2"],
        ),
        Example(
            story="cards that were never delivered leave the rule without an answer",
            given={"unit": [{}]},
            missing=["asset_card"],
            unknown={"": "feed missing: asset_card"},
        ),
    ),
)
