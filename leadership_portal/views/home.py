"""The first page: what you need to do now; for strangers, what system leadership is and how to begin."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import rules
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from casework.lifecycle import Task
from casework.templatetags.casework import days, moment, task_row
from deployments.models import TermBudget
from designation import queries as designation
from directory.models import Person
from directory.rules import is_manager
from leadership_portal import queries
from leadership_portal.views.public import welcome


@login_not_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show those signed in what awaits them, everybody else the public page."""
    if not request.user.is_authenticated:
        return welcome(request)
    on, now = timezone.localdate(), timezone.now()
    counts = queries.alliance_counts(request.user, on) if is_manager(request.user) else None
    here = designation.at_home(request.user, on)
    to_confirm = counts.to_confirm if counts else 0
    found = [*here.tasks, *(queries.followed(counts) if counts else ())]
    tasks = queries.tasks_of(request.user, on, to_confirm=to_confirm, found=found)
    since = datetime.fromisoformat(last) if (last := request.session.get("last_here")) else None
    changes = queries.changes_for(request.user, since, now) if since else []
    context = {
        "heading": heading_of(tasks, request.user.get_short_name()),
        "tasks": [task_row(task, on) for task in tasks],
        "changes": [{"when": moment(change.at), "at": change.at, "change": change} for change in changes],
        "since": since,
        "mine": [underway_of(row) for row in here.under_way],
        "starts": starts_of(request.user),
        "figures": figures_of(counts) if counts else [],
        "bars": [] if counts else [bar_of(row) for row in queries.budgets_of(request.user, on)],
    }
    return render(request, "leadership_portal/home.html", context)


def heading_of(tasks: list[Task], name: str) -> str:
    """Return the title: how many things need this person, by name."""
    if not tasks:
        return _("Nothing needs you now, %(name)s") % {"name": name}
    sentence = ngettext(
        "%(count)d thing needs you, %(name)s", "%(count)d things need you, %(name)s", len(tasks)
    )
    return sentence % {"count": len(tasks), "name": name}


def figures_of(counts: queries.Counts) -> list[dict[str, Any]]:
    """Return the managers' figures with their words."""
    return [
        {"value": counts.leaders, "text": _("Active leaders")},
        {"value": counts.requests, "text": _("Requests waiting for a leader")},
        {"value": counts.under_way, "text": _("Deployments under way")},
    ]


def bar_of(row: TermBudget) -> dict[str, Any]:
    """Return the days out this term of a leader or of a whole school, as a bar with its figures."""
    out = _("%(taken)s of %(agreed)s") % {"taken": days(row.taken), "agreed": days(row.half_days)}
    share = 100 * row.taken // row.half_days if row.half_days else 0
    who = row.designation.person if row.designation else row.school
    return {"label": str(who), "share": share, "value": out, "total": row.school_id is not None}


def underway_of(row: Any) -> dict[str, Any]:
    """Return an application of one's own that the alliance has, with its state and what it still waits for."""
    missing = ngettext(
        "%(count)d reference has not come yet.", "%(count)d references have not come yet.", row.missing
    )
    hint = missing % {"count": row.missing} if row.missing else ""
    text = _("Your application in %(round)s: %(role)s")
    named = {"round": row.application.round, "role": row.application.role}
    return {"case": row.application, "text": text % named, "hint": hint}


def starts_of(person: Person) -> list[dict[str, str]]:
    """Return what this person may begin by themselves, each with its page."""
    starts = [*_for_their_posts(person)]
    starts.append(
        start("directory:schools", _("Find a school"), _("Its phase, place, cluster and who leads it."))
    )
    about = _("Your name, your posts, your language.")
    return [*starts, start("profile", _("Look at what we know about you"), about)]


def _for_their_posts(person: Person) -> Iterator[dict[str, str]]:
    """Yield what their posts let them begin, and where they read how to apply."""
    if is_manager(person):
        yield start("deployments:request-new", _("Record a request"), _("For a school that asked by phone."))
        yield start("post-add", _("Add a post"), _("A head, a chair of governors, an officer."))
        return
    if rules.has_perm("deployments.make_request", person):
        yield start("deployments:request-new", _("Ask for support"), _("Say what your school needs."))
    yield start("about", _("Apply as a leader"), _("What the roles are, and which rounds are open now."))


def start(name: str, text: str, about: str) -> dict[str, str]:
    """Return one thing to begin, with the address of its page."""
    return {"url": reverse(name), "text": text, "about": about}
