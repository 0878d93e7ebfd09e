"""A page and what it saw, as HTML or as rows."""

from dashboards.page import Page, Row, View


def page(page: Page, view: View, *, nonce: str = "", part: bool = False) -> str:
    """Render a page whole, or only the part that a filter swaps (`part`).

    Raises:
        NotThere: the page was asked about something that is not there for this reader.
        NotAllowed: the reader's role does not open it.
    """
    raise NotImplementedError


def rows(page: Page, view: View) -> list[Row]:
    """Give the page's answer as rows; money stays Decimal, dates stay dates."""
    raise NotImplementedError


def failure(status: int, view: View, *, detail: str = "") -> str:
    """Render the page that says what went wrong: 400, 403, 404, 409, 500 or 503."""
    raise NotImplementedError
