"""The treasury's papers as rows: projects, budgets, allotments, changes, payments, contracts."""

from collections import defaultdict
from datetime import timedelta

from service.demo.books import Books, month_of
from service.demo.treasury import Allotment, Contract, Pay, Project, Treasury


def write_treasury(books: Books, treasury: Treasury) -> None:
    """Number every voucher and write everything down."""
    number_vouchers(treasury)
    for (_region, year), projects in treasury.register.items():
        for project in projects:
            _project(books, treasury, project, year)
    for allotment in treasury.allotments:
        _allotment(books, allotment)
        _budget_line(books, allotment)
        _changes(books, treasury, allotment)
    for pay in sorted(treasury.pays(), key=lambda pay: (pay.on, pay.number)):
        _payment(books, pay)
    for contract in treasury.contracts:
        if contract.signed_on <= treasury.until:
            _contract(books, treasury, contract)


def number_vouchers(treasury: Treasury) -> None:
    """Number vouchers by government and year in the order of their days."""
    for pay in sorted(treasury.pays(), key=lambda pay: pay.on):  # stable: plan order within a day
        region, year = pay.unit.region, pay.on.year
        number = treasury.number("payment", region, year)
        of_day = treasury.number(f"{pay.on:%m%d}", region, year)
        pay.number = f"ZF{year % 100:02d}{region[-2:]}{number:06d}"
        pay.voucher = f"Z{pay.on:%y-%m%d}-{of_day:04d}"


def _project(books: Books, treasury: Treasury, project: Project, year: int) -> None:
    issued = [
        a.issued_on for a in treasury.allotments if a.project is project and a.year == year
    ]  # fmt: skip
    listed = min(issued) if issued else None
    period = month_of(listed) if listed else f"{year}-01"
    books.add(
        "project", period, project=project.code, fiscal_year=year, region=project.unit.region,
        name=project.name, category=project.category, unit=project.unit.code,
        start_year=project.first_year, term_years=project.term if project.category == "3" else None,
        total_amount=project.total, has_target=project.has_target, is_key=project.is_key,
    )  # fmt: skip


def _allotment(books: Books, allotment: Allotment) -> None:
    project = allotment.project
    cells = {
        "allotment": allotment.code, "fiscal_year": allotment.year,
        "region": allotment.unit.region, "unit": allotment.unit.code, "project": project.code,
        "document": allotment.document, "superior_document": allotment.superior,
        "issued_on": allotment.issued_on, "kind": allotment.kind,
        "origin_year": allotment.origin_year, "fund": allotment.fund,
        "function_item": allotment.function, "government_economic": allotment.government,
        "department_economic": allotment.economic, "amount": allotment.amount,
        "frozen": 0, "active": allotment.active,
    }  # fmt: skip
    books.add("allotment", month_of(allotment.issued_on), **cells)
    if allotment.frozen_on:
        books.add("allotment", month_of(allotment.frozen_on),
                  **cells | {"frozen": allotment.frozen})  # fmt: skip


def _budget_line(books: Books, allotment: Allotment) -> None:
    if allotment.kind != "1":
        return
    die = books.draw("line", allotment.code)
    books.add(
        "department_budget", str(allotment.year), line=f"YS{allotment.code[4:]}",
        fiscal_year=allotment.year, region=allotment.unit.region, unit=allotment.unit.code,
        project=allotment.project.code, fund=allotment.fund, function_item=allotment.function,
        government_economic=allotment.government, department_economic=allotment.economic,
        requested=round(allotment.amount * die.choice((1, 1.05, 1.1, 1.2)) / 100) * 100,
        approved=allotment.amount, is_procurement=(allotment.economic or "")[:3] == "310",
        is_unassigned=False,
    )  # fmt: skip


def _changes(books: Books, treasury: Treasury, allotment: Allotment) -> None:
    region = allotment.unit.region
    for change in allotment.changes:
        if change.on > treasury.until:
            continue
        number = treasury.number("change", region, allotment.year)
        books.add(
            "allotment_change", month_of(change.on),
            change=f"TZ{allotment.year}{region[-2:]}{number:05d}", fiscal_year=allotment.year,
            region=region, changed_on=change.on, kind=change.kind, allotment=allotment.code,
            source_allotment=change.source, amount=change.amount,
            approval=f"安财预〔{allotment.year}〕{100 + number}号",
        )  # fmt: skip


def _payment(books: Books, pay: Pay) -> None:
    allotment = pay.allotment
    project = allotment.project.code if allotment else None
    books.add(
        "payment", month_of(pay.on), payment=pay.number, fiscal_year=pay.on.year,
        region=pay.unit.region, voucher=pay.voucher,
        allotment=pay.named or (allotment.code if allotment else None), unit=pay.unit.code,
        project=project, fund=allotment.fund if allotment else "1",
        function_item=allotment.function if allotment else pay.unit.running,
        government_economic=allotment.government if allotment else None,
        department_economic=pay.economic or (allotment.economic if allotment else None),
        requested_on=pay.on - timedelta(days=1 + pay.on.day % 3), paid_on=pay.on,
        amount=pay.amount, method=pay.method, business=pay.business, settlement=pay.settlement,
        payer_account=pay.unit.account.account, payee=pay.payee.name,
        payee_account=pay.payee.account or None, payee_bank=pay.payee.bank, purpose=pay.purpose,
        contract=pay.contract, bond=pay.bond,
    )  # fmt: skip


def _contract(books: Books, treasury: Treasury, contract: Contract) -> None:
    allotment = contract.allotment
    known = {
        name: day if day and day <= treasury.until else None
        for name, day in (("published_on", contract.published_on), ("filed_on", contract.filed_on),
                          ("delivered_on", contract.delivered_on))
    }  # fmt: skip
    books.add(
        "contract", month_of(contract.signed_on), contract=contract.code,
        region=allotment.unit.region, unit=allotment.unit.code, project=allotment.project.code,
        item=contract.item, procedure=contract.procedure, supplier=contract.payee.name,
        is_small_firm=contract.is_small, budget=contract.budget, amount=contract.amount,
        supplement=contract.supplement, awarded_on=contract.awarded_on,
        signed_on=contract.signed_on, **known,
    )  # fmt: skip


def executed(books: Books) -> dict[tuple[str, int, str, str, int], int]:
    """Sum what was paid: (region, year, book, function code, month) → fen."""
    sums: dict[tuple[str, int, str, str, int], int] = defaultdict(int)
    for row in books.rows("payment"):
        if row["business"] != "9":
            on = row["paid_on"]
            key = (row["region"], on.year, row["fund"][0], row["function_item"], on.month)
            sums[key] += row["amount"]
    return sums
