"""A city's March: a unit, its allotment of 900.00, and what is paid of it."""

UNITS = [
    {"单位代码": "301001", "预算年度": 2026, "财政区划代码": "330100", "单位名称": "甲局机关",
     "主管部门代码": "301", "主管部门名称": "甲局", "单位类型": "1"},
]  # fmt: skip
ALLOTMENTS = [
    {"BGT_ID": "Z1", "FISCAL_YEAR": 2026, "MOF_DIV_CODE": "330100", "AGENCY_CODE": "301001",
     "DOC_DATE": "2026/2/3", "BGT_TYPE_CODE": "1", "FUND_TYPE_CODE": "1",
     "EXP_FUNC_CODE": "2010101", "AMOUNT": "1,000.00", "BGT_EXE_FLAG": "是"},
]  # fmt: skip
CHANGES = [
    {"change": "T1", "fiscal_year": 2026, "region": "330100", "changed_on": "20260305",
     "kind": "2", "allotment": "Z1", "amount": "(100.00)"},
]  # fmt: skip


def paid(key: str, amount: str, day: str = "2026-03-10") -> dict[str, object]:
    return {
        "支付凭证主键": key, "预算年度": 2026, "财政区划代码": "330100", "指标主键": "Z1",
        "单位代码": "301001", "实际支付日期": day, "实际支付金额": amount, "收款人全称": "某某公司",
    }  # fmt: skip


def files(*payments: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    return {
        "预算单位_330100_2026.csv": UNITS,
        "allotment_330100_2026.csv": ALLOTMENTS,
        "指标调整_330100_2026.csv": CHANGES,
        "国库集中支付_330100_2026-03.csv": list(payments),
    }
