"""The tables of the tests' SQLite, made by the migrations once and poured into every later run's memory.

What the tables come from is in the file's name, so a changed migration or a changed piece of standing data makes
them anew. On PostgreSQL the migrations run every time, and what a test that commits has left is deleted row by row.
"""

import hashlib
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("*/migrations/*.py", "**/standing*.py", "requirements.txt", "leadership_portal/settings.py")
FOLDER = ROOT / "var" / "tests"
A_DAY = 24 * 60 * 60


def kept_file() -> Path:
    """Return where the tables of today's migrations are kept, there or not."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern)}):
        if ".venv" not in path.parts:
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


def pour(creation: Any) -> sqlite3.Connection | None:
    """Fill the test database in memory from the file; whoever holds what this returns keeps it there."""
    if connection.vendor != "sqlite" or not kept_file().exists():
        return None
    memory = sqlite3.connect(creation._get_test_db_name(), uri=True, check_same_thread=False)
    with closing(sqlite3.connect(kept_file())) as kept:
        kept.backup(memory)
    return memory


def keep() -> None:
    """Write the tables to the file, for the next run; tables nobody asked for in a day go."""
    if connection.vendor != "sqlite" or kept_file().exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        if old.stat().st_mtime < time.time() - A_DAY:
            old.unlink(missing_ok=True)
    # Under a name of its own until it is whole: several runs may write at once.
    with tempfile.NamedTemporaryFile(dir=FOLDER, suffix=".making", delete=False) as made:
        pass
    with closing(sqlite3.connect(made.name)) as kept:
        connection.ensure_connection()
        connection.connection.backup(kept)
    Path(made.name).replace(kept_file())


def empty_by_rows() -> None:
    """Empty on PostgreSQL only the tables that hold rows, by deleting these.

    TRUNCATE would give every table and index a new file on the disk, and waits for all of them: seconds a test.
    """
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = _deletions  # type: ignore[method-assign]


def _deletions(_style: Any, tables: list[str], **_options: Any) -> list[str]:
    """Return the statements that empty these tables; no trigger keeps a row, and no order has to be kept."""
    quoted = [connection.ops.quote_name(table) for table in tables]
    # Names of our own tables alone are put in.
    asked = [f"SELECT {n} WHERE EXISTS (SELECT 1 FROM {one})" for n, one in enumerate(quoted)]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        full = [quoted[number] for (number,) in cursor.fetchall()]
    deletions = [f"DELETE FROM {one}" for one in full]  # noqa: S608
    return ["SET LOCAL session_replication_role = replica", *deletions]
