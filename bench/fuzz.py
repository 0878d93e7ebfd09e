"""Delivers files that nobody would send, and proves that nothing is lost and nothing crashes.

Tables of odd cells in every form, files whose bytes were cut, doubled or overwritten, and noise:
each is refused in a sentence, or delivered = kept + repeated + set aside, to the row and the fen.
A case that takes longer than a minute is a hang and ends the run. Same seed, same cases.
"""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.ingest.fuzzed import CASES, Case, hold

TOGETHER = 5  # files of one delivery
TOLD = 1000  # cases after which it is said how far it has come


def main() -> None:
    """Print how many cases held."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=20260331)
    given_here = asked.parse_args()
    held = 0

    @seed(given_here.seed)
    @settings(
        max_examples=-(-given_here.cases // TOGETHER),
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(CASES, min_size=TOGETHER, max_size=TOGETHER), st.booleans())
    def every_case_holds(cases: Sequence[Case], zipped: bool) -> None:
        nonlocal held
        signal.alarm(60 * TOGETHER)
        hold(cases, zipped)
        signal.alarm(0)
        held += len(cases)
        if held % TOLD == 0:
            spent = time.process_time() - began
            print(f"{held:,} of {given_here.cases:,} held; {spent:.0f} s of CPU", flush=True)

    began = time.process_time()
    every_case_holds()
    spent = time.process_time() - began
    print(f"{held} cases, seed {given_here.seed}: all held; {spent:.0f} s of CPU")


if __name__ == "__main__":
    main()
