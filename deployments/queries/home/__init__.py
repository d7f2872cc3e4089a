"""What a person must do now, in at most three queries."""

from datetime import date

from casework.lifecycle import Task
from deployments.models.claims import CLAIMANTS
from deployments.queries.concerns import passed_on_to
from deployments.queries.home.claims import claims_to_settle, claims_to_submit
from deployments.queries.home.office import requests_waiting, to_settle_and_end
from deployments.queries.home.own import own_deployments
from deployments.queries.home.work import work_done
from directory.rules import is_finance_officer, is_manager

__all__ = ["awaiting"]


def awaiting(person, on: date) -> list[Task]:
    """Return the tasks of a person: what is theirs, and for managers and finance what waits in the office."""
    posts = person.authority
    tasks: list[Task] = []
    if is_manager(person):
        tasks += [*requests_waiting(on), *to_settle_and_end(person, on)]
    else:
        tasks += [*own_deployments(person, on), *work_done(person, on)]
    if is_manager(person) or is_finance_officer(person):
        tasks += claims_to_settle(person)
    if not is_manager(person):
        tasks += passed_on_to(person)
    if posts.has(*CLAIMANTS):
        tasks += claims_to_submit(person, on)
    return tasks
