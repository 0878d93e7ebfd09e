"""Hostile requests to every operation of the API, as each role: what may never come back.

`python -m bench.attack --examples 200` attacks a small city's door, in this process. No answer may
be a server's error, or have a status, a type or a body that the description does not name.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import schemathesis
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
        answer = case.call(headers=headers)
        seen[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    try:
        attacks()
    except (Failure, FailureGroup) as failed:
        yield f"{operation.method.upper()} {operation.path} as {role}: {failed}"
    except BaseExceptionGroup as failed:
        for one in failed.exceptions:
            yield f"{operation.method.upper()} {operation.path} as {role}: {one}"


def assault(
    folder: Path, examples: int, pairs: Callable[[int], Iterable[tuple[int, Role]]] | None = None
) -> tuple[list[str], Counter[int]]:
    """Attack a new city; give what was wrong, and how often each status came back."""
    found_city(folder)
    attacked = city(folder)
    attacked.note(FOUND)
    listed, seen, wrong = operations(attacked), Counter[int](), list[str]()
    sessions = {role: _session(attacked, role) for role in Role}
    every = [(at, role) for role in Role for at in range(len(listed))]
    for at, role in every if pairs is None else pairs(len(listed)):
        wrong += attack(listed[at], role, sessions[role], examples, seen)
    return wrong, seen


def _session(attacked: City, role: Role) -> dict[str, str]:
    client = attacked.as_(role)
    mark = client.get("/api/v1/session").json()["csrf"]
    return {"Cookie": f"pursewatch={client.cookies['pursewatch']}", "X-CSRF-Token": mark}


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=200)
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        wrong, seen = assault(Path(folder), asked.examples)
    for one in wrong:
        print(one, file=sys.stderr)
    told = ", ".join(f"{status}: {times:,}" for status, times in sorted(seen.items()))
    print(f"{sum(seen.values()):,} requests in {time.perf_counter() - started:.0f} s: {told}")
    print(f"{len(wrong)} operations answered what they must not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
