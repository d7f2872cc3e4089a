"""What must always be true of the whole database: the rules of every app, and those of every case."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Lag, Length
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone

from casework.letters.delivery import GIVE_UP
from casework.lifecycle import Lifecycle
from casework.links import token_of
from casework.models import Case, Entry, Letter, Link
from casework.models.invariants import Invariant
from deployments.queries import invariants as deployments
from designation.queries import invariants as designation

HASH_LENGTH = 64  # of SHA-256, in letters of hexadecimal
LANGUAGES = ("en", "cy")


def stands_where_its_history_says(model: type[Case]) -> Invariant:
    """Return the rule that each case of a kind is in the state its newest entry led to."""

    def broken() -> QuerySet[Any]:
        kind = ContentType.objects.get_for_model(model)
        newest = Entry.objects.filter(content_type=kind, object_id=OuterRef("pk")).order_by("-pk")
        cases = model._base_manager.annotate(written=Subquery(newest.values("to_state")[:1]))
        return cases.filter(Q(written__isnull=True) | ~Q(written=F("state")))

    name = f"{model.NOUN}_stands_where_its_history_says"
    return Invariant(
        name, f"Every {model.NOUN} is in the state the newest entry of its history led to.", broken
    )


def history_has_no_gap() -> QuerySet[Entry]:
    """An entry of a history begins in the state the entry before it led to."""
    lag = Window(
        Lag("to_state", default=Value("")), partition_by=["content_type", "object_id"], order_by=F("pk").asc()
    )
    return Entry.objects.annotate(before=lag).filter(~Q(before=F("from_state")))


def letter_has_its_text() -> QuerySet[Letter]:
    """Every letter is of a kind whose text the portal knows in English and Welsh."""
    names = Letter.objects.order_by("name").values_list("name", flat=True).distinct()
    return Letter.objects.filter(name__in=[name for name in names if not _is_known(name)])


def _is_known(name: str) -> bool:
    try:
        return all(get_template(f"letters/{name}.{language}.txt") for language in LANGUAGES)
    except TemplateDoesNotExist:
        return False


def letter_has_its_reader() -> QuerySet[Letter]:
    """Every letter has an address, and one about a case a reader whom the portal knows."""
    return Letter.objects.filter(Q(address="") | Q(object_id__isnull=False, to=None))


def letter_leaves_in_time() -> QuerySet[Letter]:
    """No letter has waited for longer than the day after which it leaves or fails."""
    return Letter.objects.filter(status=Letter.Status.WAITING, send_after__lt=timezone.now() - 2 * GIVE_UP)


def link_is_kept_as_a_hash() -> QuerySet[Link]:
    """A signed link is kept as a hash: never its token, in its own row or in a letter."""
    open_links = Link.objects.filter(used_at=None, closed_at=None, expires_at__gt=timezone.now())
    bare = [link.pk for link in open_links.iterator() if token_of(link) == link.token_hash]
    return Link.objects.annotate(length=Length("token_hash")).filter(~Q(length=HASH_LENGTH) | Q(pk__in=bare))


def letter_keeps_no_token() -> QuerySet[Letter]:
    """No letter keeps the address of a signed link: it is put in as the letter leaves."""
    return Letter.objects.filter(Q(body__contains="/link/") | Q(url__contains="/link/"))


def every() -> list[Invariant]:
    """Return all rules, those of every case first."""
    cases = sorted(Lifecycle.of_model, key=lambda model: model._meta.label)
    shared = (
        history_has_no_gap,
        letter_has_its_text,
        letter_has_its_reader,
        letter_leaves_in_time,
        link_is_kept_as_a_hash,
        letter_keeps_no_token,
    )
    return [
        *(stands_where_its_history_says(model) for model in cases),  # type: ignore[arg-type]
        *(Invariant.of(one) for one in shared),
        *designation.INVARIANTS,
        *deployments.INVARIANTS,
    ]


class Breach(NamedTuple):
    """A rule that does not hold, with the rows that break it."""

    invariant: Invariant
    rows: list[Any]


def breaches(invariants: Iterable[Invariant] | None = None) -> Iterator[Breach]:
    """Ask every rule, one query each, and yield those that do not hold."""
    for invariant in every() if invariants is None else invariants:
        if rows := list(invariant.broken().order_by("pk")):
            yield Breach(invariant, rows)


def rows_watched() -> int:
    """Return how many rows the rules speak of, each table counted once."""
    models = {invariant.broken().model for invariant in every()}
    return sum(model._base_manager.count() for model in models)
