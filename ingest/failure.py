"""What stops the dock itself, through no fault of a file."""


class DockFailed(Exception):
    """The house could not do its work; the delivery stays in the landing and is taken up again."""
