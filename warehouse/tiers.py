"""级次. Which tier a government is of, by the form of its code."""


def tier_by_form(region: str) -> str:
    """Give central, province, prefecture, county or township, as the code's form tells."""
    if len(region) > 6:
        return "township"
    if region.endswith("0000"):
        return "central" if region == "000000" else "province"
    return "prefecture" if region.endswith("00") else "county"
