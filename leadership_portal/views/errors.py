"""What is shown when something is wrong: each page says what happened, and what to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token


def damaged(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; the request itself is not trusted, so the page asks nothing of it."""
    return HttpResponse(render_to_string("400.html"), status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: you may see this but not do it."""
    return render(request, "403.html", status=403)


@requires_csrf_token
def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: not there, or not yours."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database, the session or the context: any of them may be what is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form we cannot tell is ours, saying how to send it again."""
    return render(request, "403_csrf.html", status=403)
