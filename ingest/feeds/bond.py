"""政府债券 · Government bonds.

One row for each bond and each government that uses its proceeds. A province issues for its cities:
one bond code with several regions, each with its own part of the amount.
"""

from ingest.feed import Check, Column, Feed, Holds, Kind

FEED = Feed(
    zh="政府债券",
    en="Government bonds",
    every="month",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("bond", "债券代码", "BOND_CODE", Kind.CODE, key=True),
        Column(
            "region",
            "财政区划代码",
            "MOF_DIV_CODE",
            Kind.CODE,
            key=True,
            pattern=r"\d{6}(\d{3})?",
            note="the government that uses the proceeds",
        ),
        Column("name", "债券名称", "BOND_NAME", Kind.TEXT),
        Column("kind", "债券类型", "BOND_TYPE_CODE", Kind.CODE, note="1 general 2 special"),
        Column(
            "purpose", "发行用途", "ISSUE_TYPE_CODE", Kind.CODE, note="1 new 2 refinancing 3 swap"
        ),
        Column("issued_on", "发行日期", "ISSUE_DATE", Kind.DATE),
        Column("matures_on", "到期日期", "MATURITY_DATE", Kind.DATE, most="2200-12-31"),
        Column("coupon", "票面利率", "COUPON_RATE", Kind.SHARE, least=0),
        Column("amount", "发行金额", "ISSUE_AMT", Kind.MONEY, least=0),
        Column("proceeds_on", "资金到位日期", "PROCEEDS_DATE", Kind.DATE, optional=True),
    ],
    checks=[
        Check(
            name="matures_after_its_issue",
            sql="matures_on > issued_on",
            columns=["issued_on", "matures_on"],
            zh="到期日期应晚于发行日期",
            en="a bond matures after the day of its issue",
        ),
    ],
)
