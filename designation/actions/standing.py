"""Load what every installation starts with; what an administrator has changed since stays as it is."""

from typing import Any

from django.apps import apps as current_apps
from django.db import transaction

from designation.standing import AREAS, CRITERIA, ROLES, TOPICS


@transaction.atomic
def load_standing_data(apps: Any = current_apps) -> None:
    """Make the role types, criteria and areas that are not there yet; run twice it changes nothing.

    `apps` is the registry to use, so that a migration can hand in the one of its time.
    """
    models = (apps.get_model("designation", name) for name in ("RoleType", "Criterion", "InductionTopic"))
    _load_roles(*models)
    _load_areas(apps.get_model("designation", "AreaGroup"), apps.get_model("designation", "Area"))


def _load_roles(role_type: Any, criterion: Any, topic: Any) -> None:
    for position, role in enumerate(ROLES, start=1):
        fields = role._asdict() | {"position": position, "eligible_roles": list(role.eligible_roles)}
        row, is_new = role_type.objects.get_or_create(key=role.key, defaults=fields)
        if is_new:
            criterion.objects.bulk_create(
                criterion(
                    role_type=row, position=at, **(asked._asdict() | {"answered_by": list(asked.answered_by)})
                )
                for at, asked in enumerate(CRITERIA, start=1)
            )
            topic.objects.bulk_create(
                topic(role_type=row, position=at, **taught._asdict())
                for at, taught in enumerate(TOPICS, start=1)
            )


def _load_areas(area_group: Any, area: Any) -> None:
    for position, (name, name_cy, areas) in enumerate(AREAS, start=1):
        group, _ = area_group.objects.get_or_create(
            name=name, defaults={"name_cy": name_cy, "position": position}
        )
        for area_name, area_name_cy in areas:
            area.objects.get_or_create(name=area_name, defaults={"name_cy": area_name_cy, "group": group})
