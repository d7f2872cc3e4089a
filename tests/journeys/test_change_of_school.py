"""Sam moves from Oakfield to Hillside in mid-term: what was agreed goes on, nothing new begins before Pat says so."""

import pytest

from casework.models import Letter
from deployments.models import Visit
from designation.models import Designation
from directory.models import Person
from tests.deployments import stage as support
from tests.journeys.steps import (
    WELSH,
    fill,
    follow,
    label_of,
    letter_to,
    open_letter,
    pass_by,
    press,
    said,
    sees,
    take_step,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize("way", [(WELSH, True)], ids=["in Welsh"])
def test_the_new_head_confirms_the_release(people, sit):
    cast, pat = people
    running = support.deployment(cast, "active")
    asked = support.request(cast)
    held = running.designation
    hillside = pat.posts.get().school

    # Sam reports the move; three are told, and Pat is asked.
    sam = sit(cast.sam)
    take_step(
        sam,
        held,
        "move",
        "Report the change",
        school_words=hillside.name,
        role="deputy_head",
        starts_on=today(),
    )
    held = Designation.objects.get()
    assert (held.home_school, held.is_released) == (hillside, False)
    told = {(one.to, one.name.split("/")[1]) for one in Letter.objects.all()}
    assert {(cast.sam, "designation_moved"), (cast.hannah, "staff_moved"), (pat, "release_requested")} <= told
    assert not Person.objects.get(pk=cast.hannah.pk).has_perm("designation.assure_designation", held)

    # Nothing new: Mina cannot propose Sam.
    mina = sit(cast.mina)
    assert offers(mina, asked) == []
    sees(mina, said(mina, "Who cannot, and why") + " Sam Okoro")

    # Pat confirms by the link in the letter, with her own days, and is asked for an assurance of her own.
    desk = sit()
    open_letter(desk, pat, "designation/release_requested")
    sees(desk, "Sam Okoro")
    follow(desk, label_of(held, "release"))
    fill(desk, half_days_a_term="4")
    press(desk, label_of(held, "release"))
    held = Designation.objects.get()
    assert (held.is_released, held.half_days_a_term) == (True, 8)
    open_letter(desk, pat, "designation/assurance_requested")
    fill(desk, seen=True, checks_seen_on=today())
    press(desk, label_of(held, "assure"))
    assert Designation.objects.get().assurance_by == pat

    # What was agreed goes on, now that the new school answers for Sam: Sam plans the next visit.
    pass_by(cast.sam, running, "plan", on=today(), part="morning", where="school", anyway=True)
    assert Visit.objects.get(deployment=running).on == today()
    assert hillside.name in letter_to(cast.sam, "designation/release_confirmed").body

    # Sam can be proposed again, from Hillside; the head of Oakfield is not asked about Sam any more.
    assert offers(mina, asked) == [said(mina, "Propose %(name)s", name=cast.sam)]
    visit(sam, held)
    sees(sam, hillside.name)


def offers(desk, request) -> list[str]:
    """Return what the shortlist of a request offers to propose."""
    visit(desk, request)
    follow(desk, label_of(request, "propose"))
    name = said(desk, "Propose %(name)s", name="Sam Okoro")
    return desk.page.get_by_role("link", name=name, exact=True).all_inner_texts()
