"""Compile every locale/**/*.po newer than its .mo, in Python alone: no gettext needed on the machine."""

from pathlib import Path

import polib


def compile_messages(locale: Path) -> list[Path]:
    """Write the .mo files that are missing or older than their .po, and return them."""
    written = []
    for source in sorted(locale.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_messages(Path(__file__).resolve().parent.parent / "locale"):
        print(f"Compiled {path.parent.parent.name}/{path.name}")
