"""Hannah heads Oakfield and applies herself: Gwen, who chairs the governors, answers for her from first to last."""

from datetime import timedelta

import pytest

from designation import actions
from designation.models import Application, Designation, Reference
from tests.designation import stage
from tests.journeys import chapters
from tests.journeys.steps import (
    fill,
    follow,
    label_of,
    letter_to,
    open_letter,
    pass_by,
    press,
    sees,
    sees_not,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
LEFT = ("about", "referees", "declarations")


@pytest.fixture
def draft(people, round_):
    """Hannah's draft, in which three parts are still to be filled in."""
    cast, _pat = people
    made = stage.draft(cast, applicant=cast.hannah, post_role="")
    made.sections = {part: state for part, state in made.sections.items() if part not in LEFT}
    made.declarations = []
    made.save()
    return made


def test_the_chair_of_governors_answers_for_a_head(people, draft, sit):
    cast, pat = people
    case = draft
    hannah = sit(cast.hannah)
    visit(hannah, case.page("tasks"))
    follow(hannah, str(Application.Section.ABOUT.label))
    about = chapters.answers_of("about", "en-gb") | {"post_role": "headteacher", "post_title": "Headteacher"}
    fill(hannah, **about)
    press(hannah, "Save and continue")

    # The portal knows who chairs the governors of Oakfield; Hannah need not name her, and cannot refer herself.
    sees(hannah, "We will ask Gwen Morris, whom we know at Oakfield Primary School.")
    chapters.fill_in_part(hannah, case, "referees")
    chapters.fill_in_part(hannah, case, "declarations")
    visit(hannah, case.page("tasks"))
    follow(hannah, "Check your answers and submit")
    press(hannah, label_of(case, "submit"))
    case.refresh_from_db()
    [asked] = case.references.all()
    assert (case.state, asked.kind, asked.referee) == ("submitted", Reference.Kind.CHAIR, cast.gwen)

    # Gwen answers by her link; Hannah reads that she did, and nobody asked Hannah about herself.
    gwen = sit()
    chapters.give_reference(gwen, cast.gwen)
    visit(hannah, case)
    sees(hannah, "Gwen Morris")
    sees_not(hannah, "leads with tact")
    visit(hannah, "/")
    sees_not(hannah, "Give a reference for")
    assert not cast.hannah.has_perm("designation.read_reference", Reference.objects.get())

    # Shortlisted, interviewed and designated, she needs an assurance, and again it is Gwen who is asked.
    mina = cast.mina
    pass_by(mina, case, "shortlist")
    on = today() + timedelta(days=7)
    times = {"how": "own", "on": on, "time": "2pm", "place": "Brookside"}
    pass_by(mina, case, "invite", **times, panel=[pat.pk, cast.rob.pk])
    chapters.hold_interview(case)
    pass_by(mina, case, "interview", note="A clear and modest account.")
    areas = [area.pk for area in case.areas.all()]
    pass_by(mina, case, "designate", starts_on=today(), areas=areas)
    designation = Designation.objects.get(application=case)
    assert designation.half_days_a_term == 8  # four days a term, as Gwen said
    open_letter(gwen, cast.gwen, "designation/assurance_requested")
    fill(gwen, seen=True, checks_seen_on=today())
    press(gwen, label_of(designation, "assure"))
    designation.refresh_from_db()
    assert (designation.assurance_by, designation.checks_seen_on) == (cast.gwen, today())

    # The letters about Hannah as a leader go to Gwen, never to Hannah as her own head.
    actions.sign(designation, by=cast.hannah, signed_name=str(cast.hannah))
    pass_by(
        mina, designation, "train", items=[one.pk for one in designation.induction.all()], done_on=today()
    )
    pass_by(mina, designation, "activate")
    assert designation.state == Designation.State.ACTIVE
    assert str(cast.hannah) in letter_to(cast.gwen, "designation/staff_activated").subject
    assert not cast.hannah.letters_received.filter(name="designation/staff_activated").exists()
