"""文书字体. The faces of official papers, by setting; Noto CJK where they are not installed."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import typst

FACES: Mapping[str, Sequence[str]] = {
    "fangsong": ("FangSong_GB2312", "FangSong", "STFangsong", "Noto Serif CJK SC"),
    "song": ("FZXiaoBiaoSong-B05S", "SimSun", "STSong", "Noto Serif CJK SC"),
    "hei": ("SimHei", "STHeiti", "Noto Sans CJK SC"),
    "kai": ("KaiTi_GB2312", "KaiTi", "STKaiti", "Noto Serif CJK SC"),
}
"""By their use: text, titles and page numbers, first headings, second headings."""
IN_WORD: Mapping[str, str] = {"fangsong": "仿宋", "song": "宋体", "hei": "黑体", "kai": "楷体"}
"""What a .docx names where a site names none: the machine that opens it has them."""


class FontsMissing(Exception):
    """No face is installed that official papers can be set in."""


def faces(wanted: Mapping[str, str], folder: Path) -> dict[str, list[str]]:
    """Give the families for each use: the site's wish, else the official ones that are here.

    Raises:
        FontsMissing: a wish is not installed, its use is unknown, or no Chinese face is here.
    """
    unknown = sorted(wanted.keys() - FACES.keys())
    if unknown:
        raise FontsMissing(
            f"letter_fonts has {unknown[0]!r}: name faces for {', '.join(FACES)} alone"
        )
    here = families(folder)
    chosen = {}
    for use, usual in FACES.items():
        names = (wanted[use],) if use in wanted else usual
        found = [name for name in names if name.lower() in here]
        if not found:
            raise FontsMissing(
                f"no font for {use} ({IN_WORD[use]}) is installed, looked for {', '.join(names)}: "
                f"install fonts-noto-cjk, or put the font's files into {folder}"
            )
        chosen[use] = found
    return chosen


def families(folder: Path) -> frozenset[str]:
    """Give the names of all families that are installed or lie in a folder, in small letters."""
    there = sorted(file.name for file in folder.glob("*")) if folder.is_dir() else []
    return _families(folder, tuple(there))


@cache
def _families(folder: Path, files: Sequence[str]) -> frozenset[str]:
    paths: list[Path] = [folder] if files else []
    fonts = typst.Fonts(include_embedded_fonts=False, font_paths=paths)
    return frozenset(name.lower() for name in fonts.families())
