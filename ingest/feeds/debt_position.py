"""政府债务限额和余额 · Debt ceilings and balances.

Ceiling and balance of government debt at a date, by kind. Comprehensive resources (综合财力) stand
once for a government and date, in the row of kind 1; in the row of kind 2 they are empty, not 0.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="政府债务限额和余额",
    en="Debt ceilings and balances",
    every="month",
    holds=Holds.STOCK,
    dated="stated_on",
    columns=[
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("stated_on", "统计日期", "STAT_DATE", Kind.DATE, key=True),
        Column(
            "kind", "债务类型", "DEBT_TYPE_CODE", Kind.CODE, key=True, note="1 general 2 special"
        ),
        Column("ceiling", "债务限额", "DEBT_LIMIT_AMT", Kind.MONEY, least=0),
        Column("outstanding", "债务余额", "DEBT_BALANCE_AMT", Kind.MONEY, least=0),
        Column("overdue", "逾期金额", "OVERDUE_AMT", Kind.MONEY, optional=True, least=0),
        Column(
            "comprehensive_resources",
            "综合财力",
            "FIN_RES_AMT",
            Kind.MONEY,
            optional=True,
            note="once for a region and date, in the row of kind 1",
        ),
    ],
)
