"""Factories for every model, each app under its own heading; the defaults make a valid, ordinary row."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from deployments.models import Rate
from designation.models import (
    Absence,
    Application,
    Area,
    AreaGroup,
    Criterion,
    Designation,
    Interview,
    PanelSeat,
    Reference,
    RoleHeld,
    RoleType,
    Round,
    SchoolRelease,
    Score,
)
from directory.models import Cluster, Delegation, LocalAuthority, Person, Post, School, Term, Trust
from evaluations.models import (
    DeploymentEvaluation,
    Question,
    Questionnaire,
    VisitAction,
    VisitEvaluation,
    VisitRecord,
)

# directory


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@school{n}.example")
    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Example"
    language = "en-gb"
    password = "!"


class LocalAuthorityFactory(DjangoModelFactory):
    class Meta:
        model = LocalAuthority
        django_get_or_create = ["code"]

    # Never 999, the code of the cast's authority: a long run makes more than a thousand.
    code = factory.Sequence(lambda n: f"{n % 999:03d}")
    name = factory.Sequence(lambda n: f"Authority {n}")


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = Cluster

    name = factory.Sequence(lambda n: f"Cluster {n}")


class TrustFactory(DjangoModelFactory):
    class Meta:
        model = Trust

    code = factory.Sequence(lambda n: f"T{n}")
    name = factory.Sequence(lambda n: f"Trust {n}")


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    number = factory.Sequence(lambda n: f"{900000 + n}")
    name = factory.Sequence(lambda n: f"School {n}")
    local_authority = factory.SubFactory(LocalAuthorityFactory)
    phase = School.Phase.PRIMARY
    town = "Northdale"
    postcode = "ND1 1AA"
    easting = 410000
    northing = 490000


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    school = factory.SubFactory(SchoolFactory)
    role = Post.Role.HEADTEACHER
    starts_on = date(2020, 9, 1)
    confirmed_at = factory.LazyFunction(timezone.now)


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation
        skip_postgeneration_save = True

    post = factory.SubFactory(PostFactory)
    delegate = factory.SubFactory(PersonFactory)
    starts_on = date(2020, 1, 1)
    ends_on = date(2099, 12, 31)

    @factory.post_generation
    def a_post_of_their_own(self, create, extracted, **kwargs):
        """Whoever stands in for a post is on the staff of its school."""
        if not Post.objects.filter(person=self.delegate, school=self.post.school).exists():
            PostFactory(person=self.delegate, school=self.post.school, role=Post.Role.DEPUTY_HEAD)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    local_authority = factory.SubFactory(LocalAuthorityFactory)
    season = Term.Season.AUTUMN
    starts_on = date(2026, 9, 1)
    ends_on = date(2026, 12, 18)


# designation


class RoleTypeFactory(DjangoModelFactory):
    """The alliance's own role, which every installation starts with."""

    class Meta:
        model = RoleType
        django_get_or_create = ["key"]

    key = "system_leader"
    name = "System leader"
    name_cy = "Arweinydd system"


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    role_type = factory.SubFactory(RoleTypeFactory)
    text = factory.Sequence(lambda n: f"Criterion {n}")
    position = factory.Sequence(lambda n: 100 + n)


class AreaGroupFactory(DjangoModelFactory):
    class Meta:
        model = AreaGroup
        django_get_or_create = ["name"]

    name = "Pupil achievement"


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area
        django_get_or_create = ["name"]

    group = factory.SubFactory(AreaGroupFactory)
    name = "Maths"
    name_cy = "Mathemateg"


class RoundFactory(DjangoModelFactory):
    """A round that opened a week ago and closes in three weeks, for system leaders."""

    class Meta:
        model = Round
        skip_postgeneration_save = True

    name = "Spring round"
    name_cy = "Rownd y gwanwyn"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=7))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=21))

    @factory.post_generation
    def role_types(self, create, extracted, **kwargs):
        if create:
            self.role_types.set([RoleTypeFactory()] if extracted is None else extracted)


class PanelSeatFactory(DjangoModelFactory):
    """A seat whose holder has declared their conflicts of interest, also for what comes in today."""

    class Meta:
        model = PanelSeat

    round = factory.SubFactory(RoundFactory)
    person = factory.SubFactory(PersonFactory)
    declared_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))


class ApplicationFactory(DjangoModelFactory):
    """A submitted application, complete in its own fields; the rows of its sections are made where needed."""

    class Meta:
        model = Application

    applicant = factory.SubFactory(PersonFactory)
    round = factory.SubFactory(RoundFactory)
    role_type = factory.SubFactory(RoleTypeFactory)
    school = factory.SubFactory(SchoolFactory)
    state = Application.State.SUBMITTED
    submitted_at = factory.LazyFunction(timezone.now)
    post_role = Post.Role.MIDDLE_LEADER
    post_title = "Head of mathematics"
    phone = "01632 960001"
    phases = factory.LazyFunction(lambda: ["primary"])
    half_days_a_term = 10
    days_of_week = factory.LazyFunction(lambda: [1, 3])
    travel_miles = 25
    online_ok = True
    languages = factory.LazyFunction(lambda: ["en"])
    declarations = factory.LazyFunction(lambda: list(Application.Declaration.values))
    sections = factory.LazyFunction(lambda: dict.fromkeys(Application.Section.values, Application.COMPLETED))
    question = factory.LazyAttribute(lambda one: "Say more about maths." if one.state == "returned" else "")
    asked_again = factory.LazyAttribute(lambda one: ["role"] if one.state == "returned" else [])
    answer_by = factory.LazyAttribute(
        lambda one: timezone.localdate() + timedelta(days=7) if one.state == "returned" else None
    )


class RoleHeldFactory(DjangoModelFactory):
    class Meta:
        model = RoleHeld

    application = factory.SubFactory(ApplicationFactory)
    title = "Head of mathematics"
    school_name = "Oakfield Primary School"
    starts_on = date(2020, 9, 1)


class ReferenceFactory(DjangoModelFactory):
    class Meta:
        model = Reference

    application = factory.SubFactory(ApplicationFactory)
    kind = Reference.Kind.HEADTEACHER
    school = factory.LazyAttribute(lambda one: one.application.school if one.kind != "second" else None)
    referee = factory.SubFactory(PersonFactory)
    name = factory.LazyAttribute(lambda one: str(one.referee))
    email = factory.LazyAttribute(lambda one: one.referee.email)


class ScoreFactory(DjangoModelFactory):
    class Meta:
        model = Score

    application = factory.SubFactory(ApplicationFactory)
    assessor = factory.SubFactory(PersonFactory)
    criterion = factory.SubFactory(CriterionFactory)
    rag = Score.Rag.GREEN
    submitted_at = factory.LazyFunction(timezone.now)


class InterviewFactory(DjangoModelFactory):
    class Meta:
        model = Interview

    application = factory.SubFactory(ApplicationFactory, state=Application.State.INVITED)
    at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    place = "Oakfield Primary School"


class DesignationFactory(DjangoModelFactory):
    """An active leader: agreement signed, trained, assured, in the second year of four."""

    class Meta:
        model = Designation
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    role_type = factory.SubFactory(RoleTypeFactory)
    home_school = factory.SubFactory(SchoolFactory)
    state = Designation.State.ACTIVE
    phases = factory.LazyFunction(lambda: ["primary"])
    languages = factory.LazyFunction(lambda: ["en"])
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=400))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1060))
    half_days_a_term = 10
    travel_miles = 30
    days_of_week = factory.LazyFunction(lambda: [0, 1, 2, 3, 4])
    agreement_signed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=390))
    induction_done_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=380))
    assurance_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))
    assurance_by = factory.SubFactory(PersonFactory)
    suspended_for = factory.LazyAttribute(lambda one: "concern" if one.state == "suspended" else "")
    ended_for = factory.LazyAttribute(
        lambda one: {"relinquished": "workload", "withdrawn": "terms"}.get(one.state, "")
    )
    ended_on = factory.LazyAttribute(lambda one: timezone.localdate() if one.ended_for else None)

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        if create:
            self.areas.set([AreaFactory()] if extracted is None else extracted)

    @factory.post_generation
    def terms(self, create, extracted, **kwargs):
        if create:
            self.terms.create(number=1, starts_on=self.starts_on, ends_on=self.ends_on)


class SchoolReleaseFactory(DjangoModelFactory):
    class Meta:
        model = SchoolRelease

    school = factory.SubFactory(SchoolFactory)
    half_days_a_term = 20


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = Absence

    designation = factory.SubFactory(DesignationFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=5))


# evaluations


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = Questionnaire

    key = "invented"
    version = factory.Sequence(lambda n: n + 1)
    name = "Questionnaire"
    name_cy = "Holiadur"
    published_at = factory.LazyFunction(timezone.now)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    position = factory.Sequence(lambda n: n + 1)
    key = factory.Sequence(lambda n: f"question{n}")
    text = "It was well planned"
    text_cy = "Roedd wedi'i gynllunio'n dda"
    kind = Question.Kind.SCALE5


class VisitRecordFactory(DjangoModelFactory):
    """A filed record; give it a held visit."""

    class Meta:
        model = VisitRecord

    author = factory.SelfAttribute("visit.leader")
    activities = factory.LazyFunction(lambda: [VisitRecord.Activity.COACHING])
    discussed = "We planned together"
    concern = False
    sent_at = factory.LazyFunction(timezone.now)


class VisitActionFactory(DjangoModelFactory):
    class Meta:
        model = VisitAction

    position = factory.Sequence(lambda n: n + 1)
    text = "Share the plan"
    who = "The subject lead"


class VisitEvaluationFactory(DjangoModelFactory):
    class Meta:
        model = VisitEvaluation

    by = factory.SelfAttribute("visit.leader")
    rating = 3
    engagement = "Open and prompt"
    progress = "As planned"
    change_needed = False


class DeploymentEvaluationFactory(DjangoModelFactory):
    """A given evaluation; give it a deployment that is evaluated, and who gave it."""

    class Meta:
        model = DeploymentEvaluation

    questionnaire = factory.LazyFunction(lambda: Questionnaire.objects.current("deployment"))
    overall = 3
    would_use_again = True
    sustainability = "We keep meeting"
    may_quote = "no"
    sent_at = factory.LazyFunction(timezone.now)


# deployments


class RateFactory(DjangoModelFactory):
    class Meta:
        model = Rate
        django_get_or_create = ["key", "from_on"]

    key = Rate.Key.LEADER
    pence_a_day = 300_00
    from_on = date(2023, 9, 1)
    source = "Swaledale Alliance text"
