"""Pages of schools: find one as you type, the list with its filters, one school's page, and the list as a file."""

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.documents import csv_lines, school_rows
from directory.forms.schools import SchoolFilters
from directory.models import Post, School, SupportCategory
from directory.queries import schools as queries
from directory.rules import is_manager

PAGE = 30
TONES = {"open": "good", "closing": "wait", "closed": "plain", "proposed": "wait"}


@require_safe
def find_schools(request: HttpRequest) -> HttpResponse:
    """Answer what somebody types: a fragment of options for the script, else a plain page of results.

    With `open` in the query an option leads to the school's page; without it the option is put into a form.
    """
    words = request.GET.get("q", "").strip()
    schools = queries.find_schools(words)
    if request.headers.get("HX-Request"):
        options = [option_of(school, "open" in request.GET) for school in schools]
        return render(request, "directory/_school_options.html", {"options": options})
    context = {"words": words, "results": [result_of(school) for school in schools], "most": queries.MOST}
    return render(request, "directory/school_find.html", context)


def option_of(school: School, opens: bool) -> dict:
    return {
        "value": school.pk,
        "text": queries.in_words(school),
        "about": f"{school.local_authority} · {school.get_phase_display()}",
        "url": page_of(school) if opens else "",
    }


def result_of(school: School) -> dict:
    about = f"{school.town} · {school.postcode} · {school.local_authority} · {school.get_phase_display()}"
    return {"text": str(school), "url": page_of(school), "about": about, "number": school.number}


def page_of(school: School) -> str:
    return reverse("directory:school", args=[school.number])


def filtered(request: HttpRequest) -> SchoolFilters:
    schools = School.objects.select_related("local_authority", "trust", "cluster")
    return SchoolFilters(request.GET, queryset=schools, request=request)


@require_safe
def list_schools(request: HttpRequest) -> HttpResponse:
    """Show the schools the filters leave, thirty a page."""
    filters = filtered(request)
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "pills": filters.pills() if filters.is_valid() else [],
        "query": filters.without(),
        "columns": columns(),
        "rows": [row_of(school) for school in page],
        "may_export": request.user.has_perm("directory.export_schools"),
    }
    return render(request, "directory/school_list.html", context)


def columns() -> list[dict]:
    titles = [
        _("School"),
        _("Town"),
        _("Local authority"),
        _("Phase"),
        _("Cluster"),
        _("Pupils"),
        _("Status"),
    ]
    return [{"text": title, "number": title == _("Pupils")} for title in titles]


def row_of(school: School) -> dict:
    return {
        "head": {"text": str(school), "url": page_of(school)},
        "cells": [
            {"label": _("Town"), "text": school.town},
            {"label": _("Local authority"), "text": str(school.local_authority)},
            {"label": _("Phase"), "text": school.get_phase_display()},
            {"label": _("Cluster"), "text": str(school.cluster or "")},
            {"label": _("Pupils"), "text": "" if school.pupils is None else school.pupils, "number": True},
            {"label": _("Status"), "tag": school.get_status_display(), "tone": TONES[school.status]},
        ],
    }


@require_safe
@permission_required("directory.export_schools", raise_exception=True)
def export_schools(request: HttpRequest) -> StreamingHttpResponse:
    """Send what is filtered as CSV, with formulas made inert; for managers."""
    lines = csv_lines(school_rows(filtered(request).qs.iterator(chunk_size=1000)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="schools.csv"'
    return response


@require_safe
def show_school(request: HttpRequest, number: int) -> HttpResponse:
    """Show one school: facts, who holds which post today, what it was and what became of it.

    E-mail addresses, unconfirmed posts and the support category are for managers.
    """
    schools = School.objects.select_related("local_authority", "trust", "cluster")
    school = get_object_or_404(schools, number=str(number))
    today, manages = timezone.localdate(), is_manager(request.user)
    may_judge = request.user.has_perm("directory.read_categories")
    posts = queries.posts_held_at(school, today, with_unconfirmed=manages)
    context = {
        "school": school,
        "status": {"text": school.get_status_display(), "tone": TONES[school.status]},
        "facts": facts_of(school),
        "posts": [post_row(post, with_address=manages) for post in posts],
        "post_columns": post_columns(with_address=manages),
        "successor": None if school.is_open else queries.successor_of(school),
        "links": link_facts(school),
        "category_facts": category_facts(queries.category_of(school, today)) if may_judge else [],
    }
    return render(request, "directory/school_page.html", context)


def facts_of(school: School) -> list[dict]:
    """Return what the register says about a school; what it does not say is left out."""
    address = "\n".join(line for line in (school.street, school.town, school.postcode) if line)
    facts: list[dict] = [
        {"term": _("Number"), "value": school.number},
        {"term": _("Name in Welsh"), "value": school.name_cy},
        {"term": _("Local authority"), "value": str(school.local_authority)},
        {"term": _("Cluster"), "value": school.cluster and str(school.cluster)},
        {"term": _("Trust"), "value": school.trust and str(school.trust)},
        {"term": _("Phase"), "value": school.get_phase_display()},
        {"term": _("Type"), "value": school.kind},
        {"term": _("Medium of instruction"), "value": school.get_medium_display()},
        {"term": _("Religious character"), "value": school.religious_character},
        {"term": _("Pupils"), "value": school.pupils},
        {"term": _("Address"), "value": address},
        {"term": _("Telephone"), "value": school.phone},
        {"term": _("Website"), "value": school.website, "url": safe_link(school.website)},
        {"term": _("Opened"), "value": day_in_words(school.opened_on)},
        {"term": _("Closed"), "value": day_in_words(school.closed_on)},
    ]
    return [fact for fact in facts if fact["value"] not in ("", None)]


def safe_link(address: str) -> str:
    return address if address.lower().startswith(("http://", "https://")) else ""


def day_in_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def link_facts(school: School) -> list[dict]:
    """Return the schools this one came from and went over into, each with a link to its page."""
    came = [(_("Took the place of"), other) for other in queries.predecessors_of(school)]
    went = [(_("Its place was taken by"), other) for other in queries.successors_of(school)]
    return [
        {"term": term, "value": queries.in_words(other), "url": page_of(other)} for term, other in came + went
    ]


def post_columns(*, with_address: bool) -> list[dict]:
    titles = [_("Name"), _("Post")] + ([_("E-mail address"), _("Confirmed")] if with_address else [])
    return [{"text": title} for title in titles]


def post_row(post: Post, *, with_address: bool) -> dict:
    """Return a line of the table of posts; a person without a name is not shown by their address to others."""
    person = post.person
    named = f"{person.first_name} {person.last_name}".strip()
    cells: list[dict] = [{"label": _("Post"), "text": post.title or post.get_role_display()}]
    if with_address:
        said, tone = (_("Confirmed"), "good") if post.confirmed_at else (_("Not confirmed yet"), "wait")
        cells += [
            {"label": _("E-mail address"), "text": person.email, "url": f"mailto:{person.email}"},
            {"label": _("Confirmed"), "tag": said, "tone": tone},
        ]
    return {"head": {"text": named or _("Name not given")}, "cells": cells}


def category_facts(category: SupportCategory | None) -> list[dict]:
    if category is None:
        return [{"term": _("Support category"), "value": _("None recorded")}]
    return [
        {"term": _("Support category"), "value": category.get_colour_display()},
        {"term": _("Judged on"), "value": day_in_words(category.judged_on)},
        {"term": _("Source"), "value": category.source},
    ]
