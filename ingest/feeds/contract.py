"""政府采购合同 · Procurement contracts.

One row for each contract of government procurement. The amount is as signed; supplementary
contracts stand beside it and are not contained in it.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="政府采购合同",
    en="Procurement contracts",
    every="day",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("contract", "采购合同编号", "CONTRACT_NO", Kind.CODE, key=True),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE),
        Column("project", "项目代码", "PRO_CODE", Kind.CODE, optional=True),
        Column("item", "采购品目", "PUR_ITEM_CODE", Kind.CODE, optional=True),
        Column(
            "procedure",
            "采购方式",
            "PUR_MET_CODE",
            Kind.CODE,
            note=(
                "1 open tender 2 invited tender 3 negotiation 4 single source 5 inquiry 6 framework"
            ),
        ),
        Column("supplier", "供应商", "SUPPLIER_NAME", Kind.TEXT),
        Column("is_small_firm", "是否中小企业", "IS_SME", Kind.BOOL, optional=True),
        Column("budget", "采购预算", "PUR_BUDGET_AMT", Kind.MONEY, optional=True),
        Column("amount", "合同金额", "CONTRACT_AMT", Kind.MONEY),
        Column("supplement", "补充合同金额", "ADD_AMT", Kind.MONEY, optional=True),
        Column("awarded_on", "中标通知日期", "AWARD_DATE", Kind.DATE, optional=True),
        Column("signed_on", "签订日期", "SIGN_DATE", Kind.DATE),
        Column("published_on", "公告日期", "PUBLISH_DATE", Kind.DATE, optional=True),
        Column("filed_on", "备案日期", "FILE_DATE", Kind.DATE, optional=True),
        Column("delivered_on", "交付日期", "DELIVER_DATE", Kind.DATE, optional=True),
    ],
)
