"""Logs: one line an event with the request's id; the tokens of signed links and calendars stay out."""

import logging
import re
from typing import Any

import structlog

TOKEN_IN_PATH = re.compile(r"(/link/|/calendar/)[A-Za-z0-9_-]{20,}")


class HideTokens(logging.Filter):
    """Takes link tokens out of whatever is logged: message, arguments and trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mend the record; it is always let through."""
        if isinstance(record.msg, dict):
            record.msg = {key: self._hidden(value) for key, value in record.msg.items()}
        else:
            record.msg = self._hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(self._hidden(arg) for arg in record.args)
        return True

    @staticmethod
    def _hidden(value: Any) -> Any:
        """Return text without tokens; a request (it has a path) becomes its text."""
        text = value if isinstance(value, str) else str(value) if hasattr(value, "path") else None
        return value if text is None else TOKEN_IN_PATH.sub(r"\1(hidden)", text)


def logging_settings(level: str, *, for_people: bool) -> dict[str, Any]:
    """Return Django's LOGGING: lines of JSON, or lines people read beside a development server."""
    last = structlog.dev.ConsoleRenderer(colors=False) if for_people else structlog.processors.JSONRenderer()
    events = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        "foreign_pre_chain": [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"events": events},
        "filters": {"no_tokens": {"()": HideTokens}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "events", "filters": ["no_tokens"]}
        },
        "loggers": {
            # The development server's own lines go the same way, so that they show no token either.
            "django.server": {"handlers": [], "level": "WARNING"},
            # Every step of every PDF is more than anybody reads.
            "weasyprint": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
        "root": {"handlers": ["console"], "level": level},
    }


def configure_structlog() -> None:
    """Send structlog's events through the logging of the standard library."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
