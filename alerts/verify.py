"""验链. Names the lines of the record that were changed, deleted, put in or moved."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from alerts.trail import Head, Line, hash_of, lines

_TRIED = 500  # lines that fail are compared with so many others, to tell where they came from


@dataclass(frozen=True)
class Fault:
    """What is wrong with the record, and where."""

    where: str
    says: str


@dataclass(frozen=True)
class Proof:
    """How a chain was found."""

    lines: int
    head: Head | None
    faults: Sequence[Fault]


def verify_trail(connection: sa.Connection, known: Iterable[Head] = ()) -> Proof:
    """Hash every line anew and hold the chain to the heads that are `known` from elsewhere.

    Raises:
        ChainUnavailable: this machine can't compute a hash that the chain uses.
    """
    wanted = {head.number: head for head in known}
    faults: list[Fault] = []
    altered: list[Line] = []
    last: Line | None = None
    count = 0
    for line in lines(connection):
        count += 1
        faults += _missing(last, line)
        if hash_of(line) != line.hash:
            altered.append(line)
        elif _breaks(last, line) and last not in altered[-1:]:
            faults.append(_unfollowed(line))
        told = wanted.pop(line.number, None)
        if told is not None and told.hash != line.hash:
            faults.append(
                Fault(
                    f"line {line.number}",
                    f"{_named(line)} has the hash {line.hash}, and the head that was printed is "
                    f"{told.hash}: the record was written anew since",
                )
            )
        last = line
    faults += _altered(altered)
    faults += _cut_off(wanted.values(), last)
    ordered = sorted(faults, key=lambda fault: (len(fault.where), fault.where))
    return Proof(count, None if last is None else Head(last.number, last.hash), ordered)


def _missing(last: Line | None, line: Line) -> Iterator[Fault]:
    expected = 1 if last is None else last.number + 1
    if line.number == expected:
        return
    gone = (
        f"line {expected}"
        if line.number == expected + 1
        else (f"lines {expected} to {line.number - 1}")
    )
    yield Fault(gone, f"{gone} of the record: deleted; {_named(line)} is the next that is there")


def _breaks(last: Line | None, line: Line) -> bool:
    if last is None:
        return line.number == 1 and line.before != ""
    return last.number == line.number - 1 and line.before != last.hash


def _unfollowed(line: Line) -> Fault:
    return Fault(
        f"line {line.number}",
        f"{_named(line)} does not follow the line before it: line {line.number - 1} was changed "
        "and hashed anew, or lines were put in or taken out between them",
    )


def _altered(altered: Sequence[Line]) -> Iterator[Fault]:
    """Tell of each line whose content does not give its hash; lines that went together, as one."""
    tried = altered[:_TRIED]
    numbers = {number for line in tried for number in (line.number, line.number - 1)}
    numbers |= {line.number + 1 for line in tried}
    run: list[Line] = []
    by: int | None = None
    for line in altered:
        came = next((n for n in sorted(numbers) if hash_of(line, n) == line.hash), None)
        went = None if came is None else line.number - came
        if run and not (went is not None and went == by and line.number == run[-1].number + 1):
            yield _together(run, by)
            run = []
        run, by = [*run, line], went
    if run:
        yield _together(run, by)


def _together(run: Sequence[Line], by: int | None) -> Fault:
    line, where = run[0], f"line {run[0].number}"
    if by is None:
        says = f"{_named(line)} was changed or put in: its content does not give its hash"
    elif len(run) == 1:
        came = line.number - by
        says = f"{_named(line)} was moved: it was line {came}, and the lines were reordered"
    else:
        where = f"lines {line.number} to {run[-1].number}"
        way = (
            f"{by} further on than they were written: as many were put in or moved before them"
            if by > 0
            else f"{-by} nearer the start than they were written: as many before them were deleted "
            "or moved away"
        )
        says = f"{where} of the record stand {way}; {_named(line)} is the first of them"
    return Fault(where, says)


def _cut_off(unseen: Iterable[Head], last: Line | None) -> Iterator[Fault]:
    furthest = max(unseen, key=lambda head: head.number, default=None)
    if furthest is None:
        return
    end = last.number if last else 0
    if furthest.number > end:
        yield Fault(
            f"line {furthest.number}",
            f"the record ends at line {end}, and the head {furthest} was printed: "
            f"lines {end + 1} to {furthest.number} were deleted",
        )


def _named(line: Line) -> str:
    about = f" of {line.subject}" if line.subject else ""
    return f"line {line.number} ({line.act}{about} by {line.actor}, {line.at:%Y-%m-%d %H:%M} UTC)"
