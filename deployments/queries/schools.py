"""Which schools became other ones while work at them, or by their leaders, is open."""

from deployments.models import Claim, Deployment, SupportRequest
from directory.models import School
from directory.queries.schools import successor_of

S, R, C = Deployment.State, SupportRequest.State, Claim.State
OPEN_DEPLOYMENTS = (*Deployment.LIVE, S.COMPLETED, S.EVALUATED)
OPEN_REQUESTS = (R.DRAFT, R.OPEN, R.PROPOSED, R.MATCHED)
OPEN_CLAIMS = (C.COLLECTING, C.SUBMITTED, C.QUERIED, C.APPROVED)


def schools_succeeded() -> list[tuple[School, School]]:
    """Return closed schools with open work, each with the one open school that took its place."""
    deployments = Deployment.objects.filter(state__in=OPEN_DEPLOYMENTS)
    requests = SupportRequest.objects.filter(state__in=OPEN_REQUESTS)
    claims = Claim.objects.filter(state__in=OPEN_CLAIMS)
    closed = School.objects.exclude(pk__in=School.objects.open().values("pk"))
    concerned = (
        closed.filter(pk__in=deployments.values("home_school"))
        | closed.filter(pk__in=deployments.values("school"))
        | closed.filter(pk__in=requests.values("school"))
        | closed.filter(pk__in=claims.values("school"))
    )
    found = [(school, successor_of(school)) for school in concerned.order_by("pk")]
    return [(school, successor) for school, successor in found if successor is not None]
