"""What the panel and the managers do: score, shortlist, invite, interview, decide."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from casework.models import Channel
from designation import letters
from designation.actions.refusals import AlreadyDesignated, AlreadyScored
from designation.lifecycle import APPLICATION, DESIGNATION
from designation.models import Application, Area, Criterion, Designation, Interview, Reference, Score
from designation.queries.panel import stage_of
from designation.terms import ends_on
from directory.models import Person, School


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

    Raises AlreadyScored, and StepNotOpen once this stage is over.
    """
    rows = Score.objects.filter(application=application, assessor=by, stage=stage)
    if rows.filter(submitted_at__isnull=False).exists():
        raise AlreadyScored
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
        if stage_of(application) != stage:
            raise AlreadyScored
        rows.update(submitted_at=timezone.now())


@transaction.atomic
def shortlist(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Put the applicant on the shortlist and tell them. Raises StepNotOpen."""
    APPLICATION.advance(application, "shortlist", by=by, channel=channel)
    letters.application_shortlisted(application)


@transaction.atomic
def sift_out(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    reasons: Sequence[Criterion],
    feedback: str,
) -> None:
    """Do not shortlist, for stated criteria; both become the letter. Raises StepNotOpen."""
    APPLICATION.advance(application, "sift_out", by=by, channel=channel, feedback=feedback)
    application.reasons.set(reasons)
    letters.application_not_shortlisted(application, reasons=list(reasons), feedback=feedback)


@transaction.atomic
def invite(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    at: datetime,
    minutes: int,
    place: str = "",
    online_link: str = "",
    panel: Sequence[Person] = (),
) -> None:
    """Invite to an interview of so many minutes at a place or by a link, and tell the applicant. Raises StepNotOpen."""
    APPLICATION.advance(application, "invite", by=by, channel=channel)
    interview_ = Interview.objects.create(
        application=application, at=at, minutes=minutes, place=place, online_link=online_link
    )
    interview_.panel.set(panel)
    letters.application_invited(application, at=at, minutes=minutes, place=place, online_link=online_link)


@transaction.atomic
def interview(application: Application, *, by, channel: str = Channel.PORTAL, note: str = "") -> None:
    """Record that the interview was held; the note is for managers. Nobody is told. Raises StepNotOpen."""
    APPLICATION.advance(application, "interview", by=by, channel=channel, note=note, private=True)


@transaction.atomic
def designate(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    areas: Sequence[Area],
    starts_on: date,
    feedback: str = "",
) -> Designation:
    """Designate the applicant in these areas, for the role's years less a day; the leader and the head are told.

    Raises StepNotOpen, and AlreadyDesignated while a live designation to the same role stands.
    """
    held = Designation.objects.filter(person=application.applicant, role_type=application.role_type)
    APPLICATION.advance(application, "designate", by=by, channel=channel, feedback=feedback)
    if held.filter(state__in=Designation.LIVE).exists():
        raise AlreadyDesignated(application)
    designation = Designation.objects.create(
        person=application.applicant,
        role_type=application.role_type,
        home_school=cast(School, application.school),  # a CHECK holds that what was sent in has one
        application=application,
        phases=application.phases,
        languages=application.languages,
        starts_on=starts_on,
        ends_on=ends_on(starts_on, application.role_type.years),
        half_days_a_term=_released(application),
        travel_miles=application.travel_miles,
        online_ok=bool(application.online_ok),
        days_of_week=application.days_of_week,
    )
    designation.areas.set(areas)
    DESIGNATION.begin(designation, by=by, channel=channel)
    letters.application_successful(application, feedback=feedback, designation=designation)
    letters.ask_assurance(designation)
    return designation


def _released(application: Application) -> int:
    """Return the half days a term the line manager agreed to, or what the applicant offers while nobody said."""
    counting = application.references.counting().exclude(kind=Reference.Kind.SECOND)
    given = counting.filter(state=Reference.State.GIVEN)
    agreed = given.values_list("release_half_days", flat=True).first()
    return (application.half_days_a_term or 0) if agreed is None else agreed


@transaction.atomic
def reserve(application: Application, *, by, channel: str = Channel.PORTAL, feedback: str = "") -> None:
    """Put the applicant on the reserve list and tell them. Raises StepNotOpen."""
    APPLICATION.advance(application, "reserve", by=by, channel=channel, feedback=feedback)
    letters.application_reserved(application, feedback=feedback)


@transaction.atomic
def reject(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    reasons: Sequence[Criterion],
    feedback: str,
) -> None:
    """Do not designate, for stated criteria; both become the letter. Raises StepNotOpen."""
    APPLICATION.advance(application, "reject", by=by, channel=channel, feedback=feedback)
    application.reasons.set(reasons)
    letters.application_unsuccessful(application, reasons=list(reasons), feedback=feedback)
