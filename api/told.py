"""What went wrong, in the reader's language: pages say it in theirs, the API in English.

An error's own sentence is English, for the log and for programs. A step that
is refused has its sentence in Chinese too; of any other error the locale says what its kind means,
and the values that it found stay with the English sentence.
"""

import re

from fastapi import Request

from api.view import language
from dashboards.words import knows, say

SOURCE = "en"
HAN = re.compile("[\u3400-\u9fff]")
"""How a sentence begins that a page has said in the reader's own language."""


def sentence(error: Exception, spoken: str) -> str:
    """Give an error's own sentence, in Chinese where it has one and the reader reads that."""
    said: str = getattr(error, "zh", "") if spoken == "zh" else ""
    return said or str(error)


def told(error: Exception, request: Request) -> str:
    """Say what went wrong on a page: by the kind of error, where the reader's words know it."""
    spoken = language(request)
    text = sentence(error, spoken)
    if spoken == SOURCE or text != str(error) or HAN.match(text):
        return text
    keys = (f"problem.{kind.__name__}" for kind in type(error).__mro__)
    key = next((one for one in keys if knows(spoken, one)), "")
    return say(spoken, key, **getattr(error, "given", {})) if key else text


def told_of(key: str, detail: str, request: Request, **given: object) -> str:
    """Say what is no error of the house's own: in English its detail, else the words of a key."""
    spoken = language(request)
    return detail if spoken == SOURCE or not key else say(spoken, f"problem.{key}", **given)
