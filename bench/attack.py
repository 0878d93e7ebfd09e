"""Hostile requests to every operation of the API, as each role: what may never come back.

`python -m bench.attack --examples 200` attacks a small city's door, in this process. No answer may
be a server's error, or have a status, a type or a body that the description does not name.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import schemathesis
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from alerts.workflow import Role
from tests.api.city import FOUND, City, city, found_city

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CORES = os.cpu_count() or 1
PATIENCE = 60
"""Seconds for an answer: what is attacked here is what is said, not how fast on a busy machine."""
ENDS_SESSION = {"sign_out", "sign_out_everywhere", "change_password", "use_factor"}
"""Attacked without the mark of the session, or nothing would be attacked after them."""


def operations(attacked: City) -> list[Any]:
    """Give every operation that the description names."""
    schema = schemathesis.openapi.from_dict(attacked.app.openapi())
    schema.app = attacked.app
    return [found.ok() for found in schema.get_all_operations()]


def attack(
    operation: Any,  # noqa: ANN401 - schemathesis's own
    role: Role,
    session: Mapping[str, str],
    examples: int,
    seen: Counter[int],
) -> Iterator[str]:
    """Attack one operation as a role; give what must not be, in a sentence."""
    name = operation.definition.raw.get("operationId", "")
    dropped = {"X-CSRF-Token"} if name in ENDS_SESSION else set()
    headers = {header: text for header, text in session.items() if header not in dropped}

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def attacks(case: Any) -> None:  # noqa: ANN401 - the same
        answer = case.call(headers=headers, timeout=PATIENCE)
        seen[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    try:
        attacks()
    except (Failure, FailureGroup) as failed:
        yield f"{operation.method.upper()} {operation.path} as {role}: {failed}"
    except BaseExceptionGroup as failed:
        for one in failed.exceptions:
            yield f"{operation.method.upper()} {operation.path} as {role}: {one}"


def assault(roles: Sequence[Role], examples: int) -> Mapping[Role, tuple[list[str], Counter[int]]]:
    """Attack a new city as each role; give what was wrong, and how often each status came."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    told = {role: (list[str](), Counter[int]()) for role in roles}
    with tempfile.TemporaryDirectory() as folder:
        found_city(Path(folder))
        attacked = city(Path(folder))
        attacked.note(FOUND)
        sessions = {role: _session(attacked, role) for role in roles}
        for operation in operations(attacked):
            for role, (wrong, seen) in told.items():
                wrong.extend(attack(operation, role, sessions[role], examples, seen))
    return told


def _session(attacked: City, role: Role) -> dict[str, str]:
    client = attacked.as_(role)
    mark = client.get("/api/v1/session").json()["csrf"]
    return {"Cookie": f"pursewatch={client.cookies['pursewatch']}", "X-CSRF-Token": mark}


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--role", type=Role, action="append", help="default: each")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    roles = asked.role or list(Role)
    shares = [share for at in range(CORES) if (share := roles[at::CORES])]
    faults = 0
    with ProcessPoolExecutor(CORES, get_context("spawn")) as many:
        for told in many.map(partial(assault, examples=asked.examples), shares):
            for role, (wrong, seen) in told.items():
                for one in wrong:
                    print(one, file=sys.stderr)
                statuses = ", ".join(f"{s}: {times:,}" for s, times in sorted(seen.items()))
                print(f"{role}: {sum(seen.values()):,} requests, {statuses}", flush=True)
                faults += len(wrong)
    took = time.perf_counter() - started
    print(f"{faults} operations answered what they must not, in {took:.0f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
