"""Private files: written whole or not at all, served inert."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.http import FileResponse


def place_of(path: str) -> Path:
    """Return where a private file is found."""
    return Path(settings.PRIVATE_DIR) / path


def store(content: bytes, suffix: str, under: str = "") -> str:
    """Write a private file under a random name and return its path below PRIVATE_DIR; raises OSError on a full disk.

    Written to a temporary name, synced, then renamed: what is found under the final name is complete.
    """
    name = secrets.token_hex(16)
    path = Path(under) / name[:2] / f"{name}{suffix}"
    whole = place_of(str(path))
    whole.parent.mkdir(parents=True, exist_ok=True)
    part = whole.with_suffix(".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(whole)
    finally:
        part.unlink(missing_ok=True)
    return str(path)


def serve(path: str, filename: str, kind: str = "") -> FileResponse:
    """Answer with a private file as an attachment no browser will run; the caller has asked who may read it."""
    response = FileResponse(place_of(path).open("rb"), as_attachment=True, filename=filename)
    if kind:
        response["Content-Type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
