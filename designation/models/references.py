"""A reference: asked of the head, the chair of governors or a second referee by signed link."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case, CaseQuerySet, Entry
from casework.models.cases import now
from designation.models.applications import Application
from directory.models import Post, School
from directory.rules import is_manager


def _held_in_person(person) -> Q:
    """Return the condition that the person holds the post a reference is asked of: confirmed, and no delegate."""
    own = [post for post in person.authority.posts if post.is_own and post.school_id]
    asked = Q(pk__in=[])
    for kind, roles in Reference.POSTS.items():
        asked |= Q(kind=kind, school__in=[post.school_id for post in own if post.role in roles])
    return asked


def _merely_named(person, kind: str) -> Q:
    """Return the condition that the person has an unconfirmed post at the school, and nobody a confirmed one.

    A confirmed holder who was asked in vain stands in nobody's way; one whose request was merely replaced does.
    """
    roles = Reference.POSTS[Reference.Kind(kind)]
    today = Post.objects.on(timezone.localdate()).filter(role__in=roles, school=models.OuterRef("school"))
    before = Reference.objects.in_vain().filter(
        application=models.OuterRef(models.OuterRef("application")), kind=kind
    )
    others = today.confirmed().exclude(person=models.OuterRef("application__applicant"))
    others = others.exclude(person__in=before.values("referee"))
    return Q(kind=kind) & models.Exists(today.filter(person=person)) & ~models.Exists(others)


class ReferenceQuerySet(CaseQuerySet):
    def visible_to(self, person) -> Self:
        """The referee, the applicant (who reads only that it came), panel members without conflict, managers.

        Whoever hears an appeal of the applicant, while they do. Who may read the words is a narrower question:
        `designation.read_reference`.
        """
        if is_manager(person):
            return self
        panel = Application.objects.read_by_panel(person).values("pk")
        heard = person.appeals_to_hear.filter(is_upheld__isnull=True)
        return self.filter(
            Q(referee=person)
            | _held_in_person(person)
            | Q(application__appeal__in=heard.values("pk"))
            | Q(application__applicant=person)
            | Q(application__in=panel)
        )

    def given_by(self, person) -> Self:
        """Those the person may answer: asked of them by name, or as who holds the head's or the chair's post now.

        A delegate does not answer, nor who has left the post. Whom the applicant only named answers until a manager
        has confirmed somebody in the post. Nobody answers about themselves.
        """
        by_name = Q(kind=Reference.Kind.SECOND)
        for kind in Reference.POSTS:
            by_name |= _merely_named(person, kind)
        named = Q(referee=person) & by_name
        return self.filter(named | _held_in_person(person)).exclude(application__applicant=person)

    def awaited(self, at: datetime) -> Self:
        """Those asked for and of use: the application is undecided or goes on, and no draft whose time is over."""
        late = Application.objects.out_of_time(at).values("pk")
        going_on = (*Application.UNDECIDED, Application.State.UPHELD)
        awaited = self.filter(state=Reference.State.REQUESTED, application__state__in=going_on)
        return awaited.exclude(application__in=late)

    def in_vain(self) -> Self:
        """Those declined, expired or refused by the mail server, also where somebody else was asked since."""
        ended = (Reference.State.DECLINED, Reference.State.EXPIRED, Reference.State.BOUNCED)
        changed = Entry.objects.filter(
            content_type__app_label="designation",
            content_type__model="reference",
            object_id=models.OuterRef("pk"),
            step="correct",
            from_state__in=ended,
        )
        return self.filter(Q(state__in=ended) | Q(state=Reference.State.REPLACED) & models.Exists(changed))

    def marked(self) -> Self:
        """Each with `is_unconfirmed`: who was asked holds the post only by what the applicant typed."""
        held = Post.objects.on(timezone.localdate()).confirmed()
        held = held.filter(school=models.OuterRef("school"), person=models.OuterRef("referee"))
        is_unconfirmed: Any = Q(pk__in=[])
        for kind, roles in Reference.POSTS.items():
            is_unconfirmed |= Q(kind=kind) & ~models.Exists(held.filter(role__in=roles))
        return self.annotate(is_unconfirmed=models.ExpressionWrapper(is_unconfirmed, models.BooleanField()))

    def counting(self) -> Self:
        """Those asked for or given that count: of the school and for the post the applicant applies from.

        A second referee speaks for no school.
        """
        of_head = Q(application__post_role__in=Post.HEADS)
        of_post = Q(kind=Reference.Kind.CHAIR) & of_head | Q(kind=Reference.Kind.HEADTEACHER) & ~of_head
        of_school = of_post & Q(school=models.F("application__school"))
        return self.filter(
            Q(kind=Reference.Kind.SECOND) | of_school,
            state__in=[Reference.State.REQUESTED, Reference.State.GIVEN],
        )

    def asked_as(self, post: Post) -> Self:
        """Those asked of the holder of a post as head or chair, by whoever named that post."""
        kind = (
            Reference.Kind.CHAIR if post.role == Post.Role.CHAIR_OF_GOVERNORS else Reference.Kind.HEADTEACHER
        )
        return self.filter(
            kind=kind,
            referee=post.person_id,
            school=post.school_id,
            application__applicant=post.named_by_id,
        )


class Reference(Case):
    """What a referee says about an applicant."""

    NOUN, MARK = "reference", "REF"

    class State(models.TextChoices):
        REQUESTED = "requested", _("Asked for")
        GIVEN = "given", _("Received")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        BOUNCED = "bounced", _("Address does not work")
        REPLACED = "replaced", _("Replaced")

    OVER = (State.DECLINED, State.EXPIRED, State.BOUNCED, State.REPLACED)

    class Kind(models.TextChoices):
        HEADTEACHER = "headteacher", _("Headteacher")
        CHAIR = "chair", _("Chair of governors")
        SECOND = "second", _("Second referee")

    # The posts of those asked as head or chair.
    POSTS = {Kind.HEADTEACHER: Post.HEADS, Kind.CHAIR: (Post.Role.CHAIR_OF_GOVERNORS,)}

    class Strength(models.TextChoices):
        STRONG = "strong", _("I support this application strongly")
        SUPPORT = "support", _("I support this application")
        RESERVATIONS = "reservations", _("I support this application with reservations")
        NONE = "none", _("I do not support this application")

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="references", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    # Of whose head or chair it was asked: an applicant may move before the application is sent in.
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="references", verbose_name=_("school")
    )
    referee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="references", verbose_name=_("referee")
    )
    name = models.CharField(_("name of the referee"), max_length=200)
    email = models.EmailField(_("address of the referee"))
    domain_differs = models.BooleanField(_("address is not of the school's domain"), default=False)
    asked_at = models.DateTimeField(_("asked"), default=now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REQUESTED)

    is_shareable = models.BooleanField(_("may be shared with the applicant"), null=True, blank=True)
    confirms_post = models.BooleanField(_("confirms the post"), null=True, blank=True)
    confirms_experience = models.BooleanField(_("confirms two years of leadership"), null=True, blank=True)
    release_half_days = models.PositiveSmallIntegerField(
        _("half days a term released"), null=True, blank=True
    )
    pays_training = models.BooleanField(_("pays for the core training"), null=True, blank=True)
    strength = models.CharField(_("support"), max_length=12, choices=Strength, blank=True)
    known_for = models.CharField(_("how long and how known"), max_length=300, blank=True)
    own_post = models.CharField(_("post of the second referee"), max_length=120, blank=True)
    own_school = models.CharField(_("school of the second referee"), max_length=200, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    signed_name = models.CharField(_("signed by"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["kind", "-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "state_at"]),
            models.Index(fields=["state", "asked_at"]),
            models.Index(fields=["referee", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(state__in=["requested", "given"]),
                name="reference_one_of_a_kind_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(state="given")
                | Q(signed_on__isnull=False, is_shareable__isnull=False)
                & ~Q(signed_name="")
                & ~Q(statement=""),
                name="reference_given_is_signed",
            ),
        ]

    @property
    def about_id(self) -> int | None:
        return self.application.applicant_id

    @property
    def is_current(self) -> bool:
        """Say whether it speaks for the school the application is made from; a second referee speaks for none."""
        return self.kind == self.Kind.SECOND or self.school_id == self.application.school_id
