"""A leader's work at another school: who, when, at what rate, and who pays."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from casework.models import Case, CaseQuerySet
from deployments.models.funds import Fund
from deployments.models.requests import SPEAKERS, SupportRequest, has_as_contact
from directory.models import Person, Post, School
from directory.rules import is_manager


class DeploymentQuerySet(CaseQuerySet):
    """Deployments, and who may see which."""

    def in_full(self) -> Self:
        """With leader, schools, request and what each party said."""
        known = self.select_related(
            "designation__person",
            "designation__home_school",
            "designation__role_type",
            "home_school",
            "school",
            "request__school",
            "proposed_by",
            "objectives_changed_by",
        )
        # Consents are declared after deployments, and point at them.
        consents: Any = self.model._meta.get_field("consents").related_model
        with_names = consents.objects.select_related("asked_of", "by")
        return known.prefetch_related(models.Prefetch("consents", with_names))

    def visible_to(self, person) -> Self:
        """Its parties: the leader, whoever speaks for either school today, the school's contact; managers see all.

        By their posts, not because they were asked once: who leaves a post sees nothing more from the next request.
        Where the school supported is asked last, it and its authority's officers see nothing before it is asked.
        """
        if is_manager(person):
            return self
        posts = person.authority
        chairs = posts.school_ids(Post.Role.CHAIR_OF_GOVERNORS)
        supported = (
            Q(school__in=posts.school_ids(*SPEAKERS))
            | has_as_contact(person, "request__")
            | Q(school__local_authority__in=posts.authority_ids(Post.Role.LA_OFFICER))
            | self._asks_chairs_of(chairs, "receiving_head", "school")
        )
        return self.filter(
            Q(designation__person=person)
            | Q(home_school__in=posts.school_ids(*Post.HEADS))
            | self._asks_chairs_of(chairs, "line_manager", "home_school")
            | (supported & self._known_to_the_school())
        )

    def _asks_chairs_of(self, schools: list[int], party: str, where: str) -> Q:
        """Return what makes a deployment one that asks, or a change of which asks, the chair of one of these schools.

        By subqueries and not by joins: a deployment with four consents is still one row.
        """
        found = Q(pk__in=[])
        for asked in ("consents", "variations__consents") if schools else ():
            of_chair = {f"{asked}__asked_as": "chair", f"{asked}__party": party, f"{where}__in": schools}
            found |= Q(pk__in=self.model._base_manager.filter(**of_chair).values("pk"))
        return found

    def _known_to_the_school(self) -> Q:
        """Return what makes a deployment one the school supported has been asked about."""
        consents: Any = self.model._meta.get_field("consents").related_model
        not_yet = consents._base_manager.filter(deployment=OuterRef("pk"), decision="later")
        return Q(school_last=False) | Q(~Exists(not_yet))

    def live(self) -> Self:
        """Deployments that take up a leader: proposed, agreed, under way or paused."""
        return self.filter(state__in=Deployment.LIVE)

    def underway(self) -> Self:
        """Deployments all have agreed to and that are not over."""
        return self.filter(state__in=[Deployment.State.AGREED, Deployment.State.ACTIVE])


class Deployment(Case):
    """One leader, for some half days, at one school, at the rate that was offered with it."""

    NOUN = "deployment"
    MARK = "DEP"

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        ACTIVE = "active", _("Under way")
        PAUSED = "paused", _("Paused")
        COMPLETED = "completed", _("Completed")
        EVALUATED = "evaluated", _("Evaluated")
        CLOSED = "closed", _("Closed")
        REFUSED = "refused", _("Not available")
        LAPSED = "lapsed", _("Lapsed")
        CANCELLED = "cancelled", _("Cancelled")
        WITHDRAWN = "withdrawn", _("Not available any more")
        STOPPED = "stopped", _("Stopped")

    class EndedFor(models.TextChoices):
        """Why what was agreed ended early: the alliance's managers alone read it."""

        LEFT = "left", _("The leader cannot go on")
        COVER = "cover", _("Staffing or cover at the leader's school")
        WORKLOAD = "workload", _("The leader's workload")
        DATES = "dates", _("The dates")
        NEED = "need", _("The school does not need it any more")
        PROGRESS = "progress", _("It does not bring what was hoped for")
        CONFLICT = "conflict", _("A conflict of interest")
        CONCERN = "concern", _("A concern about the work")
        OTHER = "other", _("Something else")

    LIVE = (State.PROPOSED, State.AGREED, State.ACTIVE, State.PAUSED)
    STANDING = (State.PROPOSED, State.AGREED, State.ACTIVE)
    # Paused and ended work is read only.
    OPEN_TO_WORDS = (State.PROPOSED, State.AGREED, State.ACTIVE, State.COMPLETED, State.EVALUATED)
    CAME_ABOUT = (State.AGREED, State.ACTIVE, State.PAUSED, State.COMPLETED, State.EVALUATED, State.CLOSED)

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PROPOSED, editable=False)
    designation = models.ForeignKey(
        "designation.Designation", models.PROTECT, related_name="deployments", verbose_name=_("leader")
    )
    request = models.ForeignKey(
        SupportRequest, models.PROTECT, null=True, related_name="deployments", verbose_name=_("request")
    )
    home_school = models.ForeignKey(
        School, models.PROTECT, related_name="deployments_released", verbose_name=_("leader's school")
    )
    school = models.ForeignKey(
        School, models.PROTECT, related_name="deployments_received", verbose_name=_("school supported")
    )
    half_days = models.PositiveSmallIntegerField(_("half days"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    # What is offered with the proposal, and frozen as it was offered when everybody has agreed: the rate, how long its
    # day is, and what the alliance keeps of the fund on top.
    rate_pence = models.PositiveIntegerField(_("rate a day in pence"))
    minutes_a_day = models.PositiveSmallIntegerField(_("minutes that make a day"), default=300)
    brokerage_share = models.PositiveSmallIntegerField(_("brokerage in hundredths of a percent"), default=0)
    brokerage_pence = models.PositiveIntegerField(_("brokerage a day in pence"), default=0)
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, blank=True, related_name="deployments", verbose_name=_("paid from")
    )
    # What the fund keeps ready for it, brokerage included; written with the fund's own figure alone.
    held_pence = models.PositiveIntegerField(_("held by the fund, in pence"), default=0, editable=False)
    purchase_order = models.CharField(_("purchase order number"), max_length=40, blank=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="deployments_proposed",
        verbose_name=_("proposed by"),
    )
    match = models.JSONField(_("why this leader"), default=dict, blank=True)
    overall_rating = models.PositiveSmallIntegerField(_("overall result (1 to 4)"), null=True, blank=True)

    # The school supported is asked only when the leader and the leader's school have agreed.
    school_last = models.BooleanField(_("the school is asked last"), default=False, editable=False)
    # The manager whose list it stands on; every manager may act on it.
    looked_after_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deployments_looked_after",
        verbose_name=_("looked after by"),
        editable=False,
    )
    # The stopped work of another leader that this one goes on with.
    carries_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_on_by",
        verbose_name=_("goes on with"),
        editable=False,
    )
    # What all had agreed to, kept when somebody changes the objectives afterwards; and who did so last.
    objectives_agreed = models.JSONField(
        _("objectives as they were agreed"), default=list, blank=True, editable=False
    )
    objectives_changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("objectives changed by"),
        editable=False,
    )
    objectives_changed_at = models.DateTimeField(
        _("objectives changed"), null=True, blank=True, editable=False
    )
    look_again_on = models.DateField(_("looked at again on"), null=True, blank=True, editable=False)
    # Kept by `actions.keep_midpoint`; empty once the mid-point review was made.
    midpoint_due_on = models.DateField(_("mid-point review due"), null=True, blank=True, editable=False)
    ended_for = models.CharField(
        _("ended because"), max_length=8, choices=EndedFor, blank=True, editable=False
    )

    objects = DeploymentQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            "state",
            "state_at",
            "look_again_on",
            "midpoint_due_on",
            "ended_for",
            "held_pence",
            "looked_after_by",
            "objectives_agreed",
            "objectives_changed_by",
            "objectives_changed_at",
        ]
    )

    class Meta:
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "state_at"]),
            models.Index(fields=["designation", "state"]),
            models.Index(fields=["home_school", "state"]),
            models.Index(fields=["school", "state"]),
            models.Index(fields=["created_at"], name="deployment_created"),
            models.Index(fields=["look_again_on"], name="deployment_paused", condition=Q(state="paused")),
            models.Index(
                fields=["ends_on"], name="deployment_ending", condition=Q(state__in=["agreed", "active"])
            ),
            models.Index(fields=["midpoint_due_on"], name="deployment_midpoint", condition=Q(state="active")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["proposed", "agreed", "active", "paused", "completed", "evaluated"]),
                name="deployment_one_live_a_request",
            ),
            models.CheckConstraint(condition=Q(half_days__gte=1), name="deployment_takes_some_time"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="deployment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(home_school=F("school")), name="deployment_is_at_another_school"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "active", "paused", "completed", "evaluated", "closed"])
                | Q(rate_pence__isnull=False, agreed_at__isnull=False),
                name="deployment_agreed_has_rate_and_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["withdrawn", "stopped"])
                | (Q(rate_pence__isnull=False, agreed_at__isnull=False) & ~Q(ended_for="")),
                name="deployment_ended_early_was_agreed_and_says_why",
            ),
            models.CheckConstraint(
                condition=Q(fund__isnull=False) | Q(held_pence=0), name="deployment_holds_money_of_a_fund"
            ),
            models.CheckConstraint(
                condition=Q(objectives_changed_by__isnull=True, objectives_changed_at__isnull=True)
                | Q(objectives_changed_by__isnull=False, objectives_changed_at__isnull=False),
                name="deployment_objectives_changed_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="paused") | Q(look_again_on__isnull=False),
                name="deployment_paused_is_looked_at_again",
            ),
            models.CheckConstraint(
                condition=~Q(state="evaluated") | Q(overall_rating__isnull=False),
                name="deployment_evaluated_has_its_result",
            ),
            models.CheckConstraint(
                condition=Q(overall_rating__isnull=True) | Q(overall_rating__gte=1, overall_rating__lte=4),
                name="deployment_result_is_1_to_4",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(leader)s to %(school)s") % {"leader": self.leader, "school": self.school}

    @property
    def leader(self):
        """Return the person who goes."""
        return self.designation.person

    @property
    def is_live(self) -> bool:
        """Say whether it holds all its half days; else they went back to the budgets, but for those of visits held."""
        return self.state in self.LIVE

    @property
    def funding(self) -> str:
        """Return from what it is paid where no fund pays: what was said of its request, else the school's budget."""
        return self.request.funding if self.request is not None else SupportRequest.Funding.SCHOOL

    @property
    def school_pays(self) -> bool:
        """Say whether the school supported pays for it itself."""
        return self.fund_id is None and self.funding in SupportRequest.OWN_MONEY

    @property
    def payer(self) -> str:
        """Return who pays, in words: whoever gave the fund, else whose budget it is."""
        return self.fund.payer if self.fund is not None else self.budget

    @property
    def budget(self) -> str:
        """Return whose budget pays where no fund does, in words."""
        return str(SupportRequest.Funding(self.funding).label)

    @property
    def is_known_to_school(self) -> bool:
        """Say whether the school supported has been asked; one that is asked last learns nothing before."""
        return not self.school_last or all(one.decision != "later" for one in self.consents.all())

    @property
    def agreed_objectives(self) -> Any:
        """Return the objectives the parties agreed to, as rows or as they were kept when somebody changed them."""
        kept = [self.objectives.model(deployment=self, **one) for one in self.objectives_agreed]
        for one in kept:
            one.due_on = date.fromisoformat(one.due_on) if one.due_on else None  # type: ignore[arg-type]
        return kept or self.objectives.all()

    @property
    def agreed_changes(self) -> list:
        """Return the variations all have agreed to, the first one first."""
        return sorted(
            (one for one in self.variations.all() if one.state == "agreed"), key=lambda one: one.state_at
        )

    @property
    def contact(self) -> Person:
        """Return whom the leader talks to at the school supported: its contact, else who agreed for it."""
        if self.request is not None:
            return self.request.contact
        return next(one.asked_of for one in self.consents.all() if one.party == "receiving_head")

    @property
    def contact_ways(self) -> str:
        """Return how the leader reaches whom to talk to at the school supported."""
        return self.request.contact_ways if self.request is not None else self.contact.ways

    @property
    def has_come_about(self) -> bool:
        return self.state in self.CAME_ABOUT
