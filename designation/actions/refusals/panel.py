"""Why something is not scored, decided or told."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from designation.actions.refusals.refusal import Refusal
from designation.models import Application, Criterion


class AlreadyDesignated(Refusal):
    """The person holds a live designation to this role."""

    def __init__(self, application: Application) -> None:
        text = _("%(name)s is designated to this role already.")
        super().__init__(text % {"name": application.applicant})


class AlreadyScored(Refusal):
    """Scores that were sent in stay as they are."""

    def __init__(self) -> None:
        super().__init__(
            _("You have sent in your scores for this application; they can no longer be changed.")
        )


class NotDeclared(Refusal):
    """Whoever scores has first said of whom they must not judge."""

    def __init__(self) -> None:
        super().__init__(_("Declare your conflicts of interest in this round first, or that you have none."))


class Unmoderated(Refusal):
    """Red against green on a criterion, and no colour agreed."""

    def __init__(self, criteria: Iterable[Criterion]) -> None:
        text = _("Members scored red against green on: %(criteria)s. Record what the panel agreed first.")
        super().__init__(text % {"criteria": "; ".join(map(str, criteria))})


class EssentialAtRed(Refusal):
    """An essential criterion stands at red."""

    def __init__(self, criteria: Iterable[Criterion]) -> None:
        text = _(
            "Nobody is shortlisted while an essential criterion stands at red: %(criteria)s. "
            "Record that the panel agreed on amber or green, or do not shortlist."
        )
        super().__init__(text % {"criteria": "; ".join(map(str, criteria))})


class ChangedSince(Refusal):
    """The decision is not the one whose letter was read."""

    def __init__(self) -> None:
        super().__init__(_("This decision was changed after you read it. Read its letter again."))


class MovedOn(Refusal):
    """The application is not where it was when the decision was prepared."""

    def __init__(self) -> None:
        super().__init__(_("This application has moved on, or is not yours to decide. Nothing was sent."))


class NoArea(Refusal):
    """A leader is designated in one area of expertise at least."""

    def __init__(self) -> None:
        super().__init__(_("Choose at least one area"))
