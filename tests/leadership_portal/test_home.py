"""The first page says what needs its reader, in order, and costs the same for one task and for thirty."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.lifecycle import Lifecycle, Task
from casework.templatetags.casework import task_row
from deployments.models import TermBudget
from designation import queries as designation
from designation.models import Application
from directory.models import Person, Post
from leadership_portal import queries
from leadership_portal.views.home import heading_of
from tests.designation import stage
from tests.factories import DesignationFactory, PersonFactory, PostFactory

MOST_QUERIES = 12
TODAY = timezone.localdate()


def test_the_title_counts_and_names(cast):
    task = Task("Give a reference", "/x/")
    assert heading_of([task], "Hannah") == "1 thing needs you, Hannah"
    assert heading_of([task, task, task], "Hannah") == "3 things need you, Hannah"
    assert heading_of([], "Hannah") == "Nothing needs you now, Hannah"


@pytest.mark.parametrize(
    ("days", "due", "is_overdue"),
    [
        (-2, "Overdue by 2 days", True),
        (-1, "Overdue by 1 day", True),
        (0, "Today", False),
        (1, None, False),
    ],
)
def test_overdue_is_said_in_words(days, due, is_overdue):
    row = task_row(Task("Give a reference", "/x/", TODAY + timedelta(days=days)), TODAY)
    assert row.get("overdue", False) is is_overdue
    assert due is None or row["due"] == due


def test_tasks_come_by_due_date_and_undated_ones_last(cast, monkeypatch):
    later, sooner, undated = (
        Task("Later", "/l/", TODAY + timedelta(days=9)),
        Task("Sooner", "/s/", TODAY - timedelta(days=1)),
        Task("Undated", "/u/"),
    )
    monkeypatch.setattr(queries, "ASKED", [lambda person, on: [undated, later], lambda person, on: [sooner]])
    assert queries.tasks_of(cast.hannah, TODAY) == [sooner, later, undated]


def test_every_floor_is_asked(cast, monkeypatch):
    rooms = {ask.__module__.split(".")[0] for ask in queries.ASKED}
    assert rooms == {"designation", "deployments", "evaluations"}


def test_the_page_shows_a_link_to_each_task(cast, client, monkeypatch):
    monkeypatch.setattr(queries, "ASKED", [lambda person, on: [Task("Give a reference", "/ref/1/", TODAY)]])
    client.force_login(cast.hannah)
    page = client.get("/").content.decode()
    assert '<a href="/ref/1/">Give a reference</a>' in page


def test_with_nothing_to_do_it_says_what_it_is_for_and_how_to_begin(cast, client):
    client.force_login(cast.olga)
    page = client.get("/").content.decode()
    assert "What this portal is for" in page
    assert reverse("profile") in page


def test_whoever_applied_sees_how_it_stands_and_is_not_greeted_as_a_newcomer(cast, client):
    case = stage.application(cast)
    stage.reference(cast, application=case)
    stage.reference(cast, "given", application=case, kind="second")
    client.force_login(cast.sam)
    page = client.get("/").content.decode()
    said = [
        f'<a href="{case.get_absolute_url()}">Your application in {case.round}: {case.role}</a>',
        ">Submitted</span>",
        "1 reference has not come yet.",
    ]
    assert [one for one in said if one not in page] == []
    assert "What this portal is for" not in page
    client.force_login(cast.olga)
    assert "Your application in" not in client.get("/").content.decode()


@pytest.mark.parametrize("state", Application.State)
def test_an_application_is_under_way_while_the_alliance_has_it(cast, state):
    case = stage.application(cast, state)
    stage.reference(cast, application=case)
    over = ("draft", "successful", "unsuccessful", "not_shortlisted", "withdrawn", "dismissed")
    missing = 1 if state in ("submitted", "returned") else 0
    expected = [] if state in over else [(case, missing)]
    assert designation.at_home(cast.sam, TODAY).under_way == expected


def test_all_but_managers_are_shown_where_to_apply(cast, client):
    shown = {}
    for name in ("olga", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        shown[name] = reverse("about") in [start["url"] for start in client.get("/").context["starts"]]
    assert shown == {"olga": True, "hannah": True, "mina": False}


def test_a_manager_is_asked_to_confirm_posts(cast, client):
    for person in (PersonFactory(), PersonFactory()):
        PostFactory(person=person, school=cast.oakfield, role=Post.Role.HEADTEACHER, confirmed_at=None)
    titles = {}
    for name in ("mina", "sam"):
        client.force_login(getattr(cast, name))
        titles[name] = [(task["title"], task["url"]) for task in client.get("/").context["tasks"]]
    assert titles == {"mina": [("Confirm 2 posts", reverse("posts"))], "sam": []}


def test_a_manager_sees_how_the_alliance_stands(cast, client):
    DesignationFactory(state="active")
    client.force_login(cast.mina)
    shown = {figure["text"]: figure["value"] for figure in client.get("/").context["figures"]}
    assert shown == {"Active leaders": 1, "Requests waiting for a leader": 0, "Deployments under way": 0}


def test_a_head_sees_the_days_out_this_term(cast, client):
    sams = DesignationFactory(person=cast.sam, home_school=cast.oakfield)
    for first, taken in [(TODAY - timedelta(days=30), 4), (TODAY - timedelta(days=130), 1)]:
        TermBudget.objects.create(designation=sams, term_starts_on=first, half_days=6, taken=taken)
    this_term = {"term_starts_on": TODAY - timedelta(days=30)}
    TermBudget.objects.create(school=cast.oakfield, half_days=10, taken=4, **this_term)
    TermBudget.objects.create(school=cast.brookside, half_days=8, taken=2, **this_term)
    client.force_login(cast.hannah)
    bars = [(bar["label"], bar["value"], bar["share"]) for bar in client.get("/").context["bars"]]
    assert bars == [
        ("Sam Okoro", "2 days of 3 days", 66),
        ("Oakfield Primary School", "2 days of 5 days", 40),
    ]


def test_somebody_without_a_name_is_asked_for_it(db):
    person = PersonFactory(first_name="", last_name="")
    assert [task.title for task in queries.tasks_of(person, TODAY)] == ["Tell us your name"]


def test_a_visit_is_noted_once_an_hour(cast, client):
    client.force_login(cast.hannah)
    client.get("/")
    first = Person.objects.get(pk=cast.hannah.pk).seen_at
    client.get("/")
    assert Person.objects.get(pk=cast.hannah.pk).seen_at == first
    Person.objects.filter(pk=cast.hannah.pk).update(seen_at=first - timedelta(hours=2))
    client.get("/")
    assert Person.objects.get(pk=cast.hannah.pk).seen_at > first - timedelta(minutes=1)


def test_since_is_when_the_person_was_here_before_this_session(cast, client):
    before = timezone.now() - timedelta(days=3)
    Person.objects.filter(pk=cast.hannah.pk).update(seen_at=before)
    client.force_login(cast.hannah)
    assert [client.get("/").context["since"] for _visit in range(2)] == [before, before]


def test_the_first_visit_has_no_since(cast, client):
    client.force_login(cast.hannah)
    assert client.get("/").context["since"] is None


def test_changes_cost_one_query_whatever_kinds_of_case_there_are(cast):
    since = timezone.now() - timedelta(days=1)
    hannah = Person.objects.get(pk=cast.hannah.pk)
    queries.changes_for(hannah, since, timezone.now())  # what content types there are is read once a process
    with CaptureQueriesContext(connection) as asked:
        queries.changes_for(hannah, since, timezone.now())
    assert len(asked) == 1
    assert len(Lifecycle.of_model) > 5


@pytest.mark.parametrize("name", ["hannah", "sam", "rob", "mina", "olga", "fay", "dai"])
def test_the_page_costs_at_most_twelve_queries(cast, client, name):
    person = getattr(cast, name)
    Person.objects.filter(pk=person.pk).update(seen_at=timezone.now())
    client.force_login(person)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) <= MOST_QUERIES, [query["sql"][:120] for query in asked]


def test_a_manager_s_second_factor_fits_into_the_twelve(cast, client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    Authenticator.objects.create(user=cast.mina, type="totp", data={})
    Person.objects.filter(pk=cast.mina.pk).update(seen_at=timezone.now())
    client.force_login(cast.mina)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) <= MOST_QUERIES, [query["sql"][:120] for query in asked]


def test_thirty_posts_to_confirm_cost_what_one_does(cast, client):
    Person.objects.filter(pk=cast.mina.pk).update(seen_at=timezone.now())
    client.force_login(cast.mina)
    counts = []
    for more in (1, 29):
        for _n in range(more):
            PostFactory(person=PersonFactory(), school=cast.oakfield, confirmed_at=None)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
