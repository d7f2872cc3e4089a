"""The texts every portal owes its readers: help, privacy, accessibility."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class TextPage(TemplateView):
    """A page of words, open to everybody."""


help_page: Any = TextPage.as_view(template_name="leadership_portal/help.html")
privacy: Any = TextPage.as_view(template_name="leadership_portal/privacy.html")
accessibility: Any = TextPage.as_view(template_name="leadership_portal/accessibility.html")
