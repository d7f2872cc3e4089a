"""The table of steps a case moves by, and the one line of the portal that writes a state."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise

from casework.models import Case, Channel, Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SOMEBODY = "–"


class Step(NamedTuple):
    """One row of the table: from which states, to which (None: stays where it is), and how people read it.

    `label` is the button, `done` the line in the history (`%(who)s` is filled in); `tone` is how the button looks.
    """

    sources: Sequence[str]
    target: str | None
    label: "StrOrPromise"
    done: "StrOrPromise"
    tone: str = "plain"


class Task(NamedTuple):
    """One thing a person must do now: a line of the home page with one link to the very form.

    `due_on` None sorts last; `hint` is one short sentence.
    """

    title: str
    url: str
    due_on: date | None = None
    hint: str = ""


class StepNotOpen(Exception):
    """The case has moved on: this step cannot be taken from the state it is in now."""

    def __init__(self, case: Case, step: str) -> None:
        super().__init__(f"{step} is not open for {case} ({case.state})")
        self.case, self.step = case, step


class Lifecycle:
    """The steps of one kind of case. `advance` is a conditional UPDATE, so of two people pressing one succeeds."""

    of_model: dict[type[models.Model], "Lifecycle"] = {}

    def __init__(
        self,
        model: type[Case],
        *,
        begun: str | Promise,
        tones: Mapping[str, str] | None = None,
        hushed: Mapping[str, Sequence[str]] | None = None,
        notes_for: Mapping[str, str] | None = None,
        **steps: Step,
    ) -> None:
        """`begun` is the first line of the history (`%(who)s` is filled in), `tones` how the states look.

        `hushed` names for a state the steps whose entries, once the case is in it, managers alone read; `notes_for`
        names for a step the audience that alone reads its notes: those who may `<app>.read_<audience>`.
        """
        self.model, self.begun, self.steps, self.tones = model, begun, steps, dict(tones or {})
        self.hushed, self.notes_for = dict(hushed or {}), dict(notes_for or {})
        Lifecycle.of_model[model] = self

    @classmethod
    def of(cls, case: Case) -> "Lifecycle":
        return cls.of_model[type(case)]

    def permission(self, step: str) -> str:
        return f"{self.model._meta.app_label}.{step}_{self.model.NOUN}"

    def door(self, step: str) -> str:
        return f"{self.model._meta.app_label}:{self.model.NOUN}-{step}"

    def is_open(self, case: Case, step: str) -> bool:
        return case.state in self.steps[step].sources

    def begin(self, case: Case, *, by, channel: str = Channel.PORTAL, note: str = "") -> None:
        """Write the first line of a new case's history; the case has just been saved in its first state."""
        self._write(case, "begin", by, channel, note, False, "", "", case.state)

    def advance(
        self,
        case: Case,
        step: str,
        *,
        by,
        channel: str = Channel.PORTAL,
        note: str = "",
        private: bool = False,
        on_behalf_of: str = "",
        audience: str = "",
        **fields,
    ) -> None:
        """Take a step: set state and `fields` in one conditional UPDATE, write the history; or raise StepNotOpen.

        Runs in its own savepoint. `private` keeps the note for managers, `audience` the whole line for those who may
        `<app>.read_<audience>`. `by` is None for what runs by itself. Who stays in a state is in it since they came.
        """
        declared = self.steps[step]
        rows: models.QuerySet[Any] = self.model._base_manager.filter(pk=case.pk)
        with transaction.atomic():
            before = rows.values_list("state", flat=True).get()
            after = declared.target or before
            since = {"state_at": timezone.now()} if declared.target else {}
            moved = before in declared.sources and rows.filter(state=before).update(
                state=after, **since, **fields
            )
            if not moved:
                case.state = before
                raise StepNotOpen(case, step)
            self._write(case, step, by, channel, note, private, on_behalf_of, before, after, audience)
        case.refresh_from_db(fields=["state", "state_at", *fields])

    def _write(
        self, case, step, by, channel, note, private, on_behalf_of, before, after, audience=""
    ) -> None:
        Entry.objects.create(
            case=case,
            step=step,
            by=by,
            by_name=str(by or ""),
            on_behalf_of=on_behalf_of,
            channel=channel if by else Channel.NIGHT,
            from_state=before,
            to_state=after,
            note=note,
            note_is_private=private,
            audience=audience,
        )


def steps_open_to(
    case: Case,
    person,
    has_perm: Callable[[str, Case], bool] | None = None,
    *,
    among: Container[str] | None = None,
) -> list[str]:
    """Return the names of the steps this person may take now: the button asks what the door asks.

    Of a few steps `among` all, only these are asked about.
    """
    table = Lifecycle.of(case)
    may = has_perm or person.has_perm
    wanted = [name for name in table.steps if among is None or name in among]
    return [name for name in wanted if table.is_open(case, name) and may(table.permission(name), case)]
