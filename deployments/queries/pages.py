"""What the pages say beside the facts: who must do what next, the grid of the parties, the documents."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Aggregate, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casework.models import Case, Channel, Document
from casework.templatetags.casework import day
from deployments.models import Claim, Consent, Deployment, SupportRequest, Variation, Visit
from deployments.models.consents import Answer
from deployments.queries.due import acknowledgement_due_on, decision_due_on
from deployments.queries.leaving import has_left
from deployments.queries.parties import acknowledgers
from designation.models import Area

D, R, V, C = Deployment.State, SupportRequest.State, Visit.State, Claim.State
TONES: dict[str, str] = {
    Consent.Decision.GIVEN: "good",
    Consent.Decision.ASKED: "wait",
    Consent.Decision.REFUSED: "bad",
}


def grid_of(case: Deployment | Variation, own: list[Answer] | None = None) -> list[dict]:
    """Return the parties and their answers; of what not all have agreed to only a reader's `own`, None for managers.

    Who has agreed so far would tell by elimination who refused or was silent: of a refusal they see nothing. Managers
    alone read who says that the answer recorded by phone was never given.
    """
    if own is None or has_been_agreed(case):
        return [_cell(consent, may_read_denial=own is None) for consent in case.consents.all()]
    return [] if case.state == D.REFUSED else [_cell(consent, may_read_denial=False) for consent in own]


def has_been_agreed(case: Deployment | Variation) -> bool:
    """Say whether all parties agreed once, whatever came of it."""
    if isinstance(case, Variation):
        return case.state == Variation.State.AGREED
    return case.agreed_at is not None


def _cell(consent: Answer, *, may_read_denial: bool) -> dict:
    where = consent.school
    name = f"{consent.asked_of}, {where}" if where else str(consent.asked_of)
    if consent.party == Consent.Party.ALLIANCE:
        name = _("Alliance: %(name)s") % {"name": consent.asked_of}
    decision = Consent.Decision(consent.decision)
    if decision == Consent.Decision.LATER and consent.case.state != D.PROPOSED:
        decision = Consent.Decision.VOID  # it never came to that
    about = _about(consent)
    if may_read_denial and consent.is_unconfirmed and consent.denied_at:
        about = _("%(about)s: says that this was not agreed") % {"about": about}
    said = {"answer": decision.label, "tone": TONES.get(consent.decision, ""), "about": about}
    return {"party": consent.party, "name": name} | said


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


def next_for_deployment(deployment: Deployment, visits: list[Visit], own: list[Answer] | None = None) -> str:
    """Return in a sentence who must do what next; to whom `own` is given, nobody is named who has yet to answer."""
    if deployment.state == D.PROPOSED:
        return _next_answer(deployment) if own is None else _count_of_answers(deployment, own)
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
        D.REFUSED: _("The proposal cannot go ahead. The alliance looks for someone else."),
        D.LAPSED: _("Not everybody answered in time. The alliance looks for someone else."),
        D.CANCELLED: _("The alliance took the proposal back."),
        D.CLOSED: _("Nothing more: the work is done and closed."),
        D.WITHDRAWN: _(
            "It had been agreed, but cannot go ahead after all. The alliance looks for someone else."
        ),
        D.STOPPED: _(
            "Stopped, and read only. Visits that were held are still written up, acknowledged and paid."
        ),
    }
    return sentences.get(D(deployment.state), "") % {"leader": leader, "school": school}


def visit_to_speak_about(deployment: Deployment, visits: list[Visit]) -> Visit | None:
    """Return the visit the next step is about: one whose day is over and of which nobody said whether it was held,
    else one the school has to acknowledge; None where there is neither, or while other things come first."""
    if deployment.state not in (D.AGREED, D.ACTIVE):
        return None
    over = [one for one in visits if one.state == V.PLANNED and one.on < timezone.localdate()]
    held = [one for one in visits if one.state == V.HELD and not has_left(deployment.designation)]
    return min(over or held, key=lambda one: one.on, default=None)


def _next_of_visits(deployment: Deployment, visits: list[Visit]) -> str:
    """Return who must say what about a visit that is over, else when the next one is; nothing without either."""
    planned = sorted(visit.on for visit in visits if visit.state == V.PLANNED)
    held = sorted(visit.on for visit in visits if visit.state == V.HELD)
    disputed = sorted(visit.on for visit in visits if visit.state == V.DISPUTED)
    if has_left(deployment.designation):
        held = []  # first of all somebody else must be found
    words = {"leader": deployment.leader, "school": deployment.school}
    if planned and planned[0] < timezone.localdate():
        return _("%(leader)s says whether the visit of %(day)s was held.") % (
            words | {"day": day(planned[0])}
        )
    if disputed:
        return _("The alliance decides whether the visit of %(day)s was held.") % {"day": day(disputed[0])}
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


def _count_of_answers(case: Deployment | Variation, own: list[Answer]) -> str:
    """Return how many have agreed and by when the reader must answer, or the others; never who."""
    answers = list(case.consents.all())
    asked = [one for one in answers if one.is_pending]
    if not asked:
        return ""
    mine = [one for one in own if one.is_pending]
    said = {
        "given": sum(one.decision == Consent.Decision.GIVEN for one in answers),
        "all": len(answers),
        "day": day((mine or asked)[0].due_on),
    }
    if mine:
        return _("%(given)d of %(all)d have agreed. You must answer by %(day)s.") % said
    return _("%(given)d of %(all)d have agreed. The others must answer by %(day)s.") % said


def next_for_variation(variation: Variation, own: list[Answer] | None = None) -> str:
    """Return in a sentence who must do what next about a change; `own` as for a deployment."""
    if variation.state == Variation.State.PROPOSED:
        return _next_answer(variation) if own is None else _count_of_answers(variation, own)
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
    if visit.state == V.HELD and not acknowledgers(visit.deployment, timezone.localdate()):
        return _("Nobody at %(school)s can be asked who is not paid for it. The alliance sees to it.") % {
            "school": visit.deployment.school
        }
    sentences = {
        V.PLANNED: _("After the visit %(leader)s says that it was held."),
        V.HELD: _(
            "%(school)s acknowledges the visit, or says by %(day)s that it was not held. Then it counts by itself."
        ),
        V.ACKNOWLEDGED: _("Nothing more: the visit counts in the claim of the leader's school."),
        V.DISPUTED: _(
            "The school says that it was not held. The alliance hears both sides and decides by %(day)s."
        ),
        V.NOT_HELD: _("%(leader)s may plan another day."),
    }
    due_on = {V.HELD: acknowledgement_due_on, V.DISPUTED: decision_due_on}.get(V(visit.state))
    due = day(due_on(visit)) if due_on else ""
    return sentences[V(visit.state)] % {
        "leader": visit.leader,
        "school": visit.deployment.school,
        "day": due,
    }


def next_for_claim(claim: Claim) -> str:
    """Return in a sentence who must do what next about a claim."""
    sentences = {
        C.COLLECTING: _(
            "Acknowledged work is collected here. The school submits the claim when the term is over."
        ),
        C.SUBMITTED: _("The alliance checks the claim."),
        C.QUERIED: _("The school answers the question and submits the claim again."),
        C.APPROVED: _("The alliance pays the claim."),
        C.PAID: _("Nothing more: the claim is paid."),
        C.REPAID: _("Nothing more: the school has paid it back."),
    }
    if claim.is_owed_back:
        return _("The school owes this. It is set off against its next claim, or the school pays it back.")
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


class _Lines(Aggregate):
    """The texts of several rows as one text, a line each and in no order."""

    function = "STRING_AGG"
    output_field = TextField()

    def __init__(self, text: Any, **extra: Any) -> None:
        super().__init__(text, Value("\n"), **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)


def with_area_names(deployments: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate `area_names`: the areas asked for in the reader's language, a line each; without a query of its own."""
    is_welsh = get_language() == "cy"
    name = Coalesce(NullIf(F("name_cy"), Value("")), F("name")) if is_welsh else F("name")
    areas = Area.objects.filter(support_requests=OuterRef("request")).order_by().values("support_requests")
    return deployments.annotate(area_names=Subquery(areas.annotate(names=_Lines(name)).values("names")))


def agreed_documents(case: Case) -> list[Document]:
    """Return the documents in force of a case in the reader's language."""
    kind = ContentType.objects.get_for_model(case)
    language = (get_language() or "en")[:2]
    in_force = Document.objects.in_force()
    return list(in_force.filter(content_type=kind, object_id=case.pk, language=language))
