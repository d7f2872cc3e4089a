"""Hannah answers the question about her claim: she mends it, leaves out what is in dispute, and submits it again."""

from deployments import actions
from deployments.models import Claim, ClaimLine
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions


class TestCorrect(SevenQuestions):
    model, step, actor = Claim, "correct", "hannah"
    answer = {"answer": "It was the morning.", "invoice_number": "OAK-8"}
    others = ("olga", "gwen", "dai", "rob", "sam", "mina", "fay")
    told = {"fay": ["deployments/claim_corrected"]}

    def make(self, cast, state=None):
        return stage.claim(cast, state or "queried")

    def check(self, case, cast):
        assert (case.submitted_by, case.invoice_number, case.total_pence) == (cast.hannah, "OAK-8", 150_00)


def two_lines(cast) -> tuple[Claim, ClaimLine]:
    """Return a queried claim of two half days, and the line in dispute."""
    claim = stage.claim(cast, "queried", total_pence=300_00)
    held = stage.visit(cast, "acknowledged", on=stage.today())
    return claim, stage.line(claim, held)


def test_a_line_in_dispute_goes_to_the_next_claim(cast, client):
    claim, disputed = two_lines(cast)
    client.force_login(cast.hannah)
    answer = {"answer": "We look it up.", "left_out": [disputed.pk]}
    assert client.post(claim.page("correct"), answer).status_code == 302
    following = Claim.objects.get(state="collecting")
    assert (fresh(claim).state, fresh(claim).total_pence) == ("submitted", 150_00)
    assert (fresh(disputed).claim, following.total_pence, following.term_starts_on) == (
        following,
        150_00,
        claim.term_starts_on,
    )


def test_something_must_be_left_and_what_was_typed_stays(cast, client):
    claim, _disputed = two_lines(cast)
    client.force_login(cast.hannah)
    answer = {"answer": "We look it up.", "left_out": list(claim.lines.values_list("pk", flat=True))}
    response = client.post(claim.page("correct"), answer)
    assert response.context["form"].non_field_errors() == [
        "Nothing would be left to pay. Leave fewer lines out."
    ]
    assert "We look it up." in response.content.decode()
    assert (fresh(claim).state, claim.lines.count(), Claim.objects.count()) == ("queried", 2, 1)


def test_the_order_number_of_the_deployment_will_do(cast):
    claim = stage.claim(cast)
    claim.lines.update(fund=stage.fund(needs_order=True))
    deployment = claim.lines.get().deployment
    type(deployment).objects.update(purchase_order="PO-1")
    actions.submit_claim(claim, by=cast.hannah)
    assert fresh(claim).state == "submitted"
