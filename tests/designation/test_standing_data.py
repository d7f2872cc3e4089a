"""What an installation starts with: five roles, their criteria, the national areas; loading twice changes nothing."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from designation import actions
from designation.models import Area, AreaGroup, Criterion, RoleType

NATIONAL = Path(settings.BASE_DIR).parent / "shared/data/areas_of_expertise.json"


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (RoleType, Criterion, AreaGroup, Area)]


def test_an_installation_starts_with_roles_criteria_and_areas(db):
    assert list(RoleType.objects.values_list("key", "years")) == [
        ("system_leader", 4),
        ("sle", 4),
        ("lle", 4),
        ("nle", 4),
        ("nlg", 4),
    ]
    assert set(RoleType.objects.values_list("criteria__position", flat=True)) == set(range(1, 9))
    assert AreaGroup.objects.count() == 4


def test_everything_has_its_welsh(db):
    without = [
        *RoleType.objects.filter(name_cy="") | RoleType.objects.filter(description_cy=""),
        *Criterion.objects.filter(text_cy="") | Criterion.objects.filter(look_fors_cy=""),
        *Criterion.objects.filter(advice="") | Criterion.objects.filter(advice_cy=""),
        *Area.objects.filter(name_cy=""),
        *AreaGroup.objects.filter(name_cy=""),
    ]
    assert without == []


def test_the_areas_are_the_national_ones(db):
    if not NATIONAL.exists():
        pytest.skip(f"the national list is not at {NATIONAL}")
    groups = json.loads(NATIONAL.read_text())["groups"]
    ours = {group.name: {area.name for area in group.areas.all()} for group in AreaGroup.objects.all()}
    assert ours == {group["group"]: set(group["areas"]) for group in groups}


def test_loading_twice_keeps_what_an_administrator_changed(db):
    Area.objects.filter(name="Art").update(name_cy="Celf a chrefft")
    RoleType.objects.filter(key="sle").update(years=3)
    Criterion.objects.filter(role_type__key="sle", position=8).delete()
    before = everything()
    actions.load_standing_data()
    assert everything() == before
