"""Who owes the alliance or a school an answer: to a proposal, about work that was done, or about a claim.

It looks at two floors at once, which is why it stands on the roof.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case as SqlCase
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, Letter
from deployments.models import Claim, Concern, Consent, Deployment, Facilitation, VariationConsent, Visit
from deployments.models.claims import CLAIMANTS
from deployments.models.requests import SPEAKERS, contact_stands
from deployments.queries.due import acknowledgement_due_on, decision_due_on
from deployments.queries.progress import is_midpoint, midpoint_reached
from deployments.queries.settling import answer_due_on
from directory.models import Person, Post
from directory.models.places import fold
from evaluations.models.deployments import evaluation_due_on
from evaluations.queries.due import LONGEST_AGO, record_due_on, unwritten


class Kind(TextChoices):
    """What is owed."""

    CONSENT = "consent", _("An answer to a proposal")
    CONFIRMATION = "confirmation", _("A word said by phone, to be confirmed")
    ACKNOWLEDGEMENT = "acknowledgement", _("An acknowledgement of a visit")
    FACILITATION = "facilitation", _("An acknowledgement of work with a group")
    DECISION = "decision", _("A decision about a disputed visit")
    EVALUATION = "evaluation", _("An evaluation")
    QUERY = "query", _("An answer about a claim")
    CHANGE = "change", _("An answer to a change")
    CHANGE_CONFIRMATION = "change_confirmation", _("A word said by phone about a change, to be confirmed")
    CONCERN = "concern", _("An answer about a concern")
    MIDPOINT = "midpoint", _("A mid-point review")
    RECORD = "record", _("A record of a visit")


REMINDERS = {
    Kind.CONSENT: "deployments/consent_due",
    Kind.CONFIRMATION: "deployments/consent_recorded",
    Kind.ACKNOWLEDGEMENT: "deployments/acknowledgement_due",
    Kind.FACILITATION: "deployments/facilitation_due",
    Kind.DECISION: "deployments/dispute_due",
    Kind.EVALUATION: "evaluations/evaluation_due",
    Kind.QUERY: "deployments/claim_query_due",
    Kind.CHANGE: "deployments/variation_due",
    Kind.CHANGE_CONFIRMATION: "deployments/variation_recorded",
    Kind.CONCERN: "deployments/concern_due",
    Kind.MIDPOINT: "deployments/midpoint_due",
    Kind.RECORD: "evaluations/record_due",
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


def rows_of(kind: Kind, reader: Person | None = None) -> QuerySet[Any]:
    """Return what is owed of one kind, with everything its letter speaks of; to a reader no concern about them."""
    if kind in _LATER:
        return _LATER[kind](reader)
    if kind in (Kind.CONSENT, Kind.CONFIRMATION):
        asked = Consent.objects.pending() if kind == Kind.CONSENT else Consent.objects.unconfirmed()
        return asked.select_related("asked_of", *_ABOUT)
    if kind in _STATE:
        return _visits().filter(state=_STATE[kind])
    if kind == Kind.FACILITATION:
        return Facilitation.objects.filter(state=Facilitation.State.RECORDED).in_full()
    if kind == Kind.EVALUATION:
        return _deployments().filter(state=Deployment.State.COMPLETED)
    return Claim.objects.filter(state=Claim.State.QUERIED).select_related("school", "submitted_by")


def _consents() -> QuerySet[Any]:
    return Consent.objects.select_related("asked_of", *_ABOUT)


def _deployments() -> QuerySet[Any]:
    return Deployment.objects.select_related(*_OF_A_DEPLOYMENT)


def _visits() -> QuerySet[Any]:
    """Return visits with whether the school's contact is its contact still."""
    stands = contact_stands(timezone.localdate(), "deployment__request__")
    known = Visit.objects.annotate(has_contact=SqlCase(When(stands, then=True), default=False))
    of_chair = Consent.objects.filter(party=Consent.Party.RECEIVING_HEAD, asked_as=Consent.AskedAs.CHAIR)
    known = known.annotate(asks_chair=Exists(of_chair.filter(deployment=OuterRef("deployment"))))
    return known.select_related("leader", *_ABOUT)


def _changes(_reader: Person | None) -> QuerySet[Any]:
    return VariationConsent.objects.pending().select_related("asked_of", *_ABOUT_A_CHANGE)


def _changes_said(_reader: Person | None) -> QuerySet[Any]:
    return VariationConsent.objects.unconfirmed().select_related("asked_of", *_ABOUT_A_CHANGE)


def _answers_to_changes() -> QuerySet[Any]:
    return VariationConsent.objects.select_related("asked_of", *_ABOUT_A_CHANGE)


def _concerns(reader: Person | None) -> QuerySet[Any]:
    """Return what was passed on and not resolved; whoever it is about learns nothing of it here either."""
    passed_on = Concern.objects.filter(state=Concern.State.ESCALATED).in_full()
    return passed_on.exclude(whom=reader) if reader else passed_on


def _midpoints(_reader: Person | None) -> QuerySet[Any]:
    return _deployments().filter(midpoint_reached(timezone.localdate()))


def _records(_reader: Person | None) -> QuerySet[Any]:
    """Return visits not written up a week after they were held: by then the five working days are over."""
    on = timezone.localdate()
    held = _visits().filter(state__in=Visit.HAPPENED, on__gte=on - LONGEST_AGO)
    return unwritten(held, on - timedelta(days=7))


_LATER = {
    Kind.CHANGE: _changes,
    Kind.CHANGE_CONFIRMATION: _changes_said,
    Kind.CONCERN: _concerns,
    Kind.MIDPOINT: _midpoints,
    Kind.RECORD: _records,
}
_OF_A_DEPLOYMENT = ("designation__person", "home_school", "school", "request__contact")
_ABOUT = tuple(f"deployment__{name}" for name in _OF_A_DEPLOYMENT)
_ABOUT_A_CHANGE = tuple(f"variation__{name}" for name in _ABOUT)
# In which state of a visit what is owed.
_STATE = {Kind.ACKNOWLEDGEMENT: Visit.State.HELD, Kind.DECISION: Visit.State.DISPUTED}
_STATES = {kind: (state,) for kind, state in _STATE.items()} | {Kind.RECORD: Visit.HAPPENED}
_SINCE = {Kind.CONSENT: "asked_at", Kind.CONFIRMATION: "asked_at", Kind.CHANGE: "asked_at"}
_SINCE |= {Kind.CHANGE_CONFIRMATION: "asked_at"}
_SCHOOLS = {
    Kind.FACILITATION: ("school", "home_school"),
    Kind.EVALUATION: ("school", "home_school"),
    Kind.QUERY: ("school",),
    Kind.MIDPOINT: ("school", "home_school"),
    Kind.CHANGE: ("variation__deployment__school", "variation__deployment__home_school"),
}
_SCHOOLS |= {Kind.CHANGE_CONFIRMATION: _SCHOOLS[Kind.CHANGE]}


def owed_keys(kinds: Sequence[Kind], words: str = "", reader: Person | None = None) -> QuerySet[Any]:
    """Return kind and key of everything owed by or about a school called so, who waits longest first (1 query)."""
    parts = [_keys(kind, words, reader) for kind in kinds]
    return parts[0].union(*parts[1:], all=True).order_by("since", "kind", "pk")


def _keys(kind: Kind, words: str, reader: Person | None) -> QuerySet[Any]:
    schools = _SCHOOLS.get(kind, ("deployment__school", "deployment__home_school"))
    named = Q()
    for field in schools:
        named |= Q(**{f"{field}__search_text__contains": fold(words)})
    rows = rows_of(kind, reader).select_related(None)
    rows = rows.filter(named) if words.strip() else rows
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
    """Return the case a row is about: its deployment for a consent, the change for one to that, else itself."""
    if isinstance(row, VariationConsent):
        return row.variation
    return row.deployment if isinstance(row, Consent) else row


class Read(NamedTuple):
    """Kinds that stand in one table and are read at once, and what a row must be like for its kind to be owed still."""

    kinds: tuple[Kind, ...]
    rows: Callable[[], QuerySet[Any]]
    is_owed: Callable[[Kind, Any], bool]


def _reads() -> list[Read]:
    alone = (Kind.FACILITATION, Kind.QUERY, Kind.CONCERN)
    of_changes = (Kind.CHANGE, Kind.CHANGE_CONFIRMATION)
    return [
        Read((Kind.CONSENT, Kind.CONFIRMATION), _consents, lambda _kind, _row: True),
        Read(of_changes, _answers_to_changes, lambda _kind, _row: True),
        Read((*_STATE, Kind.RECORD), _visits, lambda kind, row: row.state in _STATES[kind]),
        Read((Kind.EVALUATION, Kind.MIDPOINT), _deployments, _is_owed_of_work),
        *(Read((kind,), partial(rows_of, kind), lambda _kind, _row: True) for kind in alone),
    ]


def _is_owed_of_work(kind: Kind, deployment: Deployment) -> bool:
    if kind == Kind.EVALUATION:
        return deployment.state == Deployment.State.COMPLETED
    return is_midpoint(deployment, timezone.localdate())


def _found(wanted: list[tuple[Kind, int, datetime]]) -> dict[tuple[Kind, int], Any]:
    """Read the rows, each table once, whatever is owed of it."""
    found: dict[tuple[Kind, int], Any] = {}
    for read in _reads():
        asked = [(kind, pk) for kind, pk, _since in wanted if kind in read.kinds]
        rows = read.rows().filter(pk__in={pk for _kind, pk in asked}) if asked else ()
        by_pk = {row.pk: row for row in rows}
        found |= {
            (kind, pk): by_pk[pk] for kind, pk in asked if pk in by_pk and read.is_owed(kind, by_pk[pk])
        }
    return found


def _schools(row: Any) -> list[int]:
    if isinstance(row, Claim):
        return [row.school_id]
    if isinstance(row, Facilitation):
        return [row.school_id, row.home_school_id]
    if isinstance(row, Visit):
        return [row.deployment.school_id, row.deployment.home_school_id]
    return [row.school_id] if isinstance(row, Deployment) else []


def _posts(rows: Iterable[Any], on: date) -> list[Post]:
    """Return who speaks for these schools today, in the order in which they are asked (1 query)."""
    known = list(rows)
    schools = {pk for row in known for pk in _schools(row)}
    if not schools:
        return []
    roles = [*SPEAKERS, Post.Role.BUSINESS_MANAGER, Post.Role.CHAIR_OF_GOVERNORS]
    settled_by = Q(role=Post.Role.ALLIANCE_MANAGER) if _is_disputed(known) else Q()
    wanted = Q(school__in=schools, role__in=roles) | settled_by
    held = Post.objects.filter(wanted, person__is_active=True)
    return list(held.confirmed().on(on).holders_first().select_related("person"))


def _is_disputed(rows: Iterable[Any]) -> bool:
    return any(isinstance(row, Visit) and row.state == Visit.State.DISPUTED for row in rows)


def _people(kind: Kind, row: Any, posts: list[Post]) -> list[Person]:
    """Return who is asked, as the letters choose: the contact and the head, or for a claim the business manager too."""
    if isinstance(row, Consent | VariationConsent):
        return [row.asked_of]
    if isinstance(row, Concern):
        return _each(row.escalated_to)
    if kind == Kind.RECORD:
        return [row.leader]
    if isinstance(row, Claim):
        head = _holder(posts, row.school_id, Post.HEADS)
        business = _holder(posts, row.school_id, [Post.Role.BUSINESS_MANAGER])
        return _each(head, business, row.submitted_by)
    if isinstance(row, Facilitation):
        besides = {row.designation.person_id, *_paid(posts, row.home_school_id)}
        asked = partial(_holder, posts, row.school_id, besides=besides)
        return _each(asked(Post.HEADS) or asked(SPEAKERS))
    return _people_of_work(kind, row, posts)


def _people_of_work(kind: Kind, row: Any, posts: list[Post]) -> list[Person]:
    """Return who is asked about a deployment or one of its visits."""
    if kind == Kind.DECISION:
        managers = [post.person for post in posts if post.role == Post.Role.ALLIANCE_MANAGER]
        return [person for person in _each(*managers) if person.pk != row.leader_id]
    deployment = row.deployment if isinstance(row, Visit) else row
    leader = deployment.designation.person_id
    head = _holder(posts, deployment.school_id, Post.HEADS, besides={leader})
    if kind == Kind.EVALUATION:
        return _each(head)
    if kind == Kind.MIDPOINT:
        return _each(deployment.designation.person, head)
    return _acknowledgers(row, posts)


def _acknowledgers(visit: Any, posts: list[Post]) -> list[Person]:
    """Return who is asked whether a visit was held; nobody who claims for the school that is paid for it."""
    deployment, leader = visit.deployment, visit.deployment.designation.person_id
    paid = _paid(posts, deployment.home_school_id)
    speakers = [post for post in posts if post.school_id == deployment.school_id and post.role in SPEAKERS]
    others = [post.person for post in speakers if post.person_id != leader]
    head = next((post.person for post in speakers if post.role in Post.HEADS and post.person in others), None)
    contact = deployment.request.contact if deployment.request and visit.has_contact else None
    roles = [Post.Role.CHAIR_OF_GOVERNORS]
    chair = _holder(posts, deployment.school_id, roles, besides={leader}) if visit.asks_chair else None
    asked = _each(contact, head or next(iter(others), None), chair)
    fit = [person for person in asked if person.pk not in {leader, *paid}]
    return fit or [person for person in others if person.pk not in paid][:1]


def _paid(posts: list[Post], home_school: int) -> set[int]:
    """Return who heads the school that is paid for the work, or claims for it."""
    return {post.person_id for post in posts if post.school_id == home_school and post.role in CLAIMANTS}


def _holder(
    posts: list[Post], school: int, roles: Sequence[str], *, besides: Container[int] = ()
) -> Person | None:
    fit = (post.person for post in posts if post.school_id == school and post.role in roles)
    return next((person for person in fit if person.pk not in besides), None)


def _each(*people: Person | None) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person is not None]


def _due_on(kind: Kind, row: Any) -> date | None:
    if kind in (Kind.CONSENT, Kind.CHANGE):
        return row.due_on
    if kind in (Kind.CONCERN, Kind.MIDPOINT):
        return row.answer_by if kind == Kind.CONCERN else row.midpoint_due_on
    if kind == Kind.RECORD:
        return record_due_on(row)
    if kind == Kind.ACKNOWLEDGEMENT:
        return acknowledgement_due_on(row)
    if kind == Kind.DECISION:
        return decision_due_on(row)
    if kind == Kind.QUERY:
        return answer_due_on(row)
    return evaluation_due_on(row) if kind == Kind.EVALUATION else None


Times = dict[tuple[str, int | None, int | None], tuple[int, datetime]]


def _reminders(found: dict[tuple[Kind, int], Any]) -> Times:
    """Return how often each person was reminded of each case, and when last (1 query)."""
    about = Q(pk__in=[])
    types = ContentType.objects.get_for_models(*{type(case_of(row)) for row in found.values()})
    for kind in {kind for kind, _pk in found}:
        cases = [case_of(row) for (other, _pk), row in found.items() if other == kind]
        about |= Q(
            name=REMINDERS[kind],
            content_type=types[type(cases[0])],
            object_id__in=[case.pk for case in cases],
        )
    rows = Letter.objects.filter(about, due_on__isnull=False).order_by().values("name", "object_id", "to")
    return {
        (row["name"], row["object_id"], row["to"]): (row["times"], row["last"])
        for row in rows.annotate(times=Count("pk"), last=Max("created_at"))
    }


def still_owed(kind: Kind, pk: int, on: date, reader: Person | None = None) -> tuple[Owed, Any] | None:
    """Return one thing that is owed with the row its letter speaks of, or nothing where it was answered."""
    row = rows_of(kind, reader).filter(pk=pk).first()
    if row is None:
        return None
    since = getattr(row, _SINCE.get(kind, "state_at"))
    return read_owed([(kind, pk, since)], on)[0], row
