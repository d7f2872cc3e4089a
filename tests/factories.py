"""Factories for every model, each app under its own heading; the defaults make a valid, ordinary row."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

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

    code = factory.Sequence(lambda n: f"{n % 1000:03d}")
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

    post = factory.SubFactory(PostFactory)
    delegate = factory.SubFactory(PersonFactory)
    starts_on = date(2020, 1, 1)
    ends_on = date(2099, 12, 31)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term

    local_authority = factory.SubFactory(LocalAuthorityFactory)
    season = Term.Season.AUTUMN
    starts_on = date(2026, 9, 1)
    ends_on = date(2026, 12, 18)


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
