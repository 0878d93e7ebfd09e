"""A site's own rules are read and never run, and one that is broken hides no other."""

from pathlib import Path

import pytest

from alerts import catalogue
from alerts.catalogue import all_rules, catalogue_at
from alerts.rule import Severity

B02 = (Path(catalogue.__file__).parent / "rules/execution/payment_exceeds_allotment.py").read_text(
    "utf-8"
)
OURS = B02.replace('code="B02"', 'code="X01"')
COUNTED = len(all_rules())


def read(folder: Path, **files: str) -> catalogue.Catalogue:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    return catalogue_at(folder)


def reason(folder: Path, text: str) -> str:
    [broken] = read(folder, ours=text).broken
    return broken.reason


def test_a_site_adds_rules_of_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, ours=OURS)
    assert (found.rules["site.ours"].code, found.broken) == ("X01", [])
    assert found.rules["site.ours"].severity is Severity.RED
    assert len(found.rules) == COUNTED + 1


def test_a_broken_file_hides_no_other(tmp_path: Path) -> None:
    found = read(tmp_path, ours=OURS, wrong="x = (", worse="RULE = 1")
    assert "site.ours" in found.rules
    assert [(one.name, one.code) for one in found.broken] == [
        ("site.worse", "worse"), ("site.wrong", "wrong"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("RULE = 1", "it defines no RULE = Rule(…)"),
        ("x = (", "line 1: '(' was never closed"),
        ("\nfrom alerts.rule import Rule\nRULE = Rule(kode='X')", "line 3: "),
        ("import os\nos.system('true')", "line 1: import is more than a site's rule may do"),
        ("from os import system", "line 1: os.system may not be imported: alerts.rule: Article"),
        ("from alerts.rule import dataclass", "alerts.rule.dataclass may not be imported"),
        ("RULE = __import__('os')", "line 1: no word is called __import__"),
        ("RULE = open('/etc/passwd')", "line 1: name 'open' is not defined"),
        ("RULE = 'x'.__class__", "line 1: .__class__ is none of Severity"),
        ("RULE = 'x'.join(['y'])", "only the words of a rule may be called"),
        ("RULE = 10 ** 10", "pow is more than a site's rule may do"),
        ("RULE = [x for x in (1,)]", "comp"),
        ("while True: pass", "while is more than a site's rule may do"),
        ("from datetime import date\nRULE = date(2026, 2, 30)", "line 2: day"),
        ("(" * 3000, "line 1: too many nested parentheses"),
        ("x = '\0'", "null bytes"),
        (OURS.replace("X01", "B02"), "the code 'B02' is execution.payment_exceeds_allotment's"),
        (OURS.replace('code="X01"', "code=7"), "code is not what it must be"),
        (OURS.replace('needs=("payment",', 'needs=("pay",'), "which is in neither needs"),
        (OURS.replace("from lineage.payment", "from read_csv('/etc/passwd')"), "rule reads core"),
        (OURS.replace("from judged", "from judged; drop table x"), "one select is wanted"),
        (OURS.replace('sql="""', 'sql="""attach \'x\'; '), "one select is wanted"),
    ],
)
def test_a_file_that_is_no_rule_says_why(tmp_path: Path, text: str, said: str) -> None:
    assert said in reason(tmp_path, text)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    text = OURS.replace("    severity=Severity.RED,\n", "")
    assert "missing 1 required positional argument: 'severity'" in reason(tmp_path, text)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "ours.py").write_bytes(OURS.encode("gb18030"))
    [broken] = catalogue_at(tmp_path).broken
    assert (broken.code, broken.reason.rpartition(": ")[2]) == ("X01", "save it so")


def test_a_code_stands_once_among_a_site_s_files(tmp_path: Path) -> None:
    [broken] = read(tmp_path, a=OURS, b=OURS).broken
    assert "the code 'X01' is site.a's: take one that is free" in broken.reason
