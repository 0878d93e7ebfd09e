"""色与尺. The values that every page and every chart is drawn with, by what they are for.

`static/tokens.css` is written from here (`python -m dashboards.tokens`), and a test keeps it so.
"""

from pathlib import Path

COLOURS: dict[str, tuple[str, str]] = {
    "ground": ("#FBFAF7", "#15181A"),
    "surface": ("#FFFFFF", "#1B1F22"),
    "sunken": ("#F3F1EB", "#101214"),
    "hover": ("#F6F4EE", "#212629"),
    "selected": ("#E6EFEF", "#1B2D30"),
    "ink": ("#1A1D20", "#E9E7E2"),
    "ink2": ("#474C52", "#B9B8B2"),
    "ink3": ("#666B71", "#94948E"),
    "line": ("#E5E1D8", "#2B3033"),
    "line2": ("#CDC8BC", "#3D4347"),
    "edge": ("#85806F", "#7E7C73"),
    "accent": ("#14545E", "#7CC0C7"),
    "accent-hover": ("#0E3F47", "#A3D6DB"),
    "on-accent": ("#FFFFFF", "#0C2528"),
    "accent-soft": ("#DCE9EA", "#1E3539"),
    "sev-red": ("#A8201A", "#F2857A"),
    "sev-orange": ("#A84A08", "#F0A262"),
    "sev-yellow": ("#7D5A00", "#E2C35A"),
    "sev-blue": ("#2456A6", "#8DB4EE"),
    "sev-red-mark": ("#B3221B", "#E5655A"),
    "sev-orange-mark": ("#C9590C", "#E58B3E"),
    "sev-yellow-mark": ("#B08000", "#D9B640"),
    "sev-blue-mark": ("#2F66BD", "#6C9CE4"),
    "sev-red-soft": ("#FAE9E6", "#3A2120"),
    "sev-orange-soft": ("#FBEBDD", "#372717"),
    "sev-yellow-soft": ("#F8F0D8", "#322B14"),
    "sev-blue-soft": ("#E7EEF9", "#1C2838"),
    "good": ("#2E6F4E", "#7DC4A0"),
    "good-soft": ("#E4F0E8", "#1B2E25"),
    "data": ("#2A6F79", "#67AEB7"),
    "data2": ("#8FB4B8", "#3F757C"),
    "data3": ("#C9DADB", "#2B4B50"),
    "data-muted": ("#B9B6AD", "#5B5E5C"),
    "data-warn": ("#B3672A", "#D9925A"),
    "data-warn-soft": ("#EBCFB6", "#5E432B"),
    "data-plum": ("#7A5475", "#B78FB1"),
    "hatch": ("#8A8578", "#7C7B74"),
    "grid": ("#ECE9E1", "#272B2E"),
    "focus": ("#0B57D0", "#8AB4F8"),
    "h0": ("#F1F0EA", "#1F2426"),
    "h1": ("#D5E4E5", "#22383C"),
    "h2": ("#A9C8CB", "#285058"),
    "h3": ("#7CABB0", "#2F6670"),
    "h4": ("#39747D", "#387984"),
    "h5": ("#1F5D67", "#7CB6BE"),
    "h6": ("#0F3D45", "#B9DEE2"),
    "on-h0": ("#474C52", "#B9B8B2"),
    "on-h1": ("#1A1D20", "#E9E7E2"),
    "on-h2": ("#1A1D20", "#E9E7E2"),
    "on-h3": ("#10272B", "#F4F3EF"),
    "on-h4": ("#FFFFFF", "#FFFFFF"),
    "on-h5": ("#FFFFFF", "#0C1E21"),
}
"""Name → (on light ground, on dark ground)."""

PAPER = {
    name: light
    for name, (light, _) in COLOURS.items()
    if name not in {"ground", "surface", "sunken"}
}
PAPER |= {"ground": "#FFFFFF", "surface": "#FFFFFF", "sunken": "#F4F4F2"}

FACES = {
    "sans": [
        "PingFang SC",
        "Microsoft YaHei UI",
        "Microsoft YaHei",
        "HarmonyOS Sans SC",
        "Source Han Sans SC",
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "WenQuanYi Micro Hei",
        "sans-serif",
    ],
    "song": [
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "STZhongsong",
        "Source Han Serif SC",
        "Noto Serif CJK SC",
        "Songti SC",
        "SimSun",
        "serif",
    ],
    "mono": [
        "Sarasa Mono SC",
        "Cascadia Mono",
        "Consolas",
        "Noto Sans Mono CJK SC",
        "DejaVu Sans Mono",
        "monospace",
    ],
}
"""The system's own fonts, those of offices first; nothing is downloaded."""

MEASURES = {
    "t-12": "0.75rem",
    "t-13": "0.8125rem",
    "t-14": "0.875rem",
    "t-16": "1rem",
    "t-18": "1.125rem",
    "t-22": "1.375rem",
    "t-26": "1.625rem",
    "t-32": "2rem",
    "t-44": "2.75rem",
    "rail": "196px",
    "top": "52px",
    "gutter": "40px",
    "measure": "42em",
    "fast": "120ms",
    "hatching": "linear-gradient(135deg, var(--hatch) 10%, transparent 10% 50%, "
    "var(--hatch) 50% 60%, transparent 60%) 0 0 / 6px 6px",
    "ring": "0 0 0 2px var(--ground), 0 0 0 4px var(--focus)",
    "shadow": "0 1px 2px rgba(26, 29, 32, .06), 0 8px 24px rgba(26, 29, 32, .12)",
}

STYLESHEET = Path(__file__).parent / "static" / "tokens.css"


def face(name: str) -> str:
    """Write a list of fonts as CSS and Plotly take it."""
    return ", ".join(f'"{font}"' if " " in font else font for font in FACES[name])


def _block(selector: str, values: dict[str, str], scheme: str) -> str:
    body = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f"{selector} {{\n  color-scheme: {scheme};\n{body}}}\n"


def stylesheet() -> str:
    """Write the tokens as CSS: light, dark by the system's wish or the reader's, paper."""
    light = {name: pair[0] for name, pair in COLOURS.items()}
    dark = {name: pair[1] for name, pair in COLOURS.items()}
    constant = {name: face(name) for name in FACES} | MEASURES
    parts = [
        "/* Written by `python -m dashboards.tokens`; edit dashboards/tokens.py instead. */\n",
        _block(":root", light | constant, "light"),
        "@media (prefers-color-scheme: dark) {\n",
        _block(':root:not([data-theme="light"])', dark, "dark"),
        "}\n",
        _block(':root[data-theme="dark"]', dark, "dark"),
        "@media (prefers-reduced-motion: reduce) {\n:root { --fast: 0ms; }\n}\n",
        "@media print {\n",
        _block(':root, :root[data-theme="dark"], :root:not([data-theme="light"])', PAPER, "light"),
        "}\n",
    ]
    return "".join(parts)


if __name__ == "__main__":
    STYLESHEET.write_text(stylesheet(), "utf-8")
