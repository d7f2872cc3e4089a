"""What must always be true of requests, deployments, changes of them and visits."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from casework.models.invariants import Invariant
from deployments.models import (
    Consent,
    Deployment,
    Objective,
    SupportRequest,
    TermBudget,
    TermShare,
    Variation,
    VariationConsent,
    Visit,
)
from deployments.models.requests import contact_stands
from deployments.queries.invariants.sums import sum_of

D, R, V, N = Deployment.State, SupportRequest.State, Visit.State, Variation.State

UNDERWAY = (D.AGREED, D.ACTIVE, D.PAUSED, D.COMPLETED, D.EVALUATED)
BEGUN = (D.ACTIVE, D.PAUSED, D.COMPLETED, D.EVALUATED, D.CLOSED, D.STOPPED)
# The work came about or may yet.
HOLDING = (*Deployment.LIVE, D.COMPLETED, D.EVALUATED, D.CLOSED)
ENDED = (D.REFUSED, D.LAPSED, D.CANCELLED, D.WITHDRAWN, D.STOPPED)


def leader_budget_is_what_is_held() -> QuerySet[TermBudget]:
    """A leader's budget of a term has taken what the leader's work holds of that term."""
    mine = {"deployment__designation": OuterRef("designation"), "term_starts_on": OuterRef("term_starts_on")}
    return _off(TermBudget.objects.filter(school=None), **mine)


def school_budget_is_what_is_held() -> QuerySet[TermBudget]:
    """A school's budget of a term has taken what the deployments of its leaders took from it and did not give back."""
    return _off(TermBudget.objects.filter(designation=None), school_budget=OuterRef("pk"))


def _off(budgets: QuerySet[TermBudget], **whose: Any) -> QuerySet[TermBudget]:
    """Return budgets that have taken something else than these shares come to."""
    held = sum_of(TermShare.objects.filter(**whose), "half_days")
    return budgets.annotate(held=held).exclude(taken=F("held"))


def shares_are_what_is_held() -> QuerySet[Deployment]:
    """Live work holds in all terms together what was agreed and what a change would add; work over, the visits held."""
    mine = {"deployment": OuterRef("pk")}
    waiting = Variation.objects.filter(state=N.PROPOSED, **mine)
    added = sum_of(waiting.annotate(added=Greatest(F("half_days") - F("half_days_before"), 0)), "added")
    kept = sum_of(Visit.objects.filter(state__in=Visit.KEPT, **mine), "half_days")
    held = sum_of(TermShare.objects.filter(**mine), "half_days")
    found = Deployment.objects.annotate(held=held, added=added, kept=kept)
    is_live = Q(state__in=Deployment.LIVE)
    return found.filter(Q(is_live, ~Q(held=F("half_days") + F("added"))) | Q(~is_live, ~Q(held=F("kept"))))


def visit_counts_in_a_share() -> QuerySet[Visit]:
    """The visits of a term, planned or held, take no more half days than the deployment holds of that term."""
    mine = {"deployment": OuterRef("deployment"), "term_starts_on": OuterRef("term_starts_on")}
    used = sum_of(Visit.objects.counted().filter(**mine), "half_days")
    held = sum_of(TermShare.objects.filter(**mine), "half_days")
    return Visit.objects.counted().annotate(used=used, there=held).filter(used__gt=F("there"))


def objective_due_within_the_work() -> QuerySet[Objective]:
    """An objective is due between the first and the last day of its deployment."""
    outside = Q(due_on__lt=F("deployment__starts_on")) | Q(due_on__gt=F("deployment__ends_on"))
    return Objective.objects.filter(outside)


def held_half_days_have_their_budget() -> QuerySet[TermShare]:
    """Half days that a deployment holds of a term were taken from its leader's budget of that term."""
    budget = TermBudget.objects.filter(
        designation=OuterRef("deployment__designation"), term_starts_on=OuterRef("term_starts_on")
    )
    return TermShare.objects.filter(~Exists(budget))


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


def word_by_phone_is_anothers() -> QuerySet[Consent]:
    """Nobody wrote their own answer down as said by phone: a party speaks in its own name."""
    return Consent.objects.filter(_own_word())


def word_about_a_change_is_anothers() -> QuerySet[VariationConsent]:
    """Nobody wrote their own answer to a change down as said by phone."""
    return VariationConsent.objects.filter(_own_word())


def _own_word() -> Q:
    return Q(recorded_by=F("by")) | Q(recorded_by=F("asked_of"))


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
    return Visit.objects.filter(state__in=Visit.KEPT).exclude(deployment__state__in=BEGUN)


def visit_is_settled_with_its_reason() -> QuerySet[Visit]:
    """Only what was disputed was settled; a visit that stands by decision says why, and who said otherwise."""
    return Visit.objects.filter(~Q(settled_because="") & (Q(disputed_because="") | Q(disputed_by=None)))


def disputed_visit_asks_nobody_else() -> QuerySet[Visit]:
    """While a visit is disputed no link asks the school to acknowledge it."""
    return Visit.objects.filter(
        state=V.DISPUTED, links__purpose="acknowledge", links__closed_at=None, links__used_at=None
    ).distinct()


def live_work_has_a_contact() -> QuerySet[Deployment]:
    """Live work has a contact who holds a post at the school, or was named on purpose without ever holding one."""
    live = Deployment.objects.filter(state__in=Deployment.LIVE, request__isnull=False)
    return live.filter(~contact_stands(timezone.localdate(), "request__"))


def consent_is_to_the_rate_offered() -> QuerySet[Consent]:
    """Every party was asked about the rate that is offered or frozen, and about no other."""
    return Consent.objects.exclude(rate_pence=F("deployment__rate_pence"))


def school_pays_what_it_agreed_to_pay() -> QuerySet[Deployment]:
    """A school pays for work itself only where it was asked about that, by the proposal or by a change of it."""
    own = SupportRequest.OWN_MONEY
    asked = Consent.objects.filter(
        deployment=OuterRef("pk"), party=Consent.Party.RECEIVING_HEAD, school_pays=True
    )
    changed = Variation.objects.filter(deployment=OuterRef("pk"), state=N.AGREED, funding__in=own)
    changed = changed.exclude(funding=F("funding_before"))
    pays_itself = Deployment.objects.filter(Q(request=None) | Q(request__funding__in=own), fund=None)
    return pays_itself.filter(~Exists(asked), ~Exists(changed), state__in=HOLDING)


def work_lies_within_the_designation() -> QuerySet[Deployment]:
    """Work that holds days begins and ends while its leader is designated; how far the assurance went, nothing tells.

    It may have been taken back since, or given anew for less.
    """
    outside = Q(starts_on__lt=F("designation__starts_on")) | Q(ends_on__gt=F("designation__ends_on"))
    return Deployment.objects.filter(outside, state__in=HOLDING)


OF_WORK = [
    Invariant.of(one)
    for one in (
        leader_budget_is_what_is_held,
        school_budget_is_what_is_held,
        shares_are_what_is_held,
        visit_counts_in_a_share,
        objective_due_within_the_work,
        held_half_days_have_their_budget,
        agreed_has_every_consent,
        proposal_waits_for_somebody,
        word_by_phone_is_anothers,
        word_about_a_change_is_anothers,
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
        visit_is_settled_with_its_reason,
        disputed_visit_asks_nobody_else,
        live_work_has_a_contact,
        consent_is_to_the_rate_offered,
        school_pays_what_it_agreed_to_pay,
        work_lies_within_the_designation,
    )
]
