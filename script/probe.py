"""Ask whether a part of the portal is well, as a container's health check does; the exit code answers.

`probe.py ready` asks the web server here; `probe.py heartbeat SECONDS` asks whether HEARTBEAT_FILE was touched lately.
"""

import os
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit


def is_ready() -> bool:
    """Ask /health/ready under the portal's own name, since other names are refused."""
    host = urlsplit(os.environ.get("SITE_URL", "http://127.0.0.1")).netloc
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/ready"
    request = urllib.request.Request(address, headers={"Host": host})
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310 - our own address
        return answer.status == 200


def is_beating(within: float) -> bool:
    """Tell whether the worker or beat did something in the last so many seconds."""
    return time.time() - Path(os.environ["HEARTBEAT_FILE"]).stat().st_mtime < within


def main(question: str, *rest: str) -> int:
    """Return 0 when well, 1 with the reason when not."""
    try:
        well = is_ready() if question == "ready" else is_beating(float(rest[0]))
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
