"""Signed links: opening one changes nothing, pressing a button on its page does."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from casework import letters, links
from casework.lifecycle import Lifecycle, steps_open_to
from casework.models import Entry, Link


def _sealed(response: HttpResponse) -> HttpResponse:
    """Keep a link's page out of caches and search engines; it is nobody's but its reader's."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@login_not_required
@never_cache
def open_link(request: HttpRequest, token: str, door: str = "") -> HttpResponse:
    """Show what a link asks; with several doors, the case in brief and a button for each."""
    link = _find(token)
    if link is None:
        return _sealed(render(request, "casework/link_unknown.html", status=410))
    _speak_as(request, link)
    if link.used_at:
        return _sealed(_thanks(request, link))
    if not link.is_live(timezone.now()):
        return _sealed(
            render(request, "casework/link_closed.html", {"link": link, "token": token}, status=410)
        )
    request.link, request.link_token = link, token  # type: ignore[attr-defined]
    request.user = link.person  # for this page alone: the session of whoever is signed in is not touched
    doors = {name.split(":")[1]: name for name in link.doors}
    if not door and len(doors) > 1:
        return _sealed(_choices(request, link, token))
    name = doors.get(door or next(iter(doors)))
    if name is None:
        raise Http404
    request.link_door = name  # type: ignore[attr-defined]
    return _sealed(_through(request, name, link))


def case_of(link: Link) -> Any:
    """Return the case of a link with all its steps and its page ask about; `open_link` has made sure there is one."""
    return link.case


def _find(token: str) -> Link | None:
    """Return the link of a token whose case is still there; the case is read once, with what its rules ask about."""
    link = links.find(token)
    if link is None:
        return None
    model: Any = link.content_type.model_class()
    case = model._default_manager.in_full().filter(pk=link.object_id).first()
    if case is None:
        return None
    link.case = case
    return link


def open_doors(link: Link) -> dict[str, str]:
    """Return the doors of a link that are open to its person now, with the step behind each, in the link's order.

    What the person may no longer see is not open, whatever the rules of its steps say.
    """
    case = case_of(link)
    if not _is_seen(link):
        return {}
    steps = {f"{case.NOUN}-{name}": name for name in steps_open_to(case, link.person)}
    doors = [name.split(":")[1] for name in link.doors]
    return {door: steps[door] for door in doors if door in steps}


def _is_seen(link: Link) -> bool:
    """Say whether the person of a link may see its case today."""
    case = case_of(link)
    return type(case)._default_manager.visible_to(link.person).filter(pk=case.pk).exists()


def _speak_as(request: HttpRequest, link: Link) -> None:
    if link.person.language and "django_language" not in request.COOKIES:
        translation.activate(link.person.language)
        request.LANGUAGE_CODE = link.person.language


def _through(request: HttpRequest, name: str, link: Link) -> HttpResponse:
    """Answer with the step's own page; a question that passed to somebody else says so instead of "forbidden"."""
    match = resolve(reverse(name, args=[link.object_id]))
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        return render(request, "casework/link_passed.html", {"link": link}, status=410)
    return response.render() if hasattr(response, "render") else response


def _choices(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Show the case in brief and a button for each door that is open to this person now."""
    case = case_of(link)
    steps = Lifecycle.of(case).steps
    offered = [
        {"url": reverse("link-door", args=[token, door]), "step": steps[step]}
        for door, step in open_doors(link).items()
    ]
    if not offered:
        last = Entry.objects.of(case).filter(audience="").order_by("-at", "-pk").first()
        return render(
            request, "casework/moved_on.html", {"case": case, "link": link, "last": last}, status=410
        )
    context = {"case": case, "link": link, "doors": offered}
    return render(request, f"{case._meta.app_label}/{case.NOUN}_link.html", context)


def _thanks(request: HttpRequest, link: Link) -> HttpResponse:
    """Show what was chosen by this link; the page survives being opened again and tells nothing new."""
    request.link = link  # type: ignore[attr-defined]
    case = case_of(link)
    step = link.used_door.split(":")[-1].removeprefix(f"{case.NOUN}-")
    context = {"link": link, "case": case, "step": Lifecycle.of(case).steps.get(step)}
    return render(request, "casework/link_thanks.html", context)


@login_not_required
@never_cache
@require_POST
def renew_link(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the address the old one went to, once an hour at most, while its question is open to them."""
    link = _find(token)
    if link is None or link.used_at or not link.person.is_active:
        return _sealed(render(request, "casework/link_unknown.html", status=410))
    _speak_as(request, link)
    if not open_doors(link):
        request.link = link  # type: ignore[attr-defined]
        page = "ended" if _is_seen(link) else "passed"
        return _sealed(render(request, f"casework/link_{page}.html", {"link": link}, status=410))
    was_sent = letters.renew(link, case_of(link)) is not None
    return _sealed(render(request, "casework/link_renewed.html", {"link": link, "was_sent": was_sent}))
