"""The manager's log of letters."""

from django.views.generic import ListView

from casework.models import Letter


class LetterLog(ListView):
    """The letters written, newest first."""

    model = Letter
