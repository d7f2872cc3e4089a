"""Deployments and visits as files for a spreadsheet: what a person may see, as the lists are filtered."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.views import reader_of
from deployments.forms.filters import DeploymentFilters
from deployments.models import Deployment, Visit
from designation.views.pipeline import sent_as_file

may_export = permission_required("deployments.export_deployments", raise_exception=True)


def _found(request: HttpRequest):
    cases = Deployment.objects.visible_to(reader_of(request))
    return DeploymentFilters(request.GET, queryset=cases, request=request).qs


@require_safe
@may_export
def export_deployments(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send the deployments a person may see, as they are filtered; no reason and no need in words is among them."""
    known = _found(request).select_related(
        "designation__person", "home_school__cluster", "school__local_authority", "school__cluster", "request"
    )
    return sent_as_file(deployment_lines(known), "deployments", kind)


@require_safe
@may_export
def export_visits(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send the visits of these deployments, by day; what was written about them is not among it."""
    visits = Visit.objects.filter(deployment__in=_found(request).order_by().values("pk"))
    known = visits.select_related("leader", "deployment__school", "deployment__home_school")
    return sent_as_file(visit_lines(known.order_by("on", "pk")), "visits", kind)


def deployment_lines(deployments: Iterable[Deployment]) -> Iterator[list[object]]:
    """Yield the heading, then one row a deployment; money in pounds."""
    yield [
        _("Number"), _("Leader"), _("Leader's school"), _("School supported"), _("Local authority"), _("Cluster"),
        _("Days"), _("From"), _("To"), _("State"), _("Rate a day"), _("Request"),
    ]  # fmt: skip
    for one in deployments:
        yield [
            one.reference, one.leader, one.home_school, one.school, one.school.local_authority or "",
            one.school.cluster or "", one.half_days / 2, one.starts_on, one.ends_on, one.get_state_display(),
            one.rate_pence / 100 if one.agreed_at else "", one.request.reference if one.request else "",
        ]  # fmt: skip


def visit_lines(visits: Iterable[Visit]) -> Iterator[list[object]]:
    """Yield the heading, then one row a visit."""
    yield [
        _("Number"), _("Deployment"), _("Leader"), _("Leader's school"), _("School supported"), _("Day"),
        _("Part of the day"), _("Days"), _("Online"), _("State"), _("Acknowledged by itself"),
    ]  # fmt: skip
    for one in visits:
        yield [
            one.reference, one.deployment.reference, one.leader, one.deployment.home_school, one.deployment.school,
            one.on, one.part, one.half_days / 2, _("Yes") if one.is_online else "", one.get_state_display(),
            _("Yes") if one.acknowledged_by_itself else "",
        ]  # fmt: skip
