"""Every letter of support is written in both languages, and names keep their apostrophes."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from casework.letters import preview, texts_of
from casework.models import Letter
from deployments import letters
from deployments.models import Audience
from deployments.queries.corrections import Changed
from deployments.queries.parties import holder_of
from deployments.queries.terms import terms_of
from directory.models import Person, Post
from tests.deployments import changes, stage
from tests.factories import PersonFactory, PostFactory

FOLDER = Path(__file__).parents[2] / "templates/letters/deployments"


def written(cast) -> dict[str, list[Letter]]:
    """Write every letter there is, once, and return the drafts by name."""
    proposed, agreed = stage.deployment(cast), stage.deployment(cast, "agreed")
    withdrawn, paused = stage.deployment(cast, "withdrawn"), stage.deployment(cast, "paused")
    planned, claim = stage.visit(cast, of=agreed), stage.claim(cast, "approved")
    called_off = stage.visit(cast, "not_held", of=agreed, missed_because="leader_left")
    change = changes.variation(cast, of=agreed)
    review = changes.progress_review(cast, of=agreed)
    consent = proposed.consents.get(party="line_manager")
    informal, group, ended = stage.informal(cast), stage.group(cast), stage.group(cast, "ended")
    with preview() as drafts:
        letters.request_received(proposed.request)
        letters.request_opened(proposed.request)
        letters.request_taken_up(proposed.request)
        letters.request_corrected(proposed.request, by=cast.rob, changed=[Changed("half_days", 2, 4)])
        letters.request_withdrawn(proposed.request)
        letters.request_unmet(proposed.request, why="days", reason="Ask again in January.")
        letters.request_unfinished(stage.draft(cast), due_on=stage.today())
        letters.consent_requested(consent)
        letters.consent_recorded(consent)
        letters.consent_due(consent, stage.today())
        letters.deployment_agreed(agreed)
        letters.deployment_denied(agreed, by=cast.rob, reason="Nobody rang me.")
        letters.deployment_refused(proposed, by=cast.hannah, reason="Too busy", why="Cover")
        letters.deployment_not_available(proposed)
        letters.deployment_lapsed(proposed, silent=[cast.hannah, cast.rob])
        letters.deployment_dropped(proposed)
        letters.deployment_dropped(agreed)
        letters.deployment_held_up(proposed)
        letters.deployment_cancelled(proposed)
        letters.deployment_not_needed(proposed.request)
        letters.deployment_completed(agreed)
        letters.deployment_closed(agreed)
        letters.deployment_forgone(agreed)
        letters.deployment_withdrawn(withdrawn)
        letters.deployment_withdrawn(withdrawn, by=cast.rob, reason="Too busy")
        letters.deployment_no_longer_available(withdrawn)
        for answer in (None, True, False):
            letters.deployment_stopped(agreed, look_for_another=answer)
        letters.deployment_paused(agreed)
        letters.deployment_paused(paused, besides=cast.rob, reason="An inspection")
        letters.deployment_resumed(agreed)
        letters.deployment_pause_due(paused)
        letters.objectives_changed(agreed)
        letters.objectives_changed(agreed, besides=cast.rob)
        letters.progress_reviewed(review)
        letters.midpoint_due(agreed)
        letters.terms_changed(consent, terms_of(agreed)._replace(half_days=2), had_agreed=True)
        letters.payer_changed(agreed, before=None)
        letters.variation_requested(change.consents.get(party="leader"))
        letters.variation_due(change.consents.get(party="leader"), stage.today())
        letters.variation_recorded(change.consents.get(party="leader"))
        letters.variation_denied(change, by=cast.rob, reason="Nobody rang me.")
        letters.variation_agreed(change)
        letters.variation_refused(change, by=cast.hannah, reason="Too busy", why="Cover")
        letters.variation_not_agreed(change)
        letters.variation_lapsed(change)
        letters.variation_cancelled(change)
        letters.visit_planned(planned)
        letters.first_visit_due(agreed)
        letters.visit_moved(planned, by=cast.mina, before=stage.school_day(-4))
        letters.ending_due(agreed)
        letters.visit_called_off(called_off)
        letters.visit_held(planned)
        letters.visit_missed(planned, by=cast.sam, reason="Snow")
        letters.acknowledgement_due(planned, on=stage.today())
        letters.visit_disallowed(planned, by=cast.mina, reason="Sam was ill.")
        letters.visit_unasked(planned, on=stage.today())
        letters.visit_presumed(planned)
        disputed = stage.visit(cast, "disputed", of=agreed, on=stage.school_day(-9))
        letters.visit_contested(disputed, by=cast.rob)
        letters.visit_disputed(disputed, by=cast.rob)
        letters.visit_answered(disputed)
        letters.dispute_due(disputed, on=stage.today())
        letters.visit_upheld(disputed)
        letters.visit_overturned(disputed)
        letters.claim_query_due(claim, on=stage.today())
        letters.informal_recorded(informal)
        for by in (None, cast.rob):
            letters.informal_corrected(informal, besides=by)
        letters.informal_withdrawn(informal)
        letters.informal_withdrawn(informal, by=cast.hannah, reason="It stood here twice.")
        letters.informal_objected(informal)
        letters.informal_objected(informal, by=cast.rob, reason="It was one morning.")
        letters.group_joined(group, school=cast.brookside)
        letters.group_made(group)
        letters.group_left(group)
        letters.group_left(group, school=cast.brookside)
        meeting = stage.meeting(group)
        letters.meeting_changed(group, meeting=meeting, was=meeting.on)
        letters.meeting_changed(group, meeting=meeting, was=stage.today(), besides=cast.rob)
        letters.meeting_called_off(group, meeting=meeting)
        off = stage.meeting(group, 11, called_off_because="Snow.")
        letters.meeting_called_off(group, meeting=off, besides=cast.rob)
        letters.group_ended(group)
        letters.group_ended(ended)
        letters.claim_submission_due(claim)
        letters.claim_submitted(claim)
        letters.claim_queried(claim, reason="Which day?")
        letters.claim_approved(claim)
        letters.claim_paid(claim, paid_on=stage.today())
        letters.claim_unpaid(claim, reason="The bank sent it back")
        letters.claim_repayment_requested(claim)
        letters.claim_repaid(claim, paid_on=stage.today())
        letters.claim_unrepaid(claim, reason="It was another school's")
        worked = stage.facilitation(cast)
        letters.facilitation_recorded(worked)
        letters.facilitation_noted(worked)
        letters.facilitation_acknowledged(worked)
        letters.facilitation_disallowed(worked, by=cast.mina, reason="Nobody had asked for it")
        letters.facilitation_due(worked, on=stage.today())
        letters.facilitation_presumed(worked)
        letters.facilitation_unasked(worked, on=stage.today())
        letters.facilitation_refused(worked, by=cast.rob, reason="It was a day later")
        letters.claim_corrected(claim, answer="The second of May")
        letters.claim_adjusted(claim, pence=-50_00, reason="Half a morning")
        _of_the_case_page(cast, agreed)
    found: dict[str, list[Letter]] = {}
    for draft in drafts:
        found.setdefault(draft.name, []).append(draft)
    return found


def _of_the_case_page(cast, agreed) -> None:
    """Write what goes out about messages, concerns and who looks after what."""
    for audience in Audience:
        letters.message_written(agreed, by=cast.sam, audience=audience)
    concern = stage.concern(cast, "escalated", of=agreed, shared_with=cast.oakfield)
    letters.concern_raised(concern)
    letters.concern_shared(concern)
    letters.concern_escalated(concern)
    letters.concern_due(concern)
    letters.concern_resolved(concern)
    agreed.looked_after_by = cast.mina
    for by in (None, cast.mina):
        letters.case_assigned(agreed, by=by)
        letters.contact_named(agreed.request)
    letters.contact_named(agreed.request, by=cast.mina)
    letters.contact_left(agreed.request, stage.today())
    letters.contact_replaced(agreed.request, cast.olga)
    letters.cases_handed_over(cast.mina, [agreed], of=cast.fay, by=cast.mina)
    letters.deployment_left(agreed)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_every_letter_reads_in_both_languages(cast, language):
    Person.objects.update(language=language)
    for name, person in cast.people().items():
        person.refresh_from_db()
        assert person.language == language, name
    found = written(cast)
    assert {f"{name.split('/')[1]}.{language[:2]}.txt" for name in found} == {
        path.name for path in FOLDER.glob(f"[!_]*.{language[:2]}.txt")
    }
    for name, drafts in found.items():
        for draft in drafts:
            text, _html = texts_of(draft, reveal=False)
            assert draft.subject.strip(), name
            assert len(draft.subject) < 120, name
            assert not re.search(r"\{\{|\}\}|\{%|None", draft.subject + text), name
            assert "\n\n\n" not in draft.body, name
            assert draft.body.count("\n>> ") == 1, name


def test_the_same_letters_stand_in_both_languages():
    english, welsh = ({path.name[:-7] for path in FOLDER.glob(f"*.{code}.txt")} for code in ("en", "cy"))
    assert english == welsh


def test_an_apostrophe_stays_one(cast):
    cast.sam.last_name = "O'Brien"
    cast.sam.save()
    case = stage.deployment(cast)
    with preview() as drafts:
        letters.deployment_not_available(case)
    assert "O'Brien" in drafts[0].subject
    assert "O'Brien" in drafts[0].body


@pytest.mark.parametrize(
    ("write", "managers_too"),
    [
        (letters.deployment_agreed, True),
        (letters.deployment_not_available, False),
        (letters.deployment_cancelled, False),
        (letters.deployment_closed, False),
        (letters.deployment_forgone, False),
        (letters.deployment_no_longer_available, False),
        (letters.deployment_stopped, False),
        (letters.deployment_paused, True),
        (letters.deployment_resumed, True),
    ],
)
def test_letters_go_to_whoever_holds_the_posts_today(cast, write, managers_too):
    case = stage.deployment(cast, "agreed")
    yesterday = stage.today() - timedelta(days=1)
    Post.objects.filter(person__in=[cast.hannah, cast.mina]).update(ends_on=yesterday)
    heir, closed, manager = (PersonFactory() for _one in range(3))
    for person, starts_on in ((heir, yesterday), (closed, stage.today())):
        PostFactory(person=person, school=cast.oakfield, role="headteacher", starts_on=starts_on)
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    PostFactory(person=manager, school=None, role="alliance_manager")
    with preview() as drafts:
        write(case)
    assert [draft.to for draft in drafts] == [cast.sam, heir, cast.rob, *([manager] if managers_too else [])]
    assert holder_of(cast.oakfield, "head", stage.today()) == heir
