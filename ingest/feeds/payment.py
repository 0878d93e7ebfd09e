"""国库集中支付 · Treasury payments.

One row for each voucher that the treasury paid. A refund or a red reversal is a payment below
zero. The fiscal year is the one that the payment is charged to, which need not be the calendar
year of its date.
"""

from ingest.feed import Column, Feed, Holds, Kind

FEED = Feed(
    zh="国库集中支付",
    en="Treasury payments",
    every="day",
    holds=Holds.EVENTS,
    dated="paid_on",
    columns=[
        Column("payment", "支付凭证主键", "PAY_CERT_ID", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("voucher", "支付凭证号", "PAY_CERT_NO", Kind.TEXT, optional=True),
        Column("allotment", "指标主键", "BGT_ID", Kind.CODE, optional=True),
        Column("unit", "单位代码", "AGENCY_CODE", Kind.CODE),
        Column("project", "项目代码", "PRO_CODE", Kind.CODE, optional=True),
        Column("fund", "资金性质", "FUND_TYPE_CODE", Kind.CODE, optional=True),
        Column("function_item", "支出功能分类科目", "EXP_FUNC_CODE", Kind.CODE, optional=True),
        Column(
            "government_economic",
            "政府预算支出经济分类",
            "GOV_BGT_ECO_CODE",
            Kind.CODE,
            optional=True,
        ),
        Column(
            "department_economic",
            "部门预算支出经济分类",
            "DEP_BGT_ECO_CODE",
            Kind.CODE,
            optional=True,
        ),
        Column("requested_on", "申请日期", "CREATE_DATE", Kind.DATE, optional=True),
        Column("paid_on", "实际支付日期", "XPAY_DATE", Kind.DATE),
        Column(
            "amount",
            "实际支付金额",
            "XPAY_AMT",
            Kind.MONEY,
            note="a refund or red reversal is below zero",
        ),
        Column(
            "method",
            "支付方式",
            "PAY_TYPE_CODE",
            Kind.CODE,
            optional=True,
            note="1 direct 2 delegated",
        ),
        Column(
            "business",
            "支付业务类型",
            "PAY_BUS_TYPE_CODE",
            Kind.CODE,
            optional=True,
            note="1 ordinary 2 refund 3 correction 9 year-end carry-over voucher",
        ),
        Column(
            "settlement",
            "结算方式",
            "SET_MODE_CODE",
            Kind.CODE,
            optional=True,
            note="1 transfer 2 cash 3 official card",
        ),
        Column("payer_account", "付款人账号", "PAY_ACCT_NO", Kind.TEXT, optional=True),
        Column("payee", "收款人全称", "PAYEE_ACCT_NAME", Kind.TEXT),
        Column("payee_account", "收款人账号", "PAYEE_ACCT_NO", Kind.TEXT, optional=True),
        Column("payee_bank", "收款人开户银行", "PAYEE_ACCT_BANK_NAME", Kind.TEXT, optional=True),
        Column("purpose", "用途", "USE_DES", Kind.TEXT, optional=True),
        Column("contract", "采购合同编号", "CONTRACT_NO", Kind.CODE, optional=True),
        Column("bond", "债券代码", "BOND_CODE", Kind.CODE, optional=True),
    ],
)
