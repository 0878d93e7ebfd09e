"""社会保险基金 · Social insurance funds.

Income, outlay and balance of an insurance scheme in a month. Income and outlay are of the month
alone, not cumulative; the balance is all that is left.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="社会保险基金",
    en="Social insurance funds",
    every="month",
    holds=Holds.STOCK,
    dated="month",
    ours=True,
    columns=[
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("month", "月份", "STAT_MONTH", Kind.MONTH, key=True),
        Column(
            "scheme",
            "险种",
            "INS_TYPE_CODE",
            Kind.CODE,
            key=True,
            note=(
                "110 企业职工基本养老 170 城乡居民基本养老 210 失业 310 职工基本医疗 "
                "390 城乡居民基本医疗 410 工伤"
            ),
        ),
        Column("income", "当月收入", "INCOME_AMT", Kind.MONEY),
        Column("outlay", "当月支出", "OUTLAY_AMT", Kind.MONEY),
        Column("balance", "累计结余", "BALANCE_AMT", Kind.MONEY),
    ],
)
