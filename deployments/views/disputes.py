"""A visit is disputed: the school contests it, the leader answers, a manager decides."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.models import Letter
from casework.views import reader_of
from deployments import actions, letters
from deployments.forms.disputes import AccountForm, ContestForm, SettleForm
from deployments.forms.visits import MissForm
from deployments.models import Visit
from deployments.views.shared import SupportStep


class ContestVisit(SupportStep):
    """The school says that a visit recorded as held was not."""

    model, step = Visit, "contest"
    form_class = ContestForm
    action = staticmethod(actions.contest_visit)
    letter = (letters.visit_disputed, letters.visit_contested)
    heading = gettext_lazy("This visit was not held: %(case)s?")
    explains = gettext_lazy(
        "It was recorded as held. The leader is asked what happened, and the alliance decides. "
        "Until then nobody can claim for it."
    )
    done = gettext_lazy("Thank you. The leader is asked what happened, and the alliance decides.")

    def drafts(self) -> list[Letter]:
        """Return the letters to both sides and the managers, besides whoever contests it."""
        return [one for one in super().drafts() if one.to != reader_of(self.request)]


class AnswerVisit(SupportStep):
    """The leader says what happened on a disputed visit."""

    model, step = Visit, "answer"
    form_class = AccountForm
    action = staticmethod(actions.answer_visit)
    letter = staticmethod(letters.visit_answered)
    button = gettext_lazy("Say this")
    heading = gettext_lazy("What happened: %(case)s?")
    explains = gettext_lazy("The school says that this visit was not held. The alliance hears both sides.")
    done = gettext_lazy("Thank you. The school and the alliance have what you said.")


class SettleVisit(SupportStep):
    """A manager decides about a disputed visit, with both sides' words before them."""

    model = Visit
    form_class = SettleForm
    template_name = "deployments/settle_step.html"

    def get_context_data(self, **context: Any) -> dict:
        sides = (
            (self.case.disputed_by, self.case.disputed_because),
            (self.case.leader, self.case.account or _("(nothing yet)")),
        )
        facts = [{"term": _("%(who)s says") % {"who": who}, "value": said} for who, said in sides]
        return super().get_context_data(**context, facts=facts)


class UpholdVisit(SettleVisit):
    """It stands as held."""

    step = "uphold"
    action = staticmethod(actions.uphold_visit)
    letter = staticmethod(letters.visit_upheld)
    button = gettext_lazy("It stands as held")
    heading = gettext_lazy("Does it stand as held: %(case)s?")
    explains = gettext_lazy(
        "It then counts, and the leader's school may claim for it. This cannot be undone."
    )
    done = gettext_lazy("Decided: it stands as held, and both sides have been told.")


class DisallowVisit(SupportStep):
    """A visit that counted was not held after all."""

    model, step = Visit, "disallow"
    form_class = MissForm
    action = staticmethod(actions.disallow_visit)
    letter = staticmethod(letters.visit_disallowed)
    button = gettext_lazy("It was not held after all")
    heading = gettext_lazy("Was it not held after all: %(case)s?")
    explains = gettext_lazy(
        "It then counts as not held, and leaves the leader's file. While the claim is collected its line is struck "
        "out; once that was submitted, what was paid is taken back on the school's next claim. This cannot be undone."
    )
    done = gettext_lazy("The visit does not count any more, and both sides have been told.")


class OverturnVisit(SettleVisit):
    """It was not held."""

    step = "overturn"
    action = staticmethod(actions.overturn_visit)
    letter = staticmethod(letters.visit_overturned)
    button = gettext_lazy("It was not held")
    heading = gettext_lazy("Was it not held: %(case)s?")
    explains = gettext_lazy(
        "Its time can be planned again. What was written about it stays. This cannot be undone."
    )
    done = gettext_lazy("Decided: it was not held, and both sides have been told.")
