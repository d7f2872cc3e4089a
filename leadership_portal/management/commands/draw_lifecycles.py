"""Print the tables of steps as Mermaid pictures into docs/lifecycles.md."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from casework.lifecycle import Lifecycle

HEAD = """# Lifecycles

Drawn from the tables in each app's `lifecycle` by `manage.py draw_lifecycles`; a test holds this page current.
A step that leads back to its own state writes history without moving the case.
"""


def drawing() -> str:
    """Return the whole page: one state diagram a case, apps and cases in the order of their names."""
    tables = sorted(Lifecycle.of_model.values(), key=lambda table: table.model._meta.label)
    return "\n".join([HEAD, *(_one(table) for table in tables)])


def _one(table: Lifecycle) -> str:
    first = table.model._meta.get_field("state").get_default()
    lines = [f"## {table.model._meta.label}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {first}"]
    for name, step in table.steps.items():
        lines += [f"    {source} --> {step.target or source}: {name}" for source in step.sources]
    return "\n".join([*lines, "```", ""])


class Command(BaseCommand):
    help = "Print the tables of steps as Mermaid pictures into docs/lifecycles.md."

    def handle(self, *args, **options) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "lifecycles.md"
        page.write_text(drawing(), encoding="utf-8")
        self.stdout.write(
            f"Drew {len(Lifecycle.of_model)} lifecycles into {page.relative_to(settings.BASE_DIR)}"
        )
