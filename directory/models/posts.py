"""Posts: authority belongs to the post, and whoever holds it on the day answers for it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.models.people import Person
from directory.models.places import LocalAuthority, School


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: date) -> "PostQuerySet":
        """Posts held on this day (both ends included)."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )

    def begun(self, day: date) -> "PostQuerySet":
        """Posts held on this day or before it."""
        return self.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day))

    def confirmed(self) -> "PostQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def heads(self) -> "PostQuerySet":
        return self.filter(role__in=Post.HEADS)

    def answered_by(self, person: Person, day: date) -> list["Post"]:
        """Confirmed posts the person holds, or stands in for as a delegate, on this day; `is_own` tells which.

        Only who holds a post at the school stands in there: a deputy who has left does so no more. One plain query,
        asked at nearly every request.
        """
        stands_in = Delegation.objects.on(day).filter(delegate=person).values("post_id")
        held = self.confirmed().on(day).filter(Q(person=person) | Q(pk__in=stands_in))
        posts = list(held.order_by())
        for post in posts:
            post.is_own = post.person_id == person.pk
        here = {post.school_id for post in posts if post.is_own and post.school_id}
        return [post for post in posts if post.is_own or post.school_id in here]

    def holders_first(self) -> "PostQuerySet":
        """Confirmed before unconfirmed; among them who acts for the head first, then the newest holder."""
        is_unconfirmed = Case(When(confirmed_at=None, then=Value(1)), default=Value(0))
        is_not_acting = Case(When(role=Post.Role.ACTING_HEAD, then=Value(0)), default=Value(1))
        return self.order_by(
            is_unconfirmed, is_not_acting, models.F("starts_on").desc(nulls_last=True), "-pk"
        )


class Post(models.Model):
    """A person in a role at a school, a local authority or the alliance itself, for a time."""

    class Role(models.TextChoices):
        HEADTEACHER = "headteacher", _("Headteacher")
        ACTING_HEAD = "acting_head", _("Acting headteacher")
        EXECUTIVE_HEAD = "executive_head", _("Executive headteacher")
        CHAIR_OF_GOVERNORS = "chair_of_governors", _("Chair of governors")
        DEPUTY_HEAD = "deputy_head", _("Deputy headteacher")
        ASSISTANT_HEAD = "assistant_head", _("Assistant headteacher")
        SENIOR_TEACHER = "senior_teacher", _("Senior teacher")
        MIDDLE_LEADER = "middle_leader", _("Middle leader")
        BUSINESS_MANAGER = "business_manager", _("School business manager")
        LA_OFFICER = "la_officer", _("Local authority officer")
        ALLIANCE_MANAGER = "alliance_manager", _("Alliance manager")
        FINANCE_OFFICER = "finance_officer", _("Finance officer")

    HEADS = (Role.HEADTEACHER, Role.ACTING_HEAD, Role.EXECUTIVE_HEAD)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    title = models.CharField(_("title of the post"), max_length=120, blank=True)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("school")
    )
    local_authority = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("local authority"),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("named by"),
    )
    domain_differs = models.BooleanField(_("address is not of the school's domain"), default=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    is_own: bool  # said by `answered_by` alone

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["school__name", "role", "-starts_on", "pk"]
        indexes = [models.Index(fields=["school", "role"]), models.Index(fields=["role", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="post_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role="la_officer", local_authority__isnull=False, school__isnull=True)
                | Q(
                    role__in=["alliance_manager", "finance_officer"],
                    local_authority__isnull=True,
                    school__isnull=True,
                )
                | (
                    ~Q(role__in=["la_officer", "alliance_manager", "finance_officer"])
                    & Q(school__isnull=False, local_authority__isnull=True)
                ),
                name="post_is_where_its_role_is",
            ),
            models.CheckConstraint(
                condition=Q(named_by__isnull=True)
                | Q(confirmed_at__isnull=False)
                | ~Q(named_by=models.F("person")),
                name="post_is_not_named_by_its_holder",
            ),
        ]

    def __str__(self) -> str:
        where = self.school or self.local_authority or settings.ALLIANCE_NAME
        return f"{self.person}, {self.title or self.get_role_display()}, {where}"

    @property
    def is_head(self) -> bool:
        return self.role in self.HEADS


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def on(self, day: date) -> "DelegationQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Delegation(models.Model):
    """For these days a deputy answers for a post in everything except references."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="delegations", verbose_name=_("post"))
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations", verbose_name=_("delegate")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    objects = DelegationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["delegate", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="delegation_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.post}"


Person.posts_model = Post
