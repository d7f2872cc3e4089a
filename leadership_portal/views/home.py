"""The first page: what you need to do now, or for strangers what system leadership is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page to those signed in, the public page to everybody else."""
    return render(request, "leadership_portal/home.html")
