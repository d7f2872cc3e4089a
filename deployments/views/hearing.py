"""What a party said by phone to an open question: a manager records it, the party confirms it or says it never was."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.lifecycle import steps_open_to
from casework.views import reader_of
from deployments import actions, letters
from deployments.forms.answers import DenyForm
from deployments.forms.hearing import HearForm
from deployments.models import Deployment, Variation
from deployments.rules.consents import answers_of_others
from deployments.views.shared import SupportStep
from directory.models import Person


def with_hearing(parties: list[dict], case: Deployment | Variation, person: Person) -> list[dict]:
    """Return the grid of the parties with, beside each that is waited for, where a manager records what it said."""
    if "hear" not in steps_open_to(case, person, among=["hear"]):
        return parties
    others = {one.party: one.asked_of for one in answers_of_others(person, case)}
    return [
        cell
        | (
            {
                "hear_url": f"{case.page('hear')}?party={cell['party']}",
                "hear": _("Record what %(who)s said by phone") % {"who": others[cell["party"]]},
            }
            if cell["party"] in others
            else {}
        )
        for cell in parties
    ]


class HearStep(SupportStep):
    """A manager writes down what another party said by phone; a subclass says to what."""

    step = "hear"
    template_name = "deployments/hear_step.html"
    form_class = HearForm
    takes_case = True
    button = gettext_lazy("Record this answer")
    done = gettext_lazy("The answer is recorded.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": reader_of(self.request)}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"party": self.request.GET.get("party", "")}


class HearDeployment(HearStep):
    """What a party said to a proposal."""

    model = Deployment
    action = staticmethod(actions.hear)
    heading = gettext_lazy("What was said by phone: %(case)s")
    explains = gettext_lazy(
        "Who said yes is asked by letter to confirm it, and their answer counts already. Who said no has refused: the "
        "proposal ends, and the others read only that it cannot go ahead."
    )


class HearVariation(HearStep):
    """What a party said to a change."""

    model = Variation
    action = staticmethod(actions.hear_variation)
    heading = gettext_lazy("What was said by phone: %(case)s")
    explains = gettext_lazy(
        "Who said yes is asked by letter to confirm it, and their answer counts already. Who said no has refused: it "
        "stays as it was, and the others read only that the change was not agreed."
    )


class ConfirmStep(SupportStep):
    """A party confirms what the alliance recorded by phone; a subclass says of what."""

    step = "confirm"
    template_name = "deployments/answer_step.html"
    action = staticmethod(actions.confirm)
    button = gettext_lazy("Confirm")
    heading = gettext_lazy("Did you agree to %(case)s?")
    explains = gettext_lazy(
        "The alliance has recorded that you agreed to this by phone. Your answer counts already; "
        "by confirming it you put your own name to it."
    )
    done = gettext_lazy("You have confirmed it. Thank you.")


class ConfirmDeployment(ConfirmStep):
    """Of a deployment."""

    model = Deployment


class ConfirmVariation(ConfirmStep):
    """Of a change."""

    model = Variation
    heading = gettext_lazy("Did you agree? %(case)s")


class DenyStep(SupportStep):
    """A party never gave the answer the alliance recorded by phone; a subclass says to what."""

    step = "deny"
    form_class = DenyForm
    action = staticmethod(actions.deny)
    button = gettext_lazy("Tell the alliance")
    heading = gettext_lazy("You did not agree to %(case)s?")
    explains = gettext_lazy(
        "The alliance's managers alone are told. They talk to you and settle it; until then nothing changes."
    )
    done = gettext_lazy("The alliance has been told that you did not agree, and will be in touch.")


class DenyDeployment(DenyStep):
    """To a deployment."""

    model = Deployment
    letter = staticmethod(letters.deployment_denied)


class DenyVariation(DenyStep):
    """To a change."""

    model = Variation
    letter = staticmethod(letters.variation_denied)
    heading = gettext_lazy("You did not agree? %(case)s")
