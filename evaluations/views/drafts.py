"""Form pages whose half-written answers are kept as they stand, and come back as they stood."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict

NOT_KEPT = {"csrfmiddlewaretoken", "one_time_key", "switch_language", "add_action"}


class Drafted:
    """A step page that autosaves; the subclass says where a draft is kept (`keep`) and found (`kept`)."""

    request: HttpRequest

    def kept(self) -> Mapping[str, Sequence[str]]:
        raise NotImplementedError

    def keep(self, typed: dict[str, list[str]]) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "X-Autosave" in request.headers:
            self.keep(self.typed())
            return HttpResponse(status=204)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def typed(self) -> dict[str, list[str]]:
        """Return what the person has typed, every box of it, as texts."""
        post = self.request.POST
        return {name: post.getlist(name) for name in post if name not in NOT_KEPT}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]
        if self.request.method in ("GET", "HEAD") and self.kept():
            kwargs["data"] = _as_sent(self.kept())
        return kwargs

    def get_form(self, form_class: Any = None) -> forms.BaseForm:
        form: forms.BaseForm = super().get_form(form_class)  # type: ignore[misc]
        if self.request.method in ("GET", "HEAD"):
            # A draft is shown, not judged.
            form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]
        return form

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        self.keep(self.typed())
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return response


def _as_sent(typed: Mapping[str, Sequence[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    return data
