"""Puts every rule to an invented province, and says what each one costs.

`python bench/rules.py --payments 50000000` builds the night of a province (bench/province.py) and
asks every rule in one process, as a night does: seconds, seconds of CPU, subjects, findings, peak
memory. With `--grow` it does so at a tenth, a third and the whole of that size, and prints the
exponent by which the time of all rules, and of each heavy one, grows with the payments.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from alerts import engine
from alerts.catalogue import all_rules
from alerts.rule import Verdict
from alerts.sealed import opened
from alerts.supply import Supply
from bench.province import AS_OF, Size, built_province
from warehouse.build import Means

MEMORY = "8GB"
EVIDENCE = "rows"
"""The line of the rows that findings rest on."""


def asked(night: Path, codes: Sequence[str]) -> dict[str, dict[str, float]]:
    """Ask each rule once, as a night does, and give what it cost and how much it said.

    The rows of the evidence are read for all rules at once, under `EVIDENCE`.
    """
    told: dict[str, dict[str, float]] = {}
    heard: list[engine.Asked] = []
    supplies: dict[frozenset[str], Supply] = {}
    with opened(night, Means(MEMORY, 2), spill="60GB") as connection:
        for name, rule in sorted(all_rules().items(), key=lambda named: named[1].code):
            if codes and rule.code not in codes:
                continue
            with _timed(told, rule.code):
                said = engine.ask_unread(
                    rule, connection, AS_OF, name=name, seconds=3600, supplies=supplies
                )
            heard.append(said)
            told[rule.code] |= {
                "subjects": sum(sum(r.counts.values()) for r in said.results),
                "findings": len(said.findings),
                "errors": sum(Verdict.ERROR in result.counts for result in said.results),
            }
        with _timed(told, EVIDENCE):
            engine.read_evidence(connection, heard, 3600)
        told[EVIDENCE] |= {
            "subjects": sum(len(one.rows) for said in heard for one in said.shown),
            "findings": sum(len(said.findings) for said in heard),
            "errors": 0,
        }
    return told


@contextmanager
def _timed(told: dict[str, dict[str, float]], name: str) -> Iterator[None]:
    start, cpu = time.perf_counter(), time.process_time()
    yield
    told[name] = {
        "seconds": time.perf_counter() - start,
        "cpu": time.process_time() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(f"{name} {told[name]['cpu']:.1f} s of CPU", file=sys.stderr, flush=True)


def measured(night: Path, codes: Sequence[str]) -> dict[str, dict[str, float]]:
    """Ask in a process of its own, so that its peak is its own."""
    command = [sys.executable, "-m", "bench.rules", "--night", str(night), "--codes", *codes]
    root = Path(__file__).parents[1]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=root)
    told: dict[str, dict[str, float]] = json.loads(answer.stdout)
    return told


def show(payments: int, told: Mapping[str, Mapping[str, float]]) -> None:
    """Print a line for each rule, the dearest first, and the sum."""
    print(f"\n{payments:,} payments, 12,000 units, 400,000 allotments, 3,000,000 asset cards")
    print(f"{'rule':6}{'seconds':>9}{'CPU s':>9}{'subjects':>13}{'findings':>10}{'peak MB':>9}")
    for code, cost in sorted(told.items(), key=lambda item: -item[1]["seconds"]):
        failed = "  ERROR" if cost["errors"] else ""
        print(
            f"{code:6}{cost['seconds']:9.2f}{cost['cpu']:9.2f}{cost['subjects']:13,.0f}"
            f"{cost['findings']:10,.0f}{cost['peak']:9,.0f}{failed}"
        )
    total, cpu = (sum(cost[name] for cost in told.values()) for name in ("seconds", "cpu"))
    peak = max(cost["peak"] for cost in told.values())
    print(
        f"{len(told) - 1} rules and their evidence: {total:.1f} s, {cpu:.1f} s of CPU, "
        f"peak {peak:,.0f} MB"
    )


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Give the slope of log time over log size, by least squares."""
    xs, ys = [math.log(n) for n in sizes], [math.log(s) for s in seconds]
    middle, height = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - middle) * (y - height) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - middle) ** 2 for x in xs)


def grown(sizes: Sequence[int], each: Sequence[Mapping[str, Mapping[str, float]]]) -> None:
    """Print how the time grows from the smallest size to the largest."""
    totals = [sum(cost["cpu"] for cost in told.values()) for told in each]
    print(f"\nall rules grow by the exponent {exponent(sizes, totals):.2f} (seconds of CPU)")
    heaviest = sorted(each[-1], key=lambda code: -each[-1][code]["cpu"])[:10]
    for code in heaviest:
        print(f"  {code} {exponent(sizes, [told[code]['cpu'] for told in each]):.2f}")


def main() -> None:
    """Read the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--payments", type=int, default=1_000_000)
    parser.add_argument("--cards", type=int, default=3_000_000)
    parser.add_argument("--grow", action="store_true")
    parser.add_argument("--codes", nargs="*", default=[])
    parser.add_argument("--night", type=Path, help="a night that is built already")
    parser.add_argument("--folder", type=Path, help="where to build; needs 120 bytes a payment")
    given = parser.parse_args()
    if given.night:
        print(json.dumps(asked(given.night, given.codes)))
        return
    sizes = [given.payments]
    if given.grow:
        sizes = [given.payments // 10, given.payments // 3, given.payments]
    each = []
    for payments in sizes:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            start = time.perf_counter()
            night, built = built_province(Path(folder), Size(payments, cards=given.cards))
            print(
                f"{built.rows:,} rows built in {time.perf_counter() - start:.0f} s, "
                f"{night.stat().st_size / 2**30:.1f} GB",
                flush=True,
            )
            told = measured(night, given.codes)
            show(payments, told)
            each.append(told)
    if given.grow:
        grown(sizes, each)


if __name__ == "__main__":
    main()
