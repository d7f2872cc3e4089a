"""How the lists of requests and deployments are narrowed: all of it in the address of the page."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.templatetags.casework import day
from deployments.models import Claim, ClaimLine, Deployment, Facilitation, SupportRequest
from deployments.queries.charges import terms_of
from deployments.queries.watching import watched_deployments
from directory.forms.filters import Narrowed
from directory.models.places import fold
from directory.rules import is_manager


class ForManagers(Narrowed):
    """A list that managers narrow further: to what one of them looks after."""

    keeper = filters.ChoiceFilter(
        choices=[("mine", _("Me")), ("nobody", _("Nobody in particular"))],
        method="by_keeper",
        label=_("Looked after by"),
        empty_label=_("Anybody"),
    )
    of_managers: tuple[str, ...] = ("keeper",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_manager(self.request.user):
            for name in self.of_managers:
                del self.filters[name]

    def by_keeper(self, cases: QuerySet, name: str, whose: str) -> QuerySet:
        """Narrow to what this manager looks after, or to what nobody does."""
        if whose == "mine":
            return cases.filter(looked_after_by=self.request.user)
        return cases.filter(looked_after_by=None)


class RequestFilters(ForManagers):
    """Requests by words, state, kind of support and urgency; for managers by who looks after them."""

    q = filters.CharFilter(method="by_words", label=_("School or reference"))
    state = filters.ChoiceFilter(
        choices=SupportRequest.State.choices, label=_("State"), empty_label=_("Any state")
    )
    kind = filters.ChoiceFilter(
        choices=SupportRequest.Kind, label=_("Kind of support"), empty_label=_("Any kind")
    )

    urgency = filters.ChoiceFilter(
        choices=SupportRequest.Urgency, label=_("How urgent"), empty_label=_("However urgent")
    )

    class Meta:
        model = SupportRequest
        fields: list[str] = []

    def by_words(self, requests: QuerySet, name: str, words: str) -> QuerySet:
        return requests.filter(
            Q(school__search_text__contains=fold(words)) | Q(reference__icontains=words.strip())
        )


class DeploymentFilters(ForManagers):
    """Deployments by words and state; for managers by who looks after them, and those on the watch list."""

    watched = filters.ChoiceFilter(
        choices=[("yes", _("On the watch list"))],
        method="by_watch",
        label=_("Watched"),
        empty_label=_("All"),
    )
    of_managers = ("keeper", "watched")

    q = filters.CharFilter(method="by_words", label=_("School, leader or reference"))
    state = filters.ChoiceFilter(choices=Deployment.State, label=_("State"), empty_label=_("Any state"))

    class Meta:
        model = Deployment
        fields: list[str] = []

    def by_watch(self, deployments: QuerySet, name: str, yes: str) -> QuerySet:
        person: Any = self.request.user
        return deployments.filter(pk__in=watched_deployments(person, timezone.localdate()).values("pk"))

    def by_words(self, deployments: QuerySet, name: str, words: str) -> QuerySet:
        return deployments.filter(
            Q(school__search_text__contains=fold(words))
            | Q(designation__person__last_name__icontains=words.strip())
            | Q(designation__person__first_name__icontains=words.strip())
            | Q(reference__icontains=words.strip())
        )


class FacilitationFilters(Narrowed):
    """Facilitation of groups by words and state."""

    q = filters.CharFilter(method="by_words", label=_("Group, school or reference"))
    state = filters.ChoiceFilter(choices=Facilitation.State, label=_("State"), empty_label=_("Any state"))

    class Meta:
        model = Facilitation
        fields: list[str] = []

    def by_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.filter(
            Q(school__search_text__contains=fold(words))
            | Q(group__icontains=words.strip())
            | Q(reference__icontains=words.strip())
        )


class ClaimFilters(Narrowed):
    """Claims by school and state."""

    q = filters.CharFilter(method="by_words", label=_("School or reference"))
    state = filters.ChoiceFilter(choices=Claim.State, label=_("State"), empty_label=_("Any state"))

    class Meta:
        model = Claim
        fields: list[str] = []

    def by_words(self, claims: QuerySet, name: str, words: str) -> QuerySet:
        return claims.filter(
            Q(school__search_text__contains=fold(words)) | Q(reference__icontains=words.strip())
        )


class ChargeFilters(Narrowed):
    """What schools pay themselves, by either school and by term."""

    q = filters.CharFilter(method="by_words", label=_("School that pays, or leader's school"))
    term = filters.ChoiceFilter(
        field_name="claim__term_starts_on", label=_("Term from"), empty_label=_("Any term")
    )

    class Meta:
        model = ClaimLine
        fields: list[str] = []

    def __init__(self, *args: Any, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, queryset=queryset, **kwargs)
        terms = [(starts_on.isoformat(), day(starts_on)) for starts_on in terms_of(queryset)]
        self.filters["term"].extra["choices"] = terms

    def by_words(self, lines: QuerySet, name: str, words: str) -> QuerySet:
        folded = fold(words)
        return lines.filter(
            Q(deployment__school__search_text__contains=folded)
            | Q(claim__school__search_text__contains=folded)
        )
