"""所指. What a code among an alert's numbers and rows means, in words."""

from alerts.matters.kinds import KINDS
from alerts.matters.steps import MATTER_STATES, MatterState
from dashboards.words import knows, say, words
from warehouse.terms import FEEDS


def coded(feed: str, name: str, language: str) -> dict[str, str]:
    """Give the codes of a column that is a list of its own, with what each means."""
    before = f"code.{feed}.{name}."
    return {
        key.removeprefix(before): said
        for key, said in words(language).items()
        if key.startswith(before)
    }


def meant(name: str, text: str, language: str, feed: str = "") -> str:
    """Say a value of the column or operand `name`; one without words stays as it is."""
    if knows(language, listed := f"code.{feed}.{name}.{text}"):
        return say(language, listed)
    if name == "feed" and text in FEEDS:
        return str(getattr(FEEDS[text], language))
    if name == "kind" and text in KINDS:
        return str(getattr(KINDS[text].text, language))
    if name == "state" and text in set(MatterState):
        return str(getattr(MATTER_STATES[MatterState(text)], language))
    if name == "agreed" and text.isdigit():
        return say(language, "calendar.origin_line", n=text)
    key = {
        "state": f"due.{text}",
        "every": f"calendar.every_{text}",
        "agreed": f"calendar.origin_{text}",
    }.get(name, f"event.{text}")
    return say(language, key) if knows(language, key) else text
