"""Whether two pictures look alike: shrunk and in grey, compared by the browser that took them."""

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

SHRINK = 8
COMPARE = """
async ([kept, taken, shrink]) => {
  const grey = async (data) => {
    const image = await createImageBitmap(await (await fetch(data)).blob());
    const canvas = new OffscreenCanvas(
      Math.ceil(image.width / shrink), Math.ceil(image.height / shrink));
    const brush = canvas.getContext('2d');
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const cells = brush.getImageData(0, 0, canvas.width, canvas.height).data;
    const grey = [];
    for (let at = 0; at < cells.length; at += 4)
      grey.push((cells[at] + cells[at + 1] + cells[at + 2]) / 3);
    return {size: `${image.width}x${image.height}`, grey};
  };
  const [one, two] = [await grey(kept), await grey(taken)];
  if (one.size !== two.size) return {apart: 1, far: 1, size: `${one.size} ${two.size}`};
  const gaps = one.grey.map((value, at) => Math.abs(value - two.grey[at]));
  return {
    apart: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / 255,
    far: gaps.filter(gap => gap > 48).length / gaps.length,
    size: one.size,
  };
}
"""
SMALL = """
async ([taken, shrink, most]) => {
  const image = await createImageBitmap(await (await fetch(taken)).blob());
  const high = Math.min(image.height, most);
  const canvas = new OffscreenCanvas(
    Math.ceil(image.width / shrink), Math.ceil(high / shrink));
  const brush = canvas.getContext('2d');
  brush.filter = 'grayscale(1)';
  brush.drawImage(image, 0, 0, image.width, high, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({type: 'image/png'});
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}
"""
MOST = 3000
"""Pixels of a page's height that a small picture shows."""


@dataclass(frozen=True)
class Alike:
    """How far two pictures are apart: on average, and the share of cells that differ plainly."""

    apart: float
    far: float
    size: str

    @property
    def same(self) -> bool:
        """Whether a reader would call them the same page."""
        return self.apart < 0.02 and self.far < 0.03


def shrunk(blank: Page, taken: bytes, shrink: int) -> bytes:
    """Give the upper part of a picture in grey, so much smaller, as a picture."""
    data = f"data:image/png;base64,{b64encode(taken).decode()}"
    return bytes(blank.evaluate(SMALL, [data, shrink, MOST]))


def alike(page: Page, kept: Path, taken: bytes, *, shrink: int = SHRINK) -> Alike:
    """Compare a picture with the one that is kept, on a blank page of the browser."""
    blank = page.context.new_page()
    try:
        data = [f"data:image/png;base64,{b64encode(one).decode()}"
                for one in (kept.read_bytes(), taken)]  # fmt: skip
        return Alike(**blank.evaluate(COMPARE, [*data, shrink]))
    finally:
        blank.close()
