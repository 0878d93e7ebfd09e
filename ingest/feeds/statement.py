"""预算收支表 · Budget statements.

The four books by code: approved, revised, executed, settled. Rows come at every level: never add
them all, a book is the sum of its 3-digit rows. Months 1 to 12 are cumulative, 0 is the opening
budget, 13 the final accounts. An empty amount was not reported.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="预算收支表",
    en="Budget statements",
    every="month",
    holds=Holds.STOCK,
    note=(
        "The four books by classification code: what was approved, revised, executed and "
        "finally settled. Rows come at every level (3, 5, 7 digits); a parent is the sum of "
        "its children, there is no grand-total row, a book's total is the sum of its 3-digit "
        "rows."
    ),
    columns=[
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column(
            "month",
            "月份",
            "MONTH",
            Kind.INT,
            key=True,
            least=0,
            most=13,
            note="1-12 cumulative; 0 the opening budget; 13 final accounts",
        ),
        Column(
            "book",
            "账本",
            "BOOK_CODE",
            Kind.CODE,
            key=True,
            note=("1 general public budget 2 government funds 3 state capital 4 social insurance"),
        ),
        Column(
            "side", "收支方向", "SIDE_CODE", Kind.CODE, key=True, note="1 revenue 2 expenditure"
        ),
        Column("code", "科目编码", "ELE_CODE", Kind.CODE, key=True),
        Column("approved", "年初预算数", "BUDGET_AMT", Kind.MONEY, optional=True),
        Column("revised", "调整预算数", "ADJ_BUDGET_AMT", Kind.MONEY, optional=True),
        Column("executed", "累计执行数", "EXEC_AMT", Kind.MONEY, optional=True),
        Column("last_year", "上年同期数", "LAST_YEAR_AMT", Kind.MONEY, optional=True),
        Column("carried_over", "结转数", "CARRYOVER_AMT", Kind.MONEY, optional=True),
        Column("unspent", "结余数", "SURPLUS_AMT", Kind.MONEY, optional=True),
    ],
)
