"""Who owes the alliance or a school an answer: consents, confirmations, acknowledgements, evaluations, queries.

It looks at two floors at once, which is why it stands on the roof.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Max, Q, QuerySet, TextChoices, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Letter
from deployments.models import Claim, Consent, Deployment, Visit
from deployments.queries.due import acknowledgement_due_on
from directory.models import Person, Post
from directory.models.places import fold
from evaluations.models.deployments import evaluation_due_on


class Kind(TextChoices):
    """What is owed."""

    CONSENT = "consent", _("An answer to a proposal")
    CONFIRMATION = "confirmation", _("A word said by phone, to be confirmed")
    ACKNOWLEDGEMENT = "acknowledgement", _("An acknowledgement of a visit")
    EVALUATION = "evaluation", _("An evaluation")
    QUERY = "query", _("An answer about a claim")


REMINDERS = {
    Kind.CONSENT: "deployments/consent_due",
    Kind.CONFIRMATION: "deployments/consent_recorded",
    Kind.ACKNOWLEDGEMENT: "deployments/acknowledgement_due",
    Kind.EVALUATION: "evaluations/evaluation_due",
    Kind.QUERY: "deployments/claim_query_due",
}


class Owed(NamedTuple):
    """One answer that is owed: what, about which case, by whom, since when and until when; how often reminded."""

    kind: Kind
    pk: int
    case: Case
    people: list[Person]
    since: datetime
    due_on: date | None
    reminded: int
    reminded_at: datetime | None

    @property
    def key(self) -> str:
        """Return how it stands in a form: consent-12."""
        return f"{self.kind}-{self.pk}"

    def was_reminded_on(self, on: date) -> bool:
        return self.reminded_at is not None and timezone.localdate(self.reminded_at) >= on


def rows_of(kind: Kind) -> QuerySet[Any]:
    """Return what is owed of one kind, with everything its letter speaks of."""
    if kind in (Kind.CONSENT, Kind.CONFIRMATION):
        asked = Consent.objects.pending() if kind == Kind.CONSENT else Consent.objects.unconfirmed()
        return asked.select_related("asked_of", *(f"deployment__{name}" for name in _OF_A_DEPLOYMENT))
    if kind == Kind.ACKNOWLEDGEMENT:
        held = Visit.objects.filter(state=Visit.State.HELD)
        return held.select_related("leader", *(f"deployment__{name}" for name in _OF_A_DEPLOYMENT))
    if kind == Kind.EVALUATION:
        completed = Deployment.objects.filter(state=Deployment.State.COMPLETED)
        return completed.select_related(*_OF_A_DEPLOYMENT)
    return Claim.objects.filter(state=Claim.State.QUERIED).select_related("school", "submitted_by")


_OF_A_DEPLOYMENT = ("designation__person", "home_school", "school", "request__contact")
_SINCE = {Kind.CONSENT: "asked_at", Kind.CONFIRMATION: "asked_at"}
_SCHOOLS = {
    Kind.EVALUATION: ("school", "home_school"),
    Kind.QUERY: ("school",),
}


def owed_keys(kinds: Sequence[Kind], words: str = "") -> QuerySet[Any]:
    """Return kind and key of everything owed by or about a school called so, who waits longest first (1 query)."""
    parts = [_keys(kind, words) for kind in kinds]
    return parts[0].union(*parts[1:], all=True).order_by("since", "kind", "pk")


def _keys(kind: Kind, words: str) -> QuerySet[Any]:
    schools = _SCHOOLS.get(kind, ("deployment__school", "deployment__home_school"))
    named = Q()
    for field in schools:
        named |= Q(**{f"{field}__search_text__contains": fold(words)})
    rows = (
        rows_of(kind).select_related(None).filter(named)
        if words.strip()
        else rows_of(kind).select_related(None)
    )
    since = F(_SINCE.get(kind, "state_at"))
    return rows.order_by().annotate(kind=Value(kind.value), since=since).values_list("kind", "pk", "since")


def read_owed(keys: Iterable[tuple[str, int, datetime]], on: date) -> list[Owed]:
    """Return what these keys name, in their order: at most one query a kind of case, one of posts, one of letters."""
    wanted = [(Kind(kind), pk, since) for kind, pk, since in keys]
    found = _found(wanted)
    posts, times = _posts(found.values(), on), _reminders(found)
    owed = []
    for kind, pk, since in wanted:
        row = found.get((kind, pk))
        if row is None:
            continue  # answered between the two queries
        people, case = _people(kind, row, posts), case_of(row)
        known = [times.get((REMINDERS[kind], case.pk, person.pk), (0, None)) for person in people]
        times_, last = max(known, key=lambda one: one[0], default=(0, None))
        owed.append(Owed(kind, pk, case, people, since, _due_on(kind, row), times_, last))
    return owed


def case_of(row: Any) -> Any:
    """Return the case a row is about: its deployment for a consent, else itself."""
    return row.deployment if isinstance(row, Consent) else row


def _found(wanted: list[tuple[Kind, int, datetime]]) -> dict[tuple[Kind, int], Any]:
    """Read the rows; a consent is read once, whatever is owed of it."""
    found: dict[tuple[Kind, int], Any] = {}
    consents = [pk for kind, pk, _since in wanted if kind in (Kind.CONSENT, Kind.CONFIRMATION)]
    if consents:
        both = rows_of(Kind.CONSENT).model._default_manager.filter(pk__in=consents)
        known = both.select_related("asked_of", *(f"deployment__{name}" for name in _OF_A_DEPLOYMENT))
        by_pk = {row.pk: row for row in known}
        found |= {(kind, pk): by_pk[pk] for kind, pk, _since in wanted if pk in by_pk and kind in _SINCE}
    for kind in (Kind.ACKNOWLEDGEMENT, Kind.EVALUATION, Kind.QUERY):
        pks = [pk for other, pk, _since in wanted if other == kind]
        found |= {(kind, row.pk): row for row in (rows_of(kind).filter(pk__in=pks) if pks else ())}
    return found


def _schools(row: Any) -> list[int]:
    if isinstance(row, Claim):
        return [row.school_id]
    case = row.deployment if isinstance(row, Visit) else row
    return [case.school_id] if isinstance(case, Deployment) else []


def _posts(rows: Iterable[Any], on: date) -> list[Post]:
    """Return who speaks for these schools today, in the order in which they are asked (1 query)."""
    schools = {pk for row in rows for pk in _schools(row)}
    if not schools:
        return []
    roles = [*Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS, Post.Role.BUSINESS_MANAGER]
    held = Post.objects.filter(school__in=schools, role__in=roles, person__is_active=True)
    return list(held.confirmed().on(on).holders_first().select_related("person"))


def _people(kind: Kind, row: Any, posts: list[Post]) -> list[Person]:
    """Return who is asked, as the letters choose: the contact and the head, or for a claim the business manager too."""
    if isinstance(row, Consent):
        return [row.asked_of]
    if isinstance(row, Claim):
        head = _holder(posts, row.school_id, Post.HEADS)
        business = _holder(posts, row.school_id, [Post.Role.BUSINESS_MANAGER])
        return _each(head, business, row.submitted_by)
    deployment = case_of(row) if isinstance(row, Deployment) else row.deployment
    leader = deployment.designation.person_id
    head = _holder(posts, deployment.school_id, Post.HEADS, besides=leader)
    if kind == Kind.EVALUATION:
        return _each(head)
    head = head or _holder(posts, deployment.school_id, [Post.Role.CHAIR_OF_GOVERNORS], besides=leader)
    contact = deployment.request.contact if deployment.request else None
    return [person for person in _each(contact, head) if person.pk != leader]


def _holder(
    posts: list[Post], school: int, roles: Sequence[str], *, besides: int | None = None
) -> Person | None:
    fit = (post.person for post in posts if post.school_id == school and post.role in roles)
    return next((person for person in fit if person.pk != besides), None)


def _each(*people: Person | None) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person is not None]


def _due_on(kind: Kind, row: Any) -> date | None:
    if kind == Kind.CONSENT:
        return row.due_on
    if kind == Kind.ACKNOWLEDGEMENT:
        return acknowledgement_due_on(row)
    return evaluation_due_on(row) if kind == Kind.EVALUATION else None


Times = dict[tuple[str, int | None, int | None], tuple[int, datetime]]


def _reminders(found: dict[tuple[Kind, int], Any]) -> Times:
    """Return how often each person was reminded of each case, and when last (1 query)."""
    about = Q(pk__in=[])
    for kind in {kind for kind, _pk in found}:
        cases = [case_of(row) for (other, _pk), row in found.items() if other == kind]
        about |= Q(
            name=REMINDERS[kind],
            content_type=ContentType.objects.get_for_model(cases[0]),
            object_id__in=[case.pk for case in cases],
        )
    rows = Letter.objects.filter(about, due_on__isnull=False).order_by().values("name", "object_id", "to")
    return {
        (row["name"], row["object_id"], row["to"]): (row["times"], row["last"])
        for row in rows.annotate(times=Count("pk"), last=Max("created_at"))
    }


def still_owed(kind: Kind, pk: int, on: date) -> tuple[Owed, Any] | None:
    """Return one thing that is owed with the row its letter speaks of, or nothing where it was answered."""
    row = rows_of(kind).filter(pk=pk).first()
    if row is None:
        return None
    since = getattr(row, _SINCE.get(kind, "state_at"))
    return read_owed([(kind, pk, since)], on)[0], row
