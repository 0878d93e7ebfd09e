"""Passwords: out of the environment or a file that only its owner can read, and never shown."""

import stat
from collections.abc import Mapping

from ingest.pulls.order import PullFailed, SecretPlace


class Secret:
    """A password that no message, log or trace repeats."""

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Give the password, for the one call that needs it."""
        return self._text

    def hide(self, message: str) -> str:
        """Give a message without the password."""
        return message.replace(self._text, "…") if self._text else message

    def __repr__(self) -> str:
        """Say that there is one."""
        return "Secret(…)"


NONE = Secret("")


def secret(place: SecretPlace | None, environ: Mapping[str, str]) -> Secret:
    """Fetch the password from its place; an empty one where none is named.

    Raises:
        PullFailed: the variable is not set, or the file is absent, empty or open to others.
    """
    if place is None:
        return NONE
    if place.env is not None:
        if not environ.get(place.env):
            raise PullFailed(f"the environment has no {place.env}: set it to the password")
        return Secret(environ[place.env])
    assert place.file is not None
    try:
        mode = place.file.stat().st_mode
        if not stat.S_ISREG(mode):
            raise PullFailed(f"{str(place.file)!r} is no file: name one that holds the password")
        if mode & 0o077:
            raise PullFailed(
                f"{str(place.file)!r} holds a password and has mode {stat.S_IMODE(mode):04o}, so "
                "others can read it: give it mode 0600"
            )
        text = place.file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise PullFailed(
            f"the password's file {str(place.file)!r} can't be read ({why}): put it there, mode "
            "0600, owned by the service's user"
        ) from error
    if not text:
        raise PullFailed(f"the password's file {str(place.file)!r} is empty: write it there")
    return Secret(text)
