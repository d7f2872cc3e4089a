"""The application as a task list: its sections one by one, kept as they are typed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from casework.lifecycle import StepNotOpen
from casework.views import FormPage, MakePage, reader_of
from designation import actions
from designation.actions.references import head_kind_of, known_referee
from designation.actions.sections import PERSON_FIELDS
from designation.forms.sections import FORMS, RoleHeldForm, SectionForm, StatementForm
from designation.models import Application, Reference, RoleHeld, Statement
from designation.queries.applications import areas_left_out
from directory.models.places import School


class OwnDraft:
    """Loads the applicant's own application while it is written; what was sent in leads to its page.

    Of one that was returned `section` must be one of the parts asked about again. Anybody else finds nothing.
    """

    request: HttpRequest
    section = ""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        mine = Application.objects.filter(applicant=reader_of(request))
        mine = mine.select_related("round", "role_type", "school", "applicant")
        self.application = get_object_or_404(mine, pk=kwargs["pk"])
        if not request.user.has_perm("designation.edit_application", self.application):
            if request.method == "POST":
                messages.warning(
                    request, _("This application was sent in already; it can no longer be changed.")
                )
            return redirect(self.application)
        if self.section and self.section not in self.application.asked_sections:
            messages.warning(request, _("Nobody asks about this part: it stays as you sent it in."))
            return redirect(self.tasks_url())
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except StepNotOpen:
            messages.warning(request, _("This application was sent in already; it can no longer be changed."))
            return redirect(self.application)

    def tasks_url(self) -> str:
        return reverse("designation:application-tasks", args=[self.application.pk])


STATUSES = {
    None: gettext_lazy("Not started"),
    Application.STARTED: gettext_lazy("In progress"),
    Application.COMPLETED: gettext_lazy("Completed"),
}


class ApplicationTasks(OwnDraft, TemplateView):
    """The list of sections with their statuses, and what of the references is under way."""

    template_name = "designation/application_tasks.html"

    def get_context_data(self, **context) -> dict:
        application, asked = self.application, self.asked()
        done = [one for one in asked if application.sections.get(one.value) == application.COMPLETED]
        references = list(application.references.exclude(state="replaced"))
        return super().get_context_data(
            **context,
            application=application,
            sections=[self.line_of(section) for section in self.parts()],
            check=[self.check_line()],
            done=len(done),
            all=len(asked),
            is_returned=self.is_returned,
            references=references,
            may_ask=self.may_ask(),
            asks_anew=self.asks_anew(),
            is_open=self.is_returned or timezone.now() < application.deadline,
        )

    @property
    def is_returned(self) -> bool:
        return self.application.state == Application.State.RETURNED

    def asked(self) -> list[Application.Section]:
        """Return the parts to be completed now."""
        optional = () if self.is_returned else Application.OPTIONAL
        return [one for one in self.application.asked_sections if one not in optional]

    def line_of(self, section: Application.Section) -> dict:
        """Return one part as a line of the list; a part nobody asks about again is there to be seen only."""
        if section not in self.application.asked_sections:
            return {"text": section.label, "url": None, "status": _("As you sent it in")}
        return {
            "text": section.label,
            "is_optional": section in Application.OPTIONAL,
            "url": reverse("designation:application-section", args=[self.application.pk, section.value]),
            "status": STATUSES[self.application.sections.get(section.value)],
        }

    def parts(self) -> list[Application.Section]:
        """Return the parts listed: equality answers are forgotten once the application was sent in."""
        return [one for one in Application.Section if not self.is_returned or one != one.EQUALITY]

    def check_line(self) -> dict:
        ready = self.application.is_filled_in
        return {
            "text": _("Check your answers and send them")
            if self.is_returned
            else _("Check your answers and submit"),
            "url": self.application.page(self.last_step) if ready else None,
            "status": _("Not started") if ready else _("Cannot start yet"),
            "about": "" if ready else _("Complete every part first."),
        }

    @property
    def last_step(self) -> str:
        return "resubmit" if self.is_returned else "submit"

    def asks_anew(self) -> bool:
        """Say whether the first reference was asked for another school or post, and for this one not yet."""
        first = self.application.references.exclude(kind="second")
        current = {"kind": head_kind_of(self.application), "school": self.application.school}
        return first.exclude(**current).exists() and not first.counting().exists()

    def may_ask(self) -> bool:
        """Say whether the first referee could be asked now; who declined or cannot be reached is changed instead."""
        kind, school = head_kind_of(self.application), self.application.school
        asked = self.application.references.filter(kind=kind, school=school)
        if asked.exclude(state=Reference.State.REPLACED).exclude(state=Reference.State.EXPIRED).exists():
            return False
        named = self.application.sections.get(Application.Section.REFEREES) == Application.COMPLETED
        return named and bool(self.application.head_email or known_referee(self.application))


class SectionPage(OwnDraft, FormPage):
    """One section; the script's autosave posts here too and gets an empty answer."""

    template_name = "designation/section_form.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.section = kwargs["section"]
        if self.section not in Application.Section.values:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return StatementForm if self.section in Statement.QUESTIONS else FORMS[self.section]

    def get_form_kwargs(self) -> dict:
        extra = {"section": self.section} if self.section in Statement.QUESTIONS else {}
        return super().get_form_kwargs() | {"application": self.application} | extra

    def get_form(self, form_class=None) -> SectionForm:
        form: Any = super().get_form(form_class)
        form.cancel_url = ""
        return form

    def get_button(self) -> str:
        return _("Save and continue")

    def get_heading(self) -> str:
        return str(Application.Section(self.section).label)

    def get_back_url(self) -> str:
        return self.check_url() if self.is_change() else self.tasks_url()

    def check_url(self) -> str:
        is_returned = self.application.state == Application.State.RETURNED
        return self.application.page("resubmit" if is_returned else "submit")

    def is_change(self) -> bool:
        """Whether the person came from the check page, which they return to."""
        return "change" in self.request.GET and self.application.is_filled_in

    def get_context_data(self, **context) -> dict:
        context |= {"application": self.application, "section": self.section}
        if self.section == Application.Section.ROLES:
            context["roles"] = list(self.application.roles_held.all())
        if self.section == Application.Section.AREAS:
            context["left_out"] = areas_left_out(self.application)
        if self.section in (Application.Section.ABOUT, Application.Section.REFEREES):
            context["known"] = known_referee(self.application)
        if self.section == Application.Section.REFEREES:
            context["references"] = list(self.application.references.counting())
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.headers.get("X-Autosave"):
            self.keep(self.get_form(), besides=PERSON_FIELDS)  # a name half typed is nobody's name
            return HttpResponse(status=204)
        if "later" in request.POST and "switch_language" not in request.POST:
            self.keep(self.get_form())
            messages.success(
                request, _("Saved as a draft. Come back whenever you like before the round closes.")
            )
            return redirect(self.tasks_url())
        return super().post(request, *args, **kwargs)

    def keep(self, form, besides: tuple[str, ...] = ()) -> None:
        """Keep what was typed, right or not, without calling the section completed; fields of `besides` are left."""
        was_complete = self.application.sections.get(self.section) == Application.COMPLETED
        valid = form.is_valid()
        actions.save_section(
            self.application,
            self.section,
            {name: value for name, value in form.draft().items() if name not in besides},
            by=self.request.user,
            completed=was_complete and valid,
        )

    def form_invalid(self, form) -> HttpResponse:
        self.keep(form)
        return super().form_invalid(form)

    def form_valid(self, form) -> HttpResponse:
        back_to_check, by = self.is_change(), self.request.user
        actions.save_section(self.application, self.section, form.answers(), by=by, completed=True)
        if actions.follow_post(self.application, by=by):
            messages.warning(
                self.request,
                _(
                    "You changed your school or post, so the reference asked for before no longer counts. "
                    "Say in the part about your referees who gives it now."
                ),
            )
        if back_to_check and self.application.is_filled_in:
            return redirect(self.check_url())
        return redirect(self.next_url())

    def next_url(self) -> str:
        """Return the next section still to be completed, or the task list after the last."""
        order = [one.value for one in self.application.asked_sections]
        for key in order[order.index(self.section) + 1 :]:
            if self.application.sections.get(key) != Application.COMPLETED:
                return reverse("designation:application-section", args=[self.application.pk, key])
        return self.tasks_url()


class AddRole(OwnDraft, MakePage):
    """Add one leadership role."""

    section = Application.Section.ROLES.value
    form_class = RoleHeldForm
    heading = gettext_lazy("Add a leadership role")
    button = gettext_lazy("Add this role")

    def get_initial(self) -> dict:
        school: School | None = self.application.school
        first = not self.application.roles_held.exists()
        return {"school_name": str(school), "title": self.application.post_title} if school and first else {}

    def get_back_url(self) -> str:
        return reverse("designation:application-section", args=[self.application.pk, "roles"])

    def make(self, form) -> RoleHeld:
        return actions.add_role(self.application, by=self.request.user, **form.cleaned_data)

    def get_made_url(self, made: RoleHeld) -> str:
        return self.get_back_url()


class RemoveRole(OwnDraft, View):
    """Take one leadership role out again."""

    section = Application.Section.ROLES.value
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, role: int) -> HttpResponse:
        row = get_object_or_404(self.application.roles_held, pk=role)
        actions.remove_role(self.application, row, by=request.user)
        messages.success(request, _("The role was taken out."))
        return redirect("designation:application-section", pk, "roles")


class AskReferee(OwnDraft, View):
    """Ask the first referee now, before the application is sent in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not ApplicationTasks.may_ask(self):  # type: ignore[arg-type]
            messages.warning(request, _("Complete the part about your referees first."))
            return redirect(self.tasks_url())
        try:
            actions.ask_referee(self.application, by=request.user)
        except actions.Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("Your referee has been asked. We tell you when the reference arrives.")
            )
        return redirect(self.tasks_url())
