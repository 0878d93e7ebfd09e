"""来源. One file, one supplier: mappings from what a supplier prints to what a feed holds."""

from collections.abc import Sequence
from pathlib import Path

from ingest.sources.mapping import FileMapping, Join, Source
from ingest.sources.paper import SourceRefused
from ingest.sources.read import read_source
from ingest.sources.reshape import apply

__all__ = ["BUILT_IN", "FileMapping", "Join", "Source", "SourceRefused", "apply", "load_sources"]

BUILT_IN = Path(__file__).parent
"""The folder of the mappings that the project itself brings."""


def load_sources(*folders: Path) -> dict[str, Source]:
    """Read every mapping: the built-in ones, then those of each folder, by name.

    A name that comes again replaces the one before it, so that a site may write its own.

    Raises:
        SourceRefused: a mapping says something that is not understood.
    """
    every: Sequence[Path] = (BUILT_IN, *folders)
    return {
        path.stem: read_source(path)
        for folder in every
        for path in sorted(folder.glob("*.toml"))
        if not path.name.endswith(".pull.toml")
    }
