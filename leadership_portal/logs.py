"""What never reaches a log: the tokens of signed links."""

import logging
import re
from typing import Any

TOKEN_IN_PATH = re.compile(r"(/link/)[A-Za-z0-9_-]{20,}")


class HideTokens(logging.Filter):
    """Takes link tokens out of whatever is logged, message, arguments and trace."""

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
