"""What is asked about a concern: what it is, whom it is about, who is to know, and what was done."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm, RadioField, WordsField
from deployments.models import Concern, Deployment
from deployments.queries.concerns import may_be_passed_to, other_schools, people_around, who_reads
from directory.models import Person
from directory.queries.posts import is_head_of

NOBODY, ALLIANCE = "nobody", "alliance"


class RaiseForm(PortalForm):
    """The concern in the writer's words; the alliance alone reads it unless the writer shares it."""

    text = WordsField(
        label=_("What is your concern?"),
        help_text=_(
            "What happened, and what you would like to happen. Name no pupil. If a child may be at risk, tell the "
            "school's designated safeguarding lead at once, and write nothing about it here."
        ),
        error_messages={"required": _("Say what your concern is")},
    )
    whom = RadioField(
        label=_("Is it about one of these people?"),
        help_text=_("Whoever it is about does not read it, a manager of the alliance neither."),
        error_messages={"required": _("Choose whom it is about, or nobody in particular")},
    )
    shared_with = RadioField(
        label=_("Who else is to know of it?"),
        initial=ALLIANCE,
        error_messages={"required": _("Choose who else is to know of it")},
    )

    def __init__(self, *args: Any, case: Deployment, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_around(case, timezone.localdate())
        self.people = {str(one.pk): one for one in people if one != person}
        self.schools = {str(one.pk): one for one in other_schools(person, case)}
        whom: Any = self.fields["whom"]
        whom.choices = [(NOBODY, _("Nobody in particular"))] + [
            (pk, str(one)) for pk, one in self.people.items()
        ]
        known: Any = self.fields["shared_with"]
        known.help_text = who_reads(case, person, timezone.localdate())
        words = _("Also the headteacher of %(school)s")
        known.choices = [(ALLIANCE, _("Nobody else"))] + [
            (pk, words % {"school": one}) for pk, one in self.schools.items()
        ]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        whom = self.people.get(cleaned.get("whom", ""))
        school = self.schools.get(cleaned.get("shared_with", ""))
        if whom and school and is_head_of(whom, school, timezone.localdate()):
            sentence = gettext("%(who)s heads that school and would read it. Choose nobody else")
            self.add_error("shared_with", sentence % {"who": whom})
        return cleaned | {"whom": whom, "shared_with": school}


class EscalateForm(PortalForm):
    """To whom a concern is passed on, and why."""

    to = RadioField(
        label=_("Who is to look into it?"),
        help_text=_("They have five working days."),
        error_messages={"required": _("Choose who is to look into it")},
    )
    reason = WordsField(
        label=_("Why do you pass it on?"),
        help_text=_("They and the alliance's managers read this."),
        words=100,
        rows=4,
        error_messages={"required": _("Say in a sentence or two why you pass it on")},
    )

    def __init__(self, *args: Any, case: Concern, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = may_be_passed_to(case, timezone.localdate(), by=person)
        self.people = {str(one.pk): one for one in found}
        to: Any = self.fields["to"]
        to.choices = [(pk, str(one)) for pk, one in self.people.items()]

    def clean_to(self) -> Person:
        return self.people[self.cleaned_data["to"]]


class ResolveForm(PortalForm):
    """What was done about a concern."""

    outcome = WordsField(
        label=_("What was done?"),
        help_text=_("Whoever raised it reads this, and whoever it was shared with."),
        error_messages={"required": _("Say what was done")},
    )
