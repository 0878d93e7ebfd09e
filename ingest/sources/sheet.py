"""The headings of one delivered table, as a mapping looks for them."""

import re

from ingest.sources.mapping import ColumnMapping, FileMapping
from ingest.sources.paper import SourceRefused
from ingest.table import TextTable
from warehouse.money import YUAN_IN

_NAMED = re.compile(
    rf"(.*?)[(（/:：\s]\s*(?:人民币)?({'|'.join(sorted(YUAN_IN, key=len, reverse=True))})\s*[)）]?",
    re.DOTALL,
)


class Sheet:
    """Headings, which of them a mapping has used, and what is wrong with them.

    Everything wrong is gathered and said at once, by `settle`.
    """

    def __init__(self, mapping: FileMapping, table: TextTable) -> None:
        self.name = table.name
        self.file = table.name.partition("#")[0].rpartition("/")[2]
        self.headings = table.headings
        self._units = table.units
        self._plain = [_plain(heading) for heading in table.headings]
        self._mapping = mapping
        self._named = {_plain(str(place)) for place in (*mapping.places, *mapping.ignore)}
        self._used: set[int] = set()
        self._wrong: list[str] = []
        self._missing: list[str | int] = []

    def complain(self, message: str) -> None:
        """Note something wrong."""
        self._wrong.append(message)

    def has(self, column: ColumnMapping) -> bool:
        """Tell whether an optional column is here; any other must be."""
        places = (*column.places, *column.either)
        if not column.optional or not places:
            return True
        return any(self._found(place) for place in places)

    def columns_of(self, column: ColumnMapping) -> list[int]:
        """Give the columns, from 1, that a column of the feed is made of."""
        if column.either:
            here = [heading for heading in column.either if self._found(heading)]
            return [self.index(here[0] if here else column.either[0])]
        return [self.index(place) for place in column.places]

    def index(self, place: str | int) -> int:
        """Give the column, from 1, of a heading or position; complain where there is not one."""
        found = self._found(place)
        if len(found) > 1:
            self.complain(f"the heading {place!r} stands {len(found)} times: give its position")
        if not found:
            self._missing.append(place)
            return 1
        self._used.add(found[0])
        return found[0]

    def matching(self, pattern: str) -> tuple[list[str], list[tuple[tuple[str, ...], str, int]]]:
        """Give the names of the keys, and for each heading that matches its key, measure, column.

        A pattern without a group `measure` has the one measure `value`.
        """
        compiled = re.compile(pattern)
        keys = [name for name in compiled.groupindex if name != "measure"]
        told = []
        for index, heading in enumerate(self._plain, 1):
            if found := compiled.fullmatch(heading):
                groups = found.groupdict("")
                self._used.add(index)
                key = tuple(groups[name] for name in keys)
                told.append((key, groups.get("measure", "value"), index))
        return keys, told

    def figures_of(self, column: ColumnMapping) -> list[int]:
        """Give the columns, from 1, that the figures of a column of the feed stand in."""
        if column.measure is not None and self._mapping.long is not None:
            _, found = self.matching(self._mapping.long)
            return [index for _, measure, index in found if measure == column.measure]
        if column.measure is not None and self._mapping.wide is not None:
            return [self.index(self._mapping.wide.value)]
        return self.columns_of(column)

    def unit_of(self, column: ColumnMapping) -> str | None:
        """Give the money unit that the headings of a column, or what is beside them, name."""
        headings = [self.headings[index - 1] for index in self.figures_of(column)]
        if (unit := self.unit_in_headings(column)) is not None:
            return unit
        beside = (self._units.get(heading) for heading in headings)
        return next((unit for unit in beside if unit in YUAN_IN), None)

    def unit_in_headings(self, column: ColumnMapping) -> str | None:
        """Give the money unit that the headings of a column name themselves."""
        named = (_apart(self.headings[index - 1])[1] for index in self.figures_of(column))
        return next(filter(None, named), None)

    def says_percent(self, column: ColumnMapping) -> bool:
        """Tell whether the heading of a share says that it is per cent."""
        return any(re.search("[%％]", self.headings[i - 1]) for i in self.columns_of(column))

    def settle(self) -> None:
        """Refuse the file for everything that is wrong with its headings.

        Raises:
            SourceRefused: a heading is missing, stands twice, or is neither mapped nor ignored.
        """
        ignored = {index for place in self._mapping.ignore for index in self._found(place)}
        new = [
            heading
            for index, heading in enumerate(self.headings, 1)
            if index not in self._used and index not in ignored
        ]
        if self._missing:
            self._wrong.append(f"headings missing {sorted(set(self._missing), key=str)}")
        if new:
            self._wrong.append(f"headings neither mapped nor ignored {new}")
        if self._wrong:
            raise SourceRefused(
                f"{self.name}: {'; '.join(dict.fromkeys(self._wrong))}: "
                f"correct the mapping of {self._mapping.supplier} for {self._mapping.feed}"
            )

    def _found(self, place: str | int) -> list[int]:
        """Give the columns of a heading, as it is or with the unit that rows go back with."""
        if isinstance(place, int):
            return [place] if place <= len(self.headings) else []
        wanted = _plain(place)
        found = [index for index, heading in enumerate(self._plain, 1) if heading == wanted]
        if found:
            return found
        others = [(n, text) for n, text in enumerate(self._plain, 1) if text not in self._named]
        return [n for n, text in others if _apart(text)[0] == wanted]


def _apart(heading: str) -> tuple[str, str | None]:
    """Give a heading without the money unit that it ends on, and the unit."""
    found = _NAMED.fullmatch(heading.strip())
    return (heading, None) if found is None else (found[1], found[2])


def _plain(heading: str) -> str:
    return " ".join(heading.split())
