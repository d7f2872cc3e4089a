"""One person comes to head both schools while answers are open: nobody speaks for two, the chair is asked instead."""

from datetime import timedelta

import pytest

from casework.links import token_of
from casework.models import Letter
from deployments import actions, tasks
from deployments.actions import Obstacle
from deployments.models import Deployment, Variation
from directory.models import Person, Post
from tests import factories
from tests.deployments import changes, stage
from tests.deployments.stage import fresh


def rob_heads_both(cast) -> Person:
    cast.hannah.posts.update(ends_on=stage.today() - timedelta(days=1))
    factories.PostFactory(person=cast.rob, school=cast.oakfield, role="headteacher")
    return Person.objects.get(pk=cast.rob.pk)


def asked(case) -> list[tuple[str, str, str]]:
    return [(one.party, one.asked_of.first_name, one.asked_as) for one in case.consents.order_by("position")][
        :3
    ]


def open_case(cast, kind: str, **answered) -> Deployment | Variation:
    make = stage.deployment if kind == "deployment" else changes.variation
    return make(cast, **answered)


TO_THE_CHAIR = [
    ("leader", "Sam", "leader"),
    ("line_manager", "Gwen", "chair"),
    ("receiving_head", "Rob", "head"),
]


@pytest.mark.parametrize("kind", ["deployment", "variation"])
@pytest.mark.parametrize("answered", [("leader", "receiving_head"), ("leader",)])
def test_the_chair_is_asked_where_the_head_is_a_party_already(cast, client, kind, answered):
    case = open_case(cast, kind, answered=answered)
    rob_heads_both(cast)
    assert tasks.hand_over_consents() == 1
    assert asked(case) == TO_THE_CHAIR
    letter = Letter.objects.get(to=cast.gwen)
    assert (
        letter.name.split("/")[1]
        == {"deployment": "consent_requested", "variation": "variation_requested"}[kind]
    )
    client.force_login(cast.gwen)
    assert client.get("/").content.decode().count(case.get_absolute_url()) >= 1
    assert client.post(case.page("consent")).status_code == 302
    assert case.consents.get(party="line_manager").by == cast.gwen
    assert tasks.hand_over_consents() == 0


def test_by_the_link_of_the_letter_too(cast, client):
    case = changes.variation(cast)
    rob_heads_both(cast)
    tasks.hand_over_consents()
    url = f"/link/{token_of(Letter.objects.get(to=cast.gwen).link)}/"
    assert client.get(url).status_code == 200
    assert client.post(f"{url}variation-consent/").status_code == 302
    assert case.consents.get(party="line_manager").by == cast.gwen


def test_before_the_question_is_handed_over_the_head_of_both_answers_for_the_school_that_asked_them(cast):
    case = stage.deployment(cast)
    rob = rob_heads_both(cast)
    actions.consent(case, by=rob)
    assert [one.decision for one in case.consents.order_by("position")] == [
        "asked",
        "asked",
        "given",
        "given",
    ]


def test_a_new_head_of_both_is_asked_for_one_and_the_chair_for_the_other(cast):
    case = stage.deployment(cast)
    chair = factories.PostFactory(school=cast.brookside, role="chair_of_governors").person
    Post.objects.filter(role="headteacher").update(ends_on=stage.today() - timedelta(days=1))
    newcomer = factories.PersonFactory(first_name="Nia")
    for school in (cast.oakfield, cast.brookside):
        factories.PostFactory(person=newcomer, school=school, role="headteacher")
    assert tasks.hand_over_consents() == 2
    assert asked(case) == [
        ("leader", "Sam", "leader"),
        ("line_manager", "Nia", "head"),
        ("receiving_head", chair.first_name, "chair"),
    ]


def test_without_a_chair_nobody_is_asked_what_they_cannot_answer(cast):
    stage.deployment(cast, answered=("receiving_head",))
    rob_heads_both(cast)
    cast.gwen.posts.all().delete()
    assert tasks.hand_over_consents() == 0


def vary(case, by):
    terms = {"half_days": 6, "starts_on": case.starts_on, "ends_on": case.ends_on}
    return actions.vary(case, by=by, reason=changes.REASON, **terms)


def test_a_change_asks_the_chair_and_can_be_agreed(cast):
    case = stage.deployment(cast, "active")
    chair = factories.PostFactory(school=cast.brookside, role="chair_of_governors").person
    made = vary(case, rob_heads_both(cast))
    assert asked(made) == [
        ("leader", "Sam", "leader"),
        ("line_manager", "Rob", "head"),
        ("receiving_head", chair.first_name, "chair"),
    ]
    actions.consent_variation(fresh(made), by=cast.sam)
    actions.consent_variation(fresh(made), by=Person.objects.get(pk=chair.pk))
    assert (fresh(made).state, fresh(case).half_days) == ("agreed", 6)
    told = Letter.objects.filter(name="deployments/variation_agreed").values_list("to__first_name", flat=True)
    assert sorted(told) == sorted(["Sam", "Rob", chair.first_name, "Mina"])


def test_a_change_without_a_chair_is_refused_in_words(cast):
    case = stage.deployment(cast, "active")
    with pytest.raises(Obstacle, match="no chair of governors could be asked instead"):
        vary(case, rob_heads_both(cast))


def test_the_school_asked_last_is_asked_by_whom_it_has_then(cast):
    case = stage.deployment(cast, school_last=True, answered=("leader",))
    case.consents.filter(party="receiving_head").update(decision="later")
    chair = factories.PostFactory(school=cast.brookside, role="chair_of_governors").person
    cast.rob.posts.update(ends_on=stage.today() - timedelta(days=1))
    factories.PostFactory(person=cast.hannah, school=cast.brookside, role="headteacher")
    actions.consent(fresh(case), by=Person.objects.get(pk=cast.hannah.pk))
    assert asked(case)[2] == ("receiving_head", chair.first_name, "chair")
    assert Letter.objects.get(name="deployments/consent_requested").to == chair
