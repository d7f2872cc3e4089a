"""The money of the demonstration: a fund with brokerage, groups that are facilitated, and an adjustment."""

from deployments import actions as deployments
from deployments.models import Claim, Facilitation, Fund
from designation.models import Designation
from directory.models import Person, School
from leadership_portal.demonstration.days import on, weekday


def give_fund() -> Fund:
    """Return the fund that pays for the longer pieces of work."""
    return Fund.objects.create(
        name="Early reading and maths fund",
        name_cy="Cronfa darllen cynnar a mathemateg",
        payer="Northdale Council",
        starts_on=weekday(240),
        ends_on=weekday(-200),
        amount_pence=12_000_00,
        brokerage=Fund.Brokerage.SHARE,
        brokerage_share=1500,
        needs_order=True,
    )


def facilitate(designation: Designation, school: School, fund: Fund, *, by: Person) -> None:
    """Record two afternoons with a group; the second is still to acknowledge."""
    made: list[Facilitation] = []
    for ago in (24, 6):
        with on(ago, 16, 30) as day:
            made.append(
                deployments.record_facilitation(
                    by=by,
                    designation=designation,
                    school=school,
                    group="Valley writing group",
                    on=day,
                    minutes=150,
                    fund=fund,
                )
            )
    with on(22, 9):
        head = school.posts.filter(role="headteacher", confirmed_at__isnull=False).latest("pk").person
        deployments.acknowledge_facilitation(made[0], by=head)


def adjust(fay: Person) -> None:
    """Put right a line of the claim that is approved and not paid yet."""
    claim = Claim.objects.filter(state=Claim.State.APPROVED).order_by("pk").first()
    if claim is not None:
        with on(5, 11):
            reason = "The second visit ended an hour early."
            line = claim.lines.latest("on")
            deployments.adjust_claim(claim, by=fay, line=line, pence=-60_00, reason=reason)
