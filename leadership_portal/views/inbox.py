"""The demonstration's inbox: the letters as their readers get them, signed links and all."""

from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework import letters
from casework.models import Letter
from directory.models import Person

PAGE = 25
SHOWN = (Letter.Status.WAITING, Letter.Status.SENT, Letter.Status.FAILED)


def _only_on_a_demonstration() -> None:
    if not settings.DEMO:
        raise Http404


@login_not_required
@never_cache
@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """List the letters, newest first, all or one person's; open to whoever looks at the demonstration."""
    _only_on_a_demonstration()
    written = Letter.objects.filter(status__in=SHOWN).select_related("to")
    reader = request.GET.get("to", "") if request.GET.get("to", "").isdecimal() else ""
    if reader:
        written = written.filter(to__in=Person.objects.filter(pk=reader))
    context: dict[str, Any] = {
        "page": Paginator(written, PAGE).get_page(request.GET.get("page")),
        "readers": Person.objects.filter(letters_received__isnull=False).distinct()[:100],
        "reader": reader,
        "query": f"to={reader}" if reader else "",
    }
    return render(request, "leadership_portal/inbox.html", context)


@login_not_required
@never_cache
@require_safe
def read_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one letter as it is read, with the link that works."""
    _only_on_a_demonstration()
    letter = get_object_or_404(Letter.objects.select_related("to", "link"), pk=pk)
    text, _html = letters.texts_of(letter, reveal=True)
    return render(request, "leadership_portal/inbox_letter.html", {"letter": letter, "text": text})


@login_not_required
@never_cache
@require_safe
@csp_update({"style-src": UNSAFE_INLINE})  # type: ignore[arg-type]
def show_html(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the e-mail's own HTML; programs that read mail want its styles inline, so this page alone allows them."""
    _only_on_a_demonstration()
    letter = get_object_or_404(Letter.objects.select_related("to", "link"), pk=pk)
    _text, html = letters.texts_of(letter, reveal=True)
    return HttpResponse(html)


@login_not_required
@never_cache
@require_safe
def fetch_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the calendar entry that travels with a letter, as the file a calendar opens."""
    _only_on_a_demonstration()
    letter = get_object_or_404(Letter.objects.exclude(calendar=""), pk=pk)
    disposition = {"Content-Disposition": 'attachment; filename="invite.ics"'}
    return HttpResponse(letter.calendar, content_type="text/calendar; charset=utf-8", headers=disposition)
