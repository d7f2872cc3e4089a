"""People: those who sign in, and those who only ever answer by a signed link."""

import unicodedata
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

ADMIN_VERBS = ("add_", "change_", "delete_", "view_")  # Django's own permissions, which the admin asks
NAME = 100  # letters kept of a first or last name


def clean_email(email: str) -> str:
    """Return the one spelling an address is kept in: trimmed, composed (NFC) and lower case."""
    return unicodedata.normalize("NFC", email or "").strip().lower()


class PersonManager(BaseUserManager["Person"]):
    """Find and make people by e-mail address; one address is one person."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=clean_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields) -> "Person":
        person = self.model(email=email, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Person":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | fields)

    def meet(self, email: str, **fields) -> "Person":
        """Return the person with this address, made without a password when we did not know them.

        `fields` are words somebody else typed; what is longer than we keep is cut, because it is only a name.
        """
        known = self.filter(email=clean_email(email)).first()
        if known is not None:
            return known
        clipped = {name: value[:NAME] for name, value in fields.items()}
        return self.create_user(email, **clipped)


def full_name(first_name: str, last_name: str, email: str) -> str:
    """Return a name as people say it; the address stands in where we were told no name."""
    return f"{first_name} {last_name}".strip() or email


class Person(AbstractBaseUser, PermissionsMixin):
    """One human being with one e-mail address."""

    class Language(models.TextChoices):
        ENGLISH = "en-gb", _("English")
        WELSH = "cy", _("Welsh")

    email = models.EmailField(_("e-mail address"), unique=True)
    title = models.CharField(_("title"), max_length=20, blank=True)
    first_name = models.CharField(_("first name"), max_length=NAME, blank=True)
    last_name = models.CharField(_("last name"), max_length=NAME, blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=Language,
        blank=True,
        help_text=_("Empty when we do not know it."),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the administration"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    seen_at = models.DateTimeField(_("last here"), null=True, blank=True, editable=False)

    objects = PersonManager()
    history = HistoricalRecords(excluded_fields=["last_login", "seen_at", "password"])

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "pk"]
        # Whose account is closed is asked of thousands at once, and is true of few.
        indexes = [models.Index(fields=["id"], name="person_closed", condition=models.Q(is_active=False))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="person_email_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args, **kwargs) -> None:
        self.email = clean_email(self.email)
        self.first_name, self.last_name = (
            unicodedata.normalize("NFC", name).strip() for name in (self.first_name, self.last_name)
        )
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """Return the name as people say it; the address stands in where we were told no name."""
        return full_name(self.first_name, self.last_name, self.email)

    def get_short_name(self) -> str:
        return self.first_name or self.email

    @property
    def ways(self) -> str:
        """Return how to reach the person in one line: name, e-mail address, telephone where it is known."""
        return self.ways_at()

    def ways_at(self, post: str = "", phone: str = "") -> str:
        """Return the same with a post, and with the number told for it instead of the person's own."""
        parts = (self.get_full_name(), post, self.email, phone or self.phone)
        return ", ".join(part for part in parts if part)

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Ask the rules; being an administrator opens the admin, never somebody else's decision or page."""
        if obj is None and perm.partition(".")[2].startswith(ADMIN_VERBS):
            return super().has_perm(perm)
        asked = (backend for backend in get_backends() if hasattr(backend, "has_perm"))
        return self.is_active and any(backend.has_perm(self, perm, obj) for backend in asked)

    @cached_property
    def authority(self) -> "Authority":
        """What this person may answer for today; read once a request, in one query."""
        return Authority(Person.posts_model.objects.answered_by(self, timezone.localdate()))

    @cached_property
    def schools_known(self) -> frozenset[int]:
        """Return the schools where this person holds or held a post, for good or not; read once a request."""
        held = Person.posts_model.objects.confirmed().begun(timezone.localdate()).filter(person=self)
        return frozenset(held.filter(school__isnull=False).values_list("school", flat=True))

    posts_model: Any  # Post, told below it: people come before posts


class Authority:
    """The posts a person holds or stands in for, asked in memory."""

    def __init__(self, posts) -> None:
        self.posts = list(posts)

    def has(self, *roles: str) -> bool:
        return any(post.role in roles for post in self.posts)

    def at(self, school_id: int | None, *roles: str, in_person: bool = False) -> bool:
        """Say whether they answer for one of `roles` at the school; `in_person` leaves delegates out."""
        return school_id is not None and any(
            post.school_id == school_id and post.role in roles and (post.is_own or not in_person)
            for post in self.posts
        )

    def school_ids(self, *roles: str) -> list[int]:
        return [post.school_id for post in self.posts if post.role in roles and post.school_id]

    @property
    def own_school_ids(self) -> list[int]:
        """Return the schools where they hold a post of their own, whatever its role."""
        return [post.school_id for post in self.posts if post.is_own and post.school_id]

    def authority_ids(self, *roles: str) -> list[int]:
        return [
            post.local_authority_id for post in self.posts if post.role in roles and post.local_authority_id
        ]
