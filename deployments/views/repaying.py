"""What a school owes comes back: it is asked for, recorded as repaid, and that is taken back."""

from django.utils.translation import gettext_lazy

from deployments import actions, letters
from deployments.forms.claims import RepayClaimForm, UnpayClaimForm
from deployments.models import Claim
from deployments.views.shared import SupportStep


class AskBackClaim(SupportStep):
    """The alliance asks for what a school owes."""

    model, step = Claim, "ask_back"
    action = staticmethod(actions.ask_back)
    letter = staticmethod(letters.claim_repayment_requested)
    heading = gettext_lazy("Ask the school to pay this back?")
    explains = gettext_lazy("If the school submits another claim first, it is set off against that one.")
    done = gettext_lazy("The school has been asked to pay it back.")


class RepayClaim(SupportStep):
    """The alliance records that a school paid back what it owed."""

    model, step = Claim, "repay"
    form_class = RepayClaimForm
    action = staticmethod(actions.repay_claim)
    letter = staticmethod(letters.claim_repaid)
    heading = gettext_lazy("Has the school paid this back?")
    explains = gettext_lazy("Nothing of it is set off against the school's claims any more.")
    done = gettext_lazy("It is recorded as repaid, and the school has been told.")


class UnrepayClaim(SupportStep):
    """The alliance takes back the record of a repayment."""

    model, step = Claim, "unrepay"
    form_class = UnpayClaimForm
    action = staticmethod(actions.unrepay_claim)
    letter = staticmethod(letters.claim_unrepaid)
    heading = gettext_lazy("Did the school not pay this back?")
    explains = gettext_lazy(
        "It owes this again: it is set off against its next claim, or the school pays it back."
    )
    done = gettext_lazy("The record of the repayment is taken back, and the school has been told.")
