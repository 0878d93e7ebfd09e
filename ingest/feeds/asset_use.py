"""资产出租出借处置 · Leases, loans and disposals of assets.

One row for each lease, loan, disposal or outside investment of an asset. The income due of a lease
is the rent of a year; of a disposal, its proceeds.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="资产出租出借处置",
    en="Leases, loans and disposals of assets",
    every="month",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("event", "业务编号", "BIZ_NO", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("asset", "资产编号", "ASSET_NO", Kind.CODE),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE),
        Column(
            "kind",
            "业务类型",
            "BIZ_TYPE_CODE",
            Kind.CODE,
            note="1 lease 2 loan 3 disposal 4 outside investment",
        ),
        Column("started_on", "发生日期", "BIZ_DATE", Kind.DATE),
        Column("ends_on", "到期日期", "END_DATE", Kind.DATE, optional=True, most="9999-12-31"),
        Column("approval", "批准文号", "APPROVE_DOC_NO", Kind.TEXT, optional=True),
        Column(
            "due_income",
            "应收收入",
            "DUE_INCOME_AMT",
            Kind.MONEY,
            optional=True,
            note="a lease: the rent of a year; a disposal: its proceeds",
        ),
        Column("handed_in", "已缴国库金额", "PAID_INCOME_AMT", Kind.MONEY, optional=True),
        Column("due_on", "应缴日期", "DUE_DATE", Kind.DATE, optional=True),
        Column("reason", "事由", "REASON", Kind.TEXT, optional=True),
    ],
)
