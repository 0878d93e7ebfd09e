"""What went wrong, in the reader's language: pages say it in theirs, the API in English.

An error's own sentence is English, for the log and for programs. The locale says what each kind of
error means, by its class; the values that it found stay with the English sentence.
"""

from fastapi import Request

from api.view import language
from dashboards.words import knows, say


def told(error: Exception, request: Request) -> str:
    """Say what went wrong on a page: by the kind of error, where the reader's words know it."""
    spoken = language(request)
    key = next(
        (f"problem.{kind.__name__}" for kind in type(error).__mro__
         if knows(spoken, f"problem.{kind.__name__}")),
        "",
    )  # fmt: skip
    if spoken == "en" or not key:
        return str(error)
    return say(spoken, key, **getattr(error, "given", {}))
