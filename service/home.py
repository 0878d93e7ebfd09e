"""HOME: the files that the service keeps, each in its one place."""

from dataclasses import dataclass
from pathlib import Path

FOLDERS = (
    "inbox", "landing", "kept", "aside", "nights", "sources", "rules", "letters", "reports", "logs",
    "stations",
)  # fmt: skip


class HomeUnusable(Exception):
    """The home is missing, foreign, or can't be written to."""


@dataclass(frozen=True)
class Home:
    """The root of everything one site keeps."""

    root: Path

    @property
    def inbox(self) -> Path:
        """The watched folder; what is taken leaves it."""
        return self.root / "inbox"

    @property
    def nights(self) -> Path:
        """The kept nights and the link `current`."""
        return self.root / "nights"

    @property
    def pins(self) -> Path:
        """Which nights are pinned, and why."""
        return self.nights / "pinned.json"

    @property
    def sources(self) -> Path:
        """The site's own mappings of suppliers' files."""
        return self.root / "sources"

    @property
    def rules(self) -> Path:
        """The site's own rules."""
        return self.root / "rules"

    @property
    def stations(self) -> Path:
        """The site's liaison stations, a file each."""
        return self.root / "stations"

    @property
    def calendar(self) -> Path:
        """The site's own years of the working-day calendar, where the edition lacks them."""
        return self.root / "calendar.toml"

    @property
    def exports(self) -> Path:
        """Lists that people ordered as files, until their days are over."""
        return self.root / "exports"

    @property
    def logs(self) -> Path:
        """What went wrong, in full."""
        return self.root / "logs"

    @property
    def letters(self) -> Path:
        """The site's own templates and fonts of papers, and files that came with replies."""
        return self.root / "letters"

    @property
    def reports(self) -> Path:
        """Reports that were made on the site, and the site's own templates of them."""
        return self.root / "reports"

    @property
    def evidence(self) -> Path:
        """Files that came with replies, by their hash; never executed."""
        return self.letters / "evidence"

    @property
    def heads(self) -> Path:
        """The heads of the record that were seen, beside the ledger that they vouch for."""
        return self.root / "logs" / "heads.jsonl"

    @property
    def ledger(self) -> Path:
        """The embedded ledger."""
        return self.root / "ledger.sqlite"

    @property
    def settings(self) -> Path:
        """What the operator has set."""
        return self.root / "pursewatch.toml"

    def make(self) -> None:
        """Create the folders that are not there yet.

        Raises:
            HomeUnusable: the root is a file, or may not be written to.
        """
        try:
            for folder in FOLDERS:
                (self.root / folder).mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise HomeUnusable(
                f"{str(self.root)!r} is no folder to keep data in: name a folder with --home"
            ) from error
        except OSError as error:
            raise HomeUnusable(
                f"{str(self.root)!r} can't be written to ({error.strerror}): "
                "give its owner the right, or name another folder with --home"
            ) from error

    def there(self) -> "Home":
        """Give the home itself where it exists already.

        Raises:
            HomeUnusable: nothing is kept there.
        """
        if not self.root.is_dir():
            raise HomeUnusable(
                f"no home at {str(self.root)!r}: run `pursewatch receive` or `pursewatch demo` "
                "first, or name another with --home"
            )
        self.make()
        return self
