"""A button pressed twice makes one thing and leads to the same place, on every form that makes something new."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models

from deployments.models import Visit
from designation.models import Application, RoleHeld
from directory.models import Delegation, Post
from tests import factories
from tests.deployments import stage as support
from tests.designation import stage as leading

pytestmark = pytest.mark.django_db
Case = tuple[str, str, dict[str, Any], type[models.Model]]


def boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def applying(cast: Any) -> Case:
    round_ = leading.round_()
    return "sam", f"{round_.get_absolute_url()}apply/", {"role_type": round_.role_types.get().pk}, Application


def adding_a_role(cast: Any) -> Case:
    draft = leading.draft(cast)
    typed = {"title": "Deputy", "school_name": "Oakfield"} | boxes("starts_on", leading.today())
    return "sam", f"{draft.page('role-add').replace('role-add', 'roles/add')}", typed, RoleHeld


def planning(cast: Any) -> Case:
    case = support.deployment(cast, "agreed")
    typed = {"part": "morning", "where": "school", "anyway": "on"} | boxes("on", support.school_day(1))
    return "sam", case.page("plan"), typed, Visit


def taking_up_a_post(cast: Any) -> Case:
    typed = {"first_name": "Bea", "last_name": "Low", "email": "bea@oakfield.example", "role": "deputy_head"}
    typed |= {"school": str(cast.oakfield.pk)} | boxes("starts_on", support.today())
    return "mina", "/posts/add/", typed, Post


def naming_a_delegate(cast: Any) -> Case:
    post = Post.objects.get(person=cast.hannah)
    deputy = factories.PostFactory(school=cast.oakfield, role="deputy_head").person
    typed = {"delegate": deputy.pk} | boxes("starts_on", support.today())
    typed |= boxes("ends_on", support.today())
    return "hannah", f"/posts/{post.pk}/delegate/", typed, Delegation


@pytest.mark.parametrize(
    "make",
    [applying, adding_a_role, planning, taking_up_a_post, naming_a_delegate],
    ids=lambda one: one.__name__,
)
def test_two_presses_make_one(cast, client, make: Callable[[Any], Case]):
    who, address, typed, made = make(cast)
    client.force_login(getattr(cast, who), backend="allauth.account.auth_backends.AuthenticationBackend")
    form = client.get(address).context["form"]
    if "one_time_key" in form.fields:
        typed |= {"one_time_key": str(form["one_time_key"].value())}
    before = made._default_manager.count()
    answers = [client.post(address, typed) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302], (
        answers[1].context and answers[1].context["form"].errors
    )
    assert answers[0].url == answers[1].url
    assert made._default_manager.count() == before + 1
