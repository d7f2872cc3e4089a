"""Factories for every model, each app under its own heading; the defaults make a valid, ordinary row."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from directory.models import Cluster, Delegation, LocalAuthority, Person, Post, School, Term, Trust

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
