"""Three sit on the panel: one stands too near, two see red against green, and nothing is decided before they talk."""

import pytest
from django.utils import timezone

from designation import actions
from designation.models import Application, Conflict, PanelSeat
from directory.models import Person
from tests import factories
from tests.designation import stage
from tests.journeys.steps import (
    button,
    fill,
    follow,
    label_of,
    pass_by,
    pick_everywhere,
    press,
    sees,
    sees_not,
    settle,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
OF_ROB = "COMMENT-OF-ROB: clear figures for three years"
OF_PAT = "COMMENT-OF-PAT: figures, but not from this school"
NOTE = "NOTE-FOR-MINA-ALONE: we shared a flat"
TALK = "We read the figures together: they are of Oakfield, for one year."


@pytest.fixture
def panel(people, round_):
    """Sam applies, and Bea of Rob's school; Pat, Rob and Dai have declared nothing yet."""
    cast, _pat = people
    factories.PanelSeatFactory(round=round_, person=cast.dai)
    PanelSeat.objects.update(declared_at=None)
    sam = stage.application(cast)
    bea = factories.PersonFactory(first_name="Bea", last_name="Low", email="bea@brookside.example")
    factories.PostFactory(person=bea, school=cast.brookside, role="deputy_head")
    near = stage.application(cast, applicant=bea, school=cast.brookside)
    return sam, near


def test_a_conflict_a_clash_and_what_was_agreed(people, panel, round_, sit, console):
    console.allow("404")
    cast, pat = people
    case, near = panel
    listed = f"/designation/rounds/{round_.pk}/panel/"

    # Dai declares that he must not judge Sam, and reads Sam's application no more.
    dai = sit(cast.dai)
    visit(dai, listed)
    follow(dai, "Declare your conflicts of interest")
    answers = {f"kind_{case.pk}": Conflict.Kind.FAMILY.value, f"note_{case.pk}": NOTE, "is_all": True}
    fill(dai, **answers)
    press(dai, "Declare")
    sees_not(dai, case.page("score"))
    sees_not(dai, case.get_absolute_url() + '"')
    assert dai.page.goto(case.get_absolute_url()).status == 404

    # Rob is kept from Bea of his own school by himself; about Sam he says green throughout.
    actions.go_through(PanelSeat.objects.get(person=cast.rob), by=cast.rob, found={}, seen_at=timezone.now())
    criteria = list(case.role_type.criteria.all())
    assert not cast.rob.has_perm("designation.score_application", near)
    green = {f"rag_{one.pk}": "green" for one in criteria} | {f"comment_{criteria[0].pk}": OF_ROB}
    rob = Person.objects.get(pk=cast.rob.pk)
    pass_by(rob, case, "score", **green)

    # Pat cannot read what Rob said before she has said it herself: red on the first criterion.
    desk = sit(pat)
    visit(desk, f"/designation/rounds/{round_.pk}/conflicts/")
    fill(desk, is_all=True)
    press(desk, "Declare")
    for page in (listed, case, case.page("score")):
        visit(desk, page)
        sees_not(desk, "COMMENT-OF-ROB")
    pick_everywhere(desk, "rag_", "green")
    fill(desk, **{f"rag_{criteria[0].pk}": "red", f"comment_{criteria[0].pk}": OF_PAT})
    press(desk, "Send in my scores")
    visit(desk, case)
    sees(desk, OF_ROB)

    # Mina cannot decide before the panel has talked; then what was agreed counts, and she can.
    mina = sit(cast.mina)
    visit(mina, case)
    follow(mina, label_of(case, "shortlist"))
    button(mina, "Shortlist").click()
    settle(mina)
    sees(mina, str(criteria[0]))
    case.refresh_from_db()
    assert case.state == Application.State.SUBMITTED
    visit(mina, listed)
    sees(mina, "Red against green: talk about it.")
    visit(mina, case.page("moderate"))
    sees(mina, OF_ROB)
    sees(mina, OF_PAT)
    fill(mina, **{f"rag_{criteria[0].pk}": "amber", f"note_{criteria[0].pk}": TALK})
    press(mina, label_of(case, "moderate"))
    visit(mina, case.page("shortlist"))
    press(mina, "Shortlist")
    case.refresh_from_db()
    assert case.state == Application.State.SHORTLISTED

    # Managers read of the conflict and why; the others on the panel do not.
    visit(mina, case)
    sees(mina, TALK)
    visit(desk, case)
    sees_not(desk, "NOTE-FOR-MINA-ALONE")
