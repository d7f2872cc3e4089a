"""A manager who applies, sits on the panel or stands too near is no manager of that case, and no page forgets it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import Letter
from designation import actions
from designation.models import Application, Conflict, Extension, PanelSeat, PendingDecision, Renewal, Review
from designation.queries.kept import kept_from
from designation.rules.applications import stands_back
from directory.models import Person, Post
from tests import factories
from tests.designation import stage

SECRET = "WEAK-AND-NOBODY-TOLD-HER"


def again(person):
    """Return a person as a new request reads them."""
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def other(cast):
    """Return a second manager."""
    person = factories.PersonFactory(email="second@northdale-alliance.example")
    factories.PostFactory(person=person, role=Post.Role.ALLIANCE_MANAGER, school=None)
    return person


def scored(case, assessor, rag="amber"):
    criterion = case.role_type.criteria.first()
    factories.ScoreFactory(
        application=case, assessor=assessor, criterion=criterion, rag=rag, comment=SECRET,
        submitted_at=timezone.now(),
    )  # fmt: skip
    return criterion


@pytest.fixture
def mina_applies(cast, other):
    """Return Mina's own application: scored by Rob, a decision prepared by the second manager."""
    case = stage.application(cast, applicant=cast.mina)
    stage.seat(cast.rob)
    reason = scored(case, cast.rob)
    actions.prepare(case, by=other, decision="sift_out", reasons=[reason], feedback=SECRET)
    return case


def round_pages(case):
    names = ("panel", "export", "export-xlsx", "decisions", "interviews", "change", "extend", "seat")
    return [reverse(f"designation:round-{name}", args=[case.round_id]) for name in names]


def test_a_manager_does_not_run_the_round_they_apply_in(cast, client, mina_applies):
    client.force_login(again(cast.mina))
    found = {page: client.get(page).status_code for page in round_pages(mina_applies)}
    assert found == dict.fromkeys(found, 403)
    rivals = stage.application(cast)
    doors = [rivals.page(step) for step in ("shortlist", "sift_out", "prepare", "send_back")]
    assert [client.get(door).status_code for door in doors] == [404] * 4  # a rival's: not even found


def test_nor_does_a_post_past_the_pages(cast, client, mina_applies):
    client.force_login(again(cast.mina))
    seat, pending = PanelSeat.objects.get(), PendingDecision.objects.get()
    unseat = reverse("designation:round-unseat", args=[mina_applies.round_id, seat.pk])
    assert client.post(unseat).status_code == 403
    told, failed = actions.tell([(pending.pk, pending.at)], by=again(cast.mina))
    assert (told, len(failed)) == ([], 1)
    assert (PanelSeat.objects.count(), PendingDecision.objects.count()) == (1, 1)


def test_the_other_manager_runs_it(client, other, mina_applies):
    client.force_login(other)
    assert [client.get(page).status_code for page in round_pages(mina_applies)] == [200] * 8


def test_nobody_gives_themselves_more_time(cast):
    draft = stage.draft(cast, applicant=cast.mina)
    later = draft.round.closes_at + timedelta(days=3)
    with pytest.raises(actions.NotForYourself):
        actions.extend(draft.round, cast.mina, by=cast.mina, until=later, reason="me")
    assert not Extension.objects.exists()


def test_once_decided_the_grid_leaves_out_how_the_managers_own_was_judged(cast, client, mina_applies, other):
    pending = PendingDecision.objects.get()
    actions.tell([(pending.pk, pending.at)], by=other)
    client.force_login(again(cast.mina))
    panel, csv_file, _xlsx, decisions = round_pages(mina_applies)[:4]
    [row] = client.get(panel).context["page"]
    assert (row.judged.scored, row.judged.assessors, row.pending) == ({}, {}, None)
    [line] = client.get(csv_file).getvalue().decode("utf-8-sig").splitlines()[1:]
    assert line.endswith((",0,0,,0,0,0,0,0", ",0,0,,0,0,0,0,0\r"))
    assert client.get(decisions).context["rows"] == []


def test_the_managers_own_history_keeps_private_notes_and_letters_from_them(cast, client, other):
    case = stage.application(cast, "invited", applicant=cast.mina)
    actions.interview(stage.begun(case), by=other, note=SECRET)
    told = stage.reference(cast, application=case)
    actions.decline(told, by=cast.hannah, reason=SECRET)
    assert Letter.objects.exists()
    client.force_login(again(cast.mina))
    pages = [client.get(one.get_absolute_url()).content.decode() for one in (case, told)]
    assert [(SECRET in page, "Letters" in page.split("<main")[1]) for page in pages] == [(False, False)] * 2


def own_cases(cast):
    held = factories.DesignationFactory(person=cast.mina)
    return [held, Review(designation=held), Renewal(designation=held)]


def test_a_leader_who_manages_reads_nothing_for_managers_in_their_own_cases(cast, other):
    for case in own_cases(cast):
        for name in ("casework.read_private_notes", "casework.read_letters"):
            assert (cast.mina.has_perm(name, case), other.has_perm(name, case)) == (False, True), (case, name)


# A manager who sits on the panel.


def test_a_manager_on_the_panel_sees_scores_once_their_own_are_in(cast, client):
    case = stage.application(cast)
    stage.seat(cast.rob)
    stage.seat(cast.mina)
    criterion = scored(case, cast.rob, "red")
    panel, csv_file = round_pages(case)[:2]

    def met():
        client.force_login(again(cast.mina))
        [row] = client.get(panel).context["page"]
        line = client.get(csv_file).getvalue().decode().splitlines()[1]
        return SECRET in client.get(case.get_absolute_url()).content.decode(), row.judged.scored, line[-12:]

    assert met()[:2] == (False, {})
    hidden = met()[2]
    assert client.get(case.page("moderate")).status_code == 403
    factories.ScoreFactory(
        application=case, assessor=cast.mina, criterion=criterion, rag="green", submitted_at=timezone.now()
    )
    assert met()[:2] == (True, {criterion.pk: ["red", "green"]})
    assert met()[2] != hidden
    assert client.get(case.page("moderate")).status_code == 200


# A manager in conflict.


def test_a_manager_in_conflict_leaves_reference_and_decision_to_another(cast, client, other):
    case = stage.application(cast)
    told = stage.reference(cast, "given", application=case)
    doors = [case.page("shortlist"), case.page("sift_out"), case.page("prepare")]
    Conflict.objects.create(application=case, member=cast.mina, kind="family")

    def found(person):
        client.force_login(again(person))
        may_read = again(person).has_perm("designation.read_reference", told)
        return may_read, [client.get(door).status_code for door in doors]

    assert (found(cast.mina), found(other)) == ((False, [403] * 3), (True, [200] * 3))
    Conflict.objects.create(application=case, member=other, kind="family")  # nobody is free: somebody must
    assert (found(cast.mina), found(other)) == ((True, [200] * 3), (True, [200] * 3))


# The log of letters.


def in_the_log(client, person) -> set[str]:
    """Return the kinds of letter a manager finds in the log, and hold that each opens and no other does."""
    client.force_login(again(person))
    shown = {letter.pk for letter in client.get(reverse("letters")).context["page"]}
    doors = {one.pk: client.get(reverse("letter", args=[one.pk])).status_code for one in Letter.objects.all()}
    assert doors == {pk: 200 if pk in shown else 404 for pk in doors}
    return set(Letter.objects.filter(pk__in=shown).values_list("name", flat=True))


def letter_about(case, to, subject=SECRET):
    key = f"{case}:{to}"
    return Letter.objects.create(
        name=f"designation/{case.NOUN}_written", case=case, to=to, address=to.email, subject=subject,
        body=subject, key=key, message_id=f"<{key}>", language="en",
    )  # fmt: skip


def test_the_log_keeps_letters_about_a_manager_from_them(cast, client, other):
    mine = stage.application(cast, applicant=cast.mina)
    held = factories.DesignationFactory(person=cast.mina)
    year = {"starts_on": stage.today(), "due_on": stage.today() + timedelta(days=364)}
    judged = [mine, stage.reference(cast, application=mine), held]
    judged += [Review.objects.create(designation=held, **year), Renewal.objects.create(designation=held)]
    for case in judged:
        letter_about(case, cast.hannah)
    letter_about(factories.DesignationFactory(), cast.hannah, "Of somebody else")
    assert in_the_log(client, cast.mina) == {"designation/designation_written"}
    assert SECRET not in client.get(reverse("letters")).content.decode()
    assert in_the_log(client, other) == {f"designation/{case.NOUN}_written" for case in judged}


def test_a_letter_kept_from_a_manager_is_neither_held_nor_let_go_by_them(cast, client, other):
    kept = letter_about(stage.application(cast, applicant=cast.mina), cast.hannah)
    for person, status, code in [(cast.mina, "waiting", 404), (other, "held", 302)]:
        client.force_login(again(person))
        assert client.post(reverse("letter-hold", args=[kept.pk])).status_code == code
        kept.refresh_from_db()
        assert kept.status == status
    client.force_login(again(cast.mina))
    assert client.post(reverse("letter-retry", args=[kept.pk])).status_code == 404


def test_the_log_keeps_letters_about_rivals_from_a_manager_who_applies(cast, client, other, mina_applies):
    rival = stage.application(cast)
    letter_about(rival, cast.sam)
    letter_about(stage.reference(cast, application=rival), cast.hannah)
    assert in_the_log(client, cast.mina) == set()
    assert in_the_log(client, other) == {"designation/application_written", "designation/reference_written"}


def test_in_conflict_the_log_keeps_back_what_another_manager_can_read(cast, client, other):
    case = stage.application(cast)
    letter_about(case, cast.sam)
    Conflict.objects.create(application=case, member=cast.mina, kind="family")
    assert (in_the_log(client, cast.mina), len(in_the_log(client, other))) == (set(), 1)
    Conflict.objects.create(application=case, member=other, kind="family")  # nobody is free: somebody must
    assert (len(in_the_log(client, cast.mina)), len(in_the_log(client, other))) == (1, 1)


def test_the_log_keeps_back_what_the_rule_keeps_back(cast, other, mina_applies):
    """The rule asks of one application, the list of all at once; they say the same of every manager and case."""
    elsewhere = factories.RoundFactory(name="Another round")
    near, alone = stage.application(cast), factories.ApplicationFactory(round=elsewhere)
    far = factories.ApplicationFactory(round=elsewhere, applicant=cast.sam, school=cast.oakfield)
    for case, member in [(far, cast.mina), (alone, cast.mina), (alone, other)]:
        Conflict.objects.create(application=case, member=member, kind="family")
    for person in (cast.mina, other):
        kept = set(kept_from(again(person))[Application].values_list("pk", flat=True))
        cases = [near, far, alone, mina_applies]
        asked = {one.pk for one in cases if one.about_id == person.pk or stands_back(again(person), one)}
        assert kept == asked, person


@pytest.mark.parametrize(("state", "leads_there"), [("draft", False), ("submitted", True)])
def test_a_letter_leads_to_its_case_where_that_opens(cast, client, state, leads_there):
    case = stage.application(cast, state)
    client.force_login(again(cast.mina))
    page = client.get(reverse("letter", args=[letter_about(case, cast.sam).pk])).content.decode()
    assert (case.reference in page, f'href="{case.get_absolute_url()}"' in page) == (True, leads_there)


def test_the_log_costs_the_same_for_one_and_thirty_cases(cast, client, other):
    counts: list[int] = []
    client.force_login(again(cast.mina))
    client.get(reverse("letters"))
    for more in (1, 29):
        for _n in range(more):
            kept, read = factories.ApplicationFactory(), factories.ApplicationFactory()
            letter_about(read, read.applicant)
            letter_about(kept, kept.applicant)
            Conflict.objects.create(application=kept, member=cast.mina, kind="family")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("letters"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
