"""转移支付 · Transfers between governments.

One row for each transfer (转移支付) from a government to one below it. Never a bank transfer. The
region is the one that hands the money on, to_region the one that gets it. An empty issued_on says
that it was not handed on yet.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="转移支付",
    en="Transfers between governments",
    every="day",
    holds=Holds.REGISTER,
    ours=True,
    columns=[
        Column("transfer", "转移支付主键", "TRA_ID", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region",
            "财政区划代码",
            "MOF_DIV_CODE",
            Kind.CODE,
            key=True,
            pattern=r"\d{6}(\d{3})?",
            note="the government that hands the money on",
        ),
        Column("to_region", "接收方区划代码", "REC_DIV_CODE", Kind.CODE, pattern=r"\d{6}(\d{3})?"),
        Column("kind", "转移支付类型", "TRA_TYPE_CODE", Kind.CODE, note="1 general 2 earmarked"),
        Column("document", "指标文号", "COR_BGT_DOC_NO", Kind.TEXT),
        Column("project", "项目名称", "PRO_NAME", Kind.TEXT, optional=True),
        Column("budget_approved_on", "预算批准日期", "APPROVE_DATE", Kind.DATE, optional=True),
        Column("received_on", "收到上级文件日期", "REC_DATE", Kind.DATE, optional=True),
        Column("issued_on", "下达日期", "DOC_DATE", Kind.DATE, optional=True),
        Column("amount", "金额", "AMOUNT", Kind.MONEY),
        Column("is_early_notice", "是否提前下达", "IS_ADVANCE", Kind.BOOL, optional=True),
        Column("is_direct", "是否直达资金", "IS_DIRECT", Kind.BOOL, optional=True),
    ],
)
