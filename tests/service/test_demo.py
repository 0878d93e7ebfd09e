"""The demo's site and the scheduler beside it begin and end together."""

import os
import signal
from pathlib import Path

import pytest

from service.commands.demo import _scheduler


def test_a_demo_that_is_told_to_end_leaves_no_scheduler_behind(tmp_path: Path) -> None:
    before, heeds = _children(), signal.getsignal(signal.SIGTERM)

    with pytest.raises(SystemExit, match="143"):
        _told_to_end(tmp_path)

    assert _children() == before
    assert signal.getsignal(signal.SIGTERM) is heeds


def _told_to_end(home: Path) -> None:
    before = _children()
    with _scheduler(home):
        assert len(_children() - before) == 1
        os.kill(os.getpid(), signal.SIGTERM)


def _children() -> set[str]:
    """Give the processes that this one started and that are there, by the kernel's account."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split())
