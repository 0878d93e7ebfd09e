"""收入入库 · Revenue received.

One row for each sum that reached the treasury. Received is the day in the treasury, paid in the
day that the payer handed it over. A rebate is a receipt below zero.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="收入入库",
    en="Revenue received",
    every="day",
    holds=Holds.EVENTS,
    dated="received_on",
    columns=[
        Column("receipt", "入库流水号", "INC_ID", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("received_on", "入库日期", "RECORD_DATE", Kind.DATE),
        Column("paid_in_on", "缴款日期", "PAY_DATE", Kind.DATE, optional=True),
        Column("revenue_item", "收入分类科目", "INC_SORT_CODE", Kind.CODE),
        Column("collector", "执收单位代码", "EXEC_AGENCY_CODE", Kind.CODE, optional=True),
        Column("amount", "入库金额", "AMOUNT", Kind.MONEY),
    ],
)
