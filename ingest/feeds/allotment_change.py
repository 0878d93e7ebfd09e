"""指标调整 · Changes of allotments.

One row for each change of an allotment after it was issued. Amounts are signed. A virement (调剂)
is two rows, one on each side, and moves money inside the approved total; a supplement or a
reduction (追加, 调减) changes it.
"""

from ingest.feed import Check, Column, Feed, Holds, Kind

FEED = Feed(
    zh="指标调整",
    en="Changes of allotments",
    every="day",
    holds=Holds.EVENTS,
    dated="changed_on",
    columns=[
        Column("change", "调整明细主键", "ADJ_SUB_ID", Kind.CODE, key=True),
        Column("fiscal_year", "预算年度", "FISCAL_YEAR", Kind.INT, key=True, least=1949, most=2100),
        Column(
            "region", "财政区划代码", "MOF_DIV_CODE", Kind.CODE, key=True, pattern=r"\d{6}(\d{3})?"
        ),
        Column("changed_on", "调整日期", "ADJ_DATE", Kind.DATE),
        Column(
            "kind",
            "调整类型",
            "ADJ_TYPE_CODE",
            Kind.CODE,
            note="1 supplement 2 reduction 3 virement in 4 virement out",
        ),
        Column("allotment", "指标主键", "BGT_ID", Kind.CODE),
        Column("source_allotment", "源指标主键", "ORI_BGT_ID", Kind.CODE, optional=True),
        Column(
            "amount",
            "调整金额",
            "ADD_AMOUNT",
            Kind.MONEY,
            note=("signed: a reduction is below zero; each side of a virement is a row of its own"),
        ),
        Column("approval", "批准文号", "APPROVE_DOC_NO", Kind.TEXT, optional=True),
    ],
    checks=[
        Check(
            name="a_cut_takes_away",
            sql="kind not in ('2', '4') or amount <= 0",
            columns=["kind", "amount"],
            zh="调减和调剂调出的金额不得大于零",
            en="a reduction, or a virement out, is zero or below",
        ),
        Check(
            name="a_supplement_adds",
            sql="kind not in ('1', '3') or amount >= 0",
            columns=["kind", "amount"],
            zh="追加和调剂调入的金额不得小于零",
            en="a supplement, or a virement in, is zero or above",
        ),
    ],
)
