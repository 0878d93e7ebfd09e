"""数的样子. How numbers stand on the screen; 万元 and 亿元 exist here and at the dock only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from markupsafe import Markup

from warehouse.period import SHANGHAI

MINUS = "−"

SCALES: Mapping[str, Mapping[str, tuple[Decimal, str]]] = {
    "zh": {
        "yuan": (Decimal(1), "元"),
        "wan": (Decimal(10_000), "万元"),
        "yi": (Decimal(100_000_000), "亿元"),
    },
    "en": {
        "yuan": (Decimal(1), "yuan"),
        "wan": (Decimal(1_000_000), "million yuan"),
        "yi": (Decimal(1_000_000_000), "billion yuan"),
    },
}
"""By language, what a reader may choose to read money in: how many yuan one is, and its name."""

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
PARTS = 10
"""How many of a unit a whole has at least, so that two decimals tell its parts apart."""
ABSENT = {"wait", "gap", "unk", "na"}


@dataclass(frozen=True)
class Look:
    """A language and a unit of money; everything that writes a number asks it how."""

    language: str
    unit: str = "yi"
    chosen: bool = False  # the reader asked for this unit, and gets it in sentences as well

    @property
    def unit_name(self) -> str:
        """The unit's name, as a head of a column has it."""
        return SCALES[self.language][self.unit][1]

    def fitting(self, whole: Decimal | int) -> "Look":
        """Give the unit in which a government's parts can be told apart, unless one was chosen."""
        small = abs(Decimal(whole)) < SCALES[self.language][self.unit][0] * PARTS
        return Look(self.language, "wan") if small and not self.chosen else self

    def plain(self, amount: Decimal | int) -> str:
        """Write money in the reader's unit, two decimals, without its unit."""
        written = number(Decimal(amount) / SCALES[self.language][self.unit][0], 2)
        if written == "0.00" and amount:  # a fen is not nothing
            return f">{MINUS}0.01" if amount < 0 else "<0.01"
        return written

    def spoken(self, amount: Decimal | int) -> str:
        """Write money for a sentence: in the unit that was chosen, else by its size."""
        scales = SCALES[self.language]
        size = abs(Decimal(amount))
        fitting = next((one for one in ("yi", "wan") if size >= scales[one][0]), "yuan")
        told = self if self.chosen else Look(self.language, fitting)
        gap = "" if self.language == "zh" else " "
        return f"{told.plain(amount)}{gap}{told.unit_name}"

    def day(self, day: date) -> str:
        """Write a date for a sentence: 9月30日, 30 Sep."""
        if self.language == "zh":
            return f"{day.month}月{day.day}日"
        return f"{day.day} {MONTHS[day.month - 1]}"

    def full_day(self, day: date) -> str:
        """Write a date with its year for a sentence."""
        return (
            f"{day.year}年{self.day(day)}"
            if self.language == "zh"
            else f"{self.day(day)} {day.year}"
        )

    def near(self, day: date, other: date) -> str:
        """Write a date for a sentence, with its year where it is not the other's."""
        return self.day(day) if day.year == other.year else self.full_day(day)

    def moment(self, instant: datetime) -> str:
        """Write an instant as the clocks of the place show it."""
        local = local_time(instant)
        return f"{self.day(local.date())}{'' if self.language == 'zh' else ', '}{local:%H:%M}"

    def month(self, month: int) -> str:
        """Name a month, or the final accounts that come after the twelfth."""
        if self.language == "zh":
            return "决算" if month > 12 else f"{month}月"
        return "final" if month > 12 else MONTHS[month - 1]

    def month_of(self, year: int, month: int) -> str:
        """Name a month with its year, short enough for the axis of a chart: 25年11月, Nov 2025."""
        if self.language == "zh":
            return f"{year % 100:02}年{month}月"
        return f"{MONTHS[month - 1]} {year}"


def local_time(instant: datetime) -> datetime:
    """Turn an instant, UTC where it says nothing, into the clock of the place."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo("UTC"))
    return aware.astimezone(SHANGHAI)


def number(value: Decimal | int, decimals: int = 0) -> str:
    """Write a number with thousands apart and a true minus; −0.00 is 0.00."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded + 0:,.{decimals}f}".replace("-", MINUS)


def share(value: Decimal, decimals: int = 1) -> str:
    """Write a share of one as per cent: 0.678 → 67.8%."""
    return f"{number(value * 100, decimals)}%"


def points(value: Decimal) -> str:
    """Write a difference of two shares in points, with its sign: −7.2, +1.8, 0.0."""
    written = number(value * 100, 1)
    return written if written.startswith(MINUS) or written == "0.0" else f"+{written}"


def whole(text: str) -> Markup:
    """Keep a number or a date in one piece within running text."""
    return Markup('<span class="num">{}</span>').format(text)


def absent(kind: str, words: str) -> Markup:
    """Write why there is no number: wait (未报), gap (缺), unk (算不出) or na (／)."""
    if kind not in ABSENT:
        raise ValueError(f"{kind!r} is no way to be absent: {', '.join(sorted(ABSENT))}")
    if kind == "na":
        return Markup('<span class="na" title="{}">／</span>').format(words)
    return Markup('<span class="{}">{}</span>').format(kind, words)
