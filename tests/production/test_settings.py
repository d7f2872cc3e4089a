"""In production the settings are safe, and unsafe ones are refused."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(64),
    "SITE_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
}


def check_deploy(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Django's own check for production in the given environment and nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=kept | {"VAR_DIR": str(folder)} | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_production_has_nothing_to_warn_of(tmp_path):
    done = check_deploy(tmp_path, **PRODUCTION)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_plain_http_is_warned_of(tmp_path):
    done = check_deploy(tmp_path, **PRODUCTION | {"SITE_URL": "http://portal.example"})
    assert (done.returncode, "security.W012" in done.stderr) == (1, True)


def test_no_key_no_start(tmp_path):
    done = check_deploy(tmp_path, **PRODUCTION | {"SECRET_KEY": ""})
    assert (done.returncode, "Set SECRET_KEY" in done.stderr) == (1, True)


def test_a_weak_key_is_warned_of(tmp_path):
    done = check_deploy(tmp_path, **PRODUCTION | {"SECRET_KEY": "changeme"})
    assert (done.returncode, "security.W009" in done.stderr) == (1, True)
