"""What must always be true of claims and funds, to the penny."""

from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Q, QuerySet, Value

from casework.models import Entry
from casework.models.invariants import Invariant
from deployments.models import Claim, ClaimLine, Deployment, Facilitation, Fund, Visit
from deployments.models.claims import CLAIMANTS
from deployments.queries.invariants.sums import sum_of
from directory.models import Post

V, C = Visit.State, Claim.State


def acknowledged_visit_is_claimed() -> QuerySet[Visit]:
    """An acknowledged visit stands on a claim of the leader's school."""
    return Visit.objects.filter(state=V.ACKNOWLEDGED, claim_line=None)


def acknowledged_facilitation_is_claimed() -> QuerySet[Facilitation]:
    """Facilitation that was acknowledged stands on a claim of the leader's school, and no other does."""
    acknowledged = Q(state=Facilitation.State.ACKNOWLEDGED)
    return Facilitation.objects.filter(
        Q(acknowledged, claim_line=None) | Q(~acknowledged, claim_line__isnull=False)
    )


def claim_line_is_its_visit() -> QuerySet[ClaimLine]:
    """The line of a visit is one at its time and the rate frozen at the agreement, to the penny.

    The visit is acknowledged; or was not held after all, and the line is adjusted.
    """
    off = F("amount_pence") * 2 - F("half_days") * F("rate_pence")
    # Of minutes, in pence times the minutes of a day: never more than half of those off.
    a_day = F("visit__deployment__minutes_a_day")
    off_by_minutes = F("amount_pence") * a_day - F("minutes") * F("rate_pence")
    to_the_penny = Q(minutes=None, off__in=[0, 1]) | Q(
        minutes__isnull=False, twice_off__lte=a_day, twice_off__gt=-a_day
    )
    agrees = Q(
        to_the_penny,
        Q(minutes=F("visit__minutes")) | Q(minutes=None, visit__minutes=None),
        half_days=F("visit__half_days"),
        rate_pence=F("visit__deployment__rate_pence"),
    )
    agrees &= Q(visit__state=V.ACKNOWLEDGED) | Q(
        Q(correction__isnull=False) | Q(amount_pence=0), visit__state=V.NOT_HELD
    )
    lines = ClaimLine.objects.filter(visit__isnull=False)
    return lines.annotate(off=off, twice_off=off_by_minutes * 2).exclude(agrees)


def claim_line_is_its_facilitation() -> QuerySet[ClaimLine]:
    """The line of a facilitation is what was frozen when it was recorded."""
    agrees = Q(amount_pence=F("facilitation__amount_pence"), minutes=F("facilitation__minutes"))
    return ClaimLine.objects.filter(facilitation__isnull=False).exclude(agrees)


def leader_is_paid_a_day_a_day() -> QuerySet[Facilitation]:
    """Work with groups takes, with the visits planned and held, no more than the whole of a leader's day."""
    same_day = {"on": OuterRef("on")}
    groups = Facilitation.objects.exclude(state=Facilitation.State.REFUSED).annotate(
        part=ExpressionWrapper(F("minutes") * 1.0 / F("minutes_a_day"), FloatField())
    )
    mine = groups.filter(designation__person=OuterRef("designation__person"), **same_day)
    visits = Visit.objects.counted().filter(leader=OuterRef("designation__person"), **same_day)
    taken = groups.annotate(of_groups=sum_of(mine, "part", 0.0), of_visits=sum_of(visits, "half_days"))
    # Parts of a day do not add up to the last digit, and a minute is more than that.
    return taken.annotate(left=Value(1.0) - F("of_groups") - F("of_visits") / 2.0).filter(left__lt=-0.0001)


def adjustment_corrects_what_was_approved() -> QuerySet[ClaimLine]:
    """An adjustment corrects a line of a claim that was approved or repaid; before that the line itself is put right.

    That of a visit that was not held after all corrects what was submitted, too.
    """
    final = Q(corrects__claim__state__in=Claim.FINAL)
    sent = [C.SUBMITTED, C.QUERIED]
    undone = Q(corrects__visit__state=V.NOT_HELD, corrects__claim__state__in=sent)
    return ClaimLine.objects.filter(corrects__isnull=False).exclude(final | undone)


def fund_has_taken_what_is_held() -> QuerySet[Fund]:
    """A fund has taken what it holds for deployments and facilitation."""
    work = sum_of(Deployment.objects.filter(fund=OuterRef("pk")), "held_pence")
    groups = sum_of(Facilitation.objects.filter(fund=OuterRef("pk")), "held_pence")
    return Fund.objects.annotate(held=work + groups).exclude(taken_pence=F("held"))


def fund_holds_what_is_claimed() -> QuerySet[Deployment]:
    """A fund holds for a deployment at least what stands on claims for it, adjustments and brokerage included."""
    lines = ClaimLine.objects.filter(deployment=OuterRef("pk"), fund__isnull=False)
    claimed = sum_of(lines, "amount_pence") + sum_of(lines, "brokerage_pence")
    return Deployment.objects.annotate(claimed=claimed).filter(claimed__gt=F("held_pence"))


def line_is_paid_from_the_fund_of_its_work() -> QuerySet[ClaimLine]:
    """A line is paid from the fund its work is paid from."""
    of_visit = Q(visit__isnull=False) & ~Q(fund=F("visit__deployment__fund"))
    of_visit &= ~Q(fund=None, visit__deployment__fund=None)
    of_group = Q(facilitation__isnull=False) & ~Q(fund=F("facilitation__fund"))
    of_group &= ~Q(fund=None, facilitation__fund=None)
    return ClaimLine.objects.filter(of_visit | of_group)


def claim_is_the_sum_of_its_lines() -> QuerySet[Claim]:
    """A claim's total is the sum of its lines."""
    lines = sum_of(ClaimLine.objects.filter(claim=OuterRef("pk")), "amount_pence")
    return Claim.objects.annotate(lines_pence=lines).exclude(total_pence=F("lines_pence"))


def claim_is_approved_by_another() -> QuerySet[Claim]:
    """Whoever submitted a claim did not approve it."""
    return Claim.objects.filter(state__in=[C.APPROVED, C.PAID], approved_by=F("submitted_by"))


def claim_is_approved_by_another_school() -> QuerySet[Claim]:
    """Nobody approved the claim of a school they headed, or were the business manager of, that day."""
    that_day = Q(ends_on=None) | Q(ends_on__gte=OuterRef("at__date"))
    own = Post.objects.filter(
        that_day, person=OuterRef("by"), school=OuterRef(OuterRef("school")), role__in=CLAIMANTS
    ).filter(starts_on__lte=OuterRef("at__date"), confirmed_at__lte=OuterRef("at"))
    of_claims = {"content_type__app_label": "deployments", "content_type__model": "claim"}
    approved = Entry.objects.filter(Exists(own), object_id=OuterRef("pk"), step="approve", **of_claims)
    return Claim.objects.filter(Exists(approved), state__in=[C.APPROVED, C.PAID])


OF_MONEY = [
    Invariant.of(one)
    for one in (
        acknowledged_visit_is_claimed,
        acknowledged_facilitation_is_claimed,
        claim_line_is_its_visit,
        claim_line_is_its_facilitation,
        leader_is_paid_a_day_a_day,
        adjustment_corrects_what_was_approved,
        fund_has_taken_what_is_held,
        fund_holds_what_is_claimed,
        line_is_paid_from_the_fund_of_its_work,
        claim_is_the_sum_of_its_lines,
        claim_is_approved_by_another,
        claim_is_approved_by_another_school,
    )
]
