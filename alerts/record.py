"""记录. What the rules said goes into the night's own file."""

import json
from pathlib import Path
from typing import Any

import duckdb

from alerts.finding import Evidence, Finding, Results, RuleResult
from alerts.rule import Severity, Verdict
from warehouse.database import readable
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


def read(night: Path) -> Results:
    """Give what the rules said of a night that is built, as its file has it.

    Raises:
        NightBroken: the file can't be read.
    """
    with readable(night.stem), duckdb.connect(str(night), read_only=True) as connection:
        results = connection.execute(
            "from ops.rule_result order by code, region, period"
        ).fetchall()
        findings = connection.execute(
            "from ops.finding order by code, region, period, subject"
        ).fetchall()
    return Results([_result_of(row) for row in results], [_finding_of(row) for row in findings])


def _result_of(row: tuple[Any, ...]) -> RuleResult:
    code, region, period, _, *counted, reasons, edition, limits = row
    counts = {verdict: n for verdict, n in zip(Verdict, counted, strict=True) if n}
    return RuleResult(
        code, "", edition, region, period, counts, json.loads(reasons), json.loads(limits)
    )


def _finding_of(row: tuple[Any, ...]) -> Finding:
    code, rule, edition, region, period, subject, unit = row[:7]
    severity, at_stake, operands, limits, rows, total, evidence = row[7:]
    return Finding(
        code=code,
        rule=rule,
        edition=edition,
        region=region,
        period=period,
        subject=subject,
        unit=unit,
        severity=Severity(severity),
        at_stake=at_stake,
        operands=json.loads(operands),
        limits=json.loads(limits),
        evidence=[Evidence(**kept) for kept in json.loads(evidence)],
        evidence_rows=rows,
        evidence_total=total,
    )


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
        finding.evidence_total, _json([vars(row) for row in finding.evidence]),
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
