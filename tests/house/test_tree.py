"""The laws of the tree: names that say nothing, hosts and machines stay out of it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from service.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
BANNED = {"util", "utils", "helper", "helpers", "common", "misc", "base", "manager", "process"}
FLOORS = ("service", "api", "dashboards", "alerts", "ingest", "warehouse")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def tracked(*patterns: str) -> list[Path]:
    told = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=False
    )
    if told.returncode:
        pytest.skip("the tree is no git checkout")
    return [ROOT / name for name in told.stdout.decode().split("\0") if name]


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {path.stem for floor in FLOORS for path in (ROOT / floor).rglob("*.py")}

    assert named & BANNED == set()


def test_a_lock_names_no_host() -> None:
    locks = tracked("*.lock", "*package-lock.json")

    assert {path.name for path in locks} == {*LOCKS, "package-lock.json"}
    for lock in locks:
        assert re.findall(r"https?://|\"resolved\"|--index-url", lock.read_text("utf-8")) == [], (
            lock
        )


def test_every_locked_package_has_its_hash() -> None:
    for lock in LOCKS:
        text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
        pinned = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert [line for line in pinned if "--hash=sha256:" not in line] == []


def test_nothing_fetched_is_committed() -> None:
    vendored = [p.name for p in tracked() if {"vendor", "node_modules"} & set(p.parts)]

    assert vendored == []


def test_no_large_file_is_committed() -> None:
    assert [p.name for p in tracked() if p.is_file() and p.stat().st_size > 1_000_000] == []


def test_ingest_and_alerts_never_meet() -> None:
    for floor, other in (("ingest", "alerts"), ("alerts", "ingest")):
        for path in (ROOT / floor).rglob("*.py"):
            assert not re.search(rf"^\s*(from|import) {other}\b", path.read_text("utf-8"), re.M)


@pytest.mark.parametrize("floor", FLOORS)
def test_the_page_of_the_architecture_names_every_library_that_a_floor_imports(floor: str) -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| `{floor}` |"))
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / floor).rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    others = {name.split(".")[0] for name in imported} - sys.stdlib_module_names - set(FLOORS)

    assert others - set(re.findall(r"\w+", row)) == set()


def test_every_setting_is_explained_to_operators() -> None:
    pages = "".join(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))

    assert set(Settings.model_fields) - {"home"} - set(re.findall(r"\w+", pages)) == set()


def test_only_the_roof_looks_at_the_clock() -> None:
    looks = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(")
    seen = {
        str(path.relative_to(ROOT))
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*.py")
        if looks.search(path.read_text("utf-8"))
    }

    assert seen == {"service/clock.py"}


def test_no_two_decisions_have_one_number() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs/adr").glob("*.md")]

    assert sorted(numbers) == sorted(set(numbers))
