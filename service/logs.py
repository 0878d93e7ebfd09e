"""Logs: one event a line, on standard error; JSON where no person is watching."""

import json
import logging
import sys

import structlog

_ENCODER = json.JSONEncoder(ensure_ascii=False, default=repr)


def _written(event: object, **_: object) -> str:
    return _ENCODER.encode(event)  # made once: a line is written for each request


def _on_standard_error(*_: object) -> structlog.PrintLogger:
    """A logger to what standard error is now: it may have been another when logs were set up."""
    return structlog.PrintLogger(sys.stderr)


def speak(level: int = logging.WARNING) -> None:
    """Have events of `level` and above said on standard error."""
    watched = sys.stderr.isatty()
    said: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if watched else structlog.processors.JSONRenderer(_written)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            said,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_on_standard_error,
        cache_logger_on_first_use=False,
    )
