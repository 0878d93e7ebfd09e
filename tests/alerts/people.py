"""People for tests: one for each role of one city."""

from alerts.actor import Actor
from alerts.scope import Scope
from alerts.workflow import Role

CITY = Scope(("419800",))


def person(name: str, role: Role, *, unit: str | None = None, region: str = "419800") -> Actor:
    return Actor(name, role, Scope((region,)), unit, region)


WANG = person("王", Role.ANALYST)
LI = person("李", Role.ANALYST)
LEADER = person("周主任", Role.LEADER)
UNIT = person("水利局", Role.RESPONDENT, unit="101001", region="419801")
DEPUTY = person("代表", Role.DEPUTY)
AWAY = person("邻市", Role.ANALYST, region="419900")
