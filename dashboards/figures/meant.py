"""所指. What a code among an alert's numbers and rows means, in words."""

from alerts.matters.kinds import KINDS
from alerts.matters.steps import MATTER_STATES, MatterState
from dashboards.words import knows, say
from warehouse.terms import FEEDS


def meant(name: str, text: str, language: str) -> str:
    """Say a value of the column or operand `name`; one without words stays as it is."""
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
