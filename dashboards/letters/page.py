"""文书字段. The part of docs/letters.md that lists what templates may name, from the one list."""

from pathlib import Path

from dashboards.letters.document import LISTS, PLACEHOLDERS

PAGE = Path(__file__).parents[2] / "docs" / "letters.md"
BEGINS, ENDS = "<!-- fields begin -->", "<!-- fields end -->"


def fields() -> str:
    """Give the tables of single values and of lists, in Markdown."""
    values = [
        f"| `{name}` | {one.text.zh} | {one.text.en}{' (may be empty)' if one.optional else ''} |"
        for name, one in PLACEHOLDERS.items()
    ]
    lists = [f"| `{name}` | {text.zh} | {text.en} |" for name, text in LISTS.items()]
    head = ["| name | 内容 | what stands there |", "|---|---|---|"]
    return "\n".join([*head, *values, "", *head, *lists])


def written(page: str) -> str:
    """Give the page with its tables anew."""
    before, _, rest = page.partition(BEGINS)
    after = rest.partition(ENDS)[2]
    return f"{before}{BEGINS}\n{fields()}\n{ENDS}{after}"


def write() -> None:
    """Write the page of the documentation anew."""
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
