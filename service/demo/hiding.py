"""What is hidden in the treasury's papers, told once every voucher has its number."""

from dataclasses import dataclass, field
from datetime import date

from service.demo.books import Books
from service.demo.names import Payee
from service.demo.places import Unit
from service.demo.treasury import Allotment, Pay, Project, Treasury

Subject = str | Allotment | Pay | Project


@dataclass(frozen=True)
class Secret:
    """A plant whose subject may still be without a number."""

    code: str
    region: str
    period: str
    subject: Subject
    severity: str | None
    why: str

    @property
    def named(self) -> str:
        """The subject as the rule names it."""
        if isinstance(self.subject, str):
            return self.subject
        return self.subject.number if isinstance(self.subject, Pay) else self.subject.code


@dataclass
class Hidden:
    """Hides things in a treasury and remembers them."""

    books: Books
    treasury: Treasury
    secrets: list[Secret] = field(default_factory=list)

    @property
    def year(self) -> int:
        """The current year."""
        return self.books.until.year

    def unit(self, region: str, code: str) -> Unit:
        """Give a unit by its code; where the city is small, the department's head."""
        own = [unit for unit in self.treasury.units if unit.region == region]
        named = [unit for unit in own if unit.code == code]
        return named[0] if named else next(u for u in own if u.code == f"{code[:3]}001")

    def line(self, unit: Unit, economic: str, year: int) -> Allotment:
        """Give the unit's allotment for running costs of one kind."""
        return next(
            a for a in self.treasury.allotments_of(year)
            if a.unit is unit and a.economic == economic and a.project.category == "2"
        )  # fmt: skip

    def roomy(self, region: str, department: str, year: int, need: int) -> Allotment:
        """Give a project's allotment of the department that leaves room for more payments."""
        slow = {(project.code, of) for project, of, _ in self.treasury.slow}
        found = [
            a for a in self.treasury.allotments_of(year)
            if a.unit.region == region and a.unit.department.code == department
            and a.project.category == "3" and a.kind == "1" and a.fund == "1" and a.active
            and (a.project.code, year) not in slow and a.project.code[-3:] < "500"
            and (a.economic or "")[:3] in ("302", "310")
        ]  # fmt: skip
        if not found:
            return self.line(self.unit(region, f"{department}001"), "30201", year)
        best = max(found, key=lambda a: (a.executable - a.paid, a.code))
        if best.executable - best.paid < need:
            best.amount += need
        return best

    def pay(self, allotment: Allotment, on: date, amount: int, payee: Payee, purpose: str,
            **more: object) -> Pay:  # fmt: skip
        """Pay on a day that is known.

        Raises:
            LookupError: the day is not yet in the books.
        """
        paid = self.treasury.pay(allotment, on, amount, payee, purpose, **more)
        if paid is None:
            raise LookupError(f"nothing can be hidden on {on}, which the books do not reach")
        return paid

    def say(self, code: str, allotment: Allotment, subject: Subject,
            severity: str | None, why: str) -> None:  # fmt: skip
        """Remember what was hidden."""
        self.secrets.append(
            Secret(code, allotment.unit.region, str(allotment.year), subject, severity, why)
        )

    def says(self, code: str, region: str, period: str, subject: Subject, severity: str | None,
             why: str) -> None:  # fmt: skip
        """Remember what was hidden in a month, or where no one allotment is meant."""
        self.secrets.append(Secret(code, region, period, subject, severity, why))

    def tell(self) -> None:
        """Write the plants down, now that everything has its number."""
        for secret in self.secrets:
            self.books.plant(secret.code, f"{secret.region}/{secret.period}", secret.named,
                             secret.severity, secret.why)  # fmt: skip
