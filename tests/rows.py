"""Rows made once by the portal's own code and laid out again for test after test, which is ten times as quick.

`keep(tables)` reads every row of some tables; `Kept.lay_out()` inserts them again, a statement a table, and returns
them as fresh objects that know each other. What was stamped with the moment it was made is stamped with this one.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

INSERTING = re.compile(r'INSERT (?:OR IGNORE )?INTO "(\w+)"')
# Rows younger than this when they were read were stamped with the moment they were made.
JUST_NOW = timedelta(minutes=5)
Laid = dict[tuple[type[models.Model], Any], Any]


@dataclass(frozen=True)
class Kept:
    """The rows of some tables, in an order in which they may be inserted, and when they were read."""

    rows: list[tuple[type[models.Model], list[list[Any]]]]
    at: datetime

    def lay_out(self) -> Laid:
        """Insert every row again under its own key, all or none; IntegrityError where one is there already."""
        now = timezone.now()
        laid: Laid = {}
        with transaction.atomic():
            for model, rows in self.rows:
                made = [model.from_db(None, _names(model), self._today(row, now)) for row in rows]
                model._base_manager.bulk_create(made)
                laid |= {(model, one.pk): one for one in made}
        for one in laid.values():
            _introduce(one, laid)
        return laid

    def _today(self, row: list[Any], now: datetime) -> list[Any]:
        return [now if isinstance(one, datetime) and abs(self.at - one) < JUST_NOW else one for one in row]


def keep(tables: list[str]) -> Kept:
    """Read all rows of these tables; name those first that others point to."""
    by_table = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    found = [by_table[table] for table in tables]
    rows = [
        (one, [list(row) for row in one._base_manager.order_by("pk").values_list(*_names(one))])
        for one in found
    ]
    return Kept(rows, timezone.now())


@contextmanager
def noted_inserts() -> Iterator[list[str]]:
    """Collect the table of every row that is inserted meanwhile."""
    tables: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        tables.extend(INSERTING.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _introduce(one: models.Model, laid: Laid) -> None:
    """Let an object know those it points to, as the code that made it did."""
    for field in one._meta.concrete_fields:
        if field.is_relation and (field.related_model, getattr(one, field.attname)) in laid:
            setattr(one, field.name, laid[field.related_model, getattr(one, field.attname)])
