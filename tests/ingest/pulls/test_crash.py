"""Killed at random moments while its source is written to, a pull loses and doubles nothing."""

from tests.ingest.pulls.killed import rounds


def test_kill_9_at_twenty_moments_loses_and_doubles_nothing(postgresql, tmp_path):
    assert rounds(postgresql, tmp_path / "home", times=20, seed=7) > 10
