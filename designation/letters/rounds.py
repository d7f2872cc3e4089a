"""Who is told what about a round."""

from datetime import date
from typing import Any, cast

from django.conf import settings
from django.urls import reverse

from casework.letters import post, post_notice, while_due
from designation.models import Application, Extension, PanelSeat, Round, Score
from designation.queries.panel import progress_of


def round_extended(application: Application) -> None:
    """Tell somebody with a draft that the round closes later than announced."""
    post("designation/round_extended", application.applicant, application, round=application.round)


def deadline_extended(extension: Extension) -> None:
    """Tell one person that they have more time, and until when."""
    url = settings.SITE_URL + extension.round.get_absolute_url()
    context = {"extension": extension, "round": extension.round, "url": url}
    post_notice("designation/deadline_extended", extension.person, extension.person.email, context=context)


def panel_seated(seat: PanelSeat) -> None:
    """Tell somebody that they sit on the panel of a round, what is asked of them and until when."""
    url = settings.SITE_URL + reverse("designation:round-panel", args=[seat.round_id])
    context = {"seat": seat, "round": seat.round, "url": url}
    post_notice("designation/panel_seated", seat.person, seat.person.email, context=context)


def scores_due(seat: PanelSeat, *, due_on: date, still: int) -> None:
    """Remind a panel member of the sheets still open; once for this day. The round stands where a case would."""
    round_ = cast(Any, seat.round)
    url = reverse("designation:round-panel", args=[seat.round_id])
    context: dict[str, Any] = {"round": seat.round, "still": still, "scores_by": seat.round.scores_by}
    post("designation/scores_due", seat.person, round_, due_on=due_on, url=url, **context)


def _has_open_sheets(case: Any) -> bool:
    return isinstance(case, Round) and any(seat.still for seat in progress_of(case, Score.Stage.SHORTLIST))


while_due("designation/scores_due", _has_open_sheets)
