"""What a person must do now in designation: at most three queries."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, F, Min, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from designation.models import Application, Designation, PanelSeat, Reference, Score
from designation.models.leaders import LINE_MANAGERS
from directory.models import Person, Post
from directory.rules import is_manager

MOST = 20
ROUND = ("round__name", "round__name_cy", "round__closes_at", "round__interviews_from")
A, D, R = Application.State, Designation.State, Reference.State


def awaiting(person: Person, on: date) -> list[Task]:
    """Return this person's tasks: drafts, scores, decisions, references, agreements and assurances."""
    tasks = [*_applications(person), *_references(person, on)]
    return [*tasks, *_designations(person, on)]


def _applications(person: Person) -> Iterator[Task]:
    """Own drafts, applications to score, and for managers those to decide; one query, counted by round."""
    mine = Q(applicant=person)
    seats = PanelSeat.objects.filter(person=person, round_id=OuterRef("round_id"))
    done = Score.objects.filter(
        application_id=OuterRef("pk"), assessor=person, stage="shortlist", submitted_at__isnull=False
    )
    free = Q(pk__in=Application.objects.read_by_panel(person).values("pk"))
    wanted = mine & Q(state=A.DRAFT, round__closes_at__gt=timezone.now())
    to_score = Q(state=A.SUBMITTED) & free & Exists(seats) & ~Exists(done)
    if is_manager(person):
        wanted |= Q(state__in=[A.SUBMITTED, A.SHORTLISTED, A.INVITED, A.INTERVIEWED]) & ~mine
    is_scored = Case(When(to_score, then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = (
        Application.objects.filter(wanted | to_score)
        .annotate(to_score=is_scored)
        .values("round_id", *ROUND, "state", "to_score")
        .annotate(count=Count("pk"), first=Min("pk"))
        .order_by("round__closes_at", "round_id", "state")
    )
    to_decide: dict[
        tuple[int, str], dict[str, Any]
    ] = {}  # the same round and state, scored by me or not, is one task
    for row in rows:
        if row["state"] == A.DRAFT:
            yield _draft_task(row)
            continue
        if row["to_score"]:
            yield _score_task(row)
        same = to_decide.setdefault((row["round_id"], row["state"]), {**row, "count": 0})
        same["count"] += row["count"]
    if is_manager(person):
        yield from map(_decision_task, to_decide.values())


def _draft_task(row: Mapping[str, Any]) -> Task:
    url = reverse("designation:application-tasks", args=[row["first"]])
    closes = timezone.localtime(row["round__closes_at"])
    return Task(_("Finish your application"), url, closes.date(), _round_of(row))


def _round_of(row: Mapping[str, Any]) -> str:
    return (get_language() == "cy" and row["round__name_cy"]) or row["round__name"]


def _score_task(row: Mapping[str, Any]) -> Task:
    title = ngettext("Score %(count)d application", "Score %(count)d applications", row["count"])
    url = reverse("designation:round-panel", args=[row["round_id"]])
    return Task(title % {"count": row["count"]}, url, row["round__interviews_from"], _round_of(row))


def _decision_task(row: Mapping[str, Any]) -> Task:
    titles = {
        A.SUBMITTED: ngettext(
            "Shortlist %(count)d application", "Shortlist %(count)d applications", row["count"]
        ),
        A.SHORTLISTED: ngettext(
            "Invite %(count)d applicant to interview",
            "Invite %(count)d applicants to interview",
            row["count"],
        ),
        A.INVITED: ngettext("Record %(count)d interview", "Record %(count)d interviews", row["count"]),
        A.INTERVIEWED: ngettext(
            "Decide %(count)d application after interview",
            "Decide %(count)d applications after interview",
            row["count"],
        ),
    }
    url = reverse("designation:round-panel", args=[row["round_id"]])
    due = row["round__interviews_from"]
    return Task(titles[A(row["state"])] % {"count": row["count"]}, url, due, _round_of(row))


def _references(person: Person, on: date) -> Iterator[Task]:
    """References asked of me, and those about me that were declined or lapsed and not asked anew."""
    live = Reference.objects.filter(
        application=OuterRef("application"), kind=OuterRef("kind"), state__in=[R.REQUESTED, R.GIVEN]
    )
    undecided = Q(application__state__in=Application.UNDECIDED)
    about_me = Q(application__applicant=person, state__in=[R.DECLINED, R.EXPIRED]) & ~Exists(live)
    of_me = Q(state=R.REQUESTED, pk__in=Reference.objects.given_by(person).values("pk"))
    rows = Reference.objects.filter(undecided, of_me | about_me)
    for reference in rows.select_related("application__applicant", "application__round")[:MOST]:
        application = reference.application
        closes_on = timezone.localtime(application.round.closes_at).date()
        if reference.state == R.REQUESTED:
            title = _("Give a reference for %(name)s") % {"name": application.applicant}
            yield Task(
                title, reference.page("give"), max(closes_on, timezone.localtime(reference.asked_at).date())
            )
        else:
            title = _("Name another referee: %(name)s cannot give the reference") % {"name": reference.name}
            yield Task(title, reference.page("correct"), closes_on)


def _designations(person: Person, on: date) -> Iterator[Task]:
    """Agreements to sign, assurances to give or renew, and for managers what stands before activation."""
    soon = on + timedelta(days=30)
    lapsing = Q(assurance_until__isnull=True) | Q(assurance_until__lte=soon)
    wanted = Q(person=person, state=D.DESIGNATED, agreement_signed_on__isnull=True)
    if person.authority.has(*LINE_MANAGERS):
        schools = person.authority.school_ids(*LINE_MANAGERS)
        wanted |= Q(home_school__in=schools, state__in=[D.DESIGNATED, D.ACTIVE]) & lapsing & ~Q(person=person)
    if is_manager(person):
        wanted |= Q(state=D.DESIGNATED) & ~Q(person=person)
    is_head = Post.objects.heads().on(on).filter(person=OuterRef("person"), school=OuterRef("home_school"))
    rows = Designation.objects.filter(wanted).annotate(leader_is_head=Exists(is_head))
    for designation in rows.select_related("person", "role_type").order_by(F("starts_on"), "pk")[:MOST]:
        yield from _designation_tasks(designation, person, soon)


def _designation_tasks(designation: Any, person: Person, soon: date) -> Iterator[Task]:
    name = {"name": designation.person}
    if designation.person_id == person.pk:
        yield Task(
            _("Sign your agreement as a leader"), designation.page("sign"), None, str(designation.role_type)
        )
        return
    answers = (Post.Role.CHAIR_OF_GOVERNORS,) if designation.leader_is_head else Post.HEADS
    until = designation.assurance_until
    if person.authority.at(designation.home_school_id, *answers) and (until is None or until <= soon):
        title = _("Give the safeguarding assurance for %(name)s") % name
        yield Task(title, designation.page("assure"), until or designation.starts_on)
    if is_manager(person) and designation.state == D.DESIGNATED:
        if designation.induction_done_on is None:
            yield Task(_("Record the induction of %(name)s") % name, designation.page("train"))
        elif designation.agreement_signed_on is not None:
            yield Task(_("Activate the designation of %(name)s") % name, designation.page("activate"))
