"""国有企业财务快报 · Quick reports of state enterprises.

One row for each state-owned enterprise and month. Revenue and profit are cumulative since January;
assets, liabilities and equity stand at the end of the month. Equity is that of the parent company,
and may be below zero.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="国有企业财务快报",
    en="Quick reports of state enterprises",
    every="month",
    holds=Holds.STOCK,
    dated="month",
    ours=True,
    columns=[
        Column("enterprise", "企业统一社会信用代码", "ENT_CODE", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("month", "月份", "STAT_MONTH", Kind.MONTH, key=True),
        Column("name", "企业名称", "ENT_NAME", Kind.TEXT),
        Column("assets", "资产总额", "ASSET_AMT", Kind.MONEY),
        Column("liabilities", "负债总额", "LIAB_AMT", Kind.MONEY),
        Column("equity", "归母所有者权益", "EQUITY_AMT", Kind.MONEY),
        Column(
            "opening_equity", "年初归母所有者权益", "OPEN_EQUITY_AMT", Kind.MONEY, optional=True
        ),
        Column("revenue", "营业收入", "REVENUE_AMT", Kind.MONEY, note="cumulative since January"),
        Column(
            "net_profit",
            "归母净利润",
            "NET_PROFIT_AMT",
            Kind.MONEY,
            note="cumulative since January",
        ),
        Column("profit_due_share", "收益上缴比例", "PROFIT_RATIO", Kind.SHARE, optional=True),
        Column("profit_handed_in", "已上缴收益", "PROFIT_PAID_AMT", Kind.MONEY, optional=True),
        Column("guarantees", "对外担保余额", "GUARANTEE_AMT", Kind.MONEY, optional=True),
    ],
)
