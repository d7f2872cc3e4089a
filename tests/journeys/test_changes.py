"""What was proposed or agreed changes on the way: terms, days, who heads the schools, who is asked first."""

from datetime import timedelta

import pytest

from casework.models import Letter
from deployments import tasks
from deployments.models import Deployment, Variation
from designation.models import Area
from directory.models import Post
from tests import factories
from tests.deployments import stage
from tests.deployments import stage as support
from tests.journeys import chapters
from tests.journeys.steps import (
    follow,
    label_of,
    letter_to,
    open_letter,
    pass_by,
    press,
    sees,
    sees_not,
    take_step,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
WHY = "A second class wants to join."


@pytest.fixture
def leader(people):
    """Sam of Oakfield, who leads mathematics."""
    cast, _pat = people
    maths = [Area.objects.get(name="Maths")]
    return factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield, areas=maths)


def test_terms_change_after_one_consent(people, leader, sit):
    cast, _pat = people
    made = chapters.propose(sit(cast.mina), chapters.ask_for_support(sit(cast.rob)), cast.sam)
    pass_by(cast.sam, made, "consent")
    rob = sit(cast.rob)
    visit(rob, made.page("consent"))

    mina = sit(cast.mina)
    take_step(mina, made, "change_terms", "Change the terms and ask again", half_days="3")
    sees(mina, "The terms are changed, and all who were asked have been asked anew.")
    assert "That you had agreed does not count" in letter_to(cast.sam, "deployments/terms_changed").body

    # Rob still had the old page open: he reads the new terms before anything is stored.
    rob.page.get_by_role("button", name="Agree", exact=True).click()
    sees(rob, "The terms were changed after you opened this page.")
    press(rob, "Agree")
    sam = sit()
    open_letter(sam, cast.sam, "deployments/terms_changed")
    sees(sam, "3 days")
    follow(sam, "Agree")
    press(sam, "Agree")
    pass_by(cast.hannah, made, "consent")
    assert (made.state, made.half_days) == (Deployment.State.AGREED, 6)
    assert stage.taken(designation=leader) == 6


def test_more_days_are_asked_for_agreed_to_and_used(people, leader, sit):
    cast, _pat = people
    made = chapters.propose(sit(cast.mina), chapters.ask_for_support(sit(cast.rob)), cast.sam)
    for person in (cast.sam, cast.hannah, cast.rob):
        pass_by(person, made, "consent")
    chapters.hold_visit_today(sit(cast.sam), made)
    made.refresh_from_db()
    before, last = made.half_days, made.ends_on + timedelta(days=30)

    rob = sit(cast.rob)
    more = {"half_days": str(before // 2 + 1), "ends_on": last, "reason": WHY}
    take_step(rob, made, "vary", "Propose this change", **more)
    sees(rob, "The change is proposed, and the others have been asked.")
    change = Variation.objects.get()
    assert (change.state, stage.taken(designation=leader)) == ("proposed", before + 2)
    for person in (cast.sam, cast.hannah):
        desk = sit()
        open_letter(desk, person, "deployments/variation_requested")
        sees(desk, WHY)
        follow(desk, "Agree to this change")
        press(desk, "Agree to this change")
    made.refresh_from_db()
    assert (made.half_days, made.ends_on, made.rate_pence) == (before + 2, last, 300_00)
    letter_to(cast.mina, "deployments/variation_agreed")

    sam = sit(cast.sam)
    day = support.school_day((last - support.today()).days - 10)
    take_step(sam, made, "plan", "Plan this visit", on=day, part="day", where="school", anyway=True)
    sees(sam, "The visit is planned and the school has been told.")

    # Half way comes: Sam and Rob are asked, Rob says how it stands, all read it.
    Deployment.objects.update(midpoint_due_on=support.today())
    tasks.remind_of_midpoints()
    visit(rob, "/")
    sees(rob, "Look at the mid-point")
    take_step(rob, made, "review", "Save this review", colour_1="amber", sentence_1="Two of four classes.")
    visit(sam, made)
    sees(sam, "Mid-point review")
    sees(sam, "Two of four classes.")


def test_one_person_heads_both_schools(people, leader, sit):
    cast, _pat = people
    Post.objects.filter(person=cast.rob).delete()
    factories.PostFactory(person=cast.hannah, school=cast.brookside, role="headteacher")
    gill = factories.PersonFactory(first_name="Gill", last_name="Rees", email="gill@brookside.example")
    factories.PostFactory(person=gill, school=cast.brookside, role="chair_of_governors")
    request = support.request(cast, made_by=cast.hannah, contact=cast.hannah)
    request.areas.set(Area.objects.filter(name="Maths"))
    made = chapters.propose(sit(cast.mina), request, cast.sam)
    asked = made.consents.values_list("party", "asked_of__first_name", "asked_as")
    assert list(asked)[1:3] == [("line_manager", "Hannah", "head"), ("receiving_head", "Gill", "chair")]

    # Hannah agrees for Oakfield and has nothing more to say; the chair answers for Brookside, by the letter.
    pass_by(cast.sam, made, "consent")
    hannah = sit(cast.hannah)
    take_step(hannah, made, "consent", "Agree")
    assert hannah.page.get_by_role("link", name=label_of(made, "consent"), exact=True).count() == 0
    chapters.consent_by_link(sit(), gill)
    made.refresh_from_db()
    assert made.state == Deployment.State.AGREED

    # More days are asked of the same two.
    day = {"starts_on": made.starts_on, "ends_on": made.ends_on, "funding": "school", "reason": WHY}
    pass_by(cast.hannah, made, "vary", half_days="3", **day)
    change = Variation.objects.get()
    pending = change.consents.filter(decision="asked").values_list("asked_of__first_name", flat=True)
    assert sorted(pending) == ["Gill", "Sam"]
    for person in (cast.sam, gill):
        pass_by(person, change, "consent")
    made.refresh_from_db()
    assert made.half_days == 6


def test_the_leader_and_the_head_are_asked_first(people, leader, sit):
    cast, _pat = people
    request = chapters.ask_for_support(sit(cast.rob))
    mina = sit(cast.mina)
    visit(mina, f"{request.page('propose')}{leader.pk}/")
    mina.page.locator("[name=text_1]").fill("One lesson structure")
    mina.page.locator("[name=success_criterion_1]").fill("Seen in every class")
    mina.page.locator("[name=school_last]").check(force=True)
    press(mina, "Propose")
    made = Deployment.objects.get()
    sees(mina, "Not asked yet")
    assert Letter.objects.filter(to=cast.rob, name="deployments/consent_requested").count() == 0
    for person in (cast.sam, cast.hannah):
        chapters.consent_by_link(sit(), person)
    rob = sit(cast.rob)
    visit(rob, made)
    sees_not(rob, "Not asked yet")
    chapters.consent_by_link(sit(), cast.rob)
    made.refresh_from_db()
    assert made.state == Deployment.State.AGREED
