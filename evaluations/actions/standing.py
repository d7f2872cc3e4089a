"""Load the questionnaires every installation starts with; what is there already stays as it is."""

from typing import Any

from django.apps import apps as current_apps
from django.db import transaction
from django.utils import timezone

from evaluations.questions import PAPERS


@transaction.atomic
def load_standing_data(apps: Any = current_apps) -> None:
    """Make and publish the versions that are not there yet; run twice it changes nothing.

    `apps` is the registry to use, so that a migration can hand in the one of its time.
    """
    questionnaire = apps.get_model("evaluations", "Questionnaire")
    question = apps.get_model("evaluations", "Question")
    for paper in PAPERS:
        names = {"name": paper.name, "name_cy": paper.name_cy, "published_at": timezone.now()}
        row, is_new = questionnaire.objects.get_or_create(
            key=paper.key, version=paper.version, defaults=names
        )
        for position, asked in enumerate(paper.questions if is_new else (), start=1):
            choices = [choice._asdict() for choice in asked.choices]
            fields = asked._asdict() | {"choices": choices, "position": position}
            question.objects.create(questionnaire=row, **fields)
