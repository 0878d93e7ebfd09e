"""资产卡片 · Asset cards.

One row for each asset of the state at a date. A building may be centuries old. Areas are square
metres. An empty idle_since with status 4 is idle since a day that nobody wrote down.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="资产卡片",
    en="Asset cards",
    every="month",
    holds=Holds.STOCK,
    dated="stated_on",
    columns=[
        Column("asset", "资产编号", "ASSET_NO", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("stated_on", "统计日期", "STAT_DATE", Kind.DATE, key=True),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE, optional=True),
        Column("name", "资产名称", "ASSET_NAME", Kind.TEXT),
        Column(
            "asset_class",
            "资产分类代码",
            "GB_CLASS_CODE",
            Kind.CODE,
            optional=True,
            note=(
                "GB/T 14885, 7 digits; the first: 1 land and buildings 2 equipment (203 "
                "vehicles) 3 relics 4 books 5 furniture 6 biological 7 intangible"
            ),
        ),
        Column(
            "status",
            "使用状况",
            "USE_STATUS_CODE",
            Kind.CODE,
            note="1 in use 2 leased out 3 lent 4 idle 5 awaiting disposal 9 disposed",
        ),
        Column(
            "idle_since", "闲置起始日期", "IDLE_DATE", Kind.DATE, optional=True, least="1500-01-01"
        ),
        Column(
            "acquired_on", "取得日期", "ACQUIRE_DATE", Kind.DATE, optional=True, least="1500-01-01"
        ),
        Column("booked_on", "入账日期", "BOOK_DATE", Kind.DATE, optional=True, least="1500-01-01"),
        Column(
            "in_use_from",
            "投入使用日期",
            "START_USE_DATE",
            Kind.DATE,
            optional=True,
            least="1500-01-01",
        ),
        Column("cost", "原值", "ORIGINAL_VALUE", Kind.MONEY, optional=True),
        Column("net_value", "净值", "NET_VALUE", Kind.MONEY, optional=True),
        Column(
            "area", "面积", "OWN_AREA", Kind.NUMBER, optional=True, least=0, note="square metres"
        ),
        Column("idle_area", "闲置面积", "IDLE_AREA", Kind.NUMBER, optional=True, least=0),
        Column("leased_area", "出租出借面积", "RENTAL_AREA", Kind.NUMBER, optional=True, least=0),
        Column("certificate", "权属证号", "CERT_NUMBER", Kind.TEXT, optional=True),
    ],
)
