"""What the interface kit shows in its components: an invented case of two invented schools."""

import datetime
from typing import Any

SCHOOLS = [
    {"value": "100001", "text": "Oakfield Primary School", "about": "Northdale, ND1 4AB"},
    {"value": "100002", "text": "Brookside Primary School", "about": "Easthaven, ND7 2CD"},
    {"value": "100003", "text": "Ysgol Gynradd Nant y Coed", "about": "Westbridge, ND3 9EF"},
]
TASKS = [
    {
        "title": "Release Sam Okoro to Brookside Primary?",
        "url": "#",
        "due": "Overdue by 1 day",
        "overdue": True,
        "hint": "4 half days this term, phonics. Sam has agreed. You have 2 of 6 release days left.",
    },
    {
        "title": "Give a reference for Aled Rhys",
        "url": "#",
        "due_on": datetime.date(2026, 11, 27),
        "hint": "Applying as a system leader in mathematics. About ten minutes.",
    },
    {
        "title": "Confirm support for Mei Tan’s annual review",
        "url": "#",
        "due_on": datetime.date(2026, 12, 4),
    },
]
SECTIONS = [
    {"text": "About you", "url": "#", "status": "Completed"},
    {"text": "Leadership roles you have held", "url": "#", "status": "In progress"},
    {"text": "Your five statements", "url": "#", "status": "Not started", "about": "At most 300 words each."},
    {"text": "Check your answers and submit", "url": "", "status": "Cannot start yet"},
]
FACTS = [
    {
        "term": "Need",
        "value": "Phonics outcomes fell from 82% to 71% in two years.\nThree of four teachers are new.",
    },
    {
        "term": "Objective 1",
        "value": "All four classes share one structure.",
        "tag": "On track",
        "tone": "good",
    },
    {"term": "School", "value": "Brookside Primary School", "url": "#"},
]
ANSWERS = [fact | {"change_url": "#"} for fact in FACTS]
ENTRIES = [
    {"when": "Today, 9.12am", "text": "Rob Ellis agreed", "by": "By signed link"},
    {"when": "Thursday 19 November 2026, 8.05am", "text": "Sam Okoro agreed"},
    {
        "when": "Monday 16 November 2026, 11.20am",
        "text": "Mina Shah proposed Sam Okoro",
        "note": "Nearest of five.",
    },
]
PARTIES = [
    {"name": "Sam Okoro", "answer": "Agreed", "tone": "good", "about": "Thursday 19 November, by link"},
    {
        "name": "Hannah Price, Oakfield",
        "answer": "Waiting",
        "tone": "wait",
        "about": "Answer due Friday 20 November",
    },
    {"name": "Rob Ellis, Brookside", "answer": "Agreed", "tone": "good", "about": "Today, in the portal"},
    {"name": "Alliance", "answer": "Not asked yet", "tone": "", "about": ""},
]
ACTIONS = [
    {"text": "Record an answer by phone", "url": "#"},
    {"text": "Remind", "url": "#", "tone": "quiet"},
    {"text": "Withdraw", "url": "#", "tone": "stop"},
]
TABS = [
    {"text": "Summary", "url": "#", "current": True},
    {"text": "Visits", "url": "#", "count": 4},
    {"text": "Messages", "url": "#", "count": 0},
]
PILLS = [{"text": "Primary", "url": "#"}, {"text": "Westbridge cluster", "url": "#"}]
COLUMNS = [
    {"text": "Leader", "url": "#", "sort": "ascending"},
    {"text": "School"},
    {"text": "State"},
    {"text": "Days left", "number": True, "url": "#"},
]
ROWS = [
    {
        "head": {"text": name, "url": "#"},
        "cells": [
            {"label": "School", "text": school},
            {"label": "State", "tag": state, "tone": tone},
            {"label": "Days left", "text": days, "number": True},
        ],
    }
    for name, school, state, tone, days in (
        ("Aled Rhys", "Nant y Coed", "Active", "good", "4"),
        ("Mei Tan", "Oakfield Primary", "Suspended", "bad", "0"),
        ("Sam Okoro", "Oakfield Primary", "Renewal due", "wait", "2½"),
    )
]
BARS = [
    {"label": "Sam Okoro", "share": 67, "value": "4 of 6 days"},
    {"label": "Mei Tan", "share": 100, "value": "6 of 6 days", "tone": "wait"},
    {"label": "Aled Rhys", "share": 0, "value": "0 of 6 days"},
    {"label": "Oakfield in all", "share": 70, "value": "7 of 10 days", "total": True},
]
STAGES = [
    {"text": text, "url": "#", "past": number < 4, "here": number == 4}
    for number, text in enumerate(
        [
            "Initial training",
            "First years",
            "Expert practice",
            "Middle leader",
            "Senior leader",
            "Headship",
            "Executive",
        ]
    )
]
FIGURES = [
    {"value": "38", "text": "active system leaders"},
    {"value": "6 days", "text": "median wait for a match"},
    {"value": "£12,400", "text": "paid to schools this year"},
]


def components() -> dict[str, Any]:
    """Every sample by the name its component knows it by."""
    return {
        "tasks": TASKS,
        "sections": SECTIONS,
        "facts": FACTS,
        "answers": ANSWERS,
        "entries": ENTRIES,
        "parties": PARTIES,
        "actions": ACTIONS,
        "tabs": TABS,
        "pills": PILLS,
        "columns": COLUMNS,
        "rows": ROWS,
        "bars": BARS,
        "stages": STAGES,
        "figures": FIGURES,
    }
