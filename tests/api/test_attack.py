"""The short form of `make attack`: every operation, by a role that changes from one to the next."""

from pathlib import Path

from alerts.workflow import Role
from bench.attack import assault


def test_no_operation_answers_what_it_does_not_describe(tmp_path: Path):
    roles = list(Role)

    wrong, seen = assault(tmp_path, 2, lambda n: [(at, roles[at % len(roles)]) for at in range(n)])

    assert wrong == []
    assert {status for status in seen if status >= 500} <= {503}
    assert sum(seen.values()) > 60
