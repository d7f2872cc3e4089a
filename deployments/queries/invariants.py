"""What must always be true of requests, deployments, visits and claims, asked of the whole database."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from casework.models.invariants import Invariant
from deployments.models import Claim, ClaimLine, Consent, Deployment, SupportRequest, TermBudget, Visit
from directory.queries.schools import PREDECESSOR, SUCCESSOR

D, R, V, C = Deployment.State, SupportRequest.State, Visit.State, Claim.State

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
    """Return budgets that have taken something else than these deployments of the term hold."""
    of_term = Deployment.objects.filter(term_starts_on=OuterRef("term_starts_on"), **whose).order_by()
    holding, ended = of_term.filter(state__in=HOLDING), of_term.exclude(state__in=HOLDING)
    held = _sum(holding, "half_days") + _sum(
        ended.filter(visits__state__in=Visit.HAPPENED), "visits__half_days"
    )
    return budgets.annotate(held=held).exclude(taken=F("held"))


def _sum(rows: QuerySet[Any], field: str) -> Coalesce:
    """Return the sum of a field over rows that speak of an outer query; 0 of none."""
    together = rows.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(together.annotate(total=Sum(field)).values("total")), 0)


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
    used = _sum(Visit.objects.counted().filter(deployment=OuterRef("pk")), "half_days")
    return Deployment.objects.annotate(used=used).filter(used__gt=F("half_days"))


def visit_is_planned_in_open_work() -> QuerySet[Visit]:
    """A visit is planned only while its work is agreed, under way or paused."""
    open_work = (D.AGREED, D.ACTIVE, D.PAUSED)
    return Visit.objects.filter(state=V.PLANNED).exclude(deployment__state__in=open_work)


def visit_held_began_the_work() -> QuerySet[Visit]:
    """A visit was held only in work that began: the first one begins it."""
    return Visit.objects.filter(state__in=Visit.HAPPENED).exclude(deployment__state__in=BEGUN)


def acknowledged_visit_is_claimed() -> QuerySet[Visit]:
    """An acknowledged visit stands on a claim of the leader's school."""
    return Visit.objects.filter(state=V.ACKNOWLEDGED, claim_line=None)


def claim_line_is_its_visit() -> QuerySet[ClaimLine]:
    """A claim's line is an acknowledged visit at its half days and the rate frozen at the agreement, to the penny."""
    agrees = Q(
        visit__state=V.ACKNOWLEDGED,
        half_days=F("visit__half_days"),
        rate_pence=F("visit__deployment__rate_pence"),
        rounded__in=[0, 1],  # half a penny is rounded up: see deployments.rates
    )
    doubled = F("amount_pence") * 2 - F("half_days") * F("rate_pence")
    return ClaimLine.objects.annotate(rounded=doubled).exclude(agrees)


def claim_is_the_sum_of_its_lines() -> QuerySet[Claim]:
    """A claim's total is the sum of its lines."""
    lines = _sum(ClaimLine.objects.filter(claim=OuterRef("pk")), "amount_pence")
    return Claim.objects.annotate(lines_pence=lines).exclude(total_pence=F("lines_pence"))


def claim_is_approved_by_another() -> QuerySet[Claim]:
    """Whoever submitted a claim did not approve it."""
    return Claim.objects.filter(state__in=[C.APPROVED, C.PAID], approved_by=F("submitted_by"))


INVARIANTS = [
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
        visit_is_of_the_leader,
        leader_is_in_one_place,
        visits_keep_to_what_was_agreed,
        visit_is_planned_in_open_work,
        visit_held_began_the_work,
        acknowledged_visit_is_claimed,
        claim_line_is_its_visit,
        claim_is_the_sum_of_its_lines,
        claim_is_approved_by_another,
    )
]
