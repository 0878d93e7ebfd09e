"""级次. The governments of a night, and which tier each is of, by the form of its code."""

GOVERNMENTS = """
    select region from core.region union select region from ops.supply order by region
"""
"""Those that are named in the register, and those that have anything to deliver."""


def tier_by_form(region: str) -> str:
    """Give central, province, prefecture, county or township, as the code's form tells."""
    if len(region) > 6:
        return "township"
    if region.endswith("0000"):
        return "central" if region in {"000000", "100000"} else "province"
    return "prefecture" if region.endswith("00") else "county"
