"""The demo city answers for every finding: a second reckoning, in plain Python, of twelve rules.

Nothing here is shared with the rules themselves. What a night finds must be what was planted,
and what stands just on the quiet side must stay quiet.
"""

import calendar
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from service.demo.books import Books
from service.demo.city import write_books

UNTIL = date(2026, 9, 30)
KEYS = {
    "allotment": ("allotment", "fiscal_year", "region"),
    "project": ("project", "fiscal_year", "region"),
    "unit": ("unit", "fiscal_year", "region"),
    "department_budget": ("line", "fiscal_year", "region"),
    "legal_event": ("event", "region"),
}


class Night:
    """What the books say on one day."""

    def __init__(self, books: Books, as_of: date) -> None:
        self.as_of = as_of
        self.found: dict[tuple[str, str, str, str], str] = {}
        month = f"{as_of:%Y-%m}"
        self.rows = defaultdict(list)
        for feed, entries in books.entries.items():
            known = [e.cells for e in entries if e.period <= month or e.period == f"{as_of.year}"]
            if feed in KEYS:
                latest = {tuple(row[k] for k in KEYS[feed]): row for row in known}
                known = list(latest.values())
            self.rows[feed] = known
        self.department = {
            (r["region"], r["fiscal_year"], r["unit"]): r["department"] for r in self.rows["unit"]
        }

    def days(self):
        for year in range(self.as_of.year - 2, self.as_of.year + 1):
            yield year, min(self.as_of, date(year, 12, 31))

    def find(self, code, row, period, subject, severity) -> None:
        assert (code, row["region"], str(period), subject) not in self.found
        self.found[code, row["region"], str(period), subject] = severity

    def ask(self):
        self._payments()
        self._allotments()
        self._pace()
        self._publics()
        self._twice()
        self._debt()
        self._idle()
        self._replies()
        self._balances()
        return self.found

    def _spent(self):
        return [
            r for r in self.rows["payment"] if r["business"] != "9" and r["paid_on"] <= self.as_of
        ]

    def _payments(self) -> None:
        active = {
            (r["region"], r["fiscal_year"], r["allotment"])
            for r in self.rows["allotment"]
            if r["active"] and r["issued_on"] <= self.as_of
        }
        for row in self._spent():
            if (row["region"], row["fiscal_year"], row["allotment"]) not in active:
                self.find("B01", row, row["fiscal_year"], row["payment"], "red")

    def _accounts(self):
        changed, paid = defaultdict(int), defaultdict(int)
        for row in self.rows["allotment_change"]:
            changed[row["region"], row["fiscal_year"], row["allotment"]] += row["amount"]
        for row in self._spent():
            paid[row["region"], row["fiscal_year"], row["allotment"]] += row["amount"]
        for row in self.rows["allotment"]:
            key = (row["region"], row["fiscal_year"], row["allotment"])
            yield row, row["amount"] + changed[key] - (row["frozen"] or 0), paid[key]

    def _allotments(self) -> None:
        days = dict(self.days())
        for row, executable, paid in self._accounts():
            year = row["fiscal_year"]
            day = days[year]
            if paid > executable:
                self.find("B02", row, year, row["allotment"], "red")
            if row["active"] and executable > 0 and paid == 0 and (day.month, day.day) >= (3, 31):
                grade = (
                    "red" if day == date(year, 12, 31) else "yellow" if day.month <= 6 else "orange"
                )
                self.find("B04", row, year, row["allotment"], grade)
            if row["kind"] == "3" and row["origin_year"] <= year - 2 and executable > paid:
                self.find("B32", row, year, row["allotment"], "red")

    def _pace(self) -> None:
        days = dict(self.days())
        sums = defaultdict(lambda: [0, 0])
        for row, executable, paid in self._accounts():
            if row["active"]:
                year = row["fiscal_year"]
                department = self.department[row["region"], year, row["unit"]]
                for subject in (row["project"], f"department/{department}"):
                    sums[row["region"], year, subject][0] += executable
                    sums[row["region"], year, subject][1] += paid
        for (region, year, subject), (executable, paid) in sums.items():
            day = days[year]
            if executable > 0 and (day.month, day.day) >= (3, 31):
                behind = day.month * executable - 12 * paid
                steps = [10 * behind > 12 * k * executable for k in (1, 2, 3)]
                if any(steps):
                    grade = ("yellow", "orange", "red")[sum(steps) - 1]
                    self.find("B03", {"region": region}, year, subject, grade)

    def _publics(self) -> None:
        codes = {"30212", "30217", "30231", "31013"}
        budget, paid = defaultdict(int), defaultdict(int)
        for row in self.rows["department_budget"]:
            if row["department_economic"] in codes:
                self._by_unit(budget, row, row["approved"])
        for row in self._spent():
            if row["department_economic"] in codes:
                self._by_unit(paid, row, row["amount"])
        for (region, year, subject), amount in paid.items():
            if amount > budget[region, year, subject]:
                self.find("B07", {"region": region}, year, subject, "red")

    def _by_unit(self, sums, row, amount) -> None:
        code, year = row["department_economic"], row["fiscal_year"]
        department = self.department[row["region"], year, row["unit"]]
        sums[row["region"], year, f"{row['unit']}/{code}"] += amount
        sums[row["region"], year, f"department/{department}/{code}"] += amount

    def _twice(self) -> None:
        pairs = defaultdict(list)
        for row in self._spent():
            kind = (row["department_economic"] or "")[:3]
            if row["payee_account"] and row["amount"] > 0 and kind not in ("301", "303"):
                pairs[row["region"], row["payee_account"], row["amount"]].append(row)
        for rows in pairs.values():
            rows.sort(key=lambda row: (row["paid_on"], row["payment"]))
            for first, second in pairwise(rows):
                if (second["paid_on"] - first["paid_on"]).days <= 30:
                    same = first["purpose"] == second["purpose"]
                    grade = "orange" if same else "yellow"
                    month = f"{second['paid_on']:%Y-%m}"
                    self.find("B19", second, month, second["payment"], grade)

    def _debt(self) -> None:
        last = max(row["stated_on"] for row in self.rows["debt_position"])
        by_region = defaultdict(dict)
        for row in self.rows["debt_position"]:
            if row["stated_on"] == last:
                by_region[row["region"]][row["kind"]] = row
        for region, kinds in by_region.items():
            out = {k: r["outstanding"] for k, r in kinds.items()}
            top = {k: r["ceiling"] for k, r in kinds.items()}
            out["total"], top["total"] = sum(out.values()), sum(top.values())
            for kind, amount in out.items():
                if amount > top[kind]:
                    self.find("D01", {"region": region}, last.year, kind, "red")
            rate = out["total"] / kinds["1"]["comprehensive_resources"]
            for least, grade in ((3.0, "red"), (2.0, "orange"), (1.2, "yellow")):
                if rate >= least:
                    self.find("D03", {"region": region}, last.year, "total", grade)
                    break

    def _idle(self) -> None:
        last = max(row["stated_on"] for row in self.rows["asset_card"])
        area = defaultdict(lambda: [0, 0])
        for row in self.rows["asset_card"]:
            if row["stated_on"] != last or row["status"] == "9":
                continue
            kind = row["asset_class"][0]
            if kind == "1":
                area[row["region"], row["unit"]][0] += row["area"]
                area[row["region"], row["unit"]][1] += row["idle_area"]
            since = row["idle_since"]
            if (
                row["status"] == "4"
                and since
                and _a_year_after(since) < self.as_of
                and (kind == "1" or (kind == "2" and row["cost"] >= 10_000_000))
            ):
                self.find("S01", row, last.year, row["asset"], "yellow")
        for (region, unit), (whole, idle) in area.items():
            if whole and idle * 10 > whole:
                self.find("S01", {"region": region}, last.year, unit, "yellow")

    def _replies(self) -> None:
        approved, replied = {}, {}
        for row in self.rows["legal_event"]:
            key = (row["region"], row["fiscal_year"])
            if row["kind"] == "budget_approved":
                approved[key] = row["happened_on"]
            if row["kind"] == "department_replied":
                replied[(*key, row["subject"])] = row["happened_on"]
        duties = {
            (
                r["region"],
                r["fiscal_year"],
                self.department[r["region"], r["fiscal_year"], r["unit"]],
            )
            for r in self.rows["department_budget"]
        }
        for region, year, department in duties:
            start = approved.get((region, year))
            end = replied.get((region, year, department), self.as_of)
            if start and (end - start).days > 20:
                self.find(
                    "A01", {"region": region}, year, f"department_replied/{department}", "red"
                )

    def _balances(self) -> None:
        done = defaultdict(int)
        for row in self._spent():
            book = (row["region"], row["fiscal_year"], row["fund"][0], "2")
            done[(*book, row["function_item"], row["paid_on"].month)] += row["amount"]
        for row in self.rows["receipt"]:
            book = {"10301": "2", "10306": "3"}.get(row["revenue_item"][:5], "1")
            key = (row["region"], row["fiscal_year"], book, "1", row["revenue_item"])
            done[(*key, row["received_on"].month)] += row["amount"]
        stated = {
            (r["region"], r["fiscal_year"], r["book"], r["side"], r["code"], r["month"]): r
            for r in self.rows["statement"]
            if 1 <= r["month"] <= 12
        }
        below, paid = defaultdict(int), defaultdict(int)
        for (*book, code, month), row in stated.items():
            if len(code) > 3:
                below[(*book, code[:-2], month)] += row["executed"]
        for (*book, code, month), amount in done.items():
            for later in range(month, 13):
                for cut in {code[:3], code[:5], code}:
                    paid[(*book, cut, later)] += amount
        for key, row in stated.items():
            subject = "/".join(map(str, key[2:6]))
            broken = key in below and abs(below[key] - row["executed"]) > 1
            if broken or abs(row["executed"] - paid[key]) > 1:
                period = f"{key[1]}-{key[5]:02d}"
                if ("Q03", row["region"], period, subject) not in self.found:
                    self.find("Q03", row, period, subject, "blue")


def _a_year_after(on: date) -> date:
    last = calendar.monthrange(on.year + 1, on.month)[1]
    return date(on.year + 1, on.month, min(on.day, last))


TWELVE = {"A01", "B01", "B02", "B03", "B04", "B07", "B19", "B32", "D01", "D03", "Q03", "S01"}


def planted(books: Books) -> dict[tuple[str, str, str, str], str]:
    return {p.identity: p.severity for p in books.plants if p.severity and p.code in TWELVE}


@pytest.fixture(scope="module")
def found(books):
    return Night(books, UNTIL).ask()


def test_a_night_finds_what_was_planted_and_nothing_else(books: Books, found) -> None:
    assert found == planted(books)


@pytest.mark.parametrize(("seed", "units"), [(7, 17), (11, 40)])
def test_so_does_a_night_of_another_city(seed: int, units: int) -> None:
    other = write_books(seed, units, UNTIL)

    assert Night(other, UNTIL).ask() == planted(other)


def test_what_stands_just_on_the_quiet_side_stays_quiet(books: Books, found) -> None:
    quiet = {p.identity for p in books.plants if p.severity is None and p.code in TWELVE}

    assert {code for code, *_ in quiet} >= {"B01", "B02", "B03", "B04", "B19", "B32", "D01", "D03"}
    assert not quiet & set(found)


def test_every_rule_has_something_to_find_in_each_of_its_grades(found) -> None:
    grades = defaultdict(set)
    for (code, *_), severity in found.items():
        grades[code].add(severity)

    assert grades == {
        "A01": {"red"}, "B01": {"red"}, "B02": {"red"}, "B03": {"red", "orange", "yellow"},
        "B04": {"red", "orange"}, "B07": {"red"}, "B19": {"orange", "yellow"}, "B32": {"red"},
        "D01": {"red"}, "D03": {"red", "orange", "yellow"}, "Q03": {"blue"}, "S01": {"yellow"},
    }  # fmt: skip


def test_the_city_is_calm(found) -> None:
    counts = defaultdict(int)
    for severity in found.values():
        counts[severity] += 1

    assert 10 <= counts["red"] <= 26
    assert 20 <= counts["orange"] <= 50
    assert 60 <= counts["yellow"] <= 150


def test_some_alerts_of_june_are_gone_by_september(books: Books, found) -> None:
    june = Night(books, date(2026, 6, 30)).ask()

    gone = {code for code, *rest in june if (code, *rest) not in found}

    assert {"B03", "B04", "B32"} <= gone
    assert june["B04", "419800", "2026", next(k[3] for k in june if k[0] == "B04")] == "yellow"


def test_the_old_houses_are_overpaid_as_the_books_say(books: Books, found) -> None:
    night = Night(books, UNTIL)
    houses = next(r for r in night.rows["project"] if r["name"] == "老旧小区改造")
    row, executable, paid = next(
        account for account in night._accounts() if account[0]["project"] == houses["project"]
    )

    assert (executable, paid) == (1_430_000_000, 1_518_642_000)
    assert found["B02", "419800", "2026", row["allotment"]] == "red"
