"""债券资金项目. What the money of new bonds has built, by the day on which it was looked at."""

from datetime import date

from service.demo.assets import stock_days
from service.demo.books import Books, month_of
from service.demo.debt import Bond

INCOME = {"污水处理厂扩建": "生态环保", "产业园标准厂房": "产业园区基础设施",
          "医院住院楼": "社会事业", "养老服务综合体": "社会事业",
          "公共停车场": "市政基础设施", "老旧管网更新": "市政基础设施"}  # fmt: skip


def write_progress(books: Books, bonds: list[Bond]) -> None:
    """Write, at every count, what each bond's project got, spent and earned."""
    for on in stock_days(books):
        for bond in bonds:
            if bond.allotment and bond.kind == "2" and bond.proceeds_on <= on:
                _row(books, bond, on)


def _row(books: Books, bond: Bond, on: date) -> None:
    allotment = bond.allotment
    assert allotment is not None
    handed = allotment.issued_on <= on
    spent = sum(pay.amount for pay in allotment.pays if pay.on <= on)
    whole = sum(due for _, _, due in bond.services())
    due = sum(amount for day, _, amount in bond.services() if day <= on)
    earned = due * bond.earns // 100
    project = allotment.project
    books.add(
        "bond_project", month_of(on), bond=bond.code, project=project.code, region=bond.region,
        project_name=project.name, field=INCOME[project.name], owner=project.unit.name,
        allocated=bond.amount, handed_over=allotment.amount if handed else 0,
        handed_over_on=allotment.issued_on if handed else None, spent=spent,
        income_forecast=whole * 132 // 100, income_actual=earned,
        income_handed_in=earned, stated_on=on,
    )  # fmt: skip
