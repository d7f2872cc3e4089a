"""Hannah takes the safeguarding assurance for Sam back: the seven questions; no visits, no paper, no word of why."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import Document, Entry, Letter, Link
from deployments.queries.visits import obstacles_to_visit
from designation import actions, letters, queries
from designation.models import Designation
from designation.terms import years_after
from directory.calendar import said
from directory.models import Person, Post
from tests import factories
from tests.deployments import stage as support
from tests.deployments.stage import a_morning
from tests.designation import stage, years
from tests.designation.steps import OfSamAtWork

WHY = "SECRET: something was said that we are looking into."
TYPED = {"reason": WHY}


def assured(cast, state="active", **fields) -> Designation:
    until = stage.today() + timedelta(days=300)
    held = {"assurance_until": until, "assurance_by": cast.hannah, "checks_seen_on": stage.today()}
    return stage.designation(cast, state, **held | fields)


def obstacles(work, on) -> list[str]:
    return [one for one in obstacles_to_visit(a_morning(work, on)) if "assurance" in one]


def titles(person) -> list[str]:
    return [task.title for task in queries.awaiting(Person.objects.get(pk=person.pk), stage.today())]


class TestRetract(OfSamAtWork):
    step, actor, answer = "retract", "hannah", TYPED
    others = ("olga", "rob", "sam", "gwen")
    told = {"sam": ["designation/assurance_retracted"], "mina": ["designation/assurance_in_question"]}

    def make(self, cast, state=None):
        case = super().make(cast, state or "active")
        held = {"assurance_until": stage.today() + timedelta(days=300), "assurance_by": cast.hannah}
        Designation.objects.filter(pk=case.pk).update(**held)
        case.refresh_from_db()
        return case

    def check(self, case, cast):
        assert (case.assurance_until, case.assurance_by, case.checks_seen_on) == (None, None, None)
        assert case.assurance_retracted_on == stage.today()
        assert [letter.name for letter in Letter.objects.all() if WHY in letter.subject + letter.body] == []

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        assert [self.press(client, case, cast).status_code for _time in range(2)] == [302, 409]
        assert Entry.objects.of(case).filter(step="retract").count() == 1


def test_the_work_it_concerns_is_shown_before_the_act(cast, client):
    case = assured(cast)
    work = support.deployment(cast, "active", designation=case)
    client.force_login(cast.hannah)
    page = client.get(case.page("retract")).content.decode()
    assert (work.get_absolute_url() in page, "until somebody calls them off" in page) == (True, True)


def test_where_there_is_no_assurance_none_is_taken_back(cast, client):
    case = stage.designation(cast, "active", assurance_until=None, assurance_by=None)
    client.force_login(cast.hannah)
    assert client.post(case.page("retract"), TYPED).status_code == 403


def test_a_manager_records_what_the_head_said_by_phone(cast, client):
    case = assured(cast)
    client.force_login(cast.mina)
    page = client.get(case.page("retract"))
    assert "What the school said, and when" in page.content.decode()
    shown = sorted(draft.name for draft in page.context["drafts"])
    assert client.post(case.page("retract"), TYPED).status_code == 302
    entry = Entry.objects.of(case).get(step="retract")
    assert (entry.by, entry.on_behalf_of, entry.channel) == (cast.mina, "Hannah Price", "phone")
    told = sorted(Letter.objects.values_list("to__first_name", "name"))
    assert told == [
        ("Hannah", "designation/staff_assurance_retracted"),
        ("Sam", "designation/assurance_retracted"),
    ]
    assert shown == [name for _to, name in sorted(told, key=lambda one: one[1])]


def test_a_manager_does_not_take_their_own_back(cast, client):
    case = assured(cast)
    Designation.objects.filter(pk=case.pk).update(person=cast.mina)
    client.force_login(cast.mina)
    assert client.get(case.page("retract")).status_code == 403


def test_the_reason_is_for_managers_alone(cast, client):
    case = assured(cast)
    actions.retract(case, by=cast.hannah, reason=WHY)
    reads = {}
    for name in ("sam", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        reads[name] = (
            WHY in client.get(reverse("designation:designation-record", args=[case.pk])).content.decode()
        )
    assert reads == {"sam": False, "hannah": False, "mina": True}


def test_no_visit_can_be_planned_from_then_on(cast):
    case = assured(cast)
    work = support.deployment(cast, "active", designation=case)
    tomorrow = stage.today() + timedelta(days=1)
    before = obstacles(work, tomorrow)
    actions.retract(case, by=cast.hannah, reason=WHY)
    work.designation.refresh_from_db()
    assert (before, len(obstacles(work, tomorrow))) == ([], 1)


def test_everybody_concerned_reads_what_is_true_now(cast, client):
    case = assured(cast)
    actions.retract(case, by=cast.hannah, reason=WHY)
    for name in ("sam", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        assert (
            "The school has taken the safeguarding assurance back"
            in client.get(case.get_absolute_url()).content.decode()
        )
    settle = "Settle what follows: the school has taken back the safeguarding assurance for Sam Okoro"
    assert [one for one in titles(cast.mina) if "Sam" in one] == [settle]
    assert titles(cast.hannah) == []  # she has just said that she gives none


def test_lists_and_facts_say_that_it_was_taken_back_and_when(cast, client):
    case = assured(cast)
    actions.retract(case, by=cast.hannah, reason=WHY)
    said_so = f"Taken back on {said(stage.today())}"
    client.force_login(cast.hannah)
    pages = [
        case.get_absolute_url(),
        reverse("designation:staff"),
        years.review(cast, designation=case).get_absolute_url(),
    ]
    assert [said_so in client.get(page).content.decode() for page in pages] == [True] * 3


def test_given_again_everything_is_as_before(cast):
    case = assured(cast)
    actions.retract(case, by=cast.hannah, reason=WHY)
    actions.assure(case, by=cast.hannah, checks_seen_on=stage.today(), until=years_after(stage.today(), 3))
    assert (case.assurance_retracted_on, titles(cast.mina), titles(cast.hannah)) == (None, [], [])


def test_an_asking_letter_under_way_is_dead(cast):
    case = assured(cast, assurance_until=stage.today() + timedelta(days=5))
    letters.assurance_due(case, due_on=stage.today())
    actions.retract(case, by=cast.hannah, reason=WHY)
    assert not Link.objects.get(purpose=letters.ASSURANCE).is_live(timezone.now())


# The paper for the offices of other schools.


def paper_of(case, client, reader) -> tuple[list[int], bool]:
    """Return what is answered at the address of each paper made, and whether the page still offers one."""
    client.force_login(reader)
    papers = Document.objects.filter(name="designation/assurance").order_by("pk")
    codes = [client.get(reverse("document", args=[one.pk])).status_code for one in papers]
    page = client.get(case.get_absolute_url()).content.decode()
    return codes, "Safeguarding assurance (PDF)" in page


def test_the_paper_for_other_schools_is_recalled(cast, client):
    case = assured(cast)
    actions.order_assurance(case)
    assert paper_of(case, client, cast.sam) == ([200, 200], True)
    actions.retract(case, by=cast.hannah, reason=WHY)
    assert paper_of(case, client, cast.sam) == ([410, 410], False)
    address = reverse("document", args=[Document.objects.earliest("pk").pk])
    assert "is no longer in force" in client.get(address).content.decode()
    actions.assure(case, by=cast.hannah, checks_seen_on=stage.today(), until=years_after(stage.today(), 3))
    assert paper_of(case, client, cast.sam) == ([410, 410, 200, 200], True)


@pytest.mark.parametrize(("school", "codes"), [("brookside", [410, 410]), ("oakfield", [200, 200])])
def test_the_paper_of_the_former_school_is_recalled_when_the_leader_moves(cast, client, school, codes):
    case = assured(cast)
    factories.PostFactory(person=cast.sam, school=cast.oakfield, role=Post.Role.MIDDLE_LEADER)
    actions.order_assurance(case)
    post = {"school": getattr(cast, school), "role": Post.Role.DEPUTY_HEAD, "starts_on": stage.today()}
    actions.move(case, by=cast.mina, **post)
    assert paper_of(case, client, cast.sam)[0] == codes


def test_a_paper_that_is_recalled_before_it_is_made_is_never_made(cast):
    case = assured(cast)
    actions.order_assurance(case)
    actions.retract(case, by=cast.hannah, reason=WHY)
    assert not Document.objects.due(timezone.now()).exists()
