"""What those who hear an appeal may read, what everybody else may not, and whom an appeal waits for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.letters import deliver_due
from casework.models import Entry, Letter
from designation import actions
from designation.models import Appeal, Application
from designation.queries.home import awaiting
from tests import factories
from tests.designation import stage

COMMENT = "WORDS-OF-AN-ASSESSOR"


def heard(cast, state="appealed"):
    """Return Sam's application with scores and a reference; Olga alone hears the appeal."""
    case = stage.application(cast, state)
    case.appeal.hearers.set([cast.olga])
    factories.ScoreFactory(
        application=case, assessor=cast.mina, criterion=case.role_type.criteria.first(), comment=COMMENT
    )
    stage.reference(cast, "given", application=case)
    return case


def test_a_hearer_reads_the_application_the_scores_and_the_references(cast, client):
    case = heard(cast)
    client.force_login(cast.olga)
    page = client.get(case.get_absolute_url()).content.decode()
    assert (stage.WORDS in page, COMMENT in page, stage.GROUNDS in page) == (True, True, True)
    reference = case.references.get()
    assert stage.SECRET in client.post(reference.page("read")).content.decode()
    assert Entry.objects.of(reference).filter(step="read", by=cast.olga).count() == 1


def test_and_nothing_else(cast, client):
    other = stage.application(cast, "submitted", applicant=cast.dai)
    reference = stage.reference(cast, "given", application=other)
    heard(cast)
    client.force_login(cast.olga)
    pages = [other.get_absolute_url(), reference.get_absolute_url(), reference.page("read")]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.get(reverse("designation:round-panel", args=[other.round_id])).status_code == 403
    assert list(Application.objects.visible_to(cast.olga).values_list("applicant", flat=True)) == [
        cast.sam.pk
    ]


@pytest.mark.parametrize("state", ["upheld", "dismissed"])
def test_decided_the_hearer_sees_the_outcome_and_reads_no_more_scores_or_references(cast, client, state):
    case = heard(cast, state)
    client.force_login(cast.olga)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("We read it again." in page, COMMENT in page) == (True, False)
    assert client.post(case.references.get().page("read")).status_code == 404


def test_the_applicant_reads_the_reasons_and_not_who_scores_or_hears(cast, client):
    case = heard(cast, "dismissed")
    client.force_login(cast.sam)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("We read it again." in page, COMMENT in page, "Olga Stone" in page) == (True, False, False)


def test_the_panel_reads_that_there_is_an_appeal_and_not_its_grounds(cast, client):
    case = heard(cast)
    stage.seat(cast.rob)
    client.force_login(cast.rob)
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("An appeal is being heard" in page, stage.GROUNDS in page) == (True, False)


def test_the_panels_page_shows_it_as_appealed(cast, client):
    case = heard(cast)
    client.force_login(cast.mina)
    page = client.get(reverse("designation:round-panel", args=[case.round_id])).content.decode()
    assert "Appealed" in page


def tasks(person):
    return [(task.title, task.url, task.due_on) for task in awaiting(person, stage.today())]


def test_an_appeal_waits_for_a_manager_and_then_for_those_who_hear_it(cast):
    case = stage.application(cast, "appealed")
    lodged = case.appeal
    lodged.hearers.clear()
    assert tasks(cast.mina) == [
        ("Choose who hears the appeal of Sam Okoro", case.page("assign"), lodged.assign_by)
    ]
    lodged.hearers.set([cast.olga])
    assert (tasks(cast.mina), tasks(cast.rob)) == ([], [])
    assert tasks(cast.olga) == [("Hear the appeal of Sam Okoro", case.get_absolute_url(), lodged.decide_by)]


def test_a_manager_is_not_asked_who_hears_the_own_appeal(cast):
    case = stage.application(cast, "appealed", applicant=cast.mina, decided_by=cast.rob)
    case.appeal.hearers.clear()
    assert tasks(cast.mina) == []


def test_upheld_it_waits_for_a_manager_again(cast):
    case = stage.application(cast, "upheld")
    url = reverse("designation:round-panel", args=[case.round_id])
    assert [(title, to) for title, to, _due in tasks(cast.mina)] == [("Go on with 1 upheld appeal", url)]


def test_the_appeal_of_a_leader_waits_likewise(cast):
    case = stage.withdrawn(cast, hearers=[cast.rob])
    assert ("Hear the appeal of Sam Okoro", case.get_absolute_url(), case.appeal.decide_by) in tasks(cast.rob)
    case.appeal.hearers.clear()
    assert ("Choose who hears the appeal of Sam Okoro", case.page("assign"), case.appeal.assign_by) in tasks(
        cast.mina
    )


def test_decided_before_the_post_went_nobody_is_asked_any_more(cast):
    case = stage.application(cast, "not_shortlisted")
    actions.appeal(case, by=cast.sam, grounds=stage.GROUNDS)
    Appeal.objects.update(is_upheld=False, reasons="Decided.", decided_by=cast.rob, decided_at=timezone.now())
    deliver_due()
    assert Letter.objects.get(name="designation/appeal_lodged").status == Letter.Status.DROPPED
