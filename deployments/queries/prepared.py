"""Queries that are put into SQL once for each shape they have, and asked ever after with other values.

A large query costs the portal more to write than the database to answer. Where every page asks the same one, its
values are named while it is written (`Given`) and filled in when it is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """A value that is known only when the query is asked: it stands in the SQL as a parameter, under its name."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def in_row(self, values: Mapping[str, Any]) -> Any:
        """Return the value as the database is given it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Prepared(NamedTuple):
    """SQL with what its parameters are: values that are always the same, and those that are given."""

    sql: str
    parameters: Sequence[Any]

    @classmethod
    def of(cls, query: QuerySet[Any, Any]) -> "Prepared":
        """Write a query down; it holds for the database it was written for."""
        return cls(*query.query.sql_with_params())

    def filled(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the parameters with these values."""
        return [one.in_row(values) if isinstance(one, Given) else one for one in self.parameters]


def read(asked: Iterable[tuple[Prepared, Mapping[str, Any]]]) -> list[tuple]:
    """Return the rows of several prepared queries, as the driver gives them (1 query).

    To convert a thousand numbers to themselves would cost as much again.
    """
    parts, parameters = [], []
    for prepared, values in asked:
        parts.append(prepared.sql)
        parameters += prepared.filled(values)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return cursor.fetchall()
