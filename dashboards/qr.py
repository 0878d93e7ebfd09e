"""二维码. The code on a printed page that opens the same figure."""

from functools import lru_cache

import segno
from markupsafe import Markup

from dashboards.page import Choice, View

LEFT_OUT = ("purpose", "language", "lang", "after", "receipt", "kept")
"""What a printed address does not carry: a reader's purpose and language, and where a list was."""


def address_of(view: View, places: object) -> str:
    """Give the public address of what is in view, its place and year told; empty: there is none."""
    if not view.site:
        return ""
    given = dict.fromkeys(LEFT_OUT)
    told = {"region": getattr(places, "region", None), "year": getattr(places, "year", None)}
    shown = {name: str(value) for name, value in told.items() if value is not None}
    query = Choice(view.choice.given).but(**given, **shown)
    return f"{view.site.rstrip('/')}{view.path}{query if query != '?' else ''}"


@lru_cache(maxsize=1024)
def code(address: str) -> Markup:
    """Draw an address as a code: black on white, whatever the theme; empty where it is too long."""
    try:
        made = segno.make(address, error="m", micro=False, boost_error=False)
    except segno.DataOverflowError:
        return Markup("")
    drawn = made.svg_inline(
        dark="#000", light="#fff", border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # paths and numbers of our own drawing: no text of anybody's
