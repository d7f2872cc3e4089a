"""The administration of designation: schemes and rounds are edited here; states move only by the steps."""

from designation.admin import applications, leaders, rounds, schemes

__all__ = ["applications", "leaders", "rounds", "schemes"]
