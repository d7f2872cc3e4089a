"""What a school asks for."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models import Case, CaseQuerySet
from directory.models import Person, Post, School, SupportCategory
from directory.rules import is_manager

# Who speaks for a school that asks for support or receives it; a delegate of one of them does too.
SPEAKERS = (*Post.HEADS, Post.Role.DEPUTY_HEAD, Post.Role.ASSISTANT_HEAD)


def has_as_contact(person: Person, request: str = "") -> Q:
    """Return what makes a person the contact today; `request` leads to the request, with its underscores.

    A contact holds a post at the school, any post. One who never held any there is its contact where the school
    named them on purpose; who left the school is so no more.
    """
    held = Post.objects.confirmed().begun(timezone.localdate()).filter(person=person, school__isnull=False)
    here = Q(**{f"{request}school__in": person.authority.own_school_ids})
    named = Q(**{f"{request}contact_named": True}) & ~Q(**{f"{request}school__in": held.values("school")})
    return Q(**{f"{request}contact": person}) & (here | named)


def contact_stands(on: date, request: str = "") -> Any:
    """Return what says in the database whether somebody is a contact still, whoever it is: see `has_as_contact`."""
    posts = Post.objects.confirmed().filter(
        person=OuterRef(f"{request}contact"), school=OuterRef(f"{request}school")
    )
    return Exists(posts.on(on)) | Q(~Exists(posts.begun(on)), **{f"{request}contact_named": True})


def is_contact(person: Person, request: "SupportRequest | None") -> bool:
    """Say in memory what `has_as_contact` says in the database."""
    if request is None or request.contact_id != person.pk:
        return False
    if request.school_id in person.authority.own_school_ids:
        return True
    return request.contact_named and request.school_id not in person.schools_known


class SupportRequestQuerySet(CaseQuerySet):
    """Requests, and who may see which."""

    def visible_to(self, person) -> Self:
        """Managers see all; a school and its contact its own; an officer those of the authority's schools."""
        if is_manager(person):
            return self
        posts = person.authority
        return self.filter(
            has_as_contact(person)
            | Q(school__in=posts.school_ids(*SPEAKERS))
            | Q(school__local_authority__in=posts.authority_ids(Post.Role.LA_OFFICER))
        )

    def in_full(self) -> Self:
        """With the school, the areas, and whether anybody is to be avoided or work was stopped for it."""
        # Deployments are declared after requests, and point at them.
        deployments: Any = self.model._meta.get_field("deployments").related_model
        stopped = deployments._base_manager.filter(request=models.OuterRef("pk"), state="stopped")
        to_avoid: Any = self.model._meta.get_field("avoided")
        avoided = to_avoid.remote_field.through._base_manager.filter(supportrequest=models.OuterRef("pk"))
        known = self.select_related("school").prefetch_related("areas")
        return known.annotate(was_stopped=models.Exists(stopped), avoids_somebody=models.Exists(avoided))

    def waiting(self) -> Self:
        """Requests that wait for the alliance to propose somebody."""
        return self.filter(state=SupportRequest.State.OPEN)


class SupportRequest(Case):
    """One need of one school, from being asked for to being met."""

    NOUN = "request"
    MARK = "SUP"

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        PROPOSED = "proposed", _("Leader proposed")
        MATCHED = "matched", _("Matched")
        CLOSED = "closed", _("Closed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        UNMET = "unmet", _("Unmet")

    class Source(models.TextChoices):
        SCHOOL = "school", _("The school itself")
        AUTHORITY = "authority", _("Local authority")
        DIOCESE = "diocese", _("Diocese")
        TRUST = "trust", _("Trust")
        ALLIANCE = "alliance", _("The alliance")
        GOVERNMENT = "government", _("Government")

    class Kind(models.TextChoices):
        COACHING = "coaching", _("One-to-one coaching")
        GROUP = "group", _("Facilitated group")
        DATA = "data", _("Data analysis")
        PLANNING = "planning", _("Joint action planning")
        DIAGNOSTIC = "diagnostic", _("Diagnostic")
        REVIEW = "review", _("Peer review")
        GOVERNANCE = "governance", _("Governance")
        TRAINING = "training", _("Training")

    class Delivery(models.TextChoices):
        ON_SITE = "on_site", _("At the school")
        ONLINE = "online", _("Online")
        EITHER = "either", _("At the school or online")

    class Language(models.TextChoices):
        ENGLISH = "english", _("English")
        WELSH = "welsh", _("Welsh")
        EITHER = "either", _("English or Welsh")

    class Funding(models.TextChoices):
        SCHOOL = "school", _("The school's budget")
        CLUSTER = "cluster", _("The cluster's budget")
        AUTHORITY = "authority", _("The local authority")
        GRANT = "grant", _("A grant")
        TRADED = "traded", _("Traded service")

    # What a school pays itself needs no fund.
    OWN_MONEY = (Funding.SCHOOL, Funding.TRADED)

    class Urgency(models.TextChoices):
        PLANNED = "planned", _("It can wait until the dates given")
        SOON = "soon", _("Within four weeks")
        URGENT = "urgent", _("At once: pupils are losing out now")

    class Approval(models.TextChoices):
        HEAD = "head", _("Yes, the headteacher")
        CHAIR = "chair", _("Yes, the chair of governors")
        PENDING = "pending", _("Not yet")

    class UnmetWhy(models.TextChoices):
        EXPERTISE = "expertise", _("No leader has this expertise")
        DAYS = "days", _("No leader has days left")
        DISTANCE = "distance", _("No leader is near enough")
        LANGUAGE = "language", _("No leader works in this language")
        REFUSED = "refused", _("Whoever was asked is not available")
        MONEY = "money", _("There is no money to pay for it")
        OTHER = "other", _("Something else")

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN, editable=False)
    school = models.ForeignKey(
        School, models.PROTECT, related_name="support_requests", verbose_name=_("school")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="requests_made", verbose_name=_("made by")
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="requests_as_contact",
        verbose_name=_("contact at the school"),
    )
    # Somebody typed their address, so they need no post at the school: see `has_as_contact`.
    contact_named = models.BooleanField(_("contact named on purpose"), default=False, editable=False)
    # As whoever named somebody else typed it: an address typed tells nothing of the account behind it.
    contact_name = models.CharField(_("name of the contact"), max_length=200, blank=True, editable=False)
    contact_role = models.CharField(_("post of the contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("phone number of the contact"), max_length=30, blank=True)
    source = models.CharField(
        _("where the request comes from"), max_length=10, choices=Source, default=Source.SCHOOL
    )
    areas = models.ManyToManyField(
        "designation.Area", related_name="support_requests", verbose_name=_("areas")
    )
    phase = models.CharField(_("phase"), max_length=12, choices=School.Phase)
    kind = models.CharField(_("kind of support"), max_length=10, choices=Kind)
    need = models.TextField(_("the need"))
    outcomes = models.TextField(_("the outcomes wanted"))
    evidence = models.TextField(_("what shows the need"), blank=True)
    urgency = models.CharField(_("how urgent"), max_length=7, choices=Urgency, default=Urgency.PLANNED)
    # How the school stands today, in its own words; what the register knows is read there.
    inspected_on = models.DateField(_("last inspected"), null=True, blank=True)
    inspection = models.CharField(_("what the inspection found"), max_length=200, blank=True)
    category = models.CharField(
        _("support category"), max_length=6, choices=SupportCategory.Colour, blank=True
    )
    head_since = models.DateField(_("headteacher in post since"), null=True, blank=True)
    other_support = models.CharField(_("support the school has already"), max_length=300, blank=True)
    supported_name = models.CharField(_("who will be supported"), max_length=200)
    supported_post = models.CharField(_("their post"), max_length=120, blank=True)
    supported_agreed = models.BooleanField(_("they have agreed"))
    half_days = models.PositiveSmallIntegerField(_("half days wanted"))
    pattern = models.CharField(_("pattern"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    delivery = models.CharField(_("where"), max_length=7, choices=Delivery, default=Delivery.ON_SITE)
    language = models.CharField(
        _("language of support"), max_length=7, choices=Language, default=Language.ENGLISH
    )
    funding = models.CharField(_("paid from"), max_length=9, choices=Funding, default=Funding.SCHOOL)
    budget_holder = models.CharField(_("budget holder"), max_length=200, blank=True)
    purchase_order = models.CharField(_("purchase order number"), max_length=40, blank=True)
    approval = models.CharField(_("approved by"), max_length=7, choices=Approval, blank=True)
    # No: until all have agreed, the leader asked and the leader's head read what is needed, not why.
    may_share = models.BooleanField(_("the need may be shown to those who are asked"), default=True)
    preferred = models.ForeignKey(
        "designation.Designation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="preferred_by",
        verbose_name=_("leader preferred"),
    )
    preferred_note = models.CharField(_("leader asked for by name"), max_length=200, blank=True)
    avoided = models.ManyToManyField(
        "designation.Designation", blank=True, related_name="avoided_by", verbose_name=_("leaders to avoid")
    )
    avoided_note = models.TextField(
        _("anybody who should not come"),
        blank=True,
        help_text=_("Confidential: only the alliance manager reads this."),
    )
    unmet_why = models.CharField(_("why it was not met"), max_length=9, choices=UnmetWhy, blank=True)

    # The manager whose list it stands on; every manager may act on it.
    looked_after_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="requests_looked_after",
        verbose_name=_("looked after by"),
        editable=False,
    )

    # When a manager took it up: read it, said how urgent it is and who looks after it.
    triaged_at = models.DateTimeField(_("taken up"), null=True, blank=True, editable=False)

    objects = SupportRequestQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["state", "state_at", "looked_after_by", "triaged_at"])

    class Meta:
        verbose_name = _("support request")
        verbose_name_plural = _("support requests")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "state_at"]),
            models.Index(fields=["school", "state"]),
            models.Index(fields=["state", "created_at"]),
            models.Index(fields=["created_at"], name="request_created"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(half_days__gte=1), name="request_wants_some_time"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="request_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(state="unmet") | ~Q(unmet_why=""), name="request_unmet_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.school}"

    @property
    def supported(self) -> str:
        """Return who will be supported, with their post where it is known."""
        return ", ".join(filter(None, [self.supported_name, self.supported_post]))

    @property
    def contact_called(self) -> str:
        """Return what the contact is called: by whoever named them, else by their own name."""
        return self.contact_name or str(self.contact)

    @property
    def contact_ways(self) -> str:
        """Return how to reach the contact, by the number told with the request where there is one.

        Of somebody whom another named it is told what that other knew.
        """
        if not self.contact_name:
            return self.contact.ways_at(self.contact_role, self.contact_phone)
        told = (self.contact_name, self.contact_role, self.contact.email, self.contact_phone)
        return ", ".join(filter(None, told))
