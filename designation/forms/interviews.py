"""What is asked about one applicant's interview: how to invite, which time, why it moves, how it went."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import PortalForm, RadioField, WordsField
from designation.forms.meetings import MeetingForm, SlotField, london
from designation.forms.panel import PreviewedForm
from designation.models import Application, Slot
from designation.queries.interviews import free_slots
from designation.queries.panel import free_panel

CHOOSE, SLOT, OWN = "choose", "slot", "own"
OF_OWN = ("on", "time", "minutes", "place", "online_link", "panel")


class InviteForm(PreviewedForm, MeetingForm):
    """The applicant chooses among the free times, or the manager gives one of them, or one of their own."""

    WAYS = {
        CHOOSE: gettext_lazy("The applicant chooses one of the free times"),
        SLOT: gettext_lazy("I choose one of the free times"),
        OWN: gettext_lazy("We have agreed another time"),
    }
    ways: tuple[str, ...] = (CHOOSE, SLOT, OWN)
    mark_optional = False  # what must be filled in depends on the way chosen

    how = RadioField(
        label=gettext_lazy("How is the time set?"),
        error_messages={"required": gettext_lazy("Choose how the time is set")},
    )
    slot = SlotField(queryset=Slot.objects.none(), label=gettext_lazy("Free times"), required=False)

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = free_slots(case, timezone.now()).prefetch_related("panel")
        self.free = list(rows)
        ways = [way for way in self.ways if self.free or way == OWN]
        how = self.fields["how"]
        how.choices = [(way, self.WAYS[way]) for way in ways]  # type: ignore[attr-defined]
        how.initial = ways[0]
        self.fields["slot"].offer(self.free, rows)  # type: ignore[attr-defined]
        self.fields["panel"].offer(free_panel(case), case.round)  # type: ignore[attr-defined]
        for name in OF_OWN:
            self.fields[name].required = False

    def layout(self) -> Layout:
        free = [Fieldset(_("If you choose one of the free times"), "slot")] if self.free else []
        own = Fieldset(_("If you have agreed another time"), *OF_OWN) if self.free else Layout(*OF_OWN)
        return Layout("how", *free, own)

    def clean(self) -> dict[str, Any]:
        data, how = self.cleaned_data, self.cleaned_data.get("how")
        if how == SLOT and not data.get("slot") and "slot" not in self.errors:
            self.add_error("slot", _("Choose a time"))
        if how == OWN:
            return self._own(data)
        self._forgive()
        return self._answer(slot=data.get("slot") if how == SLOT else None)

    def _own(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what was agreed, and complain of whatever is missing."""
        for name in ("on", "time", "panel"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        self.somewhere(data)
        if self.errors:
            return data
        return self._answer(
            at=london(data["on"], data["time"]),
            minutes=data["minutes"] or self.fields["minutes"].initial,
            place=data["place"],
            online_link=data["online_link"],
            panel=list(data["panel"]),
        )

    def _forgive(self) -> None:
        """Let pass what stands in boxes that do not count."""
        for name in OF_OWN:
            self.errors.pop(name, None)

    def _answer(self, **given: Any) -> dict[str, Any]:
        empty: dict[str, Any] = {
            "slot": None,
            "at": None,
            "minutes": 45,
            "place": "",
            "online_link": "",
            "panel": [],
        }
        return empty | given


class RescheduleForm(InviteForm):
    """Another of the free times or one agreed, and why."""

    ways = (SLOT, OWN)
    reason = WordsField(
        label=gettext_lazy("Why does it change?"),
        words=60,
        rows=2,
        help_text=gettext_lazy("The applicant reads it in the letter and in the history of the application."),
        error_messages={"required": gettext_lazy("Say why the interview changes")},
    )

    def layout(self) -> Layout:
        return Layout("reason", super().layout())

    def _answer(self, **given: Any) -> dict[str, Any]:
        return super()._answer(**given) | {"reason": self.cleaned_data.get("reason", "")}


class BookForm(PortalForm):
    """Which of the free times; the one held now is among them."""

    slot = SlotField(queryset=Slot.objects.none(), label=gettext_lazy("Free times"))

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Slot.objects.filter(taken_by=case, at__gt=timezone.now()).values("pk")
        open_ = free_slots(case, timezone.now()).values("pk")
        rows = (Slot.objects.filter(pk__in=mine) | Slot.objects.filter(pk__in=open_)).order_by("at", "pk")
        self.offered = list(rows.prefetch_related("panel"))
        self.fields["slot"].offer(self.offered, rows)  # type: ignore[attr-defined]
        self.fields["slot"].initial = next(
            (one.pk for one in self.offered if one.taken_by_id == case.pk), None
        )


class MissForm(PortalForm):
    """What is known about it."""

    note = WordsField(
        label=gettext_lazy("Note"),
        required=False,
        words=300,
        help_text=gettext_lazy("Only the alliance’s managers read it."),
    )


class InterviewForm(MissForm):
    """A note on how the interview went."""
