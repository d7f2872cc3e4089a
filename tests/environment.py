"""The environment the tests run in, set before Django reads its settings (run them by `python -m pytest`)."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

PLAIN = {
    "SECRET_KEY": "a-key-for-tests-long-enough-to-be-taken-seriously-by-the-checks",
    "DEMO": "1",
    "EMAIL_URL": "memorymail://",
    "LOG_LEVEL": "CRITICAL",
}
for name, value in PLAIN.items():
    os.environ.setdefault(name, value)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
# WhiteNoise warns of a folder that is not there, and warnings are errors.
Path(os.environ["VAR_DIR"], "static").mkdir()
# Tests that run side by side each have a cache of their own to clear.
if os.environ.get("REDIS_URL"):
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % 8 + 1
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
