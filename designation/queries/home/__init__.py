"""What a person must do now in designation: three queries, however much it is."""

from datetime import date
from typing import NamedTuple

from casework.lifecycle import Task
from designation.queries.home.applications import application_tasks, asking
from designation.queries.home.designations import designation_tasks
from designation.queries.home.interviews import interview_tasks
from designation.queries.home.references import reference_tasks
from designation.queries.home.underway import UnderWay, under_way
from directory.models import Person


class AtHome(NamedTuple):
    """What a person must do, and what of theirs others are at."""

    tasks: list[Task]
    under_way: list[UnderWay]


def awaiting(person: Person, on: date) -> list[Task]:
    """Return this person's tasks: drafts, scores, decisions, references, appeals, agreements and assurances."""
    return at_home(person, on).tasks


def at_home(person: Person, on: date) -> AtHome:
    """Return this person's tasks, and their own applications that are under way, which cost no further query."""
    rows = asking(person)
    tasks = [*application_tasks(rows, person, on), *interview_tasks(rows, person, on)]
    tasks += [*reference_tasks(person), *designation_tasks(person, on)]
    return AtHome(tasks, under_way(rows, person))
