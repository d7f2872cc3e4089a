"""What templates ask about the clock of a designation: its terms, reviews and renewals, and a renewal's paper."""

from django import template

from designation.documents import renewals as papers
from designation.models import Designation, Renewal
from designation.terms import grace_ends_on

register = template.Library()


@register.inclusion_tag("designation/_clock.html")
def clock(case: Designation, user) -> dict:
    """Lead from a designation on the runway to another term (1 query there)."""
    return {
        "case": case,
        "may_begin": user.has_perm("designation.begin_renewal", case),
        "grace": grace_ends_on(case.ends_on),
    }


@register.simple_tag
def renewal_facts(renewal: Renewal) -> list[dict[str, str]]:
    """Return what the leader asks for."""
    return papers.renewal_facts(renewal)


@register.simple_tag
def renewal_file(renewal: Renewal) -> papers.RenewalFile:
    """Return the file of a renewal, by kind."""
    return papers.file_of(renewal)
