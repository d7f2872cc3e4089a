"""Open work follows a school that became another one, such as an academy."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.lifecycle import Lifecycle
from casework.models import Case
from deployments.lifecycle import GROUP
from deployments.models import (
    Claim,
    Deployment,
    Facilitation,
    GroupMember,
    SchoolGroup,
    SupportRequest,
    TermBudget,
)
from deployments.queries.schools import OPEN_CLAIMS, OPEN_DEPLOYMENTS, OPEN_REQUESTS, informal_going_on
from directory.actions.posts import carry_over
from directory.models import Post, School


@transaction.atomic
def follow(school: School, successor: School) -> None:
    """Carry open requests, deployments, facilitation, claims, budgets and posts of a school over to its successor.

    It is the same work under another number: nobody is asked again, and what is over stays where it was. A claim
    or a budget the successor has of its own for a term keeps the old one where it is; days come back to the budget
    they were taken from. Informal support and groups that go on do so there too. Runs by itself.
    """
    on = timezone.localdate()
    for post in Post.objects.filter(school=school).on(on):
        carry_over(post, successor, on=on)
    _carry(SupportRequest.objects.filter(school=school, state__in=OPEN_REQUESTS), "school", successor)
    live = Deployment.objects.filter(state__in=OPEN_DEPLOYMENTS)
    _carry(live.filter(school=school).exclude(home_school=successor), "school", successor)
    _carry(live.filter(home_school=school).exclude(school=successor), "home_school", successor)
    _follow_money(school, successor)
    _follow_between_schools(school, successor, on)


def _follow_money(school: School, successor: School) -> None:
    """Carry open claims, and budgets, over for the terms in which the successor has none of its own."""
    kept = Claim.objects.filter(school=successor, state=Claim.State.COLLECTING).values("term_starts_on")
    _carry(
        Claim.objects.filter(school=school, state__in=OPEN_CLAIMS).exclude(term_starts_on__in=kept),
        "school",
        successor,
    )
    terms = TermBudget.objects.filter(school=successor).values("term_starts_on")
    _carry(TermBudget.objects.filter(school=school).exclude(term_starts_on__in=terms), "school", successor)


def _follow_between_schools(school: School, successor: School, on: date) -> None:
    """Carry over what schools do between themselves, and work with groups nobody has acknowledged yet."""
    informal = informal_going_on(on)
    _advance(informal.filter(home_school=school).exclude(school=successor), "home_school", successor)
    _advance(informal.filter(school=school).exclude(home_school=successor), "school", successor)
    recorded = Facilitation.objects.filter(state=Facilitation.State.RECORDED)
    _advance(recorded.filter(home_school=school).exclude(school=successor), "home_school", successor)
    _advance(recorded.filter(school=school).exclude(home_school=successor), "school", successor)
    running = SchoolGroup.objects.filter(state=SchoolGroup.State.RUNNING)
    led = list(running.filter(lead_school=school))
    _advance(led, "lead_school", successor)
    for group in led:
        _leave(group, successor, on)  # who leads a group is no member of it besides
    for member in GroupMember.objects.filter(group__in=running, school=school, left_on=None):
        _take_place(member, successor, on)


def _carry(rows: Any, field: str, successor: School) -> None:
    """Write the successor into each row, one by one, so that those with a history have it there."""
    for row in rows:
        setattr(row, field, successor)
        row.save(update_fields=[field])


def _advance(cases: Iterable[Case], field: str, successor: School) -> None:
    """Write the successor into each case by a step of its own, so that its history says so."""
    for case in cases:
        became = f"{getattr(case, field)} → {successor}"
        written: dict[str, Any] = {field: successor}
        Lifecycle.of(case).advance(case, "follow", by=None, note=became, **written)


def _leave(group: SchoolGroup, school: School, on: date) -> None:
    """Let a school be a member of the group no more; that it was stays on the record."""
    group.members.filter(school=school, left_on=None).update(left_on=on)


def _take_place(member: GroupMember, successor: School, on: date) -> None:
    """Let the successor be in a group instead, where it neither leads it nor is in it already."""
    group = member.group
    GROUP.advance(group, "follow", by=None, note=f"{member.school} → {successor}")
    _leave(group, member.school, on)
    if successor != group.lead_school:
        GroupMember.objects.update_or_create(
            group=group, school=successor, defaults={"left_on": None}, create_defaults={"joined_on": on}
        )
