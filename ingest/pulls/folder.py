"""Pulls a folder: what has arrived whole is taken, and leaves it."""

from ingest.pulls.database import Pulled, Site
from ingest.pulls.inbox import Inbox
from ingest.pulls.order import FolderPull, PullFailed
from ingest.receipt import Status


def pull_folder(pull: FolderPull, site: Site) -> Pulled:
    """Take what lies still in a folder, looking twice with the time between that it must lie still.

    Raises:
        PullFailed: the folder is not there, or may not be read.
    """
    pulled = Pulled()
    if not pull.folder.is_dir():
        raise PullFailed(
            f"{pull.name}: there is no folder {str(pull.folder)!r}: mount it, or correct the path "
            "in the pull's file"
        )
    inbox = Inbox(pull.folder, pull.still_seconds)
    try:
        inbox.arrived(0)
        if inbox.looked_at:
            site.wait(pull.still_seconds)
        for arrival in inbox.arrived(pull.still_seconds):
            receipt = site.dock(arrival)
            inbox.take_away(arrival, receipt)
            if {file.status for file in receipt.files} == {Status.SAME}:
                pulled.unchanged += 1
            else:
                pulled.receipts.append(receipt)
    except OSError as error:
        raise PullFailed(
            f"{pull.name}: {error.strerror}: {error.filename or str(pull.folder)!r}: see to the "
            "folder's rights and pull again",
            pulled.receipts,
        ) from error
    return pulled
