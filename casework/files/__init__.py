"""Private files: those the portal makes, and those people attach; checked by content, written whole, served inert."""

from casework.files.attachments import attach, remove, tidy
from casework.files.kinds import KINDS, Checked, inspect, shown_name
from casework.files.limits import BadFile
from casework.files.private import serve, store

__all__ = [
    "KINDS",
    "BadFile",
    "Checked",
    "attach",
    "inspect",
    "remove",
    "serve",
    "shown_name",
    "store",
    "tidy",
]
