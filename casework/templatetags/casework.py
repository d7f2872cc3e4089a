"""How a case shows itself: its status, its buttons, its history; and how days and money are written."""

from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.files.permits import may, may_still_remove, readable
from casework.lifecycle import SOMEBODY, Lifecycle, Task, steps_open_to
from casework.models import Case, Channel, Entry
from directory.calendar import said

register = template.Library()
SAID_WAYS = (Channel.LINK, Channel.PHONE)


@register.inclusion_tag("casework/_step_buttons.html")
def step_buttons(case: Case, user, among: str = "", quiet: bool = False, besides: str = "") -> dict:
    """Show the buttons of the steps this person may take now; `among` names some of them, comma-separated.

    `besides` names, likewise, those that stand elsewhere on the page.

    `quiet` where none of them is due: no button then asks to be pressed.
    """
    table, wanted = Lifecycle.of(case), among.split(",") if among else None
    elsewhere = besides.split(",")
    wanted = [name for name in table.steps if name not in elsewhere] if besides else wanted
    names = steps_open_to(case, user, among=wanted)
    tones = {
        name: "quiet" if quiet and table.steps[name].tone == "plain" else table.steps[name].tone
        for name in names
    }
    buttons = [
        {"url": case.page(name), "step": table.steps[name], "name": name, "tone": tones[name]}
        for name in names
    ]
    return {"buttons": buttons}


@register.simple_tag
def status_tag(case: Case) -> SafeString:
    """Show the state of a case as a tag: an adjective in words, its tone never alone."""
    tone = Lifecycle.of(case).tones.get(case.state, "plain")
    return format_html('<span class="tag {}">{}</span>', tone, case.get_state_display())  # type: ignore[attr-defined]


@register.inclusion_tag("casework/_timeline.html")
def timeline(case: Case, user, most: int = 50) -> dict:
    """Show the history of a case, newest first; private notes and hushed steps are for managers only."""
    entries, table = Entry.objects.of(case).order_by("-at", "-pk"), Lifecycle.of(case)
    hushed = table.hushed.get(case.state, ())
    if hushed and not user.has_perm("casework.read_private_notes", case):
        entries = entries.exclude(step__in=hushed)
    found = list(entries[:most])
    named = case_audiences(found) | {
        table.notes_for[one.step] for one in found if one.step in table.notes_for
    }
    open_to_them = {one for one in named if may(user, "read", one, case)}
    shown = [entry for entry in found if entry.audience in ("", *open_to_them)]
    return {"lines": [line_of(entry, case, user, open_to_them) for entry in shown]}


def case_audiences(rows: Iterable[Any]) -> set[str]:
    """Return the audiences that rows of a case name, so that each is asked about once."""
    return {row.audience for row in rows if row.audience}


@register.inclusion_tag("casework/_letters.html")
def case_letters(case: Case, user, most: int = 20) -> dict:
    """Show managers the letters written about a case, newest first; nobody else sees that there are any."""
    if not user.has_perm("casework.read_letters", case):
        return {"letters": []}
    found = list(case.letters.select_related("to").order_by("-created_at", "-pk")[:most])
    open_to_them = {one for one in case_audiences(found) if may(user, "read", one, case)}
    return {"letters": [letter for letter in found if letter.audience in ("", *open_to_them)]}


@register.inclusion_tag("casework/_attachments.html")
def case_files(case: Case, user, purpose: str = "", audiences: Mapping[str, Any] | None = None) -> dict:
    """Show the files of a case that this person may read, of one purpose or of all.

    `audiences` says of each purpose, where the case has audiences, whom its files are for.
    """
    found, names = readable(user, case, purpose), audiences or {}
    return {
        "files": [
            {
                "file": file,
                "may_remove": may_still_remove(user, file, case),
                "to": names.get(file.purpose, ""),
            }
            for file in found
        ]
    }


@register.inclusion_tag("casework/_messages.html")
def case_messages(case: Case, user, audiences: Mapping[str, Any]) -> dict:
    """Show the messages about a case that this person may read, newest first; `audiences` says each one's name."""
    found = list(case.messages.all())
    open_to_them = {one for one in case_audiences(found) if may(user, "read", one, case)}
    read = [one for one in found if one.audience in open_to_them or one.by_id == user.pk]
    return {"messages": [{"message": one, "to": audiences.get(one.audience, "")} for one in read]}


def line_of(entry: Entry, case: Case, user, audiences: Container[str] = ()) -> dict:
    """Return one entry as it is read: who did what, by which way, and the note if this person may read it.

    `audiences` are those of the case this person belongs to.
    """
    may_read = not entry.note_is_private or user.has_perm("casework.read_private_notes", case)
    note_for = Lifecycle.of(case).notes_for.get(entry.step)
    return {
        "at": entry.at,
        "text": sentence_of(entry, case),
        "way": entry.get_channel_display() if may_read and entry.channel in SAID_WAYS else "",
        "on_behalf_of": entry.on_behalf_of if may_read else "",
        "note": entry.note if may_read and (note_for is None or note_for in audiences) else "",
    }


def task_row(task: Task, on: date) -> dict[str, Any]:
    """Return a task as the list shows it: overdue is said in words."""
    row: dict[str, Any] = task._asdict()
    if task.due_on and task.due_on < on:
        late = (on - task.due_on).days
        row["overdue"] = True
        row["due"] = ngettext("Overdue by %(count)d day", "Overdue by %(count)d days", late) % {"count": late}
    elif task.due_on == on:
        row["due"] = _("Today")
    elif task.due_on:
        row["due"] = _("By %(day)s") % {"day": day(task.due_on)}
    return row


def sentence_of(entry: Entry, case: Case) -> str:
    """Return what an entry says as a whole sentence in the reader's language."""
    table = Lifecycle.of(case)
    said = table.begun if entry.step == "begin" else table.steps[entry.step].done
    return str(said) % {"who": entry.by_name or SOMEBODY}


@register.simple_tag
def entry_sentence(entry: Entry, case: Case) -> str:
    """Say one entry of the history as a sentence."""
    return sentence_of(entry, case)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day with its weekday, always worked out from the date: Friday 20 March 2026."""
    if value is None:
        return ""
    return said(timezone.localtime(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment in London time: Friday 20 March 2026, 2.05pm."""
    if value is None:
        return ""
    return f"{said(timezone.localtime(value))}, {clock(value)}"


@register.filter
def clock(value: datetime) -> str:
    """Write a time of the day by London's clocks: 2.05pm."""
    local = timezone.localtime(value)
    half = _("am") if local.hour < 12 else _("pm")
    return f"{local.hour % 12 or 12}{f'.{local.minute:02d}' if local.minute else ''}{half}"


@register.filter
def softened(written: str) -> str:
    """Soften a Welsh day after a preposition that asks for it: ar ddydd Gwener 20 Mawrth 2026."""
    return f"dd{written[1:]}" if written.startswith("Dydd") else written


@register.filter
def money(pence: int | None) -> str:
    """Write pence as pounds: £300, £1,250.50."""
    if pence is None:
        return ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{pounds:,}{f'.{rest:02d}' if rest else ''}"


@register.filter
def days(half_days: int | None) -> str:
    """Write a number of half days as days: 3 -> 1½ days."""
    if half_days is None:
        return ""
    whole, half = divmod(half_days, 2)
    count = f"{whole or ''}{'½' if half else ''}" or "0"
    # A day and a half is several days in English, and mutates nothing in Welsh: it is counted as three.
    number = 1 if half_days in (1, 2) else whole + 2 * half
    return ngettext("%(count)s day", "%(count)s days", number) % {"count": count}


@register.filter
def hours(minutes: int | None) -> str:
    """Write minutes as hours: 150 -> 2 h 30 min."""
    if minutes is None:
        return ""
    return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}


@register.simple_tag
def full_url(path: str) -> str:
    """Return a path of ours as an address from the configured origin."""
    return settings.SITE_URL + path
