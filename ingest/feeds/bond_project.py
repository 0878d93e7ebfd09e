"""债券资金项目 · Projects financed by bonds.

What a bond gave to a project, and what became of it, at a date. Handed over (拨付) is money that
left the treasury for the project; spent is what the project paid to others. Amounts are
cumulative.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="债券资金项目",
    en="Projects financed by bonds",
    every="month",
    holds=Holds.STOCK,
    dated="stated_on",
    ours=True,
    columns=[
        Column("bond", "债券代码", "BOND_CODE", Kind.CODE, key=True),
        Column("project", "项目代码", "PRO_CODE", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("project_name", "项目名称", "PRO_NAME", Kind.TEXT),
        Column("field", "投向领域", "INVEST_FIELD", Kind.TEXT, optional=True),
        Column("owner", "项目业主", "OWNER_NAME", Kind.TEXT, optional=True),
        Column("allocated", "安排金额", "ALLOC_AMT", Kind.MONEY),
        Column("handed_over", "拨付金额", "PAID_AMT", Kind.MONEY, optional=True),
        Column("handed_over_on", "首次拨付日期", "FIRST_PAY_DATE", Kind.DATE, optional=True),
        Column("spent", "实际支出金额", "SPENT_AMT", Kind.MONEY, optional=True),
        Column("income_forecast", "预期收益", "REVENUE_FORECAST_AMT", Kind.MONEY, optional=True),
        Column("income_actual", "实际收益", "REVENUE_ACTUAL_AMT", Kind.MONEY, optional=True),
        Column("income_handed_in", "已上缴收益", "REVENUE_PAID_AMT", Kind.MONEY, optional=True),
        Column("stated_on", "统计日期", "STAT_DATE", Kind.DATE, key=True),
    ],
)
