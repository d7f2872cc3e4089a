"""The manager's log of letters: what was written to whom, what could not be delivered, what is held back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from casework import letters
from casework.models import Case, Letter
from casework.views import reader_of
from directory.models import Person
from directory.rules import is_manager
from leadership_portal import actions
from leadership_portal.forms.letters import LetterFilter
from leadership_portal.queries import letters_open_to

PAGE = 50
TONES = {"waiting": "wait", "held": "wait", "sent": "good", "failed": "bad", "dropped": ""}


def _managers_only(request: HttpRequest) -> None:
    if not is_manager(request.user):
        raise PermissionDenied


def _letter_or_404(request: HttpRequest, pk: int) -> Letter:
    return get_object_or_404(letters_open_to(reader_of(request)).select_related("to"), pk=pk)


@never_cache
@require_safe
def list_letters(request: HttpRequest) -> HttpResponse:
    """List the letters, newest first, filtered by what stands in the address of the page."""
    _managers_only(request)
    theirs = letters_open_to(reader_of(request))
    kinds = theirs.order_by("name").values_list("name", flat=True).distinct()
    search = LetterFilter(request.GET or None, kinds=list(kinds))
    found = filtered(theirs, search.cleaned_data if search.is_valid() else {})
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    letter: Any
    for letter in page:
        letter.tone = TONES[letter.status]
    context = {"page": page, "search": search, "query": query.urlencode()}
    return render(request, "leadership_portal/letters.html", context)


def filtered(found: QuerySet[Letter], wanted: dict[str, Any]) -> QuerySet[Letter]:
    """Narrow letters to a status, a kind, and to readers whose address or name has these words."""
    found = found.select_related("to", "content_type")
    if wanted.get("status"):
        found = found.filter(status=wanted["status"])
    if wanted.get("kind"):
        found = found.filter(name=wanted["kind"])
    for word in wanted.get("to", "").split():
        found = found.filter(
            Q(address__icontains=word) | Q(to__first_name__icontains=word) | Q(to__last_name__icontains=word)
        )
    return found


@never_cache
@require_safe
def show_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter without its signed link, which is its reader's alone; one that holds a code stays shut."""
    _managers_only(request)
    letter: Any = _letter_or_404(request, pk)
    letter.tone = TONES[letter.status]
    text = "" if letter.wipe else letters.texts_of(letter, reveal=False)[0]
    opens = case_of(letter, reader_of(request)) is not None
    context = {"letter": letter, "text": text, "opens": opens, "moves": moves_of(letter)}
    return render(request, "leadership_portal/letter.html", context)


def case_of(letter: Letter, reader: Person) -> Case | None:
    """Return the case a letter is about where its page opens to this reader: a draft is its applicant's alone."""
    if letter.content_type is None:
        return None
    cases: Any = letter.content_type.model_class()
    return cases.objects.visible_to(reader).filter(pk=letter.object_id).first()


def moves_of(letter: Letter) -> list[dict[str, Any]]:
    """Return who held the letter back or let it go, and when, newest first."""
    said = {actions.HELD: _("Held back by %(who)s"), actions.LET_GO: _("Let go by %(who)s")}
    kind = ContentType.objects.get_for_model(Letter)
    rows = LogEntry.objects.filter(
        content_type=kind, object_id=str(letter.pk), change_message__in=said
    ).select_related("user")
    return [{"at": row.action_time, "text": said[row.change_message] % {"who": row.user}} for row in rows]


@require_POST
def retry_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a failed or held letter after all."""
    _managers_only(request)
    if actions.retry_letter(_letter_or_404(request, pk), by=reader_of(request)):
        messages.success(request, _("The letter is waiting to be sent."))
    else:
        messages.warning(request, _("This letter is neither held nor failed any more."))
    return redirect("letter", pk=pk)


@require_POST
def hold_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a waiting letter back."""
    _managers_only(request)
    if actions.hold_letter(_letter_or_404(request, pk), by=reader_of(request)):
        messages.success(request, _("The letter is held until you let it go."))
    else:
        messages.warning(request, _("This letter is not waiting any more."))
    return redirect("letter", pk=pk)
