"""库款 · Treasury cash.

The cash in the treasury at the end of a day, with what moved it. One row for each government and
day; closing should be opening plus inflow less outflow, and a row where it is not is kept, for a
rule to find.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="库款",
    en="Treasury cash",
    every="day",
    holds=Holds.EVENTS,
    dated="stated_on",
    columns=[
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("stated_on", "日期", "ACC_DATE", Kind.DATE, key=True),
        Column("opening", "期初库款余额", "BEGIN_BALANCE", Kind.MONEY),
        Column("inflow", "本期流入", "INFLOW_AMT", Kind.MONEY),
        Column("outflow", "本期流出", "OUTFLOW_AMT", Kind.MONEY),
        Column("closing", "期末库款余额", "END_BALANCE", Kind.MONEY),
    ],
)
