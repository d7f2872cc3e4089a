"""What somebody agrees to, shown in whole wherever they are asked."""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from deployments.matching import Match
from deployments.models import Deployment, Variation
from deployments.views.offers import change_to, offer_to
from directory.models import Person

register = template.Library()
PART = '<div><dt>{}</dt><dd>{} <span class="soft">({}/{})</span></dd></div>'


@register.simple_tag
def match_parts(match: Match) -> SafeString:
    """Show every part of a score in words with its points; in one go, for a page shows a hundred of them."""
    rows = ((part.name, part.words, part.points, part.most) for part in match.parts)
    return format_html_join("", PART, rows)


@register.inclusion_tag("deployments/_offer.html")
def offer(case: Deployment | Variation, person: Person) -> dict[str, Any]:
    """Show the whole of a proposal, or of a change of what was agreed, as this person may read it."""
    if isinstance(case, Variation):
        return {"change": case, "facts": change_to(person, case), "deployment": case.deployment}
    return {"facts": offer_to(person, case), "objectives": case.objectives.all(), "deployment": case}
