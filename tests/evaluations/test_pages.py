"""The pages as people meet them in a browser: nobody is shut out, nothing scrolls sideways, no script is needed."""

import pytest
from django.conf import settings
from django.urls import reverse

from deployments.models import Deployment, Visit
from evaluations import actions
from evaluations.models import VisitRecord
from tests import factories
from tests.browser import widen
from tests.evaluations import stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
D, V = Deployment.State, Visit.State


@pytest.fixture
def open_as(client, live_server, new_context):
    """Return a function that opens an address as somebody, signed in, at the one browser they have."""
    seated = {}

    def open_one(person, url: str, **kwargs):
        if person not in seated:
            client.force_login(person)
            context = new_context(**kwargs)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
            seated[person] = context.new_page()
        page = seated[person]
        widen(page, 1280)
        page.goto(live_server.url + url)
        return page

    return open_one


@pytest.fixture
def story(cast):
    """A visit to write up, one written up, a deployment to evaluate and one evaluated."""
    actions.load_standing_data()
    visit = stage.visit(cast)
    earlier = stage.visit(cast, V.HELD, of=visit.deployment, back=5)
    record = factories.VisitRecordFactory(visit=earlier)
    factories.VisitActionFactory(record=record)
    factories.VisitEvaluationFactory(visit=earlier)
    completed = stage.deployment(cast, D.COMPLETED)
    evaluated = stage.deployment(cast, D.COMPLETED)
    given = {"overall": 3, "would_use_again": True, "sustainability": "We go on", "may_quote": "no"}
    statements = stage.current().questions.filter(kind="scale5")
    answers = dict.fromkeys(statements, "4")
    actions.evaluate_deployment(
        evaluated, by=cast.rob, questionnaire=stage.current(), fixed=given, answers=answers
    )
    return {
        "visit-write": (cast.sam, visit.pk),
        "visit-record": (cast.rob, earlier.pk),
        "visit-evaluation": (cast.rob, earlier.pk),
        "record-reply": (cast.rob, earlier.pk),
        "deployment-evaluate": (cast.rob, completed.pk),
        "deployment-evaluation": (cast.sam, evaluated.pk),
        "evaluation-reply": (cast.sam, evaluated.pk),
        "evaluation-list": (cast.mina, None),
        "evaluations-received": (cast.sam, None),
    }


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_no_page_shuts_anybody_out(cast, open_as, axe, story, language):
    for person in (cast.sam, cast.rob, cast.mina):
        person.language = language
        person.save()
    for name, (person, pk) in story.items():
        page = open_as(person, reverse(f"evaluations:{name}", args=[pk] if pk else []))
        axe(page)
        widen(page, 320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_a_visit_is_written_up_without_a_script(cast, open_as, story):
    _sam, pk = story["visit-write"]
    url = reverse("evaluations:visit-write", args=[pk])
    page = open_as(cast.sam, url, java_script_enabled=False)
    page.locator("label", has_text="Coaching or mentoring").click()
    page.get_by_label("What was done and discussed?").fill("We planned the lessons")
    with page.expect_navigation():
        page.get_by_role("button", name="Add another action").click()
    assert page.get_by_label("What was done and discussed?").input_value() == "We planned the lessons"
    page.get_by_label("Action 3", exact=False).first.fill("Meet the governors")
    with page.expect_navigation():
        page.get_by_role("button", name="File the record and the evaluation").click()
    assert page.title().startswith("Error: ")
    assert not VisitRecord.objects.sent().filter(visit=pk).exists()
    assert page.get_by_label("What was done and discussed?").input_value() == "We planned the lessons"


def test_what_is_typed_saves_itself(cast, open_as, axe, story):
    _sam, pk = story["visit-write"]
    page = open_as(cast.sam, reverse("evaluations:visit-write", args=[pk]))
    page.get_by_label("What was done and discussed?").fill("We planned the lessons")
    page.get_by_text("Saved", exact=True).wait_for()  # and not "Not saved yet"
    page.reload()
    assert page.get_by_label("What was done and discussed?").input_value() == "We planned the lessons"
    with page.expect_navigation():
        page.get_by_role("button", name="File the record and the evaluation").click()
    assert page.title().startswith("Error: ")
    axe(page)
