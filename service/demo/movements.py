"""What moves money between issue and year's end: carry-overs, supplements, virements, refunds."""

from datetime import date, timedelta
from random import Random

from service.demo.books import Books
from service.demo.budget import draw_down, template_of
from service.demo.places import CITY
from service.demo.treasury import (
    CALM,
    WAN,
    YUAN,
    Allotment,
    Change,
    Pay,
    Treasury,
    instalments,
    workday,
)

SPENT_BY_JULY = (0.0, 0.0, 0.4, 0.5, 0.65, 0.8, 0.9, *[1.0] * 6)


def carry_over(books: Books, treasury: Treasury, year: int) -> None:
    """结转. Close some of last year's projects with a voucher, and open what is left again."""
    for old in [a for a in treasury.allotments if a.year == year - 1]:
        project = old.project
        left = old.executable - old.paid
        die = books.draw("carry", old.code)
        chosen = project.category == "3" and project.code[-3:] < "500" and die.random() < 0.3
        if not chosen or left < 3 * WAN or old.kind == "3":
            continue
        treasury.pay(old, date(year - 1, 12, 31), left, old.unit.account, "年终结转",
                     business="9")  # fmt: skip
        issued = date(year, 1, die.randint(9, 15))
        kept = treasury.allot(
            year, project, old.economic, left, issued, kind="3", origin_year=year - 1
        )
        most = (400 if old.unit.region == CITY else 80) * WAN
        count = 3 if left < most else 11 * -(-left // (2 * most))
        plan = instalments(die, year, SPENT_BY_JULY, count, 2)
        draw_down(die, treasury, kept, template_of(project), plan)


def supplement(books: Books, treasury: Treasury, year: int) -> None:
    """追加. Give some projects more in the second half of the year, and let it be spent."""
    slow = {(project.code, of) for project, of, _ in treasury.slow}
    for first in treasury.allotments_of(year):
        project = first.project
        ordinary = first.kind == "1" and project.category == "3" and project.code[-3:] < "500"
        if not ordinary or (project.code, year) in slow:
            continue
        die = books.draw("supplement", first.code)
        issued = date(year, die.choice((7, 7, 8, 10)), die.randint(2, 8))
        if die.random() < 0.14 and issued <= treasury.until:
            _add(die, treasury, first, issued)


def _add(die: Random, treasury: Treasury, first: Allotment, issued: date) -> None:
    amount = round(first.amount * die.uniform(0.06, 0.2) / WAN + 1) * WAN
    more = first
    if die.random() < 0.4:
        first.changes.append(Change(issued, "1", amount))
    else:
        more = treasury.allot(
            issued.year, first.project, first.economic, amount, issued, kind="2",
            superior=f"豫财预〔{issued.year}〕{die.randint(11, 180)}号",
        )  # fmt: skip
    months = 13 - issued.month
    most = (400 if first.unit.region == CITY else 80) * WAN
    plan = instalments(die, issued.year, CALM, months * -(-amount // most), issued.month)
    draw_down(die, treasury, more, template_of(first.project), plan, amount)


def shift(books: Books, treasury: Treasury, year: int) -> None:
    """调剂. Move a little between two lines of a unit's running costs."""
    lines: dict[str, dict[str, Allotment]] = {}
    for allotment in treasury.allotments_of(year):
        if allotment.project.category == "2":
            key = f"{allotment.unit.region}{allotment.unit.code}"
            lines.setdefault(key, {})[allotment.economic or ""] = allotment
    for key, own in lines.items():
        die = books.draw("shift", year, key)
        on = date(year, die.randint(4, 11), die.randint(3, 26))
        if die.random() < 0.3 and on <= treasury.until:
            giver, taker = own["30229"], own["30201"]
            amount = die.randint(8, 40) * 100 * YUAN
            amount = min(amount, max(0, (giver.executable - giver.paid) // 3))
            if amount:
                giver.changes.append(Change(on, "4", -amount, taker.code))
                taker.changes.append(Change(on, "3", amount, giver.code))


def refund(books: Books, treasury: Treasury, year: int) -> None:
    """退款与更正. Some payments come back in part; some go out again to the right account."""
    for allotment in treasury.allotments_of(year):
        if allotment.project.category != "2":
            continue
        die = books.draw("refund", allotment.code)
        for pay in list(allotment.pays):
            drawn = die.random()
            on = pay.on + timedelta(days=die.randint(3, 12))
            if drawn > 0.012 or on.year != year or pay.contract:
                continue
            if drawn > 0.004:
                part = pay.amount * die.randint(10, 45) // 100
                treasury.pay(allotment, on, -part, pay.payee, f"退回{pay.purpose}", business="2")
            else:
                _correct(treasury, allotment, pay, on)


def _correct(treasury: Treasury, allotment: Allotment, pay: Pay, on: date) -> None:
    again = on + timedelta(days=2)
    if again > treasury.until or again.year != on.year:
        return
    right = treasury.payees[pay.unit.region].firms["daily"][pay.on.day]
    treasury.pay(allotment, on, -pay.amount, pay.payee, f"冲销{pay.purpose}", business="3")
    treasury.pay(allotment, again, treasury.distinct(right, pay.amount), right,
                 pay.purpose, business="3")  # fmt: skip


def freeze(books: Books, treasury: Treasury, year: int) -> None:
    """冻结. Hold back a little of some allotments in August."""
    for allotment in treasury.allotments_of(year):
        die = books.draw("freeze", allotment.code)
        on = workday(die, year, 8)
        if allotment.project.category == "2" and die.random() < 0.004 and on <= treasury.until:
            allotment.frozen = allotment.amount * 3 // 100
            allotment.frozen_on = on


def move(books: Books, treasury: Treasury, year: int) -> None:
    """Do all that changes a year's allotments after they were issued."""
    supplement(books, treasury, year)
    shift(books, treasury, year)
    refund(books, treasury, year)
    freeze(books, treasury, year)
