"""The picture of the lifecycles in the documentation is the one the tables draw."""

from pathlib import Path

from django.conf import settings

from casework.lifecycle import Lifecycle
from leadership_portal.management.commands.draw_lifecycles import drawing


def test_the_page_in_the_documentation_is_current():
    page = Path(settings.BASE_DIR) / "docs" / "lifecycles.md"
    assert page.read_text(encoding="utf-8") == drawing(), "Run manage.py draw_lifecycles"


def test_every_state_a_step_names_exists():
    for model, table in Lifecycle.of_model.items():
        states = set(model.State.values)
        named = {state for step in table.steps.values() for state in [*step.sources, step.target] if state}
        assert named - states == set(), model
