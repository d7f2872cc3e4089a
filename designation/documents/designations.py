"""What pages say of a designation: its facts, what the leader offers, the induction, the papers made for it."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.templatetags.casework import day, days
from designation.documents.words import labels
from designation.models import Designation, InductionItem
from directory.models import School

PAPERS = {
    "designation/certificate": gettext_lazy("Certificate (PDF)"),
    "designation/agreement": gettext_lazy("Agreement (PDF)"),
    "designation/assurance": gettext_lazy("Safeguarding assurance (PDF)"),
}


def facts_of(case: Designation) -> list[dict]:
    """Return what the page of a designation says about it; the assurance comes with who gave it."""
    facts = [
        (_("Role"), case.role_type),
        (_("School"), case.home_school),
        (_("Areas of expertise"), ", ".join(str(area) for area in case.areas.all())),
        (_("From"), day(case.starts_on)),
        (_("To"), day(case.ends_on)),
        (_("Agreement signed"), day(case.agreement_signed_on)),
        (_("Induction and core training"), day(case.induction_done_on)),
        (_("Enhanced DBS certificate seen"), day(case.checks_seen_on)),
        (_("Safeguarding assurance until"), assured_until(case)),
        (_("In the public directory"), _("Yes") if case.listed else _("No")),
    ]
    if case.with_support:
        facts.insert(1, (_("Outcome"), _("Designated with support")))
    return _said(facts)


def assured_until(case: Designation) -> str:
    """Return until when the safeguarding assurance holds, or that it was taken back and when, or not given yet."""
    if case.assurance_retracted_on is not None:
        return _("Taken back on %(day)s") % {"day": day(case.assurance_retracted_on)}
    return day(case.assurance_until) or _("Not yet")


def offer_facts(case: Designation) -> list[dict]:
    """Return what a leader can give: days, places, languages."""
    miles = case.travel_miles
    far = "" if miles is None else ngettext("%(count)d mile", "%(count)d miles", miles) % {"count": miles}
    facts = [
        (_("Days a term"), days(case.half_days_a_term)),
        (_("Days of the week"), labels(Designation.Weekday, case.days_of_week)),
        (_("Travels up to"), far),
        (_("Works online"), _("Yes") if case.online_ok else _("No")),
        (_("Languages of work"), labels(Designation.Language, case.languages)),
        (_("Phases"), labels(School.Phase, case.phases)),
    ]
    return _said(facts)


def _said(facts: list[tuple[str, Any]]) -> list[dict]:
    return [{"term": term, "value": str(value) if value != "" else _("Not yet")} for term, value in facts]


def induction_facts(case: Designation) -> list[dict]:
    """Return the induction list: each item with the day it was done and how one knows, or that it is open."""
    return [{"term": str(item), "value": _how(item)} for item in case.induction.all()]


def _how(item: InductionItem) -> str:
    if item.done_on is not None:
        return f"{day(item.done_on)}\n{item.note}".strip()
    return _("Still to be done") if item.is_required else _("Not required")


def papers_of(case: Designation) -> list[dict]:
    """Return the newest of each kind of paper in force in each language, named in its own language (1 query)."""
    newest: dict[tuple[str, str], Any] = {}
    for paper in case.documents.in_force().filter(name__in=PAPERS).order_by("ordered_at", "pk"):
        newest[paper.name, paper.language] = paper
    papers = []
    for (name, language), paper in sorted(
        newest.items(), key=lambda one: (list(PAPERS).index(one[0][0]), one[0])
    ):
        with translation.override(language):
            text = str(PAPERS[name])
        papers.append({"text": text, "url": reverse("document", args=[paper.pk]), "language": language})
    return papers
