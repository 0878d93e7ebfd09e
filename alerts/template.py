"""模板. A new rule's file: whole and green as it is written, and there to be changed."""

import re
from pathlib import Path

CODE = re.compile(r"[A-Z]\d{2,3}")
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
FILE = Path(__file__).parent / "rules" / "_template.py"
WRITTEN = 'code="X00"'


class TemplateRefused(Exception):
    """A new rule can't have that code, name or place."""


def template(code: str) -> str:
    """Give the text of a new rule's file."""
    return FILE.read_text("utf-8").replace(WRITTEN, f'code="{code}"')
