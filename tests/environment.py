"""The environment the tests run in, set before Django reads its settings (run them by `python -m pytest`)."""

import os
import tempfile

PLAIN = {
    "SECRET_KEY": "a-key-for-tests-long-enough-to-be-taken-seriously-by-the-checks",
    "DEMO": "1",
    "EMAIL_URL": "memorymail://",
    "LOG_LEVEL": "CRITICAL",
}
for name, value in PLAIN.items():
    os.environ.setdefault(name, value)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
