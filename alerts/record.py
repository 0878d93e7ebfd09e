"""记录. What the rules said goes into the night's own file."""

import json
from dataclasses import asdict
from pathlib import Path

import duckdb

from alerts.finding import Finding, Results, RuleResult
from alerts.rule import Verdict
from warehouse.pour import pour


def write(night: Path, results: Results) -> None:
    """Fill `ops.rule_result` and `ops.finding` of the night, in place of what stood there."""
    with duckdb.connect(str(night)) as connection:
        connection.execute("begin")
        connection.execute("delete from ops.rule_result")
        connection.execute("delete from ops.finding")
        pour(connection, "ops.rule_result", (_result(result) for result in results.results))
        pour(connection, "ops.finding", (_finding(finding) for finding in results.findings))
        connection.execute("commit")
        connection.execute("checkpoint")


def _result(result: RuleResult) -> tuple[object, ...]:
    counted = [result.counts.get(verdict, 0) for verdict in Verdict]
    return (
        result.code, result.region, result.period, result.subjects, *counted,
        _json(result.reasons), result.edition, _json(result.limits),
    )  # fmt: skip


def _finding(finding: Finding) -> tuple[object, ...]:
    return (
        finding.code, finding.rule, finding.edition, finding.region, finding.period,
        finding.subject, finding.unit, finding.severity.value, finding.at_stake,
        _json(finding.operands), _json(finding.limits), finding.evidence_rows,
        _json([asdict(row) for row in finding.evidence]),
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
