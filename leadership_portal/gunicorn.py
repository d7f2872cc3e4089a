"""How gunicorn serves the portal: `gunicorn --config leadership_portal/gunicorn.py leadership_portal.wsgi`."""

import os
from pathlib import Path

from leadership_portal.memory import set_aside_what_is_loaded

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True
timeout = 30
graceful_timeout = 25
# A worker starts afresh now and then, not all at the same moment.
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat that never waits for a disk
# It would open a socket in the home folder, and there is none to write to.
control_socket_disable = True
# The portal logs its requests itself, with link tokens hidden; this log would show them.
accesslog = None
errorlog = "-"


def when_ready(server) -> None:
    """Before the first worker is forked, so that all of them share what is set aside."""
    set_aside_what_is_loaded()
