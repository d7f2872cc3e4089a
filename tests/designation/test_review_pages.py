"""Pages of reviews and renewals: lists for managers, their files, what a home page says, and how little they ask."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from designation import actions
from designation.models import Designation, Renewal, Review
from designation.queries.home.designations import designation_tasks
from leadership_portal.queries import changes_for
from tests import factories
from tests.designation import years

LISTS = ["designation:reviews", "designation:renewals"]
EXPORTS = ["designation:reviews-export", "designation:renewals-export"]


def another(cast, number: int) -> Designation:
    """Return another leader of Oakfield with an open review and a submitted renewal."""
    last = years.today() + timedelta(days=100 + number)
    person = factories.PersonFactory(
        first_name=f"Leader{number}", last_name="=1+1" if number == 0 else "Lewis"
    )
    one = factories.DesignationFactory(
        person=person, home_school=cast.oakfield, starts_on=last - timedelta(days=1460), ends_on=last
    )
    years.review(cast, designation=one)
    years.renewal(cast, "submitted", designation=one)
    years.whole_file(one)
    return one


def asked(client, address: str) -> int:
    """Return how many queries a page costs, opened for the second time: who is here is noted once a while."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


@pytest.mark.parametrize("name", [*LISTS, *EXPORTS])
@pytest.mark.parametrize(("who", "code"), [("mina", 200), ("sam", 403), ("hannah", 403), ("olga", 403)])
def test_lists_are_for_managers(cast, client, name, who, code):
    client.force_login(getattr(cast, who))
    assert client.get(reverse(name)).status_code == code


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_30_asks_no_more_than_a_list_of_one(cast, client, name):
    client.force_login(cast.mina)
    another(cast, 1)
    one = asked(client, reverse(name))
    for number in range(2, 31):
        another(cast, number)
    assert (asked(client, reverse(name)), one <= 12) == (one, True)


def test_no_page_of_a_case_asks_more_than_twelve_times(cast, client):
    held = another(cast, 1)
    Renewal.objects.update(state="open")
    review, renewal = Review.objects.get(), Renewal.objects.get()
    pages = [
        held.get_absolute_url(),
        held.page("evidence"),
        review.get_absolute_url(),
        renewal.get_absolute_url(),
    ]
    steps = [review.page("conclude"), renewal.page("read_reference")]
    client.force_login(cast.mina)
    asked_for = {page: asked(client, page) for page in (*pages, *steps)}
    client.force_login(held.person)
    own = [review.page("reflect"), renewal.page("write"), renewal.page("submit"), held.page("file")]
    asked_for |= {page: asked(client, page) for page in own}
    assert {page: count for page, count in asked_for.items() if count > 12} == {}


def test_reviews_are_narrowed(cast, client):
    case = years.review(cast, head_supports=False)
    client.force_login(cast.mina)

    def count(query: str) -> int:
        return len(client.get(f"{reverse('designation:reviews')}?{query}").context["rows"])

    assert [count(query) for query in ("state=open", "state=concluded", "due=30", "due=over")] == [1, 0, 1, 0]
    assert [count(f"head={said}") for said in ("waits", "supports", "doubts")] == [0, 0, 1]
    Review.objects.update(due_on=years.today() - timedelta(days=1), starts_on=case.starts_on)
    assert [count(query) for query in ("due=30", "due=over")] == [0, 1]


def test_renewals_are_narrowed(cast, client):
    years.renewal(cast, "submitted", referred=False)
    client.force_login(cast.mina)

    def count(query: str) -> int:
        return len(client.get(f"{reverse('designation:renewals')}?{query}").context["rows"])

    queries = (
        "state=submitted",
        "state=open",
        "ends=90",
        "ends=180",
        "ends=over",
        "reference=waits",
        "reference=given",
    )
    assert [count(query) for query in queries] == [1, 0, 0, 1, 0, 1, 0]


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_hold_no_formula_and_no_word_of_a_head(cast, client, name):
    another(cast, 0)
    Review.objects.update(
        head_supports=False, head=cast.hannah, head_at=years.timezone.now(), head_note=years.DOUBT
    )
    client.force_login(cast.mina)
    text = b"".join(client.get(reverse(name)).streaming_content).decode()
    assert (len(text.splitlines()), "SECRET" in text, ",=1+1" in text) == (2, False, False)


def titles(person) -> list[str]:
    person = type(person).objects.get(pk=person.pk)
    return [task.title for task in designation_tasks(person, years.today())]


def test_everybody_has_their_part_of_a_review_at_home(cast):
    case = years.review(cast)
    assert titles(cast.sam) == ["Look back on your year as a leader"]
    assert titles(cast.hannah) == ["Say whether you continue to support Sam Okoro"]
    assert titles(cast.mina) == titles(cast.olga) == titles(cast.gwen) == titles(cast.rob) == []
    Review.objects.update(
        reflection="Done", head_supports=True, head=cast.hannah, head_at=years.timezone.now()
    )
    assert titles(cast.mina) == ["Conclude the annual review of Sam Okoro"]
    assert titles(cast.sam) == titles(cast.hannah) == []
    Review.objects.update(reflection="", due_on=years.today(), starts_on=case.starts_on)
    assert titles(cast.mina) == ["Conclude the annual review of Sam Okoro"]


def test_everybody_has_their_part_of_a_renewal_at_home(cast):
    years.leader(cast)
    assert titles(cast.sam) == ["Ask for another term, if you would like one"]
    case = years.renewal(cast, referred=False, designation=Designation.objects.get())
    assert titles(cast.sam) == ["Finish and submit your renewal"]
    assert titles(cast.hannah) == ["Give a reference for another term of Sam Okoro"]
    Renewal.objects.filter(pk=case.pk).delete()
    years.renewal(cast, "submitted", designation=Designation.objects.get())
    assert (titles(cast.sam), titles(cast.hannah)) == ([], [])
    assert titles(cast.mina) == ["Decide the renewal of Sam Okoro"]


def test_every_task_leads_to_a_page_that_opens(cast, client):
    years.renewal(cast, referred=False)
    years.review(cast, designation=Designation.objects.get(), reflection="Done", due_on=years.today())
    found = {}
    for name in ("sam", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        for task in designation_tasks(getattr(cast, name), years.today()):
            found[task.title] = client.get(task.url).status_code
    assert (set(found.values()), len(found)) == ({200}, 4)


def test_the_tasks_cost_one_query(cast):
    for number in range(3):
        another(cast, number)
    for person in (cast.mina, cast.hannah, cast.sam):
        person.authority  # noqa: B018 - asked once a request, whoever asks first
        with CaptureQueriesContext(connection) as asked:
            list(designation_tasks(person, years.today()))
        assert len(asked) == 1


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_the_pages_say_what_they_are_for_when_empty(cast, client, language):
    cast.mina.language = language
    cast.mina.save()
    client.force_login(cast.mina)
    for name in LISTS:
        page = client.get(reverse(name)).content.decode()
        assert page.count('class="empty"') == 1


@pytest.mark.parametrize(
    ("who", "code"),
    [("sam", 200), ("hannah", 200), ("mina", 200), ("gwen", 403), ("rob", 404), ("olga", 404)],
)
def test_who_reads_a_review_and_a_renewal(cast, client, who, code):
    held = another(cast, 1)
    Designation.objects.update(person=cast.sam)
    client.force_login(getattr(cast, who))
    pages = [one.get_absolute_url() for one in (*held.reviews.all(), *held.renewals.all())]
    assert [client.get(page).status_code for page in pages] == [code, code]


def test_the_chair_reads_those_of_a_head(cast, client):
    held = another(cast, 1)
    Designation.objects.update(person=cast.hannah)
    client.force_login(cast.gwen)
    assert client.get(held.reviews.get().get_absolute_url()).status_code == 200


def test_a_manager_reads_in_the_lists_what_heads_said_of_others_and_not_of_themselves(cast, client):
    case = years.review(cast, head_supports=False, head_note=years.DOUBT)
    client.force_login(cast.mina)
    for person, reads in ((cast.sam, True), (cast.mina, False)):
        Designation.objects.filter(pk=case.designation_id).update(person=person)
        listed = str(client.get("/designation/reviews/").context["rows"])
        exported = b"".join(client.get("/designation/reviews/export.csv").streaming_content).decode()
        assert ["Does not support it further" in text for text in (listed, exported)] == [reads, reads]
        assert ["Has answered" in text for text in (listed, exported)] == [not reads, not reads]


def test_a_manager_does_not_read_on_the_home_page_what_the_head_said_of_them(cast):
    case = years.review(cast)
    Designation.objects.filter(pk=case.designation_id).update(person=cast.mina)
    actions.doubt(Review.objects.get(pk=case.pk), by=cast.hannah, note=years.DOUBT)
    hour = timedelta(hours=1)
    now = timezone.now() + hour
    assert [
        one.text for one in changes_for(cast.mina, now - 2 * hour, now) if "does not support" in one.text
    ] == []
    Designation.objects.filter(pk=case.designation_id).update(person=cast.sam)
    assert (
        len([one for one in changes_for(cast.mina, now - 2 * hour, now) if "does not support" in one.text])
        == 1
    )


def beside(first: Designation, number: int, **fields) -> Designation:
    """Return one more leader like the first, whose assurance holds."""
    person = factories.PersonFactory(email=f"beside{number}@oakfield.example")
    later = years.today() + timedelta(days=400)
    fields = {"assurance_until": later, "assurance_by": first.person} | fields
    row = Designation(
        person=person,
        role_type=first.role_type,
        home_school=first.home_school,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        agreement_signed_on=first.starts_on,
        induction_done_on=first.starts_on,
        state="active",
    )
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def test_reviews_that_ask_nothing_of_the_manager_yet_push_no_task_out(cast):
    first, day = years.leader(cast, left=385), years.today()
    for number in range(31):
        opened = {"starts_on": day - timedelta(days=340), "due_on": day + timedelta(days=25)}
        Review.objects.create(designation=beside(first, number), **opened)
    new = beside(
        first, 99, state="designated", starts_on=day, induction_done_on=None, agreement_signed_on=None
    )
    found = [task.title for task in designation_tasks(cast.mina, day) if str(new.person) in task.title]
    assert found == [f"Record the induction of {new.person}"]


def test_the_first_due_come_first_and_a_list_that_is_cut_says_so(cast):
    first, day = years.leader(cast, left=385), years.today()
    for number in range(32):
        beside(first, number, assurance_until=day - timedelta(days=number + 1))
    tasks = list(designation_tasks(cast.mina, day))
    assert (tasks[0].due_on, len(tasks)) == (day - timedelta(days=32), 31)
    more = tasks[-1]
    assert (more.title, more.url) == ("And something waits at 2 more leaders", reverse("designation:leaders"))


@pytest.mark.parametrize(
    ("left", "said"), [(-16, "Overdue by 16 days"), (-1, "Overdue by 1 day"), (0, "Today")]
)
def test_what_is_overdue_is_said_in_words_on_my_designation(cast, client, left, said):
    years.review(cast, due_on=years.today() + timedelta(days=left))
    client.force_login(cast.sam)
    page = client.get(reverse("designation:mine")).content.decode()
    assert ("Look back on your year as a leader" in page, said in page) == (True, True)
