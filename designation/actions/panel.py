"""What the panel does: declares its conflicts of interest, scores, talks about what it sees differently."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import letters
from designation.actions.interviews import let_go
from designation.actions.refusals import AlreadyScored, NotDeclared, NotMet
from designation.lifecycle import APPLICATION
from designation.models import Application, Conflict, Interview, Moderation, PanelSeat, Score
from designation.queries.panel import came_back_after, met, must_declare, stage_of


@transaction.atomic
def declare(
    application: Application, *, by, channel: str = Channel.PORTAL, kind: str, note: str = ""
) -> None:
    """A member says that they must not judge this applicant: they read it no more, and their scores count no more.

    Managers see it on the panel's page; an interview ahead goes on without the member. Raises StepNotOpen.
    """
    APPLICATION.advance(application, "declare", by=by, channel=channel)
    Conflict.objects.get_or_create(application=application, member=by, defaults={"kind": kind, "note": note})
    let_go(by, Interview.objects.filter(application=application))


@transaction.atomic
def go_through(
    seat: PanelSeat, *, by, found: Mapping[Application, tuple[str, str]], seen_at: datetime
) -> None:
    """A member has gone through the list of applicants as it stood at `seen_at` and declares these conflicts, or none.

    `found` holds kind and note by application. Raises StepNotOpen when one was decided meanwhile.
    """
    for application, (kind, note) in found.items():
        declare(application, by=by, kind=kind, note=note)
    seat.declared_at = min(seen_at, timezone.now())
    seat.save(update_fields=["declared_at"])


@transaction.atomic
def score(
    application: Application,
    *,
    by,
    scores: Mapping[int, tuple[str, str]],
    stage: str,
    sent: bool,
    channel: str = Channel.PORTAL,
) -> None:
    """Keep an assessor's colours and comments by criterion; `sent` ones are final and open the others' to them.

    Final until the application comes back with answers: then the sheet may be written anew.
    Raises AlreadyScored, NotDeclared before the conflicts of interest are declared, NotMet before an interview begins,
    StepNotOpen once the stage is over.
    """
    rows = Score.objects.filter(application=application, assessor=by, stage=stage)
    sent_at = rows.aggregate(last=Max("submitted_at"))["last"]
    if sent_at and not came_back_after(application, sent_at):
        raise AlreadyScored
    if stage_of(application) != stage:
        raise StepNotOpen(application, "score")
    if not Application.objects.filter(met(timezone.now()), pk=application.pk).exists():
        raise NotMet
    if must_declare(by, application):
        raise NotDeclared
    rows.update(submitted_at=None)  # written anew it counts once it is sent in again
    for criterion, (rag, comment) in scores.items():
        rows.update_or_create(
            criterion_id=criterion,
            defaults={"rag": rag, "comment": comment},
            create_defaults={
                "application": application,
                "assessor": by,
                "stage": stage,
                "rag": rag,
                "comment": comment,
            },
        )
    if sent:
        APPLICATION.advance(application, "score", by=by, channel=channel)
        if stage_of(application) != stage:  # it has moved on to the interview this very moment
            raise StepNotOpen(application, "score")
        rows.update(submitted_at=timezone.now())


@transaction.atomic
def moderate(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    agreed: Mapping[int, tuple[str, str]],
) -> None:
    """Record the colour the panel agreed on and why, by criterion; it counts instead of the single scores.

    Nobody is told. Raises StepNotOpen.
    """
    APPLICATION.advance(application, "moderate", by=by, channel=channel)
    stage = stage_of(application)
    for criterion, (rag, note) in agreed.items():
        Moderation.objects.update_or_create(
            application=application,
            criterion_id=criterion,
            stage=stage,
            defaults={"rag": rag, "note": note, "by": by, "at": timezone.now()},
        )


def remind_member(seat: PanelSeat, *, due_on, still: int) -> None:
    """Remind a member of the sheets still open, for the milestone `due_on`; written before, nothing happens."""
    letters.scores_due(seat, due_on=due_on, still=still)
