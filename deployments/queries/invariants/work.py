"""What must always be true of requests, deployments, changes of them and visits."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from casework.models.invariants import Invariant
from deployments.models import (
    Consent,
    Deployment,
    SupportRequest,
    TermBudget,
    Variation,
    VariationConsent,
    Visit,
)
from deployments.queries.invariants.sums import sum_of
from directory.queries.schools import PREDECESSOR, SUCCESSOR

D, R, V, N = Deployment.State, SupportRequest.State, Visit.State, Variation.State

# States in which all the half days agreed on stay taken; in the others those of visits held do.
HOLDING = (*Deployment.LIVE, D.COMPLETED, D.EVALUATED, D.CLOSED)
UNDERWAY = (D.AGREED, D.ACTIVE, D.PAUSED, D.COMPLETED, D.EVALUATED)
BEGUN = (D.ACTIVE, D.PAUSED, D.COMPLETED, D.EVALUATED, D.CLOSED, D.STOPPED)
ENDED = (D.REFUSED, D.LAPSED, D.CANCELLED, D.WITHDRAWN, D.STOPPED)


def leader_budget_is_what_is_held() -> QuerySet[TermBudget]:
    """A leader's budget of a term has taken what live and completed work holds, and the visits held in what ended."""
    return _off(TermBudget.objects.filter(school=None), designation=OuterRef("designation"))


def school_budget_is_what_is_held() -> QuerySet[TermBudget]:
    """A school's budget of a term has taken what the deployments of its leaders took from it and did not give back."""
    # Where a school became another one in mid-term, the two share what was taken: that is no fault.
    of_term = Deployment.objects.filter(term_starts_on=OuterRef("term_starts_on"))
    became = Q(home_school__links__kind__startswith=SUCCESSOR) | Q(
        home_school__links__kind__startswith=PREDECESSOR
    )
    came_of = Q(home_school__linked_from__kind__startswith=SUCCESSOR) | Q(
        home_school__linked_from__kind__startswith=PREDECESSOR
    )
    shared = of_term.filter(
        Q(became, home_school__links__other=OuterRef("school"))
        | Q(came_of, home_school__linked_from__school=OuterRef("school"))
    )
    own = TermBudget.objects.filter(designation=None).exclude(Exists(shared))
    return _off(own, home_school=OuterRef("school"), counts_for_school=True)


def _off(budgets: QuerySet[TermBudget], **whose: Any) -> QuerySet[TermBudget]:
    """Return budgets that have taken something else than these deployments of the term hold, and changes of them."""
    of_term = Deployment.objects.filter(term_starts_on=OuterRef("term_starts_on"), **whose).order_by()
    holding, ended = of_term.filter(state__in=HOLDING), of_term.exclude(state__in=HOLDING)
    held = sum_of(holding, "half_days") + sum_of(
        ended.filter(visits__state__in=Visit.HAPPENED), "visits__half_days"
    )
    about = {"term_starts_on": OuterRef("term_starts_on")} | whose
    waiting = Variation.objects.filter(
        state=N.PROPOSED, **{f"deployment__{name}": value for name, value in about.items()}
    )
    added = Greatest(F("half_days") - F("half_days_before"), 0)
    held += sum_of(waiting.annotate(added=added), "added")
    return budgets.annotate(held=held).exclude(taken=F("held"))


def held_half_days_have_their_budget() -> QuerySet[Deployment]:
    """Half days that a deployment holds were taken from a budget of its leader in its term."""
    budget = TermBudget.objects.filter(
        designation=OuterRef("designation"), term_starts_on=OuterRef("term_starts_on")
    )
    return Deployment.objects.filter(~Exists(budget), state__in=HOLDING)


def agreed_has_every_consent() -> QuerySet[Deployment]:
    """Work that was agreed has the consent of all four parties."""
    given = Consent.objects.filter(deployment=OuterRef("pk"), decision=Consent.Decision.GIVEN)
    everybody = Q(*(Exists(given.filter(party=party)) for party in Consent.Party.values))
    dropped = Q(state=D.CANCELLED, agreed_at__isnull=False)
    agreed = Q(state__in=[*Deployment.CAME_ABOUT, D.WITHDRAWN, D.STOPPED]) | dropped
    return Deployment.objects.filter(agreed, ~everybody)


def proposal_waits_for_somebody() -> QuerySet[Deployment]:
    """A proposal waits for the answer of one party at least; answered by all it is agreed."""
    asked = Consent.objects.filter(deployment=OuterRef("pk"), decision=Consent.Decision.ASKED)
    return Deployment.objects.filter(~Exists(asked), state=D.PROPOSED)


def refusal_stands() -> QuerySet[Deployment]:
    """A deployment is refused where one of its parties refused, and nowhere else."""
    refused = Exists(Consent.objects.filter(deployment=OuterRef("pk"), decision=Consent.Decision.REFUSED))
    return Deployment.objects.filter(Q(refused, ~Q(state=D.REFUSED)) | Q(~refused, state=D.REFUSED))


def ended_work_asks_nothing() -> QuerySet[Deployment]:
    """Work that ended early asks nobody any more, by question or by a link that still opens."""
    asked = Consent.objects.filter(deployment=OuterRef("pk"), decision=Consent.Decision.ASKED)
    return Deployment.objects.filter(
        Exists(asked) | Q(links__purpose="consent", links__closed_at=None, links__used_at=None),
        state__in=ENDED,
    ).distinct()


def request_agrees_with_its_deployments() -> QuerySet[SupportRequest]:
    """A request is proposed, matched or closed where its deployment is, and waits for nobody where there is none."""
    of_request = Deployment.objects.filter(request=OuterRef("pk"))
    proposed = Exists(of_request.filter(state=D.PROPOSED))
    underway = Exists(of_request.filter(state__in=UNDERWAY))
    over = Exists(of_request.filter(state__in=[D.CLOSED, D.STOPPED]))
    return SupportRequest.objects.filter(
        Q(proposed, ~Q(state=R.PROPOSED))
        | Q(~proposed, state=R.PROPOSED)
        | Q(underway, ~Q(state=R.MATCHED))
        | Q(~underway, state=R.MATCHED)
        | Q(~over, state=R.CLOSED)
    )


def change_waits_for_somebody() -> QuerySet[Variation]:
    """A change of what was agreed waits for the answer of one party at least, in work that is not over."""
    asked = VariationConsent.objects.filter(variation=OuterRef("pk"), decision=Consent.Decision.ASKED)
    over = ~Q(deployment__state__in=[D.AGREED, D.ACTIVE, D.PAUSED])
    return Variation.objects.filter(~Exists(asked) | over, state=N.PROPOSED)


def change_agreed_has_every_consent() -> QuerySet[Variation]:
    """A change that holds has the consent of the leader and both schools."""
    given = VariationConsent.objects.filter(variation=OuterRef("pk"), decision=Consent.Decision.GIVEN)
    parties = [party for party in Consent.Party.values if party != Consent.Party.ALLIANCE]
    everybody = Q(*(Exists(given.filter(party=party)) for party in parties))
    return Variation.objects.filter(~everybody, state=N.AGREED)


def change_refused_stands() -> QuerySet[Variation]:
    """A change is not agreed where one of the parties refused it, and nowhere else."""
    refused = Exists(
        VariationConsent.objects.filter(variation=OuterRef("pk"), decision=Consent.Decision.REFUSED)
    )
    return Variation.objects.filter(Q(refused, ~Q(state=N.REFUSED)) | Q(~refused, state=N.REFUSED))


def visit_is_of_the_leader() -> QuerySet[Visit]:
    """A visit is made by the leader of its deployment."""
    return Visit.objects.exclude(leader=F("deployment__designation__person"))


def leader_is_in_one_place() -> QuerySet[Visit]:
    """A leader has one visit a morning and one an afternoon, whatever the designation."""
    others = Visit.objects.counted().filter(
        deployment__designation__person=OuterRef("deployment__designation__person"), on=OuterRef("on")
    )
    clash = Q(Exists(others.filter(morning=True, pk__gt=OuterRef("pk"))), morning=True)
    clash |= Q(Exists(others.filter(afternoon=True, pk__gt=OuterRef("pk"))), afternoon=True)
    return Visit.objects.counted().filter(clash)


def visits_keep_to_what_was_agreed() -> QuerySet[Deployment]:
    """The visits planned and held of a deployment take no more half days than were agreed."""
    used = sum_of(Visit.objects.counted().filter(deployment=OuterRef("pk")), "half_days")
    return Deployment.objects.annotate(used=used).filter(used__gt=F("half_days"))


def visit_is_planned_in_open_work() -> QuerySet[Visit]:
    """A visit is planned only while its work is agreed, under way or paused."""
    open_work = (D.AGREED, D.ACTIVE, D.PAUSED)
    return Visit.objects.filter(state=V.PLANNED).exclude(deployment__state__in=open_work)


def visit_held_began_the_work() -> QuerySet[Visit]:
    """A visit was held only in work that began: the first one begins it."""
    return Visit.objects.filter(state__in=Visit.HAPPENED).exclude(deployment__state__in=BEGUN)


OF_WORK = [
    Invariant.of(one)
    for one in (
        leader_budget_is_what_is_held,
        school_budget_is_what_is_held,
        held_half_days_have_their_budget,
        agreed_has_every_consent,
        proposal_waits_for_somebody,
        refusal_stands,
        ended_work_asks_nothing,
        request_agrees_with_its_deployments,
        change_waits_for_somebody,
        change_agreed_has_every_consent,
        change_refused_stands,
        visit_is_of_the_leader,
        leader_is_in_one_place,
        visits_keep_to_what_was_agreed,
        visit_is_planned_in_open_work,
        visit_held_began_the_work,
    )
]
