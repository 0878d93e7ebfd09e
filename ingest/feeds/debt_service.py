"""还本付息 · Debt service.

One row for each date on which principal or interest of a bond falls due. An empty paid is not
reported; 0 says that nothing was paid.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="还本付息",
    en="Debt service",
    every="month",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("bond", "债券代码", "BOND_CODE", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("due_on", "应还日期", "DUE_DATE", Kind.DATE, key=True, most="2200-12-31"),
        Column(
            "part",
            "本息类型",
            "SERVICE_TYPE_CODE",
            Kind.CODE,
            key=True,
            note="1 principal 2 interest",
        ),
        Column("due", "应还金额", "DUE_AMT", Kind.MONEY),
        Column("paid", "已还金额", "PAID_AMT", Kind.MONEY, optional=True),
        Column("paid_on", "实际偿还日期", "PAY_DATE", Kind.DATE, optional=True),
    ],
)
