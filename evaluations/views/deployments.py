"""The school evaluates a deployment; those concerned read it; the leader replies once."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from casework.views import FormPage, StepView, reader_of
from casework.views.pages import channel_of
from deployments.models import Deployment
from evaluations import actions, letters, queries
from evaluations.forms import DeploymentEvaluationForm, ReplyForm
from evaluations.models import DeploymentEvaluation, Question, Questionnaire
from evaluations.models.deployments import evaluation_due_on
from evaluations.questions import DEPLOYMENT
from evaluations.results import percent_of
from evaluations.views.drafts import Drafted

KNOWN = (
    "questionnaire",
    "by",
    "deployment__designation__person",
    "deployment__school",
    "deployment__home_school",
)


class EvaluateDeployment(Drafted, StepView):
    """The evaluation of a completed deployment by the head of the school, by link or signed in."""

    model = Deployment
    step = "evaluate"
    form_class = DeploymentEvaluationForm
    takes_case = True
    action = staticmethod(actions.evaluate_deployment)
    letter = staticmethod(letters.evaluation_received)
    template_name = "evaluations/deployment_evaluate.html"
    heading = _("Evaluate the support your school received")
    button = _("Send the evaluation")
    done = _("Thank you. Your evaluation is stored, and those concerned have been told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"questionnaire": self.questionnaire}

    @property
    def draft(self) -> DeploymentEvaluation | None:
        return getattr(self.case, "evaluation", None)

    @property
    def questionnaire(self) -> Questionnaire:
        """Return the version a draft was begun in, or the one that is asked now."""
        current = Questionnaire.objects.current(DEPLOYMENT) if self.draft is None else None
        return current or self.draft.questionnaire  # type: ignore[union-attr]

    def kept(self) -> dict[str, list[str]]:
        return self.draft.typed if self.draft else {}

    def keep(self, typed: dict[str, list[str]]) -> None:
        by, questionnaire = reader_of(self.request), self.questionnaire
        actions.keep_evaluation(self.case, by=by, questionnaire=questionnaire, typed=typed)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        self.case: Deployment = queries.deployment_in_full(self.case.pk)
        return super().get_context_data(**context, due=evaluation_due_on(self.case))

    def get_success_url(self) -> str:
        return reverse("evaluations:deployment-evaluation", args=[self.case.pk])


class EvaluationPage(DetailView):
    """One evaluation, for the leader, the heads concerned, the school's contact and the managers."""

    template_name = "evaluations/deployment_evaluation.html"
    context_object_name = "evaluation"

    def get_object(self, queryset: Any = None) -> DeploymentEvaluation:
        given = DeploymentEvaluation.objects.visible_to(reader_of(self.request)).select_related(*KNOWN)
        given = given.prefetch_related("answers__question", "outcomes__objective", "questionnaire__questions")
        return get_object_or_404(given, deployment=self.kwargs["pk"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        person, evaluation = reader_of(self.request), self.object
        wording = {question.key: question for question in evaluation.questionnaire.questions.all()}
        scaled = [
            answer for answer in evaluation.answers.all() if answer.question.kind == Question.Kind.SCALE5
        ]
        context |= {
            "case": evaluation.deployment,
            "bars": [_bar(answer.question, answer.value) for answer in scaled],
            "others": [answer for answer in evaluation.answers.all() if answer not in scaled],
            "facts": [_fact(wording[key], value) for key, value in _fixed(evaluation) if key in wording],
            "may_reply": person.has_perm("evaluations.reply_evaluation", evaluation),
        }
        return super().get_context_data(**context)


def _bar(question: Question, value: str) -> dict[str, Any]:
    said = _("%(value)s of 5") % {"value": value}
    return {"label": question.text_here, "share": percent_of(int(value), 5), "value": said}


def _fixed(evaluation: DeploymentEvaluation) -> list[tuple[str, str]]:
    again = "yes" if evaluation.would_use_again else "no"
    return [
        ("overall", str(evaluation.overall)),
        ("would_use_again", again),
        ("sustainability", evaluation.sustainability),
        ("further_support", evaluation.further_support),
        ("testimonial", evaluation.testimonial),
        ("may_quote", evaluation.may_quote),
    ]


def _fact(question: Question, value: str) -> dict[str, Any]:
    return {"term": question.text_here, "value": question.words_of(value) if value else _("Not answered")}


class ReplyToEvaluation(FormPage):
    """The leader replies to the school's evaluation, once."""

    form_class = ReplyForm
    heading = _("Reply to the evaluation")
    button = _("Send your reply")
    done = _("Your reply stands beside the evaluation, and those concerned have been told.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = reader_of(request)
        seen = DeploymentEvaluation.objects.visible_to(person).select_related(*KNOWN)
        self.evaluation: DeploymentEvaluation = get_object_or_404(seen, deployment=kwargs["pk"])
        is_leader = person.pk == self.evaluation.deployment.designation.person_id
        if self.evaluation.replied_at and is_leader:
            return redirect(self.evaluation)  # pressed twice: what they wrote is there
        if not person.has_perm("evaluations.reply_evaluation", self.evaluation):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_intro(self) -> str:
        return gettext("Everybody who reads the evaluation reads your reply. You can reply once.")

    def act(self, form: Any) -> bool:
        reply, person = form.cleaned_data["reply"], reader_of(self.request)
        channel = channel_of(self.request)
        return actions.reply_to_evaluation(self.evaluation, by=person, reply=reply, channel=channel)

    def get_back_url(self) -> str:
        return self.evaluation.get_absolute_url()

    get_success_url = get_back_url
