"""Who may do what in designation: every predicate and every permission, by what it is about."""

from designation.rules import appeals, applications, leaders, references, years

__all__ = ["appeals", "applications", "leaders", "references", "years"]
