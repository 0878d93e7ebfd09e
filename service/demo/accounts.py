"""The demo's people: one account for each role, nobody's name."""

from dataclasses import dataclass

from service.demo.places import CITY

PASSWORD = "pursewatch-demo"
"""Printed by the command that makes the accounts; the demo's data are invented."""


@dataclass(frozen=True)
class Account:
    """One person who may sign in to the demo."""

    name: str
    title: str  # shown on the page
    role: str
    region: str
    unit: str | None = None  # a respondent's own unit
    password: str = PASSWORD


ACCOUNTS: tuple[Account, ...] = (
    Account("analyst", "分析员0312", "analyst", CITY),
    Account("analyst2", "分析员0307", "analyst", CITY),
    Account("leader", "工委负责人0101", "leader", CITY),
    Account("deputy", "代表2087", "deputy", CITY),
    Account("respondent", "住建局联系人0011", "respondent", CITY, unit="111001"),
    Account("expert", "咨询专家0025", "expert", CITY),
    Account("auditor", "审计员0406", "auditor", CITY),
    Account("administrator", "管理员0001", "administrator", CITY),
    Account("county-analyst", "分析员2103", "analyst", "419821"),
)
