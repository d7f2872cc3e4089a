"""The demonstration's inbox: the letters as their readers get them."""

from django.views.generic import DetailView, ListView

from casework.models import Letter


class Inbox(ListView):
    """The letters written, newest first."""

    model = Letter


class ReadLetter(DetailView):
    """One letter."""

    model = Letter
