"""Nights that a sitting or a report rests on, and that are therefore kept for ever."""

import json
from datetime import date

from service.home import Home


def pinned(home: Home) -> dict[date, str]:
    """Give the pinned nights, each with its reason."""
    if not home.pins.exists():
        return {}
    told = json.loads(home.pins.read_text("utf-8"))
    return {date.fromisoformat(day): why for day, why in told.items()}


def reason(home: Home, day: date) -> str | None:
    """Say why a night is pinned; None where it is not."""
    return pinned(home).get(day)


def pin(home: Home, day: date, why: str) -> None:
    """Keep a night for a reason."""
    kept = {**pinned(home), day: why}
    draft = home.pins.with_name(f".{home.pins.name}")
    written = {key.isoformat(): kept[key] for key in sorted(kept)}
    draft.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    draft.replace(home.pins)
