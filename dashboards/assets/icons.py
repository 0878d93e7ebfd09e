"""Draw the mark as the pictures that a phone puts on its home screen."""

from pathlib import Path

import typst

STATIC = Path(__file__).parents[1] / "static"
SIZES = (192, 512)
SAFE = "62%"
"""How much of the picture the mark takes: a phone may cut the rest to a circle."""
DRAWN = """
#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: rgb("#FBFAF7"))
#align(center + horizon, image("mark.svg", width: {safe}))
"""


def draw(folder: Path) -> None:
    """Write `icon-192.png` and `icon-512.png`, the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        page = STATIC / f".icon-{size}.typ"
        page.write_text(DRAWN.format(size=size, safe=SAFE), "utf-8")
        try:
            picture = typst.compile(page, root=STATIC, format="png", ppi=72)
        finally:
            page.unlink()
        assert isinstance(picture, bytes)
        (folder / f"icon-{size}.png").write_bytes(picture)
