"""What the pages say beside the facts: who must do what next, the grid of the parties, the documents."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casework.models import Case, Channel, Document
from casework.templatetags.casework import day
from deployments.models import Claim, Consent, Deployment, SupportRequest, Variation, Visit
from deployments.models.consents import Answer
from deployments.queries.due import acknowledgement_due_on
from deployments.queries.leaving import has_left

D, R, V, C = Deployment.State, SupportRequest.State, Visit.State, Claim.State
TONES: dict[str, str] = {
    Consent.Decision.GIVEN: "good",
    Consent.Decision.ASKED: "wait",
    Consent.Decision.REFUSED: "bad",
}


def grid_of(case: Deployment | Variation, *, may_read_refusal: bool) -> list[dict]:
    """Return the parties and their answers; once somebody refused only managers see who answered what."""
    if case.state == D.REFUSED and not may_read_refusal:
        return []
    return [_cell(consent) for consent in case.consents.all()]


def _cell(consent: Answer) -> dict:
    where = consent.school
    name = f"{consent.asked_of}, {where}" if where else str(consent.asked_of)
    if consent.party == Consent.Party.ALLIANCE:
        name = _("Alliance: %(name)s") % {"name": consent.asked_of}
    answer = consent.get_decision_display()
    return {"name": name, "answer": answer, "tone": TONES.get(consent.decision, ""), "about": _about(consent)}


def _about(consent: Answer) -> str:
    """Return when and by which way a party answered, or by when it must."""
    if consent.at is None:
        return _("Answer due %(day)s") % {"day": day(consent.due_on)} if consent.is_pending else ""
    said = {"who": consent.by, "day": day(consent.at)}
    if consent.is_unconfirmed:
        return _("%(day)s, by phone, to be confirmed") % said
    if consent.confirmed_at:
        confirmed = said | {"confirmed": day(consent.confirmed_at)}
        return _("%(day)s, by phone, confirmed on %(confirmed)s") % confirmed
    if consent.why:
        return f"{said['day']}: {consent.get_why_display()}"
    if consent.party == Consent.Party.ALLIANCE:
        return _("%(day)s, by proposing") % said
    if consent.by_id != consent.asked_of_id:
        return _("%(day)s, by %(who)s on their behalf") % said
    return _("%(day)s, by link") % said if consent.channel == Channel.LINK else str(said["day"])


def next_for_deployment(deployment: Deployment, visits: list[Visit]) -> str:
    """Return in a sentence who must do what next."""
    if deployment.state == D.PROPOSED:
        return _next_answer(deployment)
    leader, school = deployment.leader, deployment.school
    if deployment.state in (D.AGREED, D.ACTIVE) and (of_visits := _next_of_visits(deployment, visits)):
        return of_visits
    if deployment.state in (D.AGREED, D.ACTIVE, D.PAUSED) and has_left(deployment.designation):
        return _(
            "%(leader)s cannot go on with this work. The alliance completes it or finds someone else."
        ) % {"leader": leader}
    if deployment.state == D.CANCELLED and deployment.agreed_at:
        return _(
            "It had been agreed, but %(leader)s cannot carry it out. The alliance looks for someone else."
        ) % {"leader": leader}
    if deployment.state == D.PAUSED:
        return _(
            "Paused, and read only: no visits are planned. The alliance looks at it again on %(day)s."
        ) % {"day": day(deployment.look_again_on)}
    sentences = {
        D.AGREED: _("%(leader)s plans the first visit with %(school)s."),
        D.ACTIVE: _("%(leader)s plans the next visit, or completes the work."),
        D.COMPLETED: _("The headteacher of %(school)s evaluates the support."),
        D.EVALUATED: _("The alliance closes the deployment."),
        D.REFUSED: _("%(leader)s is not available. The alliance looks for someone else."),
        D.LAPSED: _("Not everybody answered in time. The alliance looks for someone else."),
        D.CANCELLED: _("The alliance took the proposal back."),
        D.CLOSED: _("Nothing more: the work is done and closed."),
        D.WITHDRAWN: _(
            "It had been agreed, but is not available any more. The alliance looks for someone else."
        ),
        D.STOPPED: _(
            "Stopped, and read only. Visits that were held are still written up, acknowledged and paid."
        ),
    }
    return sentences.get(D(deployment.state), "") % {"leader": leader, "school": school}


def _next_of_visits(deployment: Deployment, visits: list[Visit]) -> str:
    """Return who must say what about a visit that is over, else when the next one is; nothing without either."""
    planned = sorted(visit.on for visit in visits if visit.state == V.PLANNED)
    held = sorted(visit.on for visit in visits if visit.state == V.HELD)
    if has_left(deployment.designation):
        held = []  # first of all somebody else must be found
    words = {"leader": deployment.leader, "school": deployment.school}
    if planned and planned[0] < timezone.localdate():
        return _("%(leader)s says whether the visit of %(day)s was held.") % (
            words | {"day": day(planned[0])}
        )
    if held:
        return _("%(school)s acknowledges the visit of %(day)s.") % (words | {"day": day(held[0])})
    if planned:
        return _("%(leader)s makes the next visit on %(day)s.") % (words | {"day": day(planned[0])})
    return ""


def _next_answer(case: Deployment | Variation) -> str:
    pending = [consent for consent in case.consents.all() if consent.is_pending]
    if not pending:
        return ""
    first = pending[0]
    if len(pending) == 1:
        return _("%(who)s must answer by %(day)s.") % {"who": first.asked_of, "day": day(first.due_on)}
    names = ", ".join(str(consent.asked_of) for consent in pending)
    return _("Still to answer, by %(day)s: %(names)s.") % {"day": day(first.due_on), "names": names}


def next_for_variation(variation: Variation) -> str:
    """Return in a sentence who must do what next about a change."""
    if variation.state == Variation.State.PROPOSED:
        return _next_answer(variation)
    if variation.state == Variation.State.AGREED:
        return _("Nothing more: everybody agreed, and it holds.")
    return _("Nothing more: what was agreed stays as it was.")


def next_for_request(request: SupportRequest) -> str:
    """Return in a sentence who must do what next about a request."""
    sentences = {
        R.OPEN: _("The alliance looks for a leader and proposes one within two working days."),
        R.PROPOSED: _("A leader is proposed. Those concerned answer within five working days."),
        R.MATCHED: _("Everybody has agreed. The leader arranges the visits with the school."),
        R.CLOSED: _("Nothing more: the work is done and closed."),
        R.WITHDRAWN: _("Nothing more: the request was withdrawn."),
        R.UNMET: _("Nobody could be found. The alliance keeps the need in mind for its next round."),
    }
    return sentences.get(R(request.state), "")


def next_for_visit(visit: Visit) -> str:
    """Return in a sentence who must do what next about a visit."""
    if visit.is_called_off:
        return _("Nothing more: the visit was called off.")
    sentences = {
        V.PLANNED: _("After the visit %(leader)s says that it was held."),
        V.HELD: _(
            "%(school)s acknowledges the visit, or says by %(day)s that it was not held. Then it counts by itself."
        ),
        V.ACKNOWLEDGED: _("Nothing more: the visit counts in the claim of the leader's school."),
        V.NOT_HELD: _("%(leader)s may plan another day."),
    }
    due = day(acknowledgement_due_on(visit)) if visit.state == V.HELD else ""
    return sentences[V(visit.state)] % {
        "leader": visit.leader,
        "school": visit.deployment.school,
        "day": due,
    }


def next_for_claim(claim: Claim) -> str:
    """Return in a sentence who must do what next about a claim."""
    sentences = {
        C.COLLECTING: _(
            "Acknowledged visits are collected here. The school submits the claim when the term is over."
        ),
        C.SUBMITTED: _("The alliance checks the claim."),
        C.QUERIED: _("The school answers the question and submits the claim again."),
        C.APPROVED: _("The alliance pays the claim."),
        C.PAID: _("Nothing more: the claim is paid."),
    }
    return sentences[C(claim.state)]


def half_days_used(visits: Iterable[Visit]) -> int:
    """Return the half days of visits planned or held."""
    return sum(visit.half_days for visit in visits if visit.state in Visit.COUNTED)


def with_agreement(deployments: QuerySet[Deployment]) -> QuerySet[Any]:
    """Annotate `agreement_pk`: the agreement in force in the reader's language, nothing before all have agreed."""
    in_force = Document.objects.in_force().filter(
        content_type=ContentType.objects.get_for_model(Deployment),
        object_id=OuterRef("pk"),
        language=(get_language() or "en")[:2],
    )
    return deployments.annotate(agreement_pk=Subquery(in_force.order_by("-pk").values("pk")[:1]))


def agreed_documents(case: Case) -> list[Document]:
    """Return the documents in force of a case in the reader's language."""
    kind = ContentType.objects.get_for_model(case)
    language = (get_language() or "en")[:2]
    in_force = Document.objects.in_force()
    return list(in_force.filter(content_type=kind, object_id=case.pk, language=language))
