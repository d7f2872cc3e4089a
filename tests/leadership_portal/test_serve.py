"""Trying the portal out looks like the portal: with its styles, and with its own words where something is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import django; django.setup()
from django.test import Client
from django.conf import settings
client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
for address in ("/static/css/base.css", "/static/admin/css/base.css", "/nowhere/"):
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    print(answer.status_code, answer["Content-Type"], b"Using the URLconf" in body)
"""


@pytest.mark.parametrize(("arguments", "shows_traces"), [([], False), (["--reload"], True)])
def test_a_demonstration_has_styles_and_our_words(tmp_path, arguments, shows_traces):
    """Ask the settings that script/server would run with; `env` stands in for the server."""
    script = Path("script/server").read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [line for line in script if line.startswith(("reload=", "if [", "export"))]
    seen = subprocess.run(
        ["/bin/bash", "-c", "set -eu\n" + "".join(lines) + 'exec "$PYTHON" -c "$ASK"', "server", *arguments],
        env={
            "PATH": os.environ["PATH"],
            "PYTHON": sys.executable,
            "ASK": ASK,
            "VAR_DIR": str(tmp_path),
            "LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "leadership_portal.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert seen.stdout.splitlines() == [
        '200 text/css; charset="utf-8" False',
        '200 text/css; charset="utf-8" False',
        f"404 text/html; charset=utf-8 {shows_traces}",
    ], seen.stderr
