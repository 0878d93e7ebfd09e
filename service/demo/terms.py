"""政府收支分类科目. The dictionary of codes, the same in every year of the city."""

from importlib.resources import files

from service.demo.books import Books

SCHEMES = {
    "function": "支出功能分类",
    "revenue": "收入分类",
    "department_economic": "部门预算支出经济分类",
    "government_economic": "政府预算支出经济分类",
}


def dictionary() -> list[tuple[str, str, str]]:
    """Give every code as (scheme, code, name)."""
    listed = []
    scheme = ""
    text = files("service.demo").joinpath("classification.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            scheme = line.strip("[]")
        elif line and not line.startswith("#"):
            code, name = line.split(" ", 1)
            listed.append((scheme, code, name))
    return listed


def write_terms(books: Books) -> None:
    """Write the dictionary of every year."""
    listed = dictionary()
    known = {(scheme, code) for scheme, code, _ in listed}
    for year in books.years:
        for scheme, code, name in listed:
            shorter = code[:-2]
            books.add(
                "classification", str(year), fiscal_year=year, scheme=scheme, code=code, name=name,
                parent=shorter if (scheme, shorter) in known else None,
            )  # fmt: skip
