"""How the list of schools is narrowed: by words, authority, cluster, and how far the alliance has reached them."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directory.forms.filters import Narrowed
from directory.models import Cluster, LocalAuthority, Post, School
from directory.rules import is_manager

REACHED: dict[str, tuple[Any, dict[str, Any]]] = {
    "never_asked": (_("Never asked for support"), {"has_asked": False}),
    "never_supported": (_("Asked, never supported"), {"has_asked": True, "was_supported": False}),
    "supported": (_("Supported at some time"), {"was_supported": True}),
    "waiting": (_("A request is open now"), {"open_requests__gt": 0}),
}


def authorities(request) -> QuerySet[LocalAuthority]:
    """Return the authorities one may choose: all for managers, for officers their own."""
    every = LocalAuthority.objects.order_by("name")
    if request is None or is_manager(request.user):
        return every
    return every.filter(pk__in=request.user.authority.authority_ids(Post.Role.LA_OFFICER))


class SchoolReachFilters(Narrowed):
    """Schools, annotated with what was asked and given, by words, authority, cluster and reach."""

    q = filters.CharFilter(method="by_words", label=_("Name, town, postcode or number"))
    local_authority = filters.ModelChoiceFilter(
        queryset=authorities, label=_("Local authority"), empty_label=_("Any local authority")
    )
    cluster = filters.ModelChoiceFilter(
        queryset=Cluster.objects.order_by("name"), label=_("Cluster"), empty_label=_("Any cluster")
    )
    reached = filters.ChoiceFilter(
        choices=[(key, words) for key, (words, _holds) in REACHED.items()],
        method="by_reach",
        label=_("Support so far"),
        empty_label=_("Any school"),
    )

    class Meta:
        model = School
        fields: list[str] = []

    def by_words(self, schools: QuerySet, name: str, words: str) -> QuerySet:
        return schools.found_by(words)  # type: ignore[attr-defined]

    def by_reach(self, schools: QuerySet, name: str, key: str) -> QuerySet:
        return schools.filter(**REACHED[key][1])
